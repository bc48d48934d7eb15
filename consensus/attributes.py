"""
What the attributes of blocks and marks may hold (the closed text model, `schema`).

Each check refuses (`Invalid`) with a sentence for the person who wrote.
"""

import re
from collections.abc import Callable
from typing import Any

from consensus.errors import Invalid

Attrs = dict[str, Any]

LINK_SCHEMES = ("http:", "https:", "mailto:")
LONGEST_LINK = 2_000  # characters
LONGEST_ATTRIBUTE = 2_000  # characters of a caption, an alternative text and the like
LONGEST_ABBREVIATION = 300  # characters of what an abbreviation stands for
DEEPEST_LIST = 8
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no text may hold; the unit separator of wordings is one of them."""

_WORDS = ("alt", "caption", "addressees", "from", "label")
_BLOCK_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,35}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_FILE = re.compile(r"[0-9a-f]{64}")


def is_block_id(text: str) -> bool:
    """Whether a text can be a block id: a letter, then up to 35 letters, digits, _."""
    return _BLOCK_ID.fullmatch(text) is not None


def is_file_name(value: object) -> bool:
    """Whether a value can name a picture: SHA-256 as 64 lowercase hex digits."""
    return isinstance(value, str) and _FILE.fullmatch(value) is not None


def check_attributes(kind: str, attrs: Attrs) -> None:
    """Refuse attributes that a block of this kind cannot have."""
    if not isinstance(attrs.get("id"), str) or not is_block_id(attrs["id"]):
        raise Invalid("A paragraph has no proper id.")
    if attrs.get("dir") not in (None, "ltr", "rtl"):
        raise Invalid("A paragraph's direction is ltr or rtl.")
    lang = attrs.get("lang")
    if lang is not None and not (isinstance(lang, str) and _LANGUAGE.fullmatch(lang)):
        raise Invalid("A paragraph's language is not a language tag.")
    check_words(attrs)
    if kind in _OF_KIND:
        _OF_KIND[kind](attrs)


def check_words(attrs: Attrs) -> None:
    """Refuse words in attributes that are too long or hold a control character."""
    for name in _WORDS:
        words = attrs.get(name) or ""
        if not isinstance(words, str) or CONTROL.search(words):
            raise Invalid("A paragraph holds a control character.")
        if len(words) > LONGEST_ATTRIBUTE:
            raise Invalid(
                "A caption, an alternative text, a label or a name holds at most "
                f"{LONGEST_ATTRIBUTE:,} characters."
            )


def check_link(href: object) -> None:
    """Refuse (`Invalid`) a link that is not http, https, mailto or #place."""
    fine = isinstance(href, str) and (
        href.lower().startswith(LINK_SCHEMES) or href.startswith("#")
    )
    if not fine or CONTROL.search(str(href)) or len(str(href)) > LONGEST_LINK:
        raise Invalid("A link starts with http:, https: or mailto:.")


def check_abbreviation(title: object) -> None:
    """Refuse (`Invalid`) what cannot be the words that an abbreviation stands for."""
    fine = isinstance(title, str) and title.strip() and title.isprintable()
    if not fine or len(str(title)) > LONGEST_ABBREVIATION:
        raise Invalid(
            "Say in one line what the abbreviation stands for, in at most "
            f"{LONGEST_ABBREVIATION} characters."
        )


def _check_heading(attrs: Attrs) -> None:
    if attrs.get("level", 2) not in range(1, 7):
        raise Invalid("A heading's level is 1 to 6.")


def _check_list_item(attrs: Attrs) -> None:
    if attrs.get("list", "bullet") not in ("bullet", "ordered"):
        raise Invalid("A list is bulleted or numbered.")
    if attrs.get("level", 1) not in range(1, DEEPEST_LIST + 1):
        raise Invalid(f"Lists go {DEEPEST_LIST} levels deep at most.")
    if not isinstance(attrs.get("start"), int | None):
        raise Invalid("A list starts at a whole number.")


def _check_figure(attrs: Attrs) -> None:
    if not is_file_name(attrs.get("file")):
        raise Invalid("Choose a picture for the figure.")
    if not str(attrs.get("alt") or "").strip():
        raise Invalid(
            "Say in words what the figure shows, for those who cannot see it."
        )


_OF_KIND: dict[str, Callable[[Attrs], None]] = {
    "heading": _check_heading,
    "list_item": _check_list_item,
    "figure": _check_figure,
}

MARK_ATTRIBUTES: dict[str, tuple[str, Callable[[object], None]]] = {
    "link": ("href", check_link),
    "abbr": ("title", check_abbreviation),
}
"""The one attribute that a mark has, and its check; other marks have none."""
