"""
Changing the content of a block as little as possible, so that what others change in
it at the same moment survives the merge.

Words are compared character by character and only what differs is touched. A line
break or footnote mark splits a run of words in two; where such marks come or go, the
words behind them are written anew and all other words stay.
"""

from collections.abc import Sequence
from typing import Any, cast

from pycrdt import XmlElement, XmlText

from consensus.drafting.reading import Container, Run, attrs_of, is_atom, runs_of
from consensus.drafting.runs import rewrite_text, shared_out, words_of
from consensus.schema import Block

_FRAMES = {"table_row", "table_cell", "table_header", "option"}


def fill(container: Container, nodes: list[Block]) -> None:
    """Write nodes into an empty container; a textblock gets a text to type into."""
    if _is_frame(nodes):
        for node in nodes:
            fill(_insert_element(container, len(container.children), node),
                 node.get("content", []))  # fmt: skip
        return
    segments, atoms = _wanted(nodes)
    _insert_text(container, 0, segments[0])
    for atom, runs in zip(atoms, segments[1:], strict=True):
        _insert_element(container, len(container.children), atom)
        if runs:
            _insert_text(container, len(container.children), runs)


def rewrite(container: Container, nodes: list[Block]) -> None:
    """Make the content of a container these nodes, touching only what differs."""
    if not _is_frame(nodes) and not _has_frames(container):
        _rewrite_inline(container, nodes)
        return
    shape = [_tag_and_width(node) for node in nodes]
    kept = _same(_shape(container), shape)
    _delete(container, kept, len(container.children))
    for child, node in zip(container.children, nodes[:kept], strict=True):
        element = cast("XmlElement", child)
        _rewrite_attrs(element, node.get("attrs", {}))
        rewrite(element, node.get("content", []))
    if not kept or nodes[kept:]:
        fill(container, nodes[kept:])


def _is_frame(nodes: list[Block]) -> bool:
    return any(node["type"] in _FRAMES for node in nodes)


def _has_frames(container: Container) -> bool:
    return any(
        isinstance(child, XmlElement) and child.tag in _FRAMES
        for child in container.children
    )


def _shape(container: Container) -> list[tuple[str, int]]:
    """Rows with their number of cells, or the cells of one row."""
    return [
        (str(child.tag), len(child.children) if child.tag == "table_row" else 0)
        if isinstance(child, XmlElement)
        else ("", 0)  # words that somebody typed where now a table is
        for child in container.children
    ]


def _tag_and_width(node: Block) -> tuple[str, int]:
    width = len(node.get("content", [])) if node["type"] == "table_row" else 0
    return node["type"], width


def _rewrite_attrs(element: XmlElement, attrs: dict[str, Any]) -> None:
    now = attrs_of(element)
    for name in now.keys() - attrs.keys():
        del element.attributes[name]
    for name, value in sorted(attrs.items()):
        if value is not None and now.get(name) != value:
            element.attributes[name] = value


def _rewrite_inline(container: Container, nodes: list[Block]) -> None:
    old, old_atoms = _present(container)
    new, new_atoms = _wanted(nodes)
    same_first = _same(old_atoms, new_atoms)
    rest = min(len(old_atoms), len(new_atoms)) - same_first
    same_last = _same(old_atoms[::-1], new_atoms[::-1], at_most=rest)
    # From the end to the beginning, so that the indexes in front stay right.
    for back in range(1, same_last + 1):
        _rewrite_segment(container, old[-back], new[-back])
    _rewrite_middle(
        container,
        old[same_first : len(old) - same_last],
        (new[same_first : len(new) - same_last], new_atoms[same_first:]),
    )
    for index in reversed(range(same_first)):
        _rewrite_segment(container, old[index], new[index])


def _rewrite_middle(
    container: Container,
    old: list[range],
    wanted: tuple[list[list[Run]], list[Block]],
) -> None:
    """Where atoms come or go: the first run is compared, what follows is replaced."""
    segments, atoms = wanted
    _delete(container, old[0].stop, old[-1].stop)
    place = old[0].stop
    for atom, runs in zip(atoms, segments[1:], strict=False):
        _insert_element(container, place, atom)
        place += 1
        if runs:
            _insert_text(container, place, runs)
            place += 1
    _rewrite_segment(container, old[0], segments[0])


def _rewrite_segment(container: Container, places: range, runs: list[Run]) -> None:
    """Change the text at these children, or make one; two texts are cut to match."""
    texts = [child for child in (container.children[i] for i in places)
             if isinstance(child, XmlText)]  # fmt: skip
    if not texts:
        if runs:
            _insert_text(container, places.start, runs)
        return
    old = [words_of(runs_of(text)) for text in texts]
    for text, part in zip(texts, shared_out(old, runs), strict=True):
        rewrite_text(text, part)


def _present(container: Container) -> tuple[list[range], list[Block]]:
    """Where each run of words lies among the children, and the atoms between them."""
    segments: list[range] = []
    atoms: list[Block] = []
    start = 0
    for index, child in enumerate(container.children):
        if isinstance(child, XmlElement):
            segments.append(range(start, index))
            atoms.append(_node(child))
            start = index + 1
    return [*segments, range(start, len(container.children))], atoms


def _node(element: XmlElement) -> Block:
    attrs = attrs_of(element)
    return {"type": element.tag, "attrs": attrs} if attrs else {"type": element.tag}


def _wanted(nodes: list[Block]) -> tuple[list[list[Run]], list[Block]]:
    """The same of nodes: runs of words, and the atoms between them without marks."""
    segments: list[list[Run]] = [[]]
    atoms: list[Block] = []
    for node in nodes:
        if is_atom(node):
            kept = {key: node[key] for key in ("type", "attrs") if node.get(key)}
            atoms.append(kept)
            segments.append([])
        else:
            marks = {
                mark["type"]: mark.get("attrs", {}) for mark in node.get("marks", [])
            }
            segments[-1].append((node["text"], marks))
    return segments, atoms


def _same(old: Sequence[Any], new: Sequence[Any], at_most: int = 10**9) -> int:
    """How many of both are alike, from the first on."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other or count == at_most:
            break
        count += 1
    return count


def _insert_text(container: Container, place: int, runs: list[Run]) -> None:
    container.children.insert(place, XmlText(""))
    rewrite_text(cast("XmlText", container.children[place]), runs)


def _insert_element(container: Container, place: int, node: Block) -> XmlElement:
    attrs = {k: v for k, v in node.get("attrs", {}).items() if v is not None}
    container.children.insert(place, XmlElement(node["type"], attrs))
    return cast("XmlElement", container.children[place])


def _delete(container: Container, start: int, stop: int) -> None:
    for index in reversed(range(start, stop)):
        del container.children[index]
