"""Whatever goes in: a text that the closed schema allows, or one sentence."""

import re
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from consensus.conversion.reading import read_file
from consensus.errors import Invalid
from consensus.schema import Block, check_blocks

_SIGNS = ["*", "_", "`", "#", "- ", "1. ", "> ", "|", "[^1]", "<td>", "<"]
_SIGNS += ["\n", "\n\n", "    ", "\t", "[a](#b)", "<br>", "~~", "![", "---\n", ":", "&"]
_SIGNS += ["| a | b |\n|---|---|\n| c |\n", "<table><tr><td rowspan=3>", "\u202e", "é"]
_MARKDOWN = st.lists(
    st.one_of(st.sampled_from(_SIGNS), st.text(max_size=8)), max_size=40
)


# What the schema refuses is not among them: that would be a fault of the import.
_SENTENCES = (
    r"This file holds no text\.|This file is not text.*|.*is longer than 20,000 char.*"
    r"|This (Word )?file is (damaged|named|too large|protected).*|.*too deep.*"
    r"|This is not a Word file\.|This file takes too long.*"
)


def _check(content: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "given"
        path.write_bytes(content)
        blocks, sentence = _outcome(path, name)
    check_blocks(blocks)
    assert blocks or re.fullmatch(_SENTENCES, sentence)


def _outcome(path: Path, name: str) -> tuple[list[Block], str]:
    try:
        return read_file(path, name=name).blocks, ""
    except Invalid as refusal:
        return [], str(refusal)


@settings(max_examples=40, deadline=None)
@given(parts=_MARKDOWN, end=st.sampled_from(["", "\n\n[^1]: A *note*.\n\n    More.\n"]))
def test_any_markdown_becomes_sound_blocks_or_a_sentence(
    parts: list[str], end: str
) -> None:
    _check("".join([*parts, end]).encode("utf-8", "surrogatepass"), "a.md")


@given(content=st.one_of(st.text().map(str.encode), st.binary()))
def test_any_bytes_as_plain_text_become_sound_blocks_or_a_sentence(
    content: bytes,
) -> None:
    _check(content, "a.txt")


@given(
    content=st.binary(max_size=200), head=st.sampled_from([b"PK\x03\x04", b"PK", b""])
)
def test_any_bytes_as_a_word_file_become_a_sentence(
    content: bytes, head: bytes
) -> None:
    _check(head + content, "a.docx")
