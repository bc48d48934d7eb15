"""Run every benchmark, each in a folder of its own that is removed afterwards."""

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import bundle, call, pages, redlines
from benchmarks.live import run as live
from benchmarks.measuring import describe_machine

if __name__ == "__main__":
    describe_machine()
    for benchmark in (redlines, pages, call, bundle):
        with TemporaryDirectory() as folder:
            benchmark.run(Path(folder))
    with TemporaryDirectory() as folder:
        tables = live.run(Path(folder))
    print(f"\n{tables}")
    live.write_down(tables)
