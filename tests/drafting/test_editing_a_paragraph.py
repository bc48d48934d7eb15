"""An editor changes one paragraph at a time, with a browser that runs no script."""

import pytest

from consensus.coalitions.models import Member, Role
from consensus.documents.models import Document, Stage
from consensus.drafting.actions import add_block
from consensus.wordings.canonical import plain_text
from tests.drafting.editing import (
    THREE,
    ada,
    content,
    document_id,
    edits,
    fields_of,
    lineage,
    page_of,
    path,
    said,
    sent,
    texts,
)
from tests.drafting.texts import table, words
from tests.world import Person, World, world

__all__ = ["ada", "document_id", "world"]


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
