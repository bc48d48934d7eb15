"""The page of a version: complete by itself, honest, and readable by everybody."""

import re
from itertools import pairwise
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from consensus.deliberation.levels import Level
from consensus.publication import cover_lines
from consensus.publication.annex import Annex
from consensus.publication.body import printed_body
from consensus.publication.counts import Counts
from consensus.publication.html import publication_html
from consensus.schema import Block
from consensus.wordings.numbering import anchor_of, numbered
from tests.architecture.test_house_rules import HEAD_COUNTING
from tests.publication.bundles import edition_from, finished
from tests.publication.logs import Log, paragraph, rehashed
from tests.publication.stories import agreed, contested

FULL = {"objections": 3, "people": 3, "unconfirmed": 1}
NONE = {"objections": 0, "people": 0, "unconfirmed": 0}
EMPTY = Annex("1.0", (), (), Counts(0, 0, 0))


def soup(log: Log, **other: Any) -> BeautifulSoup:
    html = publication_html(edition_from(log.lines, **other), {})
    return BeautifulSoup(html.decode(), "html5lib")


def words(page: BeautifulSoup | Tag) -> str:
    for style in page.select("style"):
        style.decompose()
    return " ".join(page.get_text(" ").split()).replace(" .", ".")


def of_blocks(blocks: list[Block]) -> BeautifulSoup:
    log = Log()
    log.propose()
    log.freeze(1, blocks)
    log.call(1, 1)
    log.declare(1, None, "full_consensus")
    return soup(finished(log, NONE, "full_consensus"))


def test_inv_5_a_contested_paragraph_names_its_dissents_with_links_both_ways() -> None:
    page = soup(finished(contested(), FULL))
    line = page.select_one("#p3 .disagree")
    assert line is not None
    assert line.get_text() == "Not everyone agrees: D-3."
    assert page.select_one("#p1 .disagree") is None
    for link in page.select(".disagree a, .dis-back a, .shares a"):
        assert page.find(id=str(link["href"])[1:]) is not None


def test_every_link_inside_leads_somewhere_and_ids_are_unique() -> None:
    page = soup(finished(contested(), FULL))
    ids = [str(one["id"]) for one in page.select("[id]")]
    assert len(ids) == len(set(ids))
    inside = [str(a["href"])[1:] for a in page.select('a[href^="#"]')]
    assert set(inside) <= set(ids)


def test_inv_39_the_file_needs_nothing_from_elsewhere() -> None:
    page = soup(finished(contested(), FULL))
    assert page.select("script, link, img, iframe, object, embed") == []
    assert "url(" not in str(page.style)
    assert "@import" not in str(page.style)


def test_inv_40_independence_and_disclaimer_are_on_the_page() -> None:
    text = words(soup(finished(agreed(), NONE, "full_consensus")))
    assert "This text was produced independently by IGF Dynamic Coalition on" in text
    assert cover_lines.DISCLAIMER in text


def test_an_empty_annex_is_printed_and_says_when_members_were_asked() -> None:
    annex = soup(finished(agreed(), NONE, "full_consensus")).select_one("#annex")
    assert annex is not None
    assert cover_lines.ANNEX_OPENING in words(annex)
    assert (
        "No member objected to the published text and no minority statement was filed. "
        "Members were asked from 2026-03-01 to 2026-03-15." in words(annex)
    )


def test_the_page_says_how_long_members_could_speak_after_the_declaration() -> None:
    until = (
        "Minority statements could be filed until 29 March 2026, 09:00 UTC, and the "
        "declared levels could be challenged until 22 March 2026, 09:00 UTC."
    )
    assert until in words(soup(finished(contested(), FULL)))


def test_a_text_declared_without_windows_says_so() -> None:
    log = contested()
    log.lines = rehashed(
        [one for one in log.lines if one["entry"]["verb"] != "declaration.made"]
    )
    assert "there were no windows for minority statements and challenges" in words(
        soup(finished(log, FULL))
    )


def test_inv_18_our_own_words_count_no_heads_and_give_no_shares() -> None:
    for log in (finished(contested(), FULL), finished(agreed(), NONE, "divergence")):
        text = words(soup(log))
        assert not HEAD_COUNTING.search(text)
        assert not re.search(r"\d\s*%|per cent", text)


def test_r2_a_bare_dissent_is_printed_with_its_sentence() -> None:
    entry = soup(finished(contested(), FULL)).select_one("#annex-D-3")
    assert entry is not None
    assert "a member dissents from this paragraph without stating reasons." in words(
        entry
    )


