"""An editor adds, removes, divides and joins paragraphs without a script."""

import pytest

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
from tests.world import Person, World, world

__all__ = ["ada", "document_id", "world"]


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
