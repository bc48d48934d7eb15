"""The page of a document: the text as it is read, and what stands beside it."""

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest

from consensus.coalitions.models import Attribution, Member
from consensus.documents.actions import propose_document
from consensus.drafting.actions import fill_draft
from consensus.schema import Block
from tests.deliberation.panels import answer, take, words_of
from tests.deliberation.stories import Story, story
from tests.publication.publishing import assessed, publishes
from tests.world import Person, World, world

__all__ = ["story", "world"]


def text(words: str, *marks: Block) -> Block:
    """Inline text with marks."""
    node: Block = {"type": "text", "text": words}
    return node | ({"marks": list(marks)} if marks else {})


def block(kind: str, own_id: str, *content: Block, **attrs: object) -> Block:
    """A block of the text."""
    return {"type": kind, "attrs": {"id": own_id, **attrs}, "content": list(content)}


def write(world: World, by: Person, blocks: Sequence[Block]) -> int:
    """A document that holds these blocks."""
    with world.session() as session:
        seat = session.get_one(Member, by.member_id)
        made = propose_document(session, seat.coalition, "Captions", "en", by=seat)
        fill_draft(session, made, list(blocks), "md", by=seat)
        return made.id


def page_of(world: World, blocks: Sequence[Block]) -> str:
    """The page of such a document as a visitor gets it."""
    document = write(world, world.person("Ada Nwosu"), blocks)
    return world.visitor().get(f"/documents/{document}").text


def test_marks_are_shown_and_nest(world: World) -> None:
    link: Block = {"type": "link", "attrs": {"href": "https://example.org/?a=1&b=2"}}
    marks = [link, {"type": "strong"}, {"type": "em"}]
    html = page_of(
        world,
        [
            block(
                "paragraph", "b1", text("Read "), text("this", *marks),
                {"type": "hard_break"}, text("H"), text("2", {"type": "sub"}),
                text("code", {"type": "code"}), text("gone", {"type": "strike"}),
                text("line", {"type": "underline"}), text("n", {"type": "sup"}),
            )
        ],
    )  # fmt: skip
    assert (
        'Read <a href="https://example.org/?a=1&amp;b=2" rel="noopener ugc">'
        "<strong><em>this</em></strong></a><br>H<sub>2</sub><code>code</code>"
        "<s>gone</s><u>line</u><sup>n</sup>" in html
    )


def test_what_people_wrote_is_never_markup(world: World) -> None:
    bad = '<script>alert(1)</script>"&'
    html = page_of(
        world,
        [
            block("paragraph", "b1", text(bad)),
            block(
                "table", "t1",
                {"type": "table_row", "content": [
                    {"type": "table_cell", "content": [text(bad)]},
                ]},
                caption=bad,
            ),
        ],
    )  # fmt: skip
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;&#34;&amp;") >= 3


def test_a_footnote_leads_to_its_note_and_back(world: World) -> None:
    mark = {"type": "footnote", "attrs": {"note": "n1"}}
    html = page_of(
        world,
        [
            block("paragraph", "b1", text("Short"), mark, text(".")),
            block("note", "n1", text("Not always.")),
            block("paragraph", "b2", text("After.")),
        ],
    )
    assert re.search(r'href="#n1" role="doc-noteref"><sup>.*?1</sup>', html)
    assert re.search(r'href="#b1" role="doc-backlink"', html)
    assert html.index('id="b2"') < html.index('id="n1"')  # notes stand at the end
    assert "Note 1" in words_of(html)


def test_lists_quotations_and_tables_are_shown_as_such(world: World) -> None:
    html = page_of(
        world,
        [
            block("list_item", "l1", text("One."), list="ordered"),
            block("list_item", "l2", text("Deeper."), list="bullet", level=2),
            block("list_item", "l3", text("Two."), list="ordered"),
            block("quotation", "q1", text("Nothing about us.")),
            block("list_item", "l4", text("Nine."), list="ordered", start=9),
            block(
                "table", "t1",
                {"type": "table_row", "content": [
                    {"type": "table_header", "content": [text("Item")],
                     "attrs": {"colspan": 2, "rowspan": 1}},
                ]},
                caption="Costs",
            ),
        ],
    )  # fmt: skip
    numbers = re.findall(r'<ol class="[^"]*" start="(\d+)"><li>(\w+)', html)
    assert numbers == [("1", "One"), ("2", "Two"), ("9", "Nine")]
    assert '<ul class="read read-l read-l2"><li>Deeper.</li></ul>' in html
    assert '<blockquote class="read"><p>Nothing about us.</p></blockquote>' in html
    assert "<caption>Costs</caption>" in html
    assert '<th scope="col" colspan="2">Item</th>' in html


def test_inv_35_each_block_keeps_its_language_and_direction(world: World) -> None:
    html = page_of(
        world, [block("paragraph", "b1", text("النص مفتوح"), lang="ar", dir="rtl")]
    )
    assert '<p class="read" lang="ar" dir="rtl">النص مفتوح</p>' in html


