"""
Bringing a revised file in as the next state of a text, under the ids it has.

An editor's deed: the door has checked the role (Act.EDIT_TEXT). All or nothing: a
refusal leaves nothing to commit.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member
from consensus.documents.actions import named
from consensus.documents.models import Document
from consensus.drafting import text
from consensus.drafting.changing import apply_change, as_editor
from consensus.drafting.log import lock
from consensus.drafting.models import DraftBlock, Lineage
from consensus.drafting.order import between
from consensus.drafting.queries import head_seq
from consensus.drafting.reading import Draft
from consensus.drafting.revision import Revision, Standing, plan_revision
from consensus.errors import Invalid, Refused
from consensus.schema import Block, check_blocks

_BATCH = 100_000  # characters of JSON that go into one update


@dataclass(frozen=True)
class _Step:
    """One change of the text, and about how many characters it writes."""

    deed: Callable[[Draft], None]
    size: int = 100


def plan_for(session: Session, document: Document, blocks: list[Block]) -> Revision:
    """
    What a file's blocks would do to the text; nothing is changed.

    Refuses (`Invalid`) an empty file and blocks that the schema does not allow, and
    (`Refused`) a file that would change nothing.
    """
    if not blocks:
        raise Invalid("There is no text in it.")
    revision = plan_revision(standing_in(session, document.id), blocks)
    check_blocks(revision.blocks)
    if revision.changes_nothing:
        raise Refused("The text already reads like this file. Nothing was changed.")
    return revision


def revise_draft(
    session: Session,
    document: Document,
    blocks: list[Block],
    source: str,
    *,
    by: Member,
) -> Revision:
    """
    Make the text read like a file; `source` is the kind of file.

    Blocks keep their ids as `plan_revision` finds them; what is not in the file is
    removed and stays on record. Refuses as `plan_for` does.
    """
    lock(session, document.id)
    revision = plan_for(session, document, blocks)
    if revision.changes_nothing:
        raise Refused("The text already reads like this file. Nothing was changed.")
    seq = carry_out(session, document, revision, by=by)
    deed = Deed(
        Verb.TEXT_REVISED, "text", _facts(revision, source, seq), None, named(by)
    )
    record(session, ChainKind.DOCUMENT, document.id, deed, by=as_editor(by))
    return revision


def carry_out(
    session: Session, document: Document, revision: Revision, *, by: Member
) -> int:
    """
    Bring the text to a revision through gate and log, and keep its lineage.

    Returns the place in the log after it. Records no deed: the caller does.
    """
    keys = _order_keys(session, document.id, revision)
    for batch in _batches([*_placing(revision, keys), *_taking_out(revision)]):
        apply_change(session, document, _all(batch), by=by)
    seq = head_seq(session, document.id)
    _keep_lineage(session, document.id, revision, seq)
    return seq


def keys_between(before: str, after: str | None, count: int) -> list[str]:
    """So many rising order keys in a gap; halving it keeps them short."""
    if after is None:
        keys: list[str] = []
        for _ in range(count):
            keys.append(between(keys[-1] if keys else before, None))
        return keys
    if count == 0:
        return []
    middle = between(before, after)
    half = count // 2
    return [
        *keys_between(before, middle, half),
        middle,
        *keys_between(middle, after, count - half - 1),
    ]


def standing_in(session: Session, document_id: int) -> list[Standing]:
    """All blocks in the order of the text, removed ones where they stood."""
    rows = session.scalars(
        select(DraftBlock).where(DraftBlock.document_id == document_id)
    )
    return [
        Standing(row.content, row.order_key, row.deleted)
        for row in sorted(rows, key=lambda row: (row.order_key, row.block_id))
    ]


def _order_keys(
    session: Session, document_id: int, revision: Revision
) -> dict[str, str]:
    """New order keys for the blocks that do not keep their place: id -> key."""
    held = {one.id: one.order for one in standing_in(session, document_id)}
    steady = set(revision.steady)
    keys: dict[str, str] = {}
    before, waiting = "", list[str]()
    for block_id in [*_ids(revision), None]:
        if block_id is not None and block_id not in steady:
            waiting.append(block_id)
            continue
        after = None if block_id is None else held[block_id]
        keys |= zip(waiting, keys_between(before, after, len(waiting)), strict=True)
        before, waiting = after or "", []
    return keys


def _placing(revision: Revision, keys: dict[str, str]) -> Iterator[_Step]:
    """What brings every block of the file to its place, in its words."""
    added, back, moved = set(revision.added), set(revision.back), set(revision.moved)
    rewritten = {*revision.changed, *revision.dressed, *back}
    for block in revision.blocks:
        block_id = str(block["attrs"]["id"])
        size = len(json.dumps(block))
        if block_id in added:
            yield _Step(_putting(block, keys[block_id]), size)
        if block_id in back:
            yield _Step(_restoring(block_id))
        if block_id in back or block_id in moved:
            yield _Step(_moving(block_id, keys[block_id]))
        if block_id in rewritten:
            yield _Step(_changing(block), size)


def _taking_out(revision: Revision) -> Iterator[_Step]:
    for block_id in revision.gone:
        yield _Step(_removing(block_id, revision.merged.get(block_id)))


def _putting(block: Block, key: str) -> Callable[[Draft], None]:
    return lambda doc: text.put_at(doc, block, key)


def _restoring(block_id: str) -> Callable[[Draft], None]:
    return lambda doc: text.restore_block(doc, block_id)


def _moving(block_id: str, key: str) -> Callable[[Draft], None]:
    return lambda doc: text.place_at(doc, block_id, key)


def _changing(block: Block) -> Callable[[Draft], None]:
    return lambda doc: text.change_block(doc, block)


def _removing(block_id: str, into: str | None) -> Callable[[Draft], None]:
    return lambda doc: text.remove_block(doc, block_id, into=into)


def _all(steps: list[_Step]) -> Callable[[Draft], None]:
    def run(doc: Draft) -> None:
        for step in steps:
            step.deed(doc)

    return run


def _batches(steps: list[_Step]) -> Iterator[list[_Step]]:
    batch: list[_Step] = []
    size = 0
    for step in steps:
        batch.append(step)
        size += step.size
        if size > _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _keep_lineage(
    session: Session, document_id: int, revision: Revision, seq: int
) -> None:
    """Write down what domain.md 5.5 has to know of it."""
    gone = [one for one in revision.gone if one not in revision.merged]
    moves: list[tuple[str, str, str | None]] = [
        *(("split", whole, part) for part, whole in revision.split.items()),
        *(("merged", part, whole) for part, whole in revision.merged.items()),
        *(("removed", one, None) for one in gone),
        *(("restored", one, None) for one in revision.back),
        *(("moved", one, None) for one in revision.moved),
    ]
    session.add_all(
        Lineage(
            document_id=document_id, seq=seq, op=op,
            from_id=from_id, to_id=to_id, at=clock.now(),
        )
        for op, from_id, to_id in moves
    )  # fmt: skip


def _facts(revision: Revision, source: str, seq: int) -> dict[str, object]:
    return {
        "draft_seq": seq,
        "source": source,
        "kept": len(revision.kept),
        "changed": len(revision.changed),
        "added": len(revision.added),
        "removed": len(revision.gone),
        "restored": len(revision.back),
        "moved": len(revision.moved),
    }


def _ids(revision: Revision) -> list[str]:
    return [str(block["attrs"]["id"]) for block in revision.blocks]
