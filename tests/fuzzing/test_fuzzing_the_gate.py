"""The gate holds against whatever a fuzzer comes up with; `make soak`: ten minutes."""

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.serving import ROOT


@pytest.mark.skipif(not find_spec("atheris"), reason="atheris is not built for this")
@pytest.mark.parametrize(
    "seconds",
    [
        pytest.param(60, id="one-minute"),
        pytest.param(600, marks=pytest.mark.soak, id="at-length"),
    ],
)
def test_no_bytes_get_more_than_a_refusal_out_of_the_gate(
    tmp_path: Path, seconds: int
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzzing.gate", str(corpus),
         f"-max_total_time={seconds}", f"-artifact_prefix={tmp_path}/",
         "-max_len=16384", "-timeout=60", "-rss_limit_mb=0"],
        cwd=ROOT,
        # A panic of the library that reads its own symbols takes seconds and memory.
        env={**os.environ, "RUST_BACKTRACE": "0"},
        capture_output=True,
        text=True,
        errors="replace",
        timeout=seconds + 120,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4_000:]
    (runs,) = re.findall(r"number_of_executed_units: (\d+)", done.stderr)
    reached = re.findall(r"cov: (\d+)", done.stderr)
    assert int(runs) > 1_000
    assert int(reached[-1]) >= int(reached[0]) > 50
    sys.stdout.write(f"{runs} inputs in {seconds} s; {reached[-1]} places reached\n")
