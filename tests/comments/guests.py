"""Guests in tests: what they send, the link they get, the page they answer on."""

import re

from werkzeug.test import TestResponse

from tests.comments.commenting import SHORT
from tests.deliberation.stories import Story
from tests.world import Person

GUEST = {
    "name": "Gus Grey",
    "email": "gus@example.net",
    "group": "government",
    "region": "African Group",
    "kind": "substantive",
}


def public(story: Story) -> None:
    """The text is open to public comment."""
    assert story.opens_comment(days="14").status_code == 303


def send(
    story: Story, text: str = SHORT, *, block: str = "b1", **fields: str
) -> TestResponse:
    """Somebody without an account sends a comment on a paragraph ("": whole text)."""
    who = story.world.visitor()
    place = f"/documents/{story.document}" + (f"/paragraphs/{block}" if block else "")
    page = who.get(f"{place}/comments/guest").text
    seen = dict(re.findall(r'name="(seen_\w+)" value="([^"]*)"', page))
    return who.post(
        f"{place}/comments/guest", **{**GUEST, **seen, "text": text, **fields}
    )


def link(story: Story, subject: str = "Confirm your comment") -> str:
    """The path of the link in the last mail with such a subject."""
    mails = [one for one in story.world.outbox if subject in one["Subject"]]
    found = re.search(r"https?://[^/\s]+(/\S+)", mails[-1].get_content())
    assert found is not None
    return found[1]


def comment_as_guest(story: Story, text: str = SHORT, **fields: str) -> Person:
    """The whole way: sent, mailed, confirmed; the browser it was done in."""
    assert send(story, text, **fields).status_code == 200
    browser = story.world.visitor()
    path = link(story)
    assert browser.get(path).status_code == 200
    assert browser.post(path).status_code == 303
    return browser
