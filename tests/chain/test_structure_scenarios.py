"""Scenarios of domain.md 12 in which a paragraph is divided or joined, to the annex."""

from pathlib import Path

from consensus.deliberation.machine import Move
from consensus.deliberation.models import HolderState
from tests.chain.reading import only, page_of, said
from tests.chain.test_scenarios import (
    annex_of,
    counts,
    days_of_silence_pass,
    support,
    writes,
)
from tests.deliberation.stories import Story
from tests.deliberation.structuring import joins, splits
from tests.publication.publishing import (
    WHOLE,
    finding,
    level,
    output,
    publishes,
    support_of_others,
)


def divided_under_objection(story: Story) -> tuple[int, str]:
    """Three support and one maintains an objection; then the paragraph is divided."""
    writes(story, "b1", "Every notice is read out. It is also kept.")
    number = story.objects(story.people[0], "b1", "Who reads it out?")
    story.answers(number)
    story.decides(story.people[0], number, Move.MAINTAIN)
    support(story, story.people[1:4])
    before = counts(story)
    second = splits(story, "b1", "Every notice is read out.", "It is also kept.")
    story.offers_the_text()
    assert counts(story) == counts(story, second) == before
    return number, second


def test_scenario_5_a_split_without_change_keeps_counts_and_links_to_both_parts(
    story: Story, tmp_path: Path
) -> None:
    number, second = divided_under_objection(story)
    story.open_call()
    support_of_others(story)
    story.world.days_pass(15)
    assert story.declares(**WHOLE, **level("b1"), **finding(number)).status_code == 303
    assert publishes(story).status_code == 409  # the second part is contested too
    levels = level("b1") | level(second)
    assert story.declares(**WHOLE, **levels).status_code == 303
    story.windows_pass()
    assert publishes(story).status_code == 303
    annex = annex_of(story, tmp_path)
    (entry,) = annex["entries"]
    (other,) = entry["further"]
    assert (entry["label"], other["label"]) == ("¶1", "¶2")
    assert entry["objected"]["text"] == "Every notice is read out. It is also kept."
    assert entry["published"]["text"] == "Every notice is read out."
    assert other["published"]["text"] == "It is also kept."
    assert annex["counts"] == {"objections": 1, "people": 1, "unconfirmed": 0}
    page = page_of(output(story, "publication.html"))
    assert "on ¶1 and ¶2" in said(only(page, "#annex-D-1"))
    assert said(page).count("Not everyone agrees: D-1") == 2  # INV-5, at both parts


def test_r3_a_silent_holder_of_a_joined_paragraph_is_printed_with_the_old_wording(
    story: Story, tmp_path: Path
) -> None:
    number = story.objects(story.people[0], "b2", "Short is not clear.")
    joins(story, "b1", "b2")
    writes(story, "b1", "Every notice is read out and brief.")
    story.offers_the_text()
    assert story.state(number) is HolderState.RECHECK
    story.open_call()
    support_of_others(story)
    days_of_silence_pass(story)
    assert story.state(number) is HolderState.UNCONFIRMED
    assert story.declares(**WHOLE, **level("b1")).status_code == 303
    story.windows_pass()
    assert publishes(story).status_code == 303
    (entry,) = annex_of(story, tmp_path)["unconfirmed"]
    assert (entry["objection"], entry["label"]) == ("O-1", "¶1")
    assert entry["objected"]["text"] == "Every notice is short."
    assert entry["published"]["text"] == "Every notice is read out and brief."


def test_r7_a_joined_paragraph_carries_the_dissent_of_both(
    story: Story, tmp_path: Path
) -> None:
    first = story.dissents(story.people[0], "b1", "Who reads it out?")
    second = story.dissents(story.people[1], "b2", "Short is not clear.")
    joins(story, "b1", "b2")
    story.open_call()
    support_of_others(story)
    story.world.days_pass(15)
    found = finding(first) | finding(second)
    assert story.declares(**WHOLE, **level("b1"), **found).status_code == 303
    story.windows_pass()
    assert publishes(story).status_code == 303
    annex = annex_of(story, tmp_path)
    assert [one["label"] for one in annex["entries"]] == ["¶1", "¶1"]
    assert annex["entries"][1]["objected"]["text"] == "Every notice is short."
    assert annex["counts"]["people"] == 2
