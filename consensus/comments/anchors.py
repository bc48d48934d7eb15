"""
Where in a paragraph the words are that a comment means, also after edits.

Anchors are text quote selectors (W3C Web Annotation Data Model, 4.2.4): the exact words
with a little of what stood before and after. As the whole earlier wording is kept too,
diff-match-patch says where those words went; below a minimum score they are not found.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from consensus.errors import Invalid
from consensus.wordings.redline import token_changes, tokens

CONTEXT = 32  # characters kept on either side
LEAST_ALIKE = 0.5
"""Twice the characters kept, over those of both quotes: below it words are lost."""

_NEARLY_SAME = 0.9


@dataclass(frozen=True)
class Quote:
    """Words in a text: themselves, what surrounds them, their place in characters."""

    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    position: int = 0


@dataclass(frozen=True)
class Found:
    """Where words are now: their characters from `start` to before `end`."""

    start: int
    end: int
    score: float

    @property
    def is_exact(self) -> bool:
        """Whether they are word for word the same."""
        return self.score == 1.0


WHOLE = Quote()
"""A whole paragraph, or a whole text."""


def quote_in(text: str, words: str, *, near: int = 0) -> Quote:
    """
    The words in a text that somebody means; blanks may differ, "" means all of it.

    Of several such places the one nearest to `near` (characters from the start) is
    taken. Refuses (`Invalid`) words that are not in the text.
    """
    asked = words.split()
    if not asked:
        return WHOLE
    pattern = r"\s+".join(map(re.escape, asked))
    places = [(one.start(), one.end()) for one in re.finditer(pattern, text)]
    if not places:
        raise Invalid(
            "The words that you quote are not in this paragraph: copy them from it, "
            "or leave the field empty to mean all of it."
        )
    start, end = min(places, key=lambda place: abs(place[0] - near))
    return Quote(
        text[start:end],
        text[max(0, start - CONTEXT) : start],
        text[end : end + CONTEXT],
        start,
    )


def found_again(quote: Quote, old: str, new: str) -> Found | None:
    """
    Where the words quoted from `old` are in `new`; None if too little of them is.

    Words that moved inside the paragraph are found where they stand unchanged.
    """
    traced = _traced(quote, old, new)
    if traced is not None and traced.score >= _NEARLY_SAME:
        return traced
    exact = _exactly(quote, new)
    if exact is not None:
        return exact
    return traced if traced and traced.score >= LEAST_ALIKE else None


def _exactly(quote: Quote, text: str) -> Found | None:
    places = [one.start() for one in re.finditer(re.escape(quote.exact), text)]
    if not places:
        return None
    size = len(quote.exact)

    def context_kept(start: int) -> int:
        before, after = text[:start], text[start + size :]
        return _shared(quote.prefix[::-1], before[::-1]) + _shared(quote.suffix, after)

    start = max(places, key=context_kept)
    return Found(start, start + size, 1.0)


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


@dataclass(frozen=True)
class _Piece:
    """A run of both texts, the same or replaced, with its places in characters."""

    old: range
    new: range
    changed: bool

    def kept(self, start: int, end: int) -> range:
        """The places in the new text of the characters of the quote that are kept."""
        first, last = max(start, self.old.start), min(end, self.old.stop)
        if self.changed or first >= last:
            return range(0)
        shift = self.new.start - self.old.start
        return range(first + shift, last + shift)


def _traced(quote: Quote, old: str, new: str) -> Found | None:
    """Where the words went, by comparing the whole of both texts."""
    start, end = quote.position, quote.position + len(quote.exact)
    runs = [one for piece in _pieces(old, new) if (one := piece.kept(start, end))]
    if not runs:
        return None
    first, last = runs[0].start, runs[-1].stop
    kept = sum(map(len, runs))
    return Found(first, last, 2 * kept / (len(quote.exact) + last - first))


def _pieces(old: str, new: str) -> Iterator[_Piece]:
    old_at = new_at = 0
    for before, now, changed in token_changes(tokens(old), tokens(new)):
        old_size, new_size = len("".join(before)), len("".join(now))
        yield _Piece(
            range(old_at, old_at + old_size), range(new_at, new_at + new_size), changed
        )
        old_at, new_at = old_at + old_size, new_at + new_size
