"""From declared levels to a frozen version, by the pages that people use."""

import json
import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from consensus.archive.chain import first_fault
from consensus.archive.models import Signature
from consensus.coalitions.actions import leave
from consensus.coalitions.models import Attribution, Member
from consensus.deliberation.call_models import Finding
from consensus.deliberation.machine import Move
from consensus.deliberation.models import (
    Answer,
    Holder,
    HolderMove,
    HolderState,
    Objection,
    Receipt,
)
from consensus.documents.models import Stage
from consensus.publication.models import Version
from consensus.publication.verify import verify
from tests.deliberation.stories import Story
from tests.publication.publishing import (
    WHOLE,
    agreed,
    assessed,
    finding,
    level,
    maintained,
    output,
    publishes,
    saved_bundle,
    support_of_others,
)


def checklist(story: Story) -> str:
    page = story.world.visitor().get(f"/documents/{story.document}/publication")
    assert page.status_code == 200
    return " ".join(BeautifulSoup(page.data, "html5lib").get_text(" ").split())


def test_a_text_with_a_maintained_objection_is_published_with_it(
    story: Story, tmp_path: Path
) -> None:
    number = assessed(story)
    answer = publishes(story)
    assert answer.status_code == 303
    assert answer.location == f"/documents/{story.document}/versions/1.0"
    assert story.stage() is Stage.PUBLISHED
    page = output(story).get_data(as_text=True)
    assert "Who reads it out?" in page
    assert f"(O-{number})" in page
    assert "1 objection stands (1 person). Contested: ¶1." in page
    assert verify(saved_bundle(story, tmp_path)).faults == []


def test_inv_4_cover_annex_manifest_and_record_give_the_same_counts(
    story: Story, tmp_path: Path
) -> None:
    assessed(story)
    publishes(story)
    with zipfile.ZipFile(saved_bundle(story, tmp_path)) as bundle:
        manifest = json.loads(bundle.read("manifest.json"))
        annex = json.loads(bundle.read("annex.json"))
        last = json.loads(bundle.read("log.ndjson").splitlines()[-1])
    expected = {"objections": 1, "people": 1, "unconfirmed": 0}
    assert manifest["counts"] == annex["counts"] == expected
    assert last["entry"]["facts"]["counts"] == expected
    assert last["entry"]["verb"] == "version.published"


def test_a_full_consensus_is_published_with_an_empty_annex(
    story: Story, tmp_path: Path
) -> None:
    agreed(story)
    assert publishes(story).status_code == 303
    page = output(story).get_data(as_text=True)
    assert "No member objected to the published text and no minority statement" in page
    assert "Level declared: Full consensus." in page
    assert verify(saved_bundle(story, tmp_path)).faults == []


def test_the_head_is_signed_and_the_signature_kept(story: Story) -> None:
    assessed(story)
    publishes(story)
    with story.at_work() as (session, _):
        kept = session.scalars(select(Signature)).one()
    assert b"SSH SIGNATURE" in kept.signature


def test_g2_nothing_is_published_before_a_call_has_closed(story: Story) -> None:
    assert "No consensus call on this text has closed yet" in checklist(story)
    assert publishes(story).status_code == 409


def test_g2_an_open_objection_and_missing_levels_are_named(story: Story) -> None:
    story.open_call()
    number = story.objects(story.people[0], "b2")
    support_of_others(story)
    story.world.days_pass(15)
    story.tick()
    said = checklist(story)
    for sentence in (
        f"O-{number} is open",
        "No level is declared for the whole document",
        "No level is declared for ¶2",
    ):
        assert sentence in said
    answer = publishes(story)
    assert answer.status_code == 409
    assert f"O-{number} is open" in answer.get_data(as_text=True)
    assert story.stage() is Stage.ASSESSMENT
    assert output(story).status_code == 404


def test_g2_an_answered_objection_is_not_buried_by_publishing_before_its_holder_decides(
    story: Story,
) -> None:
    story.open_call()
    number = story.objects(story.people[0], "b1", "Who reads it out?")
    support_of_others(story)
    story.world.days_pass(15)
    story.tick()
    story.answers(number)
    assert story.declares(**WHOLE, **level("b1")).status_code == 303
    assert f"O-{number} is answered, and its holder has not decided" in checklist(story)
    assert publishes(story).status_code == 409
    for _ in range(3):  # two reminders, then silence is maintained (R3)
        story.world.days_pass(8)
        story.caller.get(story.desk)  # stays signed in
        story.tick()
    assert story.state(number) is HolderState.MAINTAINED
    assert f"There is no finding on O-{number}" in checklist(story)
    declared = story.declares(**WHOLE, **level("b1"), **finding(number))
    assert declared.status_code == 303
    story.windows_pass()
    assert publishes(story).status_code == 303
    assert "Who reads it out?" in output(story).get_data(as_text=True)


