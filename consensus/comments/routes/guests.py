"""Guests in public comment: the form, the check of the address, their own page."""

import logging
from ipaddress import IPv6Address, ip_address, ip_network

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consensus import mail
from consensus.accounts.signing_in import current_account
from consensus.archive.actions import Actor, commit
from consensus.coalitions.models import Region, StakeholderGroup
from consensus.comments.actions.guests import (
    Introduction,
    confirm,
    must_be_public,
    send,
    sent_with,
    words_of,
)
from consensus.comments.actions.letters import guests_comment
from consensus.comments.actions.replying import reply_to_answer
from consensus.comments.blueprint import bp
from consensus.comments.models import Comment, CommentState
from consensus.comments.routes.making import back_to, seen_at, words_written
from consensus.comments.routes.replying import reply_written
from consensus.comments.view import Lines
from consensus.comments.words import KIND_WORDS
from consensus.db import begin_writing, db
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.models import Document
from consensus.drafting.queries import block_of, labels
from consensus.drafting.seen import sealed
from consensus.drafting.seen_form import secret
from consensus.errors import Invalid, NotAllowed, NotFound, Refused
from consensus.web import absolute, chosen, written
from consensus.web.refusals import status_of

PLACE = "/documents/<int:document_id>/paragraphs/<block_id>/comments/guest"
WHOLE_PLACE = "/documents/<int:document_id>/comments/guest"
CHECK = "/documents/<int:document_id>/comments/check/<token>"
OWN = "/documents/<int:document_id>/comments/own/<token>"
log = logging.getLogger(__name__)


@bp.get(PLACE)
def show_guest_form(document_id: int, block_id: str) -> str:
    """The form with which a guest comments on a paragraph; `quote` says which words."""
    return _form_page(_to_comment(document_id), block_id)


@bp.get(WHOLE_PLACE)
def show_guest_whole_form(document_id: int) -> str:
    """The form with which a guest comments on the whole text."""
    return _form_page(_to_comment(document_id), None)


@bp.post(PLACE)
def send_as_guest(document_id: int, block_id: str) -> Response:
    """Send a comment on a paragraph; it counts once the mailed link is used."""
    return _send(document_id, block_id)


@bp.post(WHOLE_PLACE)
def send_whole_as_guest(document_id: int) -> Response:
    """Send a comment on the whole text; it counts once the mailed link is used."""
    return _send(document_id, None)


@bp.get(CHECK)
def show_check(document_id: int, token: str) -> str:
    """What was sent, with the button that confirms it (mail scanners follow links)."""
    document, _ = _open(document_id)
    sent = sent_with(db.session, document, token)
    return render_template(
        "comments/check.html", document=document, words=words_of(sent), token=token
    )


@bp.post(CHECK)
def confirm_comment(document_id: int, token: str) -> Response:
    """Receive the comment: its author holds the mail address."""
    begin_writing(db.session)
    document, _ = _open(document_id)
    made = confirm(db.session, document, token)
    commit(db.session)
    flash(f"Received as {made.name}. You get the answer by mail.", "ok")
    return redirect(back_to(document.id, made), 303)


@bp.get(OWN)
def show_own_comment(document_id: int, token: str) -> str:
    """A guest's own comment, reached by the link in their mail."""
    document, asker = _open(document_id)
    comment = guests_comment(db.session, document.id, secret(), token)
    return _own_page(document, asker, comment, token)


@bp.post(OWN)
def reply_as_guest(document_id: int, token: str) -> Response:
    """Say as a guest whether the answer satisfies."""
    try:
        begin_writing(db.session)
        document, asker = _open(document_id)
        comment = guests_comment(db.session, document.id, secret(), token)
        satisfied, note = reply_written()
        reply_to_answer(
            db.session, comment, note, satisfied=satisfied, by=Actor(None, "guest")
        )
    except Invalid as refusal:
        db.session.rollback()
        document, asker = _open(document_id)
        comment = guests_comment(db.session, document.id, secret(), token)
        page = _own_page(document, asker, comment, token, fault=str(refusal))
        return make_response(page, status_of(refusal))
    commit(db.session)
    flash("Your reply is recorded.", "ok")
    return redirect(url_for("comments.show_own_comment", document_id=document.id,
                            token=token), 303)  # fmt: skip


def _open(document_id: int) -> tuple[Document, Asker]:
    return open_document(
        db.session, document_id, current_account(), to=Act.COMMENT_AS_GUEST
    )


def _to_comment(document_id: int) -> Document:
    document, _ = _open(document_id)
    must_be_public(db.session, document)
    return document


def _send(document_id: int, block_id: str | None) -> Response:
    try:
        begin_writing(db.session)
        document = _to_comment(document_id)
        guest = _introduction()
        token = send(
            db.session, document, seen_at(document.id, block_id), words_written(),
            guest, asked_from=_asked_from(),
        )  # fmt: skip
    except Refused as refusal:
        return _refused(document_id, block_id, refusal)
    commit(db.session)
    return _mail_check(document, block_id, guest.email, token)


def _mail_check(
    document: Document, block_id: str | None, email: str, token: str
) -> Response:
    link = absolute(
        url_for("comments.show_check", document_id=document.id, token=token)
    )
    subject = f"Confirm your comment on {document.title}"
    body = render_template("mail/comment_check.txt", document=document, link=link)
    try:
        mail.send(email, subject, body)
    except mail.MailNotSent:
        log.exception("a comment's link was not mailed")
        fault = "The mail could not be sent just now. Try again in a few minutes."
        return make_response(_form_page(document, block_id, fault=fault), 503)
    page = render_template("comments/sent.html", document=document, email=email)
    return make_response(page)


def _introduction() -> Introduction:
    return Introduction(
        name=request.form.get("name", ""),
        email=request.form.get("email", ""),
        group=chosen(StakeholderGroup, "group"),
        region=chosen(Region, "region"),
        other_group=written("other_group", "A group", at_most=200),
        event=written("event", "An event", at_most=200),
    )


def _refused(document_id: int, block_id: str | None, refusal: Refused) -> Response:
    """Everything typed comes back, with the sentence."""
    db.session.rollback()
    if isinstance(refusal, NotFound | NotAllowed):
        raise refusal
    document, _ = _open(document_id)
    page = _form_page(document, block_id, fault=str(refusal))
    return make_response(page, status_of(refusal))


def _form_page(document: Document, block_id: str | None, *, fault: str = "") -> str:
    row = block_of(db.session, document.id, block_id) if block_id else None
    place = labels(db.session, document.id).get(block_id or "", "the whole text")
    return render_template(
        "comments/guest.html", document=document, row=row, place=place,
        seen=sealed(document.id, row, secret()) if row else {},
        kinds=[(str(one), words, "") for one, words in KIND_WORDS.items()],
        groups=[(str(one), one.label) for one in StakeholderGroup],
        regions=[(str(one), str(one)) for one in Region],
        given=request.form.to_dict(), quoted=request.args.to_dict(), fault=fault,
    )  # fmt: skip


def _own_page(
    document: Document, asker: Asker, comment: Comment, token: str, *, fault: str = ""
) -> str:
    view = Lines.of(db.session, document, asker).view(comment)
    return render_template(
        "comments/own.html", document=document, view=view, token=token, fault=fault,
        may_reply=comment.state is CommentState.DISPOSED, given=request.form.to_dict(),
    )  # fmt: skip


def _asked_from() -> str:
    """The network address, of IPv6 only the part that one connection keeps (/64)."""
    address = ip_address(request.remote_addr or "::")
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address)
