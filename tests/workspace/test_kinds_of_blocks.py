"""Every page about a text knows every kind of block."""

import io

import pytest
from bs4 import BeautifulSoup

from consensus.drafting.queries import blocks_of
from tests.figures.pictures import picture
from tests.world import Person, World, world

__all__ = ["world"]

FORMS: list[dict[str, object]] = [
    {"kind": "recommendation", "words": "Read it out.", "whom": "All chairs"},
    {"kind": "key_finding", "words": "Few hear it."},
    {"kind": "issue_to_explore", "words": "Who listens?"},
    {"kind": "collected_view", "words": "Shorter.", "whom": "A survey"},
    {"kind": "options", "label-0": "Short", "option-0": "Read.", "option-1": "Shout."},
    {"kind": "figure", "alt": "A map", "caption": "Three rivers"},
]
WORDS = ["Read it out.", "All chairs", "Few hear it.", "Who listens?", "Shorter.",
         "A survey", "Short", "Read.", "Shout.", "Three rivers"]  # fmt: skip


@pytest.fixture
def ada(world: World) -> Person:
    return world.person("Ada Nwosu")


@pytest.fixture
def document_id(world: World, ada: Person) -> int:
    document_id = world.document("Rivers", ["First words."], by=ada)
    for form in reversed(FORMS):
        fields = dict(form)
        if fields["kind"] == "figure":
            fields["picture"] = (io.BytesIO(picture()), "map.png")
        path = f"/documents/{document_id}/paragraphs/new"
        assert ada.post(path, after="b1", **fields).status_code == 302
    assert ada.post(f"/documents/{document_id}/offer").status_code == 303
    return document_id


def said(person: Person, path: str) -> str:
    answer = person.get(path)
    assert answer.status_code == 200, path
    page = BeautifulSoup(answer.data, "html5lib")
    return " ".join(page.get_text(" ").split())


@pytest.mark.parametrize("page", ["", "/draft", "/compare?from=0&to=now&show=all",
                                  "/states/1"])  # fmt: skip
def test_a_page_of_the_text_shows_each_kind(
    ada: Person, document_id: int, page: str
) -> None:
    shown = said(ada, f"/documents/{document_id}{page}")
    assert [words for words in WORDS if words not in shown] == []


def test_each_block_has_its_pages(world: World, ada: Person, document_id: int) -> None:
    bea = world.person("Bea Okoro")
    with world.session() as session:
        blocks = [row.block_id for row in blocks_of(session, document_id)]
    for block in blocks:
        base = f"/documents/{document_id}/paragraphs/{block}"
        assert ada.get(f"{base}/edit").status_code == 200
        for page in (f"/documents/{document_id}?open={block}", f"{base}/history",
                     f"{base}/suggestions?kind=after",
                     f"{base}/suggestions?kind=removal"):  # fmt: skip
            assert bea.get(page).status_code == 200, page
        wording = bea.get(f"{base}/suggestions?kind=wording")
        assert wording.status_code in {200, 409}, block
