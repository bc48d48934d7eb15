"""Filing, answering and escalating a challenge, move by move (domain.md 6.7)."""

import pytest

from consensus.challenges.actions.moving import move_on
from consensus.challenges.machine import RULES, Move, Who
from consensus.challenges.models import Challenge, ChallengeState, Closing, Response
from consensus.coalitions.models import Role
from consensus.documents.models import Stage
from consensus.errors import Refused
from tests.challenges.contesting import ANSWER, TEXT, Contested
from tests.statements.stating import filed

S = ChallengeState
LISTED = {
    (Move.RESPOND, S.FILED, S.RESPONDED, Who.CALLER, 7),
    (Move.NO_RESPONSE, S.FILED, S.ESCALATED, Who.SYSTEM, 14),
    (Move.ACCEPT, S.RESPONDED, S.CLOSED, Who.CHALLENGER, 0),
    (Move.NOT_PURSUED, S.RESPONDED, S.CLOSED, Who.SYSTEM, 0),
    (Move.ESCALATE, S.RESPONDED, S.ESCALATED, Who.CHALLENGER, 14),
    (Move.DECIDE, S.ESCALATED, S.DECIDED, Who.REVIEWER, 0),
    (Move.CONCLUDE, S.DECIDED, S.CLOSED, Who.SYSTEM, 0),
    (Move.NOT_REVIEWED, S.ESCALATED, S.CLOSED, Who.SYSTEM, 0),
}
"""The transitions of domain.md 6.7, written out a second time."""


def test_6_7_the_machine_is_the_one_of_the_specification() -> None:
    assert {
        (move, before, rule.after, rule.who, rule.days)
        for move, rule in RULES.items()
        for before in rule.before
    } == LISTED


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("state", S)
def test_6_7_nothing_that_is_not_listed_is_allowed(move: Move, state: S) -> None:
    challenge = Challenge(state=state)
    for who in Who:
        if (move, state, RULES[move].after, who, RULES[move].days) not in LISTED:
            with pytest.raises(Refused):
                move_on(challenge, move, who=who)
    assert challenge.state is state


def test_6_7_a_member_challenges_and_everybody_can_read_it(told: Contested) -> None:
    assert told.files(told.member).status_code == 303
    assert told.state() is S.FILED
    page = told.page()
    assert TEXT in page
    assert "Bo Lind" in page
    assert "Waiting for the consensus caller’s answer. Until 24 March 2026" in page
    assert "challenge.filed" in told.story.verbs()


@pytest.mark.parametrize(
    ("field", "value"),
    [("text", " "), ("ground", "mood"), ("level", ""), ("attribution", "x")],
)
def test_a_faulty_challenge_is_refused_and_loses_nothing(
    told: Contested, field: str, value: str
) -> None:
    answer = told.files(told.member, **{field: value})
    assert answer.status_code == 422
    if field != "text":
        assert TEXT in answer.get_data(as_text=True)
    assert "challenge.filed" not in told.story.verbs()


def test_6_7_one_challenge_for_each_member_and_declaration(told: Contested) -> None:
    assert told.files(told.member).status_code == 303
    again = told.files(told.member)
    assert again.status_code == 409
    assert "You have challenged this level already" in again.get_data(as_text=True)
    other = told.files(told.member, level=told.designation("b1"))
    assert other.status_code == 303  # another declaration
    assert told.files(told.story.people[2]).status_code == 303


def test_the_caller_may_not_challenge_nor_second(told: Contested) -> None:
    assert told.files(told.story.caller).status_code == 403
    assert told.files(told.member).status_code == 303
    assert told.does(told.story.caller, "second").status_code == 403
    assert "File the challenge" not in told.page(told.story.caller)


@pytest.mark.parametrize("who", ["visitor", "observer"])
def test_only_members_challenge(told: Contested, who: str) -> None:
    world = told.story.world
    person = (
        world.visitor()
        if who == "visitor"
        else world.person("Oz Reed", role=Role.OBSERVER)
    )
    assert told.files(person).status_code in {303, 401, 403}
    assert "challenge.filed" not in told.story.verbs()


def test_6_9_a_challenge_after_its_window_is_refused(told: Contested) -> None:
    told.passes(7.2)
    answer = told.files(told.member)
    assert answer.status_code == 409
    assert "The time to challenge the declared levels is over" in answer.text
    assert TEXT in answer.text


def test_a_level_declared_again_since_is_not_challenged_unread(
    told: Contested,
) -> None:
    old = told.designation()
    fields = {"level-document": "divergence", "rationale-document": "On reflection."}
    assert told.story.declares(**fields).status_code == 303
    assert told.files(told.member, level=old).status_code == 409
    assert told.files(told.member).status_code == 303


