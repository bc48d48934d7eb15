"""Suggesting and settling in tests, as browsers without scripts do."""

import re
from html import unescape

from werkzeug.test import TestResponse

from tests.deliberation.panels import words_of
from tests.deliberation.stories import Story
from tests.world import Person


def suggest(
    who: Person, document_id: int, words: str = "", *, block: str = "b1", **fields: str
) -> TestResponse:
    """Suggest by the form of a paragraph, on the words as they are now."""
    path = f"/documents/{document_id}/paragraphs/{block}/suggestions"
    sent = {"kind": "wording", "attribution": "named", "words": words}
    return who.post(path, **{**sent, **place(who, document_id, block), **fields})


def place(who: Person, document_id: int, block: str = "b1") -> dict[str, str]:
    """The sealed place of the words that this person has before them."""
    page = who.get(f"/documents/{document_id}/paragraphs/{block}/suggestions").text
    return dict(re.findall(r'name="(seen_\w+)" value="([^"]*)"', page))


def settle(
    who: Person, document_id: int, step: str, number: int = 1, **fields: str
) -> TestResponse:
    """Settle a suggestion, on the paragraph as this person's page shows it."""
    path = f"/documents/{document_id}/suggestions/{number}"
    found = re.search(r'name="edition" value="([^"]*)"', who.get(path).text)
    seen = {"edition": unescape(found[1])} if found else {}
    return who.post(f"{path}/{step}", **{**seen, **fields})


def page_of(who: Person, document_id: int, number: int = 1) -> str:
    """What can be read on the page of one suggestion."""
    page = who.get(f"/documents/{document_id}/suggestions/{number}")
    assert page.status_code == 200
    return words_of(page.text)


def words_now(story: Story, block: str = "b1") -> str:
    """The words of a paragraph as the document's page shows them; "" if gone."""
    page = story.world.visitor().get(f"/documents/{story.document}").text
    found = re.search(
        rf'<article class="para" id="{block}".*?<p class="read"[^>]*>(.*?)</p>',
        page, re.DOTALL,
    )  # fmt: skip
    return words_of(found[1]) if found else ""
