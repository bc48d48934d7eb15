"""The history of a text: its states are named, kept, told and compared."""

import re

from sqlalchemy import func, select

from consensus.archive.models import Entry
from consensus.coalitions.models import Member
from consensus.deliberation.models import HolderMove
from consensus.documents.actions import propose_document
from tests.deliberation.panels import take, words_of
from tests.deliberation.stories import Story, story
from tests.publication.publishing import assessed, publishes
from tests.workspace.states import (
    FIRST,
    SECOND,
    ada,
    at,
    bo,
    divides,
    main_of,
    names,
    offers,
    page,
    text,
    writes,
)
from tests.world import Person, World, world

__all__ = ["ada", "bo", "story", "text", "world"]


def test_a_named_state_is_kept_and_asks_nobody_again(
    world: World, ada: Person, bo: Person, text: int
) -> None:
    take(bo, text, "objection")
    writes(ada, text, "b1", SECOND)
    names(ada, text, "Before the meeting")
    with world.session() as session:
        assert session.scalar(select(func.count()).select_from(HolderMove)) == 1
    history = page(world.visitor(), at(text, "/history"))
    assert "State 1: Before the meeting" in history
    assert re.search(r"Ada Nwosu *: named", history)
    assert SECOND in page(world.visitor(), at(text, "/states/1"))


def test_r7_a_kept_state_hides_no_split_from_the_next_offer(
    world: World, ada: Person, bo: Person, text: int
) -> None:
    take(bo, text, "support")
    part = divides(world, ada, text)
    names(ada, text, "Only kept")
    offers(ada, text)
    with world.session() as session:
        told = session.scalars(
            select(Entry).where(Entry.verb == "text.structured")
        ).one()
    assert told.facts["snapshot"] == 2
    assert [step[1:] for step in told.facts["steps"]] == [["split", "b1", part]]


def test_a_state_without_a_name_is_the_next_draft(ada: Person, text: int) -> None:
    names(ada, text)
    assert "State 1: Draft 1" in page(ada, at(text, "/history"))


def test_only_editors_name_states(bo: Person, text: int) -> None:
    assert bo.post(at(text, "/states"), name="Mine").status_code == 403
    assert "Keep the text as it stands" not in page(bo, at(text, "/history"))


def test_the_address_of_a_state_shows_that_text_for_ever(
    ada: Person, text: int
) -> None:
    names(ada, text, "First")
    writes(ada, text, "b1", SECOND)
    assert FIRST in page(ada, at(text, "/states/1"))
    assert SECOND not in page(ada, at(text, "/states/1"))
    assert ada.get(at(text, "/states/2")).status_code == 404


def test_the_history_tells_who_did_what_between_the_states(
    world: World, ada: Person, text: int
) -> None:
    names(ada, text, "First")
    writes(ada, text, "b1", SECOND)
    writes(ada, text, "b2", "Another second.")
    offers(ada, text)
    history = page(world.visitor(), at(text, "/history"))
    second = history.index("State 2: Draft 2")
    changed = history.index("Ada Nwosu changed 2 paragraphs")
    first = history.index("State 1: First")
    begun = history.index("Ada Nwosu brought in a text of 3 paragraphs")
    assert second < changed < first < begun
    assert "offered for positions" in history[second:changed]


def test_a_long_history_goes_on_on_further_pages(ada: Person, text: int) -> None:
    for number in range(60):
        names(ada, text, f"Name {number}")
    first = ada.get(at(text, "/history")).text
    older = re.search(r'href="([^"]*below=\d+)"', first)
    assert older
    second = page(ada, older[1])
    assert "Name 59" in words_of(first)
    assert "State 1: Name 0" not in words_of(first)
    assert "State 1: Name 0" in second
    assert "brought in a text" in second


def test_two_states_are_compared_by_paragraph(
    world: World, ada: Person, text: int
) -> None:
    names(ada, text, "First")
    writes(ada, text, "b1", SECOND)
    ada.post(at(text, "/paragraphs/b2/remove"))
    names(ada, text, "Second")
    html = main_of(world.visitor(), at(text, "/compare?from=s1&to=s2"))
    assert "<del>" in html
    said = words_of(html)
    assert "Platforms [removed: should ] [added: must ] publish" in said
    assert "Paragraphs changed 2 of 3" in said
    assert "Words added 1" in said
    assert "Words removed 2" in said
    assert "[removed: Second. ]" in said
    assert "Paragraph 2 is unchanged." in said
    assert "Third one." not in said


