"""What editors and authors do with a suggestion: adopt, merge, decline, withdraw."""

import json
import re
from html import unescape

import pytest

from consensus.coalitions.models import Member
from consensus.deliberation.models import HolderState
from consensus.drafting.actions import add_block
from consensus.drafting.queries import block_of, blocks_of
from tests.deliberation.panels import panel_of, take, words_of
from tests.deliberation.stories import Story
from tests.deliberation.suggested import BETTER, entry
from tests.deliberation.suggesting import (
    page_of,
    settle,
    suggest,
    words_now,
)


def test_an_adopted_suggestion_is_an_ordinary_edit_that_names_its_author(
    story: Story,
) -> None:
    ada = story.people[0]
    take(story.people[1], story.document)
    suggest(ada, story.document, BETTER)
    assert settle(story.editor, story.document, "adoption").status_code == 303
    assert words_now(story) == BETTER
    last = ["text.edited", "wording.minted", "suggestion.adopted"]
    assert story.verbs()[-3:] == last
    adopted = entry(story, "suggestion.adopted")
    made = json.loads(entry(story, "suggestion.made").body)
    assert adopted.facts["author"] == made["actor"]
    assert json.loads(adopted.body)["acting_as"] == "editor"
    assert "Nwosu" not in adopted.body
    panel = words_of(panel_of(story.world.visitor(), story.document))
    assert "Adopted from suggestion S-1 of Ada Nwosu" in panel
    assert "1 on an earlier wording" in panel

    story.rewords("b1", "Every notice is sung.")
    later = words_of(panel_of(story.world.visitor(), story.document))
    assert "Adopted from suggestion S-1 of Ada Nwosu" in later


def test_a_new_paragraph_goes_in_behind_its_place_or_first(story: Story) -> None:
    ada = story.people[0]
    suggest(
        ada, story.document, "Notices have dates.", kind="after", block_kind="bullet"
    )
    start = f"/documents/{story.document}/suggestions"
    first = ada.post(
        start, kind="after", words="On notices", block_kind="heading-2",
        attribution="named",
    )  # fmt: skip
    assert first.status_code == 303
    for number in (1, 2):
        answer = settle(story.editor, story.document, "adoption", number)
        assert answer.status_code == 303
    with story.at_work() as (session, document):
        texts = [(row.kind, row.text) for row in blocks_of(session, document.id)]
    assert texts[:3] == [
        ("heading", "On notices"),
        ("paragraph", "Every notice is read out."),
        ("list_item", "Notices have dates."),
    ]


def test_a_removal_is_adopted_only_on_the_words_the_editor_read(story: Story) -> None:
    suggest(story.people[0], story.document, kind="removal", reason="It is said above.")
    story.rewords("b1", "Every notice is sung.")
    stale = settle(story.editor, story.document, "adoption", edition="old")
    assert stale.status_code == 409
    assert "Every notice is" in stale.text
    assert settle(story.editor, story.document, "adoption").status_code == 303
    assert words_now(story) == ""
    assert story.verbs()[-2:] == ["text.edited", "suggestion.adopted"]


def test_r8_what_was_removed_by_a_suggestion_can_be_objected_to(story: Story) -> None:
    suggest(story.people[0], story.document, kind="removal")
    settle(story.editor, story.document, "adoption")
    assert take(story.people[1], story.document, "objection").status_code == 303
    assert "To the removal of this paragraph" in words_of(
        panel_of(story.editor, story.document)
    )


def test_the_editor_adopts_in_part_the_words_they_give(story: Story) -> None:
    suggest(story.people[0], story.document, "Every notice is read out twice a day.")
    done = settle(
        story.editor, story.document, "adoption-in-part", words=BETTER,
        answer="Twice is enough.",
    )  # fmt: skip
    assert done.status_code == 303
    assert words_now(story) == BETTER
    told = page_of(story.people[0], story.document)
    assert "adopted in part" in told
    assert "Twice is enough." in told
    assert story.verbs()[-1] == "suggestion.adopted_in_part"


