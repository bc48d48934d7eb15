"""Timing one thing several times, and saying on what machine."""

import os
import platform
import sqlite3
import statistics
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

_PROCESSORS = Path("/proc/cpuinfo")


def describe_machine() -> None:
    """Print what the figures that follow were measured on."""
    print(f"{processor()}, {os.cpu_count()} cores, {platform.system()}")
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")
    if hasattr(os, "getloadavg"):
        busy = os.getloadavg()[0]
        print(f"Processes waiting or running in the last minute: {busy:.1f}\n")


def measure(what: str, deed: Callable[[], object], *, times: int) -> None:
    """
    Do something so many times and print the median and the extremes, and the processor
    time of this process: where others use the machine, that is what can be compared.
    """
    taken, used = [], []
    for _ in range(times):
        start, busy = perf_counter(), process_time()
        deed()
        taken.append((perf_counter() - start) * 1_000)
        used.append((process_time() - busy) * 1_000)
    middle, cost = statistics.median(taken), statistics.median(used)
    print(
        f"{what:46} {middle:9,.1f} ms   ({min(taken):,.1f} to {max(taken):,.1f},"
        f" median of {times}; {cost:,.1f} ms of processor time)"
    )


def processor() -> str:
    """The name of the processor, as the system tells it."""
    lines = _PROCESSORS.read_text("utf-8").splitlines() if _PROCESSORS.exists() else []
    names = [line.partition(":")[2] for line in lines if line.startswith("model name")]
    return names[0].strip() if names else platform.machine()
