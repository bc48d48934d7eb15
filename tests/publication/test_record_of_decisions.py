"""The record of decisions: printed, as data, and of the log alone (11.4, INV-32)."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from consensus.archive.verbs import Verb
from consensus.coalitions.models import Role
from consensus.publication.decision_events import events_of
from consensus.publication.decision_lines import decision_lines
from consensus.publication.record import Happened, Record
from consensus.publication.replay import replay
from consensus.publication.verify import verify
from tests.deliberation.stories import Story
from tests.publication.bundles import KEY, Opened
from tests.publication.logs import Log
from tests.publication.publishing import (
    WHOLE,
    agreed,
    finding,
    level,
    maintained,
    output,
    publishes,
    saved_bundle,
)
from tests.publication.stories import contested


def _annex(page: str) -> Tag:
    found = BeautifulSoup(page, "html5lib").select_one("#decisions")
    assert found is not None
    return found


def _words(part: Tag) -> str:
    return " ".join(part.get_text(" ").split())


@pytest.fixture
def printed(story: Story, tmp_path: Path) -> Path:
    """A contested text whose caller also edits it, published; its bundle."""
    story.world.appoint(story.caller, Role.EDITOR, story.document)
    number = maintained(story)
    declared = story.declares(**WHOLE, **level("b1"), **finding(number))
    assert declared.status_code == 303
    story.windows_pass()
    assert publishes(story).status_code == 303
    return saved_bundle(story, tmp_path)


def test_inv_32_every_decision_links_to_its_call_and_names_who_declared_it(
    story: Story, printed: Path
) -> None:
    annex = _annex(output(story, "publication.html").text)
    lines = annex.select("article[id^=decision-DEC-]")
    assert [one["id"] for one in lines] == ["decision-DEC-1", "decision-DEC-2"]
    for one in lines:
        link = one.select_one("a[href^='#entry-']")
        assert link is not None
        notice = annex.select_one(f"[id='{str(link['href'])[1:]}']")
        assert notice is not None
        assert "Consensus call 1 opened, until 2026-03-16" in _words(notice)
        assert "7 members were told" in _words(one)
        name = f"Declared by {story.caller.name}, who also drafted the text."
        assert name in _words(one)
    whole, first = map(_words, lines)
    assert "Consensus is declared for the whole text." in whole
    assert "Most agree; one member does not." in whole
    assert "Consensus is declared for ¶1." in first
    assert "Advised: Consensus. Declared: Consensus." in first
    assert "O-1: outweighed." in first
    assert "Others need it shorter." in first
    assert "Leaving it out." in first


def test_inv_32_the_record_comes_from_the_log_and_verify_covers_it(
    story: Story, printed: Path, tmp_path: Path
) -> None:
    assert verify(printed).faults == []
    opened = Opened.at(printed)
    held = json.loads(opened.files["decisions.json"])
    assert held["decisions"][1]["objections"][0]["finding"] == "outweighed"
    page = f"/documents/{story.document}/decisions.json"
    assert story.world.visitor().get(page).get_json() == held
    held["decisions"][0]["declared_by"] = "Declared by nobody."
    opened.files["decisions.json"] = json.dumps(held).encode()
    opened.sign_anew(KEY)
    faults = verify(opened.save(tmp_path / "forged.zip")).faults
    assert faults == ["The file decisions.json is not what the log gives."]


def test_11_4_decisions_on_notice_go_on_with_the_numbers_of_levels(
    story: Story, printed: Path
) -> None:
    text = f"/documents/{story.document}"
    sent = {"kind": "withdraw", "reason": "It is out of date.", "successor": ""}
    answer = story.caller.post(f"{text}/decisions/withdrawal", **sent)
    assert answer.status_code == 303
    record = story.world.visitor().get(f"{text}/decisions.json").get_json()
    assert [one["name"] for one in record["decisions"]] == ["DEC-1", "DEC-2", "DEC-3"]
    assert record["decisions"][2]["rationale"] == "It is out of date."
    assert "DEC-3: Withdraw the output" in story.caller.get(f"{text}/stages").text


def test_11_4_the_page_must_print_the_record_in_full(
    printed: Path, tmp_path: Path
) -> None:
    opened = Opened.at(printed)
    whole = opened.files["publication.html"]
    opened.files["publication.html"] = whole.replace(b"who also drafted", b"who wrote")
    opened.sign_anew(KEY)
    faults = verify(opened.save(tmp_path / "forged.zip")).faults
    assert faults == ["The page does not print the record of decisions in full."]


def test_11_4_stage_moves_and_stopped_calls_are_told(story: Story) -> None:
    story.open_call()
    stop = f"/documents/{story.document}/call/stop"
    sent = story.editor.post(stop, reason="The words must change.")
    assert sent.status_code == 303
    agreed(story)
    page = story.world.visitor().get(f"/documents/{story.document}/record")
    told = " ".join(BeautifulSoup(page.text, "html5lib").get_text(" ").split())
    for words in (
        "The text was proposed.",
        "Consensus call 1 was stopped.",
        "The words must change.",
        "Consensus call 2 opened, until",
        "Full consensus is declared for the whole text.",
        "challenges until",
    ):
        assert words in told


def test_inv_32_a_decision_on_notice_has_its_own_number_and_names_who_drafted() -> None:
    log: Log = contested()
    facts = {"kind": "close", "successor": None, "told": 9,
             "closes_at": "2026-04-01T11:59:00+00:00"}  # fmt: skip
    log.add("text.edited", "text", {"op": "edit"}, actor="P4")
    log.add("decision.proposed", "DEC-4", facts, actor="P4", words={"reason": "Late."},
            identity={"name": "Mara Vance"}, acting_as="coordinator")  # fmt: skip
    ended = {"kind": "close", "told": 9, "objections": 0, "successor": None,
             "basis": "no objection within the notice"}  # fmt: skip
    log.add("decision.made", "DEC-4", ended)
    *levels, last = decision_lines(replay(log.lines))
    assert [one.name for one in levels] == ["DEC-1", "DEC-2", "DEC-3"]
    assert last.name == "DEC-4"
    assert last.sentence == (
        "Close the text without an output: it went ahead, no objection within the "
        "notice."
    )
    assert last.declared_by == "Proposed by Mara Vance, who also drafted the text."
    assert last.basis == last.entry


@pytest.mark.parametrize(
    ("verb", "about", "sentence"),
    [
        (Verb.DISSENT_RETIRED, "O-1", "O-1 was withdrawn by one who held it."),
        (
            Verb.SIGNATURE_RETIRED,
            "M-2",
            "A signature of M-2 was withdrawn by its holder.",
        ),
        (Verb.WORDS_REDACTED, "O-1", "Words of O-1 were taken out on legal grounds."),
    ],
)
def test_11_4_what_became_of_dissent_after_publication_has_its_line(
    verb: Verb, about: str, sentence: str
) -> None:
    at = datetime(2026, 5, 1, 9, tzinfo=UTC)
    deed = Happened(9, at, verb, about, {"objection": 1}, {}, "", "member",
                    drafted=False)  # fmt: skip
    (event,) = events_of(Record(deeds=[deed]))
    assert (event.on, event.sentence) == ("2026-05-01", sentence)
