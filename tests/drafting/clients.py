"""
A draft page as a test holds it: a real socket to a real server, and a text of its own.

    ada = typist(server, world, person, document_id)
    ada.join()
    ada.type("b1", " more")       # returns the number of the update
    ada.until_saved()
    assert ben.until(lambda: "more" in ben.words("b1"))
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from pycrdt import Doc, TransactionEvent, XmlText
from simple_websocket import Client, ConnectionClosed
from wsproto.utilities import LocalProtocolError

from consensus.drafting import text
from consensus.drafting.reading import Draft, block_map
from consensus.schema import SCHEMA_VERSION
from tests.world import Person

Answer = dict[str, Any]
PATIENCE = 60.0  # seconds without any message
_ENDED = (ConnectionClosed, LocalProtocolError, OSError)


class HungUp(Exception):
    """The service has closed the line."""


@dataclass
class Typist:
    """One page on one draft; `heard` are the events that came unasked."""

    url: str
    document_id: int
    cookie: str
    token: str
    line: Any = None
    client: int = 0
    number: int = 0
    saved: int = 0
    seen: int = 0
    doc: Draft = field(default_factory=Doc)
    heard: list[tuple[str, Answer]] = field(default_factory=list)
    answers: dict[int, Answer] = field(default_factory=dict)
    asked: int = 0
    joined: Answer = field(default_factory=dict)

    def connect(self) -> None:
        """Open the socket, as the page does when it has loaded."""
        address = self.url.replace("http", "ws", 1)
        headers = {"Origin": self.url, "Cookie": self.cookie}
        path = "/socket.io/?EIO=4&transport=websocket"
        self.line = Client(address + path, headers=headers, receive_bytes=1)
        assert self._frame().startswith("0")
        self.line.send("40" + json.dumps({"token": self.token}))
        assert self._frame().startswith("40")

    def ask(self, event: str, **sent: object) -> Answer:
        """Send an event and wait for its answer."""
        self.asked += 1
        asked = self.asked
        self.line.send(f"42{asked}" + json.dumps([event, sent]))
        while asked not in self.answers:
            self.listen()
        return self.answers.pop(asked)

    def join(self, schema: int = SCHEMA_VERSION) -> Answer:
        """Open the text, with what the page has of it already."""
        if self.line is None:
            self.connect()
        vector = b64encode(bytes(self.doc.get_state())).decode()
        answer = self.ask("draft:join", document=self.document_id, schema=schema,
                          vector=vector, client=self.client)  # fmt: skip
        self.joined = answer
        if "refused" in answer:
            return answer
        if answer["client"] != self.client:
            self._write_as(answer["client"])
        self.doc.apply_update(b64decode(answer["missed"]))
        self.seen = answer["seq"]
        return answer

    def _write_as(self, client: int) -> None:
        """pycrdt fixes a writer's id when it makes a document."""
        fresh: Draft = Doc(client_id=client)
        fresh.apply_update(self.doc.get_update())
        self.doc, self.client, self.number = fresh, client, 0

    def change(self, change: Callable[[Draft], None]) -> bytes:
        """Change the page's text without sending it; the update."""
        made: list[bytes] = []

        def keep(event: TransactionEvent) -> None:
            made.append(bytes(event.update))

        subscription = self.doc.observe(keep)
        with self.doc.transaction():
            change(self.doc)
        self.doc.unobserve(subscription)
        (update,) = made
        return update

    def send(self, update: bytes, **other: object) -> Answer:
        """Send an update under the next number."""
        self.number += 1
        sent = {
            "document": self.document_id,
            "client": self.client,
            "number": self.number,
            "seen": self.seen,
            "update": b64encode(update).decode(),
        }
        return self.ask("draft:update", **{**sent, **other})

    def type(self, block_id: str, words: str, at: int | None = None) -> Answer:
        """Type words at the end of a paragraph (or at a place, in bytes)."""
        return self.send(self.change(lambda doc: insert(doc, block_id, words, at)))

    def words(self, block_id: str) -> str:
        """The words of a paragraph as this page has them."""
        content = text.read_block(self.doc, block_id).get("content", [])
        return "".join(node.get("text", "") for node in content)

    def listen(self) -> None:
        """Take in one message."""
        frame = self._frame()
        if frame.startswith("43"):
            asked, _, rest = frame[2:].partition("[")
            (self.answers[int(asked)],) = json.loads("[" + rest)
        elif frame.startswith("42"):
            event, sent = json.loads(frame[2:])
            self._hear(event, sent)
        elif frame.startswith(("41", "1")):
            raise HungUp

    def until(self, is_so: Callable[[], bool]) -> bool:
        """Listen until something is so; fails when nothing comes any more."""
        while not is_so():
            self.listen()
        return True

    def until_saved(self) -> None:
        """Wait until the service has stored all that was typed here."""
        self.until(lambda: self.saved >= self.number)

    def until_heard(self, event: str) -> Answer:
        """The next event of a kind, also one that has come already."""
        self.until(lambda: any(name == event for name, _ in self.heard))
        found = next(one for one in self.heard if one[0] == event)
        self.heard.remove(found)
        return found[1]

    def until_hung_up(self) -> None:
        """Listen until the service closes the line."""
        with suppress(HungUp):
            while True:
                self.listen()

    def close(self) -> None:
        """Leave as a page that is closed does; it may join again."""
        if self.line is not None:
            with suppress(*_ENDED):
                self.line.close()
            self.line.sock.close()
            self.line.thread.join()
            self.line = None

    def _hear(self, event: str, sent: Answer) -> None:
        if event == "draft:updates":
            self.seen = sent["seq"]
            self.doc.apply_update(b64decode(sent["update"]))
            mine = [number for client, number in sent["from"] if client == self.client]
            self.saved = max([self.saved, *mine])
        self.heard.append((event, sent))

    def _frame(self) -> str:
        try:
            while (frame := self.line.receive(timeout=PATIENCE)) == "2":
                self.line.send("3")
        except _ENDED as error:
            raise HungUp from error
        assert frame is not None, f"nothing came within {PATIENCE} seconds"
        return str(frame)


def typist(url: str, person: Person, document_id: int) -> Typist:
    """A page of a person, not yet open; `url` is where the service answers."""
    session, visit = person.client.get_cookie("sid"), person.client.get_cookie("visit")
    kept = session or visit
    assert kept is not None
    return Typist(url, document_id, f"{kept.key}={kept.value}", person.token)


def insert(doc: Draft, block_id: str, words: str, at: int | None = None) -> None:
    """Put words into the first text of a paragraph."""
    found = block_map(doc)[block_id]["c"].children[0]
    assert isinstance(found, XmlText)
    found.insert(len(found) if at is None else at, words)
