"""Following a document: who has it open hears when something about it changed."""

from typing import Any

from flask_socketio import join_room, leave_room

from consensus.accounts.signing_in import current_account
from consensus.archive.models import ChainKind
from consensus.archive.queries import last_seq
from consensus.db import db
from consensus.documents.access import Act, open_document
from consensus.realtime import listen, room_of


def register() -> None:
    """Listen to pages that follow a document or no longer do."""
    listen("follow", follow, document=int)
    listen("unfollow", unfollow, document=int)


def follow(document: int) -> dict[str, Any]:
    """
    Let the page hear of changes; answers with the `seq` of the last deed so far.

    The page joins before the number is read, so that no deed falls in between.
    """
    opened, _ = open_document(db.session, document, current_account(), to=Act.READ)
    join_room(_room(opened.id))
    return {"seq": last_seq(db.session, ChainKind.DOCUMENT, opened.id)}


def unfollow(document: int) -> dict[str, Any]:
    """Let the page hear no more of it; one it did not follow makes no difference."""
    leave_room(_room(document))
    return {}


def _room(document_id: int) -> str:
    return room_of(f"{ChainKind.DOCUMENT}:{document_id}")
