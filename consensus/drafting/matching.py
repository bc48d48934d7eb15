"""
Which block of a revised file is which block of the text, so that ids stay.

The same words come first: once in both texts, then beside a pair that is found. Then
blocks that were divided or joined, then blocks whose words are alike, the most alike
first. A block is only paired with one that it can become: words with words, a note
with a note, a table with a table.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Hashable, Iterator, Sequence
from dataclasses import dataclass, field

from consensus.drafting.likeness import candidates, features, likeness
from consensus.schema import Block, schema
from consensus.wordings.canonical import canonical_text

_ALIKE = 0.5  # of words and word pairs; a fifth of the words changed leaves 0.7
_ALIKE_IN_PLACE = 0.3  # between two neighbours that are found
_NEIGHBOUR = (
    0.05  # what each neighbour found adds, so that repeated words fall in place
)
_SAME_KIND = 0.02


@dataclass(frozen=True)
class Matching:
    """What became of each block, by places in the old and in the new list."""

    kept: dict[int, int]  # new place -> old place of the same block
    split: dict[int, int]  # new place of a later part -> old place of the whole
    merged: dict[int, int]  # old place of a later part -> old place that took it in


@dataclass(frozen=True)
class _Side:
    """One of the two texts, as it is compared."""

    kinds: list[str]
    families: list[str]
    texts: list[str]

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> "_Side":
        kinds = [block["type"] for block in blocks]
        texts = [canonical_text(block) for block in blocks]
        return cls(kinds, [family_of(kind) for kind in kinds], texts)

    def by_kind(self, place: int) -> Hashable:
        return self.kinds[place], self.texts[place]

    def by_family(self, place: int) -> Hashable:
        return self.families[place], self.texts[place]


Key = Callable[[_Side, int], Hashable]


def match_blocks(old: Sequence[Block], new: Sequence[Block]) -> Matching:
    """
    Say for every block of a new text which old one it is, if any.

    Takes at most some 6 s for 2,000 blocks against 2,000, whatever is in them.
    """
    search = _Search(_Side.of(old), _Side.of(new))
    for key in (_Side.by_kind, _Side.by_kind, _Side.by_family):
        search.pair_same(key)
        search.spread()
    search.find_splits()
    search.find_merges()
    search.pair_alike(_ALIKE, in_place=False)
    search.pair_alike(_ALIKE_IN_PLACE, in_place=True)
    search.pair_in_order()
    return Matching(search.kept, search.split, search.merged)


def family_of(kind: str) -> str:
    """What a block can become by a change: all kinds of running words are one."""
    node = schema().nodes[kind]
    return "words" if node.inline_content and kind != "note" else kind


@dataclass
class _Search:
    """The pairs found so far; what is not in a pair is free."""

    old: _Side
    new: _Side
    kept: dict[int, int] = field(default_factory=dict)
    split: dict[int, int] = field(default_factory=dict)
    merged: dict[int, int] = field(default_factory=dict)
    _where: dict[int, int] = field(default_factory=dict)  # old place -> new place

    def pair(self, old: int, new: int) -> None:
        self.kept[new] = old
        self._where[old] = new

    def free_old(self) -> list[int]:
        places = range(len(self.old.texts))
        return [one for one in places if self._old_is_free(one)]

    def free_new(self) -> list[int]:
        places = range(len(self.new.texts))
        return [one for one in places if self._new_is_free(one)]

    def pair_same(self, key: Key) -> None:
        """Pair what is there once on both sides."""
        for olds, news in self._same(key):
            if len(olds) == len(news) == 1:
                self.pair(olds[0], news[0])

    def pair_in_order(self) -> None:
        """Pair what is left of the same words, the first with the first."""
        for olds, news in self._same(_Side.by_family):
            for old, new in zip(olds, news, strict=False):
                self.pair(old, new)

    def spread(self) -> None:
        """Pair the same words beside a pair, in both directions."""
        for new, old in list(self.kept.items()):
            for step in (1, -1):
                self._spread_from(old + step, new + step, step)

    def find_splits(self) -> None:
        """Find old blocks whose words are now in several, one behind the other."""
        for old, parts in _divided(
            self.old, self.free_old(), self.new, self.free_new()
        ):
            if all(self._new_is_free(part) for part in parts):
                self.pair(old, parts[0])
                self.split |= dict.fromkeys(parts[1:], old)

    def find_merges(self) -> None:
        """Find new blocks that hold the words of several old ones."""
        for new, parts in _divided(
            self.new, self.free_new(), self.old, self.free_old()
        ):
            if all(self._old_is_free(part) for part in parts):
                self.pair(parts[0], new)
                self.merged |= dict.fromkeys(parts[1:], parts[0])

    def pair_alike(self, least: float, *, in_place: bool) -> None:
        """Pair blocks whose words are alike; `in_place` only between found ones."""
        for _, _, old, new in sorted(self._alike(least), reverse=True):
            fits = not in_place or self._neighbours(old, new) == 2  # noqa: PLR2004
            if fits and self._old_is_free(old) and self._new_is_free(new):
                self.pair(old, new)

    def _alike(self, least: float) -> Iterator[tuple[float, float, int, int]]:
        """Pairs with how alike they are, and how near where that is the same."""
        olds = {one: features(self.old.texts[one]) for one in self.free_old()}
        news = {one: features(self.new.texts[one]) for one in self.free_new()}
        for old, new in candidates(olds, news, self._expected(olds)):
            if self.old.families[old] != self.new.families[new]:
                continue
            alike = likeness(olds[old], news[new])
            if alike >= least:
                extra = _NEIGHBOUR * self._neighbours(old, new)
                extra += _SAME_KIND * (self.old.kinds[old] == self.new.kinds[new])
                near = -abs(old / len(self.old.texts) - new / len(self.new.texts))
                yield alike + extra, near, old, new

    def _expected(self, places: Container[int]) -> dict[int, int]:
        """Where free old blocks should be: behind the last one found before them."""
        expected, at = {}, 0
        for place in range(len(self.old.texts)):
            at = self._where.get(place, at) + 1
            if place in places:
                expected[place] = at - 1
        return expected

    def _neighbours(self, old: int, new: int) -> int:
        """How many of both neighbours are a pair; the ends of the texts are one."""
        return self._is_pair(old - 1, new - 1) + self._is_pair(old + 1, new + 1)

    def _is_pair(self, old: int, new: int) -> bool:
        if old < 0 or new < 0:
            return old == new
        if old == len(self.old.texts) or new == len(self.new.texts):
            return len(self.old.texts) - old == len(self.new.texts) - new
        return self.kept.get(new) == old

    def _spread_from(self, old: int, new: int, step: int) -> None:
        while (
            0 <= old < len(self.old.texts)
            and 0 <= new < len(self.new.texts)
            and self._old_is_free(old)
            and self._new_is_free(new)
            and self.old.by_kind(old) == self.new.by_kind(new)
        ):
            self.pair(old, new)
            old, new = old + step, new + step

    def _same(self, key: Key) -> Iterator[tuple[list[int], list[int]]]:
        olds = _grouped(self.old, self.free_old(), key)
        news = _grouped(self.new, self.free_new(), key)
        for one, places in news.items():
            if one in olds:
                yield olds[one], places

    def _old_is_free(self, place: int) -> bool:
        return place not in self._where and place not in self.merged

    def _new_is_free(self, place: int) -> bool:
        return place not in self.kept and place not in self.split


def _grouped(side: _Side, places: list[int], key: Key) -> dict[Hashable, list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for place in places:
        groups[key(side, place)].append(place)
    return groups


def _divided(
    whole: _Side, wholes: list[int], part: _Side, parts: list[int]
) -> Iterator[tuple[int, list[int]]]:
    """Places of texts that are the joined texts of several neighbours, and theirs."""
    squeezed = {
        one: part.texts[one].replace(" ", "")
        for one in parts
        if part.families[one] == "words" and part.texts[one]
    }
    by_start = defaultdict(list)
    for place, text in squeezed.items():
        by_start[text[:1]].append(place)
    for place in wholes:
        text = whole.texts[place].replace(" ", "")
        if whole.families[place] != "words":
            continue
        for first in by_start.get(text[:1], []):
            if found := _run(text, first, squeezed):
                yield place, found
                break


def _run(text: str, first: int, parts: dict[int, str]) -> list[int]:
    """The places from `first` on whose texts together are the text; else none."""
    place, at = first, 0
    while at < len(text) and place in parts and text.startswith(parts[place], at):
        at += len(parts[place])
        place += 1
    found = range(first, place)
    return list(found) if at == len(text) and len(found) > 1 else []
