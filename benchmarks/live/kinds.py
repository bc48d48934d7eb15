"""The four servers that are measured, each as a program on its core."""

import json
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from benchmarks.live import peers
from benchmarks.live.processes import SERVER_CORE, Pinned, pinned, until
from benchmarks.live.scene import BLOCKS, Scene
from consensus.schema import SCHEMA_VERSION
from tests.serving import ROOT, environment, free_port

HERE = Path(__file__).parent
NODE = str(Path(sys.executable).with_name("node"))


@dataclass
class Running:
    """A server that answers; `config` is what the load client needs to know of it."""

    server: Pinned
    config: dict[str, Any]
    pad: int | str  # a text that nobody has typed in


@contextmanager
def service(scene: Scene, folder: Path) -> Iterator[Running]:
    """This service as `consensus serve` runs it: the gate on, synchronous=FULL."""
    program = str(Path(sys.executable).with_name("consensus"))
    port = scene.settings.base_url.rpartition(":")[2]
    command = [program, "serve", "--port", port]
    with pinned(command, SERVER_CORE, environment(scene.settings), folder) as server:
        until(lambda: _listens(port), "consensus")
        config = {
            "kind": "consensus", "url": scene.settings.base_url,
            "people": scene.people, "schema": SCHEMA_VERSION,
        }  # fmt: skip
        yield Running(server, config, scene.documents.pop())


@contextmanager
def relay(scene: Scene, folder: Path) -> Iterator[Running]:
    """A handler that only broadcasts, under the same gunicorn and gevent."""
    port = str(free_port())
    command = [
        sys.executable, "-m", "gunicorn", "--worker-class", "gevent", "--workers", "1",
        "--no-control-socket", "--bind", f"127.0.0.1:{port}",
        "benchmarks.live.relay:app",
    ]  # fmt: skip
    env = {"RELAY_STATE": str(scene.state), "PYTHONPATH": str(ROOT)}
    with pinned(command, SERVER_CORE, env, folder) as server:
        until(lambda: _listens(port), "the relay")
        config = {
            "kind": "relay", "url": f"http://127.0.0.1:{port}",
            "people": scene.people, "schema": SCHEMA_VERSION,
        }  # fmt: skip
        yield Running(server, config, 1)


@contextmanager
def hocuspocus(scene: Scene, folder: Path) -> Iterator[Running]:
    """Hocuspocus with nothing stored: the most that it can do."""
    packages, port = peers.hocuspocus(), str(free_port())
    script = str(HERE / "hocuspocus.mjs")
    command = [NODE, script, str(packages), str(scene.state), port]
    with pinned(command, SERVER_CORE, {"NODE_ENV": "production"}, folder) as server:
        until(lambda: _listens(port), "Hocuspocus")
        config = {"kind": "hocuspocus", "url": f"http://127.0.0.1:{port}"}
        yield Running(server, config, "pad")


@contextmanager
def etherpad(_: Scene, folder: Path) -> Iterator[Running]:
    """Etherpad with its default store, its limits on changes lifted."""
    packages, port = peers.etherpad(), str(free_port())
    text = (" ".join(BLOCKS) + "\n") * 2
    settings = {
        "ip": "127.0.0.1", "port": int(port), "dbType": "dirty",
        "dbSettings": {"filename": str(folder / "dirty.db")}, "defaultPadText": text,
        "loglevel": "WARN", "socketTransportProtocols": ["websocket"],
        "commitRateLimiting": {"duration": 1, "points": 1_000_000},
        "skinName": "no-skin",
    }  # fmt: skip
    path = folder / "settings.json"
    path.write_text(json.dumps(settings), "utf-8")
    command = [NODE, str(packages / "src/node/server.js"), "-s", str(path)]
    with pinned(command, SERVER_CORE, {"NODE_ENV": "production"}, folder) as server:
        until(lambda: _answers(f"http://127.0.0.1:{port}/"), "Etherpad")
        config = {
            "kind": "etherpad", "url": f"http://127.0.0.1:{port}",
            "peers": str(packages),
        }  # fmt: skip
        yield Running(server, config, "pad")


KINDS: dict[str, Callable[..., Any]] = {
    "consensus": service,
    "relay": relay,
    "hocuspocus": hocuspocus,
    "etherpad": etherpad,
}


def config_for(running: Running, scene: Scene) -> dict[str, Any]:
    """What the load client needs for one measurement."""
    return {
        **running.config, "document": running.pad, "pad": str(running.pad),
        "blocks": BLOCKS, "state": str(scene.state),
    }  # fmt: skip


def _listens(port: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(port))) == 0


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status)
    except OSError:
        return False
