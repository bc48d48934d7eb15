"""After publication the annex only grows or retires, each time in a new edition."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from consensus.coalitions.actions import leave
from consensus.coalitions.models import Member
from consensus.publication.bundle import ANNEX
from consensus.publication.record import Fault
from consensus.publication.verify import verify
from tests.deliberation.stories import Story
from tests.publication.bundles import (
    KEY,
    Opened,
    bundle_of,
    edition_from,
    finished,
)
from tests.publication.logs import Log
from tests.publication.publishing import assessed, output, publishes
from tests.publication.revisions import (
    bundle,
    inside,
    live,
    published,
    retired,
    revised,
    saved,
    withdraws,
)
from tests.publication.stories import contested

REASON = "Who reads it out?"


def test_scenario_12_the_only_dissenter_withdraws_after_publication(
    story: Story, tmp_path: Path
) -> None:
    published(story)
    page, first = output(story, "publication.html").data, bundle(story, 1)
    assert "1 objection stands (1 person)." in live(story)
    story.world.days_pass(3)
    answer = withdraws(story, story.people[0], "D-1")
    assert answer.status_code == 303, answer.get_data(as_text=True)[-3000:]
    assert output(story, "publication.html").data == page
    assert bundle(story, 1) == first
    words, day = live(story), story.world.now.date().isoformat()
    assert f"1.0-a2 , {day} : D-1 was withdrawn by its author." in words
    assert f"Withdrawn by its author on {day}" in words
    assert REASON not in words
    assert "Edition 1.0-a2 of the annex was made. D-1 was withdrawn" in words
    assert "No objection stands." in words
    assert inside(bundle(story, 2), "manifest.json")["counts"] == {
        "objections": 0, "people": 0, "unconfirmed": 0, "withdrawn": 1,
    }  # fmt: skip
    assert verify(saved(story, 2, tmp_path)).faults == []
    assert story.verbs()[-2:] == ["dissent.retired", "annex.revised"]
    outputs = story.world.visitor().get("/outputs").get_data(as_text=True)
    assert "No objection stands." in outputs


def test_r24_everybody_in_the_coalition_is_told_of_a_new_edition(story: Story) -> None:
    published(story)
    story.tick()
    before = len(story.world.outbox)
    withdraws(story, story.people[0], "D-1")
    story.tick()
    letters = [one for one in story.world.outbox[before:] if "Annex" in one["Subject"]]
    told = {str(one["To"]) for one in letters}
    assert len(told) >= len(story.people)
    words = letters[0].get_content()
    assert "Somebody withdrew what they had said in it." in words
    assert "/versions/1.0#editions" in words
    assert story.people[0].name not in words


def test_r24_nobody_but_its_author_withdraws_an_entry(story: Story) -> None:
    assessed(story)
    early = withdraws(story, story.people[0], "D-1")
    assert early.status_code == 409  # nothing is published yet
    publishes(story)
    before = story.verbs()
    for other in (story.people[1], story.editor, story.caller):
        assert withdraws(story, other, "D-1").status_code == 404
    assert withdraws(story, story.world.visitor(), "D-1").status_code == 401
    assert withdraws(story, story.people[0], "D-7").status_code == 404
    assert story.verbs() == before
    assert "Withdraw D-1" not in live(story)


def test_r24_whoever_has_left_since_can_still_withdraw_and_only_once(
    story: Story,
) -> None:
    published(story)
    author = story.people[0]
    with story.at_work() as (session, _):
        leave(session, session.get_one(Member, author.member_id))
    own = author.get(f"/documents/{story.document}/versions/1.0")
    assert "Withdraw D-1" in own.get_data(as_text=True)
    assert withdraws(story, author, "D-1").status_code == 303
    assert withdraws(story, author, "D-1").status_code == 409


ONE = [["withdrawn", "O-1"]]
FULL = {"objections": 3, "people": 3, "unconfirmed": 1}
FIRST, SECOND = 1, 2
"""The holders of O-1 in the log: P5, who also dissents from the whole text, and P6."""

Faults = Callable[[Log], list[str]]


@pytest.fixture
def log() -> Log:
    return finished(contested(), FULL)


@pytest.fixture
def faults(tmp_path: Path) -> Faults:
    """What is wrong with the bundle of a log, made by somebody with the key."""

    def found(log: Log) -> list[str]:
        path = tmp_path / "later.zip"
        try:
            path.write_bytes(bundle_of(log))
        except Fault as fault:
            return [str(fault)]
        return verify(path).faults

    return found


def test_r24_the_text_stays_while_somebody_else_holds_it(
    log: Log, faults: Faults
) -> None:
    revised(retired(log, 1, FIRST, "P5"), ONE, **FULL)
    assert faults(log) == []
    entry = edition_from(log.lines).annex.entries[1]
    lines = [one.line for one in entry.holders]
    assert entry.reason
    assert lines[0].startswith("Withdrawn by its author on ")
    assert "Person" not in lines[0]
    left = {"objections": 2, "people": 2, "unconfirmed": 1, "withdrawn": 1}
    revised(retired(log, 1, SECOND, "P6"), ONE, **left)
    assert faults(log) == []
    later = edition_from(log.lines)
    assert [one.number for one in later.annex.entries] == ["D-1", "D-2", "D-3"]
    assert not later.annex.entries[1].reason
    assert [one.because for one in later.revisions] == [
        ["One of those who stand behind D-2 withdrew."],
        ["D-2 was withdrawn by its author."],
    ]


def test_inv_10_an_edition_without_what_its_author_did_not_withdraw_is_found(
    log: Log, faults: Faults
) -> None:
    retired(log, 1, FIRST, "P5")
    fewer = {"objections": 2, "people": 2, "unconfirmed": 1, "withdrawn": 1}
    assert "states other counts" in faults(revised(log, ONE, **fewer))[0]


def test_inv_9_a_dissent_that_somebody_else_withdrew_is_found(
    log: Log, faults: Faults
) -> None:
    revised(retired(log, 1, FIRST, "P6"), ONE, **FULL)
    assert "without its author" in faults(log)[0]


@pytest.mark.parametrize("changes", [[], [["withdrawn", "O-2"]], [["added", "O-1"]]])
def test_inv_10_an_edition_names_what_was_changed(
    log: Log, faults: Faults, changes: list[list[str]]
) -> None:
    revised(retired(log, 1, FIRST, "P5"), changes, **FULL)
    assert "does not name what was changed" in faults(log)[0]


def test_inv_10_an_edition_in_which_nothing_was_changed_is_found(
    log: Log, faults: Faults
) -> None:
    assert "nothing was changed" in faults(revised(log, [], **FULL))[0]


def test_inv_10_what_else_became_of_an_entry_since_is_found(
    log: Log, faults: Faults
) -> None:
    retired(log, 1, FIRST, "P5")
    log.answer(3, "We answer after all.", [])
    revised(log, ONE, **FULL)
    assert "changes D-1 in the annex without naming it" in faults(log)[0]


def test_inv_10_a_page_or_annex_that_drops_an_entry_is_found(
    log: Log, tmp_path: Path
) -> None:
    path = tmp_path / "a2.zip"
    path.write_bytes(bundle_of(revised(retired(log, 1, FIRST, "P5"), ONE, **FULL)))
    opened = Opened.at(path)
    annex = json.loads(opened.files[ANNEX])
    del annex["entries"][1]
    opened.files[ANNEX] = json.dumps(annex).encode()
    opened.sign_anew(KEY)
    assert verify(opened.save(path)).faults == [
        "The file annex.json is not the annex that the log gives."
    ]
    opened = Opened.at(path)
    opened.sign_anew(KEY, annex_revision=1, revisions=[])
    assert any("editions" in one for one in verify(opened.save(path)).faults)
