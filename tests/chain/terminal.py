"""The `consensus` command as an operator or a reader types it, and how it ended."""

import io
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from consensus import cli
from consensus.config import Settings
from tests.serving import environment


@dataclass(frozen=True)
class Ended:
    """Exit code and what was printed to both outputs."""

    code: object
    out: str
    err: str

    @property
    def faults(self) -> list[str]:
        """The sentences on stderr, one a line."""
        return self.err.splitlines()


def run(settings: Settings, *arguments: object) -> Ended:
    """Run the command on a service's database and files, in this process."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(settings).items():
            patch.setenv(name, value)
        return run_here(*arguments)


def run_here(*arguments: object) -> Ended:
    """Run the command in this process, for what needs no service."""
    out, err = io.StringIO(), io.StringIO()
    with (
        redirect_stdout(out),
        redirect_stderr(err),
        pytest.raises(SystemExit) as ended,
    ):
        cli.main([str(one) for one in arguments])
    return Ended(ended.value.code, out.getvalue(), err.getvalue())


def run_elsewhere(folder: Path, *arguments: object) -> Ended:
    """
    Run the command as somebody without the service does: in a process of its own, in
    another folder, with no settings at all.
    """
    program = Path(sys.executable).with_name("consensus")
    done = subprocess.run(
        [str(program), *map(str, arguments)], cwd=folder, check=False,
        capture_output=True, text=True, env={"PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    return Ended(done.returncode, done.stdout, done.stderr)
