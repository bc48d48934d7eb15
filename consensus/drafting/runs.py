"""
The words of one text in the draft: compared character by character with what they
are to be, and changed only where they differ.

Places in a text are counted in bytes of UTF-8, as pycrdt does.
"""

from bisect import bisect_right
from itertools import accumulate, pairwise
from typing import Any

from diff_match_patch import diff_match_patch
from pycrdt import XmlText

from consensus.drafting.reading import MARKS, Run, runs_of

_TIME_LIMIT = 0.5  # seconds of comparing; a coarser change is still right


def rewrite_text(text: XmlText, runs: list[Run]) -> None:
    """Make a text these words with these marks."""
    compare = _comparison()
    diffs = compare.diff_main(words_of(runs_of(text)), words_of(runs))
    compare.diff_cleanupSemantic(diffs)  # whole words, where letters only happen to fit
    place = 0
    for change, words in diffs:
        size = len(words.encode())
        if change < 0:
            del text[place : place + size]
            continue
        if change > 0:
            text.insert(place, words)
        place += size
    _rewrite_marks(text, runs)


def words_of(runs: list[Run]) -> str:
    """The words without their marks."""
    return "".join(words for words, _ in runs)


def shared_out(old: list[str], runs: list[Run]) -> list[list[Run]]:
    """
    Cut new runs where several old texts met.

    Two people who each begin to write in an empty place make two texts there.
    """
    compare = _comparison()
    new = words_of(runs)
    diffs = compare.diff_main("".join(old), new)
    if len(old) == 1 or not diffs:
        return [runs, *([] for _ in old[1:])]
    cuts, length = [0], 0
    for text in old[:-1]:
        length += len(text)
        cuts.append(max(cuts[-1], compare.diff_xIndex(diffs, length)))
    return [_slice(runs, *span) for span in pairwise([*cuts, len(new)])]


def _rewrite_marks(text: XmlText, runs: list[Run]) -> None:
    """Set and take off marks where they differ; the words are already right."""
    for mark in MARKS:
        now = _Values(runs_of(text), mark)
        then = _Values(runs, mark)
        for start, stop in pairwise(sorted({0, *now.edges, *then.edges})):
            if now.at(start) != then.at(start):
                text.format(start, stop, {mark: then.at(start)})


class _Values:
    """What one mark is, or None, at each place of a text."""

    def __init__(self, runs: list[Run], mark: str) -> None:
        self.edges = list(accumulate(len(words.encode()) for words, _ in runs))
        self.values: list[Any] = [marks.get(mark) for _, marks in runs]

    def at(self, place: int) -> Any:
        return self.values[bisect_right(self.edges, place)]


def _slice(runs: list[Run], start: int, stop: int) -> list[Run]:
    cut, place = [], 0
    for words, marks in runs:
        part = words[max(start - place, 0) : max(stop - place, 0)]
        if part:
            cut.append((part, marks))
        place += len(words)
    return cut


def _comparison() -> Any:
    compare = diff_match_patch()
    compare.Diff_Timeout = _TIME_LIMIT
    return compare
