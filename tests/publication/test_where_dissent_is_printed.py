"""Dissent is printed in full, before what comes after, and counted wherever cited."""

import re

from bs4 import BeautifulSoup

from consensus.publication.html import STYLES, TEMPLATES
from tests.deliberation.stories import Story
from tests.publication.publishing import output
from tests.publication.revisions import bundle, inside, published

REASON = "Who reads it out?"
SIZE = re.compile(r"([^{}]+)\{[^{}]*font-size:\s*([0-9.]+)(r?em)", re.S)


def smaller() -> set[str]:
    """The selectors that the style sheet of a version gives less than body size."""
    style = "".join((TEMPLATES / "output" / name).read_text("utf-8") for name in STYLES)
    body = 1.125  # rem, as the rule for body has it
    assert f"font: {body}rem" in style
    found: set[str] = set()
    for names, size, unit in SIZE.findall(style):
        if float(size) < (body if unit == "rem" else 1):
            found |= {one.strip().split("}")[-1].strip() for one in names.split(",")}
    return found


def test_inv_6_no_entry_is_smaller_than_the_text_or_only_behind_a_link(
    story: Story,
) -> None:
    published(story)
    page = BeautifulSoup(output(story, "publication.html").data, "html5lib")
    article = page.select_one("article#annex-D-1")
    assert article is not None
    assert REASON in article.get_text()
    assert article.find_parent("details") is None
    inside_it = {article, *article.find_all(True), *article.parents}
    assert smaller() != set()
    for one in smaller():
        assert not inside_it & set(page.select(one)), one
    order = [one["id"] for one in page.select("main section[id]")]
    assert order.index("annex") < order.index("participation") < order.index("check")


def test_inv_7_what_cites_a_version_states_its_dissents_and_links_to_them(
    story: Story,
) -> None:
    published(story)
    said, visitor = "1 objection stands (1 person).", story.world.visitor()
    page = BeautifulSoup(output(story, "publication.html").data, "html5lib")
    about = page.select_one("meta[name=description]")
    assert about is not None
    assert said in str(about["content"])
    cover = page.select_one(".pub-agreed")
    assert cover is not None
    assert said in cover.get_text()
    assert cover.select_one("a[href='#annex']") is not None
    outputs = BeautifulSoup(visitor.get("/outputs").data, "html5lib")
    listed = outputs.select_one(".outs li")
    assert listed is not None
    assert said in listed.get_text()
    assert listed.select_one("a[href$='#annex']") is not None
    manifest = inside(bundle(story, 1), "manifest.json")
    assert manifest["counts"]["objections"] == 1
    assert said in manifest["agreement_line"]
    assert manifest["cover"]["link"].endswith("/versions/1.0")
