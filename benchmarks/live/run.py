"""
The whole measurement of typing together; its tables go into docs/performance.md.

    python -m benchmarks.live.run [--quick] [--fetch] [--only KIND …]

`--fetch` only fetches the peers. `--quick` is for trying it out and writes nothing.
`--only` measures some servers anew and takes the others from the run before.
"""

import argparse
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.live import figures, loading, peers
from benchmarks.live.kinds import KINDS, NODE
from benchmarks.live.scene import Scene, prepare
from benchmarks.live.typing import LADDER, Pace, Row, measured
from benchmarks.measuring import processor
from tests.serving import ROOT

PEOPLE = [(2, 2), (10, 10), (50, 50), (100, 10), (200, 50), (200, 200)]
QUIET = 0.2  # of a core; while something else uses more, a row tells little
REPORT = ROOT / "docs" / "performance.md"
RAW = ROOT / "var" / "bench-live.json"
_BEGIN, _END = "<!-- make bench writes below -->", "<!-- make bench wrote above -->"


@dataclass(frozen=True)
class Plan:
    """What to measure, how long, and how often at most while others keep it busy."""

    people: Sequence[tuple[int, int]]
    ladder: Sequence[int]
    pace: Pace
    tries: int = 2


FULL = Plan(PEOPLE, LADDER, Pace())
QUICK = Plan([(2, 2), (10, 10)], [10], Pace(1, 2, 2), tries=1)


@dataclass(frozen=True)
class Bench:
    """Where and on what it is measured; each row has a server and a text of its own."""

    folder: Path
    scene: Scene
    plan: Plan

    def rows_of(self, kind: str) -> list[Row]:
        """All rows of a kind of server: the given ones, then more and more writers."""
        found = {people: self._quietest(kind, people) for people in self.plan.people}
        for number in self.plan.ladder:
            people = (number, number)
            if people not in found:
                found[people] = self._quietest(kind, people)
            if not found[people].is_borne:
                break
        return list(found.values())

    def _quietest(self, kind: str, people: tuple[int, int]) -> Row:
        """The first row that nothing disturbed, else the least disturbed one."""
        rows: list[Row] = []
        for _ in range(self.plan.tries):
            with TemporaryDirectory(dir=self.folder) as name:
                folder = Path(name)
                with KINDS[kind](self.scene, folder) as running:
                    rows.append(
                        measured(running, self.scene, people, self.plan.pace, folder)
                    )
            _tell(rows[-1])
            if rows[-1].other <= QUIET:
                break
        return min(rows, key=lambda row: row.other)


def run(folder: Path, plan: Plan = FULL, only: Sequence[str] = tuple(KINDS)) -> str:
    """
    Measure everything; returns the tables, and keeps the raw figures in var/.

    What is not in `only` is taken from the run before.
    """
    rows, loads = _kept() if set(only) < set(KINDS) else ([], [])
    rows = [row for row in rows if row.kind not in only]
    if not loads or "consensus" in only:
        loads = loading.measure(_new(folder, "loading"))
    most = plan.tries * (len(plan.people) + len(plan.ladder))
    scene = prepare(_new(folder, "scene"), people=max(LADDER), documents=most)
    bench = Bench(folder, scene, plan)
    missing: list[str] = []
    for kind in only:
        try:
            rows += bench.rows_of(kind)
        except (peers.NotInstalled, TimeoutError) as error:
            missing.append(f"{figures.NAMES[kind]} could not be measured: {error}")
    _keep(rows, loads)
    return _report(rows, loads, missing)


def _tell(row: Row) -> None:
    print(
        f"{row.kind:11} {row.clients:4}/{row.writers:<4}"
        f" p50 {row.p50 or 0:8.1f}  p95 {row.p95 or 0:8.1f}  p99 {row.p99 or 0:8.1f} ms"
        f"  arrived {row.cover:6.1%}  CPU {row.cpu:5.0%}  {row.memory:4.0f} MB"
        f"  client {row.client:4.0%}  other {row.other:4.0%}"
        f"  refused {row.refused}  lost {row.lost}",
        flush=True,
    )


def _report(
    rows: list[Row], loads: Sequence[loading.Loading], missing: list[str]
) -> str:
    found = figures.grouped([r for r in rows if (r.clients, r.writers) in PEOPLE])
    sustained = {
        kind: [row for row in rows if row.kind == kind and row.clients == row.writers]
        for kind in KINDS
    }
    parts = [
        _machine(),
        "### Goals",
        figures.goals_table(found, sustained, loads),
        "### From a keystroke to the other pages: p50 / p95 / p99 in ms",
        figures.latency_table(found),
        "### What it costs: share of the server's core, memory",
        figures.cost_table(found),
        "### All typing in one text, more and more of them",
        figures.sustained_table(sustained),
        "### Opening a text of 105 KB and 20,000 keystrokes by five people",
        figures.loading_table(loads),
        *missing,
    ]
    return "\n\n".join(parts)


def _machine() -> str:
    node = subprocess.run(
        [NODE, "--version"], check=True, capture_output=True, text=True
    ).stdout.strip()
    packages = ["flask-socketio", "python-socketio", "gevent", "gunicorn", "pycrdt"]
    ours = ", ".join(f"{name} {version(name)}" for name in packages)
    theirs = {**peers.HOCUSPOCUS, **peers.ETHERPAD}
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} on {processor()}, {os.cpu_count()} "
        f"cores, Linux {os.uname().release}: Python {sys.version.split()[0]}, SQLite "
        f"{sqlite3.sqlite_version}, {ours}, Node {node}, "
        + ", ".join(f"{name} {number}" for name, number in theirs.items())
        + "."
    )


def _keep(rows: list[Row], loads: Sequence[loading.Loading]) -> None:
    RAW.parent.mkdir(exist_ok=True)
    told = {
        "rows": [row.as_json() for row in rows],
        "loading": [asdict(one) for one in loads],
    }
    RAW.write_text(json.dumps(told, indent=1), "utf-8")


def _kept() -> tuple[list[Row], list[loading.Loading]]:
    """The rows and loads of the run before; none if there was none."""
    if not RAW.exists():
        return [], []
    told = json.loads(RAW.read_text("utf-8"))
    rows = [Row(**one) for one in told["rows"]]
    return rows, [loading.Loading(**one) for one in told["loading"]]


def write_down(tables: str) -> None:
    """Put the tables into docs/performance.md, between its two marks."""
    page = REPORT.read_text("utf-8")
    before, _, rest = page.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    REPORT.write_text(f"{before}{_BEGIN}\n\n{tables}\n\n{_END}{after}", "utf-8")


def _new(folder: Path, name: str) -> Path:
    made = folder / name
    made.mkdir()
    return made


def main() -> None:
    """Run it as the command line says."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--fetch", action="store_true")
    asked.add_argument("--only", nargs="*", choices=list(KINDS), default=list(KINDS))
    given = asked.parse_args()
    if given.fetch:
        print(peers.hocuspocus(), peers.etherpad())
        return
    with TemporaryDirectory() as folder:
        tables = run(Path(folder), QUICK if given.quick else FULL, given.only)
    print(tables)
    if not given.quick:
        write_down(tables)


if __name__ == "__main__":
    main()
