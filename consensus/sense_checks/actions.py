"""Opening, answering and ending a sense check. None of it ever enters a reading."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import CLOCK, Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.charter import charter_of
from consensus.coalitions.models import Attribution, Member
from consensus.documents.models import Document
from consensus.errors import Invalid, Refused
from consensus.sense_checks.models import SenseAnswer, SenseCheck, Step
from consensus.sense_checks.queries import answer_of, answers_to, checks_of

SHORTEST, LONGEST = 2, 30  # days
LONGEST_QUESTION = 500  # characters


@dataclass(frozen=True)
class Question:
    """What is asked, and for how many days."""

    text: str
    days: int

    def check(self) -> None:
        """Refuse (`Invalid`) an empty or overlong question, too few or many days."""
        if not 0 < len(self.text) <= LONGEST_QUESTION:
            raise Invalid(f"Write a question of {LONGEST_QUESTION} characters at most.")
        if not SHORTEST <= self.days <= LONGEST:
            raise Invalid(
                f"A sense check lasts {SHORTEST} days at least and {LONGEST} at most."
            )


def open_check(
    session: Session, document: Document, question: Question, *, by: Member,
    actor: Actor,
) -> SenseCheck:  # fmt: skip
    """
    Ask the members how a question about the text feels to them.

    Refuses (`Refused`) where the charter does not allow it or another one is open,
    and (`Invalid`) what is no question.
    """
    if not charter_of(document.coalition.charter).sense_checks_allowed:
        raise Refused(
            "The charter of this coalition does not allow sense checks. "
            "A coordinator can change it."
        )
    question.check()
    earlier = checks_of(session, document.id)
    if any(one.is_open for one in earlier):
        raise Refused("A sense check on this text is open: ask one after the other.")
    now = clock.now()
    check = SenseCheck(
        document_id=document.id, number=len(earlier) + 1, question=question.text,
        opens_at=now, closes_at=now + timedelta(days=question.days), opened_by=by.id,
    )  # fmt: skip
    session.add(check)
    session.flush()
    facts = {"check": check.number, "closes_at": check.closes_at.isoformat()}
    deed = Deed(
        Verb.SENSE_CHECK_OPENED, _name(check), facts, {"question": check.question},
        {"name": by.account.name},
    )  # fmt: skip
    record(session, ChainKind.DOCUMENT, document.id, deed, by=actor)
    return check


def answer_check(
    session: Session, check: SenseCheck, step: Step, *, by: Member
) -> None:
    """
    Answer, or answer anew: what one feels is kept apart from the record.

    The record says only that an unnamed member answered, so that the check stays
    blind. Refuses (`Refused`) once its time is over.
    """
    if not check.is_open:
        raise Refused("This sense check is over: it can no longer be answered.")
    answer = answer_of(session, check, by)
    if answer is None:
        answer = SenseAnswer(check_id=check.id, member_id=by.id)
        session.add(answer)
    answer.step, answer.at = step, clock.now()
    session.flush()
    deed = Deed(Verb.SENSE_CHECK_ANSWERED, _name(check), {"check": check.number})
    unnamed = Actor(by.account_id, "member", str(Attribution.MEMBER))
    record(session, ChainKind.DOCUMENT, check.document_id, deed, by=unnamed)


def close_check(session: Session, check: SenseCheck) -> None:
    """Record the answers of a check whose time is over, in numbers; once."""
    check.closed_at = clock.now()
    answers = answers_to(session, check)
    told = answers.steps
    steps = None if told is None else {str(one): n for one, n in told.items()}
    facts = {"check": check.number, "people": answers.people, "steps": steps}
    deed = Deed(Verb.SENSE_CHECK_CLOSED, _name(check), facts)
    record(session, ChainKind.DOCUMENT, check.document_id, deed, by=CLOCK)


def _name(check: SenseCheck) -> str:
    return f"sense_check:{check.number}"