def test_headings_run_without_gaps_and_every_id_is_used_once(story: Story) -> None:
    take(story.people[0], story.document, "objection")
    answer(story.editor, story.document, 1)
    page = f"/documents/{story.document}?open=b1"
    for reader in (story.world.visitor(), story.people[0], story.editor):
        html = reader.get(page).text
        levels = [int(one) for one in re.findall(r"<h(\d)[ >]", html)]
        assert levels[0] == 1
        steps = pairwise(levels)
        assert all(deeper <= level + 1 for level, deeper in steps)
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert len(ids) == len(set(ids))


def test_a_paragraph_is_a_place_to_link_to(story: Story) -> None:
    html = story.world.visitor().get(f"/documents/{story.document}").text
    assert 'id="b2" aria-labelledby="b2-h"' in html
    assert re.search(
        r'id="b2-h"><a href="#b2"><span class="vh">Paragraph </span>2', html
    )
    assert (
        f'href="/documents/{story.document}?open=b2#b2" aria-expanded="false"' in html
    )


def test_controls_are_offered_to_those_who_may_use_them(story: Story) -> None:
    edit = f"/documents/{story.document}/paragraphs/b1/edit"
    offer = f'href="/documents/{story.document}/offer"'
    address = f"/documents/{story.document}"
    editors = story.editor.get(address).text
    assert edit in editors
    assert offer in editors
    for reader in (story.world.visitor(), story.people[0], story.caller):
        html = reader.get(address).text
        assert edit not in html
        assert offer not in html
    story.open_call()
    assert edit not in story.editor.get(address).text  # decisions.md 14


def test_the_stage_and_its_deadline_are_said_in_words(story: Story) -> None:
    address = f"/documents/{story.document}"
    assert "Revision" in words_of(story.world.visitor().get(address).text)
    story.open_call()
    words = words_of(story.world.visitor().get(address).text)
    assert "Closes Monday 16 March 2026, 11:59 UTC" in words
    assert "14 days left" in words


def test_what_needs_a_person_is_listed_for_them_alone(story: Story) -> None:
    ada, bo = story.people[:2]
    take(ada, story.document, "objection")
    address = f"/documents/{story.document}"
    waits = "O-1 waits for an answer"
    assert waits in words_of(story.editor.get(address).text)
    assert "Nothing waits for you here." in words_of(bo.get(address).text)
    answer(story.editor, story.document, 1)
    assert waits not in words_of(story.editor.get(address).text)
    html = ada.get(address).text
    assert f'href="{address}?open=b1#b1-o1"' in html
    assert "Your objection was answered" in html
    assert "What needs you" not in story.world.visitor().get(address).text


def test_the_map_tells_each_paragraph_in_numbers_of_people(story: Story) -> None:
    for one in story.people:
        take(one, story.document, block_id="b2")
    html = story.world.visitor().get(f"/documents/{story.document}").text
    rows = re.findall(r'<tr><th scope="row">(.*?)</tr>', html, re.DOTALL)
    second = next(
        words_of(row) for row in rows if words_of(row).startswith("Paragraph 2")
    )
    assert second.count("1 supports") == 5
    assert "%" not in second


@pytest.mark.parametrize("opened", ["", "zz", "whole-text", "b1", "<b>"])
def test_any_open_panel_or_none_gives_a_page(story: Story, opened: str) -> None:
    page = story.world.visitor().client.get(
        f"/documents/{story.document}", query_string={"open": opened}
    )
    assert page.status_code == 200
    has_panel = 'class="delib"' in page.text
    assert has_panel == (opened in {"whole-text", "b1"})


def test_an_empty_text_says_so(world: World) -> None:
    ada = world.person("Ada Nwosu")
    with world.session() as session:
        seat = session.get_one(Member, ada.member_id)
        made = propose_document(session, seat.coalition, "Empty", "en", by=seat)
        number = made.id
    assert "The text is empty." in world.visitor().get(f"/documents/{number}").text
    assert "Write the first paragraph" in ada.get(f"/documents/{number}").text


def test_there_is_no_such_document(world: World) -> None:
    assert world.visitor().get("/documents/77").status_code == 404


def test_inv_21_no_page_names_who_chose_not_to_be_named(story: Story) -> None:
    for person, shown in zip(story.people, Attribution, strict=False):
        if shown is not Attribution.ORGANISATION:
            take(person, story.document, attribution=str(shown))
            take(person, story.document, "objection", block_id="b2",
                 attribution=str(shown))  # fmt: skip
    hidden = story.people[2:]
    for address in ("", "?open=b1", "?open=b2", "?open=whole-text"):
        html = story.world.visitor().get(f"/documents/{story.document}{address}").text
        assert not [one.name for one in hidden if one.name in html]


def test_a_published_text_leads_to_its_version(story: Story) -> None:
    address = f"/documents/{story.document}"
    publish = f'href="{address}/publication"'
    assessed(story)
    assert publish in story.caller.get(address).text  # she coordinates too
    assert publish not in story.people[0].get(address).text
    assert "Read the published version" not in story.caller.get(address).text

    assert publishes(story).status_code == 303
    html = story.world.visitor().get(f"{address}?open=b1").text
    assert f'href="{address}/versions/1.0">Read the published version 1.0</a>' in html
    words = words_of(html)
    assert "Declared: Consensus" in words
    assert "Advised: Consensus" in words
    assert "The text is published: positions on it are kept as they were." in words
    assert 'name="move"' not in story.people[0].get(f"{address}?open=b1").text
