"""R4, R5, INV-37: what becomes of objections when their holders go."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from consensus.accounts.actions import ask_for_link
from consensus.coalitions.models import Member, Region
from consensus.deliberation.models import HolderState
from consensus.publication.verify import verify
from tests.deliberation.panels import move, panel_of, take, words_of
from tests.deliberation.stories import Story
from tests.publication.publishing import (
    WHOLE,
    finding,
    level,
    publishes,
    saved_bundle,
)
from tests.world import Person

BO = "bo.lind@example.org"


def leaves(who: Person, **fields: str) -> TestResponse:
    return who.post("/coalitions/rivers/leave", **fields)


def closes(who: Person, **fields: str) -> TestResponse:
    return who.post("/account/closing", **fields)


def joins_it(story: Story, who: Person) -> TestResponse:
    path = f"/documents/{story.document}/objections/1/joining"
    note = "I take it on."
    return who.post(path, kind="objection", attribution="named", own_note=note)


def shown(story: Story) -> str:
    return words_of(panel_of(story.world.visitor(), story.document))


def test_r4_who_leaves_is_asked_about_each_objection_they_hold(story: Story) -> None:
    ada = story.people[0]
    take(ada, story.document, "objection")
    take(ada, story.document, "dissent", block_id="b2")
    page = words_of(ada.get("/coalitions/rivers/leaving").text)
    for said in ("O-1 to Plain notices", "O-2 to Plain notices", "Keep it",
                 "Withdraw it", "Hand it on"):  # fmt: skip
        assert said in page
    seat = ada.get("/coalitions/rivers/seat").text
    assert 'href="/coalitions/rivers/leaving"' in seat


def test_r4_without_a_word_it_is_kept_answered_and_waits_like_any_other(
    story: Story,
) -> None:
    ada = story.people[0]
    take(ada, story.document, "objection")
    assert leaves(ada).status_code == 303
    assert story.state(1) is HolderState.RAISED
    assert "Its author has since left the coalition." in shown(story)
    story.answers(1)
    assert story.state(1) is HolderState.ANSWERED
    story.open_call()
    for _ in range(5):
        story.world.days_pass(5)
        story.tick()
    assert story.state(1) is HolderState.MAINTAINED
    told = [m for m in story.world.outbox if m["To"] == "ada.nwosu@example.org"]
    assert told == []


def test_r4_withdrawing_on_leaving_is_the_persons_own_deed(story: Story) -> None:
    ada = story.people[0]
    take(ada, story.document, "objection")
    number = story.holder(1).id
    leaves(ada, **{f"hold-{number}": "withdraw"})
    assert story.state(1) is HolderState.WITHDRAWN
    log = story.world.visitor().get(f"/documents/{story.document}/log.ndjson").text
    bodies = [json.loads(line)["entry"] for line in log.splitlines()]
    (raised,) = [one for one in bodies if one["verb"] == "objection.raised"]
    (lifted,) = [one for one in bodies if one["facts"].get("move") == "withdraw"]
    assert lifted["actor"] == raised["actor"]


def test_r4_handing_on_asks_a_member_who_accepts_by_joining(story: Story) -> None:
    ada, bo = story.people[:2]
    take(ada, story.document, "objection")
    number = story.holder(1).id
    sent = {f"hold-{number}": "hand_on", f"to-{number}": BO}
    assert leaves(ada, **sent).status_code == 303
    assert story.state(1) is HolderState.RAISED  # kept meanwhile
    story.tick()
    (mail,) = [m for m in story.world.outbox if "take it on" in m["Subject"]]
    assert mail["To"] == BO
    assert "O-1" in mail.get_content()
    assert "You are asked to take on O-1" in words_of(bo.get("/my/positions").text)
    assert joins_it(story, bo).status_code == 303
    assert "You are asked to take on" not in bo.get("/my/positions").text
    assert "I take it on." in shown(story)


def test_r4_who_comes_back_and_leaves_again_can_ask_the_same_member(
    story: Story,
) -> None:
    ada = story.people[0]
    take(ada, story.document, "objection")
    number = story.holder(1).id
    sent = {f"hold-{number}": "hand_on", f"to-{number}": BO}
    assert leaves(ada, **sent).status_code == 303
    seat = {"status": "member", "group": "civil_society", "region": "African Group"}
    back = {**seat, "capacity": "personal", "default_attribution": "named"}
    assert ada.post("/coalitions/rivers/seat", **back).status_code == 303
    assert leaves(ada, **sent).status_code == 303
    story.tick()
    asked = [m for m in story.world.outbox if "take it on" in m["Subject"]]
    assert {one["To"] for one in asked} == {BO}


def test_r4_handing_on_to_nobody_is_refused_and_nothing_typed_is_lost(
    story: Story,
) -> None:
    ada = story.people[0]
    take(ada, story.document, "objection")
    number = story.holder(1).id
    for to in ("nobody@example.org", "", "ada.nwosu@example.org"):
        refused = leaves(ada, **{f"hold-{number}": "hand_on", f"to-{number}": to})
        assert refused.status_code == 422
        assert f'value="{to}"' in refused.get_data(as_text=True)
    assert ada.get("/coalitions/rivers/leaving").status_code == 200  # still there


def test_inv_21_to_whom_it_was_handed_on_is_not_in_the_record(story: Story) -> None:
    ada = story.people[0]
    take(ada, story.document, "objection")
    number = story.holder(1).id
    leaves(ada, **{f"hold-{number}": "hand_on", f"to-{number}": BO})
    log = story.world.visitor().get(f"/documents/{story.document}/log.ndjson").text
    assert "holder.handed_on" in log
    assert "Bo Lind" not in log
    assert "Bo Lind" not in shown(story)


def test_r4_any_member_adopts_a_departed_members_objection_by_joining(
    story: Story,
) -> None:
    ada, _, cy = story.people[:3]
    take(ada, story.document, "objection")
    leaves(ada)
    assert joins_it(story, cy).status_code == 303
    story.answers(1)
    assert move(cy, story.document, 1, "maintain").status_code == 303
    assert story.state(1) is HolderState.ANSWERED  # the departed one's, apart
    assert "Cy Okafor" in shown(story)


def published_after(
    story: Story, folder: Path, goes: Callable[[Person], object]
) -> dict:  # type: ignore[type-arg]
    """A dissent and a maintained objection, then their holders go; the annex."""
    ada, bo = story.people[:2]
    story.open_call()
    take(ada, story.document, "objection")
    take(bo, story.document, "dissent", block_id="b2")
    story.answers(1)
    move(ada, story.document, 1, "maintain")
    for one in (ada, bo):
        goes(one)
    for one in (*story.people[2:], story.joins("Fay Reed"), story.joins("Gil Hart")):
        story.takes(one, "support")
    story.world.days_pass(15)
    declared = story.declares(
        **WHOLE, **level("b1"), **level("b2"), **finding(1), **finding(2)
    )
    assert declared.status_code == 303, declared.get_data(as_text=True)
    story.windows_pass()
    assert publishes(story).status_code == 303
    path = saved_bundle(story, folder)
    assert verify(path).faults == []
    with zipfile.ZipFile(path) as bundle:
        return dict(json.loads(bundle.read("annex.json")))


@pytest.mark.parametrize(
    "goes", [leaves, lambda who: closes(who, sure="yes")], ids=["leaves", "closes"]
)
def test_inv_37_whoever_goes_every_dissent_is_printed_as_it_was(
    story: Story, tmp_path: Path, goes: Callable[[Person], object]
) -> None:
    annex = published_after(story, tmp_path, goes)
    said = [(one["objection"], one["label"], one["kind"]) for one in annex["entries"]]
    assert said == [("O-1", "¶1", "objection"), ("O-2", "¶2", "dissent")]
    for entry, name in zip(annex["entries"], ("Ada Nwosu", "Bo Lind"), strict=True):
        (holder,) = entry["holders"]
        assert name in holder["line"]
        assert holder["departed"] is True
    assert annex["counts"]["objections"] == 2
    assert annex["counts"]["people"] == 0  # not counted among people (R4)


def test_r5_a_closed_account_is_shown_as_its_holder_chose_last(story: Story) -> None:
    ada = story.people[0]
    take(ada, story.document, "objection", attribution="group")
    path = f"/documents/{story.document}/objections/1/attribution"
    assert closes(ada).status_code == 422  # must be meant
    assert closes(ada, sure="yes").status_code == 303
    assert ada.post(path, attribution="named").status_code == 401
    assert "a member from civil society" in shown(story)
    assert "Ada Nwosu" not in shown(story)
    assert "Its author has since left the coalition." in shown(story)


def test_r5_nobody_signs_in_to_a_closed_account_again(story: Story) -> None:
    ada = story.people[0]
    with story.world.session() as session:
        token = ask_for_link(
            session, "ada.nwosu@example.org", asked_from="test", next_path="/"
        )
    closes(ada, sure="yes")
    assert "/sign-in" in ada.get("/my/positions").location
    answer = story.world.visitor().post(f"/sign-in/link/{token}", name="Ada")
    assert answer.status_code == 409
    assert "This account has been closed." in answer.get_data(as_text=True)


def test_r38_one_group_for_each_membership(story: Story) -> None:
    """A person sits in another group in another coalition, never in two in one."""
    ada = story.people[0]
    page = ada.get("/coalitions/rivers/seat").text
    assert "One group for each coalition." in words_of(page)
    seat = {
        "status": "member", "group": ["government", "technical_community"],
        "region": str(Region.AFRICAN), "organisation": "", "other_group": "",
        "capacity": "personal", "default_attribution": "named",
    }  # fmt: skip
    ada.post("/coalitions/rivers/seat", **seat)
    with story.at_work() as (session, _):
        terms = session.get_one(Member, ada.member_id).terms
        groups = [str(one.group) for one in terms]
    assert groups == ["civil_society", "government"]
