"""
Deeds on the text: filling it, and changing one paragraph at a time.

They are an editor's deeds: the door has checked the role (Act.EDIT_TEXT). A refused
one leaves nothing to commit.
"""

import json
from collections.abc import Iterator

from sqlalchemy.orm import Session

from consensus.archive.actions import Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member
from consensus.documents.actions import named
from consensus.documents.models import Document
from consensus.drafting import text
from consensus.drafting.changing import (
    Edit,
    apply_change,
    as_editor,
    new_block_id,
    record_edit,
)
from consensus.drafting.log import lock
from consensus.drafting.queries import any_block_of, block_of, blocks_of, edition
from consensus.drafting.reading import Draft
from consensus.errors import Invalid, Refused, WordsChanged
from consensus.figures.queries import has_picture
from consensus.schema import (
    WHOLE_KINDS,
    Block,
    check_block,
    check_blocks,
    footnotes_in,
    inline_nodes,
)
from consensus.wordings.canonical import plain_text

_BATCH = 100_000  # characters of JSON that go into one update


def fill_draft(
    session: Session,
    document: Document,
    blocks: list[Block],
    source: str,
    *,
    by: Member,
) -> None:
    """
    Put all blocks of an import into an empty text; `source` is the kind of file.

    Refuses (`Invalid`) blocks that the schema does not allow, and (`Refused`) a text
    that already holds something.
    """
    check_blocks(blocks)
    if not blocks:
        raise Invalid("There is no text in it.")
    if blocks_of(session, document.id):
        raise Refused("This document already has a text.")
    last, seq = None, 0
    for batch in _batches(blocks):
        seq = _put(session, document, batch, last, by=by)
        last = batch[-1]["attrs"]["id"]
    facts = {"draft_seq": seq, "blocks": len(blocks), "source": source}
    deed = Deed(Verb.TEXT_IMPORTED, "text", facts, None, named(by))
    record(session, ChainKind.DOCUMENT, document.id, deed, by=as_editor(by))


def edit_block(
    session: Session,
    document: Document,
    block: Block,
    expected: str,
    *,
    by: Member,
) -> None:
    """
    Make one paragraph read as given: kind, attributes and content.

    `expected` says what its editor began from: the wording hash, or the edition
    (`queries.edition`), which notices changed marks too. If the paragraph has moved
    on, `WordsChanged` carries the text as typed (`seen`) and as it stands (`now`), so
    that nothing is lost on either side.
    """
    present = _expected(session, document, block, expected)
    _check(session, document, block)
    if block != present:
        seq = apply_change(
            session, document, lambda doc: text.change_block(doc, block), by=by
        )
        edit = Edit("edit", block["attrs"]["id"])
        record_edit(session, document, edit, seq=seq, by=by)


def add_block(
    session: Session, document: Document, block: Block, after: str | None, *, by: Member
) -> str:
    """Add a paragraph behind another, or as the first; returns its new id."""
    block = _renamed(block)
    if block["type"] != "figure" and not inline_nodes(block):
        raise Invalid("Write the words of the new paragraph.")
    _check(session, document, block)
    seq = _put(session, document, [block], after, by=by)
    edit = Edit("add", block["attrs"]["id"])
    record_edit(session, document, edit, seq=seq, by=by)
    return edit.block


def remove_block(
    session: Session, document: Document, block_id: str, *, by: Member
) -> None:
    """
    Take a paragraph out of the text; it stays in the record and can be restored.

    That never ends an objection to it (domain.md R7). A note goes after its marks.
    """
    lock(session, document.id)
    block_of(session, document.id, block_id)
    for row in blocks_of(session, document.id):
        if block_id in footnotes_in(row.content):
            raise Refused("Take the mark of this note out of the text first.")
    seq = apply_change(
        session, document, lambda doc: text.remove_block(doc, block_id), by=by
    )
    record_edit(session, document, Edit("remove", block_id), seq=seq, by=by)


