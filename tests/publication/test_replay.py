"""What the public log says is rebuilt from it alone, and refused where it cannot be."""

from typing import Any

import pytest

from consensus.archive.chain import first_fault
from consensus.publication.annex import build_annex
from consensus.publication.record import Fault
from consensus.publication.replay import replay
from tests.publication.logs import Lines, Log, paragraph, rehashed
from tests.publication.stories import (
    INTRO,
    LIMITS,
    PRICE,
    REMOVED,
    TEXT,
    agreed,
    contested,
)


def test_the_story_itself_is_a_valid_chain() -> None:
    assert first_fault(contested().lines) is None


def test_inv_1_exactly_those_who_maintain_or_dissent_are_in_the_annex() -> None:
    annex = build_annex(replay(contested().lines), 2, "1.0", people=3)
    assert [(e.number, e.objection, e.label) for e in annex.entries] == [
        ("D-1", "O-3", "the whole document"),
        ("D-2", "O-1", "¶2"),
        ("D-3", "O-2", "¶3"),
    ]
    assert [len(entry.holders) for entry in annex.entries] == [1, 2, 1]
    assert annex.counts.as_json() == {"objections": 3, "people": 3, "unconfirmed": 1}


def test_inv_2_the_words_are_those_of_the_author_to_the_letter() -> None:
    log = contested()
    facts = {"objection": 1, "holder": 1}
    words = {
        "reason": "Zu lang: e\u0301 ‘x’\n\nnew line",
        "harm_to": "",
        "would_resolve": "",
    }
    log.sign_for("objection.edited", "O-1", facts, words, "P5")
    entry = build_annex(replay(log.lines), 2, "1.0", people=3).entries[1]
    assert entry.reason == words["reason"]
    assert entry.holders[1].own_note == "I share this."


def test_inv_3_the_wording_objected_to_stands_beside_the_published_one() -> None:
    annex = build_annex(replay(contested().lines), 2, "1.0", people=3)
    changed, unchanged = annex.entries[1], annex.entries[2]
    assert changed.objected is not None
    assert changed.published is not None
    assert "twelve" in changed.objected.text
    assert "six" in changed.published.text
    assert unchanged.published is None
    assert unchanged.objected is not None
    assert unchanged.objected.text == "Prices are set once a year."


def test_r2_a_dissent_without_reasons_is_printed_as_bare() -> None:
    entry = build_annex(replay(contested().lines), 2, "1.0", people=3).entries[2]
    assert entry.is_bare
    assert entry.holders[0].line == "a member"


def test_r3_an_objection_nobody_confirmed_is_in_part_three() -> None:
    annex = build_annex(replay(contested().lines), 2, "1.0", people=3)
    assert [(u.number, u.objection) for u in annex.unconfirmed] == [("U-1", "O-4")]
    assert annex.unconfirmed[0].finding is None


def test_r3_an_unconfirmed_objection_to_a_removed_paragraph_is_not_printed() -> None:
    log = contested()
    holder = log.object(6, REMOVED, "P10")
    old = log.mint(REMOVED)
    log.move(6, holder, "words_changed", ("raised", "recheck"), "system", wording=old)
    log.move(6, holder, "silent_on_recheck", ("recheck", "unconfirmed"), "system",
             wording=old)  # fmt: skip
    annex = build_annex(replay(log.lines), 2, "1.0", people=3)
    assert [one.objection for one in annex.unconfirmed] == ["O-4"]


def test_r8_an_objection_to_a_removal_stands_where_the_words_stood() -> None:
    log = contested()
    gone = paragraph("b4", "Meters are read by hand.")
    log.object(6, gone, "P10", state="dissenting", facts={"target": "removal"})
    annex = build_annex(replay(log.lines), 2, "1.0", people=4)
    last = annex.entries[-1]
    assert (last.objection, last.label) == ("O-6", "a paragraph that was removed")
    assert last.objected is not None
    assert last.objected.text == "Meters are read by hand."


def test_r4_who_has_left_is_printed_and_not_counted() -> None:
    log = contested()
    log.add("holder.departed", "O-1", {"objection": 1, "holder": 2})
    annex = build_annex(replay(log.lines), 2, "1.0", people=2)
    assert [one.departed for one in annex.entries[1].holders] == [False, True]


def test_who_came_back_counts_again() -> None:
    log = contested()
    for verb in ("holder.departed", "holder.returned"):
        log.add(verb, "O-1", {"objection": 1, "holder": 2})
    annex = build_annex(replay(log.lines), 2, "1.0", people=3)
    assert not annex.entries[1].holders[1].departed


def test_people_are_bounded_by_what_the_pseudonyms_allow() -> None:
    record = replay(contested().lines)
    assert build_annex(record, 2, "1.0", people=2).counts.people == 2
    for impossible in (1, 4):
        with pytest.raises(Fault, match="2 to 3 people"):
            build_annex(record, 2, "1.0", people=impossible)


def test_r17_the_last_choice_is_shown_and_the_new_pseudonym_may_decide() -> None:
    log = contested()
    facts = {"objection": 1, "holder": 1, "attribution": "group", "pseudonym": "P20"}
    identity = {"attribution": "group", "group": "civil society"}
    log.add("attribution.changed", "O-1", facts, identity=identity, actor="P5")
    log.lines[log.receipts[0]["entry_seq"] - 1].pop("identity")
    new = log.mint(LIMITS)
    log.move(1, 1, "record_as_dissent", ("maintained", "dissenting"), "P20",
             wording=new)  # fmt: skip
    entry = build_annex(replay(log.lines), 2, "1.0", people=3).entries[1]
    assert entry.holders[0].line == "a member from civil society"


