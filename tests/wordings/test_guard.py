"""The guard over editorial changes (domain.md 5.3, 5.6) and its vectors W1 to W12."""

import pytest

from consensus.schema import Block
from consensus.wordings.canonical import ChangeClass
from consensus.wordings.guard import declared_class, is_guarded_language, tripped_on

C0, C1, C2 = ChangeClass.C0, ChangeClass.C1, ChangeClass.C2
VECTORS = [
    ("W1", "Platforms  “should” publish", 'Platforms "should" publish ', C0),
    ("W2", "Operators should anounce it.", "Operators should announce it.", C1),
    ("W3", "Operators should announce it.", "Operators must announce it.", C2),
    ("W4", "Members may leave early.", "Members may not leave early.", C2),
    ("W5", "within 14 days of the notice", "within 40 days of the notice", C2),
    ("W6", "as the Office of Ports says", "as the Office of Trade says", C2),
    ("W7", "Members, and guests agree.", "Members and guests agree.", C1),
    ("W8", "A few words.", "", C2),
    (
        "W9",
        "The group asks operators to announce repairs early.",
        "The group invites regulators to study repairs further.",
        C2,
    ),
    ("W10", "all members", "most members", C2),
    ("W11", "D e f", "D e f", C0),
    ("W12", "It doesn't hold here now.", "It does hold here now.", C2),
]


def said(words: str, kind: str = "paragraph", href: str = "") -> Block:
    node: Block = {"type": "text", "text": words}
    if href:
        node["marks"] = [{"type": "link", "attrs": {"href": href}}]
    return {"type": kind, "attrs": {"id": "b1"}, "content": [node] if words else []}


@pytest.mark.parametrize(("name", "old", "new", "expected"), VECTORS)
def test_a_change_declared_editorial_gets_the_class_of_its_vector(
    name: str, old: str, new: str, expected: ChangeClass
) -> None:
    assert declared_class(said(old), said(new), "en") is expected, name


def test_inv_26_no_guarded_token_comes_or_goes_in_either_direction() -> None:
    for old, new in (
        ("They will not go.", "They will go."),
        ("They will go.", "They won't go."),
        ("It costs less than it did.", "It costs more than it did."),
        ("It grew by a % of it.", "It grew by a of it."),
        ("ICANN keeps the list.", "IETF keeps the list."),
        ("It costs €.", "It costs £."),
    ):
        assert tripped_on(old, new, "en"), (old, new)


def test_a_capital_that_begins_a_sentence_is_no_name() -> None:
    assert tripped_on("Teh list is kept.", "The list is kept.", "en") == ""
    assert tripped_on("It ends. Teh list is.", "It ends. The list is.", "en") == ""
    assert "Gana" in tripped_on("Sent to Gana today.", "Sent to Ghana today.", "en")


def test_the_limit_is_three_words_or_a_tenth_of_the_old_ones() -> None:
    short = "we keep a list here with dates"
    assert tripped_on(short, "we hold our file here with dates", "en") == ""
    assert "3 words" in tripped_on(short, "we hold our file there with dates", "en")
    long = " ".join(f"{one}x" for one in "abcdefghij") + " "
    text = long * 4  # forty words: four may change
    four = text.replace("ax", "zx")
    assert tripped_on(text.strip(), four.strip(), "en") == ""
    five = four.replace("bx", "yx", 1)
    assert "4 words" in tripped_on(text.strip(), five.strip(), "en")


def test_the_same_words_in_another_order_count_as_changed() -> None:
    assert tripped_on("a b c d e f g h", "e f g h a b c d", "en")


def test_a_language_without_a_list_has_no_editorial_changes() -> None:
    assert is_guarded_language("en-GB")
    assert not is_guarded_language("fr")
    old, new = said("Les avis sont publiées."), said("Les avis sont publiés.")
    assert declared_class(old, new, "fr") is C2


def test_another_kind_or_link_is_never_editorial() -> None:
    assert declared_class(said("A list"), said("A list", "heading"), "en") is C2
    linked = said("A list", href="https://a.example/")
    assert declared_class(linked, said("A list", href="https://b.example/"), "en") is C2
