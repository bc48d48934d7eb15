"""The addresses of pictures: adding one to a text, and looking at it."""

from flask import Blueprint, jsonify, request
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.db import db
from consensus.documents.access import Act, open_document
from consensus.errors import Invalid
from consensus.figures.actions import add_picture
from consensus.figures.intake import picture_sent
from consensus.figures.queries import picture_named

bp = Blueprint("figures", __name__)

POLICY = "default-src 'none'; sandbox"
"""For a picture that is opened by itself: it can do nothing (trust.md S33)."""
FOR_EVER = "public, max-age=31536000, immutable"


@bp.post("/documents/<int:document_id>/figures")
def add_figure_file(document_id: int) -> tuple[Response, int]:
    """
    Keep the picture in the form field `picture` for the figures of a text.

    Answers with JSON: `file` (what a figure's attribute `file` is to hold), `width`
    and `height` in pixels, and `url`.
    """
    open_document(db.session, document_id, current_account(), to=Act.EDIT_TEXT)
    picture = picture_sent(db.session)
    if picture is None:
        raise Invalid("Choose a picture.")
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.EDIT_TEXT
    )
    name = add_picture(db.session, document, picture, by=asker.seat)
    commit(db.session)
    answer = {"file": name, "width": picture.width, "height": picture.height}
    return jsonify({**answer, "url": f"{request.path}/{name}"}), 201


@bp.get("/documents/<int:document_id>/figures/<sha256>")
def show_figure_file(document_id: int, sha256: str) -> Response:
    """A picture of a text; its address names its bytes, so it never changes."""
    document, _ = open_document(db.session, document_id, current_account(), to=Act.READ)
    found = picture_named(db.session, document.id, sha256)
    ending = found.media_type.rpartition("/")[2]
    return Response(
        found.data,
        mimetype=found.media_type,
        headers={
            "Cache-Control": FOR_EVER,
            "Content-Disposition": f'attachment; filename="{sha256[:12]}.{ending}"',
            "Content-Security-Policy": POLICY,
        },
    )
