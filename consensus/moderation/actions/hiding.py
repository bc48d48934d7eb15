"""
Hiding words under the Code of Conduct, and showing them again (R26, R27, INV-11).

Hiding changes no state and no count: a stub with rule, reason, date and who acted
stands where the words stood, and who said it about what is printed as before.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from consensus.accounts.models import Account
from consensus.archive.actions import Actor, Deed, record, withhold_words
from consensus.archive.models import ChainKind, Entry, Part
from consensus.archive.verbs import Verb
from consensus.coalitions.code_of_conduct import CodeRule
from consensus.coalitions.models import Member, Role
from consensus.documents.hiding_models import Hiding, HidingEnd
from consensus.documents.hidings import REWORD_WITHIN, end_hiding
from consensus.documents.models import Document
from consensus.errors import Invalid, NotAllowed, Refused
from consensus.moderation.drafters import drafted
from consensus.moderation.subjects import Subject

LONGEST_REASON = 1_000
"""Characters of a moderator's reason."""


@dataclass(frozen=True)
class Moderator:
    """Who moderates: account, the role it is done in, and their seat if any."""

    account: Account
    actor: Actor
    seat: Member | None


@dataclass(frozen=True)
class Grounds:
    """Which rule of the Code of Conduct the words break, and why, in words."""

    rule: CodeRule
    reason: str

    def check(self) -> None:
        """Refuse (`Invalid`) grounds without a written reason."""
        if not self.reason:
            raise Invalid("Write the reason: it is printed in the place of the words.")


def hide(
    session: Session,
    document: Document,
    subject: Subject,
    grounds: Grounds,
    *,
    by: Moderator,
) -> Hiding:
    """
    Put a stub in the place of somebody's words; their author is told, and can reword.

    A coordinator who drafted the text cannot hide dissent against it (`NotAllowed`,
    scenario 9). Refuses (`Invalid`) an empty reason and (`Refused`) what is hidden
    already, and what says nothing.
    """
    grounds.check()
    if subject.row.hiding is not None:
        raise Refused(f"{subject.heading} is hidden already.")
    if not any(subject.words.values()):
        raise Refused(f"There are no words to hide in {subject.what}.")
    must_be_apart(session, document, subject, by)
    entries = [one for one in subject.entries if _is_public(one)]
    for one in entries:
        withhold_words(session, one, withheld=True)
    places = sorted(one.seq for one in entries)
    facts = {**_facts(subject), "rule": str(grounds.rule), "entries": places}
    said = {"reason": grounds.reason}
    deed = Deed(Verb.WORDS_HIDDEN, subject.about, facts, said, _who(by))
    entry = record(session, ChainKind.DOCUMENT, document.id, deed, by=by.actor)
    hiding = Hiding(
        document_id=document.id, what=subject.what, path=subject.path,
        holds_up=subject.against is not None and subject.can_reword, rule=grounds.rule,
        reason=grounds.reason, account=by.account, acting_as=by.actor.acting_as,
        kept=subject.words, entries=places, at=entry.at,
        until=entry.at + REWORD_WITHIN if subject.can_reword else entry.at,
    )  # fmt: skip
    session.add(hiding)
    session.flush()
    for name in subject.fields:
        setattr(subject.row, name, "")
    subject.row.hiding_id, subject.row.hiding = hiding.id, hiding
    session.flush()
    return hiding


def lift(
    session: Session, document: Document, subject: Subject, reason: str, *,
    by: Moderator,
) -> None:  # fmt: skip
    """Show hidden words again, with a written reason; refuses what is not hidden."""
    hiding = subject.row.hiding
    if hiding is None:
        raise Refused(f"{subject.heading} is not hidden.")
    if not reason:
        raise Invalid("Write why the words are shown again.")
    for entry in subject.entries:
        if entry.seq in hiding.entries:
            withhold_words(session, entry, withheld=False)
    for name in [one for one in hiding.kept if not getattr(subject.row, one)]:
        setattr(subject.row, name, hiding.kept[name])
    end_hiding(subject.row, HidingEnd.LIFTED)
    facts = {**_facts(subject), "entries": hiding.entries}
    deed = Deed(Verb.WORDS_SHOWN, subject.about, facts, {"reason": reason}, _who(by))
    record(session, ChainKind.DOCUMENT, document.id, deed, by=by.actor)


def must_be_apart(
    session: Session, document: Document, subject: Subject, by: Moderator
) -> None:
    """Refuse (`NotAllowed`) a coordinator who drafted what the words dissent from."""
    if subject.against is None or by.actor.acting_as != Role.COORDINATOR:
        return
    if by.seat and drafted(session, document.id, subject.against, by.seat.id):
        raise NotAllowed(
            f"You drafted the text that {subject.what} is against, so you cannot "
            "moderate it: another coordinator or a record custodian must."
        )


def _is_public(entry: Entry) -> bool:
    return any(one.part is Part.WORDS and not one.withheld for one in entry.payloads)


def _facts(subject: Subject) -> dict[str, Any]:
    block = {"block": subject.block} if subject.block else {}
    return {"kind": str(subject.kind), **subject.facts, **block}


def _who(by: Moderator) -> dict[str, Any]:
    return {"name": by.account.name}
