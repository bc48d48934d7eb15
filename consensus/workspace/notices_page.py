"""What is open on a text besides the desk, and its notices, ready to send."""

from dataclasses import dataclass

from flask import current_app, render_template
from sqlalchemy.orm import Session

from consensus.accounts.signing_in import current_account
from consensus.challenges.queries import challenges_of
from consensus.challenges.view import status_of
from consensus.comments.queries import without_disposition
from consensus.db import db
from consensus.documents.access import Act, open_document
from consensus.documents.models import Document
from consensus.statements.machine import LABELS
from consensus.statements.queries import statements_of
from consensus.workspace.going_on import missing_to_go_on
from consensus.workspace.notices_view import notices_of
from consensus.workspace.routes import bp


@dataclass(frozen=True)
class OpenThing:
    """One thing that concerns a call: what it is, how it stands, and where."""

    name: str
    state: str
    href: str


@bp.get("/documents/<int:document_id>/notices")
def show_notices(document_id: int) -> str:
    """Everything beside the desk that a call needs; open to everyone."""
    document, _ = open_document(db.session, document_id, current_account(), to=Act.READ)
    base_url = current_app.config["SETTINGS"].base_url
    return render_template(
        "workspace/notices.html",
        document=document,
        missing=missing_to_go_on(db.session, document),
        open=_open_things(db.session, document),
        notices=notices_of(db.session, document, base_url),
    )


def _open_things(session: Session, document: Document) -> list[OpenThing]:
    """Dispositions that are open, statements and challenges, in that order."""
    text = f"/documents/{document.id}"
    comments = [
        OpenThing(one.name, "waits for an answer", f"{text}/comments/{one.number}")
        for one in without_disposition(session, document.id)
    ]
    statements = [
        OpenThing(
            f"{one.name}: {one.title if one.version else one.intent}",
            LABELS[one.state], f"{text}/statements/{one.number}",
        )
        for one in statements_of(session, document.id)
    ]  # fmt: skip
    challenges = [
        OpenThing(one.name, status_of(one), f"{text}/challenges#ch-{one.number}")
        for one in challenges_of(session, document.id)
    ]
    return [*comments, *statements, *challenges]
