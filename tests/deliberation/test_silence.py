"""R3: two reminders first, then silence means what the rules say, and no more."""

from consensus.deliberation.machine import Move
from consensus.deliberation.models import HolderState
from tests.deliberation.panels import words_of
from tests.deliberation.stories import Story
from tests.publication.publishing import WHOLE, level, output, publishes


def reminders(story: Story, number: int) -> int:
    """How many reminders were logged to an objection's first holder."""
    return len(story.holder(number).reminders)


def test_r3_the_same_words_and_a_silent_holder_become_maintained(story: Story) -> None:
    story.open_call()
    number = story.objects(story.people[0], "b1")
    story.answers(number)
    for day, sent in [(2, 0), (3, 1), (4, 1), (6, 2), (9, 2), (14, 2)]:
        story.world.now = story.call().opens_at
        story.world.days_pass(day)
        story.tick()
        assert (reminders(story, number), story.state(number)) == (
            sent,
            HolderState.ANSWERED,
        ), f"on day {day}"
    story.world.days_pass(2)  # the call has closed
    story.tick()
    assert story.state(number) is HolderState.MAINTAINED
    assert story.holder(number).state_note == "did not reply to the answer"


def test_scenario_3_changed_words_and_a_silent_holder_become_unconfirmed(
    story: Story,
) -> None:
    number = story.objects(story.people[0], "b1")
    story.answers(number)
    story.decides(story.people[0], number, Move.MAINTAIN)
    story.rewords("b1", "Every notice must be read out.")
    assert (
        story.state(number) is HolderState.MAINTAINED
    )  # nothing stored at a keystroke
    story.offers_the_text()
    assert story.state(number) is HolderState.RECHECK

    story.world.days_pass(1)
    story.open_call()
    for one in story.people[1:]:
        story.takes(one, "support")
    story.takes(story.joins("Fay Reed"), "support")
    for _ in range(4):
        story.world.days_pass(3)
        story.tick()
    assert reminders(story, number) == 2
    assert story.state(number) is HolderState.RECHECK
    page = story.caller.get(story.desk).get_data(as_text=True)
    assert f"O-{number} waits for its holder, because the words changed" in page

    story.world.days_pass(4)
    story.tick()
    assert story.state(number) is HolderState.UNCONFIRMED
    page = story.caller.get(story.desk).get_data(as_text=True)
    assert "Consensus would be a fair reading of this paragraph" in page
    assert "to an earlier wording was neither confirmed nor lifted" in page

    printed_in_part_3(story)


def printed_in_part_3(story: Story) -> None:
    """Published, the old words stand beside the new ones as U-1."""
    assert story.declares(**WHOLE, **level("b1")).status_code == 303
    story.windows_pass()
    assert publishes(story).status_code == 303
    printed = words_of(output(story, "publication.html").get_data(as_text=True))
    part = printed.partition("Part 3")[2].partition("Part 4")[0]
    assert "U-1" in part
    assert "Every notice is read out." in part
    assert "Every notice must be read out." in part


def test_r3_silence_counts_only_after_reminders_even_if_the_clock_was_away(
    story: Story,
) -> None:
    story.open_call()
    number = story.objects(story.people[0], "b1")
    story.answers(number)
    story.world.days_pass(60)  # the clock stood still all the while
    for sent in (1, 2):
        story.tick()
        story.tick()
        assert reminders(story, number) == sent
        assert story.state(number) is HolderState.ANSWERED
        story.world.days_pass(3)
    story.tick()
    assert story.state(number) is HolderState.MAINTAINED


def test_reminders_about_an_earlier_answer_do_not_count_for_a_later_one(
    story: Story,
) -> None:
    story.open_call()
    number = story.objects(story.people[0], "b1")
    story.answers(number)
    for _ in range(2):
        story.world.days_pass(3)
        story.tick()
    assert reminders(story, number) == 2
    story.decides(story.people[0], number, Move.REPLY)
    story.answers(number)
    story.world.days_pass(9)  # the call is over; two new reminders are due first
    story.tick()
    assert reminders(story, number) == 3
    assert story.state(number) is HolderState.ANSWERED


def test_a_holder_who_answers_is_left_alone(story: Story) -> None:
    story.open_call()
    number = story.objects(story.people[0], "b1")
    story.answers(number)
    story.world.days_pass(4)
    story.tick()
    story.decides(story.people[0], number, Move.RESOLVE)
    for _ in range(6):
        story.world.days_pass(3)
        story.tick()
    assert reminders(story, number) == 1
    assert story.state(number) is HolderState.RESOLVED


def test_r2_a_question_left_open_ends_after_seven_days(story: Story) -> None:
    number = story.objects(story.people[0], "b1", "")
    story.asks(number, "What would you rather read?")
    assert story.state(number) is HolderState.ASKED
    story.world.days_pass(6)
    story.tick()
    assert story.state(number) is HolderState.ASKED
    story.world.days_pass(1)
    story.tick()
    assert story.state(number) is HolderState.RAISED
    assert reminders(story, number) == 0


def test_inv_9_silence_never_resolves_or_withdraws_anything(story: Story) -> None:
    story.open_call()
    number = story.objects(story.people[0], "b1")  # nobody answers it
    other = story.dissents(story.people[1], "b2", "No.")
    for _ in range(20):
        story.world.days_pass(3)
        story.tick()
    assert story.state(number) is HolderState.RAISED
    assert story.state(other) is HolderState.DISSENTING
