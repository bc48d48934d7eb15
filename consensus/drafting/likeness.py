"""
How alike the words of two blocks are, and which blocks are worth comparing.

Comparing 2,000 blocks with 2,000 others would take minutes. Blocks that share a rare
word or pair of words, or that stand about where the other is expected, are compared;
the rest are not (2,000 with 2,000 took 5 s where no two were the same).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

import regex

Features = Counter[tuple[str, ...]]
"""Words and pairs of neighbouring words, each as often as it occurs."""

_COMMON = 40  # a word in so many blocks leads nowhere
_MOST_CANDIDATES = 8  # found by words, for each block
_REACH = 8  # places on both sides of the expected one

# Scripts that put no space between words: each letter counts as one.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_WORD = regex.compile(rf"(?V1)[{_UNSPACED}]|[[\p{{L}}\p{{M}}\p{{N}}]--[{_UNSPACED}]]+")


def features(text: str) -> Features:
    """What a text is compared by: its words, and each two that follow one another."""
    words = _WORD.findall(text.casefold())
    pairs = zip(["", *words], [*words, ""], strict=True)
    return Counter([*((word,) for word in words), *pairs]) if words else Counter()


def likeness(one: Features, other: Features) -> float:
    """How much of two texts is the same: 0 nothing, 1 all (the Dice coefficient)."""
    if not one or not other:
        return 0.0
    shared = (one & other).total()
    return 2 * shared / (one.total() + other.total())


def candidates(
    old: Mapping[int, Features],
    new: Mapping[int, Features],
    expected: Mapping[int, int],
) -> Iterator[tuple[int, int]]:
    """
    Pairs (old place, new place) worth comparing, each once.

    `expected` says for each old place where in the new text it should stand if
    nothing had moved.
    """
    carriers = _carriers(new)
    for place, found in old.items():
        hits = Counter(
            carrier for feature in found for carrier in carriers.get(feature, ())
        )
        near = range(expected[place] - _REACH, expected[place] + _REACH + 1)
        by_words = (one for one, _ in hits.most_common(_MOST_CANDIDATES))
        for other in {*by_words, *(one for one in near if one in new)}:
            yield place, other


def _carriers(
    texts: Mapping[int, Features],
) -> dict[tuple[str, ...], Iterable[int]]:
    carriers: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, found in texts.items():
        for feature in found:
            carriers[feature].append(place)
    return {one: places for one, places in carriers.items() if len(places) <= _COMMON}
