"""The exact words of a statement: what a signature is bound to, and what changes it."""

import hashlib
from dataclasses import dataclass

from consensus.archive.chain import canonical
from consensus.deliberation.statement_models import AimKind, StatementKind
from consensus.errors import Invalid
from consensus.wordings.canonical import ChangeClass, canonical_text
from consensus.wordings.guard import tripped_on

LONGEST = 20_000
"""Characters of a text (domain.md 6.5: no limit below 10,000)."""

LONGEST_TITLE = 200
GUIDANCE = 500
"""Words that a statement should not need more than; nothing is refused for it."""

TAG = "statement/1"

OF_A_BLOCK = frozenset({AimKind.WORDING, AimKind.REMOVAL, AimKind.OMISSION})


@dataclass(frozen=True)
class Aim:
    """
    One target: `block` of a wording, a removal, an omission (after it) or a level.

    `wording` is the hash of the block's words at that time, of which the first two
    must have one.
    """

    kind: AimKind
    block: str | None = None
    wording: str | None = None

    def as_json(self) -> list[str | None]:
        """As it stands in the record: [kind, block, wording]."""
        return [str(self.kind), self.block, self.wording]

    @classmethod
    def from_json(cls, given: list[str | None]) -> "Aim":
        """A target as `as_json` gave it; ValueError for what is none."""
        kind, block, wording = given
        return cls(AimKind(str(kind)), block, wording)


@dataclass(frozen=True)
class Words:
    """All that a signer signs: kind, targets, title and text, and their language."""

    kind: StatementKind
    title: str
    text: str
    language: str
    aims: tuple[Aim, ...]

    def check(self) -> None:
        """Refuse (`Invalid`) what nobody could sign."""
        if not self.title:
            raise Invalid("Give the statement a title.")
        if not self.text:
            raise Invalid("Write the statement before you open it for signature.")
        if not self.aims:
            raise Invalid("Choose what the statement is about.")

    def as_json(self) -> dict[str, str]:
        """The words payload of the record."""
        return {"title": self.title, "text": self.text}


def version_hash(words: Words) -> str:
    """The name of exactly these words, 64 lowercase hex digits (SHA-256)."""
    aims = [one.as_json() for one in words.aims]
    parts = [TAG, str(words.kind), words.title, words.text, words.language, aims]
    return hashlib.sha256(canonical(parts)).hexdigest()


def change_between(old: Words, new: Words, *, is_correction: bool) -> ChangeClass:
    """
    The class of a lead's edit (domain.md 5.3): C0 and C1 keep signatures, C2 does not.

    `is_correction` is what the lead declares. Refuses (`Invalid`) a correction that
    touches more than the guard of wordings lets pass; another kind or target is C2.
    """
    if (old.kind, old.language, old.aims) != (new.kind, new.language, new.aims):
        why: str | None = "what the statement is, or is about, changes"
    else:
        why = _why_more(old, new)
    if why is None:
        return ChangeClass.C0
    if not is_correction:
        return ChangeClass.C2
    if why:
        raise Invalid(
            f"This is more than a correction: {why}. Save it as a change of substance; "
            "the others are then asked to sign again."
        )
    return ChangeClass.C1


def _why_more(old: Words, new: Words) -> str | None:
    """None where not a word changes; else why it is no correction, or ""."""
    pairs = [
        (_plain(old.title), _plain(new.title)),
        (_plain(old.text), _plain(new.text)),
    ]
    changed = [(was, now) for was, now in pairs if was != now]
    if not changed:
        return None
    reasons = (tripped_on(was, now, old.language) for was, now in changed)
    return next(filter(None, reasons), "")


def _plain(text: str) -> str:
    node = {"type": "text", "text": text}
    return canonical_text({"type": "paragraph", "attrs": {}, "content": [node]})
