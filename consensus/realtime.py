"""Live signals: tell the open pages that something changed, never what it says."""

from typing import Any

from flask_socketio import SocketIO

socketio = SocketIO()


def room_of(chain_name: str) -> str:
    """The Socket.IO room of those who look at a document or a coalition."""
    return f"about:{chain_name}"


def announce(chain_name: str, signal: dict[str, Any]) -> None:
    """
    Let every page open on a document or coalition know; each asks again for what it
    shows, over HTTP and through the door (architecture.md decision 6).
    """
    if socketio.server is not None:
        socketio.emit("changed", signal, to=room_of(chain_name))
