"""Challenges hold a text up for their time only, and are printed (G2 e, INV-33)."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from consensus.challenges.models import Challenge
from consensus.publication.verify import verify
from tests.challenges.contesting import (
    ANSWER,
    REVIEW,
    TEXT,
    Contested,
    silent_members,
)
from tests.publication.bundles import KEY, Opened
from tests.publication.logs import from_ndjson, rehashed
from tests.publication.publishing import output, publishes, saved_bundle


def checklist(told: Contested) -> str:
    path = f"/documents/{told.story.document}/publication"
    return told.story.world.visitor().get(path).get_data(as_text=True)


def test_g2_e_no_text_is_published_while_a_challenge_has_no_response(
    told: Contested,
) -> None:
    told.passes(6)
    assert told.files(told.member).status_code == 303  # on 23 March
    told.story.world.now = datetime(2026, 3, 30, 11, 0, tzinfo=UTC)
    said = checklist(told)
    waits = "CH-1 waits for the answer of the consensus caller, until 30 March 2026"
    assert waits in said
    assert "Members can challenge a declared level until" not in said
    assert publishes(told.story).status_code == 409


def test_g2_e_an_answered_challenge_waits_for_the_challenger_for_7_days(
    told: Contested,
) -> None:
    told.passes(6)
    assert told.files(told.member).status_code == 303
    told.passes(6)
    assert told.answers().status_code == 303  # on 29 March
    told.story.world.now = datetime(2026, 4, 5, 11, 58, tzinfo=UTC)
    answer = publishes(told.story)
    assert answer.status_code == 409
    assert "CH-1 is answered and can be escalated" in answer.text
    told.story.world.now = datetime(2026, 4, 5, 11, 59, tzinfo=UTC)
    assert publishes(told.story).status_code == 303  # also before the clock came by


def test_g2_e_a_review_holds_a_text_up_for_14_days_and_no_longer(
    told: Contested, tmp_path: Path
) -> None:
    silent_members(told.story)
    told.passes(6)
    told.is_escalated()  # on 23 March
    told.passes(13)
    told.story.caller.get(told.story.desk)
    answer = publishes(told.story)
    assert answer.status_code == 409
    assert "CH-1 is before its reviewers, until 6 April 2026" in answer.text
    told.story.world.now = datetime(2026, 4, 6, 11, 59, tzinfo=UTC)
    assert publishes(told.story).status_code == 303
    page = output(told.story, "publication.html").text
    assert "Closed: not reviewed in time." in page
    assert verify(saved_bundle(told.story, tmp_path)).faults == []


def test_g2_e_an_unanswered_challenge_never_holds_it_up_beyond_both_times(
    told: Contested,
) -> None:
    told.passes(6)
    assert told.files(told.member).status_code == 303  # answer by 30 March
    told.passes(2)
    told.story.world.now = datetime(2026, 4, 13, 11, 58, tzinfo=UTC)
    told.story.caller.get(told.story.desk)
    assert "until 13 April 2026, 11:59 UTC at the latest" in checklist(told)
    told.story.world.now = datetime(2026, 4, 13, 11, 59, tzinfo=UTC)
    assert publishes(told.story).status_code == 303


@pytest.fixture
def published(told: Contested, tmp_path: Path) -> Path:
    """A text with a reviewed challenge and a revised level, published; its bundle."""
    silent = silent_members(told.story)
    told.is_escalated()
    names = {one.member.account.name for one in told.challenge().sitting}
    for one in silent:
        if one.name in names:
            assert told.reviews(one, "note").status_code == 303
    other = {"level": told.designation("b1"), "text": "¶1 is not agreed at all."}
    assert told.files(told.member, **other).status_code == 303
    revised = told.answers(2, response="revise", level="divergence", text="True.")
    assert revised.status_code == 303, revised.text
    told.story.windows_pass()
    answer = publishes(told.story)
    assert answer.status_code == 303, answer.text
    return saved_bundle(told.story, tmp_path)


def test_inv_33_every_challenge_is_printed_with_its_outcome(
    told: Contested, published: Path
) -> None:
    page = output(told.story, "publication.html").text
    for words in (TEXT, ANSWER, REVIEW, "Ada Nwosu", "¶1 is not agreed at all."):
        assert words in page
    assert "Closed after review: the challenge is noted." in page
    assert "Closed: it was not taken further within 7 days." in page
    assert "Annex C: Record of decisions" in page
    with zipfile.ZipFile(published) as bundle:
        manifest = json.loads(bundle.read("manifest.json"))
    assert [
        (one["challenge"], one["response"], one["closing"], one["outcome"])
        for one in manifest["challenges"]
    ] == [
        ("CH-1", "keep", "reviewed", "note"),
        ("CH-2", "revise", "not_pursued", None),
    ]
    assert verify(published).faults == []


def test_6_6_a_level_that_was_revised_stays_readable(
    told: Contested, published: Path
) -> None:
    page = output(told.story, "publication.html").text
    assert "stands in its place since 2026-" in page
    assert "In place of DEC-" in page
    assert "It was weighed." in page  # the rationale of the level revised
    assert "True." in page


def test_inv_33_a_challenge_cannot_be_left_out_of_the_log_or_the_page(
    told: Contested, published: Path
) -> None:
    opened = Opened.at(published)
    lines = from_ndjson(opened.files["log.ndjson"])
    without = [
        one for one in lines if not one["entry"]["verb"].startswith("challenge.")
    ]
    opened.put_log(rehashed(without))
    opened.sign_anew(KEY)
    faults = verify(opened.save(published)).faults
    assert "The manifest's challenges are not those that the log gives." in faults


def test_inv_33_a_page_that_hides_a_challenge_is_found(
    told: Contested, published: Path
) -> None:
    opened = Opened.at(published)
    page = opened.files["publication.html"]
    opened.files["publication.html"] = page.replace(TEXT.encode(), b"All is well.")
    opened.sign_anew(KEY)
    faults = verify(opened.save(published)).faults
    assert "The page does not print CH-1 as the log gives it." in faults


def test_a_challenge_changed_behind_the_records_back_stops_the_build(
    told: Contested,
) -> None:
    assert told.files(told.member).status_code == 303
    assert told.answers().status_code == 303
    assert told.does(told.member, "acceptance").status_code == 303
    told.story.windows_pass()
    with told.story.at_work() as (session, _):
        session.execute(update(Challenge).values(text="I like it."))
    answer = publishes(told.story)
    assert answer.status_code == 409
    assert "CH-1: the database does not say what the record says" in answer.text
