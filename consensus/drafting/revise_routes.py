"""
The pages on which an editor brings a revised file in: first what it would change,
then, when it is wanted so, the change (no script needed).
"""

from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.conversion.reading import read_file
from consensus.db import begin_writing, db
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.models import Document
from consensus.drafting import revise_pages as pages
from consensus.drafting.queries import head_seq
from consensus.drafting.revise_pages import Carried
from consensus.drafting.revising import plan_for, revise_draft
from consensus.errors import Invalid, Refused
from consensus.figures.actions import add_pictures
from consensus.pictures import Picture
from consensus.web.refusals import status_of

bp = Blueprint("revising", __name__)

Page = str | tuple[str, int] | Response


@bp.get("/documents/<int:document_id>/revise")
def show_revise_form(document_id: int) -> str:
    """The form that takes a revised file."""
    document, _ = _to_edit(document_id)
    return pages.form_page(document)


@bp.post("/documents/<int:document_id>/revise")
def preview_revision(document_id: int) -> Page:
    """Read a file and show what it would change; nothing is changed yet."""
    document, _ = _to_edit(document_id)
    try:
        # Reading a file takes seconds: nobody else's writing waits for it.
        language = document.language
        db.session.rollback()
        carried, pictures = _given(request.files.get("file"), language)
        begin_writing(db.session)
        document, asker = _to_edit(document_id)
        add_pictures(db.session, document, pictures, by=asker.seat)
        commit(db.session)
        revision = plan_for(db.session, document, carried.blocks)
        return pages.preview_page(document, carried, revision)
    except Refused as refusal:
        db.session.rollback()
        document, _ = _to_edit(document_id)
        return pages.form_page(document, str(refusal)), status_of(refusal)
    return pages.preview_page(document, carried, revision)


@bp.post("/documents/<int:document_id>/revise/apply")
def revise_text(document_id: int) -> Page:
    """
    Make the text read like the file that was shown.

    If it changed since, what would change now is shown anew, and nothing is done.
    """
    document, asker = _to_edit(document_id)
    carried = Carried.unpacked(request.form.get("carried", ""))
    if request.form.get("seq") != str(head_seq(db.session, document_id)):
        revision = plan_for(db.session, document, carried.blocks)
        return pages.preview_page(document, carried, revision, stale="yes"), 409
    revise_draft(db.session, document, carried.blocks, carried.source, by=asker.seat)
    commit(db.session)
    flash("The text now reads like the file.", "ok")
    return redirect(url_for("workspace.show_document", document_id=document_id))


def _to_edit(document_id: int) -> tuple[Document, Asker]:
    return open_document(db.session, document_id, current_account(), to=Act.EDIT_TEXT)


def _given(file: FileStorage | None, language: str) -> tuple[Carried, list[Picture]]:
    """What is carried to the second step, and the pictures, which are kept at once."""
    if file is None or not file.filename:
        raise Invalid("Choose the file to bring in.")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "given"
        file.save(path)
        text = read_file(
            path, name=file.filename, language=language, takes_pictures=True
        )
    ending = PurePath(file.filename).suffix.lower().lstrip(".")
    return Carried(text.blocks, ending, tuple(text.notices)), text.pictures
