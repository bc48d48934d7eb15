"""What needs a person, in every role and by when, and what a text waits for."""

import pytest

from consensus.challenges.models import Ground
from consensus.deliberation.machine import Move
from consensus.documents.models import Stage
from consensus.workspace.going_on import missing_to_go_on
from tests.comments import commenting
from tests.deliberation.panels import words_of
from tests.deliberation.stories import Story, story
from tests.publication.publishing import (
    WHOLE,
    finding,
    level,
    publishes,
    support_of_others,
)
from tests.statements.stating import opened
from tests.world import Person, world

__all__ = ["story", "world"]


def must(who: Person) -> str:
    """What the page says that waits for its reader."""
    return words_of(who.get("/my/positions").text).partition("Open to you")[0]


def can(who: Person) -> str:
    """What the page says that is open to its reader."""
    return words_of(who.get("/my/positions").text).partition("Open to you")[2]


def waits(story: Story) -> str:
    """What the text waits for, as a visitor reads it on the page of its stages."""
    page = story.world.visitor().get(f"/documents/{story.document}/stages").text
    return words_of(page).partition("The way of this text")[2]


def test_during_a_call_everybody_finds_their_own_part(story: Story) -> None:
    ada, bo = story.people[:2]
    assert "Nothing is missing: Ines Duarte can open a consensus call." in waits(story)
    story.open_call()
    assert "A consensus call asks where you stand" in must(bo)
    assert "By 16 March 2026" in must(bo)
    number = story.objects(ada, "b1")
    assert "A consensus call asks where you stand" not in must(ada)
    assert f"O-{number} waits for an answer" in must(story.editor)
    assert "By 9 March 2026" in must(story.editor)
    assert "1 objection waits for an answer or for the holder" in waits(story)
    story.answers(number)
    assert "Your objection was answered" in must(ada)
    assert "Members say where they stand until 16 March 2026" in waits(story)
    page = words_of(bo.get(f"/documents/{story.document}").text)
    assert "A consensus call asks where you stand" in page.partition("needs you")[2]


@pytest.fixture
def declared(story: Story) -> Story:
    """A contested text whose levels are declared, its windows open."""
    story.open_call()
    number = story.objects(story.people[0], "b1", "Who reads it out?")
    story.answers(number)
    story.decides(story.people[0], number, Move.MAINTAIN)
    support_of_others(story)
    story.world.days_pass(15)
    story.tick()
    assert "Declare how far the text is agreed" in must(story.caller)
    assert "Ines Duarte can declare how far the text is agreed." in waits(story)
    sent = story.declares(**WHOLE, **level("b1"), **finding(number))
    assert sent.status_code == 303
    return story


def test_after_a_declaration_statements_and_challenges_find_their_people(
    declared: Story,
) -> None:
    ada, bo, cy = declared.people[:3]
    assert "Minority statements can be filed" in can(bo)
    assert "The declared levels can be challenged" in can(bo)
    assert "The declared levels can be challenged" not in can(declared.caller)
    made = opened(declared, ada)
    assert "M-1 is open for signature" in can(bo)
    assert "M-1 is not filed yet" in must(ada)
    made.signs(bo)
    made.writes(ada, "change", text="Other words altogether.")
    assert "M-1 has lost your signature" in must(bo)
    page = f"/documents/{declared.document}/challenges"
    of_whole = declared.call().round  # the first level declared has the first row
    sent = bo.post(page, level=of_whole, ground=str(Ground.MISREAD), text="I differ.",
                   attribution="named")  # fmt: skip
    assert sent.status_code == 303
    assert "CH-1 asks you for an answer" in must(declared.caller)
    assert "CH-1 can be seconded" in can(cy)
    sent = declared.caller.post(f"{page}/1/response", response="keep", text="No.")
    assert sent.status_code == 303
    assert "CH-1 was answered" in must(bo)
    assert "Before it can be published:" in waits(declared)


def test_a_text_that_can_be_published_waits_for_its_coordinator(
    declared: Story,
) -> None:
    declared.windows_pass()
    assert "Publish the text" in must(declared.caller)
    assert "Nothing is missing: a coordinator can publish the text." in waits(declared)
    assert publishes(declared).status_code == 303
    assert "Nothing: the text is published." in waits(declared)
    assert "Publish the text" not in must(declared.caller)


def test_comments_find_their_editor_and_their_author(story: Story) -> None:
    ada = story.people[0]
    story.is_at(Stage.REVISION)
    assert story.opens_comment().status_code == 303
    assert "Public comment is open" in can(ada)
    assert "Everybody can comment until 1 April 2026" in waits(story)
    assert commenting.comment(ada, story.document).status_code == 303
    story.tick()
    assert "C-1 waits for an answer" in must(story.editor)
    assert "C-1 waits" not in must(ada)
    assert commenting.answer(story.editor, story.document).status_code == 303
    assert "Your comment C-1 was answered" in must(ada)
    assert "C-1 waits" not in must(story.editor)


def test_r4_an_objection_whose_author_left_can_be_adopted(story: Story) -> None:
    ada, bo = story.people[:2]
    story.objects(ada, "b1")
    assert "O-1 has lost its author" not in can(bo)
    assert ada.post("/coalitions/rivers/leave").status_code == 303
    story.tick()
    assert "O-1 has lost its author" in can(bo)


def test_nothing_waits_for_somebody_without_a_seat(story: Story) -> None:
    story.open_call()
    stranger = story.world.account("Sol Vega")
    assert "0 things need you" in must(stranger)


def test_every_stage_says_in_one_sentence_what_is_missing(story: Story) -> None:
    story.open_call()
    assert story.parks(story.caller).status_code == 303
    assert "It is parked: We wait for a report." in waits(story)
    with story.at_work() as (session, document):
        for stage in set(Stage) - {Stage.PARKED}:
            document.stage = stage
            assert missing_to_go_on(session, document).endswith(".")
