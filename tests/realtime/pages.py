"""A page's socket, as a test holds it: what it sends, and what it has heard."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_socketio import SocketIOTestClient

from consensus.realtime import socketio

Answer = dict[str, Any]


@dataclass
class Page:
    """One open page; `line` is its end of the socket."""

    line: SocketIOTestClient

    @property
    def is_live(self) -> bool:
        """Whether the service let it in and has not closed its socket."""
        return bool(self.line.is_connected())

    def ask(self, event: str, *sent: object) -> Answer:
        """Send an event and wait for the answer."""
        answer = self.line.emit(event, *sent, callback=True)
        assert isinstance(answer, dict)
        return answer

    def follow(self, document_id: int) -> Answer:
        """Ask to hear of changes to a document."""
        return self.ask("follow", {"document": document_id})

    def heard(self, event: str = "changed") -> list[Answer]:
        """What it was told of one kind since it was last asked."""
        # Also what came before its socket was closed: `get_received` refuses that.
        received, self.line.queue = self.line.queue, []
        return [one["args"][0] for one in received if one["name"] == event]


def open_page(app: Flask, browser: FlaskClient, token: object) -> Page:
    """Open a socket from a browser with a handshake token."""
    line = socketio.test_client(app, auth={"token": token}, flask_test_client=browser)
    return Page(line)
