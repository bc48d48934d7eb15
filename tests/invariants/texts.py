"""The text of a history as it lies in the table of blocks, read without the product."""

import json
import unicodedata
from dataclasses import dataclass
from typing import Any

from tests.invariants.cast import DOCUMENT
from tests.invariants.database import Database


@dataclass(frozen=True)
class Texts:
    """Every block's words, and which of them stand in the text, in order."""

    words: dict[str, str]
    live: tuple[str, ...]

    def of(self, block: str) -> str | None:
        """The words of a block, None if it is not in the text."""
        return self.words[block] if block in self.live else None

    @property
    def blocks(self) -> tuple[str, ...]:
        """The words of the text, block by block."""
        return tuple(self.words[one] for one in self.live)


def words_in(database: Database) -> Texts:
    """The text as it stands."""
    rows = database.rows(
        "SELECT block_id, content, deleted FROM draft_block WHERE document_id = ?"
        " ORDER BY order_key, block_id",
        DOCUMENT,
    )
    words = {str(block): plain(json.loads(str(content))) for block, content, _ in rows}
    return Texts(words, tuple(str(one) for one, _, deleted in rows if not deleted))


def plain(block: dict[str, Any]) -> str:
    """The words of a block of nothing but words (domain.md 5.1, the part used here)."""
    text = "".join(one.get("text", "") for one in block.get("content", ()))
    return " ".join(unicodedata.normalize("NFC", text).split())