def test_g2_a_maintained_objection_needs_its_finding(story: Story) -> None:
    number = maintained(story)
    assert story.declares(**WHOLE, **finding(number)).status_code in {303, 409, 422}
    story.tick()
    with story.at_work() as (session, _):
        session.execute(update(Finding).values(revised_at=story.world.now))
    assert f"There is no finding on O-{number}" in checklist(story)


def test_inv_12_a_dissent_after_full_consensus_sends_the_level_back(
    story: Story,
) -> None:
    story.open_call()
    number = story.objects(story.people[0], "b1")
    story.decides(story.people[0], number, Move.WITHDRAW)
    support_of_others(story)
    story.world.days_pass(15)
    whole = {"level-document": "full_consensus", "rationale-document": "All agree."}
    assert story.declares(**whole).status_code == 303
    story.decides(story.people[0], number, Move.DISSENT_AFTER_CALL)
    assert f"but O-{number} stands: the level must be declared again" in checklist(
        story
    )
    assert publishes(story).status_code == 409


@pytest.mark.parametrize("who", ["editor", "member", "visitor"])
def test_only_a_coordinator_publishes(story: Story, who: str) -> None:
    assessed(story)
    people = {
        "editor": story.editor,
        "member": story.people[1],
        "visitor": story.world.visitor(),
    }
    answer = people[who].post(f"/documents/{story.document}/publication")
    assert answer.status_code in {401, 403}
    assert story.stage() is Stage.ASSESSMENT


@pytest.mark.parametrize("all_of_it", [True, False])
def test_scenario_10_a_row_deleted_in_the_database_stops_the_build_and_is_named(
    story: Story, *, all_of_it: bool
) -> None:
    number = assessed(story)
    with story.at_work() as (session, _):
        row, receipt = session.scalars(select(Objection)).one(), _receipt(session)
        held = select(Holder.id).where(Holder.objection_id == row.id)
        session.execute(delete(Receipt).where(Receipt.holder_id.in_(held)))
        if all_of_it:
            session.execute(delete(HolderMove).where(HolderMove.holder_id.in_(held)))
            for table in (Answer, Finding, Holder):
                session.execute(delete(table).where(table.objection_id == row.id))
            session.execute(delete(Objection).where(Objection.id == row.id))
    answer = publishes(story)
    assert answer.status_code == 409
    told = answer.get_data(as_text=True)
    assert f"O-{number}" in told
    assert f"the receipt {receipt}" in told
    assert story.stage() is Stage.ASSESSMENT


def _receipt(session: Session) -> str:
    return session.scalars(select(Receipt.hash)).one()


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (Objection, {"reason": "I like it."}),
        (Objection, {"would_resolve": "Nothing."}),
        (Holder, {"state": HolderState.WITHDRAWN}),
        (Holder, {"attribution": Attribution.MEMBER}),
        (Holder, {"own_note": "Never mind."}),
        (Answer, {"text": "We did it all."}),
    ],
)
def test_a_row_changed_behind_the_records_back_stops_the_build(
    story: Story, table: type[Objection], values: dict[str, object]
) -> None:
    number = assessed(story)
    with story.at_work() as (session, _):
        session.execute(update(table).values(**values))
    assert publishes(story).status_code == 409
    said = checklist(story)
    assert f"O-{number}: the database does not say what the record says" in said


def test_r4_who_has_left_is_printed_with_the_line_and_not_counted(
    story: Story, tmp_path: Path
) -> None:
    assessed(story)
    with story.at_work() as (session, _):
        leave(session, session.get_one(Member, story.people[0].member_id))
    publishes(story)
    page = output(story).get_data(as_text=True)
    assert "[author has since left the coalition]" in page
    assert "1 objection stands (0 people)" in page
    assert verify(saved_bundle(story, tmp_path)).faults == []


