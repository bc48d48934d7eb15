"""A redline keeps the marks of both sides and loses no word, break or note mark."""

from hypothesis import given
from hypothesis import strategies as st

from consensus.schema import Block
from consensus.wordings.canonical import plain_text
from consensus.wordings.marked import marked, one_side
from consensus.wordings.redline import redline

MARKS = st.lists(
    st.sampled_from(["strong", "em", "code"]), max_size=2, unique=True
).map(lambda names: [{"type": name} for name in names])
WORDS = st.sampled_from(["should ", "must ", "act", ".", "é", "报告", " "])
RUN = st.builds(
    lambda text, marks: {"type": "text", "text": text, "marks": marks}, WORDS, MARKS
)
ATOM = st.sampled_from(
    [{"type": "hard_break"}, {"type": "footnote", "attrs": {"note": "n1"}}]
)
BLOCKS = st.lists(RUN | ATOM, max_size=9).map(
    lambda content: {"type": "paragraph", "attrs": {"id": "b1"}, "content": content}
)


def spread(nodes: list[Block]) -> list[tuple[str, str]]:
    """Nodes letter by letter, each with its marks: how they are cut is no matter."""
    letters = []
    for node in nodes:
        marks = repr(node.get("marks", []))
        letters += [(letter, marks) for letter in node.get("text", "")]
        if "text" not in node:
            letters.append((node["type"], ""))
    return letters


@given(BLOCKS, BLOCKS)
def test_the_newer_text_comes_back_with_its_marks(old: Block, new: Block) -> None:
    pieces = marked(redline(plain_text(old), plain_text(new)), old, new)
    stands = [node for op, nodes in pieces if op != "-" for node in nodes]
    # What has no letters, such as a note mark, has no piece where nothing else is.
    lost = len(spread(new["content"])) - len(spread(stands))
    assert lost == 0 or not plain_text(new)
    assert lost > 0 or spread(stands) == spread(new["content"])


@given(BLOCKS, BLOCKS)
def test_the_older_text_comes_back_with_its_marks(old: Block, new: Block) -> None:
    ops = redline(plain_text(old), plain_text(new))
    pieces = one_side([(op, text) for op, text in ops if op != "+"], old)
    words = "".join(
        "\n" if node["type"] == "hard_break" else node.get("text", "")
        for _, nodes in pieces
        for node in nodes
    )
    assert words == plain_text(old)


def test_a_table_is_given_as_words() -> None:
    cell = {"type": "table_cell", "content": [{"type": "text", "text": "Cost"}]}
    row = {"type": "table_row", "content": [cell, cell]}
    table = {"type": "table", "attrs": {"id": "t"}, "content": [row]}
    pieces = marked([("=", "Cost | Cost")], table, table)
    assert pieces == [("=", [{"type": "text", "text": "Cost | Cost"}])]
