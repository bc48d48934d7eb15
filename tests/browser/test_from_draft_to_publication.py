"""A real text, written by two people at once and objected to, on to its publication."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page, expect

from consensus.coalitions.models import Role
from tests.browser.drivers import Clicks
from tests.browser.walk import FINDING, RATIONALE, Walk
from tests.browser.writing import Table, go_to, reads, saved, write_at_end
from tests.chain.reading import only, page_of, said
from tests.chain.terminal import run, run_elsewhere
from tests.serving import ROOT, Server
from tests.world import RIVERS, World

pytestmark = pytest.mark.browser

VERSIONS = ROOT.parent / "shared/data/1-documents/versions/18f-open-source-policy_en"
"""The drafts of a real document, oldest first; absent outside our workshop."""

TITLE = "How the series is kept"
MARA_WRITES = "From the first day on: "
BO_WRITES = " Whoever asks gets a copy."
CHANGED = " The record is kept for ten years."
REASON = "“Public” names people who spoke in <confidence>; & who asked them?\n\nNobody."
ANSWER = "We keep the names: a record without them cannot be checked by anybody."
"""What the people say and write; none of it is in the real document."""


@dataclass
class Paragraph:
    """The paragraph that everything turns on."""

    block_id: str
    index: int
    """Its place among all blocks, from 0."""
    number: int
    """The number that readers see."""
    words: str
    """As they stand at the time."""

    @property
    def place(self) -> str:
        """Its name in links and headings."""
        return f"paragraph {self.number}"


@pytest.fixture
def first_draft() -> Path:
    """The first draft of the real document, or a skip."""
    if not VERSIONS.is_dir():
        pytest.skip("the collection of real documents is not beside the project")
    return min(VERSIONS.glob("*.md"))


def test_two_write_at_once_a_third_objects_and_all_words_reach_the_publication(
    rehearsal: Server,
    rehearsed: World,
    first_draft: Path,
    open_page: Callable[[], Page],
    open_browser: Callable[[], Page],
    tmp_path: Path,
) -> None:
    table = imported(first_draft, rehearsal, rehearsed, open_browser)
    walk = Walk(rehearsal, rehearsed, open_page, Clicks)
    walk.address = table.address.removesuffix("/draft")
    paragraph = chosen(rehearsed, walk)
    mara, bo = table.sit_down(table.editor), table.seat("Bo Lind")
    both_write_at_once(mara, bo, paragraph)
    written = paragraph.words
    is_argued_over(walk, paragraph)
    is_changed_while_open(mara, bo, paragraph)
    support_lapsed_and_the_objection_stands(walk, paragraph)
    walk.drivers |= {"Mara Vance": Clicks(mara), "Bo Lind": Clicks(bo)}
    is_heard_and_decided(walk, paragraph)
    quoted = (written, paragraph.words, REASON, ANSWER, FINDING)
    bundle = walk.is_read(tmp_path, TITLE, quoted)
    carries_all_their_words(bundle, written, paragraph)
    checked = run_elsewhere(tmp_path, "verify", bundle)
    assert (checked.code, checked.err) == (0, "")


def imported(
    file: Path, server: Server, world: World, open_browser: Callable[[], Page]
) -> Table:
    """The real document, brought in by the command; each editor has a browser."""
    mara = world.person("Mara Vance")
    settings = replace(server.settings, clock_file="")  # the command keeps real time
    order = ["--coalition", RIVERS, "--title", TITLE, "--by", "mara.vance@example.org"]
    ended = run(settings, "import", file, *order)
    assert ended.code == 0, ended.err
    found = re.search(rf"{re.escape(server.url)}/documents/(\d+)", ended.out)
    assert found is not None, ended.out
    return Table(server, world, int(found[1]), mara, open_browser)


def chosen(world: World, walk: Walk) -> Paragraph:
    """A plain paragraph amid the text, with a number that begins no other's."""
    path = walk.address.removeprefix(walk.server.url)
    articles = page_of(world.visitor().get(path)).select("#text > article.para")
    for index, one in enumerate(articles):
        number = re.fullmatch(r"Paragraph (\d+)", said(only(one, ".gut-no")))
        words = one.select_one("p.read")
        if number is None or words is None or words.find() is not None:
            continue
        plain = words.get_text()
        if int(number[1]) >= 20 and 80 < len(plain) < 160:
            return Paragraph(str(one["id"]), index, int(number[1]), plain)
    raise AssertionError("the text has no such paragraph")


