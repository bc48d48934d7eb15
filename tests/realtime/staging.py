"""A real gunicorn with the stage on it, and a bare WebSocket to knock at its door."""

import json
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from simple_websocket import Client, ConnectionClosed
from wsproto.utilities import LocalProtocolError

from consensus.config import Settings
from tests.serving import ROOT, environment

_PATIENCE = 600  # looks of 0.05 s
_SILENCE = 60  # seconds without a frame
# How a WebSocket tells that the other side has closed it, depending on the moment.
_ENDED = (ConnectionClosed, LocalProtocolError, OSError)


@dataclass(frozen=True)
class Stage:
    """
    Where the stage is served, and the document on it; `log` is what gunicorn printed.

    A test may open the same database with `create_app(settings)`.
    """

    url: str
    document_id: int
    log: Path

    def printed(self) -> str:
        """All that has been printed so far."""
        return self.log.read_text("utf-8")


@contextmanager
def running_stage(
    settings: Settings, document_id: int, folder: Path
) -> Iterator[Stage]:
    """Serve a document on the stage until the block ends, at `settings.base_url`."""
    log = folder / "stage.log"
    port = int(settings.base_url.rpartition(":")[2])
    program = str(Path(sys.executable).with_name("gunicorn"))
    command = [program, "-k", "gevent", "-w", "1", "-b", f"127.0.0.1:{port}"]
    # Pages that are still open are not waited for at the end.
    command += ["--graceful-timeout", "1", "tests.realtime.stage:app"]
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(settings), stdout=output,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        _wait_until_it_listens(process, port, log)
        yield Stage(settings.base_url, document_id, log)
    finally:
        process.terminate()
        try:
            process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_it_listens(
    process: "subprocess.Popen[bytes]", port: int, log: Path
) -> None:
    for _ in range(_PATIENCE):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        try:
            process.wait(timeout=0.05)
        except subprocess.TimeoutExpired:
            continue
        break
    raise AssertionError(f"The stage does not answer:\n{log.read_text('utf-8')}")


@dataclass
class Line:
    """A bare WebSocket, spoken frame by frame."""

    wire: Client

    def send(self, *frames: str | bytes) -> None:
        """Send frames as they are; ones after the end are lost."""
        with suppress(*_ENDED):
            for frame in frames:
                self.wire.send(frame)

    def next(self) -> str | None:
        """The next frame but for pings; None when the line has been closed."""
        try:
            while (frame := self.wire.receive(timeout=_SILENCE)) == "2":
                self.wire.send("3")
        except ConnectionClosed:
            return None
        assert frame is not None, f"nothing came within {_SILENCE} seconds"
        return str(frame)

    def close(self) -> None:
        """Leave, as a page that is closed does."""
        with suppress(*_ENDED):  # the service may be faster
            self.wire.close()
        self.wire.sock.close()
        self.wire.thread.join()

    def until_closed(self) -> list[str]:
        """All that still comes before the service closes the line."""
        return list(iter(self.next, None))


def knock(stage: Stage, **extra: str) -> Line:
    """Open the page as a visitor, then its socket, as the browser would."""
    with urllib.request.urlopen(f"{stage.url}/stage/{stage.document_id}") as page:  # noqa: S310
        text = page.read().decode()
        cookie = page.headers["Set-Cookie"].partition(";")[0]
    found = re.search(r'name="csrf_token" value="([^"]+)"', text)
    assert found is not None
    line = Line(wire(stage, {"Origin": stage.url, "Cookie": cookie} | extra))
    opened = line.next()
    assert opened is not None
    assert opened.startswith("0")
    line.send("40" + json.dumps({"token": found[1]}))
    joined = line.next()
    assert joined is not None
    assert joined.startswith("40"), joined
    return line


def wire(stage: Stage, headers: dict[str, str]) -> Client:
    """A WebSocket that is opened with these headers."""
    address = stage.url.replace("http", "ws", 1)
    path = "/socket.io/?EIO=4&transport=websocket"
    # Byte by byte, or a first frame that comes with the answer to the handshake would
    # only be noticed with the second.
    return Client(address + path, headers=headers, receive_bytes=1)


def handshake_status(stage: Stage, headers: dict[str, str]) -> int:
    """The HTTP status that answers a handshake with these headers: 101 lets it in."""
    host, port = stage.url.removeprefix("http://").split(":")
    upgrade = {
        "Host": f"{host}:{port}", "Connection": "Upgrade", "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }  # fmt: skip
    with closing(HTTPConnection(host, int(port), timeout=20)) as connection:
        path = "/socket.io/?EIO=4&transport=websocket"
        connection.request("GET", path, headers=upgrade | headers)
        return connection.getresponse().status
