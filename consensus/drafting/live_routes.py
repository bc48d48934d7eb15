"""The draft over HTTP: its whole state, and changes too long for a socket."""

from flask import Blueprint, Response, jsonify, request
from werkzeug.wrappers import Response as Answer

from consensus.accounts.signing_in import current_account, current_session
from consensus.db import db
from consensus.documents.access import Act, open_document
from consensus.drafting.clients import owned_clients
from consensus.drafting.guests import WRITE, Guest
from consensus.drafting.rooms import open_rooms
from consensus.drafting.taking import NotTaken, Sent, take
from consensus.errors import Invalid, Refused

bp = Blueprint("live_draft", __name__)


@bp.get("/documents/<int:document_id>/draft/state")
def show_state(document_id: int) -> Answer:
    """The whole text as one Yjs update; its tag is the place in the log."""
    open_document(db.session, document_id, current_account(), to=Act.READ)
    db.session.rollback()  # a room is never waited for with a lock in hand
    whole, seq = open_rooms().room(document_id).whole()
    answer = Response(whole, mimetype="application/octet-stream")
    answer.set_etag(str(seq))
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer.make_conditional(request)


@bp.post("/documents/<int:document_id>/draft/updates")
def take_update(document_id: int) -> tuple[Response, int]:
    """
    Take in an update as `draft:update` does, under a client id of the asker's.

    Answers as the event does: {} or `refused` and `why`, with status 409.
    """
    _, asker = open_document(
        db.session, document_id, current_account(), to=Act.EDIT_TEXT
    )
    own, seat = current_session(), asker.seat
    clients = owned_clients(db.session, document_id, seat.id)
    db.session.rollback()  # a room is never waited for with a lock in hand
    room = open_rooms().room(document_id)
    try:
        client, number, seen = (_whole(name) for name in ("client", "number", "seen"))
        if client not in clients:
            raise NotTaken("This page has to open the text again.")
        guest = Guest(
            "", seat.account_id, own.id if own else None, seat.id,
            can=WRITE, client=client, clients=clients,
        )  # fmt: skip
        here = next((g for g in room.guests.values() if g.client == client), guest)
        take(room, here, Sent(number, seen, request.form.get("update", "")))
    except Refused as refusal:
        return jsonify(refused=str(refusal), why=refusal.why or "refused"), 409
    return jsonify({}), 200


def _whole(name: str) -> int:
    text = request.form.get(name, "")
    if not text.isascii() or not text.isdigit() or len(text) > len(str(2**53)):
        raise Invalid(f"The value of {name} is not one this address takes.")
    return int(text)
