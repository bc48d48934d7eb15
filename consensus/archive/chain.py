"""
The hash chain as plain functions: what is hashed, and what a valid chain is.

`h = SHA-256(prev ‖ RFC 8785(body))` (decisions.md 17). No database here, so the
verifier outside the service uses the very same lines.
"""

import hashlib
import secrets
from collections.abc import Iterable
from typing import Any

import rfc8785

GENESIS = ""


def canonical(value: Any) -> bytes:
    """The RFC 8785 form of a JSON value."""
    return rfc8785.dumps(value)


def link(previous: str, body: bytes) -> str:
    """The hash of an entry: lowercase hex, over the previous hash and the body."""
    return hashlib.sha256(previous.encode("ascii") + body).hexdigest()


def new_salt() -> str:
    """256 random bits, so that nobody can guess a short text from its hash."""
    return secrets.token_hex(32)


def salted_hash(salt: str, value: Any) -> str:
    """The hash by which an entry carries a payload that lies beside it."""
    return hashlib.sha256(salt.encode("ascii") + canonical(value)).hexdigest()


def first_fault(lines: Iterable[dict[str, Any]]) -> str | None:
    """
    The first thing wrong with public log lines, in a sentence; None if all is well.

    Each line is {"entry": body, "hash": …, "words"?: {salt, value}, "identity"?: …}.
    """
    previous, expected = GENESIS, 1
    for line in lines:
        body = line["entry"]
        if body.get("seq") != expected:
            return (
                f"Entry {expected} is missing: the log goes on with {body.get('seq')}."
            )
        if link(previous, canonical(body)) != line["hash"]:
            return f"Entry {expected} was changed: its hash does not fit the chain."
        for part in ("words", "identity"):
            if part in line and not _fits(line[part], body.get(part)):
                return f"Entry {expected}: its {part} are not those that were recorded."
        previous, expected = line["hash"], expected + 1
    return None


def _fits(payload: dict[str, Any], recorded: object) -> bool:
    return salted_hash(payload["salt"], payload["value"]) == recorded
