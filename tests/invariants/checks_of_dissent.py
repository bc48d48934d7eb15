"""
What must hold of dissent in every publication (domain.md 10, INV-1 to 12 and 21).

Each check compares the published files with the test's own book. Nothing is asked of
the service, so what it has lost it cannot explain away.
"""

import unicodedata
from collections.abc import Iterable, Mapping

from consensus.coalitions.models import Attribution
from tests.invariants.book import Book, Hand
from tests.invariants.cast import email_of, name_of
from tests.invariants.ledger import Text
from tests.invariants.printed import Entry, Printed

Pair = tuple[int, str]
AGAINST = {"dissent", "partial_dissent"}


def check_dissent(printed: Printed, book: Book, text: Text) -> None:
    """All that concerns dissent, in the order of the specification."""
    inv_1_objections(printed, book, text)
    inv_1_statements(printed, book)
    inv_1_people(printed, book, text)
    inv_2_words(printed, book)
    inv_3_targets(printed, book, text)
    inv_4_counts(printed)
    inv_5_marks(printed)
    inv_5_all_places(printed, book, text)
    inv_8_receipts(printed, book)
    inv_9_own_deeds(printed, book)
    inv_12_full_consensus(printed)
    inv_21_hidden_names(printed, book)
    order_of_the_annex(printed)


def inv_1_objections(printed: Printed, book: Book, text: Text) -> None:
    """Whoever still opposes is printed, nobody else is, and each under their hand."""
    must, may = book.ledger.must_stand(text), book.ledger.may_stand(text)
    alive = book.ledger.must_be_printed(text)
    for number in {key for key, _ in must | may | alive} | set(printed.objections):
        entry = printed.objections.get(number)
        lines = [one["line"] for one in entry["holders"]] if entry else []
        least, most = _of(must, number), _of(may, number)
        what = f"INV-1: O-{number} has {lines}, must {least}, may {most}"
        assert len(least) <= len(lines) <= len(most), what
        _check_hands(lines, book.objections[number].hands, least, most, what)
        unconfirmed = printed.unconfirmed.get(number)
        held = len(lines) + (len(unconfirmed["holders"]) if unconfirmed else 0)
        assert held >= len(_of(alive, number)), (
            f"INV-1 (R3, R7): O-{number} lost a hold"
        )


def _check_hands(
    lines: list[str], hands: Mapping[str, Hand], must: set[str], may: set[str],
    what: str,
) -> None:  # fmt: skip
    """Who chose to be named is named; who did not is not; nobody else is there."""
    for who, hand in hands.items():
        named = any(name_of(who) in line for line in lines)
        if hand.attribution is Attribution.NAMED and who in must:
            assert named, f"{what}: {who} is missing"
        assert not named or who in may, f"{what}: {who} does not hold it"
        assert not named or hand.attribution is Attribution.NAMED, f"INV-21: {what}"


def inv_1_statements(printed: Printed, book: Book) -> None:
    """Printed statements are those that were filed; signed by whoever signed them."""
    expected = {n: one for n, one in book.statements.items() if one.is_printed}
    assert set(printed.statements) == set(expected), "INV-1: other statements"
    for number, one in expected.items():
        lines = [by["line"] for by in printed.statements[number]["signatories"]]
        signers = set(one.hands)
        what = f"INV-1: M-{number} is signed by {lines}, not by {signers}"
        assert len(lines) == len(signers), what
        _check_hands(lines, one.hands, signers, signers, what)


def inv_1_people(printed: Printed, book: Book, text: Text) -> None:
    """The number of people is one of distinct persons, and none is forgotten."""
    counts = printed.manifest["counts"]
    most = {who for _, who in book.ledger.may_stand(text)}
    assert counts["people"] <= len(most), "INV-1: more people than there are"
    here = {who for _, who in book.ledger.must_stand(text)} - book.departed
    assert counts["people"] >= len(here), "INV-1: fewer people than dissent"
    part_2 = [
        one for number, one in book.statements.items()
        if one.is_printed and number in _numbers(printed.annex.get("statements", ()))
    ]  # fmt: skip
    signers = {who for one in part_2 for who in one.hands}
    assert counts.get("signers", 0) == len(signers), "INV-1: other signers"


