"""Who joins, or changes group, while a call is open (R10 to R12, INV-28 and 29)."""

from pathlib import Path

import pytest

from consensus import scheduling
from consensus.coalitions.models import Region, StakeholderGroup
from consensus.deliberation.machine import Move
from consensus.drafting.queries import block_of, edition
from consensus.wordings.queries import latest_snapshot
from tests.chain.terminal import run_here
from tests.deliberation.editing import edited
from tests.deliberation.panels import words_of
from tests.deliberation.stories import Story
from tests.deliberation.test_declaring import FIRST, WHOLE, finding
from tests.publication.publishing import output, publishes, saved_bundle

WEIGHED = "Six friends of the author joined on one day; nobody else objects."


def six_friends_join(story: Story) -> dict[str, str]:
    """All support; six who join object to b1 and maintain it. The findings to send."""
    story.open_call()
    story.everybody_supports()
    friends = [story.joins(f"Friend {chr(97 + number)}") for number in range(6)]
    numbers = [story.objects(one, "b1", "We say no.") for one in friends]
    for number, one in zip(numbers, friends, strict=True):
        story.answers(number)
        story.decides(one, number, Move.MAINTAIN)
    story.world.days_pass(15)
    sent: dict[str, str] = {}
    for number in numbers:
        sent |= finding(number)
    return sent


def test_scenario_14_both_readings_are_shown_and_the_rationale_must_say_so(
    story: Story, tmp_path: Path
) -> None:
    findings = six_friends_join(story)
    desk = words_of(story.caller.get(story.desk).get_data(as_text=True))
    assert "Divergence would be a fair reading of this paragraph" in desk
    assert "Without those who joined during the call: Full consensus." in desk
    sent = {**FIRST, **WHOLE, **findings}
    refused = story.declares(**sent, **{"joined-b1": " "})
    assert refused.status_code == 422
    kept = words_of(refused.get_data(as_text=True))
    assert "without them the reading is “Full consensus”" in kept
    assert WHOLE["rationale-document"] in kept
    declared = story.declares(**sent, **{"joined-b1": WEIGHED})
    assert declared.status_code == 303, declared.get_data(as_text=True)
    desk = words_of(story.world.visitor().get(story.desk).get_data(as_text=True))
    assert WEIGHED in desk
    scheduling.tick(story.world.app)
    told = [one for one in story.world.outbox if "Levels declared" in one["Subject"]]
    assert WEIGHED in told[-1].get_content()
    story.windows_pass()
    assert publishes(story).status_code == 303
    page = words_of(output(story).get_data(as_text=True))
    assert "joined during the call the reading would be: Full consensus." in page
    assert WEIGHED in page
    assert run_here("verify", saved_bundle(story, tmp_path)).code == 0


def test_r12_where_the_reading_is_the_same_nothing_more_is_asked(story: Story) -> None:
    story.open_call()
    story.everybody_supports()
    story.takes(story.joins("Fay Reed"), "support")
    story.world.days_pass(15)
    desk = story.caller.get(story.desk).get_data(as_text=True)
    assert "Without those who joined" not in desk
    assert story.declares(**WHOLE).status_code == 303


def test_scenario_18_a_change_of_group_during_a_call_counts_from_the_next(
    story: Story,
) -> None:
    story.open_call(days="7")
    story.everybody_supports()
    story.world.days_pass(1)
    moved = story.people[2]  # from the private sector
    changed = moved.post(
        "/coalitions/rivers/seat", status="member", capacity="personal",
        group=str(StakeholderGroup.CIVIL_SOCIETY), region=str(Region.AFRICAN),
        default_attribution="named",
    )  # fmt: skip
    assert changed.status_code == 303, changed.get_data(as_text=True)
    story.world.days_pass(7)
    desk = words_of(story.caller.get(story.desk).get_data(as_text=True))
    assert "1 member changed stakeholder group during the call" in desk
    assert "Not heard: private sector" not in desk
    story.caller.post(f"/documents/{story.document}/return", reason="Once more.")
    story.open_call()
    desk = words_of(story.caller.get(story.desk).get_data(as_text=True))
    assert "Not heard: Private sector" in desk


def test_r10_editorial_changes_during_a_call_are_flagged_to_the_caller(
    story: Story,
) -> None:
    edited(story)
    story.open_call(days="7")
    for one in story.people[1:]:
        story.takes(one, "support")
    story.world.days_pass(8)
    desk = words_of(story.caller.get(story.desk).get_data(as_text=True))
    assert "1 editorial change during the call" in desk


def test_r10_editorial_changes_that_nobody_could_contest_any_more_are_not(
    story: Story,
) -> None:
    edited(story)
    story.world.days_pass(9)
    story.open_call(days="7")
    story.world.days_pass(8)
    desk = words_of(story.caller.get(story.desk).get_data(as_text=True))
    assert "editorial change" not in desk


@pytest.mark.parametrize("days", [1, 15])
def test_inv_28_no_deed_changes_the_text_in_a_call_or_its_assessment(
    story: Story, days: int
) -> None:
    story.open_call()
    with story.at_work() as (session, document):
        frozen = latest_snapshot(session, document.id)
        block = block_of(session, document.id, "b1")
        content, seen = block.content, edition(block)
    assert frozen is not None
    story.world.days_pass(days)
    text = f"/documents/{story.document}"
    deeds = ("edit", "split", "join", "remove", "restore")
    paths = [f"{text}/paragraphs/b1/{deed}" for deed in deeds]
    paths += [f"{text}/paragraphs/new", f"{text}/offer", f"{text}/revise/apply"]
    for path in paths:
        refused = story.editor.post(path, text="Other words.", edition=seen)
        assert refused.status_code == 409, path
    with story.at_work() as (session, document):
        kept = latest_snapshot(session, document.id)
        assert kept is not None
        assert (kept.number, kept.content_hash) == (frozen.number, frozen.content_hash)
        assert block_of(session, document.id, "b1").content == content
