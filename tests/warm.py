"""
What every application makes anew and would make alike, made once for all tests of a
worker: how addresses are built from routes, and SQL from statements. Nearly half of a
short test's time went into these.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.engine import Dialect
from werkzeug.routing import Rule

_builders: dict[object, Callable[..., tuple[str, str]]] = {}
_dialects: list[Dialect] = []
_statements: dict[Any, Any] = {}


class WarmRule(Rule):
    """A route that builds its address by the function of an earlier, equal one."""

    def _compile_builder(
        self, append_unknown: bool = True
    ) -> Callable[..., tuple[str, str]]:
        key = (self.rule, self.host, str(self.defaults), append_unknown)
        if key not in _builders:
            _builders[key] = super()._compile_builder(append_unknown)
        return _builders[key]


def warm_routes() -> None:
    """Let all applications of this process use `WarmRule`."""
    Flask.url_rule_class = WarmRule


def warm_statements(engine: Engine) -> None:
    """Let an SQLite engine find the SQL that earlier ones have compiled."""
    if engine.name != "sqlite":
        return
    if not _dialects:
        engine.connect().close()  # the dialect learns now what it has to know
        _dialects.append(engine.dialect)
    engine.dialect = _dialects[0]
    engine.update_execution_options(compiled_cache=_statements)
