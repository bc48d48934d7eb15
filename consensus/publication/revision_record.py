"""What a record says of the editions of an annex after its first (INV-10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Change(StrEnum):
    """Why an annex is revised: there is no other reason."""

    WITHDRAWN = "withdrawn"
    """Its author withdrew a dissent or a signature (R24)."""
    ADDED = "added"
    """A statement after publication (R25)."""
    SHOWN = "shown_otherwise"
    """Its author is shown otherwise (R17)."""
    MODERATED = "moderated"
    """Words were hidden under the Code of Conduct, shown again or reworded (R26)."""


_SENTENCES = {
    Change.WITHDRAWN: "{} was withdrawn by its author.",
    Change.ADDED: "{} was added, a statement after publication.",
    Change.SHOWN: "An author of {} is shown otherwise.",
    Change.MODERATED: "Words in {} were hidden, shown again or said otherwise.",
}
_ONE_OF_SEVERAL = "One of those who stand behind {} withdrew."


@dataclass(frozen=True)
class Changed:
    """
    One change: `about` is O-3 or M-1, `entry` its number in the annex; `is_whole`
    says that nobody stands behind the entry any more.
    """

    kind: Change
    about: str
    entry: str
    at: datetime
    is_whole: bool = False

    @property
    def sentence(self) -> str:
        """What was changed and by whom, for readers."""
        if self.kind is Change.WITHDRAWN and not self.is_whole:
            return _ONE_OF_SEVERAL.format(self.entry)
        return _SENTENCES[self.kind].format(self.entry)

    def as_json(self) -> list[str]:
        """As the entry of the revision names it: [kind, about]."""
        return [str(self.kind), self.about]


@dataclass(frozen=True)
class AnnexRevised:
    """
    A later edition: `number` counts from 2, `previous` is the SHA-256 of the manifest
    of the edition before, `seq` the entry's place in the log.
    """

    number: int
    version: str
    at: datetime
    changes: tuple[Changed, ...]
    counts: Mapping[str, int]
    previous: str
    seq: int

    @property
    def name(self) -> str:
        """How people cite it: 1.0-a2."""
        return f"{self.version}-a{self.number}"

    @property
    def because(self) -> list[str]:
        """What was changed, in sentences, each once."""
        return list(dict.fromkeys(one.sentence for one in self.changes))
