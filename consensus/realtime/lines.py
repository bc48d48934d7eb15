"""The sockets that are open in this process, and whose they are."""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask, current_app, request
from flask_socketio import ConnectionRefusedError as Unwelcome
from flask_socketio import join_room

from consensus.realtime.events import socketio
from consensus.realtime.limits import Budget, Rate

SOCKETS_PER_PERSON = 12
"""In one process (decisions.md 4)."""


@dataclass(frozen=True)
class Line:
    """One open socket: the browser session and account it came with, None if none."""

    session_id: int | None
    account_id: int | None
    budgets: dict[Rate, Budget] = field(default_factory=dict, compare=False)


class Lines(dict[str, Line]):
    """The open sockets by Socket.IO's id."""

    def __init__(self) -> None:
        super().__init__()
        self.partings: list[Callable[[str], None]] = []


def admit(*, session_id: int | None, account_id: int | None) -> None:
    """
    Let the socket that is connecting in; visitors have neither session nor account.

    Refuses (the page gets the sentence) a person's thirteenth.
    """
    lines = _lines()
    theirs = [line for line in lines.values() if line.account_id == account_id]
    if account_id is not None and len(theirs) >= SOCKETS_PER_PERSON:
        raise Unwelcome(
            f"You have {SOCKETS_PER_PERSON} live pages open already. Close one of them."
        )
    lines[request.sid] = Line(session_id, account_id)  # type: ignore[attr-defined]
    if session_id is not None:
        join_room(_room(session_id))


def leave() -> None:
    """Forget the socket that has ended."""
    sid: str = request.sid  # type: ignore[attr-defined]
    _lines().pop(sid, None)
    for parting in _lines().partings:
        parting(sid)


def when_left(app: Flask, parting: Callable[[str], None]) -> None:
    """Let a function know the id of every socket of an application that has ended."""
    app.extensions["lines"].partings.append(parting)


def cut_off(sid: str) -> None:
    """End a socket of this process at once: it is being misused."""
    socketio.server.disconnect(sid)


def close_sockets(session_id: int) -> None:
    """
    Close the sockets of a browser session that has ended; call it after the commit.

    Those in this process are closed at once. Those of other processes are told
    `ended` and close themselves; one that does not learns only that something changed.
    """
    socketio.emit("ended", {}, to=_room(session_id))
    lines = list(_lines().items())
    for sid in [sid for sid, line in lines if line.session_id == session_id]:
        socketio.server.disconnect(sid)


def _lines() -> Lines:
    lines: Lines = current_app.extensions["lines"]
    return lines


def _room(session_id: int) -> str:
    return f"session:{session_id}"
