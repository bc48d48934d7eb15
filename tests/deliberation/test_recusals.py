"""R48: who takes no part is shown as recused, not as standing aside, in no count."""

from werkzeug.test import TestResponse

from consensus.deliberation.models import HolderState
from tests.deliberation.panels import move, panel_of, take, words_of
from tests.deliberation.stories import Story
from tests.deliberation.structuring import counts_on
from tests.world import Person

INTEREST = "My firm sells the loudspeakers."


def recuses(story: Story, who: Person, **fields: str) -> TestResponse:
    sent = {"interest": INTEREST, "attribution": "named", **fields}
    return who.post(f"/documents/{story.document}/recusal", **sent)


def whole(story: Story, who: Person | None = None) -> str:
    """What a person or a visitor reads in the panel of the whole text."""
    asker = who or story.world.visitor()
    return words_of(asker.get(f"/documents/{story.document}/panel").text)


def test_r48_a_member_says_so_and_is_shown_as_recused(story: Story) -> None:
    ada = story.people[0]
    assert "I take no part in this text" in whole(story, ada)
    assert recuses(story, ada).status_code == 303
    shown = whole(story)
    assert "Recused 1" in shown
    assert INTEREST in shown
    assert "Ada Nwosu" in shown
    assert "member.recused" in story.verbs()


def test_r48_recused_is_not_standing_aside_and_in_no_count(story: Story) -> None:
    before = counts_on(story, "b1")
    recuses(story, story.people[0])
    after = counts_on(story, "b1")
    assert after.abstain == 0
    assert after.not_yet == before.not_yet - 1


def test_r48_a_group_whose_only_member_is_recused_is_not_heard(story: Story) -> None:
    recuses(story, story.people[1])  # the only one from governments
    story.open_call()
    for one in (story.people[0], *story.people[2:]):
        story.takes(one, "support")
    desk = words_of(story.page_of_the_desk())
    assert "Took part 4 people" in desk
    assert "Not heard: Government" in desk


def test_r48_positions_end_and_none_can_be_taken_until_it_is_taken_back(
    story: Story,
) -> None:
    ada = story.people[0]
    take(ada, story.document, "support")
    seen = {"seen_hash": "x", "seen_mac": "y", "seen_ref": "1"}
    recuses(story, ada)
    assert counts_on(story, "b1").support == 0
    story.open_call()
    assert "Record my position" not in panel_of(ada, story.document)
    assert take(ada, story.document, "support").status_code == 409
    path = f"/documents/{story.document}/objection"
    opposed = ada.post(
        path, kind="objection", reason="No.", attribution="named", **seen
    )
    assert opposed.status_code == 409
    assert "take no part in this text" in opposed.get_data(as_text=True)
    ended = ada.post(f"/documents/{story.document}/recusal/end")
    assert ended.status_code == 303
    assert take(ada, story.document, "support").status_code == 303
    assert "Recused" not in whole(story)


def test_r48_an_objection_does_not_end_by_it(story: Story) -> None:
    ada = story.people[0]
    take(ada, story.document, "objection")
    refused = recuses(story, ada)
    assert refused.status_code == 409
    assert "You hold O-1 here" in refused.get_data(as_text=True)
    assert INTEREST in refused.get_data(as_text=True)
    assert story.state(1) is HolderState.RAISED
    move(ada, story.document, 1, "withdraw")
    assert recuses(story, ada).status_code == 303


def test_inv_21_a_hidden_name_stays_hidden_with_a_recusal(story: Story) -> None:
    ada = story.people[0]
    recuses(story, ada, attribution="group")
    log = story.world.visitor().get(f"/documents/{story.document}/log.ndjson").text
    assert "Ada Nwosu" not in whole(story) + log
    assert "civil society" in whole(story)


def test_r48_it_is_said_once_and_only_by_members(story: Story) -> None:
    ada = story.people[0]
    recuses(story, ada)
    assert recuses(story, ada).status_code == 409
    assert recuses(story, story.world.visitor()).status_code == 401
    end = f"/documents/{story.document}/recusal/end"
    assert story.people[1].post(end).status_code == 409
