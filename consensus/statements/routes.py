"""
Minority statements: announced, written, signed, filed, withdrawn, responded to.

Every form works without scripts. A refused one comes back with all that was typed.
"""

from collections.abc import Callable

from flask import Blueprint, flash, jsonify, make_response, request, url_for
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account, signed_in_account
from consensus.archive.actions import commit
from consensus.archive.receipts import TAG
from consensus.db import begin_writing, db
from consensus.deliberation.statement_models import Statement
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.models import OUT, Document
from consensus.errors import Invalid, NotAllowed, NotFound, Refused
from consensus.statements import pages
from consensus.statements.actions import responding, signing, writing
from consensus.statements.actions.locking import lock_if_due
from consensus.statements.queries import receipt_of, statement_of
from consensus.statements.wording import LONGEST, LONGEST_TITLE
from consensus.web import redirect_to, written
from consensus.web.refusals import status_of

bp = Blueprint("statements", __name__, url_prefix="/documents/<int:document_id>")

ADDRESS = "/statements/<int:number>"

Deed = Callable[[Document, Asker, Statement], str]
"""Does one thing to a statement and returns the sentence that says so."""
Page = Callable[[Document, Asker, Statement, pages.Given], str]


@bp.get("/statements")
def list_statements(document_id: int) -> str:
    """All statements to a text, with those who intend to file one."""
    document, asker = _to_read(document_id)
    return pages.list_page(document, asker)


@bp.post("/statements")
def announce_statement(document_id: int) -> Response:
    """Announce a statement under a name; its words can come later."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.STATE
    )
    try:
        intent = written("intent", "A name", at_most=LONGEST_TITLE)
        made = writing.announce(
            db.session, document, intent, pages.shown_as_sent(), by=asker.seat
        )
    except Refused as refusal:
        given = pages.given_now(str(refusal))
        db.session.rollback()
        document, asker = _to_read(document_id)
        page = pages.list_page(document, asker, given)
        return make_response(page, status_of(refusal))
    commit(db.session)
    flash(f"Announced as {made.name}. Now write it: nobody else sees the draft.", "ok")
    target = request.form.getlist("target")
    return redirect_to(
        url_for(
            ".show_words", document_id=document_id, number=made.number, target=target
        )
    )


@bp.get(ADDRESS)
def show_statement(document_id: int, number: int) -> str:
    """One statement, for everybody; a draft shows only its name."""
    document, asker = _to_read(document_id)
    statement = statement_of(db.session, document.id, number)
    return pages.statement_page(document, asker, statement)


@bp.get(f"{ADDRESS}/words")
def show_words(document_id: int, number: int) -> str:
    """The form of its words, for the lead alone."""
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.STATE
    )
    statement = statement_of(db.session, document.id, number)
    writing.must_lead(statement, asker.seat)
    return pages.words_page(document, asker, statement)


@bp.post(f"{ADDRESS}/words")
def write_statement(document_id: int, number: int) -> Response:
    """Keep a draft, open it for signature, or change what is open or filed."""

    def deed(document: Document, asker: Asker, statement: Statement) -> str:
        writing.must_lead(statement, asker.seat)
        words, by = pages.words_sent(db.session, document), asker.seat
        step = request.form.get("step")
        if step == "draft":
            writing.draft(db.session, document, statement, words, by=by)
            return f"The draft of {statement.name} is kept. Only you can read it."
        if step == "open":
            writing.open_for_signature(db.session, document, statement, words, by=by)
            return f"{statement.name} is open for signature, and you have signed it."
        if step not in {"change", "correction"}:
            raise Invalid("Choose what to do with the words.")
        voided = writing.edit(
            db.session, document, statement, words,
            is_correction=step == "correction", by=by,
        )  # fmt: skip
        return _changed(statement, len(voided))

    return _do(document_id, number, Act.STATE, deed, pages.words_page)


@bp.post(f"{ADDRESS}/signature")
def sign_statement(document_id: int, number: int) -> Response:
    """Sign the words that the page showed."""

    def deed(document: Document, asker: Asker, statement: Statement) -> str:
        version = request.form.get("version", "")
        shown_as = pages.shown_as_sent()
        signing.sign(db.session, document, statement, version, shown_as, by=asker.seat)
        return f"You have signed {statement.name}."

    return _do(document_id, number, Act.STATE, deed)


@bp.post(f"{ADDRESS}/filing")
def file_statement(document_id: int, number: int) -> Response:
    """File it, so that it is printed with the text."""

    def deed(document: Document, asker: Asker, statement: Statement) -> str:
        signing.file(db.session, document, statement, by=asker.seat)
        if document.stage in OUT:
            return f"{statement.name} is filed: the next edition prints it."
        return f"{statement.name} is filed. It is printed with the text."

    return _do(document_id, number, Act.STATE, deed)


@bp.post(f"{ADDRESS}/withdrawal")
def withdraw_signature(document_id: int, number: int) -> Response:
    """Take one's own signature back, or an announcement nobody has signed."""

    def deed(document: Document, asker: Asker, statement: Statement) -> str:
        signing.withdraw(db.session, document, statement, by=asker.seat)
        return f"You have withdrawn from {statement.name}."

    return _do(document_id, number, Act.END_OWN_SIGNATURE, deed)


