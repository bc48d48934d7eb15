"""
Plain text into blocks: a blank line ends a paragraph, nothing else means anything.

It never goes through Markdown, where `1.` and `*` would be read as syntax
(export.md 3).
"""

import unicodedata
from collections.abc import Iterable
from itertools import groupby

from consensus.conversion.assembly import Assembly, Place
from consensus.conversion.pieces import Look, text_piece


def read_plain_text(text: str, into: Assembly) -> None:
    """Add one paragraph for each run of lines; a line wrap becomes a space."""
    lines = [line.strip() for line in text.replace("\f", " ").split("\n")]
    for filled, group in groupby(lines, key=bool):
        if filled:
            into.add_text([text_piece(_unwrapped(group), Look())], Place())


def _unwrapped(lines: Iterable[str]) -> str:
    parts: list[str] = []
    for line in lines:
        if parts and not (_is_wide(parts[-1][-1]) and _is_wide(line[0])):
            parts.append(" ")
        parts.append(line)
    return "".join(parts)


def _is_wide(character: str) -> bool:
    """Whether the script (Chinese, Japanese) sets no space between such characters."""
    wide = unicodedata.east_asian_width(character) in {"W", "F"}
    return wide and not unicodedata.name(character, "").startswith("HANGUL")
