"""
What changed between two texts, word by word, as a person would mark it with a pen.

diff-match-patch compares; here it is given whole words instead of characters, so a
redline never splits a word, an accent or an emoji.
"""

from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

import regex
from diff_match_patch import diff_match_patch

from consensus.errors import Invalid

Op = Literal["=", "-", "+"]
"""What happened to a piece of text: kept, removed, added."""

LONGEST_TEXT = 200_000  # characters of each text (trust.md S36)
TIME_LIMIT = 0.5  # seconds of comparing; what is left is then shown as replaced

_HALF_MATCH_LIMIT = 20_000  # tokens
_SWALLOWED_WORDS = 2  # DESIGN.md, Redline: runs of at most two words,
_SWALLOWED_BY = 4  # where the changes around them are four times longer

# Scripts that put no space between words: each letter is compared by itself.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_EXTENDING = r"\p{GCB=Extend}\p{GCB=SpacingMark}\u200d"
_TOKEN = regex.compile(
    # A blank inside brackets would count. Flags stand before \X, which counts them from
    # the start each time: 100 s for 200,000.
    rf"""(?xV1)
    \s+ (?![{_EXTENDING}])
  | [[{_UNSPACED}]--\p{{P}}] [{_EXTENDING}]*
  | (?: [[\w--[{_UNSPACED}]]{_EXTENDING}] | (?<=\w)['’](?=\w) | (?<=\d)[.,](?=\d) )+
  | \p{{RI}}{{1,2}} [{_EXTENDING}]*
  | \X
    """
)
_WORD = regex.compile(r"\w")
_SENTENCE_MARK = regex.compile(r"[.;:!?。！？؟۔।]")


@dataclass
class _Piece:
    """Tokens of the old text and what stands there in the new one."""

    old: list[str]
    new: list[str]
    changed: bool
    words: int  # of both sides if changed, else of the one text


def redline(old: str, new: str, *, within: float = TIME_LIMIT) -> list[tuple[Op, str]]:
    """
    The pieces of both texts in reading order, what is removed before what is added.

    The kept and removed pieces together are `old`, the kept and added ones `new`, to
    the last character. An unchanged run of at most two words is swallowed when the
    changes around it are four times longer, so phrases read whole (DESIGN.md,
    Redline); it is then both removed and added. Texts of more than 200,000
    characters are refused (`Invalid`). Comparing stops after `within` seconds (more
    than 0): the redline is still right, but coarser.
    """
    if max(len(old), len(new)) > LONGEST_TEXT:
        raise Invalid(
            f"Texts of more than {LONGEST_TEXT:,} characters cannot be compared."
        )
    pieces = _pieces(tokens(old), tokens(new), within)
    # Blanks and commas first, so that what stands around a word is whole phrases.
    phrases = _swallow(pieces, most_words=0)
    whole = _swallow(phrases, most_words=_SWALLOWED_WORDS)
    return [op for piece in whole for op in _ops(piece)]


def tokens(text: str) -> list[str]:
    """A text cut into words, blanks and single signs; together they are the text."""
    found: list[str] = _TOKEN.findall(text)
    return found


def token_changes(
    old: list[str], new: list[str], *, within: float = TIME_LIMIT
) -> list[tuple[list[str], list[str], bool]]:
    """
    What became of the tokens of one text in another: (old, new, whether they differ).

    Nothing is swallowed: each unchanged token is in a piece of its own kind. The old
    parts together are `old`, the new ones `new`.
    """
    return [
        (piece.old, piece.new, piece.changed) for piece in _pieces(old, new, within)
    ]


def counts(ops: list[tuple[Op, str]]) -> tuple[int, int]:
    """How many words a redline shows as added and as removed, in this order."""
    added = sum(_words(tokens(text)) for op, text in ops if op == "+")
    removed = sum(_words(tokens(text)) for op, text in ops if op == "-")
    return added, removed


class _Comparison(diff_match_patch):  # type: ignore[misc]  # it has no types
    """diff-match-patch whose time limit holds for any two texts."""

    Diff_Timeout: float = TIME_LIMIT

    def __init__(self, within: float) -> None:
        super().__init__()
        self.Diff_Timeout = within

    def diff_halfMatch(self, text1: str, text2: str) -> Any:  # noqa: N802
        # This shortcut does not look at the clock: 9.7 s were measured for two rows
        # of 200,000 full stops. It is worth its time only for ordinary texts.
        if max(len(text1), len(text2)) > _HALF_MATCH_LIMIT:
            return None
        return super().diff_halfMatch(text1, text2)


def _pieces(old: list[str], new: list[str], within: float) -> list[_Piece]:
    """Compare with one character standing for each different token."""
    numbers = {token: i for i, token in enumerate(dict.fromkeys([*old, *new]))}
    named = list(numbers)
    compared: list[tuple[int, str]] = _Comparison(within).diff_main(
        "".join(chr(numbers[token]) for token in old),
        "".join(chr(numbers[token]) for token in new),
        False,
    )
    return [
        _piece(
            [(side, [named[ord(letter)] for letter in text]) for side, text in run],
            changed=not kept,
        )
        for kept, run in groupby(compared, lambda diff: diff[0] == 0)
    ]


def _piece(sides: list[tuple[int, list[str]]], *, changed: bool) -> _Piece:
    old = [token for side, tokens in sides if side <= 0 for token in tokens]
    new = [token for side, tokens in sides if side >= 0 for token in tokens]
    words = _words(old) + _words(new) if changed else _words(old)
    return _Piece(old, new, changed, words)


def _swallow(pieces: list[_Piece], *, most_words: int) -> list[_Piece]:
    """Join changes over the small unchanged runs between them."""
    joined: list[_Piece] = []
    for piece in pieces:
        if piece.changed and _swallows(joined[-2:], piece, most_words=most_words):
            run = joined.pop()
            # In place: a text changed throughout is joined ten thousand times.
            joined[-1].old += run.old + piece.old
            joined[-1].new += run.new + piece.new
            joined[-1].words += 2 * run.words + piece.words
        else:
            joined.append(piece)
    return joined


def _swallows(before: list[_Piece], after: _Piece, *, most_words: int) -> bool:
    """Whether the change before and this one swallow the run between them."""
    if len(before) < 2:  # noqa: PLR2004 (a change and a run)
        return False
    change, run = before
    if run.words > most_words or any(map(_SENTENCE_MARK.fullmatch, run.old)):
        return False  # the end of a sentence is where a phrase ends
    return change.words + after.words >= _SWALLOWED_BY * run.words


def _ops(piece: _Piece) -> list[tuple[Op, str]]:
    old, new = "".join(piece.old), "".join(piece.new)
    if not piece.changed:
        return [("=", old)]
    sides: list[tuple[Op, str]] = [("-", old), ("+", new)]
    return [(op, text) for op, text in sides if text]


def _words(tokens: list[str]) -> int:
    return sum(1 for token in tokens if _WORD.search(token))
