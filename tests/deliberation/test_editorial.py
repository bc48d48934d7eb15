"""Editorial changes (domain.md 5.3, R10): declared, guarded, told, contested."""

import pytest
from sqlalchemy import select

from consensus.archive.models import ChainKind, Entry
from consensus.archive.queries import public_lines
from consensus.deliberation.editorial_models import EditorialChange
from consensus.deliberation.machine import Move
from consensus.deliberation.models import HolderState
from consensus.drafting.queries import block_of
from consensus.publication.replay import replay
from tests.deliberation.editing import (
    COMMA,
    RIGHT,
    TYPO,
    contests,
    edited,
    is_proven,
    mails,
    offer_form,
    offers,
    spoken,
)
from tests.deliberation.panels import take, words_of
from tests.deliberation.stories import Story
from tests.deliberation.structuring import counts_on, shown_state, splits

S = HolderState


def test_c1_positions_and_objections_follow_an_editorial_change(story: Story) -> None:
    number = edited(story)
    there = counts_on(story, "b1")
    assert (there.support, there.objection, there.stale) == (2, 1, 0)
    assert story.state(number) is shown_state(story, number) is S.MAINTAINED
    verbs = story.verbs()
    assert verbs.count("wording.classed") == 1
    assert verbs.count("position.carried") == 2
    assert is_proven(story)


def test_scenario_2_a_changed_modal_is_refused_as_editorial(story: Story) -> None:
    story.rewords("b1", "Operators should answer.")
    story.offers_the_text()
    number = story.objects(story.people[0], "b1")
    take(story.people[1], story.document)
    story.rewords("b1", "Operators must answer.")
    page = offer_form(story)
    assert 'name="editorial"' not in page
    assert "A change of substance: it touches “should”" in words_of(page)
    with story.at_work() as (session, _):
        now = block_of(session, story.document, "b1").hash
    sent = {"editorial": "b1", "why-b1": "Style.", "words-b1": now}
    refused = story.editor.post(f"/documents/{story.document}/offer", **sent)
    assert refused.status_code == 409
    assert "cannot be editorial" in words_of(refused.get_data(as_text=True))
    assert story.state(number) is S.RAISED  # nothing was offered
    story.offers_the_text()
    assert story.state(number) is S.RECHECK
    assert counts_on(story, "b1").stale == 1


def test_a_change_without_a_word_why_is_not_offered_and_nothing_is_lost(
    story: Story,
) -> None:
    number = spoken(story)
    story.rewords("b1", RIGHT)
    before = story.verbs()
    assert offers(story, why="  ") == 422
    assert story.verbs() == before
    assert story.state(number) is S.MAINTAINED


def test_words_typed_after_the_page_was_read_are_not_declared(story: Story) -> None:
    spoken(story)
    story.rewords("b1", RIGHT)
    path = f"/documents/{story.document}/offer"
    sent = {"editorial": "b1", "why-b1": "Typing error.", "words-b1": "0" * 64}
    refused = story.editor.post(path, **sent)
    assert refused.status_code == 409
    assert "changed while you were reading" in refused.get_data(as_text=True)
    assert "wording.classed" not in story.verbs()


@pytest.mark.parametrize("who", [0, 1])
def test_r10_one_contest_makes_it_a_change_of_substance(story: Story, who: int) -> None:
    number = edited(story)
    panel = f"/documents/{story.document}/paragraphs/b1/panel"
    for page in (panel, "/my/positions"):
        assert "Contest it" in story.people[who].get(page).get_data(as_text=True)
    assert contests(story, story.people[who]) == 303
    assert story.state(number) is shown_state(story, number) is S.RECHECK
    there = counts_on(story, "b1")
    assert (there.support, there.objection, there.stale) == (0, 1, 2)
    assert story.holder(number).words[0].text == TYPO  # what they spoke on
    assert story.verbs().count("wording.contested") == 1
    assert is_proven(story)
    assert contests(story, story.people[2]) == 409  # once is enough


def test_r10_whoever_was_not_taken_along_cannot_contest(story: Story) -> None:
    edited(story)
    for who in (story.people[4], story.editor, story.caller):
        assert contests(story, who) == 403
        page = who.get(f"/documents/{story.document}/paragraphs/b1/panel")
        assert "Contest it" not in page.get_data(as_text=True)
    assert contests(story, story.people[1], change=99) == 404
    assert story.world.visitor().post(
        f"/documents/{story.document}/editorial-changes/1/contest"
    ).status_code in {303, 401, 403}
    assert "wording.contested" not in story.verbs()


