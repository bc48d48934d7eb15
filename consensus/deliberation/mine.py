"""Everything one person said, by coalition and document, and what waits for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consensus.accounts.models import Account
from consensus.coalitions.shown_as import Choice, choices_for
from consensus.deliberation.editorial import Contestable, contestable_by
from consensus.deliberation.holding import (
    block_ids_of,
    held_now,
    open_moves,
    was_dissent,
)
from consensus.deliberation.machine import Move
from consensus.deliberation.models import (
    Ending,
    Holder,
    HolderState,
    Position,
    Receipt,
)
from consensus.deliberation.need import WHOLE, Need
from consensus.deliberation.needs import documents_spoken_in
from consensus.deliberation.objection_words import MOVE_WORDS, STATE_WORDS
from consensus.deliberation.places import block_at
from consensus.deliberation.queries import (
    all_positions_of,
    own_holds,
    receipts_of,
)
from consensus.deliberation.wording_history import (
    Redline,
    changed_since,
    changed_under,
)
from consensus.documents.access import Act, Asker
from consensus.documents.models import Document
from consensus.drafting.queries import any_block_of, labels
from consensus.drafting.seen import sealed
from consensus.schema import Block
from consensus.wordings.canonical import plain_text

FIRST_WORDS = 60  # characters of a paragraph that name it in a list


@dataclass(frozen=True)
class Waiting:
    """One thing that waits, with what is needed to settle it on this page."""

    document: Document
    need: Need
    changed: Redline | None
    seen: dict[str, str]
    """The seal over the words as they are now, for reaffirming in one step."""
    moves: list[tuple[Move, str]]
    block_id: str | None


@dataclass(frozen=True)
class Line:
    """One thing the person said: of which words, when, and what became of it."""

    opened: str
    where: str
    kind: str
    state: str
    wording: int | None
    at: datetime
    withdraw: int | None
    """The position's id while it can be withdrawn."""
    show: int | None
    """The position's id while its author can be shown otherwise with it (R17)."""
    attribution: str
    receipts: list[Receipt]
    objection: int | None


@dataclass(frozen=True)
class Spoken:
    """What the person said in one document, newest first."""

    document: Document
    lines: list[Line]
    attributions: list[Choice]
    """How the person can be shown there, each with its warning."""


@dataclass(frozen=True)
class Carried:
    """What followed an editorial change that the person can still contest."""

    document: Document
    contestable: Contestable
    where: str


@dataclass(frozen=True)
class Mine:
    """The whole page."""

    waiting: list[Waiting]
    spoken: list[Spoken]
    carried: list[Carried]


def mine_of(
    session: Session,
    account: Account,
    needs: Iterable[tuple[Document, Need]],
    *,
    secret: str,
) -> Mine:
    """What waits for a person, with what settles it, and all they ever said."""
    waiting = [_waiting(session, document, need, secret) for document, need in needs]
    spoken: list[Spoken] = []
    carried: list[Carried] = []
    for document, asker in documents_spoken_in(session, account):
        carried += _carried(session, document, asker)
        lines = _lines(session, document, asker)
        if lines:
            seat = asker.seat
            choices = choices_for(session, document.coalition, seat)
            spoken.append(Spoken(document, lines, choices))
    spoken.sort(key=lambda one: one.document.coalition.name)
    return Mine(waiting, spoken, carried)


def _waiting(session: Session, document: Document, need: Need, secret: str) -> Waiting:
    block = need.block
    moves, changed, seen = [], None, {}
    if need.holder is not None:
        moves = open_moves(session, document, need.holder)
        changed = _changed(session, document, need.holder)
    if block is not None and need.position and need.position.wording:
        changed = changed_since(need.position.wording, block)
        seen = sealed(document.id, block, secret)
    return Waiting(
        document, need, changed, seen, [(one, MOVE_WORDS[one]) for one in moves],
        block.block_id if block else None,
    )  # fmt: skip


def _changed(session: Session, document: Document, holder: Holder) -> Redline | None:
    held = held_now(session, document.id, holder)
    if held.state is not HolderState.RECHECK:
        return None
    return changed_under(holder.words, held.places)


def _carried(session: Session, document: Document, asker: Asker) -> list[Carried]:
    if asker.member is None or not asker.may(Act.CONTEST, document):
        return []
    names = labels(session, document.id)
    return [
        Carried(
            document,
            one,
            _where(names, one.change.block_id, one.change.new.content),
        )
        for one in contestable_by(session, document.id, asker.member)
    ]


def _lines(session: Session, document: Document, asker: Asker) -> list[Line]:
    if asker.member is None:
        return []
    names = labels(session, document.id)
    positions = [
        _position_line(session, document, one, names, asker)
        for one in reversed(all_positions_of(session, document.id, asker.member))
    ]
    holds = [
        _hold_line(session, document, one, names)
        for one in own_holds(session, asker.member)
        if one.objection.document_id == document.id
    ]
    return sorted(positions + holds, key=lambda line: line.at, reverse=True)


def _position_line(
    session: Session,
    document: Document,
    position: Position,
    names: dict[str, str],
    asker: Asker,
) -> Line:
    block_id, wording = position.block_id, position.wording
    stands = position.ended_at is None
    state = _ENDED.get(position.ending, "") if position.ending else ""
    if stands and block_id and wording:
        block = any_block_of(session, document.id, block_id)
        state = "" if block.hash == wording.hash else "on an earlier wording"
        if position.carried_from and not state:
            state = "carried over with the words"
    return Line(
        opened=block_id or WHOLE,
        where=_where(names, block_id, wording.content if wording else None),
        kind=str(position.kind),
        state=state,
        wording=wording.number if wording else None,
        at=position.taken_at,
        withdraw=_if_may(position, asker, document, Act.TAKE_POSITION),
        show=_if_may(position, asker, document, Act.SHOW_OTHERWISE),
        attribution=str(position.attribution),
        receipts=[],
        objection=None,
    )


def _if_may(
    position: Position, asker: Asker, document: Document, act: Act
) -> int | None:
    """A standing position's id if the person may do this with it now."""
    may = position.ended_at is None and asker.may(act, document)
    return position.id if may else None


def _hold_line(
    session: Session, document: Document, holder: Holder, names: dict[str, str]
) -> Line:
    objection, wording = holder.objection, holder.wording
    block_id = block_at(block_ids_of(session, document.id, holder)[0])
    state = held_now(session, document.id, holder).state
    return Line(
        opened=block_id or WHOLE,
        where=_where(names, block_id, wording.content if wording else None),
        kind="dissent" if was_dissent(holder) else "objection",
        state=f"{objection.name}, {STATE_WORDS[state].lower()}",
        wording=wording.number if wording else None,
        at=holder.state_at,
        withdraw=None,
        show=None,
        attribution=str(holder.attribution),
        receipts=list(receipts_of(session, holder)),
        objection=objection.number,
    )


_ENDED = {
    Ending.REPLACED: "replaced by a later one",
    Ending.WITHDRAWN: "withdrawn",
    Ending.VOIDED: "void: said by somebody else under your name",
    Ending.CONTESTED: "had followed an editorial change that was contested",
}


def _where(names: dict[str, str], block_id: str | None, words: Block | None) -> str:
    if block_id is None or words is None:
        return "The whole text"
    label = names.get(block_id, "Removed").removeprefix("¶")
    text = " ".join(plain_text(words).split())
    short = text if len(text) <= FIRST_WORDS else text[:FIRST_WORDS].rstrip() + "…"
    return f"{label}. {short}"
