"""Who reviews a challenge, what they decide, and the time they have (domain.md 6.7)."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from consensus.archive.models import Entry
from consensus.challenges.models import ChallengeState, Chosen, Closing, Outcome
from consensus.challenges.queries import challenge_numbered
from consensus.challenges.reviewers import in_drawn_order
from consensus.coalitions.models import Member, Role
from consensus.deliberation.call_models import Call
from tests.challenges.contesting import REVIEW, Contested, silent_members
from tests.deliberation.stories import GROUPS
from tests.publication.publishing import publishes
from tests.world import Person

S = ChallengeState


def reviewers(told: Contested) -> list[tuple[Chosen, str]]:
    return [(one.chosen, one.member.account.name) for one in told.challenge().sitting]


def named(told: Contested, people: list[Person]) -> list[Person]:
    names = {name for _, name in reviewers(told)}
    return [one for one in people if one.name in names]


@pytest.fixture
def drawn(told: Contested) -> tuple[Contested, list[Person]]:
    """A challenge before two members who were drawn; the third is the last."""
    silent = silent_members(told.story)
    told.is_escalated()
    sitting = named(told, silent)
    return told, sitting + [one for one in silent if one not in sitting]


def test_6_7_reviewers_are_those_of_the_charter(told: Contested) -> None:
    silent = silent_members(told.story)
    seats = [silent[0].member_id, told.member.member_id]
    charter = {**told.story.call().charter, "challenge_reviewers": seats}
    with told.story.at_work() as (session, _):
        session.execute(update(Call).values(charter=charter))
    told.is_escalated()
    assert reviewers(told) == [(Chosen.CHARTER, "Gus Hale")]  # Bo took a position


def test_6_7_else_two_coordinators_who_are_not_involved(told: Contested) -> None:
    world = told.story.world
    for name in ("Kim Noor", "Lea Sand"):
        world.person(name, GROUPS[0], role=Role.COORDINATOR)
    silent_members(told.story)
    told.is_escalated()
    assert reviewers(told) == [
        (Chosen.COORDINATOR, "Kim Noor"),
        (Chosen.COORDINATOR, "Lea Sand"),
    ]


def test_6_7_else_two_members_of_different_groups_are_drawn(
    drawn: tuple[Contested, list[Person]],
) -> None:
    told, _ = drawn
    with told.story.at_work() as (session, document):
        chosen = challenge_numbered(session, document.id, 1).sitting
        groups = {one.member.term.group for one in chosen}
    assert [one.chosen for one in chosen] == [Chosen.DRAWN, Chosen.DRAWN]
    assert len(groups) == 2
    spoke = {one.name for one in (told.story.caller, told.story.editor)}
    spoke |= {one.name for one in told.story.people} | {"Fay Reed"}
    assert not spoke & {one.member.account.name for one in chosen}


def test_6_7_the_draw_follows_from_the_record(
    drawn: tuple[Contested, list[Person]],
) -> None:
    told, _ = drawn
    with told.story.at_work() as (session, _document):
        entry = session.query(Entry).filter_by(verb="challenge.reviewers_drawn").one()
        (kept,) = entry.payloads
        before = session.query(Entry).filter_by(
            chain_id=entry.chain_id, seq=entry.seq - 1
        )
        assert entry.facts["head"] == before.one().hash
        pool = [session.get_one(Member, one) for one in sorted(kept.value["order"])]
        again = in_drawn_order(pool, entry.facts["head"], kept.value["number"])
        assert [one.id for one in again] == kept.value["order"]
        assert kept.withheld


def test_inv_21_the_log_does_not_list_who_took_no_position(
    drawn: tuple[Contested, list[Person]],
) -> None:
    told, _ = drawn
    address = f"/documents/{told.story.document}/log.ndjson"
    log = told.story.world.visitor().get(address).text.splitlines()
    lines = [json.loads(one) for one in log]
    (line,) = [
        one for one in lines if one["entry"]["verb"] == "challenge.reviewers_drawn"
    ]
    assert set(line["entry"]["facts"]) == {"challenge", "head"}
    assert not line.get("identity", {}).get("value")


def test_6_7_a_member_who_was_drawn_can_leave_it_to_another(
    drawn: tuple[Contested, list[Person]],
) -> None:
    told, (first, second, third) = drawn
    assert told.does(third, "refusal").status_code == 403  # not named yet
    assert told.does(first, "refusal").status_code == 303
    assert named(told, [first, second, third]) == [second, third]
    assert told.reviews(first, "keep").status_code == 403


@pytest.mark.parametrize("outcome", Outcome)
def test_6_7_the_last_review_decides_and_closes(
    drawn: tuple[Contested, list[Person]], outcome: Outcome
) -> None:
    told, (first, second, third) = drawn
    assert told.reviews(third, str(outcome)).status_code == 403
    assert told.reviews(told.story.caller, str(outcome)).status_code == 403
    assert told.reviews(first, str(outcome), " ").status_code == 422
    assert told.reviews(first, "perhaps").status_code == 422
    assert told.reviews(first, str(outcome)).status_code == 303
    assert told.state() is S.ESCALATED
    assert told.reviews(first, str(outcome)).status_code == 409
    assert told.reviews(second, str(outcome)).status_code == 303
    challenge = told.challenge()
    assert (challenge.state, challenge.closing) == (S.CLOSED, Closing.REVIEWED)
    assert challenge.outcome is outcome
    assert REVIEW in told.page()
    assert told.reviews(second, str(outcome)).status_code in {403, 409}


def test_6_7_reviewers_who_differ_leave_it_noted(
    drawn: tuple[Contested, list[Person]],
) -> None:
    told, (first, second, _) = drawn
    assert told.reviews(first, "keep").status_code == 303
    assert told.reviews(second, "send_back").status_code == 303
    assert told.challenge().outcome is Outcome.NOTE


def test_6_7_a_level_that_was_sent_back_must_be_declared_again(
    drawn: tuple[Contested, list[Person]],
) -> None:
    told, (first, second, _) = drawn
    for one in (first, second):
        assert told.reviews(one, "send_back").status_code == 303
    told.passes(16)
    told.story.caller.get(told.story.desk)
    answer = publishes(told.story)
    assert answer.status_code == 409
    assert "was sent back on CH-1: declare it again" in answer.text
    again = {"level-document": "consensus", "rationale-document": "Read once more."}
    assert told.story.declares(**again).status_code == 303
    assert publishes(told.story).status_code == 303


def test_6_7_unanswered_for_7_days_it_goes_to_reviewers_by_itself(
    told: Contested,
) -> None:
    silent_members(told.story)
    assert told.files(told.member).status_code == 303
    told.story.world.now = datetime(2026, 3, 24, 11, 58, tzinfo=UTC)
    told.story.tick()
    assert told.state() is S.FILED
    told.story.world.now = datetime(2026, 3, 24, 11, 59, tzinfo=UTC)
    for _ in range(3):  # never twice
        told.story.tick()
    assert told.state() is S.ESCALATED
    assert told.story.verbs().count("challenge.escalated") == 1
    assert len(reviewers(told)) == 2
    assert told.answers().status_code == 409


def test_6_7_an_answer_that_is_not_contested_for_7_days_closes_it(
    told: Contested,
) -> None:
    assert told.files(told.member).status_code == 303
    assert told.answers().status_code == 303
    told.story.world.now = datetime(2026, 3, 24, 11, 58, tzinfo=UTC)
    told.story.tick()
    assert told.state() is S.RESPONDED
    told.passes(1)
    assert told.challenge().closing is Closing.NOT_PURSUED
    assert told.story.verbs().count("challenge.closed") == 1


def test_6_7_not_reviewed_within_14_days_it_is_closed_and_says_so(
    told: Contested,
) -> None:
    silent_members(told.story)
    told.is_escalated()
    told.story.world.now = datetime(2026, 3, 31, 11, 58, tzinfo=UTC)
    told.story.tick()
    assert told.state() is S.ESCALATED
    told.passes(1)
    assert told.challenge().closing is Closing.NOT_REVIEWED
    assert "Closed: not reviewed in time." in told.page()


def test_a_late_clock_makes_every_move_as_of_the_moment_it_was_due(
    told: Contested,
) -> None:
    assert told.files(told.member).status_code == 303
    told.story.world.days_pass(25)  # the service was down for all that time
    told.story.tick()
    challenge = told.challenge()
    assert challenge.closing is Closing.NOT_REVIEWED
    assert challenge.state_at == datetime(2026, 4, 7, 11, 59, tzinfo=UTC)