def restore_block(
    session: Session, document: Document, block_id: str, *, by: Member
) -> None:
    """Put a removed paragraph back in its old place."""
    lock(session, document.id)
    row = any_block_of(session, document.id, block_id)
    if not row.deleted:
        raise Refused("This paragraph is in the text already.")
    _check(session, document, row.content)
    seq = apply_change(
        session, document, lambda doc: text.restore_block(doc, block_id), by=by
    )
    record_edit(session, document, Edit("restore", block_id), seq=seq, by=by)


def split_block(
    session: Session,
    document: Document,
    parts: tuple[Block, Block],
    expected: str,
    *,
    by: Member,
) -> str:
    """
    Divide a paragraph: the first part keeps the id, the second gets a new one.

    Both parts are given as blocks with the paragraph's own id. Refuses as
    `edit_block` does; returns the id of the second part.
    """
    first, second = parts[0], _renamed(parts[1])
    present = _expected(session, document, first, expected)
    if {present["type"], first["type"], second["type"]} & {*WHOLE_KINDS}:
        raise Refused("Only a paragraph of words can be divided.")
    for part in (first, second):
        if not _words_in(part).strip():
            raise Invalid("Both parts need words. To take words out, edit instead.")
        _check(session, document, part)

    def split(doc: Draft) -> None:
        text.change_block(doc, first)
        text.put_block(doc, second, after=first["attrs"]["id"])

    seq = apply_change(session, document, split, by=by)
    edit = Edit("split", first["attrs"]["id"], second["attrs"]["id"])
    record_edit(session, document, edit, seq=seq, by=by)
    return str(edit.other)


def join_blocks(
    session: Session, document: Document, first_id: str, second_id: str, *, by: Member
) -> None:
    """
    Put a paragraph's words behind those of the one before it, under that one's id.

    The second is marked as merged into the first; both stay in the record.
    """
    lock(session, document.id)
    first = block_of(session, document.id, first_id).content
    second = block_of(session, document.id, second_id).content
    if first_id == second_id or {first["type"], second["type"]} & {*WHOLE_KINDS}:
        raise Refused("Only two paragraphs of words can be joined.")
    space: list[Block] = [{"type": "text", "text": " "}]
    content = [*first.get("content", []), *space, *second.get("content", [])]
    whole = {**first, "content": content}
    _check(session, document, whole)

    def join(doc: Draft) -> None:
        text.change_block(doc, whole)
        text.remove_block(doc, second_id, into=first_id)

    seq = apply_change(session, document, join, by=by)
    edit = Edit("join", first_id, second_id)
    record_edit(session, document, edit, seq=seq, by=by)


def _expected(
    session: Session, document: Document, block: Block, expected: str
) -> Block:
    """The block as it stands, if that is still what its editor began from."""
    lock(session, document.id)
    present = any_block_of(session, document.id, block["attrs"]["id"])
    if expected in {present.hash, edition(present)} and not present.deleted:
        return present.content
    raise WordsChanged(
        "Somebody changed this paragraph while you were writing. "
        "Both texts are kept below; yours is not in the document yet.",
        seen=plain_text(block),
        now="" if present.deleted else plain_text(present.content),
    )


def _check(session: Session, document: Document, block: Block) -> None:
    check_block(block)
    if block["type"] == "figure":
        picture = block["attrs"]["file"]
        if not has_picture(session, document.id, picture):
            raise Invalid("There is no such picture in this document. Send it again.")
    notes = {
        row.block_id for row in blocks_of(session, document.id) if row.kind == "note"
    }
    if not set(footnotes_in(block)) <= notes:
        raise Invalid("A footnote mark points to a note that is not there.")


def _words_in(block: Block) -> str:
    return "".join(node.get("text", "") for node in inline_nodes(block))


def _put(
    session: Session,
    document: Document,
    blocks: list[Block],
    after: str | None,
    *,
    by: Member,
) -> int:
    return apply_change(
        session,
        document,
        lambda doc: text.put_blocks(doc, blocks, after=after),
        by=by,
    )


def _renamed(block: Block) -> Block:
    return {**block, "attrs": {**block.get("attrs", {}), "id": new_block_id()}}


def _batches(blocks: list[Block]) -> Iterator[list[Block]]:
    batch: list[Block] = []
    size = 0
    for block in blocks:
        batch.append(block)
        size += len(json.dumps(block))
        if size > _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
