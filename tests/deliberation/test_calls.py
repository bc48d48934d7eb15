"""Consensus calls at the desk: opening (G1), extending, stopping, closing."""

from datetime import UTC, datetime, timedelta

import pytest

from consensus.deliberation.windows import end_of_day
from consensus.documents.models import Stage
from tests.deliberation.stories import Story


def test_the_caller_opens_a_call_and_everybody_sees_the_three_numbers(
    story: Story,
) -> None:
    before = story.world.visitor().get(story.desk).get_data(as_text=True)
    assert "Consensus caller: Ines Duarte" in before
    assert "<form" not in before.partition("<main")[2]  # nothing to press for a visitor

    offered = story.caller.get(story.desk).get_data(as_text=True)
    assert "Not answering is not counted as agreement." in offered
    assert "Ines Duarte declares how far the text is agreed" in offered
    assert "This is the first call on this text." in offered

    answer = story.open_call()
    assert answer.status_code == 303
    assert story.stage() is Stage.CONSENSUS_CALL
    story.takes(story.people[0], "support")
    page = story.world.visitor().get(story.desk).get_data(as_text=True)
    assert "<dd>7 members</dd>" in page
    assert page.count("<dd>1 person</dd>") == 2
    assert "Not heard:" in page


def test_no_level_is_worded_before_the_call_has_closed(story: Story) -> None:
    story.open_call()
    story.everybody_supports()
    page = story.caller.get(story.desk).get_data(as_text=True)
    assert "Full consensus" not in page
    assert "Advised" not in page
    story.world.days_pass(16)
    assert "Full consensus" in story.caller.get(story.desk).get_data(as_text=True)


def test_g1_an_old_objection_without_an_answer_keeps_a_call_from_opening(
    story: Story,
) -> None:
    number = story.objects(story.people[0], "b1", "It says too little.")
    story.world.days_pass(8)
    page = story.caller.get(story.desk).get_data(as_text=True)
    assert f"O-{number} has no answer" in page
    assert f"/documents/{story.document}?open=1#p1" in page
    answer = story.open_call(days="10", notice="My own words for you.")
    assert answer.status_code == 409
    kept = answer.get_data(as_text=True)
    assert f"O-{number}: raised 7 days ago or more and not yet" in kept
    assert "My own words for you." in kept
    assert 'value="10"' in kept
    assert story.stage() is Stage.REVISION

    story.answers(number)
    assert story.open_call().status_code == 303


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ("6", "This call lasts 7 days at least."),
        ("91", "A call lasts 90 days at most."),
        ("two weeks", "Give the number of days as a whole number"),
        ("-7", "Give the number of days as a whole number"),
        ("٧", "Give the number of days as a whole number"),
    ],
)
def test_inv_27_a_window_under_its_floor_is_refused_and_nothing_is_lost(
    story: Story, days: str, sentence: str
) -> None:
    answer = story.open_call(days=days, notice="Read <b>this</b>.")
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert sentence in page
    assert "Read &lt;b&gt;this&lt;/b&gt;." in page
    assert story.stage() is Stage.REVISION


def test_r45_an_urgent_call_needs_the_charter_and_says_so_on_the_page(
    story: Story,
) -> None:
    refused = story.open_call(days="3", urgent="yes")
    assert refused.status_code == 409
    assert "does not allow urgent calls" in refused.get_data(as_text=True)
    story.charter(urgent_allowed=True)
    assert story.open_call(days="2", urgent="yes").status_code == 422
    assert story.open_call(days="3", urgent="yes").status_code == 303
    page = story.world.visitor().get(story.desk).get_data(as_text=True)
    assert "Urgent call" in page
    call = story.call()
    assert call.closes_at - call.notice_sent_at >= timedelta(days=3)


@pytest.mark.parametrize("days", [3, 7, 14])
@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize(("minute", "second"), [(0, 0), (59, 59)])
def test_inv_27_a_call_ends_at_23_59_anywhere_on_earth_and_never_early(
    days: int, hour: int, minute: int, second: int
) -> None:
    start = datetime(2026, 2, 27, hour, minute, second, tzinfo=UTC)
    end = end_of_day(start, days)
    assert (end.hour, end.minute, end.second) == (11, 59, 0)  # 23:59 at UTC-12
    assert timedelta(days=days) <= end - start < timedelta(days=days + 1, hours=1)


def test_a_call_is_extended_once_and_by_its_own_length_at_most(story: Story) -> None:
    story.open_call(days="7")
    before = story.call().closes_at
    path = f"/documents/{story.document}/call/extension"
    assert story.caller.post(path, days="8").status_code == 422
    assert story.editor.post(path, days="3").status_code == 403
    assert story.world.visitor().post(path, days="3").status_code == 401
    assert story.caller.post(path, days="3").status_code == 303
    assert story.call().closes_at == before + timedelta(days=3)
    again = story.caller.post(path, days="3")
    assert again.status_code == 409
    assert "can be extended once" in again.get_data(as_text=True)


def test_an_editor_stops_a_call_with_a_reason_and_what_was_said_stays(
    story: Story,
) -> None:
    story.open_call()
    story.takes(story.people[0], "support")
    path = f"/documents/{story.document}/call/stop"
    assert story.caller.post(path, reason="New facts.").status_code == 403
    assert story.editor.post(path, reason="  ").status_code == 422
    assert story.editor.post(path, reason="New facts.").status_code == 303
    assert story.stage() is Stage.REVISION
    page = story.caller.get(story.desk).get_data(as_text=True)
    assert "was stopped on" in page
    assert "New facts." in page
    assert story.open_call().status_code == 303
    assert story.call().round == 2
    said = story.world.visitor().get(story.desk).get_data(as_text=True)
    # The words are the same, so what was said of them in the first call counts (B3).
    assert "<dt>Took part</dt><dd>1 person</dd>" in said


def test_a_late_clock_changes_nothing_that_people_see(story: Story) -> None:
    story.open_call()
    story.everybody_supports()
    late = story.joins("Late Lena")
    story.takes(late, "support")
    story.world.days_pass(15)
    before = story.page_of_the_desk()
    assert "Consensus call</strong>" not in before  # it is over although nobody came by
    story.tick()
    assert story.page_of_the_desk() == before


def test_a_post_after_the_end_finds_the_call_closed(story: Story) -> None:
    story.open_call()
    story.everybody_supports()
    story.world.days_pass(15)
    closed = story.caller.post(f"/documents/{story.document}/call/extension", days="3")
    assert closed.status_code == 409
    answer = story.declares(**{"level-document": "full_consensus",
                               "rationale-document": "Nobody objects."})  # fmt: skip
    assert answer.status_code == 303
    assert story.stage() is Stage.ASSESSMENT
    assert story.verbs().count("call.closed") == 1


def test_nothing_is_recorded_for_a_text_that_is_not_there(story: Story) -> None:
    assert story.caller.post("/documents/999/call", days="14").status_code == 404
    assert story.caller.get("/documents/999/desk").status_code == 404
