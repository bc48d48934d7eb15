"""R36: what was said in a meeting or by mail, recorded for the person who said it."""

import json
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from consensus.archive.models import ChainKind
from consensus.archive.queries import public_lines
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Attribution, Member
from consensus.deliberation.actions.own_words import change_attribution
from consensus.deliberation.models import HolderState
from consensus.deliberation.queries import objection_of
from consensus.publication.replay import replay
from consensus.publication.rows import record_from_rows
from consensus.publication.verify import verify
from tests.deliberation.panels import move, panel_of, seen_by, take, words_of
from tests.deliberation.stories import Story
from tests.deliberation.structuring import counts_on
from tests.publication.publishing import (
    WHOLE,
    finding,
    level,
    output,
    publishes,
    saved_bundle,
    support_of_others,
)
from tests.world import Person

MINUTES = "https://lists.example.org/minutes/7"
ADDRESS = {"Ada Nwosu": "ada.nwosu@example.org", "Bo Lind": "bo.lind@example.org"}
LINE = f"ecorded on behalf by Mara Vance, from a meeting: {MINUTES}"


def records(
    story: Story, kind: str, *, by: Person | None = None, **fields: str
) -> TestResponse:
    """The editor, or another, records what Ada said of the first paragraph."""
    by = by or story.editor
    seen = seen_by(story.people[2], story.document)
    sent = {
        "email": ADDRESS["Ada Nwosu"], "kind": kind, "words": "Too loud at night.",
        "source": "meeting", "source_text": MINUTES, **seen, **fields,
    }  # fmt: skip
    return by.post(f"/documents/{story.document}/paragraphs/b1/recording", **sent)


def settles(story: Story, how: str, who: Person | None = None) -> TestResponse:
    """Ada, or another, confirms or refuses what was recorded first."""
    who = who or story.people[0]
    return who.post(f"/documents/{story.document}/recorded/1/{how}", back="mine")


def mine(person: Person) -> str:
    return words_of(person.get("/my/positions").text)


def test_r36_an_objection_counts_at_once_and_says_who_recorded_it(
    story: Story,
) -> None:
    assert records(story, "objection").status_code == 303
    assert counts_on(story, "b1").objection == 1
    shown = words_of(panel_of(story.world.visitor(), story.document))
    assert "Too loud at night." in shown
    assert "Ada Nwosu" in shown
    assert LINE in shown


def test_r36_the_coordinator_may_record_too_and_others_may_not(story: Story) -> None:
    for other in (story.people[1], story.world.visitor()):
        assert records(story, "objection", by=other).status_code in {401, 403}
    assert records(story, "objection", by=story.caller).status_code == 303
    assert "Record what somebody said" in panel_of(story.caller, story.document)
    assert "Record what somebody said" not in panel_of(story.people[1], story.document)


def test_r36_support_counts_only_after_the_person_confirms(story: Story) -> None:
    ada = story.people[0]
    assert records(story, "support", words="").status_code == 303
    assert counts_on(story, "b1").support == 0
    assert "Did you say this? Support" in mine(ada)
    assert LINE in mine(ada)
    assert settles(story, "confirmation").status_code == 303
    assert counts_on(story, "b1").support == 1
    assert "Did you say this?" not in mine(ada)


def test_r36_a_reservation_is_confirmed_with_its_words(story: Story) -> None:
    records(story, "reservation")
    settles(story, "confirmation")
    assert counts_on(story, "b1").reservation == 1
    own = words_of(panel_of(story.people[0], story.document))
    assert "“Too loud at night.”" in own


def test_r36_what_is_refused_vanishes_with_a_line_in_the_record(story: Story) -> None:
    records(story, "reservation")
    assert settles(story, "refusal").status_code == 303
    assert counts_on(story, "b1").reservation == 0
    for who in (story.people[0], story.editor, story.world.visitor()):
        assert "Too loud at night." not in panel_of(who, story.document)
    assert "Did you say this?" not in mine(story.people[0])
    assert story.verbs()[-1] == "behalf.refused"
    assert settles(story, "confirmation").status_code == 409


def test_r36_the_person_is_told_with_the_words_and_the_source(story: Story) -> None:
    records(story, "objection")
    records(story, "support", email=ADDRESS["Bo Lind"], words="")
    story.tick()
    mails = [m for m in story.world.outbox if "on your behalf" in m["Subject"]]
    assert [m["To"] for m in mails] == [ADDRESS["Ada Nwosu"], ADDRESS["Bo Lind"]]
    objection, support = (m.get_content() for m in mails)
    assert "It counts at once" in objection
    assert "It counts only once you confirm it" in support
    for text in (objection, support):
        assert MINUTES in text
        assert "Every notice is read out." in text
        assert "/my/positions" in text


@pytest.mark.parametrize("who", ["editor", "caller", "member"])
@pytest.mark.parametrize("how", ["confirmation", "refusal"])
def test_inv_9_only_the_person_says_if_it_is_theirs(
    story: Story, who: str, how: str
) -> None:
    records(story, "support", words="")
    others = {
        "editor": story.editor, "caller": story.caller, "member": story.people[1],
    }  # fmt: skip
    assert settles(story, how, others[who]).status_code == 403
    assert counts_on(story, "b1").support == 0


