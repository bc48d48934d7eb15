"""Reading and sending the panel's forms in tests, as a browser without scripts does."""

import re
from html import unescape

from werkzeug.test import TestResponse

from tests.world import Person

REASON = "The words leave out those without a steady line."


def panel_of(person: Person, document_id: int, block_id: str = "b1") -> str:
    """The panel of a paragraph as this person sees it."""
    answer = person.get(f"/documents/{document_id}/paragraphs/{block_id}/panel")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def words_of(html: str) -> str:
    """What can be read on a page, hidden words included, blanks as single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def seen_by(person: Person, document_id: int, block_id: str = "b1") -> dict[str, str]:
    """The sealed fields of the form this person has before them."""
    html = panel_of(person, document_id, block_id)
    fields = dict(re.findall(r'name="(seen_\w+)" value="([^"]*)"', html))
    assert len(fields) == 3, "the panel offers a form"
    return fields


def take(
    person: Person,
    document_id: int,
    kind: str = "support",
    *,
    block_id: str = "b1",
    seen: dict[str, str] | None = None,
    **fields: str,
) -> TestResponse:
    """Take a position on the words this person has seen (now, unless given)."""
    seen = seen or seen_by(person, document_id, block_id)
    fields = {"attribution": "named", **fields}
    if kind in {"objection", "dissent"} and "without_reasons" not in fields:
        fields = {"reason": REASON, **fields}
    path = f"/documents/{document_id}/paragraphs/{block_id}/position"
    return person.post(path, kind=kind, **seen, **fields)


def move(
    person: Person, document_id: int, number: int, step: str, note: str = ""
) -> TestResponse:
    """Take a step with an objection."""
    path = f"/documents/{document_id}/objections/{number}/move"
    return person.post(path, move=step, note=note)


def answer(
    editor: Person, document_id: int, number: int, text: str = "We keep it short."
) -> TestResponse:
    """Answer an objection for the editors."""
    path = f"/documents/{document_id}/objections/{number}/answer"
    return editor.post(path, answer=text, disposition="not_accommodated")


def misses(
    person: Person,
    document_id: int,
    reason: str = "Nothing says who pays.",
    *,
    block_id: str = "b1",
    seen: dict[str, str] | None = None,
    **fields: str,
) -> TestResponse:
    """Object to what is missing after a paragraph (R8)."""
    seen = seen or seen_by(person, document_id, block_id)
    path = f"/documents/{document_id}/paragraphs/{block_id}/omission"
    given = {"kind": "objection", "attribution": "named", "reason": reason, **fields}
    return person.post(path, **seen, **given)
