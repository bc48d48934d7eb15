"""What authors say to an answer, and what members say in a thread."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import Actor, commit
from consensus.coalitions.models import Attribution
from consensus.comments.actions.making import LONGEST_COMMENT
from consensus.comments.actions.naming import must_have_spoken, show_otherwise
from consensus.comments.actions.replying import (
    close_thread,
    discuss,
    reply_to_answer,
    withdraw,
)
from consensus.comments.blueprint import bp
from consensus.comments.models import Comment
from consensus.comments.queries import comment_of, is_author
from consensus.comments.routes.making import back_to
from consensus.comments.routes.pages import comment_page
from consensus.db import begin_writing, db
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.models import Document
from consensus.errors import Invalid, NotAllowed, NotFound, Refused
from consensus.web import chosen, written
from consensus.web.refusals import status_of

ADDRESS = "/documents/<int:document_id>/comments/<int:number>"

Deed = Callable[[Document, Asker, Comment], str]
"""Does one thing to a comment and returns the sentence that says so."""


@bp.post(f"{ADDRESS}/reply")
def reply(document_id: int, number: int) -> Response:
    """Say whether the answer to one's own comment satisfies."""
    return _do(document_id, number, Act.END_OWN_COMMENT, _reply)


@bp.post(f"{ADDRESS}/withdrawal")
def withdraw_comment(document_id: int, number: int) -> Response:
    """Take one's own comment back before it is answered."""
    return _do(document_id, number, Act.END_OWN_COMMENT, _withdraw)


@bp.post(f"{ADDRESS}/thread")
def post_to_thread(document_id: int, number: int) -> Response:
    """Say something in the thread of a comment."""
    return _do(document_id, number, Act.COMMENT, _discuss)


@bp.post(f"{ADDRESS}/thread/closing")
def close_or_reopen(document_id: int, number: int) -> Response:
    """Close the thread of a comment, or open it again."""
    return _do(document_id, number, Act.COMMENT, _close)


@bp.post(f"{ADDRESS}/attribution")
def change_commenter_shown(document_id: int, number: int) -> Response:
    """Be shown otherwise with what one said in a comment and its thread (R17)."""
    return _do(document_id, number, Act.END_OWN_COMMENT, _show)


def reply_written() -> tuple[bool, str]:
    """Whether the answer satisfies, and what is said with it; refuses no choice."""
    satisfied = request.form.get("satisfied")
    if satisfied not in {"yes", "no"}:
        raise Invalid("Choose whether the answer satisfies you.")
    return satisfied == "yes", written("note", "A note", at_most=LONGEST_COMMENT)


def next_place(document_id: int, comment: Comment) -> str:
    """Where to go after a deed: back to the list of comments, or to the panel."""
    if request.form.get("back") == "list":
        return url_for(
            "comments.list_comments", document_id=document_id,
            _anchor=f"c{comment.number}",
        )  # fmt: skip
    return back_to(document_id, comment)


def _do(document_id: int, number: int, act: Act, deed: Deed) -> Response:
    try:
        begin_writing(db.session)
        document, asker = open_document(
            db.session, document_id, current_account(), to=act
        )
        comment = comment_of(db.session, document.id, number)
        sentence = deed(document, asker, comment)
    except Refused as refusal:
        db.session.rollback()
        if isinstance(refusal, NotFound | NotAllowed):
            raise
        return comment_page(
            document_id, number, fault=str(refusal), status=status_of(refusal)
        )
    commit(db.session)
    flash(sentence, "ok")
    return redirect(next_place(document.id, comment), 303)


def _reply(_: Document, asker: Asker, comment: Comment) -> str:
    actor = _author(asker, comment)
    satisfied, note = reply_written()
    reply_to_answer(db.session, comment, note, satisfied=satisfied, by=actor)
    return "Your reply is recorded."


def _withdraw(_: Document, asker: Asker, comment: Comment) -> str:
    withdraw(db.session, comment, by=_author(asker, comment))
    return f"{comment.name} is withdrawn; it stays on record as withdrawn."


def _author(asker: Asker, comment: Comment) -> Actor:
    """The actor, if the comment is the asker's own; nobody decides for another."""
    if not is_author(comment, asker.account):
        raise NotAllowed("Only the author of a comment can decide about it.")
    if comment.member is None:  # a guest who has joined since
        return Actor(None, "guest")
    acting_as = asker.acting(Act.END_OWN_COMMENT).acting_as
    return Actor(asker.seat.account_id, acting_as, str(comment.attribution))


def _discuss(document: Document, asker: Asker, comment: Comment) -> str:
    text = written("text", "A reply", at_most=LONGEST_COMMENT)
    actor = asker.acting(Act.COMMENT, chosen(Attribution, "attribution"))
    discuss(db.session, document, comment, text, by=asker.seat, actor=actor)
    return f"Your reply to {comment.name} is recorded."


def _show(document: Document, asker: Asker, comment: Comment) -> str:
    must_have_spoken(comment, asker.seat)  # before the form is looked at
    attribution = chosen(Attribution, "attribution")
    show_otherwise(db.session, document, comment, attribution, by=asker.seat)
    return f"You are shown differently in {comment.name} from here on."


def _close(_: Document, asker: Asker, comment: Comment) -> str:
    closed = request.form.get("closed") == "yes"
    actor = asker.acting(Act.COMMENT, asker.seat.default_attribution)
    close_thread(db.session, comment, closed=closed, by=asker.seat, actor=actor)
    return f"The thread of {comment.name} is {'closed' if closed else 'open again'}."
