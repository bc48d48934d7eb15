"""Recommendations, views, options and figures, by forms and without any script."""

import io

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from werkzeug.test import TestResponse

from consensus.archive.models import Entry
from consensus.drafting.queries import blocks_of
from consensus.pictures import read_picture
from consensus.schema import Block
from consensus.wordings.canonical import canonical_text, wording_hash
from tests.drafting.texts import words
from tests.figures.pictures import SVG, bomb, picture, with_metadata
from tests.world import Person, World, world

__all__ = ["world"]

Upload = tuple[io.BytesIO, str]


@pytest.fixture
def ada(world: World) -> Person:
    return world.person("Ada Nwosu")


@pytest.fixture
def document_id(world: World, ada: Person) -> int:
    return world.document("Rivers and cables", ["Rivers need care."], by=ada)


def sent(data: bytes, name: str = "map.png") -> Upload:
    return io.BytesIO(data), name


def add(person: Person, document_id: int, **fields: object) -> TestResponse:
    """Send the form for a new paragraph behind the first one."""
    path = f"/documents/{document_id}/paragraphs/new"
    kind = str(fields.get("kind", ""))
    assert person.get(f"{path}?after=b1&kind={kind}").status_code == 200
    return person.post(path, after="b1", **fields)


def change(
    person: Person, document_id: int, block: str, **fields: object
) -> TestResponse:
    """Open the form for one paragraph, change some fields, send it."""
    path = f"/documents/{document_id}/paragraphs/{block}/edit"
    form = BeautifulSoup(person.get(path).get_data(as_text=True), "html5lib")
    shown = {one["name"]: one["value"] for one in form.select("main form input[value]")}
    shown |= {
        one["name"]: one.get_text().removeprefix("\n")
        for one in form.select("main form textarea")
    }
    for one in form.select("main form select"):
        chosen = one.select_one("option[selected]") or one.select("option")[0]
        shown[one["name"]] = chosen["value"]
    del shown["csrf_token"]
    typed = {str(name): value for name, value in shown.items()}
    return person.post(path, **{**typed, **fields})


def second(world: World, document_id: int) -> Block:
    """The block behind the first one."""
    with world.session() as session:
        row = blocks_of(session, document_id)[1]
        assert row.hash == wording_hash(row.content)
        assert row.text == canonical_text(row.content)
        return row.content


def page(person: Person, document_id: int) -> BeautifulSoup:
    answer = person.get(f"/documents/{document_id}")
    return BeautifulSoup(answer.get_data(as_text=True), "html5lib")


