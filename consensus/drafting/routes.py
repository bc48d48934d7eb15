"""
The pages on which an editor changes one paragraph at a time, without any script, and
the page on which a member begins a document (decisions.md 23).
"""

from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account, signed_in_account
from consensus.archive.actions import commit
from consensus.coalitions.models import Coalition, Member, SeatStatus
from consensus.coalitions.queries import coalition_called, seat_of
from consensus.conversion.reading import ImportedText, read_file
from consensus.db import begin_writing, db
from consensus.documents.access import Act, open_document
from consensus.documents.actions import Proposed, propose_document
from consensus.documents.models import Document, OutputPath
from consensus.drafting import actions, pages
from consensus.drafting.changing import new_block_id
from consensus.drafting.forms import (
    Fields,
    read_block_fields,
    read_new_block,
    with_words,
)
from consensus.drafting.pages import Fault, Given
from consensus.drafting.queries import any_block_of
from consensus.errors import Invalid, NotAllowed, Refused
from consensus.figures.actions import add_picture, add_pictures
from consensus.figures.intake import picture_sent
from consensus.web import written
from consensus.web.refusals import status_of

bp = Blueprint("drafting", __name__)

Page = str | tuple[str, int] | Response


@bp.get("/documents/<int:document_id>/paragraphs/<block_id>/edit")
def show_edit_form(document_id: int, block_id: str) -> str:
    """The form for one paragraph."""
    document, _ = _to_edit(document_id)
    return pages.edit_page(document, block_id)


@bp.post("/documents/<int:document_id>/paragraphs/<block_id>/edit")
def edit_paragraph(document_id: int, block_id: str) -> Page:
    """Change one paragraph; what is refused comes back as it was typed."""
    document, seat = _to_edit(document_id)
    given: Fields = request.form
    try:
        given = _fields_sent(document_id)
        document, seat = _to_edit(document_id)
        present = any_block_of(db.session, document_id, block_id)
        block = read_block_fields(given, present.content)
        expected = request.form.get("edition", "")
        actions.edit_block(db.session, document, block, expected, by=seat)
    except Refused as refusal:
        db.session.rollback()
        page = pages.edit_page(document, block_id, Given(given, Fault.of(refusal)))
        return page, status_of(refusal)
    commit(db.session)
    flash("The paragraph is changed.", "ok")
    return _back(document_id, block_id)


@bp.get("/documents/<int:document_id>/paragraphs/new")
def show_add_form(document_id: int) -> str:
    """The form for a new paragraph behind the one named by `after`."""
    document, _ = _to_edit(document_id)
    return pages.add_page(document, request.args.get("after") or None)


@bp.post("/documents/<int:document_id>/paragraphs/new")
def add_paragraph(document_id: int) -> Page:
    """Add a paragraph."""
    document, seat = _to_edit(document_id)
    after = request.form.get("after") or None
    given: Fields = request.form
    try:
        given = _fields_sent(document_id)
        document, seat = _to_edit(document_id)
        block = read_new_block(given)
        block_id = actions.add_block(db.session, document, block, after, by=seat)
    except Refused as refusal:
        db.session.rollback()
        page = pages.add_page(document, after, Given(given, Fault.of(refusal)))
        return page, status_of(refusal)
    commit(db.session)
    flash("The paragraph is added.", "ok")
    return _back(document_id, block_id)


@bp.get("/documents/<int:document_id>/paragraphs/<block_id>/split")
def show_split_form(document_id: int, block_id: str) -> str:
    """The form that divides a paragraph."""
    document, _ = _to_edit(document_id)
    return pages.split_page(document, block_id)


@bp.post("/documents/<int:document_id>/paragraphs/<block_id>/split")
def split_paragraph(document_id: int, block_id: str) -> Page:
    """Divide a paragraph in two; the first part keeps what is said about it."""
    document, seat = _to_edit(document_id)
    present = any_block_of(db.session, document_id, block_id)
    try:
        first, second = (
            with_words(present.content, request.form.get(part, ""))
            for part in ("first", "second")
        )
        expected = request.form.get("edition", "")
        actions.split_block(db.session, document, (first, second), expected, by=seat)
    except Refused as refusal:
        db.session.rollback()
        given = Given(request.form, Fault.of(refusal))
        return pages.split_page(document, block_id, given), status_of(refusal)
    commit(db.session)
    flash("The paragraph is divided.", "ok")
    return _back(document_id, block_id)


@bp.post("/documents/<int:document_id>/paragraphs/<block_id>/join")
def join_paragraphs(document_id: int, block_id: str) -> Response:
    """Join a paragraph to the one before it, which the form names as `first`."""
    document, seat = _to_edit(document_id)
    first = request.form.get("first", "")
    actions.join_blocks(db.session, document, first, block_id, by=seat)
    commit(db.session)
    flash("The two paragraphs are one.", "ok")
    return _back(document_id, first)


