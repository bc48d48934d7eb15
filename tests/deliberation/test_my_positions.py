"""My positions: what waits for a person, and all that they said."""

import re

from consensus.deliberation.machine import Move
from tests.deliberation.panels import answer, take, words_of
from tests.deliberation.stories import Story
from tests.world import Person


def mine(person: Person) -> str:
    """The page as its person reads it."""
    return words_of(person.get("/my/positions").text)


def forms_of(person: Person) -> list[tuple[str, dict[str, str]]]:
    """The address and the hidden fields of each form on the page."""
    html = person.get("/my/positions").text
    forms = re.findall(
        r'<form class="(?:row|inl)" method="post" action="([^"]+)">(.*?)</form>',
        html, re.DOTALL,
    )  # fmt: skip
    field = r'<input type="hidden" name="(\w+)" value="([^"]*)"'
    return [(action, dict(re.findall(field, body))) for action, body in forms]


def test_a_visitor_is_led_to_the_sign_in(story: Story) -> None:
    answer = story.world.visitor().get("/my/positions")
    assert answer.status_code == 303
    assert "/sign-in" in answer.location


def test_nothing_said_and_nothing_waiting(story: Story) -> None:
    words = mine(story.people[0])
    assert "0 things need you" in words
    assert "You have not taken a position yet." in words


def test_support_of_changed_words_is_reaffirmed_with_one_button(story: Story) -> None:
    ada = story.people[0]
    take(ada, story.document, "reservation", note="Only if short.")
    story.rewords("b1", "Every notice is read out twice.")
    words = mine(ada)
    assert "1 thing needs you" in words
    assert "[added: twice ]" in words

    action, fields = next(one for one in forms_of(ada) if "position" in one[0])
    fields.pop("csrf_token")
    again = ada.post(action, **fields)
    assert again.status_code == 303
    assert again.location == "/my/positions"
    words = mine(ada)
    assert "0 things need you" in words
    assert "Recorded. You support it with a reservation." in words
    rows = re.findall(r'scope="row">(.*?)</th>', ada.get("/my/positions").text)
    told = [words_of(row) for row in rows]
    assert told[:2] == [  # both wordings stay listed
        "1. Every notice is read out twice.", "1. Every notice is read out.",
    ]  # fmt: skip


def test_words_that_change_again_before_the_button_is_pressed_are_not_supported(
    story: Story,
) -> None:
    ada = story.people[0]
    take(ada, story.document)
    story.rewords("b1", "Every notice is read out twice.")
    action, fields = next(one for one in forms_of(ada) if "position" in one[0])
    fields.pop("csrf_token")
    story.rewords("b1", "Every notice is burnt.")
    refused = ada.post(action, **fields)
    assert refused.status_code == 409
    assert "The words changed while you were reading" in words_of(refused.text)


def test_an_answered_objection_waits_and_is_settled_here(story: Story) -> None:
    ada = story.people[0]
    take(ada, story.document, "objection", reason="It leaves people out.")
    assert "0 things need you" in mine(ada)
    answer(story.editor, story.document, 1, "Nobody is left out.")
    words = mine(ada)
    assert "Your objection was answered" in words
    assert "You, O-1: It leaves people out." in words
    assert "Nobody is left out." in words

    path = f"/documents/{story.document}/objections/1/move"
    settled = ada.post(path, move="maintain", back="mine")
    assert settled.location == "/my/positions"
    words = mine(ada)
    assert "0 things need you" in words
    assert "O-1, maintained" in words
    assert "Receipt 1" in words


def test_an_editor_finds_the_objections_that_wait_for_an_answer(story: Story) -> None:
    take(story.people[0], story.document, "objection")
    words = mine(story.editor)
    assert "O-1 waits for an answer" in words
    assert "Answer it" in words


def test_a_position_is_withdrawn_from_here_and_stays_listed(story: Story) -> None:
    ada = story.people[0]
    take(ada, story.document, "abstain")
    action, fields = next(one for one in forms_of(ada) if "withdrawal" in one[0])
    fields.pop("csrf_token")
    assert ada.post(action, **fields).location == "/my/positions"
    words = mine(ada)
    assert "Stand aside withdrawn" in words
    assert all("withdrawal" not in one[0] for one in forms_of(ada))


def test_nobody_sees_what_another_said(story: Story) -> None:
    take(story.people[0], story.document, "objection", reason="My very own words.")
    assert "My very own words." not in mine(story.people[1])


def test_a_removed_paragraph_stays_in_the_list(story: Story) -> None:
    ada = story.people[0]
    take(ada, story.document, block_id="b3")
    story.editor.post(f"/documents/{story.document}/paragraphs/b3/remove")
    words = mine(ada)
    assert "Removed. Every notice is kept." in words
    assert "0 things need you" in words


def test_r6b_whoever_accepted_an_answer_learns_that_the_words_changed_since(
    story: Story,
) -> None:
    ada = story.people[0]
    number = story.objects(ada, "b1")
    story.answers(number)
    story.decides(ada, number, Move.RESOLVE)
    assert "0 things need you" in mine(ada)
    story.rewords("b1", "Every notice is read out in secret.")
    words = mine(ada)
    assert "The words you accepted have changed" in words
    assert "Your objection stays lifted unless you raise it again." in words