@bp.post(f"{ADDRESS}/attribution")
def change_signer_shown(document_id: int, number: int) -> Response:
    """Be shown otherwise with one's own signature (R17)."""

    def deed(_: Document, asker: Asker, statement: Statement) -> str:
        shown_as = pages.shown_as_sent()
        signing.show_otherwise(db.session, statement, shown_as, by=asker.seat)
        return "You are shown differently from here on."

    return _do(document_id, number, Act.END_OWN_SIGNATURE, deed)


@bp.post(f"{ADDRESS}/response")
def respond_to_statement(document_id: int, number: int) -> Response:
    """Respond for the editors, once."""

    def deed(_: Document, asker: Asker, statement: Statement) -> str:
        text = written("response", "A response", at_most=LONGEST)
        responding.respond(
            db.session, statement, text, by=asker.seat, actor=asker.acting(Act.RESPOND)
        )
        return f"The response to {statement.name} is recorded; it is printed after it."

    return _do(document_id, number, Act.RESPOND, deed)


@bp.get(f"{ADDRESS}/receipts/<int:receipt_id>.json")
def download_signature_receipt(
    document_id: int, number: int, receipt_id: int
) -> Response:
    """One's own receipt, with the signed words exactly as recorded."""
    account = signed_in_account()
    document, asker = open_document(db.session, document_id, account, to=Act.READ)
    statement = statement_of(db.session, document.id, number)
    receipt, words = receipt_of(db.session, statement, receipt_id, of=asker.member)
    answer = jsonify(
        {
            "form": TAG,
            "document": {"id": document.id, "title": document.title},
            "object": statement.name,
            "words": words,
            "at": receipt.given_at.isoformat(),
            "nonce": receipt.nonce,
            "hash": receipt.hash,
            "entry_seq": receipt.entry_seq,
        }
    )
    name = f"receipt-{document.id}-{statement.name}-{receipt.id}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _to_read(document_id: int) -> tuple[Document, Asker]:
    return open_document(db.session, document_id, current_account(), to=Act.READ)


def _do(
    document_id: int,
    number: int,
    act: Act,
    deed: Deed,
    page: Page = pages.statement_page,
) -> Response:
    begin_writing(db.session)
    document, asker = open_document(db.session, document_id, current_account(), to=act)
    lock_if_due(db.session, document)
    statement = statement_of(db.session, document.id, number)
    try:
        sentence = deed(document, asker, statement)
    except (NotFound, NotAllowed):
        raise
    except Refused as refusal:
        return _refused(document_id, number, refusal, page)
    commit(db.session)
    flash(sentence, "ok")
    address = url_for(".show_statement", document_id=document_id, number=number)
    return redirect_to(address)


def _refused(document_id: int, number: int, refusal: Refused, page: Page) -> Response:
    """The page again with everything that was typed, and why it is not recorded."""
    given = pages.given_now(str(refusal))
    db.session.rollback()
    db.session.expunge_all()
    document, asker = _to_read(document_id)
    statement = statement_of(db.session, document.id, number)
    try:
        html = page(document, asker, statement, given)
    except Refused:
        raise refusal from None  # there is no form any more; the words come back
    return make_response(html, status_of(refusal))


def _changed(statement: Statement, voided: int) -> str:
    if not voided:
        return f"{statement.name} is changed; every signature stays."
    who = "1 signature has" if voided == 1 else f"{voided} signatures have"
    return (
        f"{statement.name} is changed. {who} ended by it: "
        "their holders are told, and can sign again."
    )
