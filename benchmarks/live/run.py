"""
The whole measurement of typing together; its tables go into docs/performance.md.

    python -m benchmarks.live.run [--quick] [--fetch] [--only KIND …]

`--fetch` only fetches the peers. `--quick` is for trying it out and writes nothing.
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
from benchmarks.live.kinds import KINDS, NODE, Running
from benchmarks.live.scene import Scene, prepare
from benchmarks.live.typing import LADDER, Pace, Row, measured
from benchmarks.measuring import processor
from tests.serving import ROOT

PEOPLE = [(2, 2), (10, 10), (50, 50), (100, 10), (200, 50), (200, 200)]
REPORT = ROOT / "docs" / "performance.md"
RAW = ROOT / "var" / "bench-live.json"
_BEGIN, _END = "<!-- make bench writes below -->", "<!-- make bench wrote above -->"


@dataclass(frozen=True)
class Plan:
    """What to measure, and how long."""

    people: Sequence[tuple[int, int]]
    ladder: Sequence[int]
    pace: Pace


FULL = Plan(PEOPLE, LADDER, Pace())
QUICK = Plan([(2, 2), (10, 10)], [10], Pace(1, 2, 2))


def run(folder: Path, plan: Plan = FULL, only: Sequence[str] = tuple(KINDS)) -> str:
    """Measure everything; returns the tables, and keeps the raw figures in var/."""
    loads = loading.measure(_new(folder, "loading"))
    scene = prepare(
        _new(folder, "scene"), people=max(LADDER), documents=len(PEOPLE) + len(LADDER)
    )
    rows: list[Row] = []
    sustained: dict[str, list[Row]] = {}
    missing: list[str] = []
    for kind in only:
        try:
            with KINDS[kind](scene, _new(folder, kind)) as running:
                found = [_told(running, scene, people, plan.pace, folder)
                         for people in plan.people]  # fmt: skip
                rows += found
                sustained[kind] = _climb(running, scene, plan, found, folder)
        except (peers.NotInstalled, TimeoutError) as error:
            missing.append(f"{figures.NAMES[kind]} could not be measured: {error}")
    _keep(rows, sustained, loads)
    return _report(rows, sustained, loads, missing)


def _climb(
    running: Running, scene: Scene, plan: Plan, found: list[Row], folder: Path
) -> list[Row]:
    """All type in one text, more and more of them, until it is no longer borne."""
    known = {row.writers: row for row in found if row.clients == row.writers}
    rungs: list[Row] = []
    for number in plan.ladder:
        row = known.get(number) or _told(
            running, scene, (number, number), plan.pace, folder
        )
        rungs.append(row)
        if not row.is_borne:
            break
    return rungs


def _told(
    running: Running, scene: Scene, people: tuple[int, int], pace: Pace, folder: Path
) -> Row:
    row = measured(running, scene, people, pace, folder)
    print(
        f"{row.kind:11} {row.clients:4}/{row.writers:<4}"
        f" p50 {row.p50 or 0:8.1f}  p95 {row.p95 or 0:8.1f}  p99 {row.p99 or 0:8.1f} ms"
        f"  arrived {row.cover:6.1%}  CPU {row.cpu:5.0%}  {row.memory:4.0f} MB"
        f"  client {row.client:4.0%}  other {row.other:4.0%}"
        f"  refused {row.refused}  lost {row.lost}",
        flush=True,
    )
    return row


def _report(
    rows: list[Row],
    sustained: dict[str, list[Row]],
    loads: Sequence[loading.Loading],
    missing: list[str],
) -> str:
    found = figures.grouped(rows)
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


def _keep(
    rows: list[Row], sustained: dict[str, list[Row]], loads: Sequence[loading.Loading]
) -> None:
    RAW.parent.mkdir(exist_ok=True)
    climbed = {
        kind: [one.as_json() for one in some] for kind, some in sustained.items()
    }
    told = {
        "rows": [row.as_json() for row in rows],
        "sustained": climbed,
        "loading": [asdict(one) for one in loads],
    }
    RAW.write_text(json.dumps(told, indent=1), "utf-8")


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
        plan = QUICK if given.quick else FULL
        tables = run(Path(folder), plan, given.only)
    print(tables)
    if not given.quick:
        write_down(tables)


if __name__ == "__main__":
    main()
