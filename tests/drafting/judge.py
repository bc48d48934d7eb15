"""
A second opinion on which paragraph of a text became which: difflib's, not ours.

Unchanged paragraphs are those of the same kind and canonical text. difflib's longest
matching blocks over the two lists pair them; where it pairs nothing because they
stand elsewhere now, words that are there exactly once on both sides are a pair.
Changed ones are looked for among the rest: the nearest of the other side, both ways,
counted in words by difflib. The share of words changed is the greater of the words
taken out and the words put in, over the words there were.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from consensus.schema import Block
from consensus.wordings.canonical import canonical_text

FIFTH = 0.2


@dataclass
class Tally:
    """How many paragraphs should have kept their id, and how many did."""

    unchanged: int = 0
    unchanged_kept: int = 0
    changed: int = 0
    changed_kept: int = 0

    def add(self, before: Sequence[Block], after: Sequence[Block]) -> None:
        """Count the paragraphs of two successive texts."""
        old, new = _words(before), _words(after)
        same = _same(old, new)
        alike = _alike(old, new, same)
        self.unchanged += len(same)
        self.changed += len(alike)
        self.unchanged_kept += _kept(same, before, after)
        self.changed_kept += _kept(alike, before, after)

    def __str__(self) -> str:
        return (
            f"unchanged {self.unchanged_kept} of {self.unchanged} ids kept "
            f"({self.unchanged_kept / self.unchanged:.1%}), at most a fifth changed "
            f"{self.changed_kept} of {self.changed} "
            f"({self.changed_kept / (self.changed or 1):.1%})"
        )


def _words(blocks: Sequence[Block]) -> list[tuple[str, str]]:
    return [(block["type"], canonical_text(block)) for block in blocks]


def _same(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> dict[int, int]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    pairs = {
        block.a + step: block.b + step
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    }
    olds, news, taken = Counter(old), Counter(new), set(pairs.values())
    for place, words in enumerate(old):
        if place not in pairs and olds[words] == news[words] == 1:
            other = new.index(words)
            if other not in taken:
                pairs[place] = other
    return pairs


def _alike(
    old: list[tuple[str, str]], new: list[tuple[str, str]], same: dict[int, int]
) -> dict[int, int]:
    olds = [place for place in range(len(old)) if place not in same]
    news = [place for place in range(len(new)) if place not in set(same.values())]
    shares = {
        (a, b): _share_changed(old[a][1].split(), new[b][1].split())
        for a in olds
        for b in news
    }
    there = {a: min(news, key=lambda b: shares[a, b]) for a in olds if news}
    back = {b: min(olds, key=lambda a: shares[a, b]) for b in news if olds}
    return {a: b for a, b in there.items() if back[b] == a and shares[a, b] <= FIFTH}


def _share_changed(old: list[str], new: list[str]) -> float:
    if not old:
        return 1.0
    most = max(len(old), len(new))
    if most - min(len(old), len(new)) > FIFTH * len(old):
        return 1.0
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return (most - sum(one.size for one in matcher.get_matching_blocks())) / len(old)


def _kept(
    pairs: dict[int, int], before: Sequence[Block], after: Sequence[Block]
) -> int:
    return sum(
        before[a]["attrs"]["id"] == after[b]["attrs"]["id"] for a, b in pairs.items()
    )
