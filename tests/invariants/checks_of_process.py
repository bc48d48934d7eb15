"""
What must hold of levels, windows, comments and the record in every publication
(domain.md 10, INV-13 to 40 as far as stored state and the files show it).
"""

import hashlib
import re
from datetime import datetime, timedelta

import rfc8785

from tests.invariants.book import Book, Stand
from tests.invariants.ledger import Text
from tests.invariants.printed import Entry, Printed

FLOORS = {"member_review": 7, "public_comment": 7, "call": 7, "urgent": 3}
RANKS = (
    "insufficient_participation", "divergence", "strong_support_significant_opposition",
    "consensus", "full_consensus",
)  # fmt: skip
OUTPUTS = frozenset(RANKS[2:])
FORBIDDEN = re.compile(r"\b(vot(e|es|ed|ing)|ballots?|winners?|majority)\b", re.I)
SHARES = re.compile(r"\d\s?%")


def check_process(printed: Printed, book: Book, text: Text) -> None:
    """All that does not concern dissent alone."""
    inv_13_14_support(printed, book, text)
    inv_15_declared_when_ready(printed)
    inv_16_17_levels(printed)
    inv_18_words(printed)
    inv_27_windows(printed)
    inv_28_frozen_text(printed, text)
    inv_31_comments(printed, book)
    inv_33_challenges(printed, book)
    inv_34_chain(printed, book)
    inv_39_40_by_itself(printed)


def inv_13_14_support(printed: Printed, book: Book, text: Text) -> None:
    """No support that was not given to these words; none that was never given."""
    call = printed.told("version.published")[-1]["facts"]["call"]
    counts = {
        body["facts"]["block"]: body["facts"]["counts"]
        for body in printed.told("reading.computed") if body["facts"]["call"] == call
    }  # fmt: skip
    holders = {who for one in book.objections.values() for who in one.hands}
    signers = {who for one in book.statements.values() for who in one.hands}
    for block, found in counts.items():
        support = _supporters(book, text, block, {"support", "reservation"})
        told = found["support"] + found["reservation"]
        assert told <= len(support), f"INV-13: {told} support {block}, not {support}"
        everybody = _supporters(book, text, block, None) | holders | signers
        assert found["people"] <= len(everybody), "INV-14: silence was counted"


def _supporters(
    book: Book, text: Text, block: str | None, kinds: set[str] | None
) -> set[str]:
    """Who may count as supporting a block, by what they said and did not take back."""
    return {
        one.who
        for one in book.stands.values()
        if (kinds is None or one.kind in kinds) and _counts(book, text, block, one)
    }


def _counts(book: Book, text: Text, block: str | None, one: Stand) -> bool:
    if one.block is None:
        return True
    if one.block == block and text.words_now.get(block) == one.words:
        return True
    since = book.ledger.changes[one.at :]
    flowed = any(
        op in {"split", "merged"} and one.block in {frm, to} for op, frm, to in since
    )
    return flowed or one.block in book.ledger.editorial


def inv_15_declared_when_ready(printed: Printed) -> None:
    """Nothing is declared over an open objection, nor without reason and finding."""
    states: dict[int, str] = {}
    objection: dict[int, int] = {}
    for line in printed.lines:
        body, facts = line["entry"], line["entry"]["facts"]
        if body["verb"] in {"objection.raised", "objection.joined"}:
            states[facts["holder"]] = facts["state"]
            objection[facts["holder"]] = facts["objection"]
        elif body["verb"] == "holder.moved":
            states[facts["holder"]] = facts["after"]
        elif body["verb"] == "level.declared":
            waiting = {"raised", "asked", "recheck"} & set(states.values())
            assert not waiting, "INV-15: a level was declared over an open objection"
            assert line["words"]["value"]["rationale"], "INV-15: no rationale"
    call = printed.told("version.published")[-1]["facts"]["call"]
    found = {
        one["facts"]["objection"]
        for one in printed.told("finding.made") if one["facts"]["call"] == call
    }  # fmt: skip
    kept = {objection[one] for one, state in states.items() if state == "maintained"}
    assert kept <= found, f"INV-15: no finding on {kept - found}"


def inv_16_17_levels(printed: Printed) -> None:
    """A level above its reading is printed with both; "adopted" is not said lightly."""
    last: dict[str | None, Entry] = {}
    call = printed.told("version.published")[-1]["facts"]["call"]
    for body in printed.told("level.declared"):
        if body["facts"]["call"] == call:
            last[body["facts"]["block"]] = body
    words = {one["entry"]["seq"]: one.get("words") for one in printed.lines}
    for body in last.values():
        level, reading = body["facts"]["level"], body["facts"]["reading"]
        if reading not in RANKS or RANKS.index(level) <= RANKS.index(reading):
            continue
        beside = words[body["seq"]]
        rationale = beside["value"]["rationale"] if beside else ""
        assert rationale, "INV-16: higher than the reading, and no rationale"
        assert rationale in printed.plain, "INV-16: the rationale is not printed"
    level, line = printed.manifest["level"]["document"], printed.manifest["status_line"]
    assert level == last[None]["facts"]["level"], "INV-17: another level is printed"
    if level not in OUTPUTS:
        assert "dopted" not in line, "INV-17: adopted, without agreement"
        assert not line.startswith("Output of"), "INV-17: an output, without agreement"


