"""Versions read back from their bundles, and copies of texts that are not published."""

from functools import lru_cache

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.models import ChainKind
from consensus.archive.queries import public_lines
from consensus.deliberation.machine import OPEN
from consensus.deliberation.models import HolderState
from consensus.documents.models import Document
from consensus.drafting.queries import blocks_of
from consensus.errors import Refused
from consensus.publication.annex import build_annex
from consensus.publication.decision_record import DecisionRecord, decision_record
from consensus.publication.edition import Cover, Edition, working_copy
from consensus.publication.inspection import Inspection
from consensus.publication.people import people_between, signers_between
from consensus.publication.record import Fault, Frozen, Record, content_name
from consensus.publication.replay import replay
from consensus.publication.rows import record_from_rows
from consensus.publication.unpacking import unpacked_bytes
from consensus.wordings.canonical import wording_hash
from consensus.wordings.numbering import numbered

_END = 2**62  # after every place in a draft's log
_NOW = 0  # a snapshot number that no snapshot has: they begin at 1


@lru_cache(maxsize=32)
def edition_in(bundle: bytes) -> Edition:
    """The version that a stored bundle holds, so that a page shows what was signed."""
    return Inspection(unpacked_bytes(bundle)).edition


def decided_so_far(session: Session, document: Document) -> DecisionRecord:
    """
    The record of decisions of a text as its log has it now (domain.md 11.4).

    Refused (`Refused`) for a record that does not hold.
    """
    try:
        return decision_record(
            replay(public_lines(session, ChainKind.DOCUMENT, document.id))
        )
    except Fault as fault:
        raise Refused(f"The record of this text does not hold: {fault}") from fault


def copy_of(session: Session, document: Document, base_url: str) -> Edition:
    """
    The text as it stands, with what is maintained or dissented from so far.

    Refused (`Refused`) for an empty text, and for a record that does not hold.
    """
    labelled = numbered([row.content for row in blocks_of(session, document.id)])
    if not labelled:
        raise Refused("The text is empty: there is nothing to export yet.")
    try:
        record = replay(public_lines(session, ChainKind.DOCUMENT, document.id))
        items = []
        for block, label in labelled:
            name, block_id = wording_hash(block), block["attrs"]["id"]
            record.wordings[block_id, name] = block
            items.append((block_id, name, label))
        named = content_name([(block_id, name) for block_id, name, _ in items])
        record.snapshots[_NOW] = Frozen(_NOW, named, tuple(items), _END)
        rows = record_from_rows(session, document.id, record)
        record.steps = rows.steps  # also those that no snapshot has recorded yet
        _, people = people_between(rows)
        _, signers = signers_between(rows, record.snapshots[_NOW])
        annex = build_annex(record, _NOW, "", people=people, signers=signers)
    except Fault as fault:
        raise Refused(f"The record of this text does not hold: {fault}") from fault
    frozen = record.snapshots[_NOW]
    return working_copy(
        _cover(document, base_url), labelled, frozen, annex, open_now=_open(record)
    )


UNDECIDED = OPEN | {HolderState.ANSWERED}
"""States that are neither printed in the annex nor ended (domain.md 6.4)."""


def _open(record: Record) -> int:
    return sum(
        any(held.state in UNDECIDED for held in one.holders)
        for one in record.objections.values()
    )


def _cover(document: Document, base_url: str) -> Cover:
    return Cover(
        document=document.id, title=document.title, kind=document.kind,
        coalition=document.coalition.name, recognised=document.coalition.recognised,
        language=document.language, direction=document.direction, version="",
        on=clock.now(), link=f"{base_url}/documents/{document.id}",
    )  # fmt: skip
