"""The consensus map as a page of its own, and as data; open to everyone."""

from flask import jsonify, render_template
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.db import db
from consensus.deliberation.blueprint import bp
from consensus.deliberation.consensus_map import consensus_map
from consensus.documents.access import Act, open_document


@bp.get("/documents/<int:document_id>/map")
def show_map(document_id: int) -> str:
    """Who says what of each paragraph, by stakeholder group, in words and numbers."""
    document, _ = open_document(db.session, document_id, current_account(), to=Act.READ)
    return render_template(
        "deliberation/map.html",
        document=document,
        map=consensus_map(db.session, document),
    )


@bp.get("/documents/<int:document_id>/map.json")
def download_map(document_id: int) -> Response:
    """The same as data."""
    document, _ = open_document(db.session, document_id, current_account(), to=Act.READ)
    return jsonify(consensus_map(db.session, document).as_json())