@bp.post("/documents/<int:document_id>/paragraphs/<block_id>/remove")
def remove_paragraph(document_id: int, block_id: str) -> Response:
    """Take a paragraph out of the text."""
    document, seat = _to_edit(document_id)
    actions.remove_block(db.session, document, block_id, by=seat)
    commit(db.session)
    flash("The paragraph is out of the text. You can put it back here.", "ok")
    return redirect(url_for("drafting.list_removed", document_id=document_id))


@bp.get("/documents/<int:document_id>/paragraphs/removed")
def list_removed(document_id: int) -> str:
    """The paragraphs that are no longer in the text."""
    document, _ = _to_edit(document_id)
    return pages.removed_page(document)


@bp.post("/documents/<int:document_id>/paragraphs/<block_id>/restore")
def restore_paragraph(document_id: int, block_id: str) -> Response:
    """Put a removed paragraph back in its place."""
    document, seat = _to_edit(document_id)
    actions.restore_block(db.session, document, block_id, by=seat)
    commit(db.session)
    flash("The paragraph is back in the text.", "ok")
    return _back(document_id, block_id)


@bp.get("/coalitions/<slug>/documents/new")
def show_new_document(slug: str) -> str:
    """The form that begins a document from a file or from a first paragraph."""
    coalition = coalition_called(db.session, slug)
    signed_in_account()
    _own_seat(coalition)
    return pages.new_document_page(coalition)


@bp.post("/coalitions/<slug>/documents/new")
def create_document(slug: str) -> Page:
    """Begin a document; a file that cannot be read leaves nothing behind."""
    coalition = coalition_called(db.session, slug)
    seat = _own_seat(coalition)
    try:
        # Reading a file takes seconds: nobody else's writing waits for it.
        db.session.rollback()
        text, source = _text_given()
        begin_writing(db.session)
        document = propose_document(
            db.session, coalition, written("title", "The title") or text.title or "",
            request.form.get("language", ""), by=seat, plan=_plan_given(),
        )  # fmt: skip
        add_pictures(db.session, document, text.pictures, by=seat)
        actions.fill_draft(db.session, document, text.blocks, source, by=seat)
    except Refused as refusal:
        db.session.rollback()
        page = pages.new_document_page(coalition, Fault.of(refusal))
        return page, status_of(refusal)
    commit(db.session)
    for notice in text.notices:
        flash(notice, "heed")
    flash("The document is begun and you are its editor.", "ok")
    return redirect(url_for("workspace.show_document", document_id=document.id))


def _to_edit(document_id: int) -> tuple[Document, Member]:
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.EDIT_TEXT
    )
    return document, asker.seat


def _fields_sent(document_id: int) -> Fields:
    """
    What was typed. A picture that came along is kept at once and named in the field
    `file`, so that it need not be sent again when something else is refused.
    """
    picture = picture_sent(db.session)
    if picture is None:
        return request.form
    document, seat = _to_edit(document_id)
    name = add_picture(db.session, document, picture, by=seat)
    commit(db.session)
    begin_writing(db.session)
    return {**request.form.to_dict(), "file": name}


def _own_seat(coalition: Coalition) -> Member:
    seat = seat_of(db.session, coalition, signed_in_account())
    if seat is None or seat.status is not SeatStatus.MEMBER:
        raise NotAllowed("Join the coalition as a member to begin a document.")
    return seat


def _plan_given() -> Proposed:
    """The path of the new document, its kind and what it is for, as typed."""
    path = request.form.get("way", OutputPath.CONSENSUS)
    if path not in list(OutputPath):
        raise Invalid("Choose how the text becomes an output.")
    return Proposed(
        OutputPath(path),
        written("kind", "The kind of text") or "Statement",
        written("scope", "What it is for"),
        urgent=request.form.get("urgent") == "yes",
    )


def _text_given() -> tuple[ImportedText, str]:
    """The text of the file that was sent, or of the words typed, and its source."""
    file = request.files.get("file")
    if file and file.filename:
        return _file_given(file, file.filename), _ending(file.filename)
    block = with_words(
        {"type": "paragraph", "attrs": {"id": new_block_id()}}, written("words", "Text")
    )
    if "content" not in block:
        raise Invalid("Choose a file, or write the first paragraph.")
    return ImportedText([block], None), "typed"


def _file_given(file: FileStorage, name: str) -> ImportedText:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "given"
        file.save(path)
        return read_file(
            path,
            name=name,
            language=request.form.get("language"),
            takes_pictures=True,
        )


def _ending(name: str) -> str:
    return PurePath(name).suffix.lower().lstrip(".")


def _back(document_id: int, block_id: str) -> Response:
    return redirect(
        url_for("workspace.show_document", document_id=document_id, _anchor=block_id)
    )
