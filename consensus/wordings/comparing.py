"""
What changed between two states of a text, paragraph by paragraph.

Paragraphs are matched by their ids, never by their words: a moved paragraph is shown
as moved, with what changed in it, and one that came back is the same one again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from time import monotonic

from consensus.schema import Block
from consensus.wordings.canonical import plain_text, wording_hash
from consensus.wordings.formatting import formatting_changes
from consensus.wordings.keeping import kept_in_place
from consensus.wordings.numbering import numbered
from consensus.wordings.redline import TIME_LIMIT, Op, counts, redline

LONGEST_COMPARISON = 0.6
"""Seconds of comparing words in all; what is left is then shown as replaced."""


class Change(StrEnum):
    """What became of a paragraph's content."""

    SAME = "same"
    FORMATTING = "formatting"  # every word is as it was
    WORDS = "words"
    ADDED = "added"
    REMOVED = "removed"


class Way(StrEnum):
    """What became of a paragraph's place among those that stayed."""

    STAYED = "stayed"
    CAME = "came"  # moved to here
    WENT = "went"  # moved from here: its words stand where it came


@dataclass(frozen=True)
class Row:
    """
    One paragraph at one place of the comparison.

    A moved paragraph has two rows: WENT where it stood, without its words, and CAME
    where it stands now. All other rows say both.
    """

    old: Block | None
    new: Block | None
    old_label: str
    new_label: str
    change: Change
    way: Way = Way.STAYED
    ops: tuple[tuple[Op, str], ...] = ()
    """The redline of its words (`canonical.plain_text`); empty in a WENT row."""
    said: tuple[str, ...] = ()
    """What changed besides the words: "bold", "kind: paragraph to heading"."""

    @property
    def id(self) -> str:
        """The paragraph's block id."""
        block = self.new or self.old or {}
        return str(block["attrs"]["id"])

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to show of it."""
        return self.change is not Change.SAME or self.way is not Way.STAYED

    @property
    def is_wording_same(self) -> bool:
        """Whether what was said about the old words is still about them (C0)."""
        if self.old is None or self.new is None:
            return False
        return self.old == self.new or wording_hash(self.old) == wording_hash(self.new)

    @property
    def words(self) -> tuple[int, int]:
        """How many words were added and removed, in this order."""
        return counts(list(self.ops))


@dataclass(frozen=True)
class Comparison:
    """Two states of a text, their paragraphs in the order of the newer one."""

    rows: tuple[Row, ...]
    coarse: int
    """Paragraphs shown as replaced because comparing took too long."""

    @property
    def changed(self) -> list[Row]:
        """The rows that show a change, each paragraph once."""
        return [one for one in self.rows if one.is_changed and one.way is not Way.WENT]

    @property
    def words(self) -> tuple[int, int]:
        """How many words were added and removed in all, in this order."""
        pairs = [one.words for one in self.rows]
        return sum(added for added, _ in pairs), sum(removed for _, removed in pairs)


def compare(
    old: Sequence[Block], new: Sequence[Block], *, within: float = LONGEST_COMPARISON
) -> Comparison:
    """
    Compare two states of a text, each its blocks in order with unique ids.

    The STAYED and WENT rows with an old side are `old` in order, the rows with a new
    side but WENT are `new` in order; in each row the kept and removed pieces of `ops`
    are the old words, the kept and added ones the new words. A removed paragraph
    stands behind what stood before it. Comparing words stops after `within` seconds.
    """
    pairs = _Pairs(old, new, monotonic() + within)
    rows = tuple(pairs.rows())
    return Comparison(rows, pairs.coarse)


class _Pairs:
    """Both texts by block id, and the time left to compare words."""

    def __init__(
        self, old: Sequence[Block], new: Sequence[Block], deadline: float
    ) -> None:
        self.old = {
            block["attrs"]["id"]: (block, text) for block, text in numbered(old)
        }
        self.new = {
            block["attrs"]["id"]: (block, text) for block, text in numbered(new)
        }
        self.deadline = deadline
        self.coarse = 0

    def rows(self) -> Iterator[Row]:
        """Every row, what left a place before what came there."""
        places = {block_id: place for place, block_id in enumerate(self.old)}
        common = [block_id for block_id in self.new if block_id in places]
        stayed = kept_in_place(common, places)
        before = iter(self.old)
        yield from self._gone_until(stayed, before)
        for block_id in self.new:
            if block_id in stayed:
                yield self._both(block_id, Way.STAYED)
                yield from self._gone_until(stayed, before)
            elif block_id in self.old:
                yield self._both(block_id, Way.CAME)
            else:
                yield self._only_new(block_id)

    def _gone_until(
        self, stayed: frozenset[str], before: Iterator[str]
    ) -> Iterator[Row]:
        """What stood before the next paragraph that stayed; takes that one too."""
        for block_id in before:
            if block_id in stayed:
                return
            old, label = self.old[block_id]
            if block_id in self.new:
                new, here = self.new[block_id]
                yield Row(old, new, label, here, Change.SAME, Way.WENT)
            else:
                ops = _only("-", plain_text(old))
                yield Row(old, None, label, "", Change.REMOVED, ops=ops)

    def _only_new(self, block_id: str) -> Row:
        new, label = self.new[block_id]
        ops = _only("+", plain_text(new))
        return Row(None, new, "", label, Change.ADDED, ops=ops)

    def _both(self, block_id: str, way: Way) -> Row:
        (old, before), (new, after) = self.old[block_id], self.new[block_id]
        row = Row(old, new, before, after, Change.SAME, way)
        was, now = plain_text(old), plain_text(new)
        if old == new:
            return replace(row, ops=_only("=", now))
        said = tuple(formatting_changes(old, new))
        if was == now:
            ops = _only("=", now)
            return replace(row, change=Change.FORMATTING, ops=ops, said=said)
        ops = tuple(self._redline(was, now))
        return replace(row, change=Change.WORDS, ops=ops, said=said)

    def _redline(self, was: str, now: str) -> list[tuple[Op, str]]:
        left = self.deadline - monotonic()
        if left > 0:
            return redline(was, now, within=min(left, TIME_LIMIT))
        self.coarse += 1
        return [*_only("-", was), *_only("+", now)]


def _only(op: Op, text: str) -> tuple[tuple[Op, str], ...]:
    return ((op, text),) if text else ()
