"""Making and answering comments in tests, as browsers without scripts do."""

import re
from html import unescape

from werkzeug.test import TestResponse

from consensus.comments.models import Comment
from consensus.comments.queries import comment_of
from tests.deliberation.panels import words_of
from tests.deliberation.stories import Story
from tests.world import Person

SHORT = "This paragraph says nothing of notices by mail."


def comment(
    who: Person, document: int, text: str = SHORT, *, block: str = "b1", **fields: str
) -> TestResponse:
    """Comment on a paragraph ("" for the whole text) as it is now."""
    place = f"/documents/{document}" + (f"/paragraphs/{block}" if block else "")
    sent = {"kind": "substantive", "attribution": "named", "text": text}
    if block:
        sent |= seen(who, document, block)
    return who.post(f"{place}/comments", **{**sent, **fields})


def seen(who: Person, document: int, block: str = "b1") -> dict[str, str]:
    """The sealed place of the words that this person has before them."""
    page = who.get(f"/documents/{document}/paragraphs/{block}/comments/new").text
    fields = dict(re.findall(r'name="(seen_\w+)" value="([^"]*)"', page))
    assert len(fields) == 3, "the page has a form"
    return fields


def answer(
    who: Person, document: int, number: int = 1, text: str = "We add it.", **fields: str
) -> TestResponse:
    """Answer a comment for the editors."""
    sent = {"disposition": "accepted", "answer": text, **fields}
    return who.post(f"/documents/{document}/comments/{number}/answer", **sent)


def step(
    who: Person, document: int, what: str, number: int = 1, **fields: str
) -> TestResponse:
    """Send one of the other forms of a comment: reply, withdrawal, thread …"""
    return who.post(f"/documents/{document}/comments/{number}/{what}", **fields)


def panel(who: Person, document: int, block: str = "b1") -> str:
    """What can be read in the panel of a paragraph, or of the whole text ("")."""
    place = f"/paragraphs/{block}/panel" if block else "/panel"
    page = who.get(f"/documents/{document}{place}")
    assert page.status_code == 200
    return words_of(page.text)


def page(who: Person, document: int, place: str = "/comments") -> str:
    """What can be read on a page of a document."""
    found = who.get(f"/documents/{document}{place}")
    assert found.status_code == 200, place
    return words_of(unescape(found.text))


def stored(story: Story, number: int = 1) -> Comment:
    """A comment with all that belongs to it, as it is stored."""
    with story.at_work() as (session, document):
        return comment_of(session, document.id, number)