def test_inv_21_a_hidden_name_is_in_no_file(story: Story, tmp_path: Path) -> None:
    story.open_call()
    number = story.dissents(story.people[0], "b1", "Not so.")
    hidden = story.objects(story.people[1], "b2", "Too long.", shown=Attribution.MEMBER)
    story.answers(hidden)
    story.decides(story.people[1], hidden, Move.MAINTAIN)
    support_of_others_but_two(story)
    story.world.days_pass(15)
    declared = story.declares(
        **WHOLE, **level("b1"), **level("b2"), **finding(number), **finding(hidden)
    )
    assert declared.status_code == 303
    story.windows_pass()
    assert publishes(story).status_code == 303
    shown, kept_back = story.people[0].name, story.people[1].name
    with zipfile.ZipFile(saved_bundle(story, tmp_path)) as bundle:
        files = {name: bundle.read(name).decode() for name in bundle.namelist()}
    files["page"] = output(story).get_data(as_text=True)
    files["log"] = log_of(story)
    assert shown in files["annex.json"]
    assert [name for name, text in files.items() if kept_back in text] == []
    assert "a member" in files["publication.html"]


def support_of_others_but_two(story: Story) -> None:
    for one in (*story.people[2:], story.joins("Fay Reed"), story.joins("Gus Hale")):
        story.takes(one, "support")


def log_of(story: Story) -> str:
    answer = story.world.visitor().get(f"/documents/{story.document}/log.ndjson")
    assert answer.mimetype == "application/x-ndjson"
    return answer.get_data(as_text=True)


def test_the_open_log_is_a_valid_chain(story: Story) -> None:
    assessed(story)
    lines = [json.loads(line) for line in log_of(story).splitlines()]
    assert first_fault(lines) is None
    assert story.world.visitor().get("/documents/99/log.ndjson").status_code == 404


def test_inv_8_the_receipt_that_its_author_holds_is_found(
    story: Story, tmp_path: Path
) -> None:
    number = assessed(story)
    with story.at_work() as (session, _):
        receipt_id = session.scalars(select(Receipt.id)).one()
    address = f"/documents/{story.document}/objections/{number}/receipts"
    receipt = story.people[0].get(f"{address}/{receipt_id}.json").get_json()
    publishes(story)
    verdict = verify(saved_bundle(story, tmp_path), receipt=receipt)
    assert verdict.faults == []
    assert verdict.receipt == f"O-{number} is in the annex as D-1."


def test_inv_10_a_published_text_stays_as_it_is(story: Story) -> None:
    assessed(story)
    publishes(story)
    before = output(story, "publication.html").data
    assert publishes(story).status_code == 409
    assert output(story, "publication.html").data == before
    with story.at_work() as (session, _):
        assert len(session.scalars(select(Version)).all()) == 1


def test_files_are_saved_and_not_opened_on_our_pages(story: Story) -> None:
    assessed(story)
    publishes(story)
    for file in ("publication.html", "bundle.zip"):
        answer = output(story, file)
        assert answer.headers["Content-Disposition"].startswith("attachment; ")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_outputs_are_listed_with_how_far_they_are_agreed(story: Story) -> None:
    visitor = story.world.visitor()
    assert "Nothing is published yet." in visitor.get("/outputs").get_data(as_text=True)
    assessed(story)
    publishes(story)
    page = visitor.get("/outputs").get_data(as_text=True)
    assert "Plain notices" in page
    assert "1 objection stands (1 person)" in page  # INV-7
    for address in ("versions/2.0", "versions/2.0/bundle.zip"):
        missing = visitor.get(f"/documents/{story.document}/{address}")
        assert missing.status_code == 404


def test_the_checklist_shows_the_annex_as_it_will_be_printed(story: Story) -> None:
    assessed(story)
    said = checklist(story)
    assert "Who reads it out?" in said
    assert "things to see to first" not in said
    publishes(story)
    assert "This text is published" in checklist(story)


def test_the_page_of_the_site_says_what_the_file_says(story: Story) -> None:
    assessed(story)
    publishes(story)
    page = BeautifulSoup(output(story).data, "html5lib")
    file = BeautifulSoup(output(story, "publication.html").data, "html5lib")
    for part in ("#agreed", "#text", "#annex", "#check", ".pub-head"):
        both = [one.select_one(part) for one in (page, file)]
        texts = [" ".join(one.get_text(" ").split()) for one in both if one]
        assert len(texts) == 2
        assert texts[0] == texts[1]
