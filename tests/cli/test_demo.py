"""The living demo: one command, a coalition in mid-argument, links to sign in."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from tests.serving import free_port

COMMAND = [sys.executable, "-c", "from consensus.cli import main; main()", "demo"]


@contextmanager
def demo(folder: Path, port: int) -> Iterator[list[str]]:
    """The demo as somebody starts it; the lines it prints until it serves."""
    arguments = ["--port", str(port), "--folder", str(folder)]
    with subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, start_new_session=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "Booting worker" in line:
                break
        try:
            yield lines
        finally:
            os.killpg(process.pid, signal.SIGKILL)


def test_the_demo_serves_a_coalition_and_prints_links(tmp_path: Path) -> None:
    port = free_port()
    with demo(tmp_path, port) as lines:
        printed = "".join(lines)
        links = re.findall(r"(http://\S+/sign-in/link/\S+)", printed)
        assert len(links) == 5
        for role in ("coordinator", "editor", "member", "observer"):
            assert re.search(rf"^  {role} ", printed, re.MULTILINE)
        with urlopen(links[0]) as page:  # noqa: S310 - our own address
            assert b"Amara Nwosu" in page.read()
        home = f"http://127.0.0.1:{port}"
        with urlopen(f"{home}/documents/2") as page:  # noqa: S310
            assert b"Meetings that work" in page.read()
        with urlopen(f"{home}/documents/1/versions/1.0") as page:  # noqa: S310
            assert b"annex-D-1" in page.read()


def test_a_port_in_use_is_told_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = subprocess.run(
            [*COMMAND, "--port", port, "--folder", str(tmp_path / "demo")],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Port {port} is in use")
    assert "Traceback" not in ended.stderr
