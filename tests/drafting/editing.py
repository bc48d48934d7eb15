"""Forms in which an editor changes a text, as a browser without scripts sends them."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from werkzeug.test import TestResponse

from consensus.archive.models import Entry
from consensus.drafting.models import Lineage
from consensus.drafting.queries import any_block_of, blocks_of
from consensus.schema import Block
from consensus.wordings.canonical import plain_text
from tests.world import Person, World

THREE = ["Rivers need care.", "Cables cross borders.", "Both serve people."]


@pytest.fixture
def ada(world: World) -> Person:
    return world.person("Ada Nwosu")


@pytest.fixture
def document_id(world: World, ada: Person) -> int:
    return world.document("Rivers and cables", THREE, by=ada)


def page_of(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.get_data(as_text=True), "html5lib")


def said(answer: TestResponse) -> str:
    """What the page's main part says, with every run of blanks as one."""
    main = page_of(answer).find("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


def fields_of(answer: TestResponse) -> dict[str, str]:
    """What the page's first form holds, as a browser would send it."""
    form = page_of(answer).select_one("main form")
    assert form is not None
    fields = {
        str(one["name"]): str(one["value"]) for one in form.select("input[value]")
    }
    for one in form.select("textarea"):
        fields[str(one["name"])] = one.get_text().removeprefix("\n")
    for one in form.select("select"):
        chosen = one.select_one("option[selected]") or one.select("option")[0]
        fields[str(one["name"])] = str(chosen["value"])
    del fields["csrf_token"]
    return fields


def sent(person: Person, path: str, **changes: str) -> TestResponse:
    """Open a form, type into some fields, send it."""
    answer = person.get(path)
    assert answer.status_code == 200
    return person.post(path, **{**fields_of(answer), **changes})


def texts(world: World, document_id: int) -> list[str]:
    """The words of the text's paragraphs in order."""
    with world.session() as session:
        return [plain_text(row.content) for row in blocks_of(session, document_id)]


def content(world: World, document_id: int, block_id: str) -> Block:
    with world.session() as session:
        return any_block_of(session, document_id, block_id).content


def edits(world: World) -> list[dict[str, object]]:
    """What the record says of edits: operation, block, other block."""
    with world.session() as session:
        entries = session.scalars(
            select(Entry).where(Entry.verb == "text.edited").order_by(Entry.seq)
        )
        return [
            {k: v for k, v in entry.facts.items() if k != "draft_seq"}
            for entry in entries
        ]


def lineage(world: World) -> list[tuple[str, str, str | None]]:
    with world.session() as session:
        rows = session.scalars(select(Lineage).order_by(Lineage.id))
        return [(row.op, row.from_id, row.to_id) for row in rows]


def path(document_id: int, block_id: str, deed: str) -> str:
    return f"/documents/{document_id}/paragraphs/{block_id}/{deed}"