def said(answer: TestResponse) -> str:
    main = BeautifulSoup(answer.get_data(as_text=True), "html5lib").find("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


@pytest.mark.parametrize(
    ("kind", "frame", "label"),
    [
        ("recommendation", "Recommendation", "Rec 1"),
        ("key_finding", "Key finding", "Finding 1"),
        ("issue_to_explore", "Issue to explore", "Issue 1"),
        ("collected_view", "Collected view; not put to the coalition for agreement.",
         "View 1"),
    ],
)  # fmt: skip
def test_a_block_says_what_it_is(
    world: World, ada: Person, document_id: int, kind: str, frame: str, label: str
) -> None:
    added = add(ada, document_id, kind=kind, words="Keep *every* river.")
    assert added.status_code == 302
    block = second(world, document_id)
    assert block["type"] == kind
    shown = page(world.visitor(), document_id).select_one(f"#{block['attrs']['id']}")
    assert shown is not None
    assert frame in shown.get_text()
    assert label in shown.get_text()
    assert shown.em is not None


def test_whom_a_recommendation_asks_is_kept_and_can_be_changed(
    world: World, ada: Person, document_id: int
) -> None:
    add(ada, document_id, kind="recommendation", words="Act.", whom="All states")
    block = second(world, document_id)
    assert block["attrs"]["addressees"] == "All states"
    change(ada, document_id, block["attrs"]["id"], whom="Cities")
    changed = second(world, document_id)
    assert changed["attrs"]["addressees"] == "Cities"
    assert canonical_text(changed) == "Act.\x1fCities"
    assert "To: Cities" in page(ada, document_id).get_text()


def test_only_what_names_somebody_takes_a_name(
    world: World, ada: Person, document_id: int
) -> None:
    refused = add(ada, document_id, kind="paragraph", words="Act.", whom="States")
    assert refused.status_code == 422
    assert "Only a recommendation or a collected view names somebody." in said(refused)
    assert "States" in refused.get_data(as_text=True)


def test_whose_view_it_is_stands_beside_it(
    world: World, ada: Person, document_id: int
) -> None:
    add(ada, document_id, kind="collected_view", words="Cheaper.", whom="A survey")
    assert second(world, document_id)["attrs"]["from"] == "A survey"
    assert "Suggested by: A survey" in page(ada, document_id).get_text()


def test_wordings_stand_side_by_side(
    world: World, ada: Person, document_id: int
) -> None:
    fields = {"label-0": "Short", "option-0": "Act.", "option-1": "Act **now**.",
              "option-2": "", "label-3": "  "}  # fmt: skip
    assert add(ada, document_id, kind="options", **fields).status_code == 302
    block = second(world, document_id)
    assert block["content"] == [
        {"type": "option", "attrs": {"label": "Short"}, "content": [words("Act.")]},
        {"type": "option", "content": [
            words("Act "), words("now", "strong"), words(".")]},
    ]  # fmt: skip
    shown = page(ada, document_id).select(".kb-opt")
    assert [one.get_text(" ", strip=True) for one in shown] == [
        "Short Act.", "B Act now .",
    ]  # fmt: skip


def test_one_wording_alone_is_no_choice(
    world: World, ada: Person, document_id: int
) -> None:
    refused = add(ada, document_id, kind="options", **{"option-0": "Act."})
    assert refused.status_code == 422
    assert "Write at least two wordings" in said(refused)
    assert "Act." in refused.get_data(as_text=True)


def test_a_wording_is_changed_and_another_added(
    world: World, ada: Person, document_id: int
) -> None:
    add(ada, document_id, kind="options", **{"option-0": "A", "option-1": "B"})
    block = second(world, document_id)["attrs"]["id"]
    changed = change(ada, document_id, block, **{"option-1": "Bee", "option-2": "C"})
    assert changed.status_code == 302
    options = second(world, document_id)["content"]
    assert [one["content"][0]["text"] for one in options] == ["A", "Bee", "C"]


def test_a_figure_is_added_with_what_it_shows(
    world: World, ada: Person, document_id: int
) -> None:
    fields = {"alt": "A map of three rivers", "caption": "Rivers, 2025"}
    added = add(ada, document_id, kind="figure", picture=sent(picture()), **fields)
    assert added.status_code == 302
    block = second(world, document_id)
    name = read_picture(picture()).name
    assert canonical_text(block) == f"A map of three rivers\x1fRivers, 2025\x1f{name}"
    figure = page(world.visitor(), document_id).select_one("figure.kb-fig")
    assert figure is not None
    assert figure.img is not None
    assert figure.img["alt"] == "A map of three rivers"
    seen = world.visitor().get(str(figure.img["src"]))
    assert seen.data == read_picture(picture()).data


def test_a_picture_survives_when_its_description_is_missing(
    world: World, ada: Person, document_id: int
) -> None:
    refused = add(ada, document_id, kind="figure", picture=sent(picture()), alt=" ")
    assert refused.status_code == 422
    assert "Say in words what the figure shows" in said(refused)
    form = BeautifulSoup(refused.get_data(as_text=True), "html5lib")
    kept = form.select_one("input[name=file]")
    assert kept is not None
    again = add(ada, document_id, kind="figure", alt="A map", file=kept["value"])
    assert again.status_code == 302
    assert second(world, document_id)["attrs"]["file"] == kept["value"]


def test_another_picture_makes_another_wording(
    world: World, ada: Person, document_id: int
) -> None:
    add(ada, document_id, kind="figure", picture=sent(picture()), alt="A map")
    before = second(world, document_id)
    other = sent(with_metadata(), "photo.jpg")
    changed = change(ada, document_id, before["attrs"]["id"], picture=other)
    assert changed.status_code == 302
    after = second(world, document_id)
    assert after["attrs"]["alt"] == "A map"
    assert wording_hash(after) != wording_hash(before)


@pytest.mark.parametrize(
    ("data", "name"),
    [(SVG, "map.svg"), (SVG, "map.png"), (bomb(), "map.png"), (b"", "map.png"),
     (picture()[:99], "map.png"), (b"%PDF-1.7", "map.png")],
    ids=["svg", "svg named png", "bomb", "empty", "broken off", "pdf"],
)  # fmt: skip
def test_what_is_no_picture_changes_nothing(
    world: World, ada: Person, document_id: int, data: bytes, name: str
) -> None:
    upload = sent(data, name)
    refused = add(ada, document_id, kind="figure", picture=upload, alt="A map")
    assert refused.status_code == 422
    assert "A map" in refused.get_data(as_text=True)
    with world.session() as session:
        assert len(blocks_of(session, document_id)) == 1


def test_a_picture_of_another_document_is_not_there(
    world: World, ada: Person, document_id: int
) -> None:
    other = world.document("Other", ["Words."], by=ada)
    add(ada, other, kind="figure", picture=sent(picture()), alt="A map")
    name = read_picture(picture()).name
    refused = add(ada, document_id, kind="figure", alt="A map", file=name)
    assert refused.status_code == 422
    assert "There is no such picture in this document." in said(refused)
    assert ada.get(f"/documents/{document_id}/figures/{name}").status_code == 404


def test_the_editor_page_gets_the_name_of_a_picture(
    world: World, ada: Person, document_id: int
) -> None:
    path = f"/documents/{document_id}/figures"
    answer = ada.post(path, picture=sent(picture()))
    name = read_picture(picture()).name
    assert answer.status_code == 201
    assert answer.get_json() == {
        "file": name, "width": 60, "height": 40, "url": f"{path}/{name}",
    }  # fmt: skip
    assert ada.post(path, picture=sent(picture())).get_json()["file"] == name
    with world.session() as session:
        added = select(Entry).where(Entry.verb == "figure.added")
        assert len(session.scalars(added).all()) == 1


def test_sec_33_a_picture_is_served_as_nothing_but_a_picture(
    world: World, ada: Person, document_id: int
) -> None:
    path = f"/documents/{document_id}/figures"
    url = ada.post(path, picture=sent(picture())).get_json()["url"]
    answer = world.visitor().get(url)
    assert answer.mimetype == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "immutable" in answer.headers["Cache-Control"]


def test_a_part_in_another_language_has_its_direction(
    world: World, ada: Person, document_id: int
) -> None:
    add(ada, document_id, kind="paragraph", words="النهر", lang="ar", dir="")
    block = second(world, document_id)
    assert (block["attrs"]["lang"], block["attrs"]["dir"]) == ("ar", "rtl")
    shown = page(ada, document_id).select_one("p.read[lang=ar]")
    assert shown is not None
    assert shown["dir"] == "rtl"
    change(ada, document_id, block["attrs"]["id"], lang="")
    assert {"lang", "dir"}.isdisjoint(second(world, document_id)["attrs"])


def test_an_abbreviation_says_what_it_stands_for(
    world: World, ada: Person, document_id: int
) -> None:
    typed = 'The <abbr title="Internet Governance Forum">IGF</abbr> met.'
    add(ada, document_id, kind="paragraph", words=typed)
    shown = page(ada, document_id).select_one(".read abbr[title]")
    assert shown is not None
    assert shown["title"] == "Internet Governance Forum"
    block = second(world, document_id)["attrs"]["id"]
    form = ada.get(f"/documents/{document_id}/paragraphs/{block}/edit")
    assert typed in said(form)


def test_a_figure_is_neither_divided_nor_joined(
    world: World, ada: Person, document_id: int
) -> None:
    add(ada, document_id, kind="figure", picture=sent(picture()), alt="A map")
    block = second(world, document_id)["attrs"]["id"]
    base = f"/documents/{document_id}/paragraphs/{block}"
    assert ada.get(f"{base}/split").status_code == 409
    assert ada.post(f"{base}/join", first="b1").status_code == 409
