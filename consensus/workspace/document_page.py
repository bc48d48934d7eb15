"""The page of a document: read by anyone, argued over by its members (INV-36)."""

from flask import current_app, render_template, request

from consensus.accounts.signing_in import current_account
from consensus.config import Settings
from consensus.db import db
from consensus.documents.access import Act, open_document
from consensus.drafting.pages import LANGUAGES
from consensus.workspace.document_view import document_view
from consensus.workspace.routes import bp

__all__ = ["bp"]


@bp.get("/documents/<int:document_id>")
def show_document(document_id: int) -> str:
    """The text with where it stands; `open` names the block whose panel is open."""
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    settings: Settings = current_app.config["SETTINGS"]
    view = document_view(
        db.session,
        document,
        asker,
        opened=request.args.get("open", ""),
        secret=settings.secret_key,
    )
    return render_template(
        "workspace/document.html", view=view, Act=Act,
        language=dict(LANGUAGES).get(document.language, document.language),
    )  # fmt: skip
