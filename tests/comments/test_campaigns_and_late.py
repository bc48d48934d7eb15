"""Identical comments (R21), late ones (R22), and what a call waits for (INV-31)."""

from consensus.comments.models import CommentState, Disposition
from tests.comments.commenting import (
    SHORT,
    answer,
    comment,
    page,
    panel,
    step,
    stored,
)
from tests.comments.guests import comment_as_guest, link, public, send
from tests.deliberation.stories import Story


def test_r21_identical_comments_are_kept_grouped_and_answered_once(
    story: Story,
) -> None:
    public(story)
    for number, text in enumerate((SHORT, f" {SHORT} ", SHORT.replace(" ", "  "))):
        comment_as_guest(story, text, email=f"g{number}@example.net")
    comment(story.people[0], story.document, "Something else.")
    shown = page(story.world.visitor(), story.document)
    assert "3 comments say the same: C-1, C-2, C-3." in shown
    assert answer(story.editor, story.document, 2, all="yes").status_code == 303
    assert {stored(story, one).disposition for one in (1, 2, 3)} == {
        Disposition.ACCEPTED
    }
    assert stored(story, 4).disposition is None
    table = page(story.world.visitor(), story.document, "/comments/table")
    assert "C-1, C-2, C-3" in table
    rows = story.world.visitor().get(f"/documents/{story.document}/comments/table.csv")
    assert rows.text.count('"We add it."') == 3


def test_r21_one_of_them_can_be_answered_alone(story: Story) -> None:
    comment(story.people[0], story.document)
    comment(story.people[1], story.document)
    answer(story.editor, story.document, 1)
    assert stored(story, 2).disposition is None


def test_r22_a_late_comment_is_listed_apart_and_owed_an_answer_once_admitted(
    story: Story,
) -> None:
    public(story)
    comment(story.people[0], story.document, "In good time.")
    story.world.days_pass(15)
    story.tick()
    assert comment(story.people[1], story.document).status_code == 303
    assert stored(story, 2).state is CommentState.LATE
    shown = page(story.world.visitor(), story.document)
    assert shown.index("Received late These came") < shown.index(SHORT)
    answer(story.editor, story.document, 1)
    assert story.open_call().status_code == 303  # it need not be answered
    assert step(story.people[2], story.document, "admission", 2).status_code == 403
    assert step(story.caller, story.document, "admission", 2).status_code == 303
    assert stored(story, 2).state is CommentState.ACKNOWLEDGED
    assert stored(story, 2).late
    assert answer(story.editor, story.document, 2).status_code == 303


def test_r22_a_late_comment_may_be_answered_without_being_admitted(
    story: Story,
) -> None:
    public(story)
    story.world.days_pass(15)
    comment(story.people[1], story.document)
    assert answer(story.editor, story.document).status_code == 303
    assert stored(story).late


def test_r22_during_assessment_it_is_for_the_next_version(story: Story) -> None:
    assert story.open_call().status_code == 303
    story.world.days_pass(15)
    story.tick()
    comment(story.people[0], story.document)
    assert stored(story).state is CommentState.LATE
    assert "for the next version" in panel(story.world.visitor(), story.document)


def test_r22_a_guest_who_sent_it_in_time_is_not_late(story: Story) -> None:
    public(story)
    story.world.days_pass(14)
    assert send(story).status_code == 200
    story.world.days_pass(1.5)
    story.tick()
    assert story.world.visitor().post(link(story)).status_code == 303
    assert not stored(story).late


def test_inv_31_no_call_opens_while_a_comment_of_a_window_has_no_answer(
    story: Story,
) -> None:
    public(story)
    comment(story.people[0], story.document)
    story.world.days_pass(15)
    story.tick()
    refused = story.open_call()
    assert refused.status_code == 409
    assert "C-1" in refused.text
    assert "C-1 has no answer" in page(story.world.visitor(), story.document, "/desk")
    answer(story.editor, story.document)
    assert story.open_call().status_code == 303


def test_inv_31_comments_made_before_any_window_hold_nothing_up(story: Story) -> None:
    comment(story.people[0], story.document)
    assert story.open_call().status_code == 303
