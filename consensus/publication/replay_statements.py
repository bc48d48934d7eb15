"""Replaying what happened to statements: each signature is one person's own (6.5)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from consensus.deliberation.statement_models import (
    SignatureState,
    StatementKind,
    StatementState,
)
from consensus.errors import Invalid
from consensus.publication.names import Name
from consensus.publication.record import Record
from consensus.publication.replay_line import CLOCK, Line
from consensus.publication.statement_record import (
    Responded,
    SignatureGiven,
    Signed,
    Stated,
)
from consensus.statements.machine import RULES, Move, Who
from consensus.statements.wording import Aim, Words, change_between, version_hash
from consensus.wordings.canonical import ChangeClass

S = StatementState

FIRST = "first"
"""What an entry calls the words with which a statement is opened."""


def announced(record: Record, line: Line) -> None:
    """A new statement, of which there is only the name of its intent."""
    number = line.facts["statement"]
    if number in record.statements:
        raise line.fault("announces a statement a second time.")
    if line.actor == CLOCK:
        raise line.fault("announces a statement that nobody made.")
    lead = _new(line, SignatureState.INTENDED, is_lead=True)
    record.statements[number] = Stated(number, S.INTENDED, (lead,))


def moved(record: Record, line: Line) -> None:
    """A step without words: drafted, filed, locked, given up."""
    about, facts = _statement(record, line), line.facts
    step, after = Move(facts["move"]), StatementState(facts["after"])
    rule = RULES[step]
    if StatementState(facts["before"]) is not about.state or rule.after is not after:
        raise line.fault(f"moves {about.name} where that step does not lead.")
    _must_be_open(line, about, step)
    _must_be_by(line, about, rule.who)
    if step is Move.GIVE_UP:
        about = _with(about, replace(about.signatures[0], state=_WITHDRAWN))
    filed = line.at if step is Move.FILE else about.filed_at
    _keep(record, replace(about, state=after, filed_at=filed))


def worded(record: Record, line: Line) -> None:
    """
    The words as the lead opens or changes them, which the lead signs with it.

    Whether a change voids the signatures of others is worked out anew (5.3, R14).
    """
    about, facts = _statement(record, line), line.facts
    words, change = _words(record, line), facts["change"]
    _must_be_by(line, about, Who.LEAD)
    _must_be_open(line, about, _step_of(about, line, change))
    is_checked = change != FIRST and not line.is_hidden
    if is_checked and _class_of(line, about, words, change) != change:
        raise line.fault(f"calls the change of {about.name} by another class.")
    lead = _own(about, line)
    voided = [
        one.number
        for one in about.valid
        if change == ChangeClass.C2 and one.number != lead.number
    ]
    if facts["voided"] != voided:
        raise line.fault(
            f"does not void the signatures that a change of {about.name} does."
        )
    for one in about.signatures:
        if one.number in voided:
            about = _with(about, replace(one, state=SignatureState.VOID))
    version = facts["version"]
    about = _with(about, _signing(lead, line))
    _keep(
        record,
        replace(
            about, state=S.OPEN, words=words, version=version, filed_at=None, stub=None
        ),
    )
    record.hidden.pop(about.name, None)
    _receipt(record, line)


def signed(record: Record, line: Line) -> None:
    """One more signature, or one that had ended, on the words as they are."""
    about, facts = _statement(record, line), line.facts
    _must_be_open(line, about, Move.SIGN)
    if line.actor == CLOCK:
        raise line.fault(f"signs {about.name} without a person.")
    if about.words is None or not _signs(line, about.words):
        raise line.fault(f"signs other words than those of {about.name}.")
    if facts["version"] != about.version:
        raise line.fault(f"signs another version of {about.name}.")
    before = [one for one in about.signatures if one.number == facts["signature"]]
    if before and before[0].is_valid:
        raise line.fault(f"signs {about.name} a second time.")
    new = _new(line, SignatureState.SIGNED, is_lead=False)
    if before:
        new = replace(new, names=new.names | before[0].names)
        about = _with(about, new)
    else:
        about = replace(about, signatures=(*about.signatures, new))
    _keep(record, about)
    _receipt(record, line)


def unsigned(record: Record, line: Line) -> None:
    """A signature its holder takes back; the first remaining signer may lead then."""
    about = _statement(record, line)
    _must_be_open(line, about, Move.UNSIGN)
    own = _own(about, line)
    if not own.is_valid:
        raise line.fault(f"withdraws a signature that {about.name} does not have.")
    about = _with(about, replace(own, state=_WITHDRAWN))
    heir = _heir(about) if own.is_lead else None
    if line.facts["lead"] != (heir.number if heir else None):
        raise line.fault(f"hands {about.name} to somebody who does not lead it next.")
    if heir:
        left = replace(own, state=_WITHDRAWN, is_lead=False)
        about = _with(_with(about, left), replace(heir, is_lead=True))
    after = about.state if about.valid else S.WITHDRAWN
    if StatementState(line.facts["after"]) is not after:
        raise line.fault(f"moves {about.name} where that step does not lead.")
    _keep(record, replace(about, state=after))


def attributed(record: Record, line: Line) -> None:
    """A signer is shown otherwise from here on, under another pseudonym (R17)."""
    about, facts = _statement(record, line), line.facts
    own = _own(about, line)
    name = Name(facts["attribution"], facts["pseudonym"])
    changed = replace(
        own, attribution=facts["attribution"], names=own.names | {name},
        shown=None if line.identity is None else dict(line.identity),
    )  # fmt: skip
    _keep(record, _with(about, changed))


def responded(record: Record, line: Line) -> None:
    """The editors' response; there is one at most, and only to locked words."""
    about = _statement(record, line)
    if about.state is not S.LOCKED or about.response is not None:
        raise line.fault(f"responds to {about.name}, which is not open to it.")
    if line.actor == CLOCK or line.acting_as != "editor":
        raise line.fault(f"responds to {about.name} without an editor.")
    _keep(record, replace(about, response=Responded(line.at, line.said["text"])))


