"""The participation statement as a page of the document, open to everybody."""

from flask import Blueprint, jsonify, render_template
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.db import db
from consensus.documents.access import Act, open_document
from consensus.participation.statement import statement_of
from consensus.participation.words import told

bp = Blueprint("participation", __name__)


@bp.get("/documents/<int:document_id>/participation")
def show_statement(document_id: int) -> str:
    """Who has taken part so far, by group and by region, small numbers kept back."""
    document, _ = open_document(db.session, document_id, current_account(), to=Act.READ)
    statement = statement_of(db.session, document)
    return render_template(
        "participation/statement.html", document=document, told=told(statement)
    )


@bp.get("/documents/<int:document_id>/participation.json")
def download_statement(document_id: int) -> Response:
    """The same as data: the shape of participation.json in a bundle."""
    document, _ = open_document(db.session, document_id, current_account(), to=Act.READ)
    return jsonify(statement_of(db.session, document).as_json())