def test_it_is_not_adopted_only_with_a_reason(story: Story) -> None:
    suggest(story.people[0], story.document, BETTER)
    refused = settle(story.editor, story.document, "decline", answer=" ")
    assert refused.status_code == 422
    assert "Say why it is not adopted" in refused.text
    done = settle(story.editor, story.document, "decline", answer="Once will do.")
    assert done.status_code == 303
    assert words_now(story) == "Every notice is read out."
    assert story.verbs()[-1] == "suggestion.declined"
    assert "Once will do." in page_of(story.world.visitor(), story.document)


def test_both_changed_one_place_so_the_editor_settles_it_by_hand(story: Story) -> None:
    suggest(story.people[0], story.document, "Every notice is sung out.")
    story.rewords("b1", "Every notice is handed out.")
    page = page_of(story.editor, story.document)
    assert "“read” became “handed” in the text and “sung” in the suggestion" in page
    for title in ("As its author read it", "What the text changed since"):
        assert title in page
    assert "[removed: read ] [added: handed ]" in page
    assert "[removed: read ] [added: sung ]" in page

    refused = settle(story.editor, story.document, "adoption")
    assert refused.status_code == 409
    assert "write the words that go in" in refused.text
    assert words_now(story) == "Every notice is handed out."

    hand = {"words": "Every notice is sung or handed out."}
    stale = settle(
        story.editor, story.document, "adoption-in-part", 1, edition="old", **hand
    )
    assert stale.status_code == 409
    assert hand["words"] in stale.text
    done = settle(story.editor, story.document, "adoption-in-part", 1, **hand)
    assert done.status_code == 303
    assert words_now(story) == hand["words"]


def test_r7_a_removed_paragraph_leaves_its_suggestions_open(story: Story) -> None:
    suggest(story.people[0], story.document, BETTER)
    suggest(story.people[1], story.document, "Every notice is sung.")
    story.editor.post(f"/documents/{story.document}/paragraphs/b1/remove")
    assert "no longer in the text" in page_of(story.editor, story.document)
    refused = settle(story.editor, story.document, "adoption")
    assert refused.status_code == 409
    assert "take the words in as a new paragraph" in refused.text
    assert settle(story.editor, story.document, "adoption-as-new").status_code == 303
    declined = settle(story.editor, story.document, "decline", 2, answer="It is out.")
    assert declined.status_code == 303
    page = story.world.visitor().get(f"/documents/{story.document}").text
    assert words_of(page).index(BETTER) < words_of(page).index("Every notice is short.")


def test_a_merged_paragraph_keeps_its_suggestion_open(story: Story) -> None:
    suggest(story.people[0], story.document, "Every notice is brief.", block="b2")
    joined = f"/documents/{story.document}/paragraphs/b2/join"
    assert story.editor.post(joined, first="b1").status_code == 302
    assert "no longer in the text" in page_of(story.editor, story.document)


def test_only_its_author_withdraws_a_suggestion(story: Story) -> None:
    ada, bo = story.people[:2]
    suggest(ada, story.document, BETTER)
    assert settle(bo, story.document, "withdrawal").status_code == 403
    assert settle(story.editor, story.document, "withdrawal").status_code == 403
    assert settle(ada, story.document, "withdrawal").status_code == 303
    assert story.verbs()[-1] == "suggestion.withdrawn"
    assert "Withdrawn" in page_of(bo, story.document)


@pytest.mark.parametrize(
    "ending", ["adoption", "adoption-in-part", "decline", "withdrawal"]
)
def test_what_is_settled_is_settled_for_good(story: Story, ending: str) -> None:
    ada = story.people[0]
    suggest(ada, story.document, BETTER)
    fields = {"answer": "So be it.", "words": "Every notice is sung."}
    settler = ada if ending == "withdrawal" else story.editor
    assert settle(settler, story.document, ending, 1, **fields).status_code == 303
    before = story.verbs()
    for step in ("adoption", "adoption-as-new", "adoption-in-part", "decline"):
        again = settle(story.editor, story.document, step, 1, **fields)
        assert again.status_code == 409, step
    assert settle(ada, story.document, "withdrawal").status_code == 409
    assert story.verbs() == before