@pytest.mark.parametrize("actor", ["P2", "P3", "P4", "P6", "system", "operator"])
@pytest.mark.parametrize(
    ("move", "after"),
    [("withdraw", "withdrawn"), ("record_as_dissent", "dissenting")],
)
def test_inv_9_nobody_but_the_holder_ends_or_turns_an_objection(
    actor: str, move: str, after: str
) -> None:
    log = contested()
    log.move(1, 1, move, ("maintained", after), actor, acting_as="editor")
    with pytest.raises(Fault, match=r"Entry \d+ .*other than the person who holds it"):
        replay(log.lines)


@pytest.mark.parametrize("who", ["P3", "P5"])
def test_inv_9_silence_is_stated_by_the_clock_alone(who: str) -> None:
    log = contested()
    holder = log.object(6, INTRO, "P5")
    log.answer(6, "No.", [holder])
    log.move(6, holder, "silent_on_answer", ("answered", "maintained"), who)
    with pytest.raises(Fault, match="other than the person"):
        replay(log.lines)


def test_a_step_that_the_table_does_not_list_is_refused() -> None:
    log = contested()
    log.move(2, 5, "maintain", ("dissenting", "maintained"), "P7")
    with pytest.raises(Fault, match="a state it was not in"):
        replay(log.lines)
    log.lines[-1]["entry"]["facts"]["move"] = "withdraw"
    with pytest.raises(Fault, match="does not lead"):
        replay(log.lines)


def test_nobody_changes_the_words_of_another() -> None:
    log = contested()
    words = {"reason": "Never mind.", "harm_to": "", "would_resolve": ""}
    facts = {"objection": 1, "holder": 1}
    log.sign_for("objection.edited", "O-1", facts, words, "P2")
    with pytest.raises(Fault, match="without its author"):
        replay(log.lines)


def test_nobody_changes_how_another_is_shown() -> None:
    log = contested()
    facts = {"objection": 1, "holder": 1, "attribution": "group", "pseudonym": "P20"}
    log.add("attribution.changed", "O-1", facts, actor="P2")
    with pytest.raises(Fault, match="how somebody else is shown"):
        replay(log.lines)


def _entry(lines: Lines, verb: str) -> dict[str, Any]:
    return next(line for line in lines if line["entry"]["verb"] == verb)


@pytest.mark.parametrize(
    ("verb", "change", "sentence"),
    [
        ("wording.minted", {"wording": "00"}, "not the one beside it"),
        ("snapshot.made", {"content_hash": "00"}, "not that of its text"),
        ("snapshot.made", {"items": [["b1", "00", "¶1"]]}, "never recorded"),
        ("call.opened", {"content_hash": "00"}, "on another text"),
        ("call.closed", {"call": 7}, "never opened"),
        ("objection.raised", {"wording": "00"}, "never recorded"),
        ("objection.raised", {"state": "resolved"}, "not open to anybody"),
        ("objection.joined", {"objection": 77}, "never raised"),
        ("objection.joined", {"holder": 1}, "there already"),
        ("holder.moved", {"holder": 77}, "never held"),
        ("holder.moved", {"move": "vanish"}, "does not say what it must"),
    ],
)
def test_a_log_that_contradicts_itself_is_refused_at_its_entry(
    verb: str, change: dict[str, Any], sentence: str
) -> None:
    lines = contested().lines
    line = _entry(lines, verb)
    line["entry"]["facts"] |= change
    with pytest.raises(Fault, match=rf"Entry {line['entry']['seq']} .*{sentence}"):
        replay(rehashed(lines))


def test_lost_words_lost_facts_and_unknown_deeds_are_refused() -> None:
    lines = contested().lines
    raised = _entry(lines, "objection.raised")
    words = raised.pop("words")
    with pytest.raises(Fault, match="has lost the words"):
        replay(lines)
    raised["words"] = words
    del raised["entry"]["facts"]["holder"]
    with pytest.raises(Fault, match="does not say what it must"):
        replay(lines)
    raised["entry"]["verb"] = "objection.forgotten"
    with pytest.raises(Fault, match="does not know"):
        replay(lines)
    with pytest.raises(Fault, match="Entry 1 is not an entry"):
        replay([{"hash": ""}])


def test_a_text_without_dissent_has_an_empty_annex() -> None:
    annex = build_annex(replay(agreed().lines), 1, "1.0", people=0)
    assert (annex.entries, annex.unconfirmed) == ((), ())


def test_inv_34_replaying_twice_gives_the_same_annex() -> None:
    lines = contested().lines
    one, two = (build_annex(replay(lines), 2, "1.0", people=3) for _ in range(2))
    assert one == two
    assert build_annex(replay(lines), 1, "1.0", people=3) != one


def test_several_on_one_paragraph_stand_in_the_order_of_filing() -> None:
    log = Log()
    log.propose()
    for number in (3, 1, 2):
        log.object(number, LIMITS, f"P{number}", state="dissenting")
    log.object(4, PRICE, "P4", state="dissenting")
    log.object(5, INTRO, "P5", state="dissenting")
    log.freeze(1, TEXT)
    annex = build_annex(replay(log.lines), 1, "1.0", people=5)
    assert [e.objection for e in annex.entries] == ["O-5", "O-1", "O-2", "O-3", "O-4"]
