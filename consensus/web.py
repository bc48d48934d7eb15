"""What every page shares: reading a form, refusal pages, headers, CSRF."""

from enum import StrEnum
from typing import TypeVar

from flask import Flask, request

from consensus.errors import Invalid, NotAllowed, NotFound, Refused, SignInFirst

Choice = TypeVar("Choice", bound=StrEnum)

STATUS: dict[type[Refused], int] = {
    NotFound: 404,
    SignInFirst: 401,
    NotAllowed: 403,
    Invalid: 422,
    Refused: 409,
}


def init_app(app: Flask) -> None:
    """Give every page its refusals, headers and helpers."""


def chosen(kind: type[Choice], field: str) -> Choice:
    """The choice made in a form field, or a refusal (`Invalid`) that names the field."""
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