def test_r10_after_seven_days_the_change_stands(story: Story) -> None:
    number = edited(story)
    story.world.days_pass(9)
    assert contests(story, story.people[1]) == 409
    assert story.state(number) is S.MAINTAINED
    page = story.people[1].get("/my/positions").get_data(as_text=True)
    assert "Contest it" not in page


def test_a_chain_of_editorial_changes_counts_while_each_is_uncontested(
    story: Story,
) -> None:
    number = edited(story)
    newcomer = story.people[3]
    take(newcomer, story.document)  # on the corrected words themselves
    story.rewords("b1", COMMA)
    assert offers(story) == 303
    assert counts_on(story, "b1").support == 3
    assert story.state(number) is S.MAINTAINED
    assert contests(story, story.people[1], change=1) == 303
    there = counts_on(story, "b1")
    assert (there.support, there.stale) == (1, 2)  # the newcomer's link holds
    assert story.state(number) is S.RECHECK
    assert is_proven(story)


def test_who_has_spoken_on_the_new_words_stays_there_when_it_is_contested(
    story: Story,
) -> None:
    number = edited(story)
    take(story.people[2], story.document, "abstain")
    story.decides(story.people[0], number, Move.RECORD_AS_DISSENT)
    assert contests(story, story.people[1]) == 303
    assert counts_on(story, "b1").abstain == 1
    assert story.state(number) is shown_state(story, number) is S.DISSENTING
    assert is_proven(story)


def test_the_same_change_is_not_declared_again_after_a_contest(story: Story) -> None:
    edited(story)
    contests(story, story.people[1])
    story.rewords("b1", TYPO)
    story.offers_the_text()
    story.rewords("b1", RIGHT)
    assert "somebody contested the same change before" in words_of(offer_form(story))


def test_words_that_come_back_bring_back_what_was_said_of_them(story: Story) -> None:
    number = edited(story)
    contests(story, story.people[1])
    story.rewords("b1", TYPO)
    story.offers_the_text()
    assert story.state(number) is S.MAINTAINED
    assert counts_on(story, "b1").support == 2
    assert is_proven(story)


def test_an_answer_of_the_editors_does_not_make_a_holder_have_read_the_new_words(
    story: Story,
) -> None:
    story.rewords("b1", TYPO)
    story.offers_the_text()
    number = story.objects(story.people[0], "b1")
    story.rewords("b1", RIGHT)
    assert offers(story) == 303
    story.answers(number)
    assert contests(story, story.people[0]) == 303
    assert story.state(number) is S.RECHECK
    assert is_proven(story)


def test_a_paragraph_that_was_divided_cannot_be_declared(story: Story) -> None:
    story.rewords("b1", "Every notice is read out. It is kept.")
    story.offers_the_text()
    splits(story, "b1", "Every notice is read out.", "It is kept.")
    page = offer_form(story)
    assert "it was divided or joined" in words_of(page)
    assert 'name="editorial"' not in page


def test_everybody_taken_along_is_told_and_told_when_it_is_contested(
    story: Story,
) -> None:
    edited(story)
    story.tick()
    told = [one for one in mails(story) if "declared it editorial" in one]
    assert len(told) == 3
    assert all("Typing error." in one for one in told)
    contests(story, story.people[0])
    story.tick()
    lost = [one for one in mails(story) if "contested an editorial change" in one]
    assert len(lost) == 2


def test_inv_26_the_record_holds_both_wordings_and_the_guards_answer(
    story: Story,
) -> None:
    edited(story)
    with story.at_work() as (session, document):
        row = session.scalars(select(EditorialChange)).one()
        (entry,) = session.scalars(
            select(Entry).where(Entry.verb == "wording.classed")
        ).all()
        assert entry.facts == {
            "snapshot": 2, "block": "b1", "from": row.old.hash, "to": row.new.hash,
            "class": "C1", "guard": "C1",
        }  # fmt: skip
        record = replay(public_lines(session, ChainKind.DOCUMENT, document.id))
    assert len(record.editorial) == 1