def both_write_at_once(mara: Page, bo: Page, paragraph: Paragraph) -> None:
    """Letter for letter, neither waiting for the other; both read the same at last."""
    assert browser_of(mara) is not browser_of(bo)
    go_to(mara, paragraph.index, at="start")
    go_to(bo, paragraph.index, at="end")
    for one, other in zip_longest(MARA_WRITES, BO_WRITES, fillvalue=""):
        mara.keyboard.type(one)
        bo.keyboard.type(other)
    paragraph.words = MARA_WRITES + paragraph.words + BO_WRITES
    for page in (mara, bo):
        reads(page, paragraph.index, paragraph.words)
        saved(page)


def is_argued_over(walk: Walk, paragraph: Paragraph) -> None:
    """One supports what both have written, another objects to it."""
    walk.seat("Ines Duarte", role=Role.COORDINATOR)
    for name in ("Cleo Park", "Ada Nwosu", "Cy Okafor"):
        walk.seat(name)
    walk.gets_a_caller("Ines Duarte", "Cleo Park")
    walk.is_supported("Cy Okafor", place=paragraph.place)
    walk.is_opposed("Ada Nwosu", "I cannot accept", REASON, place=paragraph.place)
    ada = walk.drivers["Ada Nwosu"].page
    words = ada.locator(f"[id='{paragraph.block_id}'] p.read").first
    expect(words).to_have_text(paragraph.words)
    assert counts(walk, paragraph).startswith("1 supports, 1 objects;")


def is_changed_while_open(mara: Page, bo: Page, paragraph: Paragraph) -> None:
    """The page warns whom a change asks again; the change reaches both and is kept."""
    warning = mara.locator(f"[id='{paragraph.block_id}'] .warnline")
    expect(warning).to_contain_text("2 people have said where they stand")
    write_at_end(mara, paragraph.index, CHANGED)
    paragraph.words += CHANGED
    for page in (mara, bo):
        reads(page, paragraph.index, paragraph.words)
        saved(page)


def support_lapsed_and_the_objection_stands(walk: Walk, paragraph: Paragraph) -> None:
    """domain.md 5.3 and R7: nobody's support is carried over, no objection ends."""
    assert counts(walk, paragraph).startswith("1 objects, 1 on an earlier wording;")
    cy = walk.drivers["Cy Okafor"].page
    cy.goto(f"{walk.address}?open={paragraph.block_id}")
    changed = cy.locator(f"[id='{paragraph.block_id}-changed']")
    expect(changed).to_contain_text("it is not counted for the words as they are now")
    objection = cy.locator(".obj")
    expect(objection).to_have_attribute("data-state", "recheck")
    expect(objection.locator(".say")).to_have_text(REASON)


def is_heard_and_decided(walk: Walk, paragraph: Paragraph) -> None:
    """Offer, answer, consensus call, levels and publication."""
    walk.is_offered("Mara Vance")
    walk.decides("Ada Nwosu", "Keep it", "Open")
    walk.is_answered("Bo Lind", ANSWER)
    walk.decides("Ada Nwosu", "Maintain my objection", "Maintained")
    walk.is_reviewed("Mara Vance")
    walk.is_called("Cleo Park")
    walk.is_supported("Cy Okafor", place="the whole text")
    walk.days_pass()
    walk.is_declared("Cleo Park", ["O-1"], [f"¶{paragraph.number}"])
    walk.follows_declaration("Ines Duarte")
    walk.is_published("Ines Duarte")


def carries_all_their_words(bundle: Path, written: str, paragraph: Paragraph) -> None:
    """The signed page: both editors' words in the text, the objector's in the annex."""
    with zipfile.ZipFile(bundle) as opened:
        page = opened.read("publication.html").decode("utf-8")
    soup = BeautifulSoup(page, "html5lib")
    mark = only(soup, "#ref-D-1").find_parent(class_="opara")
    assert mark is not None
    text = only(mark, "p.read").get_text()
    assert text == paragraph.words
    assert text.startswith(MARA_WRITES)
    assert text.endswith(BO_WRITES + CHANGED)
    said_there = [one.get_text() for one in only(soup, "#annex-D-1").select(".say")]
    assert said_there == [written, paragraph.words, REASON, ANSWER, FINDING]
    assert RATIONALE in page


def counts(walk: Walk, paragraph: Paragraph) -> str:
    """What a visitor reads of the positions on the paragraph, from the server."""
    page = walk.drivers["Ines Duarte"].page
    page.goto(f"{walk.address}?open={paragraph.block_id}")
    return page.locator(f"[id='{paragraph.block_id}-counts']").inner_text()


def browser_of(page: Page) -> object:
    """The Chromium that a page is in."""
    return page.context.browser
