"""Parking a text, and decisions of the group on notice (domain.md 6.1, R1)."""

from datetime import timedelta

import pytest

from consensus.coalitions.models import Role
from consensus.deliberation.windows import end_of_day
from consensus.documents.decision_models import Decision, DecisionState
from consensus.documents.models import Stage
from consensus.documents.queries import decisions_of
from tests.deliberation.stories import Story
from tests.world import START


def decision(story: Story) -> Decision:
    """The decision proposed last."""
    with story.at_work() as (session, document):
        return decisions_of(session, document)[-1]


def proposes_closing(story: Story, reason: str = "Nobody needs it now.") -> int:
    """The coordinator sends the form; how it is answered."""
    address = f"/documents/{story.document}/decisions/closing"
    return story.caller.post(address, kind="close", reason=reason).status_code


def page(story: Story) -> str:
    """The stages of the text as a visitor reads them."""
    visitor = story.world.visitor()
    return visitor.get(f"/documents/{story.document}/stages").get_data(as_text=True)


def test_6_1_a_parked_text_goes_back_to_where_it_was(story: Story) -> None:
    number = story.objects(story.people[0], "b1")
    before = story.state(number)
    assert story.parks(story.caller, "We wait for a report.").status_code == 303
    assert story.stage() is Stage.PARKED
    assert "We wait for a report." in page(story)
    assert story.parks(story.caller).status_code == 409
    edit = f"/documents/{story.document}/paragraphs/b1/edit"
    assert story.editor.get(edit).status_code == 409
    again = f"/documents/{story.document}/parking/end"
    assert story.editor.post(again).status_code == 403
    assert story.caller.post(again).status_code == 303
    assert story.stage() is Stage.REVISION
    assert story.state(number) is before
    assert [one for one in story.verbs() if one.startswith("document.")] == [
        "document.proposed", "document.parked", "document.resumed",
    ]  # fmt: skip


def test_6_1_parking_needs_a_reason(story: Story) -> None:
    answer = story.parks(story.caller, " ")
    assert answer.status_code == 422
    assert "Say why the text is parked." in answer.get_data(as_text=True)
    assert story.stage() is Stage.REVISION


def test_inv_27_parking_takes_no_days_from_a_call(story: Story) -> None:
    story.open_call(days="14")
    story.world.days_pass(4)
    story.parks(story.caller)
    story.world.days_pass(20)
    story.tick()
    assert story.stage() is Stage.PARKED  # the call stands still
    story.caller.post(f"/documents/{story.document}/parking/end")
    assert story.stage() is Stage.CONSENSUS_CALL
    call = story.call()
    assert call.closes_at - story.world.now >= timedelta(days=10)
    story.takes(story.people[0], "support")
    story.world.days_pass(12)
    story.tick()
    assert story.stage() is Stage.ASSESSMENT


def test_inv_27_parking_takes_no_days_from_a_review(story: Story) -> None:
    story.is_at(Stage.DRAFTING)
    story.offers_for_review(days="7")
    story.world.days_pass(1)
    story.parks(story.caller)
    story.world.days_pass(20)
    story.tick()
    story.caller.post(f"/documents/{story.document}/parking/end")
    assert story.stage() is Stage.MEMBER_REVIEW
    story.world.days_pass(5)
    story.tick()
    assert story.stage() is Stage.MEMBER_REVIEW
    story.world.days_pass(3)
    story.tick()
    assert story.stage() is Stage.REVISION


def test_r1_a_procedural_matter_goes_ahead_if_nobody_objects_and_says_so(
    story: Story,
) -> None:
    assert proposes_closing(story) == 303
    proposed = decision(story)
    assert proposed.closes_at == end_of_day(START, 14)
    story.world.days_pass(13)
    story.tick()
    assert story.stage() is Stage.REVISION
    story.world.days_pass(2)
    story.tick()
    assert story.stage() is Stage.CLOSED_WITHOUT_OUTPUT
    with story.at_work() as (session, document):
        log = story.world.visitor().get(f"/documents/{document.id}/log.ndjson")
        assert session is not None
    last = log.get_data(as_text=True).splitlines()[-1]
    assert '"basis":"no objection within the notice"' in last
    assert '"told":7' in last
    assert "support" not in last  # silence is counted as nothing
    assert "no objection within the notice" in page(story)


def test_r1_one_objection_keeps_a_procedural_matter_from_going_ahead(
    story: Story,
) -> None:
    proposes_closing(story)
    member = story.people[0]
    address = f"/documents/{story.document}/decisions/1/objection"
    assert member.post(address, reason=" ").status_code == 422
    assert member.post(address, reason="We need this text.").status_code == 303
    assert member.post(address, reason="Again.").status_code == 409
    assert "We need this text." in page(story)
    story.world.days_pass(15)
    story.tick()
    assert story.stage() is Stage.REVISION
    assert decision(story).state is DecisionState.DROPPED
    assert story.verbs()[-1] == "decision.dropped"


def test_r1_everybody_is_told_of_a_proposed_decision_and_of_its_end(
    story: Story,
) -> None:
    story.tick()
    proposes_closing(story, "Nobody needs it now.")
    story.world.outbox.clear()
    story.tick()
    letters = story.world.outbox
    assert len(letters) == 7
    assert "Proposed decision: Plain notices" in letters[0]["Subject"]
    assert "Nobody needs it now." in letters[0].get_content()
    assert "Not answering is not counted as agreement." in letters[0].get_content()
    letters.clear()
    story.world.days_pass(15)
    story.tick()
    assert len(letters) == 7
    assert "no objection within the notice" in letters[0].get_content()


def test_6_1_a_text_closed_during_a_call_has_no_call_open_any_more(
    story: Story,
) -> None:
    story.charter(notice_days=7)
    story.open_call(days="14")
    proposes_closing(story)
    story.world.days_pass(9)
    story.tick()
    assert story.stage() is Stage.CLOSED_WITHOUT_OUTPUT
    assert story.call().stopped_at is not None
    story.world.days_pass(9)
    story.tick()
    assert story.stage() is Stage.CLOSED_WITHOUT_OUTPUT


@pytest.mark.parametrize("role", ["editor", "member"])
def test_6_1_only_a_coordinator_parks_or_proposes(story: Story, role: str) -> None:
    who = {"editor": story.editor, "member": story.people[0]}[role]
    assert story.parks(who).status_code == 403
    address = f"/documents/{story.document}/decisions/closing"
    assert who.post(address, kind="close", reason="x").status_code == 403


def test_6_1_withdrawing_is_for_outputs_and_closing_for_drafts(story: Story) -> None:
    address = f"/documents/{story.document}/decisions"
    sent = {"kind": "withdraw", "reason": "It is wrong."}
    assert story.caller.post(f"{address}/withdrawal", **sent).status_code == 409
    assert story.caller.post(f"{address}/closing", **sent).status_code == 422


def test_an_observer_is_told_of_a_parked_text(story: Story) -> None:
    story.joins("Olga Watch", role=Role.OBSERVER)
    story.tick()
    story.parks(story.caller, "We wait.")
    story.world.outbox.clear()
    story.tick()
    assert "olga.watch@example.org" in {one["To"] for one in story.world.outbox}
    assert "We wait." in story.world.outbox[0].get_content()
