"""R9: rewriting again and again, and answering once for all of it."""

import json
from pathlib import Path

import pytest

from consensus.deliberation.machine import Move
from consensus.deliberation.models import HolderState
from consensus.publication.verify import verify
from tests.deliberation.panels import move, panel_of, take, words_of
from tests.deliberation.stories import Story
from tests.deliberation.structuring import removes
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

WORDINGS = ("Notices may be read out.", "Some notices are read.", "Notices can wait.")


def says(story: Story, standing: str, who: Person | None = None) -> int:
    """Give or end a standing reply; the HTTP status."""
    path = f"/documents/{story.document}/objections/1/standing-reply"
    return (who or story.people[0]).post(path, standing=standing).status_code


def maintains(story: Story) -> Person:
    """Somebody objects to the first paragraph and keeps that over the answer."""
    person = story.people[0]
    take(person, story.document, "objection")
    story.answers(1)
    move(person, story.document, 1, Move.MAINTAIN)
    return person


def offers(story: Story, words: str) -> None:
    story.rewords("b1", words)
    story.offers_the_text()


def test_r9_each_change_of_words_asks_the_holder_again(story: Story) -> None:
    person = maintains(story)
    for words in WORDINGS:
        offers(story, words)
        assert story.state(1) is HolderState.RECHECK
        move(person, story.document, 1, Move.KEEP)
        assert story.state(1) is HolderState.MAINTAINED


def asked(story: Story) -> int:
    story.tick()
    return sum("Is your objection met?" in m["Subject"] for m in story.world.outbox)


def test_r9_the_holder_gets_one_notice_for_each_round(story: Story) -> None:
    person = maintains(story)
    for words in WORDINGS:
        offers(story, words)
        assert asked(story) == 1
        move(person, story.document, 1, Move.KEEP)
    story.open_call()
    stop = f"/documents/{story.document}/call/stop"
    story.editor.post(stop, reason="It must change.")
    offers(story, "Another round, other words.")
    assert asked(story) == 2


def test_r9_how_many_wordings_were_offered_is_shown(story: Story) -> None:
    person = maintains(story)
    assert "Wordings offered since" not in panel_of(person, story.document)
    for number, words in enumerate(WORDINGS, start=1):
        offers(story, words)
        shown = words_of(panel_of(story.world.visitor(), story.document))
        assert f"Wordings offered since: {number}." in shown


def test_r9_a_standing_reply_keeps_it_on_every_wording_and_tells_the_holder(
    story: Story,
) -> None:
    maintains(story)
    assert says(story, "yes") == 303
    for words in WORDINGS:
        offers(story, words)
        assert story.state(1) is HolderState.MAINTAINED
    story.tick()
    told = [m.get_content() for m in story.world.outbox if "around" in m["Subject"]]
    assert any("your standing reply kept your objection" in one for one in told)
    assert asked(story) == 0
    shown = words_of(panel_of(story.world.visitor(), story.document))
    assert "Kept on any wording with the same effect." in shown


def test_r9_a_dissent_stays_a_dissent(story: Story) -> None:
    take(story.people[0], story.document, "dissent")
    assert says(story, "yes") == 303
    offers(story, WORDINGS[0])
    assert story.state(1) is HolderState.DISSENTING


def test_r9_it_holds_until_the_holder_changes_it(story: Story) -> None:
    person = maintains(story)
    says(story, "yes")
    assert "Ask me again when the words change" in panel_of(person, story.document)
    assert says(story, "no") == 303
    offers(story, WORDINGS[0])
    assert story.state(1) is HolderState.RECHECK


def test_r9_lifting_the_objection_ends_it(story: Story) -> None:
    person = maintains(story)
    says(story, "yes")
    move(person, story.document, 1, Move.WITHDRAW)
    move(person, story.document, 1, Move.RAISE_AGAIN)
    offers(story, WORDINGS[0])
    assert story.state(1) is HolderState.RECHECK


def test_r9_a_removed_paragraph_still_asks(story: Story) -> None:
    maintains(story)
    says(story, "yes")
    removes(story, "b1")
    story.offers_the_text()
    assert story.state(1) is HolderState.RECHECK


def test_r9_an_objection_that_waits_for_an_answer_gets_one_first(story: Story) -> None:
    take(story.people[0], story.document, "objection")
    assert says(story, "yes") == 409
    assert says(story, "no") == 409


@pytest.mark.parametrize("who", ["editor", "caller", "member"])
def test_inv_9_nobody_gives_a_standing_reply_for_another(
    story: Story, who: str
) -> None:
    maintains(story)
    others = {
        "editor": story.editor, "caller": story.caller, "member": story.people[1],
    }  # fmt: skip
    assert says(story, "yes", others[who]) == 403
    offers(story, WORDINGS[0])
    assert story.state(1) is HolderState.RECHECK


def test_inv_9_what_a_standing_reply_keeps_is_recorded_as_its_holders_act(
    story: Story,
) -> None:
    maintains(story)
    says(story, "yes")
    offers(story, WORDINGS[0])
    log = story.world.visitor().get(f"/documents/{story.document}/log.ndjson").text
    bodies = [json.loads(line)["entry"] for line in log.splitlines()]
    (raised,) = [one for one in bodies if one["verb"] == "objection.raised"]
    (kept,) = [one for one in bodies if one["facts"].get("move") == "standing_reply"]
    assert kept["actor"] == raised["actor"]


def test_r9_a_standing_reply_is_printed_and_verified(
    story: Story, tmp_path: Path
) -> None:
    maintains(story)
    says(story, "yes")
    story.rewords("b1", WORDINGS[0])
    story.open_call()
    support_of_others(story)
    story.world.days_pass(15)
    declared = story.declares(**WHOLE, **level("b1"), **finding(1))
    assert declared.status_code == 303, declared.get_data(as_text=True)
    story.windows_pass()
    assert publishes(story).status_code == 303
    assert "keeps it on any wording with the same effect" in output(story).text
    assert verify(saved_bundle(story, tmp_path)).faults == []
