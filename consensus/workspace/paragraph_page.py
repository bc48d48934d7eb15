"""The history of one paragraph: its wordings, who wrote them, where it came from."""

from flask import render_template

from consensus.accounts.signing_in import current_account
from consensus.db import db
from consensus.documents.access import Act, open_document
from consensus.drafting.queries import labels
from consensus.workspace.compare_page import name_of
from consensus.workspace.paragraph_view import paragraph_view
from consensus.workspace.routes import bp


@bp.get("/documents/<int:document_id>/paragraphs/<block_id>/history")
def show_paragraph_history(document_id: int, block_id: str) -> str:
    """One paragraph through time, removed or not; open to everyone."""
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    named = labels(db.session, document_id)
    return render_template(
        "workspace/paragraph_history.html",
        document=document,
        view=paragraph_view(db.session, document, block_id),
        name=name_of(named.get(block_id, "A removed paragraph")),
        names={one: name_of(label) for one, label in named.items()},
        may_restore=asker.may(Act.EDIT_TEXT, document),
    )
