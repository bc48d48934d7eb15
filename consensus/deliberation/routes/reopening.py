"""The page where reopening a text is asked for, and decided (R35)."""

from collections.abc import Callable

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.coalitions.models import Attribution
from consensus.db import begin_writing, db
from consensus.deliberation.actions.closing import close_what_is_due
from consensus.deliberation.actions.reopening import (
    Request,
    ask_to_reopen,
    decide_reopening,
)
from consensus.deliberation.blueprint import bp
from consensus.deliberation.reopening_models import NewInformation
from consensus.deliberation.reopening_page import reopening_page
from consensus.deliberation.reopening_queries import reopening_numbered
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.models import Document
from consensus.errors import Invalid, NotAllowed, NotFound, Refused
from consensus.web import chosen, redirect_to, written
from consensus.web.refusals import status_of

ADDRESS = "/documents/<int:document_id>/reopening"
Answer = Response | tuple[str, int]
NEW = "new"


@bp.get(ADDRESS)
def show_reopenings(document_id: int) -> str:
    """Every request to reopen a text with its answer, and the form for one."""
    return _page(document_id)


@bp.post(ADDRESS)
def ask_for_reopening(document_id: int) -> Answer:
    """Ask that a text be taken up again."""

    def deed(document: Document, asker: Asker) -> None:
        asked = Request(
            chosen(NewInformation, "what"), written("text", "What is new"),
            chosen(Attribution, "attribution"),
        )  # fmt: skip
        ask_to_reopen(db.session, document, asked, by=asker.seat)

    done = "Recorded. The consensus caller is told and decides, with a reason."
    return _carry_out(document_id, Act.ASK_REOPENING, deed, NEW, done)


@bp.post(f"{ADDRESS}/<int:number>/decision")
def decide_about_reopening(document_id: int, number: int) -> Answer:
    """The consensus caller reopens a text, or does not."""

    def deed(document: Document, asker: Asker) -> None:
        asked = reopening_numbered(db.session, document.id, number)
        granted = request.form.get("granted", "")
        if granted not in {"yes", "no"}:
            raise Invalid("Choose whether the matter is reopened.")
        answer = granted == "yes", written("reason", "The reason")
        decide_reopening(
            db.session, document, asked, answer,
            by=asker.seat, actor=asker.acting(Act.DECIDE_REOPENING),
        )  # fmt: skip

    done = "Recorded, with your reason. Every member is told."
    return _carry_out(document_id, Act.DECIDE_REOPENING, deed, str(number), done)


def _carry_out(
    document_id: int,
    act: Act,
    deed: Callable[[Document, Asker], None],
    form: str,
    done: str,
) -> Answer:
    """Do it, or show the page again with what was typed and what was wrong."""
    begin_writing(db.session)
    document, asker = open_document(db.session, document_id, current_account(), to=act)
    close_what_is_due(db.session, document)
    try:
        deed(document, asker)
    except (NotAllowed, NotFound):
        raise
    except Refused as refusal:
        db.session.rollback()  # nothing half-written; the page reads afresh
        db.session.expunge_all()
        return _page(document_id, form, str(refusal)), status_of(refusal)
    commit(db.session)
    flash(done, "ok")
    return redirect_to(url_for(".show_reopenings", document_id=document_id))


def _page(document_id: int, sent: str = "", fault: str = "") -> str:
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    return render_template(
        "deliberation/reopening.html",
        page=reopening_page(db.session, document, asker),
        kinds=[(str(one), one.label, "") for one in NewInformation],
        sent=sent,
        fault=fault,
        given=request.form if sent else {},
    )
