"""
Typing together: pages join a draft, send what is typed, say where they are, leave.

What a page may do is settled at joining through the one door, and asked again whenever
something of it is stored (SEC-4). The events are those of `static/ts/drafting`.
"""

from base64 import b64encode
from dataclasses import replace
from typing import Any

from flask import Flask, request
from flask_socketio import join_room, leave_room

from consensus.accounts.signing_in import current_session
from consensus.coalitions.models import Role
from consensus.db import begin_writing, db
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.models import Document
from consensus.drafting import rooms
from consensus.drafting.clients import client_for_page, owned_clients
from consensus.drafting.guests import LONGEST_PLACE, READ, WRITE, Guest, can_of
from consensus.drafting.log import lock
from consensus.drafting.room import Closed, Room
from consensus.drafting.rooms import open_rooms
from consensus.drafting.taking import Sent, from_base64, take
from consensus.drafting.telling import room_name
from consensus.errors import Invalid, Refused
from consensus.realtime import KEYSTROKES, listen, when_left
from consensus.schema import SCHEMA_VERSION, is_block_id

RELOAD = "This page is older than the text’s present form. Load it again to go on."
JOIN_FIRST = "This page has to open the text again."


class TooOld(Refused):
    """The page's scripts do not know all that the text may hold (trust.md F-6)."""

    why = "reload"


_SEATED = {Role.MEMBER, Role.OBSERVER}


def register(app: Flask) -> None:
    """Listen to draft pages."""
    rooms.init_app(app)
    listen("draft:join", join, document=int, schema=int, vector=str, client=int)
    listen("draft:update", update, rate=KEYSTROKES,
           document=int, client=int, number=int, seen=int, update=str)  # fmt: skip
    listen("draft:here", here, rate=KEYSTROKES,
           document=int, block=str, at=str, idle=int)  # fmt: skip
    listen("draft:leave", leave, document=int)
    when_left(app, lambda sid: open_rooms().leave(sid))


def join(document: int, schema: int, vector: str, client: int) -> dict[str, Any]:
    """
    Open a text to read, to suggest or to write in; see `guests.can_of`.

    The page joins before the state is read, so that nothing falls in between.
    """
    if schema != SCHEMA_VERSION:
        raise TooOld(RELOAD)
    known = from_base64(vector)
    own = current_session()
    account = own.account if own else None
    opened, asker = open_document(db.session, document, account, to=Act.READ)
    guest = _guest(opened, asker, session_id=own.id if own else None)
    db.session.rollback()  # a room is never waited for with a lock in hand
    room = open_rooms().room(document)
    if room.replica.broken:
        guest.can = READ
    if guest.can == WRITE:
        guest = _with_client(guest, room, wanted=client)
    join_room(room_name(document))
    room.guests[guest.sid] = guest
    room.people_changed()
    missed, present, seq = room.missed(known)
    return {
        "client": guest.client, "can": guest.can, "key": guest.key, "seq": seq,
        "missed": b64encode(missed).decode(), "vector": b64encode(present).decode(),
        "me": {"name": guest.name, "number": guest.member_id or 0},
    }  # fmt: skip


def update(
    document: int, client: int, number: int, seen: int, update: str
) -> dict[str, Any]:
    """
    Take in what was typed; it counts as saved when `draft:updates` comes back.

    `seen` is the place in the log that the page had reached when it was typed.
    """
    room, guest = _joined(document)
    if guest.client != client or guest.can != WRITE:
        raise Closed(JOIN_FIRST)
    take(room, guest, Sent(number, seen, update))
    return {}


def here(document: int, block: str, at: str, idle: int) -> dict[str, Any]:
    """Say where in the text a person is; the others see it with the seat’s name."""
    room, guest = _joined(document)
    if block and not is_block_id(block):
        raise Invalid("There is no such paragraph.")
    if len(at) > LONGEST_PLACE or idle > 1:
        raise Invalid("This is not a place in a text.")
    guest.block, guest.at, guest.idle = block, at, idle
    room.people_changed()
    return {}


def leave(document: int) -> dict[str, Any]:
    """Close the text; one that was not open makes no difference."""
    leave_room(room_name(document))
    open_rooms().leave(_sid(), document)
    return {}


def _guest(document: Document, asker: Asker, *, session_id: int | None) -> Guest:
    guest = Guest(_sid(), session_id=session_id)
    if asker.account is not None:
        guest.account_id = asker.account.id
    if asker.member is not None and asker.roles & _SEATED:
        guest.member_id = asker.member.id
        guest.name = asker.member.account.name
        guest.group = str(asker.member.term.group)
    guest.can = can_of(asker.roles, document.stage_now)
    return guest


def _with_client(guest: Guest, room: Room, *, wanted: int) -> Guest:
    """Hand out a client id; it is the person's own for ever (decisions.md 16)."""
    live = {one.client for one in room.guests.values() if one.sid != guest.sid}
    member_id = guest.member_id or 0
    begin_writing(db.session)
    lock(db.session, room.document_id)
    client = client_for_page(
        db.session, room.document_id, member_id, wanted=wanted, live=live
    )
    clients = owned_clients(db.session, room.document_id, member_id)
    db.session.commit()
    return replace(guest, client=client, clients=clients)


def _joined(document: int) -> tuple[Room, Guest]:
    room = open_rooms().open.get(document)
    guest = room.guests.get(_sid()) if room else None
    if room is None or guest is None:
        raise Closed(JOIN_FIRST)
    return room, guest


def _sid() -> str:
    sid: str = request.sid  # type: ignore[attr-defined]
    return sid
