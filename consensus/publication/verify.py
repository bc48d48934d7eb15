"""
Checking a bundle without its service: no database, no network, no trust.

What it finds wrong is named in a sentence. A bundle always fits the key that lies
inside it, so who signed is told, and compared if the reader expects somebody.
"""

import hashlib
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from consensus.publication.bundle import MANIFEST
from consensus.publication.checks import CHECKS, Look
from consensus.publication.inspection import Inspection
from consensus.publication.receipt_search import what_became_of
from consensus.publication.record import Fault
from consensus.publication.unpacking import unpacked, unpacked_bytes


@dataclass(frozen=True)
class Check:
    """One thing that was looked at, and what is wrong with it, if anything."""

    name: str
    fault: str | None


@dataclass(frozen=True)
class Verdict:
    """What was found: the checks in order, who signed, and the receipt's story."""

    checks: tuple[Check, ...]
    signer: str = ""
    receipt: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    @property
    def faults(self) -> list[str]:
        """What is wrong, each thing once."""
        found = [check.fault for check in self.checks if check.fault]
        return list(dict.fromkeys(found))

    def as_json(self) -> dict[str, Any]:
        """As plain JSON."""
        return {**asdict(self), "ok": self.ok, "faults": self.faults}


def verify(
    path: Path, *, receipt: dict[str, Any] | None = None, signer: str | None = None,
    after: Path | None = None,
) -> Verdict:  # fmt: skip
    """
    Check a bundle; with a receipt (its JSON) also what became of that objection, with
    a signer (`SHA256:…`) also that this key signed, and with the bundle of an earlier
    edition `after` which it comes also that it names that one's list of files. Raises
    nothing for a bad bundle.
    """
    try:
        bundle = Inspection(unpacked(path))
    except Fault as fault:
        return Verdict((Check("The bundle can be opened", str(fault)),))
    looks = dict(CHECKS)
    if signer is not None:
        looks["The signer is the one expected"] = partial(_is_signer, expected=signer)
    if after is not None:
        looks["It follows on the bundle before it"] = partial(_follows, before=after)
    if receipt is not None:
        find = partial(what_became_of, receipt=receipt)
        looks["The receipt is in the bundle"] = find
    checks = tuple(_checked(bundle, name, look) for name, look in looks.items())
    story = "" if receipt is None else _told(bundle, find)
    return Verdict(checks, _told(bundle, _fingerprint), story)


def faults_in(bundle: bytes) -> list[str]:
    """What is wrong with a bundle in memory, by the same checks; empty if nothing."""
    inspected = Inspection(unpacked_bytes(bundle))
    checks = (_checked(inspected, name, look) for name, look in CHECKS.items())
    return Verdict(tuple(checks)).faults


_MALFORMED = (
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    IndexError,
    OverflowError,
    RecursionError,
)
"""What reading a file raises that says something else than we expect."""


def _checked(bundle: Inspection, name: str, look: Look) -> Check:
    try:
        look(bundle)
    except Fault as fault:
        return Check(name, str(fault))
    except _MALFORMED as error:
        return Check(name, f"{name}: no, something in it is malformed ({error!r:.80}).")
    return Check(name, None)


def _told(bundle: Inspection, tell: Look) -> str:
    """What can be said of a bundle; empty where the checks have said why not."""
    try:
        return str(tell(bundle))
    except (Fault, *_MALFORMED):
        return ""


def _fingerprint(bundle: Inspection) -> str:
    return bundle.signer.fingerprint


def _is_signer(bundle: Inspection, expected: str) -> None:
    signed = bundle.signer.fingerprint
    if signed != expected:
        raise Fault(f"Another key signed: {signed}, not {expected}.")


def _follows(bundle: Inspection, before: Path) -> None:
    """An edition names the list of files of the one before (export.md 9)."""
    earlier = hashlib.sha256(unpacked(before)[MANIFEST]).hexdigest()
    if bundle.manifest["previous"] != earlier:
        raise Fault("This edition does not follow on the one in the bundle before it.")
