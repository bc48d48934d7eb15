"""Moving a challenge on and writing that into the record."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.challenges.machine import RULES, Move, Who, check_move
from consensus.challenges.models import Challenge
from consensus.deliberation.windows import end_of_day


def move_on(
    challenge: Challenge, move: Move, *, who: Who, at: datetime | None = None
) -> None:
    """
    Make a move that the machine lists, as of now or of the moment it was due.

    Refuses (`Refused`) a move from another state, (`NotAllowed`) one by others.
    """
    check_move(move, challenge.state, who=who)
    rule, moment = RULES[move], at or clock.now()
    challenge.state, challenge.state_at = rule.after, moment
    challenge.due_at = end_of_day(moment, rule.days) if rule.days else None


@dataclass(frozen=True)
class Said:
    """What an entry says beside the challenge's number: see `archive.actions.Deed`."""

    facts: dict[str, Any] = field(default_factory=dict)
    words: dict[str, Any] | None = None
    identity: dict[str, Any] | None = None


def note(
    session: Session, challenge: Challenge, verb: Verb, said: Said, *, by: Actor
) -> None:
    """Record a deed about a challenge; when its state ends by itself goes with it."""
    facts: dict[str, Any] = {"challenge": challenge.number, **said.facts}
    if challenge.due_at is not None:
        facts["due_at"] = challenge.due_at.isoformat()
    deed = Deed(verb, challenge.name, facts, said.words, said.identity)
    record(session, ChainKind.DOCUMENT, challenge.document_id, deed, by=by)
