"""Reading what a form sent: text becomes a type here, or is refused."""

from enum import StrEnum
from typing import TypeVar

from flask import request

from consensus.errors import Invalid

Choice = TypeVar("Choice", bound=StrEnum)

_NOT_TYPED = ("csrf_token", "next", "proof", "seen_hash", "seen_mac", "seen_ref")


def chosen(kind: type[Choice], field: str) -> Choice:
    """The choice made in a form field; refuses (`Invalid`) what was not offered."""
    try:
        return kind(request.form.get(field, ""))
    except ValueError as error:
        raise Invalid(f"Choose one of the offered values for {field}.") from error


def written(field: str, label: str, *, at_most: int = 10_000) -> str:
    """
    The text typed into a form field, line ends as \\n and blank ends cut off.

    Refuses (`Invalid`) a text longer than `at_most` characters, naming the label.
    """
    text = request.form.get(field, "").replace("\r\n", "\n").strip()
    if len(text) > at_most:
        raise Invalid(f"{label} can be {at_most:,} characters long at most.")
    return text


def wants_fragment() -> bool:
    """Whether the page's script asks for the changed part only."""
    return request.headers.get("X-Fragment") == "1"


def typed() -> dict[str, str]:
    """All that was typed into the form at hand, by label, so that it can be kept."""
    found = {}
    for field, texts in request.form.lists():
        text = "\n".join(texts).strip()
        if text and field not in _NOT_TYPED:
            found[field.replace("_", " ").capitalize()] = text
    return found