def test_inv_9_a_recorded_objection_is_its_holders_to_decide(story: Story) -> None:
    records(story, "objection")
    assert move(story.editor, story.document, 1, "withdraw").status_code == 403
    assert move(story.people[0], story.document, 1, "withdraw").status_code == 303
    assert story.state(1) is HolderState.WITHDRAWN


def test_r36_a_source_and_the_words_are_asked_for_and_nothing_typed_is_lost(
    story: Story,
) -> None:
    for wrong in (
        {"source_text": ""}, {"words": ""}, {"email": "nobody@example.org"},
        {"source": "rumour"},
    ):  # fmt: skip
        refused = records(story, "objection", **wrong)  # type: ignore[arg-type]
        assert refused.status_code == 422, wrong
        kept = refused.get_data(as_text=True)
        assert wrong.get("words") == "" or "Too loud at night." in kept
    assert "objection.raised" not in story.verbs()


def test_r36_nobody_records_for_themselves_or_for_who_takes_no_part(
    story: Story,
) -> None:
    own = records(story, "objection", email="mara.vance@example.org")
    assert own.status_code == 409
    recusal = f"/documents/{story.document}/recusal"
    story.people[0].post(recusal, interest="", attribution="named")
    assert records(story, "objection").status_code == 409


def test_r36_what_the_person_said_themselves_is_not_ended_by_a_recorder(
    story: Story,
) -> None:
    ada = story.people[0]
    take(ada, story.document, "support")
    records(story, "objection")
    assert "position.replaced" not in story.verbs()
    counts = counts_on(story, "b1")
    assert (counts.support, counts.objection) == (0, 1)


def test_r36_a_recorder_does_not_learn_which_objection_somebody_holds(
    story: Story,
) -> None:
    take(story.people[0], story.document, "objection", attribution="member")
    refused = records(story, "objection")
    assert refused.status_code == 409
    assert "You already hold" not in refused.get_data(as_text=True)


def test_inv_13_support_is_not_confirmed_on_words_that_have_changed(
    story: Story,
) -> None:
    records(story, "support", words="")
    story.rewords("b1", "No notice is read out.")
    refused = settles(story, "confirmation")
    assert refused.status_code == 409
    assert counts_on(story, "b1").support == 0


def test_inv_21_a_recorder_shows_somebody_no_more_than_they_chose(
    story: Story,
) -> None:
    with story.at_work() as (session, _):
        seat = session.get_one(Member, story.people[0].member_id)
        seat.default_attribution = Attribution.GROUP
    records(story, "objection")
    log = story.world.visitor().get(f"/documents/{story.document}/log.ndjson").text
    page = panel_of(story.world.visitor(), story.document)
    assert "Ada Nwosu" not in log + page
    assert "civil society" in page


def test_r36_it_is_printed_with_who_recorded_it_and_verified(
    story: Story, tmp_path: Path
) -> None:
    story.open_call()
    records(story, "objection")
    story.answers(1)
    move(story.people[0], story.document, 1, "maintain")
    support_of_others(story)
    story.world.days_pass(15)
    declared = story.declares(**WHOLE, **level("b1"), **finding(1))
    assert declared.status_code == 303, declared.get_data(as_text=True)
    story.windows_pass()
    answer = publishes(story)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert LINE in words_of(output(story).text)
    assert verify(saved_bundle(story, tmp_path)).faults == []


def test_inv_9_the_record_names_the_recorder_as_actor_and_whom_it_is_for(
    story: Story,
) -> None:
    records(story, "objection")
    log = story.world.visitor().get(f"/documents/{story.document}/log.ndjson").text
    bodies = [json.loads(line)["entry"] for line in log.splitlines()]
    (raised,) = [one for one in bodies if one["verb"] == "objection.raised"]
    assert raised["acting_as"] == "editor"
    assert raised["facts"]["for"] != raised["actor"]


def test_r36_showing_oneself_otherwise_keeps_the_recorders_name(story: Story) -> None:
    assert records(story, "objection").status_code == 303
    who = story.people[0]
    with story.at_work() as (session, document):
        holder = objection_of(session, document.id, 1).holders[0]
        seat = session.get_one(Member, who.member_id)
        change_attribution(session, document, holder, Attribution.GROUP, by=seat)
    with story.at_work() as (session, document):
        lines = public_lines(session, ChainKind.DOCUMENT, document.id)
        found = [x for x in lines if x["entry"]["verb"] == Verb.RECORDED_ON_BEHALF]
        assert found[0]["identity"]["value"] == {"name": "Mara Vance"}
        logged = replay(lines)
        kept = record_from_rows(session, document.id, logged).objections[1]
        told = logged.objections[1].holders[0].recorded
        assert told == kept.holders[0].recorded
        assert "Mara Vance" in told