def test_the_whole_text_can_be_shown_too(ada: Person, text: int) -> None:
    names(ada, text)
    writes(ada, text, "b1", SECOND)
    said = page(ada, at(text, "/compare?from=s1&to=now&show=all"))
    assert "Third one." in said


def test_both_texts_stand_side_by_side(ada: Person, text: int) -> None:
    names(ada, text, "First")
    writes(ada, text, "b1", SECOND)
    html = main_of(ada, at(text, "/compare?from=s1&to=now&as=side"))
    html = html[: html.index("</main>")]
    assert html.count("<table") == 1
    heads = re.findall(r'<th scope="col">(.*?)</th>', html)
    assert heads == ["Paragraph", "1: First", "Now"]
    cells = [words_of(one) for one in re.findall(r"<td data-l[^>]*>(.*?)</td>", html)]
    assert cells[0] == "Platforms [removed: should ] publish reports of outages."
    assert cells[1] == "Platforms [added: must ] publish reports of outages."


def test_bold_words_are_a_change_of_formatting_only(ada: Person, text: int) -> None:
    names(ada, text)
    writes(ada, text, "b2", "**Second.**")
    html = main_of(ada, at(text, "/compare?from=s1&to=now"))
    assert "Formatting changed: bold" in words_of(html)
    assert "<strong>Second.</strong>" in html
    assert "Words added 0" in words_of(html)


def test_side_by_side_each_text_has_its_own_marks(ada: Person, text: int) -> None:
    names(ada, text)
    writes(ada, text, "b2", "**Second.**")
    html = main_of(ada, at(text, "/compare?from=s1&to=now&as=side"))
    old, new = re.findall(r"<td data-l[^>]*>(.*?)</td>", html)
    assert "<strong>" not in old
    assert "<strong>Second.</strong>" in new


def test_any_place_of_the_log_and_a_published_version_can_be_compared(
    world: World, story: Story
) -> None:
    assessed(story)
    assert publishes(story).status_code in {302, 303}
    path = f"/documents/{story.document}/compare"
    assert world.visitor().get(f"{path}?from=v1.0&to=now").status_code == 200
    said = page(world.visitor(), f"{path}?from=0&to=v1.0")
    assert "Before the first word" in said
    assert "Version 1.0, published" in said


def test_the_history_is_played_step_by_step(
    world: World, ada: Person, text: int
) -> None:
    world.days_pass(1)
    writes(ada, text, "b1", SECOND)
    world.days_pass(1)
    writes(ada, text, "b2", "Another second.")
    visitor = world.visitor()
    first = visitor.get(at(text, "/play"))
    assert "Step 1 of 3" in words_of(first.text)
    assert "[added: " + FIRST in words_of(first.text)
    assert 'rel="prev"' not in first.text
    following = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert following
    said = page(visitor, following[1].replace("&amp;", "&"))
    assert "Step 2 of 3" in said
    assert "[removed: should ] [added: must ]" in said
    assert "Another second." not in said
    last = page(visitor, at(text, "/play?by=sittings&step=999"))
    assert "Step 3 of 3" in last
    assert "Written by Ada Nwosu." in last


def test_the_history_is_played_by_states_too(ada: Person, text: int) -> None:
    names(ada, text, "First")
    writes(ada, text, "b1", SECOND)
    said = page(ada, at(text, "/play?by=states&step=1"))
    assert "1: First" in said
    assert "Step 1 of 2" in said


def test_an_empty_text_has_an_empty_history(world: World, ada: Person) -> None:

    with world.session() as session:
        seat = session.get_one(Member, ada.member_id)
        made = propose_document(session, seat.coalition, "Empty", "en", by=seat)
        empty = made.id
    assert "Nothing has been written yet" in page(ada, at(empty, "/play"))
    assert ada.get(at(empty, "/history")).status_code == 200
    assert "Nothing changed" in page(ada, at(empty, "/compare"))
    assert ada.post(at(empty, "/states"), name="x").status_code == 409
