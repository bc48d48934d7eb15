"""A bare relay on the same stack: it tells everybody what it hears, and no more."""

import os
from base64 import b64encode
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask
from flask_socketio import SocketIO, join_room

from consensus.realtime.frames import CappedWebSocket

app = Flask(__name__)
socketio = SocketIO(
    app, async_mode="gevent", transports=["websocket"], async_handlers=False,
    manage_session=False, cors_allowed_origins="*",
)  # fmt: skip
CappedWebSocket.serve_for(socketio.server.eio)  # no compression, as in the service
clients = count(1)
state = b64encode(Path(os.environ["RELAY_STATE"]).read_bytes()).decode()


@socketio.on("draft:join")  # type: ignore[untyped-decorator]
def join(sent: dict[str, Any]) -> dict[str, Any]:
    """Let a page in, with the text as it was in the beginning."""
    join_room(str(sent["document"]))
    return {"client": next(clients), "can": "write", "missed": state}


@socketio.on("draft:update")  # type: ignore[untyped-decorator]
def update(sent: dict[str, Any]) -> dict[str, Any]:
    """Tell everybody what one page sent."""
    told = {**sent, "seq": 0, "from": [[sent["client"], sent["number"]]]}
    socketio.emit("draft:updates", told, to=str(sent["document"]))
    return {}
