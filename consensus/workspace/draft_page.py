"""
The page where a text is written together: read by anyone, written by its editors.

The words are all in the page as it is sent. Its script puts the live editor in their
place; without it the links to the one-paragraph forms stay (decisions.md 23).
"""

from flask import flash, render_template, url_for
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.db import db
from consensus.documents.access import Act, open_document
from consensus.drafting.pages import LANGUAGES
from consensus.drafting.salvage import settle_salvaged
from consensus.web import redirect_to
from consensus.workspace.draft_view import draft_view
from consensus.workspace.routes import bp

__all__ = ["bp"]


@bp.get("/documents/<int:document_id>/draft")
def show_draft(document_id: int) -> str:
    """The whole text with the tools to write it; open to everyone for reading."""
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    view = draft_view(db.session, document, asker)
    return render_template(
        "workspace/draft.html", view=view, Act=Act, languages=LANGUAGES
    )


@bp.post("/documents/<int:document_id>/draft/salvaged/<int:number>/settled")
def settle_kept_words(document_id: int, number: int) -> Response:
    """An editor says that words without a paragraph are dealt with."""
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.EDIT_TEXT
    )
    settle_salvaged(db.session, document, number, by=asker.seat)
    commit(db.session)
    flash("These words are settled; they stay in the record.", "ok")
    return redirect_to(url_for("workspace.show_draft", document_id=document.id))
