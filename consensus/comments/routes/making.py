"""Making a comment: the form in a panel, and the page that gives it back."""

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.coalitions.models import Attribution
from consensus.comments.actions.making import LONGEST_COMMENT, Author, Words, comment
from consensus.comments.blueprint import bp
from consensus.comments.models import Comment, CommentKind
from consensus.comments.view import At, Lines, comment_form
from consensus.db import begin_writing, db
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.models import Document
from consensus.drafting.queries import block_of, labels
from consensus.drafting.seen import Seen
from consensus.drafting.seen_form import secret, seen_words
from consensus.errors import NotAllowed, NotFound, Refused
from consensus.web import chosen, written
from consensus.web.refusals import status_of

PLACE = "/documents/<int:document_id>/paragraphs/<block_id>/comments"


@bp.get(f"{PLACE}/new")
def show_form(document_id: int, block_id: str) -> str:
    """The form for a comment on a paragraph, on a page of its own."""
    document, asker = _to_comment(document_id)
    return _form_page(document, asker, block_id)


@bp.get("/documents/<int:document_id>/comments/new")
def show_whole_form(document_id: int) -> str:
    """The form for a comment on the whole text, on a page of its own."""
    document, asker = _to_comment(document_id)
    return _form_page(document, asker, None)


@bp.post(PLACE)
def comment_on_paragraph(document_id: int, block_id: str) -> Response:
    """Comment on the words seen in a paragraph."""
    return _comment(document_id, block_id)


@bp.post("/documents/<int:document_id>/comments")
def comment_on_text(document_id: int) -> Response:
    """Comment on the whole text."""
    return _comment(document_id, None)


def back_to(document_id: int, made: Comment) -> str:
    """The address of a comment in the panel of its paragraph."""
    anchor = made.block_id or "whole-text"
    return url_for(
        "workspace.show_document", document_id=document_id, open=anchor,
        _anchor=f"{anchor}-c{made.number}",
    )  # fmt: skip


def words_written() -> Words:
    """What the form says; refuses (`Invalid`) too long a text."""
    near = request.form.get("quote_at", "")
    return Words(
        kind=chosen(CommentKind, "kind"),
        text=written("text", "A comment", at_most=LONGEST_COMMENT),
        proposed_text=written("proposed_text", "A text", at_most=LONGEST_COMMENT),
        quote=written("quote", "The words you mean", at_most=LONGEST_COMMENT),
        near=int(near) if near.isascii() and near.isdigit() and len(near) < 8 else 0,  # noqa: PLR2004
    )


def seen_at(document_id: int, block_id: str | None) -> Seen | None:
    """The sealed words that the form was shown with; None for the whole text."""
    return seen_words(document_id, block_id) if block_id else None


def _comment(document_id: int, block_id: str | None) -> Response:
    try:
        begin_writing(db.session)
        document, asker = _to_comment(document_id)
        attribution = chosen(Attribution, "attribution")
        acting_as = asker.acting(Act.COMMENT).acting_as
        author = Author(asker.seat, attribution, acting_as)
        seen, words = seen_at(document.id, block_id), words_written()
        made = comment(db.session, document, seen, words, author)
    except Refused as refusal:
        return _refused(document_id, block_id, refusal)
    commit(db.session)
    flash(f"Recorded as {made.name}. The editors answer every comment.", "ok")
    return redirect(back_to(document.id, made), 303)


def _refused(document_id: int, block_id: str | None, refusal: Refused) -> Response:
    """Everything typed comes back, with the sentence at the words."""
    db.session.rollback()
    if isinstance(refusal, NotFound | NotAllowed):
        raise refusal
    document, asker = _to_comment(document_id)
    page = _form_page(document, asker, block_id, fault=str(refusal))
    return make_response(page, status_of(refusal))


def _to_comment(document_id: int) -> tuple[Document, Asker]:
    return open_document(db.session, document_id, current_account(), to=Act.COMMENT)


def _form_page(
    document: Document, asker: Asker, block_id: str | None, *, fault: str = ""
) -> str:
    row = block_of(db.session, document.id, block_id) if block_id else None
    place = labels(db.session, document.id).get(block_id or "", "the whole text")
    lines = Lines.of(db.session, document, asker)
    form = comment_form(lines, At(row, place, secret()))
    return render_template(
        "comments/new.html", document=document, form=form, row=row,
        given=request.form.to_dict(), fault=fault,
    )  # fmt: skip