def inv_2_words(printed: Printed, book: Book) -> None:
    """Every word that an author wrote, as they wrote it, after NFC; nothing more."""
    for number, entry in (printed.objections | printed.unconfirmed).items():
        wrote = book.objections[number]
        assert entry["reason"] == _nfc(wrote.reason), f"INV-2: reason of O-{number}"
        assert entry["harm_to"] == _nfc(wrote.harm), f"INV-2: harm of O-{number}"
        assert entry["would_resolve"] == _nfc(wrote.would), f"INV-2: O-{number}"
    for number, entry in printed.objections.items():
        _check_notes(entry, book.objections[number].hands, number)
    for number, entry in printed.statements.items():
        signed = book.statements[number]
        same = (entry["title"], entry["text"]) == (signed.title, _nfc(signed.text))
        assert same, f"INV-2: the words of M-{number}"
        answered = (entry["response"] or {}).get("text", "")
        assert answered == signed.response, f"INV-2: the response to M-{number}"
        assert _flat(signed.text) in printed.plain, f"INV-2: M-{number} is not to read"
    for number, entry in printed.objections.items():
        assert _flat(entry["reason"]) in printed.plain, (
            f"INV-2: O-{number} is not to read"
        )


def _check_notes(entry: Entry, hands: Mapping[str, Hand], number: int) -> None:
    notes = {one["own_note"] for one in entry["holders"]}
    for who, hand in hands.items():
        named = [one for one in entry["holders"] if name_of(who) in one["line"]]
        if hand.note and hand.attribution is Attribution.NAMED and named:
            assert hand.note in notes, f"INV-2: the note of {who} on O-{number}"
    assert notes <= {hand.note for hand in hands.values()}, f"INV-2: O-{number}"


def inv_3_targets(printed: Printed, book: Book, text: Text) -> None:
    """The words objected to, as their author had them before them, and the place."""
    for number, entry in (printed.objections | printed.unconfirmed).items():
        wrote = book.objections[number]
        if wrote.seen is None:
            assert entry["block"] is None, f"INV-3: O-{number} is on the whole text"
            continue
        assert entry["label"], f"INV-3: O-{number} has no place"
        shown = " ".join(entry["objected"]["text"].split())
        assert shown == wrote.seen, f"INV-3: O-{number} objects to other words"


def inv_4_counts(printed: Printed) -> None:
    """The same numbers on the cover, in annex, manifest and log."""
    annex, counts = printed.annex, printed.manifest["counts"]
    assert counts["objections"] == len(annex["entries"]), "INV-4: objections"
    assert counts["unconfirmed"] == len(annex["unconfirmed"]), "INV-4: unconfirmed"
    stated = len(annex.get("statements", ()))
    assert counts.get("statements", 0) == stated, "INV-4: statements"
    noted = counts.get("reservations", 0) + counts.get("concurrences", 0)
    assert noted == len(annex.get("noted", ())), "INV-4: reservations, concurrences"
    assert printed.told("version.published")[-1]["facts"]["counts"] == counts, "INV-4"
    line = printed.manifest["agreement_line"]
    number = counts["objections"]
    told = "No objection stands" if number == 0 else f"{number} objection"
    assert told in line, "INV-4: the cover"
    assert line in printed.plain, "INV-4: the cover does not say it"
    if stated:
        assert f"{stated} minority statement" in line, "INV-4: the cover"
    assert not counts["unconfirmed"] or "neither confirmed" in line, "INV-4: the cover"
    heads = {f"annex-{n}" for n in _printed_numbers(annex)}
    missing = {one for one in heads if f'id="{one}"' not in printed.html}
    assert not missing, f"INV-4: not in the publication: {missing}"


def inv_5_marks(printed: Printed) -> None:
    """Every contested paragraph says so where it stands, and names who is against."""
    for entry in printed.annex["entries"]:
        further = [one["block"] for one in entry.get("further", ())]
        if entry["block"] in {None, *printed.blocks}:  # else its place was removed
            assert _mark(entry) in printed.html, f"INV-5: no mark: {entry['number']}"
        _marked_at(printed, entry, [entry["block"], *further])
    for entry in printed.annex.get("statements", ()):
        about = [
            one["block"] for one in entry["targets"]
            if one["kind"] in {"wording", "level"}
        ]  # fmt: skip
        _marked_at(printed, entry, about)


