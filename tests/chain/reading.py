"""Reading pages with parsers that are not ours, as a browser or a scholar would."""

import re

from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse


def page_of(answer: TestResponse | str) -> BeautifulSoup:
    """A page as html5lib understands it."""
    if isinstance(answer, str):
        return BeautifulSoup(answer, "html5lib")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return BeautifulSoup(answer.get_data(as_text=True), "html5lib")


def only(root: BeautifulSoup | Tag, selector: str) -> Tag:
    """The one element that a selector finds."""
    found = root.select(selector)
    assert len(found) == 1, f"{selector} finds {len(found)} elements"
    return found[0]


def said(root: BeautifulSoup | Tag) -> str:
    """What can be read there, runs of blanks as one."""
    return " ".join(root.get_text(" ").split())


def fields_of(answer: TestResponse) -> dict[str, str]:
    """What a page's first form holds, as a browser would send it, without its token."""
    form = page_of(answer).select("main form")[0]
    held = {str(one["name"]): str(one["value"]) for one in form.select("input[value]")}
    for area in form.select("textarea"):
        held[str(area["name"])] = area.get_text().removeprefix("\n")
    for choice in form.select("select"):
        chosen = choice.select("option[selected]") or choice.select("option")
        held[str(choice["name"])] = str(chosen[0]["value"])
    return {name: value for name, value in held.items() if name != "csrf_token"}


def is_plain(words: str) -> bool:
    """Whether words in an edit form have no marks, so that they read as typed."""
    return not re.search(r"[\[\]<>*_^~`\\]", words)
