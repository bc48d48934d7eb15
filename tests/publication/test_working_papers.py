"""Texts on which too few took part: what can be claimed, what is published (R30)."""

from consensus.accounts.actions import open_account
from consensus.accounts.models import Account
from consensus.coalitions.actions import SeatFacts, take_seat
from consensus.coalitions.models import Region, StakeholderGroup
from consensus.coalitions.queries import coalition_called
from consensus.deliberation.machine import Move
from tests.deliberation.panels import words_of
from tests.deliberation.stories import Story
from tests.publication.publishing import finding, level, output, publishes
from tests.world import RIVERS

WORKING_PAPER = (
    "Working paper of IGF Dynamic Coalition on Rivers and Cables; too few members "
    "took part to speak of consensus."
)
FEW = {
    "level-document": "insufficient_participation",
    "rationale-document": "Seven people of two groups.",
}
CLAIMS = ("full_consensus", "consensus", "strong_support_significant_opposition")


def silent_members(story: Story, number: int) -> None:
    """Members who will not answer."""
    facts = SeatFacts(StakeholderGroup.GOVERNMENT, Region.AFRICAN)
    with story.world.session() as session:
        place = coalition_called(session, RIVERS)
        for n in range(number):
            name, email = f"Silent {n}", f"silent{n}@example.org"
            account: Account = open_account(session, name=name, email=email)
            take_seat(session, place, facts, by=account)


def two_groups_support(story: Story) -> None:
    """Seven members from two groups support the whole text."""
    more = [story.joins(f"Member {letter}") for letter in "abcde"]
    for one in [*story.people[:2], *more]:
        story.takes(one, "support")


def published(story: Story) -> str:
    """The text is published after both windows; its page in words."""
    story.windows_pass()
    answer = publishes(story)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return words_of(output(story).get_data(as_text=True))


def test_scenario_13_seven_of_150_from_two_groups_make_a_working_paper(
    story: Story,
) -> None:
    silent_members(story, 138)  # and seven of the story, and five who join
    story.open_call()
    two_groups_support(story)
    story.world.days_pass(15)
    desk = words_of(story.caller.get(story.desk).get_data(as_text=True))
    assert "Too few took part would be a fair reading of this document" in desk
    assert "2 recognised groups took part, 3 needed" in desk
    for code in ("consensus", "divergence"):
        refused = story.declares(**FEW | {"level-document": code})
        assert refused.status_code == 409, code
        told = refused.get_data(as_text=True)
        assert "The text can be published as a working paper" in told
        assert FEW["rationale-document"] in told
    assert story.declares(**FEW).status_code == 303
    page = published(story)
    assert WORKING_PAPER in page
    assert "7 took a position on the whole text" in page
    assert "adopted" not in page.lower()
    assert "Output of Rivers" not in page


def test_r30_a_working_paper_carries_its_dissent(story: Story) -> None:
    story.open_call()
    number = story.objects(story.people[0], "b1", "Who reads it out?")
    story.answers(number)
    story.decides(story.people[0], number, Move.MAINTAIN)
    story.takes(story.people[1], "support")
    story.world.days_pass(15)
    refused = story.declares(**FEW, **level("b1"), **finding(number))
    assert refused.status_code == 409
    assert "Too few took part to declare “Consensus”" in refused.get_data(as_text=True)
    few = level("b1", "divergence")
    assert story.declares(**FEW, **few, **finding(number)).status_code == 303
    page = published(story)
    assert WORKING_PAPER in page
    assert "1 objection stands (1 person). Contested: ¶1." in page
    assert "Who reads it out?" in page


def test_r30_the_desk_does_not_offer_what_cannot_be_claimed(story: Story) -> None:
    story.open_call()
    story.world.days_pass(15)
    desk = story.caller.get(story.desk).get_data(as_text=True)
    assert not any(f'<option value="{code}"' in desk for code in CLAIMS)
    assert '<option value="insufficient_participation"' in desk
