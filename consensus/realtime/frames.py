"""
What may travel on a socket: short text frames, and no more than fit a small queue.

This is the one place where the libraries underneath are changed, each for a reason that
trust.md or collab.md 2 gives: they take messages of any length before measuring them,
agree to compress every connection, keep what a slow reader does not read, and let one
packet announce thousands of million attachments.
"""

import re
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import simple_websocket
from engineio.async_drivers.gevent import WebSocketWSGI
from socketio.packet import ACK, CONNECT, DISCONNECT, EVENT, Packet
from wsproto.events import TextMessage
from wsproto.frame_protocol import CloseReason
from wsproto.utilities import LocalProtocolError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

LONGEST_MESSAGE = 262_144  # bytes
MOST_WAITING = 256
"""Messages that may wait on one socket, in and out."""
MOST_BYTES_WAITING = 512 * 1024

_TAKEN = {CONNECT, DISCONNECT, EVENT, ACK}
# Engine.IO: close, pong, or a message; in it Socket.IO's types without attachments.
_FRAME = re.compile(r"1|3|4[0123].*", re.DOTALL)
_LONGEST_NAME = 64
# The libraries would run the handler of that name, as if it had really happened.
_NOT_FOR_PAGES = {"connect", "disconnect", "connect_error", "*"}


class Malformed(ValueError):
    """A packet that no page of ours sends."""


class CappedPacket(Packet):  # type: ignore[misc]
    """A Socket.IO packet that takes text only: no attachments (decisions.md 21)."""

    def decode(self, encoded_packet: str) -> int:
        """Read a packet; raises Malformed for anything that is not well-formed."""
        try:
            attachments = super().decode(encoded_packet)
        except (ValueError, TypeError, IndexError, RecursionError) as error:
            raise Malformed("The packet cannot be read.") from error
        if attachments or self.packet_type not in _TAKEN:
            raise Malformed("Packets with attachments are not taken.")
        if not _fits(self.packet_type, self.data):
            raise Malformed("The packet does not hold what its type says.")
        return 0


def _fits(packet_type: int, data: Any) -> bool:
    if packet_type == EVENT:
        name = data[0] if isinstance(data, list) and data else None
        named = isinstance(name, str) and len(name) <= _LONGEST_NAME
        return named and name not in _NOT_FOR_PAGES
    if packet_type == ACK:
        return isinstance(data, list)
    return data is None or isinstance(data, dict)


class _Server(simple_websocket.Server):  # type: ignore[misc]
    """The server's end of a WebSocket, with bounds on what waits and whole sends."""

    def send(self, data: str) -> None:
        """Send one message whole: gevent's `send` may take only a part of it."""
        if not self.connected:
            raise simple_websocket.ConnectionClosed(
                self.close_reason, self.close_message
            )
        self.sock.sendall(self.ws.send(TextMessage(data=data)))

    def close(self, reason: int | None = None, message: str | None = None) -> None:
        """Say goodbye, if there still is somebody to say it to."""
        try:
            with suppress(OSError, LocalProtocolError):
                super().close(reason, message)
        finally:
            self.connected = False

    def _handle_events(self) -> bool:
        keep_going: bool = super()._handle_events()
        if keep_going and overfull(len(one) for one in self.input_buffer):
            self.close(CloseReason.POLICY_VIOLATION, "Too much at once")
            self.event.set()
            return False
        return keep_going


class CappedWebSocket(WebSocketWSGI):  # type: ignore[misc]
    """What Engine.IO uses as its WebSocket, by way of `serve_for`."""

    open: "dict[str, CappedWebSocket]" = {}  # noqa: RUF012 - by Engine.IO's id

    @classmethod
    def serve_for(cls, engine: Any) -> None:
        """Let an Engine.IO server use this, and mind what it queues for each page."""
        engine._async = {**engine._async, "websocket": cls}
        send = engine.send_packet

        def send_packet(sid: str, packet: Any) -> None:
            queue = engine.sockets[sid].queue if sid in engine.sockets else None
            if queue is not None and overfull(_sizes(queue)):
                cls.cut(sid)
            else:
                send(sid, packet)

        engine.send_packet = send_packet

    @classmethod
    def cut(cls, sid: str) -> None:
        """End a connection at once; what waits to be sent is dropped."""
        if wire := cls.open.get(sid):
            with suppress(OSError):
                wire.ws.sock.shutdown(socket.SHUT_RDWR)

    def __init__(self, handler: Any, server: Any) -> None:
        super().__init__(handler, server)
        self.server_args["max_message_size"] = LONGEST_MESSAGE
        self.sid = handler.__self__.sid

    def __call__(
        self, environ: "WSGIEnvironment", _start_response: "StartResponse"
    ) -> Any:
        # Not offered, so not agreed: compressing costs more than it saves here.
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        self.ws = _Server(environ, **self.server_args)
        self.open[self.sid] = self
        try:
            self.app(self)
        finally:
            del self.open[self.sid]
        if self.ws.mode == "gunicorn":
            raise StopIteration  # how gunicorn learns that the line is used up
        return []

    def wait(self) -> str | None:
        """The next frame, or None when the line has ended or is misused."""
        frame = super().wait()
        if isinstance(frame, str) and _FRAME.fullmatch(frame):
            return frame
        return None


def overfull(sizes: Any) -> bool:
    """Whether so many messages of these sizes may no longer wait."""
    waiting = list(sizes)
    return len(waiting) > MOST_WAITING or sum(waiting) > MOST_BYTES_WAITING


def _sizes(queue: Any) -> list[int]:
    packets = [one for one in list(queue.queue) if one is not None]
    return [len(one.data) for one in packets if isinstance(one.data, str)]
