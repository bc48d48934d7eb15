"""Plain text: blank lines part paragraphs, and every character is itself."""

import pytest

from consensus.errors import Invalid
from tests.conversion.conftest import Read
from tests.conversion.second_readers import block_text


def _texts(read: Read, text: str | bytes) -> list[str]:
    return [block_text(block).strip() for block in read(text, "a.txt").blocks]


def test_blank_lines_part_paragraphs_and_line_wraps_become_spaces(read: Read) -> None:
    text = "One line\nwrapped here.\r\n \t\r\n\r\nSecond paragraph.\n"
    assert _texts(read, text) == ["One line wrapped here.", "Second paragraph."]


def test_what_markdown_would_read_as_syntax_stays_as_typed(read: Read) -> None:
    lines = ["1. *not* a list", "# no heading", "> 5 < 6 &amp; `x`", "| a | b |"]
    imported = read("\n\n".join(lines), "notes.TXT")
    assert [block_text(block).strip() for block in imported.blocks] == lines
    assert {block["type"] for block in imported.blocks} == {"paragraph"}
    assert (imported.title, imported.notices) == (None, [])


def test_wrapped_chinese_is_joined_without_a_space(read: Read) -> None:
    assert _texts(read, "第一条\n为了保护\nABC\n条") == ["第一条为了保护 ABC 条"]


def test_control_characters_go_and_form_feeds_do_not_part_a_paragraph(
    read: Read,
) -> None:
    assert _texts(read, "be\x07fore\n\fafter\x1b\x85") == ["before after"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_text_with_a_byte_order_mark_is_read(read: Read, encoding: str) -> None:
    assert _texts(read, "Größe, 文".encode(encoding)) == ["Größe, 文"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no text"),
        (b" \n\n\x01\n", "holds no text"),
        (b"Gr\xf6\xdfe", "UTF-8"),
        (b"a\0b", "not text"),
        (b"%PDF-1.7 ...", "not text"),
        (b"word " * 5_000, "begins “word word"),
        (b"a\n\n" * 20_001, "more than 20,000 paragraphs"),
        (b"a" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
    ids=["empty", "blank", "latin1", "nul", "pdf", "long", "many", "large"],
)
def test_unreadable_text_is_refused_with_a_sentence(
    read: Read, content: bytes, said: str
) -> None:
    with pytest.raises(Invalid, match=said):
        read(content, "a.txt")


@pytest.mark.parametrize("name", ["a.pdf", "a", "", "a.docm", "a.odt", "a.md/x", "..."])
def test_other_kinds_of_file_are_refused_by_naming_what_can_be_read(
    read: Read, name: str
) -> None:
    with pytest.raises(Invalid, match=r"\.docx.*\.md.*\.txt"):
        read("Words.", name)


def test_only_the_ending_of_the_name_counts(read: Read) -> None:
    assert read("Words.", "C:\\..\\etc\\passwd.txt").blocks
    assert read("Words.", "../../a.b.txt").blocks
