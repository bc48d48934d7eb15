"""What an editor sees of a revised file before it becomes the text."""

import binascii
import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template

from consensus.db import db
from consensus.documents.models import Document
from consensus.drafting.models import DraftBlock
from consensus.drafting.queries import blocks_of, head_seq, labels
from consensus.drafting.revision import Revision
from consensus.errors import Invalid
from consensus.schema import Block, check_blocks
from consensus.wordings.canonical import plain_text
from consensus.wordings.redline import redline

MOST_SHOWN = 300
"""Changes shown one by one; the counts are of all."""

_MOST_CARRIED = 1_500_000  # characters in the form; it may hold 2 MB
_MOST_UNPACKED = 40 * 1024 * 1024  # bytes


@dataclass(frozen=True)
class Carried:
    """
    A file's text on its way through the preview, in the form itself.

    So nothing of it is kept on the service until it is brought in. It comes back
    from a browser: `unpacked` trusts none of it.
    """

    blocks: list[Block]
    source: str
    notices: tuple[str, ...] = ()

    def packed(self) -> str:
        """As a form field; refuses (`Invalid`) a text that is too long for one."""
        told = [self.blocks, self.source, list(self.notices)]
        packed = b64encode(zlib.compress(json.dumps(told).encode(), 9)).decode()
        if len(packed) > _MOST_CARRIED:
            raise Invalid(
                "This text is too long for the page. "
                "Whoever runs the service can bring it in with `consensus import`."
            )
        return packed

    @classmethod
    def unpacked(cls, field: str) -> "Carried":
        """The text that a form carried; `Invalid` if it is not one."""
        try:
            unpacking = zlib.decompressobj()
            told = unpacking.decompress(b64decode(field), _MOST_UNPACKED)
            blocks, source, notices = json.loads(told)
            check_blocks(blocks)
            sentences = [str(one) for one in notices]
            if not str(source).isalnum():
                raise ValueError("no kind of file")  # noqa: TRY301 - one answer for all
        except (ValueError, TypeError, AttributeError, KeyError, zlib.error,
                binascii.Error, RecursionError) as error:  # fmt: skip
            raise Invalid("Choose the file again: the page was damaged.") from error
        return cls(blocks, str(source)[:10], tuple(sentences))


@dataclass(frozen=True)
class Change:
    """One paragraph that would change: how, where, and its words as a redline."""

    what: str  # changed, new, gone, back
    label: str
    moved: bool
    ops: list[tuple[str, str]]


def form_page(document: Document, fault: str | None = None) -> str:
    """The form that takes a file."""
    return render_template("drafting/revise.html", document=document, fault=fault)


def preview_page(
    document: Document, carried: Carried, revision: Revision, stale: str = ""
) -> str:
    """What a file would change, with the button that brings it in."""
    changes = list(_changes(document, revision))
    return render_template(
        "drafting/revise_preview.html",
        document=document,
        revision=revision,
        notices=carried.notices,
        changes=changes[:MOST_SHOWN],
        more=len(changes) - MOST_SHOWN,
        carried=carried.packed(),
        seq=head_seq(db.session, document.id),
        stale=stale,
    )


def _changes(document: Document, revision: Revision) -> Iterator[Change]:
    """The changes in the order of the file, then what goes."""
    rows = {row.block_id: row for row in blocks_of(db.session, document.id)}
    named = labels(db.session, document.id)
    added, back, moved = set(revision.added), set(revision.back), set(revision.moved)
    touched = {*revision.changed, *revision.dressed, *moved}
    for block in revision.blocks:
        block_id = str(block["attrs"]["id"])
        label = named.get(block_id, "")
        words = plain_text(block)
        if block_id in added or block_id in back:
            what = "new" if block_id in added else "back"
            yield Change(what, label, False, [("+", words)])
        elif block_id in touched:
            ops = _ops(rows[block_id], words)
            yield Change("changed", label, block_id in moved, ops)
    for block_id in revision.gone:
        words = plain_text(rows[block_id].content)
        yield Change("gone", named[block_id], False, [("-", words)])


def _ops(row: DraftBlock, words: str) -> list[tuple[str, str]]:
    before = plain_text(row.content)
    if before == words:
        return [("=", words)]
    return [(str(op), text) for op, text in redline(before, words)]
