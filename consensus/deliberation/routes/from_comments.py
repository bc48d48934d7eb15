"""Raising an objection from a comment, or adopting a guest's."""

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.coalitions.models import Attribution
from consensus.comments.queries import comment_of
from consensus.db import begin_writing, db
from consensus.deliberation.actions.from_comments import (
    check_raisable,
    raise_from_comment,
)
from consensus.deliberation.blueprint import bp
from consensus.deliberation.need import WHOLE
from consensus.documents.access import Act, open_document
from consensus.drafting.seen_form import seen_words
from consensus.web import chosen


@bp.post("/documents/<int:document_id>/comments/<int:number>/objection")
def object_by_comment(document_id: int, number: int) -> Response:
    """Object with the words of a comment, on the words that the page shows."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.OBJECT
    )
    comment = comment_of(db.session, document.id, number)
    check_raisable(comment, asker.seat)
    block_id = comment.block_id
    seen = seen_words(document.id, block_id) if block_id else None
    attribution = chosen(Attribution, "attribution")
    holder = raise_from_comment(
        db.session, document, comment, seen, attribution, by=asker.seat
    )
    commit(db.session)
    flash(f"Recorded as {holder.objection.name}; it quotes {comment.name}.", "ok")
    anchor = block_id or WHOLE
    return redirect(
        url_for(
            "workspace.show_document", document_id=document.id, open=anchor,
            _anchor=anchor,
        ),
        303,
    )  # fmt: skip
