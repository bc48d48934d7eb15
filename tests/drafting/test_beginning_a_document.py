"""A member begins a document from a file or from a first paragraph."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from consensus.archive.models import Chain, ChainKind, Entry
from consensus.coalitions.models import Role, RoleTerm
from consensus.documents.models import Document, Stage
from consensus.drafting.models import DraftUpdate
from consensus.drafting.queries import blocks_of
from consensus.wordings.canonical import plain_text
from tests.world import Person, World, world

__all__ = ["world"]

NEW = "/coalitions/rivers/documents/new"
MARKDOWN = b"# Rivers\n\nRivers need **care**.\n\n- one\n- two\n"


@pytest.fixture
def ada(world: World) -> Person:
    return world.person("Ada Nwosu")


def send(
    person: Person, file: tuple[str, bytes] | None = None, **fields: str
) -> TestResponse:
    data: dict[str, object] = {"csrf_token": person.token, "language": "en", **fields}
    if file is not None:
        name, content = file
        data["file"] = (BytesIO(content), name)
    return person.client.post(NEW, data=data, content_type="multipart/form-data")


def page_of(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.get_data(as_text=True), "html5lib")


def faults(answer: TestResponse) -> list[str]:
    return [one.get_text() for one in page_of(answer).select("[data-errsum] a")]


def documents(world: World) -> list[Document]:
    with world.session() as session:
        return list(session.scalars(select(Document)))


def test_a_file_becomes_a_text_and_its_sender_the_editor(
    world: World, ada: Person
) -> None:
    answer = send(ada, ("rivers.md", MARKDOWN), title="  Our   rivers ", language="fr")
    assert answer.status_code == 302
    (document,) = documents(world)
    assert answer.location == f"/documents/{document.id}"
    assert (document.title, document.language, document.direction, document.stage) == (
        "Our rivers", "fr", "ltr", Stage.DRAFTING,
    )  # fmt: skip
    with world.session() as session:
        rows = blocks_of(session, document.id)
        assert [row.kind for row in rows] == [
            "heading", "paragraph", "list_item", "list_item",
        ]  # fmt: skip
        assert plain_text(rows[1].content) == "Rivers need care."
        (term,) = session.scalars(select(RoleTerm))
        assert (term.member_id, term.role, term.document_id) == (
            ada.member_id, Role.EDITOR, document.id,
        )  # fmt: skip
        chain = session.scalars(
            select(Chain).where(Chain.kind == ChainKind.DOCUMENT)
        ).one()
        entries = session.scalars(
            select(Entry).where(Entry.chain_id == chain.id).order_by(Entry.seq)
        ).all()
        assert [entry.verb for entry in entries] == [
            "document.proposed", "text.imported",
        ]  # fmt: skip
        assert entries[1].facts == {"draft_seq": 1, "blocks": 4, "source": "md"}
        assert "Ada" not in "".join(entry.body for entry in entries)
    assert ada.get(f"/documents/{document.id}/paragraphs/new").status_code == 200


def test_a_title_left_empty_is_taken_from_the_file(world: World, ada: Person) -> None:
    assert send(ada, ("rivers.md", MARKDOWN), title="").status_code == 302
    assert [one.title for one in documents(world)] == ["Rivers"]


def test_a_language_written_from_the_right_is_shown_so(
    world: World, ada: Person
) -> None:
    assert send(ada, title="أنهار", words="الأنهار", language="ar").status_code == 302
    (document,) = documents(world)
    assert (document.language, document.direction) == ("ar", "rtl")


def test_a_document_can_begin_with_a_first_paragraph_typed(
    world: World, ada: Person
) -> None:
    answer = send(ada, title="Rivers", words="Rivers need **care**.")
    assert answer.status_code == 302
    (document,) = documents(world)
    with world.session() as session:
        (row,) = blocks_of(session, document.id)
        assert plain_text(row.content) == "Rivers need care."


@pytest.mark.parametrize(
    ("file", "fields", "sentence"),
    [
        (("a.docx", b"no Word file"), {}, "is not a Word file"),
        (("a.exe", b"MZ"), {}, "Only Word files"),
        (("a.md", b"\xff\xfe\xfd"), {}, "not text"),
        (("a.md", b"  \n"), {}, "This file holds no text."),
        (None, {}, "Choose a file, or write the first paragraph."),
        (None, {"words": "a <u>b"}, "“<u>” is opened but not closed."),
        (None, {"words": "x", "title": ""}, "Give the document a title."),
        (None, {"words": "x", "title": "x" * 201}, "200 characters"),
        (None, {"words": "x", "language": "??"}, "Choose the language"),
    ],
)
def test_what_cannot_be_read_leaves_nothing_and_keeps_what_was_typed(
    world: World,
    ada: Person,
    file: tuple[str, bytes] | None,
    fields: dict[str, str],
    sentence: str,
) -> None:
    typed = {"title": "Kept title", "language": "sw", **fields}
    answer = send(ada, file, **typed)
    assert answer.status_code == 422
    (fault,) = faults(answer)
    assert sentence in fault
    page = page_of(answer)
    title = page.select_one("input[name=title]")
    assert title is not None
    assert title["value"] == typed["title"]
    written = page.select_one("textarea[name=words]")
    assert written is not None
    assert written.get_text().strip() == fields.get("words", "")
    assert documents(world) == []
    with world.session() as session:
        assert session.scalar(select(func.count()).select_from(DraftUpdate)) == 0
        assert session.scalar(select(func.count()).select_from(RoleTerm)) == 0


def test_only_members_begin_documents(world: World, ada: Person) -> None:
    observer = world.person("Ola Berg", role=Role.OBSERVER)
    stranger = world.account("Sam Roe")
    for person in (observer, stranger):
        assert person.get(NEW).status_code == 403
        assert send(person, title="Rivers", words="x").status_code == 403
    visitor = world.visitor()
    assert visitor.get(NEW).status_code == 303
    assert send(visitor, title="Rivers", words="x").status_code == 401
    assert ada.get(NEW).status_code == 200
    assert documents(world) == []
