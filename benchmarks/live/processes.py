"""Servers and the load client, each pinned to a core, and what they use of it."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

TASKSET = "/usr/bin/taskset"  # of util-linux
SERVER_CORE, CLIENT_CORE = "0", "1"
_TICKS = os.sysconf("SC_CLK_TCK")
_UTIME, _STIME, _SESSION = 11, 12, 3  # fields of /proc/PID/stat after ")"
_PATIENCE = 60.0  # seconds


@dataclass(frozen=True)
class Pinned:
    """A program with its children, in a session of its own, on one core."""

    process: "subprocess.Popen[bytes]"

    def cpu(self) -> float:
        """Seconds of processor time used so far by those that still run."""
        used = sum(
            int(fields[_UTIME]) + int(fields[_STIME]) for fields in self._family()
        )
        return used / _TICKS

    def memory(self) -> int:
        """Memory in bytes; what several processes share is counted once (PSS)."""
        return sum(_share(int(fields[-1])) for fields in self._family())

    def _family(self) -> Iterator[list[str]]:
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text("utf-8").rpartition(")")[2].split()
            except OSError:
                continue  # it ended meanwhile
            if int(fields[_SESSION]) == self.process.pid:
                yield [*fields, path.parent.name]


@contextmanager
def pinned(
    command: Sequence[str], core: str, env: Mapping[str, str], folder: Path
) -> Iterator[Pinned]:
    """Run a program on one core until the block ends; what it prints is in `log`."""
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [TASKSET, "-c", core, *command],
            cwd=folder,
            env={**os.environ, **env},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield Pinned(process)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _share(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines()
    except OSError:
        return 0  # it ended meanwhile
    sizes = [int(line.split()[1]) for line in lines if line.startswith("Pss:")]
    return sum(sizes) * 1024


def busy() -> float:
    """Seconds of processor time that the whole machine has used so far."""
    fields = Path("/proc/stat").read_text("utf-8").splitlines()[0].split()[1:]
    user, nice, system, _idle, _wait, irq, soft = (int(one) for one in fields[:7])
    return (user + nice + system + irq + soft) / _TICKS


def until(ready: Callable[[], bool], what: str) -> None:
    """Wait until a condition is true, at most a minute (TimeoutError)."""
    limit = monotonic() + _PATIENCE
    while not ready():
        if monotonic() > limit:
            raise TimeoutError(f"{what} does not answer")
        sleep(0.1)
