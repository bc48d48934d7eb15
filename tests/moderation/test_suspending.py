"""R6: posting is suspended, and everything else of the member stays."""

import pytest

from consensus.deliberation.machine import Move
from consensus.deliberation.models import HolderState
from tests.deliberation.stories import Story
from tests.moderation.custodians import REASON, on_site, suspends
from tests.moderation.hiding import page
from tests.publication.publishing import (
    WHOLE,
    finding,
    level,
    output,
    publishes,
    support_of_others,
)
from tests.world import Person


@pytest.fixture
def custodian(story: Story) -> Person:
    return on_site(story.world, "Cora Stone")


def test_r6_membership_positions_and_objections_of_the_suspended_stay(
    story: Story, custodian: Person
) -> None:
    ada = story.people[0]
    story.open_call()
    number = story.objects(ada, "b1", "Who reads it out?")
    assert suspends(story, story.caller, ada).status_code == 303
    assert story.state(number) is HolderState.RAISED
    story.answers(number)
    moved = ada.post(
        f"/documents/{story.document}/objections/{number}/move", move="maintain"
    )
    assert moved.status_code == 303, "they decide about their own"
    assert story.state(number) is HolderState.MAINTAINED
    taken = ada.post(f"/documents/{story.document}/paragraphs/b2/position")
    assert taken.status_code != 403, "a position needs no words"


def test_r6_what_the_suspended_type_is_refused_and_comes_back(
    story: Story, custodian: Person
) -> None:
    ada = story.people[0]
    suspends(story, story.caller, ada)
    text = f"/documents/{story.document}"
    for address in ("/comments", "/suggestions", "/paragraphs/b1/omission"):
        typed = {"text": "My long thought.", "reason": "My long thought."}
        refused = ada.post(f"{text}{address}", **typed)
        assert refused.status_code == 403, address
        words = refused.get_data(as_text=True)
        for told in (REASON, "1 April 2026", "My long thought."):
            assert told in words, (address, told)


def test_r6_the_suspended_send_one_objection_in_each_call_through_a_custodian(
    story: Story, custodian: Person
) -> None:
    ada, address = story.people[0], f"/documents/{story.document}/custodian"
    story.open_call()
    sent = {"kind": "objection", "block": "b1", "attribution": "named"}
    assert ada.post(address, **sent, words="I can post.").status_code == 409
    suspends(story, story.caller, ada)
    assert ada.post(address, **sent, words="").status_code == 422
    assert ada.post(address, **sent, words="Who reads it out?").status_code == 303
    again = ada.post(address, **sent, words="And who hears it?")
    assert again.status_code == 409
    assert "And who hears it?" in again.get_data(as_text=True)
    assert "Who reads it out?" not in page(story, "/paragraphs/b1/panel")

    assert story.caller.post(f"{address}/1").status_code == 403
    story.tick()
    told = [one for one in story.world.outbox if "To be recorded" in one["Subject"]]
    assert [one["To"] for one in told] == ["cora.stone@example.org"]
    assert custodian.post(f"{address}/1").status_code == 303
    panel = page(story, "/paragraphs/b1/panel")
    assert "Who reads it out?" in panel
    assert "Ada Nwosu" in panel, "it is hers"


def test_r6_nothing_is_published_over_what_waits_for_a_custodian(
    story: Story, custodian: Person
) -> None:
    ada = story.people[0]
    story.open_call()
    support_of_others(story)
    suspends(story, story.caller, ada)
    sent = {"kind": "dissent", "block": "b1", "attribution": "named", "words": "No."}
    ada.post(f"/documents/{story.document}/custodian", **sent)
    story.world.days_pass(15)
    story.declares(**WHOLE)
    story.windows_pass()
    assert publishes(story).status_code == 409
    assert "not recorded yet" in page(story, "/publication")


def test_r6_nobody_is_suspended_where_no_custodian_could_pass_their_dissent_on(
    story: Story,
) -> None:
    refused = suspends(story, story.caller, story.people[0])
    assert refused.status_code == 409
    words = refused.get_data(as_text=True)
    assert "Nobody is record custodian" in words
    assert REASON in words, "what was typed comes back"


def test_r6_only_those_who_keep_the_code_suspend_and_it_ends_by_itself(
    story: Story, custodian: Person
) -> None:
    ada, comments = story.people[0], f"/documents/{story.document}/comments"
    assert suspends(story, story.editor, ada).status_code == 403
    assert suspends(story, custodian, ada, reason="").status_code == 422
    assert suspends(story, custodian, ada).status_code == 303
    story.tick()
    told = [one for one in story.world.outbox if "cannot post" in one["Subject"]]
    assert [one["To"] for one in told] == ["ada.nwosu@example.org"]
    ada.get("/")
    story.world.days_pass(20)
    ada.get("/")
    story.world.days_pass(15)
    said = {"kind": "general", "text": "Here again.", "attribution": "named"}
    assert ada.post(comments, **said).status_code == 303


def test_inv_37_dissent_of_the_suspended_is_printed_like_any_other(
    story: Story, custodian: Person
) -> None:
    ada = story.people[0]
    story.open_call()
    number = story.objects(ada, "b1", "Who reads it out?")
    story.answers(number)
    story.decides(ada, number, Move.MAINTAIN)
    suspends(story, story.caller, ada)
    support_of_others(story)
    story.world.days_pass(15)
    story.declares(**WHOLE, **level("b1"), **finding(number))
    story.windows_pass()
    assert publishes(story).status_code == 303
    printed = output(story).get_data(as_text=True)
    for told in ("Who reads it out?", "Ada Nwosu", "1 objection"):
        assert told in printed