def _marked_at(printed: Printed, entry: Entry, blocks: Iterable[str | None]) -> None:
    for block in blocks:
        if block is not None and block in printed.blocks:
            told = printed.paragraph(block)
            assert _mark(entry) in told, f"INV-5: {block} names no {entry['number']}"


def _mark(entry: Entry) -> str:
    return f'href="#annex-{entry["number"]}"'


def inv_5_all_places(printed: Printed, book: Book, text: Text) -> None:
    """Also at every part into which a contested paragraph was divided (5.5)."""
    for number, blocks in book.ledger.must_be_marked(text).items():
        entry = printed.objections[number]
        if entry["target"] != "wording":
            continue
        _marked_at(printed, entry, sorted(blocks))


def inv_8_receipts(printed: Printed, book: Book) -> None:
    """Every receipt that was handed out is in the manifest, and once."""
    listed = printed.manifest["receipts"]
    assert len(listed) == len(set(listed)), "INV-8: a receipt is there twice"
    assert set(listed) == set(book.receipts), "INV-8: other receipts"


def inv_9_own_deeds(printed: Printed, book: Book) -> None:
    """Nobody but the person ends what they hold; what the clock does is listed."""
    silent = {"maintained", "unconfirmed", "recheck", "raised"}
    follows = {"words_restored", "words_carried", "words_edited", "standing_reply"}
    for body in printed.told("holder.moved"):
        facts, who = body["facts"], book.deeds[body["seq"]]
        number, person = book.holds[facts["holder"]]
        what = f"INV-9: {who or 'the clock'} moved the hold of {person} on O-{number}"
        if facts["move"] in follows or who == person:
            continue
        by_editor = facts["move"] in {"answer", "ask_reason"}
        after = {"answered", "asked"} if by_editor else silent
        assert facts["after"] in after, f"{what} to {facts['after']}"
    for body in printed.told("statement.signed", "signature.withdrawn"):
        assert book.deeds[body["seq"]], "INV-9: the clock signed or withdrew"


def inv_12_full_consensus(printed: Printed) -> None:
    """Full consensus stands nowhere over somebody who is against it."""
    levels = printed.manifest["level"]
    full = {
        one["block"] for one in levels["blocks"] if one["level"] == "full_consensus"
    }
    whole = levels["document"] == "full_consensus"
    for entry in printed.annex["entries"]:
        places = {entry["block"], *(one["block"] for one in entry.get("further", ()))}
        assert not whole, f"INV-12: {entry['number']} stands, full consensus is claimed"
        on = set() if entry["target"] == "omission" else places
        assert not on & full, f"INV-12: {entry['number']} is on a full consensus"
    for entry in printed.annex.get("statements", ()):
        held = [one for one in entry["targets"] if one["kind"] != "process"]
        if entry["kind"] in AGAINST and held:
            gone = all(one["published"] for one in held)
            assert gone or not whole, f"INV-12: {entry['number']} dissents"


def inv_21_hidden_names(printed: Printed, book: Book) -> None:
    """Who hid their name everywhere is named in no file."""
    for who in book.hidden():
        for name, data in printed.files.items():
            shown = name_of(who).encode() in data or email_of(who).encode() in data
            assert not shown, f"INV-21: {name} names {who}"


def order_of_the_annex(printed: Printed) -> None:
    """In the order of the text; several on one paragraph as they were filed (11.2)."""
    order = {block: place for place, block in enumerate(printed.blocks)}
    found = [
        (order[one["block"]], int(one["objection"].removeprefix("O-")))
        for one in printed.annex["entries"] if one["block"] in order
    ]  # fmt: skip
    assert found == sorted(found), "R26: the dissents were put into another order"


def _of(pairs: Iterable[Pair], number: int) -> set[str]:
    return {who for key, who in pairs if key == number}


def _numbers(entries: Iterable[Entry]) -> set[int]:
    return {int(one["number"].removeprefix("M-")) for one in entries}


def _printed_numbers(annex: Entry) -> list[str]:
    parts = ("entries", "unconfirmed", "statements", "noted")
    return [one["number"] for part in parts for one in annex.get(part, ())]


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _flat(text: str) -> str:
    return " ".join(_nfc(text).split())
