"""Guests: comment without an account, after a check of their address (R20)."""

import re

import pytest

from consensus.accounts.models import Account
from consensus.coalitions.actions import SeatFacts, take_seat
from consensus.coalitions.models import Region, StakeholderGroup
from consensus.coalitions.queries import coalition_called
from consensus.comments.models import CommentState
from consensus.deliberation.models import HolderState
from consensus.deliberation.queries import objection_of
from tests.comments.commenting import SHORT, answer, page, panel, stored
from tests.comments.guests import GUEST, comment_as_guest, link, public, send
from tests.deliberation.stories import Story
from tests.world import RIVERS, Person


def joins(story: Story, person: Person) -> None:
    """A guest becomes a member, which takes a minute."""
    facts = SeatFacts(StakeholderGroup.GOVERNMENT, Region.AFRICAN)
    with story.world.session() as session:
        place = coalition_called(session, RIVERS)
        account = session.get_one(Account, person.account_id)
        person.member_id = take_seat(session, place, facts, by=account).id


def account_of_guest(story: Story) -> Person:
    """Somebody signs in with the address that the guest gave."""
    person = story.world.account("Gus Grey")
    with story.world.session() as session:
        session.get_one(Account, person.account_id).email = GUEST["email"]
    return person


def reason_of(story: Story, number: int = 1) -> str:
    """The words of an objection."""
    with story.at_work() as (session, document):
        return objection_of(session, document.id, number).reason


def object_with(who: Person, story: Story, number: int = 1) -> int:
    """Press the button that makes a comment an objection; the status of the answer."""
    shown = who.get(f"/documents/{story.document}/paragraphs/b1/panel").text
    form = shown.partition(f"/comments/{number}/objection")[2].partition("</form>")[0]
    assert form, "the panel offers it"
    seen = dict(re.findall(r'name="(seen_\w+)" value="([^"]*)"', form))
    path = f"/documents/{story.document}/comments/{number}/objection"
    return who.post(path, attribution="named", **seen).status_code


def test_r20_a_guest_comments_after_a_check_of_the_address(story: Story) -> None:
    public(story)
    assert send(story, quote="read out").status_code == 200
    assert SHORT not in page(story.world.visitor(), story.document)
    path = link(story)
    guest = story.world.visitor()
    assert SHORT in guest.get(path).text
    assert SHORT not in page(story.world.visitor(), story.document)
    done = guest.post(path)
    assert done.status_code == 303
    assert stored(story).quote == "read out"
    assert SHORT in panel(story.world.visitor(), story.document)
    assert guest.post(path).status_code == 409  # a link is good once


def test_r20_guests_comment_only_once_a_text_was_opened_to_the_public(
    story: Story,
) -> None:
    visitor = story.world.visitor()
    path = f"/documents/{story.document}/comments/guest"
    assert visitor.post(path, **GUEST, text=SHORT).status_code == 409
    assert "Comment as a guest" not in panel(visitor, story.document)
    public(story)
    assert "Comment as a guest" in panel(visitor, story.document)
    path = f"/documents/{story.document}/paragraphs/b1/position"
    assert visitor.post(path, kind="objection", reason=SHORT).status_code == 401


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "Write your comment."),
        ({"email": "nobody"}, "email address"),
        ({"name": " "}, "Enter the name"),
        ({"group": "kings"}, "offered values"),
        ({"quote": "never there"}, "not in this paragraph"),
    ],
)
def test_what_a_guest_sends_wrongly_comes_back_with_a_sentence(
    story: Story, fields: dict[str, str], sentence: str
) -> None:
    public(story)
    story.world.outbox.clear()
    refused = send(story, **{"text": SHORT, **fields})
    assert refused.status_code == 422
    assert sentence in refused.text
    assert (fields.get("text", SHORT) in refused.text) is True
    assert story.world.outbox == []


def test_the_link_is_good_for_two_days(story: Story) -> None:
    public(story)
    send(story)
    story.world.days_pass(2)
    assert story.world.visitor().post(link(story)).status_code == 409


def test_too_many_comments_from_one_address_are_refused(story: Story) -> None:
    public(story)
    for _ in range(10):
        assert send(story).status_code == 200
    refused = send(story)
    assert refused.status_code == 429
    assert SHORT in refused.text


def test_inv_24_guest_groups_are_marked_self_declared_wherever_they_stand(
    story: Story,
) -> None:
    public(story)
    comment_as_guest(story)
    visitor, document = story.world.visitor(), story.document
    line = "Gus Grey (guest; governments, African Group, self-declared)"
    places = ("/comments", "/comments/1", "/comments/table")
    assert line in panel(visitor, document)
    for place in places:
        assert line in page(visitor, document, place)
    assert line in visitor.get(f"/documents/{document}/comments/table.csv").text
    log = visitor.get(f"/documents/{document}/log.ndjson").text
    assert '"self_declared": true' in log.replace('":true', '": true')


def test_inv_21_a_guests_address_is_nowhere(story: Story) -> None:
    public(story)
    comment_as_guest(story)
    document, visitor = story.document, story.world.visitor()
    for place in (
        "", "/comments", "/comments/1", "/comments/table", "/comments/table.csv",
        "/log.ndjson", "/paragraphs/b1/panel",
    ):  # fmt: skip
        assert GUEST["email"] not in visitor.get(f"/documents/{document}{place}").text


def test_6_8_a_guest_gets_a_receipt_and_the_answer_and_replies(story: Story) -> None:
    public(story)
    comment_as_guest(story)
    story.tick()
    story.tick()
    receipts = [m for m in story.world.outbox if "was received" in m["Subject"]]
    assert [one["To"] for one in receipts] == [GUEST["email"]]
    assert answer(story.editor, story.document).status_code == 303
    story.tick()
    path = link(story, "was answered")
    guest = story.world.visitor()
    assert "Does the answer satisfy you?" in guest.get(path).text
    assert guest.post(path).status_code == 422
    assert guest.post(path, satisfied="no", note="Not yet.").status_code == 303
    assert stored(story).state is CommentState.NOT_SATISFIED
    forged = path[:-3] + "abc"
    assert guest.post(forged, satisfied="yes").status_code == 404


def test_scenario_17_unsatisfied_is_printed_and_raised_in_one_step_after_joining(
    story: Story,
) -> None:
    public(story)
    comment_as_guest(story)
    answer(story.editor, story.document, disposition="not_accepted")
    story.tick()
    story.world.visitor().post(link(story, "was answered"), satisfied="no")
    table = page(story.world.visitor(), story.document, "/comments/table")
    assert "not satisfied" in table
    gus = account_of_guest(story)
    assert "Raise it as an objection" not in panel(gus, story.document)
    joins(story, gus)
    assert object_with(gus, story) == 303
    holder = story.holder(1)
    assert holder.state is HolderState.RAISED
    assert holder.member_id == gus.member_id
    assert reason_of(story) == f"{SHORT}\n\n(C-1)"
    shown = panel(story.world.visitor(), story.document)
    assert "Its author raised it as objection O-1." in shown
    assert "comment.raised" in story.verbs()


def test_r20_a_member_adopts_a_guests_comment_with_its_text_quoted(
    story: Story,
) -> None:
    public(story)
    comment_as_guest(story)
    ada = story.people[0]
    assert object_with(ada, story) == 303
    reason = reason_of(story)
    assert f"“{SHORT}”" in reason
    assert "Gus Grey (guest; governments, African Group, self-declared)" in reason
    shown = panel(story.world.visitor(), story.document)
    assert "A member adopted it as objection O-1." in shown
