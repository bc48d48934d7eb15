"""Bringing back a state of a text, an order, a paragraph or one wording."""

import re

import pytest
from sqlalchemy import select

from consensus.archive.models import Entry
from consensus.coalitions.models import Member
from consensus.deliberation.models import Holder, HolderMove
from consensus.documents.access import Act, open_document
from consensus.drafting.changing import apply_change
from consensus.drafting.text import move_block
from tests.deliberation.panels import move, panel_of, take, words_of
from tests.deliberation.stories import Story, story
from tests.publication.publishing import assessed, publishes
from tests.workspace.states import (
    FIRST,
    SECOND,
    ada,
    at,
    bo,
    names,
    offers,
    page,
    reads,
    restores,
    text,
    writes,
)
from tests.world import Person, World, world

__all__ = ["ada", "bo", "story", "text", "world"]


def test_a_text_that_was_brought_back_can_be_published(story: Story) -> None:
    names(story.editor, story.document, "First")
    take(story.people[2], story.document, "support")
    story.rewords("b1", "Other words.")
    story.offers_the_text()
    restores(story.editor, at(story.document, "/states/1/restore"))
    assessed(story)
    assert publishes(story).status_code in {302, 303}
    said = page(story.caller, at(story.document, "/compare?from=s1&to=v1.0"))
    assert "Nothing changed between these two states." in said


@pytest.mark.parametrize("key", ["s9", "v2.0", "99", "yesterday", "s0", "-1"])
def test_a_state_that_is_not_there_is_not_found(
    ada: Person, text: int, key: str
) -> None:
    assert ada.get(at(text, f"/compare?from={key}")).status_code == 404


def test_r7_a_whole_state_comes_back_under_the_same_ids(
    world: World, ada: Person, text: int
) -> None:
    names(ada, text, "First")
    before = reads(world, text)
    writes(ada, text, "b1", SECOND)
    ada.post(at(text, "/paragraphs/b2/remove"))
    ada.post(
        at(text, "/paragraphs/new"), after="b1", kind="paragraph", words="A new one."
    )
    assert reads(world, text) == [SECOND, "A new one.", "Third one."]
    restores(ada, at(text, "/states/1/restore"))
    assert reads(world, text) == before
    html = world.visitor().get(at(text, "")).text
    assert re.search(r'<article class="para" id="b2"', html)
    assert "A new one." in words_of(html.split('id="removed-text"')[1])
    history = page(ada, at(text, "/history"))
    assert "Ada Nwosu brought back the whole text of state 1" in history


def test_the_order_of_a_state_comes_back_too(
    world: World, ada: Person, text: int
) -> None:
    names(ada, text, "First")
    before = reads(world, text)
    with world.session() as session:
        document, _ = open_document(session, text, None, to=Act.READ)
        seat = session.get_one(Member, ada.member_id)
        apply_change(
            session, document, lambda doc: move_block(doc, "b1", after="b3"), by=seat
        )
    said = page(ada, at(text, "/compare?from=s1&to=now"))
    assert "Paragraph 1 stood here. It is now paragraph 3" in said
    assert "Moved here from ¶1" in said
    restores(ada, at(text, "/states/1/restore"))
    assert reads(world, text) == before


def test_one_wording_comes_back_and_the_rest_stays(
    world: World, ada: Person, bo: Person, text: int
) -> None:
    take(bo, text, "support")
    writes(ada, text, "b1", SECOND)
    writes(ada, text, "b2", "Other words.")
    path = at(text, "/paragraphs/b1/wordings/1/restore")
    assert "count again" in page(ada, path)
    restores(ada, path)
    assert reads(world, text) == [FIRST, "Other words.", "Third one."]
    with world.session() as session:
        entry = session.scalars(
            select(Entry).where(Entry.verb == "text.restored")
        ).one()
    assert entry.object == "block:b1"
    assert entry.facts["number"] == 1
    assert entry.facts["blocks"] == ["b1"]


def test_a_removed_paragraph_comes_back_with_its_wording(
    world: World, ada: Person, bo: Person, text: int
) -> None:
    take(bo, text, "support", block_id="b2")
    ada.post(at(text, "/paragraphs/b2/remove"))
    restores(ada, at(text, "/paragraphs/b2/wordings/1/restore"))
    assert reads(world, text) == [FIRST, "Second.", "Third one."]


def test_the_confirmation_says_how_many_people_are_asked_again(
    ada: Person, bo: Person, text: int
) -> None:
    names(ada, text, "First")
    writes(ada, text, "b1", SECOND)
    take(bo, text, "support")
    said = page(ada, at(text, "/states/1/restore"))
    assert "1 person has spoken" in said
    assert "[removed: must ]" in said
    assert "[added: should ]" in said


def test_a_text_that_moved_on_meanwhile_is_shown_before_anything_comes_back(
    world: World, ada: Person, text: int
) -> None:
    names(ada, text, "First")
    writes(ada, text, "b1", SECOND)
    seq = re.search(
        r'name="seq" value="(\d+)"', ada.get(at(text, "/states/1/restore")).text
    )
    assert seq
    writes(ada, text, "b2", "Just written.")
    answer = ada.post(at(text, "/states/1/restore"), seq=seq[1])
    assert answer.status_code == 409
    assert "The text changed while you were reading" in words_of(answer.text)
    assert "Just written." in reads(world, text)


def test_what_stands_already_is_not_brought_back(ada: Person, text: int) -> None:
    names(ada, text)
    assert "reads like this already" in page(ada, at(text, "/states/1/restore"))
    assert ada.post(at(text, "/states/1/restore"), seq="1").status_code == 409


def test_b2_words_that_come_back_bring_their_positions_back(
    world: World, ada: Person, bo: Person, text: int
) -> None:
    cy = world.person("Cy Okafor")
    take(bo, text, "support")
    take(cy, text, "objection")
    writes(ada, text, "b1", SECOND)
    offers(ada, text)
    assert "1 on an earlier wording" in words_of(panel_of(bo, text))
    assert "recheck" in states_of_holders(world)
    restores(ada, at(text, "/paragraphs/b1/wordings/1/restore"))
    offers(ada, text)
    said = words_of(panel_of(bo, text))
    assert "1 support" in said
    assert "on an earlier wording" not in counted(said)
    assert "recheck" not in states_of_holders(world)
    assert "Text restored: what was said of these words counts again." in said
    with world.session() as session:
        moves = list(session.scalars(select(HolderMove.move).order_by(HolderMove.id)))
    assert moves[-1] == "words_restored"
    history = page(bo, at(text, "/paragraphs/b1/history"))
    assert "These words are back: what was said about them counts again." in history


def counted(said: str) -> str:
    """What the panel counts, without the legend of its marks."""
    return said.split("not yet", maxsplit=1)[0]


def states_of_holders(world: World) -> list[str]:

    with world.session() as session:
        return [str(one) for one in session.scalars(select(Holder.state))]


def test_a_withdrawn_objection_stays_ended_when_words_come_back(
    world: World, ada: Person, bo: Person, text: int
) -> None:
    take(bo, text, "objection")
    move(bo, text, 1, "withdraw")
    writes(ada, text, "b1", SECOND)
    restores(ada, at(text, "/paragraphs/b1/wordings/1/restore"))
    offers(ada, text)
    assert states_of_holders(world) == ["withdrawn"]
