"""One measurement: so many people on a text of a server, some or all of them typing."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from benchmarks.live.kinds import HERE, NODE, Running, config_for
from benchmarks.live.processes import CLIENT_CORE, TASKSET, busy
from benchmarks.live.scene import Scene

PER_SECOND = 5  # keystrokes of each writer
BEARABLE = 100.0  # ms, at the 95th percentile
_WHOLE = 0.999  # of the pairs must arrive for a load to count as borne
LADDER = [10, 25, 50, 75, 100, 150, 200, 250, 300, 400]


@dataclass(frozen=True)
class Pace:
    """How long one measurement takes, in seconds."""

    warm: float = 2
    measure: float = 8
    drain: float = 3


@dataclass(frozen=True)
class Row:
    """What one measurement found."""

    kind: str
    clients: int
    writers: int
    p50: float | None  # ms
    p95: float | None
    p99: float | None
    cover: float  # share of keystrokes that reached all pages in time
    typed: float  # keystrokes a second, of all writers
    cpu: float  # share of the server's core
    memory: float  # MB
    client: float  # share of the load client's core
    other: float  # share of one core that anything else used meanwhile
    refused: int
    lost: int  # sockets

    @property
    def is_borne(self) -> bool:
        """Whether people can still work so."""
        return self.p95 is not None and self.p95 <= BEARABLE and self.cover >= _WHOLE

    def as_json(self) -> dict[str, Any]:
        """For the file with the raw figures."""
        return asdict(self)


def measured(
    running: Running, scene: Scene, people: tuple[int, int], pace: Pace, folder: Path
) -> Row:
    """Open so many pages, let so many of them type, and see when the others hear."""
    clients, writers = people
    config = {
        **config_for(running, scene), **asdict(pace),
        "clients": clients, "writers": writers, "perSecond": PER_SECOND,
    }  # fmt: skip
    path = folder / "config.json"
    path.write_text(json.dumps(config), "utf-8")
    command = [TASKSET, "-c", CLIENT_CORE, NODE, str(HERE / "client/load.mjs"), path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as client:
        assert client.stdout is not None
        lines = iter(client.stdout.readline, "")
        _until(lines, "begin")
        before = (monotonic(), running.server.cpu(), busy())
        _until(lines, "end")
        after = (monotonic(), running.server.cpu(), busy())
        memory = running.server.memory() / 1e6
        found = json.loads(next(lines))
    seconds, cpu, all_used = (b - a for a, b in zip(before, after, strict=True))
    other = all_used - cpu - found["client"] * seconds
    return Row(
        kind=str(running.config["kind"]), clients=clients, writers=writers,
        cpu=cpu / seconds, memory=memory, other=max(0.0, other / seconds), **found,
    )  # fmt: skip


def _until(lines: Iterator[str], word: str) -> None:
    for line in lines:
        if line.strip() == word:
            return
    raise RuntimeError("the load client ended early; what it said is above")
