"""One document from a file to a signed bundle, through the pages and the command."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from lxml import html as lxml_html

from consensus.config import Settings
from tests.chain.reading import only, page_of, said
from tests.chain.terminal import run, run_elsewhere
from tests.chain.texts import OWN, REAL
from tests.chain.walk import ANSWER, CURE, DISSENT, FINDING, HARM, OBJECTION, Walk
from tests.world import Person, World

Given = Callable[[Path], Path]


def our_own_text(folder: Path) -> Path:
    file = folder / "open-code.md"
    file.write_text(OWN, "utf-8")
    return file


def a_real_policy(_: Path) -> Path:
    if not REAL.exists():
        pytest.skip("the collection of real documents is not beside the project")
    return REAL


@pytest.fixture
def walk(world: World, settings: Settings, tmp_path: Path) -> Walk:
    return Walk(world, settings, tmp_path)


@pytest.mark.postgres
@pytest.mark.parametrize("text", [our_own_text, a_real_policy])
def test_a_text_goes_the_whole_way_and_the_minority_arrives_word_for_word(
    walk: Walk, text: Given, tmp_path: Path
) -> None:
    walk.is_imported(text(tmp_path))
    walk.is_argued_over()
    assert "5 support, 1 supports with a reservation, 1 objects" in counts(walk)
    changes_and_is_asked_about(walk)
    is_heard_and_decided(walk)
    bundle, page = walk.saved("bundle.zip"), walk.saved("publication.html")
    with zipfile.ZipFile(bundle) as opened:
        assert opened.read("publication.html") == page.read_bytes()
        annex = json.loads(opened.read("annex.json"))
    carries_every_word(walk, annex)
    printed_where_it_belongs(walk, page.read_bytes(), annex)
    is_found_in_order_elsewhere(walk, bundle, tmp_path)


def changes_and_is_asked_about(walk: Walk) -> None:
    """Changed words: support goes stale at once, the objector is asked when offered."""
    walk.is_changed()
    assert "7 on an earlier wording" in counts(walk)
    assert "The words have changed since" in panel(walk, walk.people[2])
    assert states(walk) == {"O-1": "recheck"}
    walk.is_offered()
    assert "Your turn." in panel(walk, walk.objector)
    assert "Your turn." not in panel(walk, walk.people[2])
    walk.is_kept()
    assert states(walk) == {"O-1": "raised"}  # nobody has answered it yet
    walk.is_answered()
    assert ANSWER in panel(walk, walk.people[2])
    walk.is_maintained()
    assert states(walk) == {"O-1": "maintained"}


def is_heard_and_decided(walk: Walk) -> None:
    """The call, the levels and the publication."""
    walk.is_dissented_from()
    walk.is_reviewed()
    walk.is_called()
    walk.is_supported_again()
    assert counts(walk).startswith("6 support, 1 objects")
    missing = walk.ines.get(f"{walk.address}/publication")
    assert "No consensus call on this text has closed yet" in said(page_of(missing))
    walk.call_closes()
    assert walk.mara.post(f"{walk.address}/publication").status_code == 403
    assert walk.ines.post(f"{walk.address}/publication").status_code == 409
    walk.is_declared()
    assert walk.ines.post(f"{walk.address}/publication").status_code == 409
    walk.windows_pass()
    walk.is_published()
    assert "Published" in said(page_of(walk.world.visitor().get("/outputs")))


def carries_every_word(walk: Walk, annex: dict[str, Any]) -> None:
    """The data: both texts and all that was said, to the letter."""
    objection, dissent = annex["entries"]
    assert annex["unconfirmed"] == []
    assert annex["counts"] == {"objections": 2, "people": 2, "unconfirmed": 0}
    assert objection["block"] == walk.contested
    assert objection["objected"]["text"] == walk.words[walk.contested]
    assert objection["published"]["text"] == walk.changed_words
    assert [objection[part] for part in ("reason", "harm_to", "would_resolve")] == [
        OBJECTION, HARM, CURE,
    ]  # fmt: skip
    assert objection["answers"][0]["text"] == ANSWER
    assert objection["finding"]["reason"] == FINDING
    assert dissent["block"] == walk.doubted
    assert dissent["objected"]["text"] == walk.words[walk.doubted]
    assert (dissent["published"], dissent["reason"]) == (None, DISSENT)


def printed_where_it_belongs(walk: Walk, page: bytes, annex: dict[str, Any]) -> None:
    """The page, as two parsers of others read it: words, marks, links both ways."""
    soup = BeautifulSoup(page.decode("utf-8"), "html5lib")
    for entry, words in zip(
        annex["entries"],
        [walk.changed_words, walk.words[walk.doubted]],
        strict=True,
    ):
        number = entry["number"]
        article = only(soup, f"#annex-{number}")
        paragraph = only(soup, f"#{anchor_of(only(soup, f'#ref-{number}'))}")
        assert only(paragraph, ".gut-no").get_text() == entry["label"]
        assert only(paragraph, "p.read").get_text() == words
        assert said(only(paragraph, ".disagree")) == f"Not everyone agrees: {number} ."
        assert only(paragraph, f"#ref-{number}")["href"] == f"#annex-{number}"
        back = {str(link["href"]) for link in article.select("a")}
        assert back == {f"#{paragraph['id']}"}
    assert verbatim(soup, "D-1") == [
        walk.words[walk.contested], walk.changed_words, OBJECTION, HARM, CURE,
        ANSWER, FINDING, "Half a year; no date at all.",
    ]  # fmt: skip
    assert verbatim(soup, "D-2") == [walk.words[walk.doubted], DISSENT, FINDING]
    assert len(soup.select(".disagree")) == 2
    tree = lxml_html.document_fromstring(page)
    assert isinstance(tree, lxml_html.HtmlElement)
    for number, words in [("D-1", OBJECTION), ("D-2", DISSENT)]:
        quoted = tree.get_element_by_id(f"annex-{number}").find_class("dis-o")
        assert [one[0].text_content() for one in quoted] == [words]


def is_found_in_order_elsewhere(walk: Walk, bundle: Path, folder: Path) -> None:
    """Checked without the service, its settings or its database."""
    receipt = walk.saved_receipt()
    checked = run_elsewhere(folder, "verify", bundle, "--receipt", receipt)
    assert (checked.code, checked.err) == (0, "")
    assert "O-1 is in the annex as D-1." in checked.out
    archive = run(walk.settings, "archive", "verify")
    assert (archive.code, archive.out) == (0, "Every chain is whole.\n")
    copied = folder / "exported.zip"
    order = ("export", walk.document, "--format", "bundle", "--output", copied)
    assert run(walk.settings, *order).code == 0
    assert copied.read_bytes() == bundle.read_bytes()


def panel(walk: Walk, who: Person) -> str:
    """What somebody reads in the panel under the contested paragraph."""
    answer = who.get(f"{walk.address}/paragraphs/{walk.contested}/panel")
    return said(page_of(answer))


def counts(walk: Walk) -> str:
    """The numbers that a visitor sees on the contested paragraph."""
    address = f"{walk.address}/paragraphs/{walk.contested}/panel"
    return said(only(page_of(walk.world.visitor().get(address)), "[data-counts]"))


def states(walk: Walk) -> dict[str, str]:
    """The objections under the contested paragraph, and how each one stands."""
    address = f"{walk.address}/paragraphs/{walk.contested}/panel"
    shown = page_of(walk.world.visitor().get(address)).select("article.obj")
    return {said(one)[:3]: str(one["data-state"]) for one in shown}


def anchor_of(mark: Tag) -> str:
    """The id of the paragraph that a mark stands in."""
    paragraph = mark.find_parent(class_="opara")
    assert isinstance(paragraph, Tag)
    return str(paragraph["id"])


def verbatim(soup: BeautifulSoup, number: str) -> list[str]:
    """All that an entry quotes, in printed order, character for character."""
    return [one.get_text() for one in only(soup, f"#annex-{number}").select(".say")]
