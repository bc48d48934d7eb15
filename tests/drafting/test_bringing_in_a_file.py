"""An editor brings a revised file in, after seeing what it would change."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from consensus.drafting.queries import blocks_of
from consensus.wordings.canonical import plain_text
from tests.world import Person, World, world

__all__ = ["world"]

WATER = [
    "Rivers belong to everyone who lives beside them.",
    "Cables are laid where they disturb the least of the river bed.",
    "Floods are told to all neighbours before they come.",
]
REVISED = "\n\n".join(
    [WATER[2], "Fish are counted each year by those who catch them.",
     WATER[1].replace("least", "most")]
)  # fmt: skip


@pytest.fixture
def ada(world: World) -> Person:
    person = world.person("Ada Nwosu")
    world.document("Water", WATER, by=person)
    return person


def send(person: Person, words: str, name: str = "revised.md") -> TestResponse:
    data = {"csrf_token": person.token, "file": (BytesIO(words.encode()), name)}
    return person.client.post(
        "/documents/1/revise", data=data, content_type="multipart/form-data"
    )


def page_of(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.get_data(as_text=True), "html5lib")


def carried(answer: TestResponse) -> dict[str, str]:
    form = page_of(answer).select("#bring-in input[type=hidden]")
    fields = {str(one["name"]): str(one["value"]) for one in form}
    fields.pop("csrf_token")
    return fields


def text(world: World) -> list[tuple[str, str]]:
    with world.session() as session:
        rows = blocks_of(session, 1)
        return [(row.block_id, plain_text(row.content)) for row in rows]


def test_every_change_is_shown_and_none_is_made_before_it_is_wanted(
    world: World, ada: Person
) -> None:
    answer = send(ada, REVISED)
    assert answer.status_code == 200
    page = page_of(answer)
    counts = [item.get_text().split()[0] for item in page.select("main ul li")]
    assert counts == ["1", "1", "1", "1", "1"]  # kept, changed, new, gone, elsewhere
    shown = [one.get_text() for one in page.select("article h3")]
    assert [one.split(":")[0] for one in shown] == [
        "Stands elsewhere", "New", "Changed", "Gone",
    ]  # fmt: skip
    assert [one.get_text() for one in page.select("article:nth-of-type(3) del")] == [
        "[removed: least] "
    ]
    assert [block_id for block_id, _ in text(world)] == ["b1", "b2", "b3"]


def test_what_was_shown_is_brought_in(world: World, ada: Person) -> None:
    fields = carried(send(ada, REVISED))
    answer = ada.post("/documents/1/revise/apply", **fields)
    assert (answer.status_code, answer.location) == (302, "/documents/1")
    (third, fish, second) = text(world)
    assert (third[0], second[0]) == ("b3", "b2")
    assert fish[1].startswith("Fish are counted")


def test_a_text_that_changed_meanwhile_is_compared_anew(
    world: World, ada: Person
) -> None:
    fields = carried(send(ada, REVISED))
    ada.post("/documents/1/paragraphs/b1/remove")
    answer = ada.post("/documents/1/revise/apply", **fields)
    assert answer.status_code == 409
    assert "The text was changed since you looked" in answer.get_data(as_text=True)
    assert [block_id for block_id, _ in text(world)] == ["b2", "b3"]
    again = ada.post("/documents/1/revise/apply", **carried(answer))
    assert again.status_code == 302
    assert [block_id for block_id, _ in text(world)][::2] == ["b3", "b2"]


@pytest.mark.parametrize(
    ("words", "name", "sentence"),
    [
        ("\n\n".join(WATER), "same.md", "already reads like this file"),
        ("", "empty.md", "holds no text"),
        ("words", "words.pdf", "Only Word files"),
        ("words", "", "Choose the file to bring in"),
    ],
)
def test_a_file_that_cannot_be_brought_in_is_refused_with_a_sentence(
    world: World, ada: Person, words: str, name: str, sentence: str
) -> None:
    answer = send(ada, words, name)
    assert answer.status_code in {409, 422}
    (fault,) = page_of(answer).select("[data-errsum] a")
    assert sentence in fault.get_text()


@pytest.mark.parametrize("field", ["", "AAAA", "eJwDAAAAAAE=", "eJyLjgUAARUAuQ=="])
def test_a_damaged_page_is_refused(world: World, ada: Person, field: str) -> None:
    answer = ada.post("/documents/1/revise/apply", carried=field, seq="1")
    assert answer.status_code == 422
    assert [block_id for block_id, _ in text(world)] == ["b1", "b2", "b3"]
