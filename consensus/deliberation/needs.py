"""What waits for a person: answers to judge, changed words, objections to answer."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus.accounts.models import Account
from consensus.coalitions.models import Member
from consensus.deliberation.holding import held_now, target_now, was_dissent
from consensus.deliberation.machine import LIVE
from consensus.deliberation.models import Holder, HolderState, Position
from consensus.deliberation.queries import (
    concerned_documents,
    objections_of,
    own_holds,
    own_positions,
)
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.models import Document
from consensus.drafting.models import DraftBlock
from consensus.drafting.queries import blocks_of, labels

WHOLE = "whole-text"
"""The anchor of the panel of the whole text."""

_TITLES = {
    HolderState.ANSWERED: "Your objection was answered",
    HolderState.RECHECK: "The words you objected to have changed",
    HolderState.ASKED: "The editors ask what you mean",
    HolderState.RESOLVED: "The words you accepted have changed",
}
_TO_DO = {
    HolderState.ANSWERED: "Resolve it or maintain it.",
    HolderState.RECHECK: "Say whether the new words meet it.",
    HolderState.ASKED: "Answer, or let it stand as it is.",
    HolderState.RESOLVED: "Your objection stays lifted unless you raise it again.",
}


@dataclass(frozen=True)
class Need:
    """One thing that waits for a person, and where it is."""

    kind: str
    """answered, recheck, asked, stale or to_answer."""
    icon: str
    title: str
    where: str
    anchor: str
    """Id of the place on the document's page; `opened` names the panel to open."""
    opened: str
    holder: Holder | None = None
    position: Position | None = None
    block: DraftBlock | None = None


def needs_of(session: Session, document: Document, asker: Asker) -> list[Need]:
    """
    What waits for this reader in one document: as an editor, objections without an
    answer; as a member, answered objections, changed words and questions.
    """
    if asker.member is None:
        return []
    blocks = {one.block_id: one for one in blocks_of(session, document.id)}
    names = labels(session, document.id)
    found: list[Need] = []
    if asker.may(Act.ANSWER, document):
        found += _to_answer(session, document, names)
    if asker.may(Act.END_OWN_OBJECTION, document):
        found += _from_holds(session, document, asker.member, names)
    if asker.may(Act.TAKE_POSITION, document):
        found += _from_positions(session, document, asker.member, blocks, names)
    return found


def needs_of_account(session: Session, account: Account) -> list[tuple[Document, Need]]:
    """What waits for a person in every document where they spoke or are an editor."""
    return [
        (document, need)
        for document, asker in documents_spoken_in(session, account)
        for need in needs_of(session, document, asker)
    ]


def documents_spoken_in(
    session: Session, account: Account
) -> Iterator[tuple[Document, Asker]]:
    """The documents in which a person took a position, objected, or is an editor."""
    for document_id in concerned_documents(session, account):
        yield open_document(session, document_id, account, to=Act.READ)


def _to_answer(
    session: Session, document: Document, names: dict[str, str]
) -> Iterator[Need]:
    for objection in objections_of(session, document.id):
        waiting = [h for h in objection.holders if h.state is HolderState.RAISED]
        if waiting:
            yield Need(
                kind="to_answer",
                icon="p-objection",
                title=f"{objection.name} waits for an answer",
                where=f"{_place(names, objection.block_id)}. Answer for the editors.",
                anchor=_anchor(objection.block_id, objection.number),
                opened=objection.block_id or WHOLE,
            )


def _from_holds(
    session: Session, document: Document, member: Member, names: dict[str, str]
) -> Iterator[Need]:
    for holder in own_holds(session, member):
        objection = holder.objection
        if objection.document_id != document.id:
            continue
        state = held_now(session, document.id, holder).state
        changed = _has_changed(session, document, holder)
        if state in _TITLES and (state is not HolderState.RESOLVED or changed):
            yield Need(
                kind=str(state),
                icon="p-dissent" if was_dissent(holder) else "p-objection",
                title=_TITLES[state],
                where=f"{_place(names, objection.block_id)}. {_TO_DO[state]}",
                anchor=_anchor(objection.block_id, objection.number),
                opened=objection.block_id or WHOLE,
                holder=holder,
            )


def _has_changed(session: Session, document: Document, holder: Holder) -> bool:
    """Whether the words somebody accepted are no longer those of the text (R6b)."""
    now = target_now(session, document.id, holder)
    return now is not None and holder.wording is not None and now != holder.wording.hash


def _from_positions(
    session: Session,
    document: Document,
    member: Member,
    blocks: dict[str, DraftBlock],
    names: dict[str, str],
) -> Iterator[Need]:
    answered: set[str] = set()
    earlier: dict[str, Position] = {}
    for one in own_positions(session, document.id, member):
        block = blocks.get(one.block_id or "")
        if block is None or one.wording is None:
            continue
        if one.wording.hash == block.hash:
            answered.add(block.block_id)
        earlier[block.block_id] = one
    held = _opposed(session, document, member)
    for block_id, position in earlier.items():
        if block_id not in answered | held:
            yield Need(
                kind="stale",
                icon="p-stale",
                title="The words you answered have changed",
                where=f"{_place(names, block_id)}. Reaffirm, or say another thing.",
                anchor=block_id,
                opened=block_id,
                position=position,
                block=blocks[block_id],
            )


def _opposed(session: Session, document: Document, member: Member) -> set[str]:
    """Blocks to which the member holds an objection: that one asks them already."""
    return {
        holder.objection.block_id or ""
        for holder in own_holds(session, member)
        if holder.objection.document_id == document.id
        and held_now(session, document.id, holder).state in LIVE | {HolderState.RECHECK}
    }


def _place(names: dict[str, str], block_id: str | None) -> str:
    if block_id is None:
        return "The whole text"
    return names.get(block_id, "Removed paragraph").replace("¶", "Paragraph ")


def _anchor(block_id: str | None, number: int) -> str:
    return f"{block_id or WHOLE}-o{number}"
