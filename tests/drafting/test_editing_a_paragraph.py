"""An editor changes one paragraph at a time, with a browser that runs no script."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from werkzeug.test import TestResponse

from consensus.archive.models import Entry
from consensus.coalitions.models import Member, Role
from consensus.documents.models import Document, Stage
from consensus.drafting.actions import add_block
from consensus.drafting.models import Lineage
from consensus.drafting.queries import any_block_of, blocks_of
from consensus.schema import Block
from consensus.wordings.canonical import plain_text
from tests.drafting.texts import table, words
from tests.world import Person, World, world

__all__ = ["world"]

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


def test_an_edited_paragraph_reads_as_typed_and_is_on_record(
    world: World, ada: Person, document_id: int
) -> None:
    answer = sent(
        ada, path(document_id, "b1", "edit"), words="Rivers need **our** care."
    )
    assert answer.status_code == 302
    assert answer.location == f"/documents/{document_id}#b1"
    assert content(world, document_id, "b1")["content"] == [
        words("Rivers need "),
        words("our", "strong"),
        words(" care."),
    ]
    assert edits(world) == [{"op": "edit", "block": "b1"}]
    assert lineage(world) == []


def test_a_form_sent_back_as_it_came_changes_nothing(
    world: World, ada: Person, document_id: int
) -> None:
    sent(ada, path(document_id, "b1", "edit"), words="A *b* `c` [d](https://x.org)")
    before = content(world, document_id, "b1")
    assert sent(ada, path(document_id, "b1", "edit")).status_code == 302
    assert content(world, document_id, "b1") == before
    assert len(edits(world)) == 1


def test_a_paragraph_becomes_a_heading_and_a_list_item(
    world: World, ada: Person, document_id: int
) -> None:
    sent(ada, path(document_id, "b1", "edit"), kind="heading-2")
    heading = content(world, document_id, "b1")
    assert (heading["type"], heading["attrs"]) == ("heading", {"id": "b1", "level": 2})
    sent(ada, path(document_id, "b1", "edit"), kind="ordered")
    item = content(world, document_id, "b1")
    assert (item["type"], item["attrs"]["list"]) == ("list_item", "ordered")
    assert plain_text(item) == THREE[0]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"words": "See [x](javascript:alert(1))"}, "A link starts with http:, https:"),
        ({"words": "a <u>b"}, "“<u>” is opened but not closed."),
        (
            {"words": "a[^nobody]"},
            "A footnote mark points to a note that is not there.",
        ),
        ({"words": "<sup><sub>x</sub></sup>"}, "something the text cannot hold"),
        ({"words": "x" * 20_001}, "at most 20,000 characters"),
        ({"words": "x" * 90_000}, "at most 20,000 characters"),
        ({"kind": "song"}, "Choose what kind of paragraph this is."),
    ],
)
def test_what_cannot_be_saved_comes_back_as_it_was_typed(
    world: World, ada: Person, document_id: int, typed: dict[str, str], sentence: str
) -> None:
    answer = sent(ada, path(document_id, "b1", "edit"), **typed)
    assert answer.status_code == 422
    assert sentence in said(answer)
    kept = fields_of(answer)
    assert kept["words"] == typed.get("words", THREE[0])
    assert texts(world, document_id) == THREE
    assert edits(world) == []


def test_who_saves_second_gets_both_texts_and_can_still_save(
    world: World, ada: Person, document_id: int
) -> None:
    ben = world.person("Ben Okri")
    world.appoint(ben, Role.EDITOR, document_id)
    edit = path(document_id, "b1", "edit")
    form = fields_of(ben.get(edit))
    sent(ada, edit, words="Rivers need our care.")

    answer = ben.post(edit, **{**form, "words": "Rivers need *good* care."})
    assert answer.status_code == 409
    assert "Somebody changed this paragraph while you were writing." in said(answer)
    shown = [one.get_text() for one in page_of(answer).select("p.read")]
    assert shown[:2] == ["Rivers need our care.", "Rivers need good care."]
    assert fields_of(answer)["words"] == "Rivers need *good* care."
    assert texts(world, document_id)[0] == "Rivers need our care."

    both = {**fields_of(answer), "words": "Rivers need our good care."}
    assert ben.post(edit, **both).status_code == 302
    assert texts(world, document_id)[0] == "Rivers need our good care."


def test_a_change_of_marks_alone_is_not_overwritten_unseen(
    world: World, ada: Person, document_id: int
) -> None:
    edit = path(document_id, "b1", "edit")
    form = fields_of(ada.get(edit))
    sent(ada, edit, words="Rivers **need** care.")
    answer = ada.post(edit, **{**form, "words": "Rivers need more care."})
    assert answer.status_code == 409
    assert words("need", "strong") in content(world, document_id, "b1")["content"]


def test_editing_a_paragraph_that_was_removed_meanwhile_keeps_what_was_typed(
    world: World, ada: Person, document_id: int
) -> None:
    edit = path(document_id, "b1", "edit")
    form = fields_of(ada.get(edit))
    ada.post(path(document_id, "b1", "remove"))
    answer = ada.post(edit, **{**form, "words": "Words typed in vain?"})
    assert answer.status_code == 409
    assert "This paragraph has been taken out of the text." in said(answer)
    assert fields_of(answer)["words"] == "Words typed in vain?"


def test_a_new_paragraph_stands_behind_the_one_it_was_added_to(
    world: World, ada: Person, document_id: int
) -> None:
    add = f"/documents/{document_id}/paragraphs/new"
    first = sent(ada, add, words="Rivers and cables", kind="heading-1")
    assert first.status_code == 302
    sent(ada, f"{add}?after=b1", words="Care takes money.")
    assert texts(world, document_id) == [
        "Rivers and cables", THREE[0], "Care takes money.", *THREE[1:],
    ]  # fmt: skip
    block_id = first.location.partition("#")[2]
    assert content(world, document_id, block_id)["attrs"]["level"] == 1
    assert edits(world)[0] == {"op": "add", "block": block_id}


def test_an_empty_paragraph_is_not_added(
    world: World, ada: Person, document_id: int
) -> None:
    add = f"/documents/{document_id}/paragraphs/new?after=b1"
    answer = sent(ada, add, words=" \n ", kind="quotation")
    assert answer.status_code == 422
    assert "Write the words of the new paragraph." in said(answer)
    assert fields_of(answer)["kind"] == "quotation"
    assert fields_of(answer)["after"] == "b1"
    assert texts(world, document_id) == THREE


def test_r42_a_note_is_a_block_and_goes_only_after_its_mark(
    world: World, ada: Person, document_id: int
) -> None:
    add = f"/documents/{document_id}/paragraphs/new?after=b1"
    note = sent(ada, add, words="See the charter.", kind="note").location.split("#")[1]
    edit = path(document_id, "b1", "edit")
    assert f"[^{note}]" in said(ada.get(edit))
    sent(ada, edit, words=f"Rivers need care[^{note}].")

    refused = ada.post(path(document_id, note, "remove"))
    assert refused.status_code == 409
    assert "Take the mark of this note out of the text first." in said(refused)

    sent(ada, edit, words="Rivers need care.")
    assert ada.post(path(document_id, note, "remove")).status_code == 302


def test_r7_a_removed_paragraph_stays_on_record_and_comes_back_to_its_place(
    world: World, ada: Person, document_id: int
) -> None:
    answer = ada.post(path(document_id, "b2", "remove"))
    assert answer.status_code == 302
    assert texts(world, document_id) == [THREE[0], THREE[2]]
    assert THREE[1] in said(ada.get(answer.location))
    assert ada.get(path(document_id, "b2", "edit")).status_code == 404

    assert ada.post(path(document_id, "b2", "restore")).status_code == 302
    assert texts(world, document_id) == THREE
    again = ada.post(path(document_id, "b2", "restore"))
    assert "This paragraph is in the text already." in said(again)
    assert lineage(world) == [("removed", "b2", None), ("restored", "b2", None)]
    assert [one["op"] for one in edits(world)] == ["remove", "restore"]


def test_r7_a_divided_paragraph_keeps_its_id_on_the_first_part(
    world: World, ada: Person, document_id: int
) -> None:
    answer = sent(
        ada, path(document_id, "b2", "split"),
        first="Cables cross", second="**all** borders.",
    )  # fmt: skip
    assert answer.status_code == 302
    assert texts(world, document_id) == [
        THREE[0], "Cables cross", "all borders.", THREE[2],
    ]  # fmt: skip
    ((op, first, second),) = lineage(world)
    assert (op, first) == ("split", "b2")
    assert second is not None
    assert plain_text(content(world, document_id, second)) == "all borders."
    assert edits(world) == [{"op": "split", "block": "b2", "other": second}]


def test_dividing_needs_words_in_both_parts(
    world: World, ada: Person, document_id: int
) -> None:
    answer = sent(ada, path(document_id, "b2", "split"), first="All of it", second="")
    assert answer.status_code == 422
    assert "Both parts need words." in said(answer)
    assert fields_of(answer)["first"] == "All of it"
    assert texts(world, document_id) == THREE


def test_dividing_what_somebody_changed_shows_both_texts(
    world: World, ada: Person, document_id: int
) -> None:
    split = path(document_id, "b2", "split")
    form = fields_of(ada.get(split))
    sent(ada, path(document_id, "b2", "edit"), words="Cables cross all borders.")
    answer = ada.post(split, **{**form, "first": "Cables", "second": "cross borders."})
    assert answer.status_code == 409
    assert "Cables cross all borders." in said(answer)
    assert fields_of(answer)["second"] == "cross borders."


def test_r7_joined_paragraphs_live_on_under_the_first_ones_id(
    world: World, ada: Person, document_id: int
) -> None:
    page = page_of(ada.get(path(document_id, "b2", "edit")))
    first = page.select_one("input[name=first]")
    assert first is not None
    assert first["value"] == "b1"
    answer = ada.post(path(document_id, "b2", "join"), first="b1")
    assert answer.location == f"/documents/{document_id}#b1"
    assert texts(world, document_id) == [f"{THREE[0]} {THREE[1]}", THREE[2]]
    assert lineage(world) == [("merged", "b2", "b1")]
    assert edits(world) == [{"op": "join", "block": "b1", "other": "b2"}]
    removed = said(ada.get(f"/documents/{document_id}/paragraphs/removed"))
    assert "Its words were joined to ¶1." in removed


@pytest.mark.parametrize("first", ["b2", "b9", ""])
def test_a_paragraph_is_not_joined_to_itself_or_to_nothing(
    world: World, ada: Person, document_id: int, first: str
) -> None:
    answer = ada.post(path(document_id, "b2", "join"), first=first)
    assert answer.status_code in {404, 409}
    assert texts(world, document_id) == THREE


def test_r42_a_table_is_edited_cell_by_cell(
    world: World, ada: Person, document_id: int
) -> None:
    with world.session() as session:
        document = session.get_one(Document, document_id)
        seat = session.get_one(Member, ada.member_id)
        cells = table(
            "t", [[words("North")], [words("12", "strong")]], caption="Rivers"
        )
        table_id = add_block(session, document, cells, "b1", by=seat)
    edit = path(document_id, table_id, "edit")
    assert fields_of(ada.get(edit))["cell-0-1"] == "**12**"
    changes = {"cell-0-1": "13", "caption": "Great rivers"}
    assert sent(ada, edit, **changes).status_code == 302
    changed = table(table_id, [[words("North")], [words("13")]], caption="Great rivers")
    assert content(world, document_id, table_id) == changed
    assert ada.get(path(document_id, table_id, "split")).status_code == 409


@pytest.mark.parametrize("deed", ["edit", "split"])
def test_who_may_not_change_the_text_is_told_why(
    world: World, document_id: int, deed: str
) -> None:
    address = path(document_id, "b1", deed)
    visitor, member = world.visitor(), world.person("Ben Okri")
    assert visitor.get(address).status_code == 303
    assert visitor.post(address, words="x").status_code == 401
    for answer in (member.get(address), member.post(address, words="x")):
        assert answer.status_code == 403
        assert "takes the role of editor" in said(answer)
    assert texts(world, document_id) == THREE


@pytest.mark.parametrize("deed", ["remove", "restore", "join"])
def test_nobody_but_an_editor_removes_restores_or_joins(
    world: World, document_id: int, deed: str
) -> None:
    member = world.person("Ben Okri")
    address = path(document_id, "b2", deed)
    assert member.post(address, first="b1").status_code == 403
    assert world.visitor().post(address, first="b1").status_code == 401
    assert texts(world, document_id) == THREE


def test_the_text_is_closed_to_changes_during_a_consensus_call(
    world: World, ada: Person, document_id: int
) -> None:
    with world.session() as session:
        session.get_one(Document, document_id).stage = Stage.ASSESSMENT
    answer = ada.get(path(document_id, "b1", "edit"))
    assert answer.status_code == 409
    assert "you cannot change the text at this stage" in said(answer)
    assert ada.post(path(document_id, "b1", "remove")).status_code == 409
    assert texts(world, document_id) == THREE


def test_what_is_not_there_is_not_found(ada: Person, document_id: int) -> None:
    assert ada.get(path(document_id, "b9", "edit")).status_code == 404
    assert ada.post(path(document_id, "b9", "remove")).status_code == 404
    assert ada.get(path(99, "b1", "edit")).status_code == 404
    add = f"/documents/{document_id}/paragraphs/new?after=b9"
    assert ada.post(add, after="b9", kind="paragraph", words="x").status_code == 404
