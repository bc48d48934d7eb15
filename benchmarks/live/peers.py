"""Fetching the peers from npm, into a folder that is no part of the project."""

import json
import shutil
import subprocess
from pathlib import Path
from tempfile import gettempdir

HOCUSPOCUS = {"@hocuspocus/server": "4.7.0", "yjs": "13.6.33"}
ETHERPAD = {"ep_etherpad-lite": "1.8.14", "socket.io-client": "2.4.0"}
FOLDER = Path(gettempdir()) / "consensus-bench-peers"
_PATIENCE = 900  # seconds for npm


class NotInstalled(Exception):
    """A peer could not be fetched; the message says what was tried."""


def hocuspocus() -> Path:
    """The folder with Hocuspocus in its node_modules."""
    return _installed("hocuspocus", HOCUSPOCUS)


def etherpad() -> Path:
    """
    The folder with Etherpad in `src`, where it looks for itself.

    Its package lies in node_modules when npm is done; Etherpad only starts from a
    folder called `src`, with a link to it in node_modules.
    """
    folder = _installed("etherpad", ETHERPAD)
    package, source = folder / "node_modules" / "ep_etherpad-lite", folder / "src"
    if not source.exists():
        shutil.move(package, source)
        package.symlink_to(source)
    return folder


def _installed(name: str, packages: dict[str, str]) -> Path:
    folder = FOLDER / name
    done = folder / "done.json"
    if done.exists() and json.loads(done.read_text("utf-8")) == packages:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "package.json").write_text('{"private": true}\n', "utf-8")
    wanted = [f"{package}@{version}" for package, version in packages.items()]
    command = ["npm", "install", "--no-audit", "--no-fund", *wanted]
    try:
        subprocess.run(
            command, cwd=folder, check=True, capture_output=True, timeout=_PATIENCE
        )
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", b"") or b""
        raise NotInstalled(
            f"`{' '.join(command)}` failed: {said.decode()[-400:] or error}"
        ) from error
    done.write_text(json.dumps(packages), "utf-8")
    return folder
