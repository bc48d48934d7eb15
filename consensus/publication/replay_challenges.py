"""Replaying what the log says of challenges, by the rules of domain.md 6.7."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from consensus.archive.verbs import Verb
from consensus.challenges.models import Closing, Ground, Outcome, Response
from consensus.coalitions.attribution import who_line
from consensus.publication.decisions import Challenged, Reviewed
from consensus.publication.record import Record
from consensus.publication.replay_line import CLOCK, Line


def _filed(record: Record, line: Line) -> None:
    facts, call = line.facts, record.calls.get(line.facts["call"])
    until = call.challenges_until if call else None
    if until is None or line.at >= until:
        raise line.fault("challenges a level when none could be challenged.")
    if facts["challenge"] in record.challenges:
        raise line.fault("files a challenge a second time.")
    record.challenges[facts["challenge"]] = Challenged(
        number=facts["challenge"], call=facts["call"], block=facts.get("block"),
        level=facts["level"], ground=Ground(facts["ground"]), text=line.said["text"],
        who=who_line(dict(line.identity or {})), actor=line.actor, filed_at=line.at,
        due_at=_due(line),
    )  # fmt: skip


def _seconded(record: Record, line: Line) -> None:
    about = _open(record, line)
    _keep(record, about, line, seconders=(*about.seconders, line.who))


def _answered(record: Record, line: Line) -> None:
    _keep(
        record, _open(record, line), line, response=Response(line.facts["response"]),
        response_text=line.said["text"], responder=line.who, responded_at=line.at,
    )  # fmt: skip


def _escalated(record: Record, line: Line) -> None:
    about = _open(record, line)
    by_clock = line.facts["because"] == "no_response"
    if by_clock and (line.actor != CLOCK or not _is_over(about, line)):
        raise line.fault("escalates a challenge before its time.")
    if not by_clock and line.actor != about.actor:
        raise line.fault("escalates a challenge of somebody else.")
    _keep(record, about, line, unanswered=by_clock)


def _named(record: Record, line: Line) -> None:
    about = _open(record, line)
    seat = Reviewed(line.who, line.facts["chosen"])
    _keep(record, about, line, reviewers=(*about.reviewers, seat))


def _declined(record: Record, line: Line) -> None:
    _reviewer(record, line, declined=True)


def _reviewed(record: Record, line: Line) -> None:
    outcome = Outcome(line.facts["outcome"])
    _reviewer(record, line, outcome=outcome, text=line.said["text"], at=line.at)


def _closed(record: Record, line: Line) -> None:
    about, closing = _open(record, line), Closing(line.facts["closing"])
    if closing is Closing.ACCEPTED and line.actor != about.actor:
        raise line.fault("closes a challenge of somebody else.")
    by_time = closing in {Closing.NOT_PURSUED, Closing.NOT_REVIEWED}
    if by_time and (line.actor != CLOCK or not _is_over(about, line)):
        raise line.fault("closes a challenge before its time.")
    outcome = line.facts.get("outcome")
    record.challenges[about.number] = replace(
        about, closing=closing, outcome=Outcome(outcome) if outcome else None
    )


def check_time(record: Record, line: Line) -> None:
    """
    Refuse to publish while levels can be challenged or a challenge is open (G2 e),
    or while statements can be filed (G2 d): these may follow an urgent text (R45).
    """
    call = record.calls[line.facts["call"]]
    ends = [call.challenges_until, None if call.urgent else call.statements_until]
    if any(end is not None and line.at < end for end in ends):
        raise line.fault("publishes while members could still speak.")
    waiting = [one.name for one in record.challenges.values() if one.closing is None]
    if waiting:
        raise line.fault(f"publishes while {waiting[0]} is open.")


CHALLENGE_STEPS: dict[str, Callable[[Record, Line], None]] = {
    Verb.CHALLENGE_FILED: _filed,
    Verb.CHALLENGE_SECONDED: _seconded,
    Verb.CHALLENGE_ANSWERED: _answered,
    Verb.CHALLENGE_ESCALATED: _escalated,
    Verb.REVIEWER_NAMED: _named,
    Verb.REVIEW_DECLINED: _declined,
    Verb.CHALLENGE_REVIEWED: _reviewed,
    Verb.CHALLENGE_CLOSED: _closed,
}


def _open(record: Record, line: Line) -> Challenged:
    number = line.facts["challenge"]
    if number not in record.challenges:
        raise line.fault(f"is about CH-{number}, which was never filed.")
    about = record.challenges[number]
    if about.closing is not None:
        raise line.fault(f"is about {about.name}, which was closed.")
    return about


def _reviewer(record: Record, line: Line, **changed: Any) -> None:
    about = _open(record, line)
    waits = [
        place
        for place, one in enumerate(about.reviewers)
        if one.name == line.who and one.outcome is None and not one.declined
    ]
    if not waits:
        raise line.fault("is by somebody who was not named to review.")
    seats = list(about.reviewers)
    seats[waits[0]] = replace(seats[waits[0]], **changed)
    _keep(record, about, line, reviewers=tuple(seats))


def _is_over(about: Challenged, line: Line) -> bool:
    return about.due_at is not None and line.at >= about.due_at


def _due(line: Line) -> datetime | None:
    due = line.facts.get("due_at")
    return datetime.fromisoformat(due) if due else None


def _keep(record: Record, about: Challenged, line: Line, **changed: Any) -> None:
    kept = replace(about, due_at=_due(line), **changed)
    record.challenges[about.number] = kept
