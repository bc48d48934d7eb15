"""What a filed statement does to the declared levels (R15, R16, INV-12, 7.2)."""

import pytest

from tests.deliberation.stories import Story
from tests.publication.publishing import level, publishes
from tests.statements.printing import (
    FULL,
    WHOLE,
    declared,
    hindrances,
    printed,
    published,
    supported,
    windows_end,
)
from tests.statements.stating import Stating, filed, main_of, said

STILL_FULL = {**FULL, "rationale-document": "We find that nobody objects."}


def full_then_filed(story: Story, targets: list[str], kind: str = "dissent") -> Stating:
    """Full consensus is declared; then somebody files a statement in the window."""
    supported(story)
    declared(story, **FULL)
    made = filed(story, story.people[0], targets, kind=kind)
    windows_end(story)
    return made


def desk(story: Story) -> str:
    return said(main_of(story.world.visitor().get(story.desk)))


def test_scenario_15_publishing_waits_until_the_caller_revises(story: Story) -> None:
    full_then_filed(story, ["wording:b1"])
    assert publishes(story).status_code == 409
    sentence = "Full consensus is declared for the whole document, but M-1 is filed"
    assert sentence in hindrances(story)
    assert sentence in desk(story)
    assert "No level is declared for ¶1" in hindrances(story)
    for stubborn in (STILL_FULL, level("b1", "full_consensus")):
        again = story.declares(**stubborn)
        assert again.status_code == 409
        assert "M-1 stands" in said(main_of(again))
    assert story.declares(**WHOLE, **level("b1")).status_code == 303
    windows_end(story)
    assert "M-1 is filed" not in desk(story)
    assert published(story)["counts"]["statements"] == 1
    page = said(printed(story))
    assert "Level declared: Consensus." in page
    assert "Level declared: Full consensus." not in page


def test_scenario_15_a_statement_that_is_withdrawn_stands_in_nobodys_way(
    story: Story,
) -> None:
    made = full_then_filed(story, ["wording:b1"])
    assert publishes(story).status_code == 409
    assert made.withdraws(story.people[0]).status_code == 303
    annex = published(story)
    assert "statements" not in annex
    assert "Level declared: Full consensus." in said(printed(story))


@pytest.mark.parametrize(
    ("targets", "kind"),
    [
        (["wording:b1"], "partial_dissent"),
        (["document"], "dissent"),
        (["omission:b2"], "dissent"),
        (["level"], "dissent"),
        (["level:b1"], "dissent"),
    ],
)
def test_r15_full_consensus_is_untenable_where_a_dissent_is_filed(
    story: Story, targets: list[str], kind: str
) -> None:
    full_then_filed(story, targets, kind)
    assert publishes(story).status_code == 409
    assert story.declares(**STILL_FULL).status_code == 409


@pytest.mark.parametrize("kind", ["reservation", "concurrence"])
def test_r16_a_reservation_or_concurrence_is_printed_and_lowers_no_level(
    story: Story, kind: str
) -> None:
    full_then_filed(story, ["wording:b1"], kind)
    annex = published(story)
    assert [one["kind"] for one in annex["noted"]] == [kind]
    assert "statements" not in annex
    page = said(printed(story))
    assert "Level declared: Full consensus." in page
    assert "Part 4: Reservations and concurrences" in page
    assert "Not everyone agrees" not in page


def test_r14_a_signature_counts_as_dissent_once_the_statement_is_locked(
    story: Story,
) -> None:
    supported(story)
    story.world.days_pass(15)
    made = filed(story, story.people[0])
    declared(story, **WHOLE, **level("b1"))
    assert "Dissent" in said(made.page())
    assert "is now" not in desk(story)
    windows_end(story)
    assert "the reading of ¶1 is now “Consensus”" in desk(story)
    assert "confirmed or declared again" in hindrances(story)
    assert publishes(story).status_code == 409
    assert story.declares(**WHOLE, **level("b1")).status_code == 303
    published(story)
    cells = {
        said(one.select("th")[0]): said(one)
        for one in printed(story).select("#agreed tbody tr")
    }
    assert "M-1" in cells["¶1"]


def test_inv_12_a_process_target_holds_no_level(story: Story) -> None:
    full_then_filed(story, ["process"])
    assert published(story)["statements"][0]["targets"][0]["kind"] == "process"
