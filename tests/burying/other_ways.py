"""The ways past the pages: events of a page's socket, and the command line."""

import inspect
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from consensus import cli
from consensus.drafting import text
from consensus.drafting.reading import Draft, block_map
from consensus.realtime import socketio
from consensus.schema import SCHEMA_VERSION
from tests.drafting.updates import made_by
from tests.realtime.pages import Page

WITHOUT_END = {"serve", "demo"}
"""Commands that serve until they are stopped; what they serve is attacked elsewhere."""


def events() -> dict[str, dict[str, type]]:
    """Every event that the service listens to, with the fields that it takes."""
    found = {}
    for event, handler in socketio.server.handlers["/"].items():
        fields = inspect.getclosurevars(handler).nonlocals.get("fields")
        if fields is not None:
            found[event] = fields
    return found


def send_everything(page: Page, document: int) -> Iterator[str]:
    """Send each event, and what takes paragraphs out of the draft."""
    opening = {"document": document, "client": 0, "schema": SCHEMA_VERSION}
    for event, fields in events().items():
        sent = {name: 1 if kind is int else "b1" for name, kind in fields.items()}
        sent |= {name: value for name, value in opening.items() if name in fields}
        page.ask(event, sent)
        yield event
    joined = page.ask("draft:join", {**opening, "vector": "AA=="})
    if "missed" not in joined:
        return
    base, client = b64decode(joined["missed"]), int(joined["client"])
    for number, (name, change) in enumerate(CHANGES.items(), start=1):
        update = made_by(client or 1, base, change)
        page.ask("draft:update", {
            "document": document, "client": client, "number": number, "seen": 0,
            "update": b64encode(update).decode(),
        })  # fmt: skip
        yield name


def _take_out(doc: Draft) -> None:
    for block in ("b1", "b2", "b3"):
        text.remove_block(doc, block)


def _join(doc: Draft) -> None:
    text.remove_block(doc, "b1", into="b2")


def _forget(doc: Draft) -> None:
    del block_map(doc)["b1"]


CHANGES: dict[str, Callable[[Draft], None]] = {
    "forgetting a paragraph": _forget,
    "joining paragraphs": _join,
    "taking all out": _take_out,
}
"""What a page's program can be made to do to the text."""


def commands() -> dict[tuple[str, ...], click.Command]:
    """Every command that comes to an end, by its words."""
    return {
        words: found
        for words, found in _under(cli.command, ())
        if words[0] not in WITHOUT_END
    }


def _under(
    group: click.Group, words: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, found in group.commands.items():
        if isinstance(found, click.Group):
            yield from _under(found, (*words, name))
        else:
            yield (*words, name), found


def arguments_for(
    found: click.Command, *, file: Path, document: int, email: str
) -> list[str]:
    """All arguments and options of a command, filled in."""
    given = []
    for one in found.params:
        value = _value(one, file=file, document=document, email=email)
        if isinstance(one, click.Option):
            flag = one.opts[-1]
            given += [flag] if one.is_flag else [flag, value]
        else:
            given.append(value)
    return given


def _value(one: click.Parameter, *, file: Path, document: int, email: str) -> str:
    if isinstance(one.type, click.types.IntParamType) or one.name in {
        "into",
        "document",
    }:
        return str(document)
    if isinstance(one.type, click.Path):
        return str(file)
    if isinstance(one.type, click.Choice):
        return str(one.type.choices[-1])
    return "rivers" if one.name in {"slug", "coalition"} else email
