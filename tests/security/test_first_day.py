"""
What must hold from the first day, shown twice: the protection holds, and with the
protection taken away the same attack is seen to succeed, so that it is no other
thing that stops it. (CSRF, headers and the provider's `iss`: their own files.)
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pycrdt import XmlText
from sqlalchemy import Connection, select, text
from sqlalchemy.orm import Session

from consensus import db as database
from consensus.accounts import queries as accounts
from consensus.app import create_app
from consensus.config import Settings
from consensus.db import db
from consensus.documents.models import Document
from consensus.drafting import log
from consensus.drafting.models import DraftUpdate
from consensus.drafting.queries import block_of
from consensus.drafting.reading import block_map
from consensus.errors import Invalid
from consensus.realtime import socketio
from consensus.realtime.gate import Gate
from tests.world import World, world

__all__ = ["world"]

Patch = pytest.MonkeyPatch

# 1. The update gate.


def forged_update(session: Session, document_id: int) -> bytes:
    """A well-formed change to the first paragraph, written as somebody else."""
    doc = log.load(session, document_id, client_id=777)
    before = doc.get_state()
    words = block_map(doc)["b1"]["c"].children[0]
    assert isinstance(words, XmlText)
    words.insert(0, "Forged: ")
    return doc.get_update(before)


def is_forgery_taken(world: World, document_id: int) -> bool:
    """Send it as the page of another person, 778, and look at the text."""
    with world.session() as session:
        update = forged_update(session, document_id)
        document = session.get_one(Document, document_id)
        updates = select(DraftUpdate.seq).where(DraftUpdate.document_id == document_id)
        before = session.scalars(updates).all()
        try:
            log.append(session, document, update, client_id=778)
        except Invalid:
            assert session.scalars(updates).all() == before
        return "Forged" in block_of(session, document_id, "b1").text


def test_first_day_1_nobody_writes_under_anothers_name(
    world: World, monkeypatch: Patch
) -> None:
    ada = world.person("Ada Nwosu")
    document_id = world.document("Rivers", ["Water is shared."], by=ada)
    assert not is_forgery_taken(world, document_id)
    monkeypatch.setattr(log, "check_update", lambda *_, **__: None)
    assert is_forgery_taken(world, document_id)


# 2. What is acknowledged is on disk.

WANTED: dict[str, Callable[[Any], bool]] = {
    "synchronous": lambda value: value == 2,
    "journal_mode": lambda value: value == "wal",
    "foreign_keys": lambda value: value == 1,
    "recursive_triggers": lambda value: value == 1,
    "busy_timeout": lambda value: value >= 5_000,
}


def careless_pragmas(settings: Settings, folder: Path) -> set[str]:
    """What is set wrong on any of several connections, before a deed or after it."""
    url = f"sqlite:///{folder / 'durable.sqlite'}"
    app = create_app(replace(settings, database_url=url))
    with app.app_context(), ExitStack() as opened:
        connections = [opened.enter_context(db.engine.connect()) for _ in range(4)]
        found = {name for one in connections for name in _wrong(one)}
        for one in connections:
            one.rollback()
            with one.execution_options(begin="IMMEDIATE").begin():
                pass
            found |= _wrong(one)
            one.rollback()
        opened.close()
        db.engine.dispose()
    return found


def _wrong(connection: Connection) -> set[str]:
    return {
        name
        for name, is_right in WANTED.items()
        if not is_right(connection.scalar(text(f"PRAGMA {name}")))
    }


def test_first_day_2_every_connection_writes_to_the_disk(
    settings: Settings, tmp_path: Path
) -> None:
    assert careless_pragmas(settings, tmp_path) == set()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("synchronous", "NORMAL"),
        ("journal_mode", "DELETE"),
        ("foreign_keys", "OFF"),
        ("recursive_triggers", "OFF"),
        ("busy_timeout", "100"),
    ],
)
def test_first_day_2_a_connection_that_does_not_is_noticed(
    settings: Settings, tmp_path: Path, monkeypatch: Patch, name: str, value: str
) -> None:
    careful = database._set_pragmas

    def careless(connection: Any, record: object) -> None:
        careful(connection, record)
        connection.execute(f"PRAGMA {name} = {value}")

    monkeypatch.setattr(database, "_set_pragmas", careless)
    assert name in careless_pragmas(settings, tmp_path)


# 3. A browser session that has ended.


def test_first_day_3_a_copied_cookie_ends_with_its_session(
    app: Flask, world: World, monkeypatch: Patch
) -> None:
    ada, thief = world.person("Ada Nwosu"), app.test_client()
    cookie = ada.client.get_cookie("sid")
    assert cookie is not None
    thief.set_cookie("sid", cookie.value)
    assert thief.get("/account").status_code == 200
    assert ada.post("/sign-out").status_code == 303
    assert thief.get("/account").status_code == 303
    with monkeypatch.context() as careless:
        careless.setattr(accounts, "is_open", lambda *_, **__: True)
        assert thief.get("/account").status_code == 200
    assert thief.get("/account").status_code == 303


# 4. Sockets of other sites.


@pytest.fixture
def knocks(client: FlaskClient, monkeypatch: Patch) -> Callable[[str], bool]:
    """A function that says whether a page of an origin would be given a socket."""
    reached: list[str] = []

    def connect(*_: object) -> dict[str, object]:
        reached.append("a socket")
        return {"status": "200 OK", "headers": [], "response": b""}

    def is_let_in(origin: str) -> bool:
        reached.clear()
        upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Origin": origin}
        client.get("/socket.io/?EIO=4&transport=websocket", headers=upgrade)
        return bool(reached)

    monkeypatch.setattr(socketio.server.eio, "_handle_connect", connect)
    return is_let_in


def test_first_day_4_only_pages_of_ours_get_a_socket(
    knocks: Callable[[str], bool], monkeypatch: Patch
) -> None:
    foreign = "https://evil.example"
    assert knocks("http://localhost")
    assert not knocks(foreign)
    monkeypatch.setattr(Gate, "_refusal", lambda *_: None)
    assert not knocks(foreign)  # the server has the list as well
    monkeypatch.setattr(socketio.server.eio, "cors_allowed_origins", [])
    assert knocks(foreign)  # an empty list lets everybody in (finding 8)
