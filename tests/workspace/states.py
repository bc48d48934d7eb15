"""A text whose states are named, compared and brought back, for tests of history."""

import re

import pytest
from sqlalchemy import select

from consensus.drafting.models import Lineage
from tests.deliberation.panels import words_of
from tests.world import Person, World

FIRST = "Platforms should publish reports of outages."

SECOND = "Platforms must publish reports of outages."


@pytest.fixture
def ada(world: World) -> Person:
    """The editor of the documents here."""
    return world.person("Ada Nwosu")


@pytest.fixture
def bo(world: World) -> Person:
    """A member who edits nothing."""
    return world.person("Bo Lind")


@pytest.fixture
def text(world: World, ada: Person) -> int:
    """A document of three paragraphs b1 to b3."""
    return world.document("Water", [FIRST, "Second.", "Third one."], by=ada)


def at(text: int, path: str) -> str:
    return f"/documents/{text}{path}"


def edition_of(person: Person, text: int, block: str) -> str:
    page = person.get(at(text, f"/paragraphs/{block}/edit")).text
    found = re.search(r'name="edition" value="([^"]+)"', page)
    assert found
    return found[1]


def writes(person: Person, text: int, block: str, words: str) -> None:
    """Change a paragraph by its form."""
    edition = edition_of(person, text, block)
    answer = person.post(
        at(text, f"/paragraphs/{block}/edit"),
        edition=edition, kind="paragraph", words=words,
    )  # fmt: skip
    assert answer.status_code == 302, words_of(answer.text)


def offers(person: Person, text: int) -> None:
    assert person.post(at(text, "/offer")).status_code == 303


def names(person: Person, text: int, name: str = "") -> None:
    assert person.post(at(text, "/states"), name=name).status_code == 303


def divides(world: World, person: Person, text: int) -> str:
    """Divide the first paragraph; the id of the second part."""
    answer = person.post(
        at(text, "/paragraphs/b1/split"), edition=edition_of(person, text, "b1"),
        first="Platforms should publish", second="reports of outages.",
    )  # fmt: skip
    assert answer.status_code == 302
    with world.session() as session:
        made = session.scalars(select(Lineage.to_id)).all()
    return next(one for one in made if one)


def restores(person: Person, path: str) -> None:
    """Open the page that says what would change, and confirm it."""
    page = person.get(path)
    assert page.status_code == 200, words_of(page.text)
    seq = re.search(r'name="seq" value="(\d+)"', page.text)
    assert seq, words_of(page.text)
    assert person.post(path, seq=seq[1]).status_code == 303


def page(person: Person, path: str) -> str:
    """What can be read on a page."""
    answer = person.get(path)
    assert answer.status_code == 200, words_of(answer.text)
    return words_of(answer.text)


def main_of(person: Person, path: str) -> str:
    answer = person.get(path)
    assert answer.status_code == 200, words_of(answer.text)
    return answer.text[answer.text.index("<main") :]


def reads(world: World, text: int) -> list[str]:
    """The paragraphs of the text as it stands, as a visitor reads them."""
    html = world.visitor().get(at(text, "")).text
    html = html.split('id="removed-text"')[0]
    return [words_of(one) for one in re.findall(r'<p class="read[^>]*>(.*?)</p>', html)]
