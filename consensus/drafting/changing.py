"""How a deed changes the text: on a copy, as one update, through gate and log."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from pycrdt import TransactionEvent
from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member, Role
from consensus.documents.models import Document
from consensus.drafting.clients import client_for
from consensus.drafting.log import append, load, lock
from consensus.drafting.models import Lineage
from consensus.drafting.queries import head_seq
from consensus.drafting.reading import Draft


@dataclass(frozen=True)
class Edit:
    """What was done to which block, and the other block if it took two."""

    op: str  # edit, add, remove, restore, split, join
    block: str
    other: str | None = None

    @property
    def lineage(self) -> tuple[str, str, str | None] | None:
        """What domain.md 5.5 has to know of it: op, from, to; None for a mere edit."""
        return {
            "remove": ("removed", self.block, None),
            "restore": ("restored", self.block, None),
            "split": ("split", self.block, self.other),
            "join": ("merged", self.other or "", self.block),
        }.get(self.op)


def apply_change(
    session: Session,
    document: Document,
    change: Callable[[Draft], None],
    *,
    by: Member,
) -> int:
    """
    Let a function change a copy of the text and append what it did to the log.

    Returns the place in the log; nothing is appended where nothing changed. What the
    gate or the schema refuses comes out as `Invalid`.
    """
    lock(session, document.id)
    client_id = client_for(session, document, by)
    doc = load(session, document.id, client_id=client_id)
    updates: list[bytes] = []

    def keep(event: TransactionEvent) -> None:
        updates.append(bytes(event.update))

    doc.observe(keep)
    with doc.transaction():  # all that it does is one update
        change(doc)
    for update in updates:
        append(session, document, update, client_id=client_id)
    return head_seq(session, document.id)


def record_edit(
    session: Session, document: Document, edit: Edit, *, seq: int, by: Member
) -> None:
    """Write an edit into the record and, where it moved text, into the lineage."""
    if edit.lineage is not None:
        op, from_id, to_id = edit.lineage
        session.add(
            Lineage(
                document_id=document.id, seq=seq, op=op,
                from_id=from_id, to_id=to_id, at=clock.now(),
            )
        )  # fmt: skip
    facts = {"draft_seq": seq, "op": edit.op, "block": edit.block}
    if edit.other is not None:
        facts["other"] = edit.other
    deed = Deed(Verb.TEXT_EDITED, f"block:{edit.block}", facts)
    record(session, ChainKind.DOCUMENT, document.id, deed, by=as_editor(by))


def as_editor(member: Member) -> Actor:
    """The actor of a change of the text: only editors may do one."""
    return Actor(member.account_id, str(Role.EDITOR))


def new_block_id() -> str:
    """An id for a new block, not given to any other: a letter and 60 random bits."""
    return f"b{secrets.randbits(60):015x}"
