"""R6b, R11, R44, R4 and R2: sentence by sentence, what the earlier tests left out."""

import pytest

from consensus.coalitions.models import Region
from consensus.deliberation.machine import Move
from consensus.deliberation.models import HolderState
from tests.deliberation.panels import REASON, answer, move, panel_of, take, words_of
from tests.deliberation.stories import Story
from tests.deliberation.structuring import shown_state
from tests.world import Person

FIRST = "Every notice is read out."
SECOND = "Some notices are read out by a clerk."


def rewords(story: Story, who: Person, **words: str) -> int:
    path = f"/documents/{story.document}/objections/1/words"
    return who.post(path, **words).status_code


def accepted(story: Story) -> Person:
    """Somebody objects, the words change, and they say that this meets it."""
    ada = story.people[0]
    take(ada, story.document, "objection")
    story.rewords("b1", SECOND)
    story.offers_the_text()
    assert move(ada, story.document, 1, Move.RESOLVE).status_code == 303
    return ada


def test_r6b_acceptance_was_of_that_wording_and_the_holder_may_raise_again(
    story: Story,
) -> None:
    ada = accepted(story)
    story.rewords("b1", "No notice is read out at all.")
    story.offers_the_text()
    assert story.state(1) is HolderState.RESOLVED  # nothing is said in their name
    assert "The words you accepted have changed" in words_of(
        ada.get("/my/positions").text
    )
    assert move(ada, story.document, 1, Move.RAISE_AGAIN).status_code == 303
    assert story.state(1) is HolderState.RAISED


def test_r6b_a_wording_objected_to_that_returns_brings_the_objection_back(
    story: Story,
) -> None:
    accepted(story)
    story.rewords("b1", FIRST)
    assert shown_state(story, 1) is HolderState.RAISED
    story.offers_the_text()
    assert story.state(1) is HolderState.RAISED


def test_r44_before_the_first_answer_words_change_freely_and_history_is_kept(
    story: Story,
) -> None:
    ada = story.people[0]
    take(ada, story.document, "objection")
    new = {"reason": "Nobody hears it.", "harm_to": "Shift workers.",
           "would_resolve": "Print it."}  # fmt: skip
    assert rewords(story, ada, **new) == 303
    shown = words_of(panel_of(story.world.visitor(), story.document))
    assert "Nobody hears it." in shown
    assert REASON not in shown
    log = story.world.visitor().get(f"/documents/{story.document}/log.ndjson").text
    assert REASON in log  # earlier words stay on record
    assert "Nobody hears it." in log


def test_r44_after_an_answer_words_are_only_added(story: Story) -> None:
    ada = story.people[0]
    take(ada, story.document, "objection")
    answer(story.editor, story.document, 1)
    assert rewords(story, ada, reason="Never mind.") == 409
    added = rewords(story, ada, reason=REASON, addition="And at night.")
    assert added == 303
    shown = words_of(panel_of(story.world.visitor(), story.document))
    assert f"{REASON} And at night." in shown


@pytest.mark.parametrize("who", ["editor", "caller", "member"])
def test_r44_nobody_edits_anothers_objection(story: Story, who: str) -> None:
    take(story.people[0], story.document, "objection")
    others = {
        "editor": story.editor, "caller": story.caller, "member": story.people[1],
    }  # fmt: skip
    assert rewords(story, others[who], reason="All is well.") == 403
    assert REASON in words_of(panel_of(story.editor, story.document))


def test_r11_a_group_changed_during_a_call_counts_from_the_next_one(
    story: Story,
) -> None:
    ada = story.people[0]
    story.open_call()
    take(ada, story.document, "objection")
    story.world.days_pass(1)
    seat = {
        "status": "member", "group": "government", "region": str(Region.AFRICAN),
        "organisation": "", "other_group": "", "capacity": "personal",
        "default_attribution": "named",
    }  # fmt: skip
    assert ada.post("/coalitions/rivers/seat", **seat).status_code in {302, 303}
    story.answers(1)
    move(ada, story.document, 1, Move.MAINTAIN)
    for one in (*story.people[2:], story.joins("Fay Reed"), story.joins("Gil Ray")):
        story.takes(one, "support")
    story.world.days_pass(15)
    story.tick()
    desk = words_of(story.page_of_the_desk())
    assert "Not heard: Government" in desk  # still counted with civil society
    assert "changed stakeholder group during the call" in desk  # the caller's flag