def test_6_7_the_caller_keeps_the_level_and_says_why(told: Contested) -> None:
    assert told.files(told.member).status_code == 303
    assert told.answers(text=" ").status_code == 422
    assert told.does(told.member, "response", response="keep").status_code == 403
    assert told.answers().status_code == 303
    assert told.state() is S.RESPONDED
    assert ANSWER in told.page()
    assert told.answers().status_code == 409


def test_6_6_a_revised_level_is_a_new_designation_and_the_old_one_stays(
    told: Contested,
) -> None:
    assert told.files(told.member).status_code == 303
    assert told.answers(response="revise").status_code == 422  # which level?
    same = told.answers(response="revise", level="consensus")
    assert same.status_code == 422
    told.passes(6)
    answer = told.answers(response="revise", level="divergence")
    assert answer.status_code == 303, answer.text
    challenge = told.challenge()
    assert challenge.response is Response.REVISE
    assert challenge.designation.revised_at is not None
    assert told.designation() != challenge.designation.id
    assert told.story.verbs().count("level.declared") == 3
    call = told.story.call()
    assert call.statements_close_at is not None
    assert call.statements_close_at.isoformat() == "2026-03-31T11:59:00+00:00"


def test_6_6_a_level_revised_late_gives_5_more_days_for_statements(
    told: Contested,
) -> None:
    told.passes(6)
    assert told.files(told.member).status_code == 303
    told.passes(7)
    assert told.answers(response="revise", level="divergence").status_code == 303
    call = told.story.call()
    assert call.statements_close_at is not None
    assert call.statements_close_at.isoformat() == "2026-04-04T11:59:00+00:00"


def test_6_6_a_designation_is_declared_challenged_kept_and_final(
    told: Contested,
) -> None:
    assert "The whole document: Consensus declared" in told.page()
    assert told.files(told.member).status_code == 303
    assert "The whole document: Consensus challenged" in told.page()
    assert told.answers().status_code == 303
    assert told.does(told.member, "acceptance").status_code == 303
    assert "The whole document: Consensus kept" in told.page()
    told.passes(8)
    assert "The whole document: Consensus final" in told.page()


def test_6_7_the_challenger_accepts_the_answer(told: Contested) -> None:
    assert told.files(told.member).status_code == 303
    assert told.does(told.member, "acceptance").status_code == 409  # no answer yet
    assert told.answers().status_code == 303
    assert told.does(told.story.people[2], "acceptance").status_code == 403
    assert told.does(told.member, "acceptance").status_code == 303
    assert told.challenge().closing is Closing.ACCEPTED
    assert told.does(told.member, "escalation").status_code == 409


def test_6_7_a_lone_member_escalates_only_with_a_seconder(told: Contested) -> None:
    assert told.files(told.member).status_code == 303
    assert told.answers().status_code == 303
    alone = told.does(told.member, "escalation")
    assert alone.status_code == 409
    assert "once another member seconds it" in alone.text
    assert told.does(told.member, "second").status_code == 409  # one's own
    assert told.does(told.story.people[2], "second").status_code == 303
    assert told.does(told.story.people[2], "second").status_code == 409  # twice
    assert told.does(told.member, "escalation").status_code == 303
    assert told.state() is S.ESCALATED
    assert told.does(told.story.people[3], "second").status_code == 409
    assert "Seconded by Cy Okafor" in told.page()


def test_6_7_a_holder_of_a_maintained_objection_escalates_alone(
    told: Contested,
) -> None:
    told.is_escalated()
    assert told.state() is S.ESCALATED


def test_inv_21_a_challenger_is_shown_as_they_chose(told: Contested) -> None:
    assert told.files(told.member, attribution="member").status_code == 303
    assert "Bo Lind" not in told.page()
    log = told.story.world.visitor().get(f"/documents/{told.story.document}/log.ndjson")
    line = next(one for one in log.text.splitlines() if "challenge.filed" in one)
    assert "Bo Lind" not in line


def test_people_concerned_are_told_by_mail(told: Contested) -> None:
    told.story.tick()
    assert told.files(told.member).status_code == 303
    told.story.tick()
    to_caller = told.story.world.outbox[-1]
    assert to_caller["To"] == "ines.duarte@example.org"
    assert TEXT in to_caller.get_content()
    assert told.answers().status_code == 303
    told.story.tick()
    to_member = told.story.world.outbox[-1]
    assert to_member["To"] == "bo.lind@example.org"
    assert ANSWER in to_member.get_content()


def test_r26_parking_keeps_nobody_from_a_statement_or_a_challenge(
    told: Contested,
) -> None:
    story = told.story
    assert story.parks(story.caller).status_code == 303
    assert story.stage() is Stage.PARKED
    assert told.files(told.objector).status_code == 303
    statement = filed(story, told.objector)
    assert statement.state() == "filed"
    again = f"/documents/{story.document}/parking/end"
    assert story.caller.post(again).status_code == 303
    assert story.stage() is Stage.ASSESSMENT
    assert told.state() is S.FILED
