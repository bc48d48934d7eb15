"""The time for statements and challenges, opened by a declaration (6.1, 6.6, 6.9)."""

from datetime import UTC, datetime

import pytest

from consensus.coalitions.charter import Charter, charter_of
from consensus.errors import Invalid
from tests.deliberation.stories import Story
from tests.publication.publishing import (
    finding,
    level,
    maintained,
    publishes,
    support_of_others,
)

FULL = {"level-document": "full_consensus", "rationale-document": "All agree."}
LESS = {"level-document": "consensus", "rationale-document": "Most agree."}
MORE_WORDS = {"level-document": "full_consensus", "rationale-document": "They said so."}


@pytest.fixture
def closed(story: Story) -> Story:
    """A call is over that everybody supported; it is 17 March, 09:00 UTC."""
    story.open_call()
    support_of_others(story)
    story.takes(story.people[0], "support")
    story.world.days_pass(15)
    story.tick()
    return story


def windows(story: Story) -> tuple[datetime | None, datetime | None]:
    call = story.call()
    return call.statements_close_at, call.challenges_close_at


def end(month: int, day: int) -> datetime:
    """The end of the day before, anywhere on Earth."""
    return datetime(2026, month, day, 11, 59, tzinfo=UTC)


def checklist(story: Story) -> str:
    path = f"/documents/{story.document}/publication"
    return story.world.visitor().get(path).get_data(as_text=True)


def test_a_declaration_opens_14_days_for_statements_and_7_for_challenges(
    closed: Story,
) -> None:
    assert windows(closed) == (None, None)
    assert closed.declares(**FULL).status_code == 303
    assert windows(closed) == (end(3, 31), end(3, 24))


def test_the_charter_sets_both_and_the_call_keeps_the_charter_it_cites(
    story: Story,
) -> None:
    story.charter(statement_days=7, challenge_days=5)
    story.open_call()
    story.everybody_supports()
    story.world.days_pass(15)
    story.tick()
    story.charter(statement_days=30, challenge_days=30)
    assert story.declares(**FULL).status_code == 303
    assert windows(story) == (end(3, 24), end(3, 22))


@pytest.mark.parametrize(
    ("setting", "days"), [("statement_days", 6), ("challenge_days", 4)]
)
def test_no_charter_goes_under_the_floors(setting: str, days: int) -> None:
    with pytest.raises(Invalid, match=f"{days + 1} days at least"):
        Charter(**{setting: days}).check()  # type: ignore[arg-type]
    assert charter_of({setting: days + 1}) == Charter(**{setting: days + 1})  # type: ignore[arg-type]


def test_the_form_of_the_charter_asks_for_both(story: Story) -> None:
    page = story.caller.get("/coalitions/rivers/charter").get_data(as_text=True)
    assert 'name="statement_days"' in page
    assert 'name="challenge_days"' in page


def test_6_6_a_revised_level_gives_5_more_days_at_least(closed: Story) -> None:
    assert closed.declares(**FULL).status_code == 303
    assert closed.declares(**LESS).status_code == 303
    assert windows(closed) == (end(3, 31), end(3, 24))  # 5 days lie within both
    closed.world.days_pass(14)
    closed.caller.get(closed.desk)
    assert closed.declares(**FULL).status_code == 303
    assert windows(closed) == (end(4, 5), end(4, 5))


def test_6_6_other_reasons_for_the_same_level_open_no_new_window(
    closed: Story,
) -> None:
    assert closed.declares(**FULL).status_code == 303
    before = windows(closed)
    closed.world.days_pass(14)
    assert closed.declares(**MORE_WORDS).status_code == 303
    assert windows(closed) == before


def test_a_paragraph_declared_later_can_be_challenged_as_long(story: Story) -> None:
    number = maintained(story)
    assert story.declares(**LESS, **finding(number)).status_code == 303
    story.world.days_pass(6)
    assert story.declares(**level("b1")).status_code == 303
    assert windows(story) == (end(4, 6), end(3, 30))


def test_g2_d_nothing_is_published_while_statements_can_be_filed(
    closed: Story,
) -> None:
    assert closed.declares(**FULL).status_code == 303
    closed.world.now = datetime(2026, 3, 31, 11, 58, tzinfo=UTC)
    said = checklist(closed)
    assert "Members can file minority statements until 31 March 2026, 11:59 UTC" in said
    assert "Members can challenge a declared level until" not in said
    assert publishes(closed).status_code == 409
    closed.world.now = datetime(2026, 3, 31, 11, 59, tzinfo=UTC)
    assert publishes(closed).status_code == 303


def test_g2_e_nothing_is_published_while_levels_can_be_challenged(
    story: Story,
) -> None:
    story.charter(statement_days=7, challenge_days=9)
    story.open_call()
    support_of_others(story)
    story.world.days_pass(15)
    assert story.declares(**LESS).status_code == 303
    story.world.days_pass(8.5)
    said = checklist(story)
    assert "Members can challenge a declared level until 26 March 2026" in said
    assert "Members can file minority statements until" not in said
    answer = publishes(story)
    assert answer.status_code == 409
    assert "Members can challenge a declared level" in answer.get_data(as_text=True)
    story.world.days_pass(2)
    assert publishes(story).status_code == 303


def test_the_notice_and_the_desk_say_until_when(closed: Story) -> None:
    assert closed.declares(**FULL).status_code == 303
    closed.tick()
    told = closed.world.outbox[-1].get_content()
    assert "Challenge by 24 March 2026, 11:59 UTC." in told
    assert "Minority statements by 31 March 2026, 11:59 UTC." in told
    desk = closed.page_of_the_desk()
    assert "31 March 2026, 11:59 UTC" in desk
    assert "24 March 2026, 11:59 UTC" in desk
