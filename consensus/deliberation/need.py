"""One thing that waits for a person in a document, and how its place is named."""

from dataclasses import dataclass
from datetime import datetime

from consensus.deliberation.behalf_models import OnBehalf
from consensus.deliberation.models import Holder, Position
from consensus.deliberation.places import block_at, is_gap
from consensus.drafting.models import DraftBlock

WHOLE = "whole-text"
"""The anchor of the panel of the whole text."""


@dataclass(frozen=True)
class Need:
    """One thing that a person must or can do, where it is, and until when."""

    kind: str
    """A word for it, such as answered, recheck, to_answer, to_sign, to_declare."""
    icon: str
    title: str
    where: str
    anchor: str = ""
    """Id of the place on the document's page; `opened` names the panel to open."""
    opened: str = ""
    holder: Holder | None = None
    position: Position | None = None
    recorded: OnBehalf | None = None
    block: DraftBlock | None = None
    href: str = ""
    """The page where it is done, if that is not a panel of the text."""
    until: datetime | None = None
    """By when, UTC; None where no time is set."""
    must: bool = True
    """Whether others wait for it; else it is only open to the person."""

    def address(self, document_id: int) -> str:
        """Where it is done."""
        text = f"/documents/{document_id}"
        return self.href or f"{text}?open={self.opened}#{self.anchor}"


def place_words(names: dict[str, str], place: str | None) -> str:
    """A place in words: "Paragraph 4", "What is missing after Paragraph 4"."""
    block_id = block_at(place)
    if block_id is None:
        return "The whole text"
    label = names.get(block_id, "Removed paragraph").replace("¶", "Paragraph ")
    return f"What is missing after {label}" if is_gap(place) else label


def anchor_of(block_id: str | None, number: int) -> str:
    """The anchor of an objection in its panel."""
    return f"{block_id or WHOLE}-o{number}"
