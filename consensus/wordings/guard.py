"""
The guard over editorial changes: which words no minor change may touch (domain.md 5.6).

An editor declares that a change is editorial; this says whether that can be believed.
It is strict: in doubt a change is one of substance (5.3). It reads no clock and no
table, so a log can be replayed years later with the same answer.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

import regex

from consensus.schema import Block
from consensus.wordings.canonical import (
    CELL_SEPARATOR,
    ChangeClass,
    canonical_text,
    change_class,
    link_targets,
)
from consensus.wordings.redline import token_changes, tokens

LONGEST = 20_000
"""Characters; a longer paragraph is not compared, so no change of it is editorial."""

_ENGLISH = frozenset(
    regex.findall(
        r"\w+",
        """
        must shall should may might can could will would need ought required
        recommended optional
        not no never none neither nor without except unless only
        all any every each some most many few
        always sometimes before after until if when and or but
        more less least minimum maximum
        """,
    )
)
_GUARDED: dict[str, frozenset[str]] = {"en": _ENGLISH}
"""Guard words by language; another language needs a list of its own (5.6)."""

_Placed = tuple[str, bool]
"""A token, and whether it stands inside a sentence."""

_FEWEST = 3  # words that may always change, in however short a paragraph
_AS_LONG_AS_IT_TAKES = 600.0  # seconds: the answer must not hang on a slow machine
_WORD = regex.compile(r"\w")
_DIGIT = regex.compile(r"\p{N}")
_SIGN = regex.compile(r"[\p{S}%‰§&]")
_LATER_CAPITAL = regex.compile(r"\w.*\p{Lu}")
_CAPITAL = regex.compile(r"\p{Lu}")
_SENTENCE_END = regex.compile(r"[.!?]")


def is_guarded_language(language: str) -> bool:
    """Whether there is a list of guard words for a language tag such as "en-GB"."""
    return _primary(language) in _GUARDED


def declared_class(old: Block, new: Block, language: str) -> ChangeClass:
    """
    The class of a change that an editor declares to be editorial (domain.md 5.3).

    `language` is that of the text, as a BCP 47 tag. A changed kind or link is C2.
    """
    if change_class(old, new) is ChangeClass.C0:
        return ChangeClass.C0
    return ChangeClass.C2 if why_not_editorial(old, new, language) else ChangeClass.C1


def why_not_editorial(old: Block, new: Block, language: str) -> str:
    """Why a change of a block cannot be editorial, as a phrase; "" if it can be."""
    if old["type"] != new["type"]:
        return "its kind changed"
    if link_targets(old) != link_targets(new):
        return "a link changed"
    own = {one["attrs"].get("lang") or language for one in (old, new)}
    found = (
        tripped_on(canonical_text(old), canonical_text(new), one) for one in sorted(own)
    )
    return next(filter(None, found), "")


def tripped_on(old: str, new: str, language: str) -> str:
    """
    Why a change of canonical texts cannot be editorial, as a phrase; "" if it can be.

    A guard word, a contraction in n't, a token with a digit, a capitalised word inside
    a sentence, or more words than the larger of 3 and a tenth of the old ones on
    either side (5.6). Also an abbreviation that begins a sentence, a sign such as % or
    €, and the border of a cell, which the list does not name: in doubt it is C2.
    """
    guarded = _GUARDED.get(_primary(language))
    if guarded is None:
        return "there is no list of guard words for this language"
    if not old or not new:
        return "all words came or went"
    if max(len(old), len(new)) > LONGEST:
        return "the paragraph is too long to be compared"
    return _too_many(old, new) or _guarded_change(old, new, guarded)


def _primary(language: str) -> str:
    return language.lower().partition("-")[0]


def _too_many(old: str, new: str) -> str:
    """Whether more words differ than may, whatever their order: quickly found out."""
    before, after = Counter(_words(tokens(old))), Counter(_words(tokens(new)))
    limit = _limit(before.total())
    most = max((before - after).total(), (after - before).total())
    return _beyond(limit) if most > limit else ""


def _guarded_change(old: str, new: str, guarded: frozenset[str]) -> str:
    before, after = tokens(old), tokens(new)
    olds, news = _placed(before), _placed(after)
    gone: list[_Placed] = []
    come: list[_Placed] = []
    for was, now, changed in token_changes(before, after, within=_AS_LONG_AS_IT_TAKES):
        left, entered = islice(olds, len(was)), islice(news, len(now))
        gone += [one for one in left if changed]
        come += [one for one in entered if changed]
    for token, inside in (*gone, *come):
        if _is_guarded(token, guarded, inside=inside):
            return f"it touches “{token.strip() or 'the border of a cell'}”"
    most = max(len(list(_words(t for t, _ in side))) for side in (gone, come))
    limit = _limit(len(list(_words(before))))
    return _beyond(limit) if most > limit else ""


def _limit(words: int) -> int:
    return max(_FEWEST, words // 10)


def _beyond(limit: int) -> str:
    return f"more than {limit} words changed"


def _words(found: Iterable[str]) -> Iterator[str]:
    return (token for token in found if _WORD.search(token))


def _placed(found: Iterable[str]) -> Iterator[_Placed]:
    """Each token, and whether a word of its sentence stands before it."""
    begun = False
    for token in found:
        yield token, begun
        if _WORD.search(token):
            begun = True
        elif _SENTENCE_END.fullmatch(token):
            begun = False


def _is_guarded(token: str, guarded: frozenset[str], *, inside: bool) -> bool:
    word = token.casefold()
    return (
        word in guarded
        or word.endswith(("n't", "n’t"))
        or CELL_SEPARATOR in token
        or _is_name_or_number(token, inside=inside)
    )


def _is_name_or_number(token: str, *, inside: bool) -> bool:
    if _DIGIT.search(token) or _SIGN.search(token) or _LATER_CAPITAL.search(token):
        return True
    return inside and _CAPITAL.match(token) is not None
