"""domain.md 8: the help page shows the whole table, and it is the one that guards."""

import pytest

from consensus.documents.role_table import COLUMNS, LINES
from tests.world import World, world

__all__ = ["world"]

M = "– – – ● ● ● ● – –"
EXPECTED = {
    "Read drafts, comments, objections, answers, the record": "● ● ● ● ● ● ● ● ●",
    "Comment in public comment": "– ● ● ● ● ● ● ● –",
    "Comment in member review": "– – ● ● ● ● ● – –",
    "Suggest a wording": "– ○a ● ● ● ● ● – –",
    "Edit the draft": "– – – ○b ● – ○b – –",
    "Take a position": "– – – ● ● ○c ● – –",
    "Raise or join an objection, from drafting on": "– – – ● ● ○c ● – –",
    "Resolve, maintain or withdraw one’s own objection": M,
    "Answer objections and comments": "– – – – ● – ○d – –",
    "Write and sign a minority statement": M,
    "Open and extend a call; declare a level; write findings": "– – – – – ● – – –",
    "Move stages other than the call; publish; park": "– – – – ○e – ● – –",
    "Challenge a level": "– – – ● ● – ● – –",
    "Review an escalated challenge": "– – – ○f – – ○f – –",
    "Propose a new text": M,
    "Join a coalition": "● ● ● – – – – ● ●",
    "Change one’s own group, region, attribution": "– – ● ● ● ● ● – –",
    "Name editors and the consensus caller": "– – – – – – ● – –",
    "Hide words under the Code of Conduct, suspend posting": "– – – – – – ○g – ○g",
    "See who stands behind a hidden name": "– – – ○own – – – – ○h",
    "Record what somebody said elsewhere": "– – – – ● – ● – –",
    "Mark recognition and activity": "– – – – – – – ● –",
    "Delete anything another person wrote": "– – – – – – – – –",
    "Change a published version": "– – – – – – – – –",
}


@pytest.mark.parametrize("what", EXPECTED)
def test_a_line_of_the_table_of_roles_says_who_may(what: str) -> None:
    line = next(one for one in LINES if one.what == what)
    cells = [line.cell(key) for key, _, _ in COLUMNS]
    assert " ".join(cells) == EXPECTED[what]


def test_everybody_can_read_the_table_of_roles(world: World) -> None:
    page = world.visitor().get("/how-it-works/roles").get_data(as_text=True)
    for line in LINES:
        assert line.what in page