_WITHDRAWN = SignatureState.WITHDRAWN


def _statement(record: Record, line: Line) -> Stated:
    number = line.facts["statement"]
    if number not in record.statements:
        raise line.fault(f"is about M-{number}, which was never announced.")
    return record.statements[number]


def _keep(record: Record, about: Stated) -> None:
    record.statements[about.number] = about


def _with(about: Stated, changed: Signed) -> Stated:
    signatures = tuple(
        changed if one.number == changed.number else one for one in about.signatures
    )
    return replace(about, signatures=signatures)


def _new(line: Line, state: SignatureState, *, is_lead: bool) -> Signed:
    facts: Mapping[str, Any] = line.facts
    return Signed(
        number=facts["signature"], state=state, is_lead=is_lead,
        attribution=facts["attribution"],
        names=frozenset({Name(facts["attribution"], line.actor)}),
        shown=None if line.identity is None else dict(line.identity),
        version=facts.get("version", ""),
        at=line.at if state is SignatureState.SIGNED else None,
    )  # fmt: skip


def _signing(lead: Signed, line: Line) -> Signed:
    """The lead's signature on the words of this entry."""
    new = _new(line, SignatureState.SIGNED, is_lead=True)
    return replace(new, names=new.names | lead.names)


def _own(about: Stated, line: Line) -> Signed:
    """The signature an entry names, if its actor is who holds it (INV-9)."""
    for one in about.signatures:
        is_own = line.actor in {name.name for name in one.names}
        if one.number == line.facts["signature"] and is_own:
            return one
    raise line.fault(f"is about a signature of somebody else under {about.name}.")


def _must_be_open(line: Line, about: Stated, step: Move) -> None:
    if about.state not in RULES[step].before:
        raise line.fault(f"takes a step with {about.name} that was not open.")


def _must_be_by(line: Line, about: Stated, who: Who) -> None:
    if who is Who.SYSTEM:
        is_theirs = line.actor == CLOCK
    else:
        theirs = [
            one
            for one in about.signatures
            if (one.is_lead if who is Who.LEAD else one.is_valid)
        ]
        names = {name.name for one in theirs for name in one.names}
        is_theirs = line.actor in names
    if not is_theirs:
        raise line.fault(f"moves {about.name} by somebody who may not.")


def _step_of(about: Stated, line: Line, change: str) -> Move:
    if (change == FIRST) != (about.words is None):
        raise line.fault(f"opens {about.name} a second time, or never did.")
    if change == FIRST:
        return Move.OPEN
    return Move.REVISE if about.state is S.FILED else Move.EDIT


def _words(record: Record, line: Line) -> Words:
    facts, text = line.facts, line.said
    aims = tuple(Aim.from_json(one) for one in facts["targets"])
    for aim in aims:
        if aim.wording and (aim.block, aim.wording) not in record.wordings:
            raise line.fault("is about a wording that was never recorded.")
    words = Words(
        StatementKind(facts["kind"]), text["title"], text["text"], facts["language"],
        aims,
    )  # fmt: skip
    if not line.is_hidden and version_hash(words) != facts["version"]:
        raise line.fault("names a version that is not the one beside it.")
    return words


def _class_of(line: Line, about: Stated, words: Words, change: str) -> str:
    if about.words is None:
        raise line.fault(f"changes words that {about.name} never had.")
    try:
        found = change_between(
            about.words, words, is_correction=change == ChangeClass.C1
        )
    except Invalid:
        return str(ChangeClass.C2)
    return str(found)


def _signs(line: Line, words: Words) -> bool:
    return line.is_hidden or dict(line.said) == words.as_json()


def _heir(about: Stated) -> Signed | None:
    def first(one: Signed) -> tuple[Any, int]:
        return one.at, one.number

    return min(about.valid, key=first, default=None)


def _receipt(record: Record, line: Line) -> None:
    facts = line.facts
    record.receipts.append(
        SignatureGiven(
            facts["receipt"], facts["statement"], facts["signature"], line.seq
        )
    )