def test_an_entry_has_the_parts_of_the_fixed_form() -> None:
    entry = soup(finished(contested(), FULL)).select_one("#annex-D-2")
    assert entry is not None
    text = words(entry)
    for part in (
        "D-2 : Objection, maintained on ¶2 (O-1)",
        "Text objected to: Operators should keep logs for twelve months.",
        "Text as published: Operators should keep logs for six months.",
        "Objection: Too long — “far” too long.",
        "Harm named: Users", "Would be resolved by: six weeks",
        "kept on the final wording 2026-03-01", "I share this.",
        "Raised 2026-03-01 in drafting.",
        "Answer of the editors ( 2026-03-01 ), not accommodated: We halved it.",
        "Finding of the consensus caller: outweighed. Heard and weighed.",
        "Alternatives weighed: leaving it out",
    ):  # fmt: skip
        assert part.replace(" : ", ": ") in text, part


def test_markup_in_what_people_wrote_is_shown_and_never_obeyed() -> None:
    log = contested()
    evil = "<script>alert(1)</script> & <b>bold</b>\n\n  kept"
    said = {"reason": evil, "harm_to": "", "would_resolve": ""}
    log.sign_for("objection.edited", "O-1", {"objection": 1, "holder": 1}, said, "P5")
    page = soup(finished(log, FULL))
    assert page.select("script") == []
    said_there = page.select_one("#annex-D-2 .dis-o .say")
    assert said_there is not None
    assert said_there.get_text() == evil


def test_headings_skip_no_level() -> None:
    blocks = [
        paragraph("h1", "One", type="heading", level=1),
        paragraph("h2", "Deep", type="heading", level=5),
        paragraph("h3", "Two", type="heading", level=2),
        paragraph("h4", "One again", type="heading", level=1),
    ]
    page = of_blocks(blocks)
    found = [one.name for one in page.select("#text h3, #text h4, #text h5, #text h6")]
    assert found == ["h3", "h4", "h4", "h3"]
    levels = [int(one.name[1]) for one in page.select("h1, h2, h3, h4, h5, h6")]
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def item(name: str, level: int = 1, **attrs: Any) -> Block:
    return paragraph(name, name.upper(), type="list_item", level=level, **attrs)


def test_flat_items_become_lists_inside_lists() -> None:
    page = of_blocks([
        item("a"), item("b", 2), item("c", 3), item("d", 2), item("e"),
        item("f", list="ordered", start=3), item("g", list="ordered"),
        item("h", list="ordered", continues=True),
    ])  # fmt: skip
    text = page.select_one("#text")
    assert text is not None
    assert [len(one.find_all("li", recursive=False)) for one in text.select("ul")] == [
        2, 2, 1,
    ]  # fmt: skip
    ordered = text.select_one("ol")
    assert ordered is not None
    assert ordered["start"] == "3"
    assert len(ordered.find_all("li", recursive=False)) == 2
    assert len(ordered.select("li:last-child .read")) == 2


def test_a_list_that_begins_deep_or_jumps_loses_nothing() -> None:
    page = of_blocks([item("a", 3), item("b", 1), item("c", 4), item("d", 2)])
    said = [one.get_text() for one in page.select("#text .read")]
    assert said == ["A", "B", "C", "D"]


def test_marks_links_breaks_tables_quotations_and_notes_are_printed() -> None:
    def text(said: str, *marks: str) -> dict[str, Any]:
        return {"type": "text", "text": said, "marks": [{"type": m} for m in marks]}

    link = {"type": "link", "attrs": {"href": "https://example.org/?a=1&b=2"}}
    rich: Block = {
        "type": "paragraph", "attrs": {"id": "b1"}, "content": [
            text("both ", "strong", "em"),
            {"type": "text", "text": "there", "marks": [link]},
            {"type": "hard_break"}, text("H"), text("2", "sub"), text("o", "sup"),
            text("under", "underline"), text("gone", "strike"), text("x", "code"),
            {"type": "footnote", "attrs": {"note": "n1"}},
            {"type": "footnote", "attrs": {"note": "n1"}},
        ],
    }  # fmt: skip
    cell = {"type": "table_header", "attrs": {"colspan": 2}, "content": [text("Head")]}
    data = [{"type": "table_cell", "content": [text(said)]} for said in ("1", "2")]
    table: Block = {
        "type": "table", "attrs": {"id": "t1", "caption": "Numbers"}, "content": [
            {"type": "table_row", "content": [cell]},
            {"type": "table_row", "content": data},
        ],
    }  # fmt: skip
    quoted = [paragraph(f"q{n}", f"Said {n}", type="quotation") for n in (1, 2)]
    page = of_blocks([rich, table, *quoted, paragraph("n1", "A note.", type="note")])
    block = page.select_one("#p1 .read")
    assert block is not None
    assert str(block.select_one("strong > em")) == "<em>both </em>"
    link_there = block.select_one("a[rel=noopener]")
    assert link_there is not None
    assert link_there["href"] == "https://example.org/?a=1&b=2"
    for mark in ("br", "sub", "sup", "u", "s", "code"):
        assert block.select(mark)
    assert [str(a["href"]) for a in block.select(".fnref")] == ["#n1", "#n1"]
    assert len(page.select("#back-n1")) == 1
    assert len(page.select("blockquote.oquote .read")) == 2
    head = page.select_one("table.ptable th")
    assert head is not None
    assert (head["colspan"], head["scope"]) == ("2", "col")
    note = page.select_one(".pub-notes #n1 .read")
    assert note is not None
    assert note.get_text() == "A note."


