"""How marks are typed in a form."""

import pytest
from hypothesis import given

from consensus.drafting.inline import parse_inline
from consensus.drafting.inline_writing import write_inline
from consensus.errors import Invalid
from consensus.schema import Block
from tests.drafting.texts import INLINE, footnote, line_break, link, words


@given(INLINE)
def test_what_the_form_shows_is_read_back_as_the_same(content: list[Block]) -> None:
    assert parse_inline(write_inline(content)) == content


@pytest.mark.parametrize(
    ("typed", "content"),
    [
        ("plain", [words("plain")]),
        ("a **b** c", [words("a "), words("b", "strong"), words(" c")]),
        ("a *b* c", [words("a "), words("b", "em"), words(" c")]),
        ("***b***", [words("b", "strong", "em")]),
        ("`a*b*`", [words("a*b*", "code")]),
        ("[see](https://x.org)", [link("see", "https://x.org")]),
        ("a[^n1]", [words("a"), footnote("n1")]),
        ("a\nb", [words("a"), line_break(), words("b")]),
        ("a  \n  b", [words("a  "), line_break(), words("  b")]),
        ("H<sub>2</sub>O", [words("H"), words("2", "sub"), words("O")]),
        ("snake_case_name", [words("snake_case_name")]),
        ("5 * 3 < 20 & [more]", [words("5 * 3 < 20 & [more]")]),
        (r"\*not strong\*", [words("*not strong*")]),
        ("<script>", [words("<script>")]),
        ("&amp; <!-- x -->", [words("&amp; <!-- x -->")]),
        ("![x](https://x.org/p.png)", [words("!"), link("x", "https://x.org/p.png")]),
        ("# no heading", [words("# no heading")]),
        ("[^not-a-note]", [words("[^not-a-note]")]),
        ("", []),
    ],
)
def test_what_people_type_becomes(typed: str, content: list[Block]) -> None:
    assert parse_inline(typed) == content


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("[x](javascript:alert(1))", "A link starts with http:, https: or mailto:."),
        ("[x](notes.html)", "A link starts with http:, https: or mailto:."),
        ('[x](https://x.org "title")', "A link has an address"),
        ("a <u>b", "“<u>” is opened but not closed."),
        ("a </sup> b", "“</sup>” closes what was not opened."),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence.replace("(", r"\(")):
        parse_inline(typed)


@pytest.mark.parametrize("sign", ["[", "*", "**a", "[a](", "`", "<", "\\", "[^a", "_"])
def test_a_paragraph_full_of_signs_is_read_or_refused(sign: str) -> None:
    typed = sign * (20_000 // len(sign))
    read = parse_inline(typed)
    assert sum(len(node.get("text", "")) for node in read) > 0


def test_plain_words_look_plain_in_the_form() -> None:
    content = [words("Article 4 (2): “fair” use, 5 % – see a_b; x < y, 2 > 1!")]
    assert write_inline(content) == content[0]["text"]


def test_usual_marks_look_usual_in_the_form() -> None:
    typed = "A **strong *word*** in `code` and a [link](https://x.org)[^n1]."
    assert write_inline(parse_inline(typed)) == typed
