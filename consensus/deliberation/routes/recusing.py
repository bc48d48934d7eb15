"""Taking no part in a text, and taking part again (R48)."""

from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.coalitions.models import Attribution
from consensus.db import begin_writing, db
from consensus.deliberation.actions.recusing import recuse, take_part_again
from consensus.deliberation.blueprint import bp
from consensus.deliberation.routes.answering import done, refused
from consensus.documents.access import Act, open_document
from consensus.errors import Refused
from consensus.web import chosen, written


@bp.post("/documents/<int:document_id>/recusal")
def recuse_oneself(document_id: int) -> Response:
    """Say that one takes no part in a text because of an interest."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.TAKE_POSITION
    )
    try:
        interest = written("interest", "Your interest", at_most=2_000)
        attribution = chosen(Attribution, "attribution")
        recuse(db.session, document, interest, attribution, by=asker.seat)
    except Refused as refusal:
        return refused(document_id, None, refusal, "recusal", "interest")
    commit(db.session)
    return done(document, asker, None, "You take no part in this text.")


@bp.post("/documents/<int:document_id>/recusal/end")
def end_recusal(document_id: int) -> Response:
    """Take part in a text again."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.TAKE_POSITION
    )
    take_part_again(db.session, document, by=asker.seat)
    commit(db.session)
    return done(document, asker, None, "You take part in this text again.")