def test_inv_35_a_text_from_right_to_left_keeps_its_direction() -> None:
    log = agreed()
    page = soup(finished(log, NONE, "full_consensus"), language="ar", direction="rtl")
    html, annex = page.html, page.select_one("#annex")
    assert html is not None
    assert annex is not None
    assert (html["lang"], html["dir"]) == ("ar", "rtl")
    assert annex["dir"] == "ltr"
    blocks = [paragraph("b1", "نص", lang="ar", dir="rtl")]
    read = of_blocks(blocks).select_one("#p1 .read")
    assert read is not None
    assert (read["lang"], read["dir"]) == ("ar", "rtl")


@pytest.mark.parametrize(
    ("level", "line"),
    [
        (Level.CONSENSUS, "Output of DC X. Level declared: Consensus."),
        (Level.STRONG_SUPPORT, "Output of DC X. Level declared: "
         "Strong support but significant opposition."),
        (Level.DIVERGENCE, "Text of DC X on which there is no agreement "
         "(divergence); published to show the views."),
        (Level.INSUFFICIENT, "Working paper of DC X; too few members took part to "
         "speak of consensus."),
    ],
)  # fmt: skip
def test_inv_17_the_status_line_fits_the_level(level: Level, line: str) -> None:
    assert cover_lines.status_line("DC X", level, recognised=True) == line
    proposed = cover_lines.status_line("DC X", level, recognised=False)
    assert proposed == (
        f"Proposed coalition (not yet recognised by the IGF Secretariat). {line}"
    )


def test_the_agreement_line_names_numbers_and_places() -> None:
    edition = edition_from(finished(contested(), FULL).lines)
    assert edition.agreement_line == (
        "Document level: Consensus. 3 objections stand (3 people). 1 objection to an "
        "earlier wording is neither confirmed nor lifted. Contested: the whole "
        "document, ¶2, ¶3."
    )
    one = Annex("1.0", (), (), Counts(1, 1, 2))
    assert cover_lines.agreement_line(Level.CONSENSUS, one) == (
        "Document level: Consensus. 1 objection stands (1 person). 2 objections to an "
        "earlier wording are neither confirmed nor lifted."
    )


@pytest.mark.parametrize("name", [
    "IGF Dynamic Coalition on Water", "Dynamic Coalition on Water", "Water people",
])  # fmt: skip
def test_a_coalition_is_always_named_as_an_igf_dynamic_coalition(name: str) -> None:
    assert "IGF Dynamic Coalition" in cover_lines.coalition_line(name)


def test_r33_a_caller_who_drafted_is_named_as_such() -> None:
    log = contested()
    log.add(
        "level.declared", "call:1",
        {"call": 1, "block": None, "level": "consensus", "reading": "divergence",
         "independence": "drafted_this_text"},
        words={"rationale": "I read it so."}, identity={"name": "Cal Ler"}, actor="P3",
    )  # fmt: skip
    text = words(soup(finished(log, FULL)))
    assert "The person who declared this level also drafted this text." in text
    # INV-16: a level other than the one advised is printed beside it.
    assert "The whole document: Consensus (advised: Divergence) I read it so." in text


def test_numbers_and_anchors_of_blocks() -> None:
    assert [anchor_of(label) for label in ("¶4", "Heading 2", "Note 1", "x")] == [
        "p4", "h2", "n1", "x",
    ]  # fmt: skip
    body = printed_body(numbered([paragraph("b1", "x")]), EMPTY)
    assert body.anchor("b1") == "p1"
    assert body.anchor("b9") == body.anchor(None) == ""