def inv_18_words(printed: Printed) -> None:
    """The tool's words are none of counting heads."""
    for found in (FORBIDDEN.search(printed.plain), SHARES.search(printed.plain)):
        assert found is None, f"INV-18: {found}"


def inv_27_windows(printed: Printed) -> None:
    """Every window was as long as it must be at least; an urgent call is said to be."""
    for body in printed.told("call.opened", "window.opened"):
        facts = body["facts"]
        kind = facts.get("window", "urgent" if facts.get("urgent") else "call")
        opened, closes = (
            datetime.fromisoformat(facts[one]) for one in ("opens_at", "closes_at")
        )
        assert closes - opened >= timedelta(days=FLOORS[kind]), f"INV-27: {kind}"


def inv_28_frozen_text(printed: Printed, text: Text) -> None:
    """What is published is what was put to the call, and what the test sees there."""
    published = printed.told("version.published")[-1]["facts"]
    call = next(
        body["facts"]
        for body in printed.told("call.opened")
        if body["facts"]["call"] == published["call"]
    )
    assert call["content_hash"] == printed.manifest["content_hash"], "INV-28: the text"
    blocks = [
        " ".join("".join(n["text"] for n in one["block"]["content"]).split())
        for one in printed.text["blocks"]
    ]
    assert blocks == list(text.blocks), "INV-28: other words than the text has"


def inv_31_comments(printed: Printed, book: Book) -> None:
    """Every comment of a window has one answer, which is not empty."""
    answered: dict[int, int] = {}
    for line in printed.lines:
        body = line["entry"]
        if body["verb"] == "comment.answered":
            number = body["facts"]["comment"]
            answered[number] = answered.get(number, 0) + 1
            assert line["words"]["value"]["answer"], f"INV-31: C-{number}"
    for number, one in book.comments.items():
        assert answered.get(number, 0) <= 1, f"INV-31: C-{number} was answered twice"
        if one.answer and one.answer != "withdrawn":
            assert answered.get(number) == 1, f"INV-31: C-{number} lost its answer"
    made = {body["facts"]["comment"] for body in printed.told("comment.made")}
    assert made == set(book.comments), "INV-31: other comments than were made"


def inv_33_challenges(printed: Printed, book: Book) -> None:
    """Every challenge is printed, in its author's words, with what came of it."""
    listed = {one["challenge"]: one for one in printed.manifest["challenges"]}
    assert set(listed) == {f"CH-{n}" for n in book.challenges}, "INV-33: challenges"
    for number, one in book.challenges.items():
        assert listed[f"CH-{number}"]["closing"], f"INV-33: CH-{number} has no outcome"
        assert one.text in printed.plain, f"INV-33: the words of CH-{number}"
        assert one.answer in printed.plain, f"INV-33: the answer to CH-{number}"


def inv_34_chain(printed: Printed, book: Book) -> None:
    """The log has no gap, each entry the hash of the one before; no deed is missing."""
    head = ""
    for place, line in enumerate(printed.lines, start=1):
        assert line["entry"]["seq"] == place, "INV-34: a gap in the log"
        head = hashlib.sha256(head.encode() + rfc8785.dumps(line["entry"])).hexdigest()
        assert line["hash"] == head, f"INV-34: entry {place} does not fit"
        for part in ("words", "identity"):
            if part in line:
                beside = line[part]
                salted = beside["salt"].encode() + rfc8785.dumps(beside["value"])
                told = hashlib.sha256(salted).hexdigest()
                assert told == line["entry"][part], f"INV-34: words of entry {place}"
    missing = set(book.deeds) - set(range(1, len(printed.lines) + 1))
    assert not missing, "INV-34: deeds were done that are not in the log"


def inv_39_40_by_itself(printed: Printed) -> None:
    """Nothing is fetched from elsewhere, and it says who made it."""
    fetched = re.findall(r"""(?:src|href)=["'](?!#|data:)([^"']+)["']""", printed.html)
    outside = [one for one in fetched if not one.startswith("https://trial.example")]
    assert not outside, f"INV-39: {outside}"
    assert "produced independently by IGF Dynamic Coalition" in printed.plain, "INV-40"
