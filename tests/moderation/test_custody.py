"""What only a record custodian does: hidden names, impersonation; and site roles."""

import json
from pathlib import Path

import pytest

from consensus.accounts.models import Account
from consensus.coalitions.models import Attribution, Role
from consensus.coalitions.site_roles import give_site_role
from consensus.deliberation.models import HolderState
from consensus.publication.verify import verify
from tests.deliberation.stories import Story
from tests.moderation.custodians import on_site
from tests.moderation.hiding import hides, page
from tests.publication.publishing import (
    WHOLE,
    output,
    publishes,
    saved_bundle,
    support_of_others,
)
from tests.world import RIVERS, Person

NOTE = "The account had been taken over; its holder showed it."


@pytest.fixture
def custodian(story: Story) -> Person:
    return on_site(story.world, "Cora Stone")


def test_r29_what_an_impersonator_said_is_voided_with_a_public_note(
    story: Story, custodian: Person, tmp_path: Path
) -> None:
    story.open_call()
    number = story.objects(story.people[0], "b1", "It is all wrong.")
    story.dissents(story.joins("Gus Hale"), None, "It should wait a year.")
    support_of_others(story)
    voiding = f"/documents/{story.document}/custody/voiding"
    hold = f"hold:{story.holder(number).id}"
    assert custodian.post(voiding, act=hold, note="").status_code == 422
    assert custodian.post(voiding, act=hold, note=NOTE).status_code == 303
    assert story.state(number) is HolderState.VOIDED
    assert NOTE in page(story, "/paragraphs/b1/panel")
    story.tick()
    told = [one for one in story.world.outbox if "Void" in one["Subject"]]
    assert [one["To"] for one in told] == ["ada.nwosu@example.org"]

    story.world.days_pass(15)
    declared = story.declares(
        **WHOLE, **{"finding-2": "outweighed", "reason-2": "Weighed.",
                    "alternatives-2": "None."}
    )  # fmt: skip
    assert declared.status_code == 303, declared.get_data(as_text=True)
    story.windows_pass()
    assert publishes(story).status_code == 303
    printed = output(story).get_data(as_text=True)
    assert "It is all wrong." not in printed
    assert NOTE in printed
    assert "O-1 is void" in printed
    assert verify(saved_bundle(story, tmp_path)).faults == []


def test_r29_a_voided_position_counts_nowhere_any_more(
    story: Story, custodian: Person
) -> None:
    story.open_call()
    story.takes(story.people[0], "support")
    custody = page(story, "/custody", custodian)
    key = custody.split('value="position:')[1].split('"')[0]
    voiding = f"/documents/{story.document}/custody/voiding"
    sent = {"act": f"position:{key}", "note": NOTE}
    assert custodian.post(voiding, **sent).status_code == 303
    assert custodian.post(voiding, **sent).status_code == 422, "it stands no more"
    assert f'value="position:{key}"' not in page(story, "/custody", custodian)


@pytest.mark.parametrize("deed", ["voiding", "identity"])
def test_r29_no_coordinator_voids_and_none_sees_a_hidden_name(
    story: Story, custodian: Person, deed: str
) -> None:
    story.open_call()
    number = story.objects(story.people[0], "b1", shown=Attribution.MEMBER)
    sent = {"act": f"hold:{story.holder(number).id}", "note": NOTE, "reason": "So."}
    address = f"/documents/{story.document}/custody/{deed}"
    refused = story.caller.post(address, **sent, ground="legal_duty")
    assert refused.status_code == 403
    assert "Ada Nwosu" not in refused.get_data(as_text=True)
    assert story.state(number) is HolderState.RAISED


def test_a_custodian_sees_a_hidden_name_only_on_a_written_reason_and_on_record(
    story: Story, custodian: Person
) -> None:
    story.open_call()
    number = story.objects(story.people[0], "b1", shown=Attribution.MEMBER)
    address = f"/documents/{story.document}/custody/identity"
    sent = {"act": f"hold:{story.holder(number).id}", "ground": "legal_duty"}
    assert "Ada Nwosu" not in page(story, "/custody", custodian)
    assert custodian.post(address, **sent, reason="").status_code == 422
    seen = custodian.post(address, **sent, reason="Order 12 of the court.")
    assert seen.status_code == 200
    assert "Ada Nwosu" in seen.get_data(as_text=True)
    assert seen.headers["Cache-Control"] == "no-store"
    assert story.verbs().count("identity.seen") == 1
    log = story.world.visitor().get(f"/documents/{story.document}/log.ndjson")
    last = [json.loads(line)["entry"] for line in log.data.splitlines()][-1]
    assert last["acting_as"] == "record custodian"
    assert b"Order 12" not in log.data
    public = story.world.visitor().get(f"/coalitions/{RIVERS}")
    assert "hidden name 1 time" in public.get_data(as_text=True)


def test_a_record_custodian_is_none_where_they_coordinate(story: Story) -> None:
    story.open_call()
    number = story.objects(story.people[0], "b1", "Fools, all of them.")
    with story.world.session() as session:
        account = session.get_one(Account, story.caller.account_id)
        give_site_role(session, account, Role.CUSTODIAN)
    voiding = f"/documents/{story.document}/custody/voiding"
    hold = f"hold:{story.holder(number).id}"
    assert story.caller.post(voiding, act=hold, note=NOTE).status_code == 403
    assert hides(story, story.caller, "objection", number).status_code == 303
    log = story.world.visitor().get(f"/documents/{story.document}/log.ndjson")
    last = [json.loads(line)["entry"] for line in log.data.splitlines()][-1]
    assert last["acting_as"] == "coordinator"


def test_the_secretariat_marks_recognition_and_activity_and_nothing_else(
    story: Story,
) -> None:
    sec = on_site(story.world, "Sena Roy", Role.SECRETARIAT)
    address = f"/coalitions/{RIVERS}/status"
    sent = {"recognised": "no", "activity": "inactive"}
    assert story.caller.post(address, **sent).status_code == 403
    assert sec.post(address, **sent).status_code == 303
    shown = story.world.visitor().get(f"/coalitions/{RIVERS}").get_data(as_text=True)
    assert "not yet recognised" in shown
    assert "inactive" in shown
    record = story.world.visitor().get(f"/coalitions/{RIVERS}/record.ndjson").data
    marked = [json.loads(line)["entry"] for line in record.splitlines()][-2:]
    assert {one["acting_as"] for one in marked} == {"secretariat"}
    number = story.objects(story.people[0], "b1", "Fools, all of them.")
    assert hides(story, sec, "objection", number).status_code == 403