def test_the_author_is_told_by_mail_what_became_of_it(story: Story) -> None:
    ada = story.people[0]
    story.tick()
    suggest(ada, story.document, BETTER)
    suggest(story.editor, story.document, "Every notice is sung.")
    settle(story.editor, story.document, "decline", answer="Once will do.")
    settle(story.editor, story.document, "decline", 2, answer="I thought again.")
    before = len(story.world.outbox)
    story.tick()
    [letter] = story.world.outbox[before:]
    assert letter["To"] == "ada.nwosu@example.org"
    assert "not adopted: S-1" in letter["Subject"]
    body = letter.get_content()
    assert "Once will do." in body
    assert BETTER in body


def test_words_with_marks_are_merged_with_their_marks(story: Story) -> None:
    ada = story.people[0]
    suggest(ada, story.document, "Every **notice** is read out.")
    page = page_of(ada, story.document)
    assert "The words stay; how they are set changes" in page
    story.rewords("b1", "Every notice is read out aloud.")
    assert settle(story.editor, story.document, "adoption").status_code == 303
    html = story.world.visitor().get(f"/documents/{story.document}").text
    assert "<strong>notice</strong> is read out aloud." in html


def test_r42_the_cells_of_a_table_are_suggested_and_merged_one_by_one(
    story: Story,
) -> None:
    def cell(words: str) -> dict[str, object]:
        return {"type": "table_cell", "content": [{"type": "text", "text": words}]}

    row = {"type": "table_row", "content": [cell("Monday"), cell("Hall")]}
    with story.at_work() as (session, document):
        editor = session.get_one(Member, story.editor.member_id)
        table = {"type": "table", "attrs": {"id": "t1"}, "content": [row]}
        name = add_block(session, document, table, "b1", by=editor)
    ada = story.people[0]
    cells = {"cell-0-0": "Tuesday", "cell-0-1": "Hall"}
    made = suggest(ada, story.document, block=name, **cells)
    assert made.status_code == 303
    edit = f"/documents/{story.document}/paragraphs/{name}/edit"
    page = story.editor.get(edit).text
    found = re.search(r'name="edition" value="([^"]*)"', page)
    assert found is not None
    cells = {"cell-0-0": "Monday", "cell-0-1": "Small hall"}
    changed = story.editor.post(edit, edition=unescape(found[1]), **cells)
    assert changed.status_code == 302
    assert settle(story.editor, story.document, "adoption").status_code == 303
    with story.at_work() as (session, document):
        assert block_of(session, document.id, name).text == "Tuesday\x1fSmall hall"


def test_an_adopted_change_of_words_asks_holders_again_and_ends_nothing(
    story: Story,
) -> None:
    story.objects(story.people[1], "b1")
    suggest(story.people[0], story.document, BETTER)
    settle(story.editor, story.document, "adoption")
    story.offers_the_text()
    assert story.state(1) is HolderState.RECHECK


def test_the_record_with_suggestions_is_whole_and_publishes(story: Story) -> None:
    ada = story.people[0]
    suggest(ada, story.document, BETTER)
    settle(ada, story.document, "attribution", attribution="member")
    settle(story.editor, story.document, "adoption")
    assert story.open_call().status_code == 303
    story.everybody_supports()
    story.world.days_pass(15)
    story.tick()
    whole = {"level-document": "full_consensus", "rationale-document": "All agree."}
    assert story.declares(**whole).status_code == 303
    story.windows_pass()
    sent = story.caller.post(f"/documents/{story.document}/publication")
    assert sent.status_code == 303
    log = story.world.visitor().get(f"/documents/{story.document}/log.ndjson")
    lines = [line for line in log.text.splitlines() if '"S-1"' in line]
    assert len(lines) == 3
    assert not any("Nwosu" in line for line in lines)
