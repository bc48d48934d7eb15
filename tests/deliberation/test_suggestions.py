"""Suggesting other words: who may, on which words, and where they are shown."""

import json

import pytest
from sqlalchemy import select

from consensus.archive.models import Entry, Part
from consensus.coalitions.models import Attribution, Role
from consensus.wordings.models import Wording
from tests.deliberation.panels import panel_of, words_of
from tests.deliberation.stories import Story
from tests.deliberation.suggested import BETTER, entry
from tests.deliberation.suggesting import (
    page_of,
    place,
    settle,
    suggest,
    words_now,
)


def test_a_suggestion_is_shown_with_its_redline_beside_the_paragraph(
    story: Story,
) -> None:
    ada = story.people[0]
    made = suggest(ada, story.document, BETTER, reason="Some come late.")
    assert made.status_code == 303
    visitor = story.world.visitor()
    panel = words_of(panel_of(visitor, story.document))
    assert "Every notice is read out [added: twice ] ." in panel
    assert "1 word added, 0 removed" in panel
    assert "Some come late." in panel
    assert "S-1 , suggestion of Ada Nwosu" in panel
    page = visitor.get(f"/documents/{story.document}").text
    assert 'class="mnote mnote-suggest" id="b1-n1"' in page
    assert words_now(story) == "Every notice is read out."
    everyone = words_of(visitor.get(f"/documents/{story.document}/suggestions").text)
    assert "Waiting 1" in everyone
    assert "Paragraph 1" in everyone


def test_r43_it_is_bound_to_the_words_its_author_saw(story: Story) -> None:
    ada = story.people[0]
    seen = place(ada, story.document)
    story.rewords("b1", "Each day every notice is read out.")
    assert suggest(ada, story.document, BETTER, **seen).status_code == 303
    made = entry(story, "suggestion.made")
    with story.at_work() as (session, _):
        wanted = select(Wording).where(Wording.hash == made.facts["wording"])
        wording = session.scalars(wanted).one()
        assert wording.text == "Every notice is read out."
        assert wording.minted_by == "suggestion"
    assert "the suggestion fits the words as they are now" in page_of(
        story.editor, story.document
    )
    assert settle(story.editor, story.document, "adoption").status_code == 303
    assert words_now(story) == "Each day every notice is read out twice."


def test_a_place_that_was_never_shown_is_refused_and_the_words_come_back(
    story: Story,
) -> None:
    refused = suggest(story.people[0], story.document, BETTER, seen_mac="0" * 64)
    assert refused.status_code == 422
    assert BETTER in refused.text
    assert "which words you read" in refused.text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Every notice is read out.", "These are the words as they are"),
        ("", "Write the words that you suggest"),
        ("See [^n9].", "A footnote mark points to a note that is not there"),
        ("[here](javascript:alert(1))", "A link starts with"),
    ],
)
def test_what_cannot_stand_in_the_text_is_not_suggested(
    story: Story, words: str, sentence: str
) -> None:
    refused = suggest(story.people[0], story.document, words)
    assert refused.status_code == 422
    assert sentence in words_of(refused.text)
    assert "suggestion.made" not in story.verbs()


def test_words_of_a_paragraph_that_stands_do_not_come_as_a_new_one(
    story: Story,
) -> None:
    suggest(story.people[0], story.document, BETTER)
    assert settle(story.editor, story.document, "adoption-as-new").status_code == 409


def test_observers_suggest_and_only_editors_settle(story: Story) -> None:
    observer = story.world.person("Obi Watts", role=Role.OBSERVER)
    outsider = story.world.account("Otto Hale")
    assert suggest(observer, story.document, BETTER).status_code == 303
    made = json.loads(entry(story, "suggestion.made").body)
    assert made["acting_as"] == "observer"
    for person in (outsider, story.world.visitor()):
        path = f"/documents/{story.document}/paragraphs/b1/suggestions"
        assert person.post(path, kind="removal").status_code in {401, 403}
    for person in (observer, story.people[0], story.caller, outsider):
        for step in ("adoption", "adoption-as-new", "adoption-in-part", "decline"):
            told = settle(person, story.document, step, answer="No.", words="No.")
            assert told.status_code == 403
    assert words_now(story) == "Every notice is read out."


def test_nothing_is_suggested_or_adopted_while_a_call_is_open(story: Story) -> None:
    ada = story.people[0]
    suggest(ada, story.document, BETTER)
    seen = place(ada, story.document)
    assert story.open_call().status_code == 303
    assert suggest(ada, story.document, "Other.", **seen).status_code == 409
    assert settle(story.editor, story.document, "adoption").status_code == 409
    assert "Suggest other words" not in panel_of(ada, story.document)
    assert settle(ada, story.document, "withdrawal").status_code == 303


