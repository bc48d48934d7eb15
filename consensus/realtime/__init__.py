"""
Live signals: tell the open pages that something changed, never what it says.

One socket per page. Whoever hears a signal asks again over HTTP, through the one door
(architecture.md 6), so a stale or forged signal can show nobody anything. The settings
are those of trust.md, "Socket.IO settings" (findings 7 to 12, SEC-8, SEC-26).
"""

from typing import Any

from flask import Flask
from socketio import RedisManager

from consensus.config import Settings
from consensus.realtime.events import listen, refuse_the_rest, socketio
from consensus.realtime.frames import (
    LONGEST_MESSAGE,
    CappedPacket,
    CappedWebSocket,
)
from consensus.realtime.gate import Gate, origins_of
from consensus.realtime.limits import DEEDS, KEYSTROKES, Rate, guard_frames
from consensus.realtime.lines import (
    Lines,
    admit,
    close_sockets,
    cut_off,
    leave,
    when_left,
)

__all__ = [
    "DEEDS",
    "KEYSTROKES",
    "Rate",
    "admit",
    "announce",
    "close_sockets",
    "cut_off",
    "init_app",
    "leave",
    "listen",
    "room_of",
    "socketio",
    "tell_here",
    "when_left",
]


def init_app(app: Flask, settings: Settings) -> None:
    """
    Open the Socket.IO server of an application; call it before `web.init_app`.

    (The proxy's headers are read outside of it, so addresses here are the people's.)
    Raises SettingsError when no single origin can be told from `base_url`: an empty
    list would switch the origin check off (trust.md finding 8).
    """
    origins = origins_of(settings)
    app.extensions["lines"] = Lines()
    socketio.init_app(
        app,
        async_mode="gevent",
        transports=["websocket"],
        cors_allowed_origins=origins,
        async_handlers=False,
        manage_session=False,
        max_http_buffer_size=LONGEST_MESSAGE,
        serializer=CappedPacket,
        ping_interval=10,
        ping_timeout=10,
        client_manager=_queue(settings),
    )
    guard_frames(socketio.server)
    CappedWebSocket.serve_for(socketio.server.eio)
    refuse_the_rest()
    app.wsgi_app = Gate(  # type: ignore[method-assign]
        app.wsgi_app, frozenset(origins), settings.trusted_hosts
    )


def _queue(settings: Settings) -> RedisManager | None:
    """What joins several worker processes; Redis passes signals on as JSON."""
    if not settings.message_queue:
        return None
    return RedisManager(settings.message_queue, channel="consensus")


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


def tell_here(event: str, sent: dict[str, Any], to: str) -> None:
    """
    Send an event to a room or to one page, in this process only.

    For what every process tells its own pages by itself, from the database.
    """
    if to:  # Flask-SocketIO would send it to everybody
        socketio.emit(event, sent, to=to, ignore_queue=True)
