"""
The words of a paragraph as tokens that carry how they look, and back.

A token is a word, a blank or a sign with its marks and link, or an atom: a line break,
a footnote mark. It is a plain string, so that rows of tokens can be compared.
"""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import regex

from consensus.errors import Invalid
from consensus.schema import Block
from consensus.wordings.redline import LONGEST_TEXT, tokens

_LOOK = "\x00"  # parts a token's words from how they look; no text can hold it
_WORD = regex.compile(r"\w")
_SENTENCE_MARK = regex.compile(r"[.;:!?。！？؟۔।]")
_READ_AS = {"hard_break": "\n", "footnote": "[note]"}


def marked_tokens(nodes: list[Block]) -> list[str]:
    """
    The tokens of inline nodes, in order.

    One that reaches over the end of a mark is whole. Refuses (`Invalid`) more than
    200,000 characters.
    """
    if sum(len(node.get("text", "")) for node in nodes) > LONGEST_TEXT:
        raise Invalid(
            f"Texts of more than {LONGEST_TEXT:,} characters cannot be merged."
        )
    found: list[str] = []
    for is_text, run in groupby(nodes, lambda node: "text" in node):
        if is_text:
            found += _marked(list(run))
        else:
            found += [_with_look("", node) for node in run]
    return found


def as_nodes(found: list[str]) -> list[Block]:
    """Tokens as inline nodes; neighbours with equal marks are one node."""
    nodes: list[Block] = []
    for token in found:
        words, look = _parted(token)
        if not words:
            nodes.append(look)
            continue
        pieces = look if isinstance(look, list) else [(len(words), look)]
        for length, marks in pieces:
            _add(nodes, words[:length], marks)
            words = words[length:]
    return nodes


def as_words(found: list[str]) -> str:
    """Tokens as words to read; a line break is a line end, a footnote mark a sign."""
    return "".join(_read(token) for token in found)


def keeps_apart(token: str) -> bool:
    """Whether a token is a word, or ends a sentence or a line."""
    words = token.partition(_LOOK)[0] or _read(token)
    return bool(_WORD.search(words) or _SENTENCE_MARK.search(words) or words == "\n")


def _read(token: str) -> str:
    words, look = _parted(token)
    return words or _READ_AS.get(look["type"], "")


def _parted(token: str) -> tuple[str, Any]:
    words, _, look = token.partition(_LOOK)
    return words, json.loads(look) if look else {}


def _marked(run: list[Block]) -> Iterator[str]:
    """The tokens of texts side by side; one that reaches over a mark's end is whole."""
    looks = [_without_words(node) for node in run]
    ends = [0]
    for node in run:
        ends.append(ends[-1] + len(node["text"]))
    at, index = 0, 0
    for token in tokens("".join(node["text"] for node in run)):
        pieces: list[tuple[int, Block]] = []
        rest = len(token)
        while rest:
            taken = min(rest, ends[index + 1] - at)
            if taken:
                pieces.append((taken, looks[index]))
            at, rest = at + taken, rest - taken
            index += at == ends[index + 1] and index + 2 < len(ends)
        yield _with_look(token, _joined(pieces))


def _joined(pieces: list[tuple[int, Block]]) -> object:
    """How a token looks: one look for all of it, or lengths with their looks."""
    joined: list[tuple[int, Block]] = []
    for length, look in pieces:
        if joined and joined[-1][1] == look:
            joined[-1] = joined[-1][0] + length, look
        else:
            joined.append((length, look))
    return joined[0][1] if len(joined) == 1 else joined


def _without_words(node: Block) -> Block:
    return {"marks": node["marks"]} if node.get("marks") else {}


def _with_look(words: str, look: object) -> str:
    return f"{words}{_LOOK}{json.dumps(look, sort_keys=True)}" if look else words


def _add(nodes: list[Block], words: str, marks: Block) -> None:
    last = nodes[-1] if nodes else {}
    if "text" in last and last.get("marks", []) == marks.get("marks", []):
        nodes[-1] = {**last, "text": last["text"] + words}
    else:
        nodes.append({"type": "text", "text": words, **marks})
