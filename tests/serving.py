"""Real servers in child processes: ours as people run it, and a Redis of our own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

from consensus.config import Settings

ROOT = Path(__file__).resolve().parent.parent
_PATIENCE = 600  # looks of 0.05 s each before a server counts as not coming up


@dataclass(frozen=True)
class Server:
    """
    A `consensus serve` that answers at `url` and works on the database in `settings`.

    A test may open the same database in its own process with `create_app(settings)`,
    to prepare what the browser is to find.
    """

    url: str
    settings: Settings
    process: "subprocess.Popen[bytes]"
    log: Path

    def printed(self) -> str:
        """All that the server has printed so far, mail on the console included."""
        return self.log.read_text("utf-8")

    def kill(self) -> None:
        """End it at once, as a power cut would (SIGKILL to the whole group)."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def free_port() -> int:
    """
    A TCP port on the loopback address for a server of this process alone.

    It is held until the process ends, or the system might give it to another program
    before the server is there. Who binds with SO_REUSEADDR, as servers do, is let in.
    """
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    port: int = held.getsockname()[1]
    held.detach()  # nobody closes it
    return port


def environment(settings: Settings) -> dict[str, str]:
    """This process's environment, with the settings as CONSENSUS_… and no others."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("CONSENSUS_")}
    for field in fields(settings):
        value = getattr(settings, field.name)
        if field.name != "oidc":
            kept[f"CONSENSUS_{field.name.upper()}"] = _spelled(value)
    return kept


def _spelled(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return ",".join(value) if isinstance(value, tuple) else str(value)


@contextmanager
def running_server(
    settings: Settings, folder: Path, *arguments: str
) -> Iterator[Server]:
    """
    Run `consensus serve` with these settings until the block ends, which kills it: it
    must bear that at any time, and a farewell takes seconds.

    `settings.base_url` says host and port. Raises AssertionError with all it printed
    when it ends or does not answer within 30 seconds.
    """
    port = settings.base_url.rpartition(":")[2]
    log = folder / f"server-{port}.log"
    program = Path(sys.executable).with_name("consensus")
    command = [str(program), "serve", "--port", port, *arguments]
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment(settings),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Server(settings.base_url, settings, process, log)
    try:
        _wait_until(process, lambda: _listens(int(port)), server.printed)
        yield server
    finally:
        server.kill()


@contextmanager
def running_redis(folder: Path, port: int | None = None) -> Iterator[str]:
    """
    Run a Redis that keeps nothing, until the block ends; yields its URL.

    `port` is that of an earlier one which is to come back; else any that is free.
    """
    program = shutil.which("redis-server", path=f"{os.environ['PATH']}:/usr/bin")
    assert program, "redis-server is not installed"
    port = port or free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1"]
    command += ["--save", "", "--appendonly", "no", "--dir", str(folder)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT
    )
    try:
        _wait_until(process, lambda: _listens(port), lambda: "redis-server")
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        _stop(process)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait_until(
    process: "subprocess.Popen[bytes]",
    ready: Callable[[], bool],
    printed: Callable[[], str],
) -> None:
    for _ in range(_PATIENCE):
        if ready():
            return
        try:
            process.wait(timeout=0.05)
        except subprocess.TimeoutExpired:
            continue
        break
    raise AssertionError(f"The server does not answer. It printed:\n{printed()}")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
