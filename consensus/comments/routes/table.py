"""The table of comments: as a page, as files, and a reviewed one taken in."""

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.coalitions.models import Role
from consensus.comments.actions.importing import TableRefused, take_in
from consensus.comments.blueprint import bp
from consensus.comments.sheets import XLSX, as_csv, as_xlsx, read_sheet
from consensus.comments.table import COLUMNS, table_of
from consensus.db import begin_writing, db
from consensus.documents.access import Act, open_document
from consensus.errors import Invalid
from consensus.web.refusals import status_of

ADDRESS = "/documents/<int:document_id>/comments/table"


@bp.get(ADDRESS)
def show_table(document_id: int) -> Response:
    """The disposition of comments as a page."""
    return _page(document_id)


@bp.get(f"{ADDRESS}.csv")
def download_csv(document_id: int) -> Response:
    """The table as CSV."""
    document, _ = open_document(db.session, document_id, current_account(), to=Act.READ)
    data = as_csv(table_of(db.session, document).everything)
    return _file(data, "text/csv; charset=utf-8", f"comments-{document.id}.csv")


@bp.get(f"{ADDRESS}.xlsx")
def download_xlsx(document_id: int) -> Response:
    """The table as an XLSX workbook."""
    document, _ = open_document(db.session, document_id, current_account(), to=Act.READ)
    data = as_xlsx(table_of(db.session, document).everything)
    return _file(data, XLSX, f"comments-{document.id}.xlsx")


@bp.post(ADDRESS)
def take_in_table(document_id: int) -> Response:
    """Answer comments by a reviewed table: all of its rows, or none."""
    try:
        begin_writing(db.session)
        document, asker = open_document(
            db.session, document_id, current_account(), to=Act.DISPOSE
        )
        acting_as = str(Role.EDITOR if Role.EDITOR in asker.roles else Role.COORDINATOR)
        rows = read_sheet(_file_sent())
        done = take_in(db.session, document, rows, by=asker.seat, acting_as=acting_as)
    except Invalid as refusal:
        db.session.rollback()
        return _page(document_id, refusal)
    commit(db.session)
    flash(
        f"{len(done.answered)} comments answered; the other rows say nothing new.",
        "ok",
    )
    address = url_for("comments.show_table", document_id=document.id)
    return redirect(address, 303)


def _file_sent() -> bytes:
    file = request.files.get("table")
    if file is None or not file.filename:
        raise Invalid("Choose the file first.")
    data: bytes = file.read()
    return data


def _page(document_id: int, refusal: Invalid | None = None) -> Response:
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    faults = refusal.faults if isinstance(refusal, TableRefused) else [str(refusal)]
    page = render_template(
        "comments/table.html", document=document, columns=COLUMNS,
        table=table_of(db.session, document), faults=faults if refusal else [],
        may_answer=asker.may(Act.DISPOSE, document),
    )  # fmt: skip
    return make_response(page, status_of(refusal) if refusal else 200)


def _file(data: bytes, kind: str, name: str) -> Response:
    response = make_response(data)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
