"""The consensus map as a page and as data (decisions.md 26, domain.md 7.4, R18)."""

from typing import Any

from consensus.coalitions.models import Attribution
from tests.deliberation.panels import take, words_of
from tests.deliberation.stories import Story


def data(story: Story) -> dict[str, Any]:
    """The map as anybody can have it."""
    address = f"/documents/{story.document}/map.json"
    return dict(story.world.visitor().get(address).get_json())


def page(story: Story) -> str:
    """The page of the map, as it reads."""
    return words_of(story.world.visitor().get(f"/documents/{story.document}/map").text)


def test_paragraphs_by_groups_in_numbers_of_people(story: Story) -> None:
    take(story.people[2], story.document, "support")
    take(story.people[3], story.document, "dissent", block_id="b2")
    rows = {one["label"]: one for one in data(story)["rows"]}
    assert list(rows) == ["¶1", "¶2", "¶3", "The whole text"]
    assert rows["¶1"]["people"]["support"] == 1
    assert rows["¶1"]["groups"]["Private sector"]["support"] == 1
    assert rows["¶2"]["groups"]["Technical community"]["dissent"] == 1
    assert rows["¶3"]["people"]["not_yet"] == 7
    assert {"name": "Civil society", "members": 3} in data(story)["groups"]
    assert "1 dissents" in page(story)


def test_inv_18_the_map_has_no_shares_and_keeps_the_order_of_the_text(
    story: Story,
) -> None:
    for one in story.people:
        take(one, story.document, "support", block_id="b3")
    story.objects(story.people[0], "b2")
    assert [one["block"] for one in data(story)["rows"]] == ["b1", "b2", "b3", None]
    said = page(story)
    assert "%" not in said
    assert "per cent" not in said


def test_r18_a_small_cell_with_somebody_unnamed_is_not_in_the_map(
    story: Story,
) -> None:
    story.objects(story.people[1], "b1", shown=Attribution.GROUP)
    take(story.people[2], story.document, "support")
    row = data(story)["rows"][0]
    hidden = [name for name, counts in row["groups"].items() if counts is None]
    assert "Governments" in hidden
    assert len(hidden) > 1
    assert row["people"]["objection"] == 1
    assert "“Not shown” protects" in page(story)


def test_levels_are_in_the_map_only_after_the_call_has_closed(story: Story) -> None:
    none = {"advised": None, "declared": None}
    story.open_call()
    story.everybody_supports()
    assert [one["level"] for one in data(story)["rows"]] == [none] * 4
    assert "Full consensus" not in page(story)
    story.world.days_pass(15)
    story.tick()
    assert data(story)["rows"][0]["level"]["advised"] == "full_consensus"
    assert "Full consensus" in page(story)
