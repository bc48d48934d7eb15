"""
Pandoc in a child process that can neither reach out nor run on (trust.md SEC-S32).

Hostile files make pandoc run for minutes or fill the memory, so it never runs
without a heap limit, a time limit and an output limit, and it is killed as a group.
"""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

import pypandoc

from consensus.errors import Invalid

SECONDS = 20.0
"""How long the reading of one file may take, over all its steps."""

_MOST_OUTPUT = 64 * 1024 * 1024  # bytes
# Measured: a heap of 512 MB takes 710 MB of memory before pandoc gives up, and
# SEC-S32 allows 700.
_HEAP = "-M440M"
# A shell sets the limits and then becomes the command: `preexec_fn` is not safe
# in a server with threads, and the shell's own arguments are never read as code.
_WITH_LIMITS = 'ulimit -t "$1"; ulimit -f "$2"; shift 2; exec "$@"'


@dataclass(frozen=True)
class Deadline:
    """The moment (monotonic seconds) at which the reading of a file must be over."""

    at: float

    @classmethod
    def after(cls, seconds: float = SECONDS) -> "Deadline":
        """A deadline so many seconds from now."""
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """Seconds that are left, at least a hundredth so that a wait is a wait."""
        return max(self.at - time.monotonic(), 0.01)


def pandoc(source: bytes, *, reader: str, writer: str, by: Deadline) -> bytes:
    """What pandoc makes of a file; `Invalid` if it cannot, within time and bounds."""
    options = ["--from", reader, "--to", writer, "--wrap=none", "--sandbox"]
    quiet = ["--syntax-highlighting=none", "--quiet"]
    program = str(pypandoc.get_pandoc_path())
    command = [program, *options, *quiet, "+RTS", _HEAP, "-RTS"]
    return run_limited(command, source, by=by)


def run_limited(command: Sequence[str], source: bytes, *, by: Deadline) -> bytes:
    """
    Run a command on `source` in its own process group, an empty folder, a bare
    environment; return its output. Refused with `Invalid` when it fails, writes more
    than 64 MB or is not done by the deadline, and then the whole group is killed.
    """
    with (
        tempfile.TemporaryDirectory() as empty,
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as made,
    ):
        given.write(source)
        given.seek(0)
        if _exit_code(_started(command, empty, (given, made)), by) != 0:
            raise Invalid("This file is damaged or too tangled to be read.")
        made.seek(0)
        return made.read()


def _started(
    command: Sequence[str], folder: str, ends: tuple[IO[bytes], IO[bytes]]
) -> subprocess.Popen[bytes]:
    seconds, blocks = str(int(SECONDS)), str(_MOST_OUTPUT // 512)
    shell = ["/bin/sh", "-c", _WITH_LIMITS, "sh", seconds, blocks]
    return subprocess.Popen(
        [*shell, *command],
        stdin=ends[0],
        stdout=ends[1],
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={"LANG": "C.UTF-8", "HOME": folder},
        start_new_session=True,
    )


def _exit_code(child: subprocess.Popen[bytes], by: Deadline) -> int:
    try:
        return child.wait(timeout=by.left())
    except subprocess.TimeoutExpired as error:
        raise Invalid("This file takes too long to read; try a shorter one.") from error
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
