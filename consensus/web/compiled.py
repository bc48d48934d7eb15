"""Templates that stay compiled from one process to the next, as Python's modules do."""

import sys
from contextlib import suppress
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket


def keep_compiled(app: Flask) -> None:
    """
    Keep the compiled templates in `__pycache__` beside them: the first page of a new
    process comes some tenths of a second sooner. Where Python may not write bytecode
    (`PYTHONDONTWRITEBYTECODE`), templates are compiled by each process.
    """
    if app.template_folder is None or sys.dont_write_bytecode:
        return
    folder = Path(app.root_path, app.template_folder, "__pycache__")
    with suppress(OSError):  # an installation that its service may only read
        folder.mkdir(exist_ok=True)
        app.jinja_env.bytecode_cache = _Compiled(str(folder))


class _Compiled(FileSystemBytecodeCache):
    """Each entry carries a hash of its template's source, which jinja2 compares."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, if there is room and leave to write."""
        with suppress(OSError):
            super().dump_bytecode(bucket)
