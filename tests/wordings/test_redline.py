"""Redlines keep every character, split no letter and mark whole phrases."""

from collections.abc import Iterable

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.redlines import REAL, longest_pair, whole_redline
from consensus.errors import Invalid
from consensus.wordings.redline import LONGEST_TEXT, counts, redline

SAMPLES = st.sampled_from(
    [
        "the ", "The ", "coalition ", "asks", "ask ", "operators", ", ", ".", " ", "\n",
        "don't ", "don’t ", "3.5", "30 ", "e\u0301", "ne\u0301e ", "\u0301", "\u200d",
        "👩‍👩‍👧‍👦", "👩", "👍🏽", "👍", "🇨🇭", "🇨", "שלום ", "שָׁלוֹם ", "עולם", "می‌خواهم ",
        "كتاب ", "我们", "同意", "สวัสดี", "क्षि", "हिन्दी ", "\u202e", "\r\n", "\x1f",
    ]
)  # fmt: skip
TEXTS = st.lists(SAMPLES | st.text(max_size=3), max_size=25).map("".join)


def side(ops: Iterable[tuple[str, str]], signs: str) -> str:
    return "".join(text for op, text in ops if op in signs)


@given(TEXTS, TEXTS)
@settings(max_examples=300)
def test_both_texts_come_back_to_the_last_character(old: str, new: str) -> None:
    ops = redline(old, new)
    assert side(ops, "=-") == old
    assert side(ops, "=+") == new
    assert all(text for _, text in ops)


@given(TEXTS)
def test_the_same_text_has_no_changes(text: str) -> None:
    assert redline(text, text) == ([("=", text)] if text else [])


@given(TEXTS, TEXTS)
@settings(max_examples=300)
def test_no_letter_is_parted_from_its_accent(old: str, new: str) -> None:
    ops = redline(old, new)
    for text, signs in [(old, "=-"), (new, "=+")]:
        ends = {match.end() for match in regex.finditer(r"\X", text)}
        at = 0
        for piece in (piece for op, piece in ops if op in signs):
            at += len(piece)
            assert at in ends, (ascii(text), ascii(ops))


@given(TEXTS, TEXTS)
def test_removed_comes_before_added_and_kept_stands_between(old: str, new: str) -> None:
    signs = "".join(op for op, _ in redline(old, new))
    assert not any(pair in signs for pair in ["+-", "--", "++", "=="])


@pytest.mark.parametrize(
    ("old", "new", "ops"),
    [
        (
            "Platforms should publish reports.",
            "Platforms must publish reports.",
            [("=", "Platforms "), ("-", "should"), ("+", "must"),
             ("=", " publish reports.")],
        ),
        ("Users, and hosts.", "Users and hosts.",
         [("=", "Users"), ("-", ","), ("=", " and hosts.")]),
        ("", "All of it.", [("+", "All of it.")]),
        ("All of it.", "", [("-", "All of it.")]),
        ("ne\u0301 a", "ne a", [("-", "ne\u0301"), ("+", "ne"), ("=", " a")]),
        ("It doesn't.", "It does.",
         [("=", "It "), ("-", "doesn't"), ("+", "does"), ("=", ".")]),
        ("在三十天内", "在六十天内", [("=", "在"), ("-", "三"), ("+", "六"),
         ("=", "十天内")]),
    ],
)  # fmt: skip
def test_words_are_marked_whole(old: str, new: str, ops: list[tuple[str, str]]) -> None:
    assert redline(old, new) == ops


def test_a_small_unchanged_run_is_swallowed_by_changes_four_times_longer() -> None:
    old = "aa bb of cc dd"
    assert redline(old, "ee ff of gg hh") == [("-", old), ("+", "ee ff of gg hh")]
    # Three words of change around one: just short of four times.
    assert redline("aa of cc", "ee of") == [
        ("-", "aa"), ("+", "ee"), ("=", " of"), ("-", " cc"),
    ]  # fmt: skip


def test_three_unchanged_words_always_stay() -> None:
    old = "a1 a2 a3 a4 a5 a6 a7 one two three b1 b2 b3 b4 b5 b6 b7"
    kept = [text for op, text in redline(old, old.replace("a", "x").replace("b", "y"))
            if op == "="]  # fmt: skip
    assert kept == [" one two three "]


def test_two_unchanged_words_go_with_eight_changed_ones() -> None:
    ops = redline("a1 a2 one two b1 b2", "x1 x2 one two y1 y2")
    assert ops == [("-", "a1 a2 one two b1 b2"), ("+", "x1 x2 one two y1 y2")]
    assert ("=", " one two ") in redline("a1 a2 one two b1", "x1 x2 one two y1")


def test_a_phrase_ends_with_its_sentence() -> None:
    ops = redline("Aa bb. Cc dd.", "Ee ff. Gg hh.")
    assert ops == [
        ("-", "Aa bb"), ("+", "Ee ff"), ("=", ". "), ("-", "Cc dd"), ("+", "Gg hh"),
        ("=", "."),
    ]  # fmt: skip


def test_counts_are_of_words_as_shown() -> None:
    assert counts(redline("one two three.", "one 2 three, four!")) == (2, 1)
    assert counts(redline("a, b", "a b")) == (0, 0)
    assert counts([]) == (0, 0)


def test_texts_too_long_to_compare_are_refused() -> None:
    with pytest.raises(Invalid, match="200,000"):
        redline("a" * (LONGEST_TEXT + 1), "b")
    with pytest.raises(Invalid, match="200,000"):
        redline("b", "a" * (LONGEST_TEXT + 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # Each once took far longer than the limit: in the comparison, or to find words.
        ("y" + "." * 199_998 + "x", "z" + "." * 100_000 + "!" + "." * 100 + "q"),
        ("🇨" * 200_000, "🇭" * 200_000),
        ("a b " * 50_000, "c d " * 50_000),
        (" ".join(map(str, range(30_000))), "x ".join(map(str, range(28_000)))),
    ],
    ids=["full stops", "flags", "short words", "all different"],
)  # fmt: skip
def test_sec_36_the_longest_texts_come_back_whole(old: str, new: str) -> None:
    ops = redline(old, new)
    assert side(ops, "=-") == old
    assert side(ops, "=+") == new


@pytest.mark.skipif(not REAL.is_dir(), reason="the versions of real texts are not here")
def test_the_longest_real_texts_come_back_whole() -> None:
    old, new = longest_pair(REAL)
    ops = whole_redline(old, new)
    assert side(ops, "=-") == old
    assert side(ops, "=+") == new
    assert old != new