def test_r17_authors_choose_how_they_are_shown_and_can_show_less(story: Story) -> None:
    ada = story.people[0]
    suggest(ada, story.document, BETTER, attribution="group")
    page = page_of(story.world.visitor(), story.document)
    assert "a member from civil society" in page
    assert "Nwosu" not in page
    suggest(ada, story.document, "Every notice is sung.")
    changed = settle(ada, story.document, "attribution", 2, attribution="member")
    assert changed.status_code == 303
    assert "Nwosu" not in page_of(story.world.visitor(), story.document, 2)
    made = entry(story, "suggestion.made")
    with story.at_work() as (session, _):
        kept = session.get_one(Entry, made.id).payloads
        assert [one.withheld for one in kept if one.part is Part.IDENTITY] == [True]
    facts = entry(story, "attribution.changed").facts
    assert facts["attribution"] == Attribution.MEMBER
    assert facts["pseudonym"] != json.loads(made.body)["actor"]
    other = settle(story.editor, story.document, "attribution", 2, attribution="named")
    assert other.status_code == 403


def test_editors_and_authors_find_it_among_what_needs_them(story: Story) -> None:
    ada = story.people[0]
    suggest(ada, story.document, BETTER)
    suggest(story.people[1], story.document, "Every notice is sung.")
    path = f"/documents/{story.document}"
    assert "Suggestion S-1 and 1 more wait" in words_of(story.editor.get(path).text)
    settle(story.editor, story.document, "adoption")
    assert "Your suggestion S-1 was adopted" in words_of(ada.get(path).text)
    assert "Your suggestion S-1" in words_of(ada.get("/my/positions").text)
    assert "Your suggestion" not in words_of(story.people[1].get(path).text)
    story.world.days_pass(15)
    assert "Your suggestion" not in words_of(ada.get(path).text)


def test_the_draft_page_suggests_and_is_answered_in_data(story: Story) -> None:
    ada = story.people[0]
    data = {"Accept": "application/json"}
    path = f"/documents/{story.document}/paragraphs/b1/suggestions"
    shown = ada.client.get(path, headers=data).get_json()
    content = [
        {"type": "text", "text": "Every notice is "},
        {"type": "text", "text": "sung", "marks": [{"type": "strong"}]},
    ]
    fields = {
        "csrf_token": ada.token, "kind": "wording", "attribution": "named",
        "content": json.dumps(content), **shown["place"],
    }  # fmt: skip
    made = ada.client.post(path, data=fields, headers=data)
    assert made.status_code == 201
    address = made.get_json()["address"]
    told = ada.client.get(address, headers=data).get_json()
    assert told["content"]["content"] == content
    assert (told["name"], told["state"], told["mine"]) == ("S-1", "open", True)
    every = f"/documents/{story.document}/suggestions?state=open"
    assert [one["name"] for one in ada.client.get(every, headers=data).get_json()] == [
        "S-1"
    ]
    for wrong in ("{", '"words"', '[{"type": "script"}]', "[" * 20_000, '[{"a": 1}]'):
        refused = ada.client.post(path, data={**fields, "content": wrong}, headers=data)
        assert refused.status_code == 422, wrong
        assert refused.get_json()["sentence"]


def test_at_most_two_notes_stand_beside_a_paragraph_and_the_rest_is_counted(
    story: Story,
) -> None:
    for number, person in enumerate(story.people):
        suggest(person, story.document, f"Every notice is read out {number} times.")
    page = story.world.visitor().get(f"/documents/{story.document}").text
    assert page.count('class="mnote mnote-suggest"') == 2
    assert "3 more suggestions for paragraph 1" in words_of(page)
    assert 'id="b1-n1"' in page
    assert 'id="b1-n3"' not in page


def test_the_list_shows_one_state_at_a_time(story: Story) -> None:
    ada = story.people[0]
    suggest(ada, story.document, BETTER)
    suggest(ada, story.document, "Every notice is sung.")
    settle(ada, story.document, "withdrawal")
    path = f"/documents/{story.document}/suggestions"
    waiting = words_of(ada.get(f"{path}?state=open").text)
    assert "S-2 , suggestion of" in waiting
    assert "S-1 , suggestion of" not in waiting
    gone = words_of(ada.get(f"{path}?state=withdrawn").text)
    assert "S-1 , suggestion of" in gone
    assert "S-1 , suggestion of" in words_of(ada.get(f"{path}?state=nonsense").text)
