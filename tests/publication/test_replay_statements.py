"""Statements are rebuilt from the log alone, and refused where they cannot be (6.5)."""

import copy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consensus.publication.annex import Annex, build_annex
from consensus.publication.bundle import ANNEX, HTML, LOG
from consensus.publication.record import Fault
from consensus.publication.replay import replay
from consensus.publication.verify import verify
from tests.publication.bundles import KEY, SIGNER, Opened, bundle_of, finished
from tests.publication.logs import Lines, Log, from_ndjson, rehashed
from tests.publication.stating import TEXT, Statement, stating
from tests.publication.stories import INTRO, LIMITS, LIMITS_OLD, PRICE, contested

COUNTS = {
    "objections": 3, "people": 3, "unconfirmed": 1,
    "statements": 2, "signers": 3, "concurrences": 1,
}  # fmt: skip
OTHER_TEXT = TEXT.replace("Logs help", "Logs must help")


def stated() -> Log:
    """
    M-1 dissent on b2, filed second, signed by P5 and P20; M-2 dissent on b3 of P21,
    filed first and responded to; M-3 a concurrence; M-4 that nobody filed.
    """
    log = contested()
    first = stating(log, 1, "P5", LIMITS).open()
    second = stating(log, 2, "P21", PRICE).open().file()
    first.sign("P20").file()
    noted = stating(log, 3, "P22", INTRO, "concurrence").open().file()
    stating(log, 4, "P23", INTRO).open()
    for one in (first, second, noted):
        one.lock()
    second.respond("We read it.")
    return log


def annex_of(log: Log, signers: int = 3) -> Annex:
    return build_annex(replay(log.lines), 2, "1.0", people=3, signers=signers)


def test_inv_1_locked_statements_are_printed_in_the_order_of_filing() -> None:
    annex = annex_of(stated())
    assert [one.number for one in annex.statements] == ["M-2", "M-1"]
    assert [one.number for one in annex.noted] == ["M-3"]
    assert [by.line for by in annex.statements[1].signatories] == [
        "Person P5, civil society, personal capacity",
        "Person P20, civil society, personal capacity",
    ]
    assert annex.counts.as_json() == COUNTS


def test_inv_1_the_number_of_signers_is_bounded_by_the_log() -> None:
    for wrong in (2, 4):
        with pytest.raises(Fault, match="signed by 3 to 3 people"):
            annex_of(stated(), signers=wrong)


def test_inv_2_words_and_response_are_printed_to_the_letter() -> None:
    second, first = annex_of(stated()).statements
    assert first.text == TEXT
    assert second.response is not None
    assert second.response.text == "We read it."


def test_inv_3_a_target_whose_words_changed_is_quoted_with_both() -> None:
    log = contested()
    stating(log, 1, "P30", LIMITS_OLD).open().file().lock()
    (target,) = annex_of(log, signers=1).statements[0].targets
    assert target.quoted is not None
    assert target.published is not None
    assert "twelve" in target.quoted.text
    assert "six" in target.published.text
    assert not annex_of(log, signers=1).statements[0].holds("b2")


def test_inv_5_a_block_names_its_dissents_and_statements() -> None:
    annex = annex_of(stated())
    assert annex.numbers_on("b2") == ("D-2", "M-1")
    assert annex.noted_on("b1") == ("M-3",)
    assert annex.numbers_on("b1") == ()


def test_scenario_7_a_change_in_substance_voids_the_others_in_the_log_too() -> None:
    log = contested()
    one = stating(log, 1, "P30", LIMITS).open()
    for signer in ("P31", "P32", "P33", "P34"):
        one.sign(signer)
    one.words = replace(one.words, text=OTHER_TEXT)
    one.word("C2", tuple(one.signatures[who] for who in ("P31", "P32", "P33", "P34")))
    one.sign("P31").sign("P33").file().lock()
    (entry,) = annex_of(log, signers=3).statements
    assert len(entry.signatories) == 3
    assert entry.text == OTHER_TEXT


Wrong = Callable[[Statement], object]


def _reworded(one: Statement, change: str) -> Statement:
    one.words = replace(one.words, text=OTHER_TEXT)
    return one.word(change)


REFUSED: dict[str, tuple[Wrong, str]] = {
    "a change in substance called a correction": (
        lambda one: _reworded(one, "C1"), "calls the change of M-1 by another class",
    ),
    "a change that keeps signatures it should void": (
        lambda one: _reworded(one, "C2"), "does not void the signatures",
    ),
    "a signature of somebody else": (
        lambda one: one.withdraw("P31", None, "open_for_signature").withdraw(
            "P31", None, "open_for_signature"
        ),
        "withdraws a signature that M-1 does not have",
    ),
    "words changed by somebody who does not lead": (
        lambda one: one.word("C0", actor="P31"), "moves M-1 by somebody who may not",
    ),
    "filed by the clock": (
        lambda one: one.move("file", "open_for_signature", "filed", "system"),
        "moves M-1 by somebody who may not",
    ),
    "locked by a person": (
        lambda one: one.file().move("lock", "filed", "locked", "P30"),
        "moves M-1 by somebody who may not",
    ),
    "locked before it was filed": (
        lambda one: one.lock(), "moves M-1 where that step does not lead",
    ),
    "signed when filed": (
        lambda one: one.file().sign("P32"), "takes a step with M-1 that was not open",
    ),
    "other words signed": (
        lambda one: one.sign("P32", words={"title": "Title 1", "text": "Other."}),
        "signs other words than those of M-1",
    ),
    "another version signed": (
        lambda one: one.sign("P32", version="0" * 64), "signs another version of M-1",
    ),
    "signed twice": (lambda one: one.sign("P31"), "signs M-1 a second time"),
    "a lead handed to the wrong signer": (
        lambda one: one.withdraw("P30", 999, "open_for_signature"),
        "hands M-1 to somebody who does not lead it next",
    ),
    "a response before the lock": (
        lambda one: one.respond("Too early."), "which is not open to it",
    ),
    "a second response": (
        lambda one: one.file().lock().respond("One.").respond("Two."),
        "which is not open to it",
    ),
    "a response by somebody who is no editor": (
        lambda one: one.file().lock().respond("Ours.", acting_as="member"),
        "responds to M-1 without an editor",
    ),
    "announced twice": (lambda one: one.announce(), "announces a statement a second"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_inv_9_a_log_that_breaks_the_rules_of_statements_is_refused(name: str) -> None:
    log = contested()
    one = stating(log, 1, "P30", LIMITS).open().sign("P31")
    deed, sentence = REFUSED[name]
    deed(one)
    with pytest.raises(Fault, match=sentence):
        replay(log.lines)


def test_inv_12_full_consensus_over_a_locked_dissent_is_refused(tmp_path: Path) -> None:
    log = contested()
    stating(log, 1, "P30", INTRO).open().file().lock()
    log.declare(1, "b1", "full_consensus")
    path = tmp_path / "bundle.zip"
    counts = {"objections": 3, "people": 3, "unconfirmed": 1,
              "statements": 1, "signers": 1}  # fmt: skip
    path.write_bytes(bundle_of(finished(log, counts)))
    faults = verify(path, signer=SIGNER).faults
    assert any("Full consensus is declared for ¶1, but M-1" in one for one in faults)


def test_r16_a_concurrence_stands_beside_a_full_consensus(tmp_path: Path) -> None:
    log = contested()
    stating(log, 1, "P30", INTRO, "concurrence").open().file().lock()
    log.declare(1, "b1", "full_consensus")
    counts = {"objections": 3, "people": 3, "unconfirmed": 1, "concurrences": 1}
    path = tmp_path / "bundle.zip"
    path.write_bytes(bundle_of(finished(log, counts)))
    assert verify(path, signer=SIGNER).faults == []


@pytest.fixture(scope="module")
def genuine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bundles") / "stated.zip"
    path.write_bytes(bundle_of(finished(stated(), COUNTS)))
    return path


def test_an_honest_bundle_with_statements_is_found_in_order(genuine: Path) -> None:
    assert verify(genuine, signer=SIGNER).faults == []


def test_inv_8_each_signers_receipt_is_found_in_the_bundle(genuine: Path) -> None:
    log = stated()
    path = genuine.with_name("own.zip")
    path.write_bytes(bundle_of(finished(log, COUNTS)))
    said = {
        str(verify(path, receipt=one).receipt)
        for one in log.receipts
        if one["object"].startswith("M-")
    }
    assert "M-1 is in the annex, with this signature." in said
    assert "M-4 is not in the annex: it was not filed in time." in said


def _at(lines: Lines, verb: str, about: str) -> int:
    return next(
        place
        for place, line in enumerate(lines)
        if (line["entry"]["verb"], line["entry"]["object"]) == (verb, about)
    )


def text_changed(lines: Lines) -> None:
    words = lines[_at(lines, "statement.worded", "M-1")]["words"]["value"]
    words["text"] = words["text"].replace("nobody", "n0body")


def signature_dropped(lines: Lines) -> None:
    del lines[_at(lines, "statement.signed", "M-1")]


def statement_dropped(lines: Lines) -> None:
    lines[:] = [one for one in lines if one["entry"]["object"] != "M-1"]


def filed_in_another_order(lines: Lines) -> None:
    moved = [
        p for p, one in enumerate(lines) if one["entry"]["facts"].get("move") == "file"
    ]
    first, second = moved[:2]
    at = lines[first]["entry"]["at"]
    lines[first]["entry"]["at"] = lines[second]["entry"]["at"]
    lines[second]["entry"]["at"] = at


@pytest.mark.parametrize(
    "forgery",
    [text_changed, signature_dropped, statement_dropped, filed_in_another_order],
)
@pytest.mark.parametrize("is_rehashed", [False, True])
def test_inv_1_whatever_is_done_to_a_statement_in_the_log_is_noticed(
    genuine: Path, tmp_path: Path, forgery: Callable[[Lines], None], *,
    is_rehashed: bool,
) -> None:  # fmt: skip
    opened = Opened.at(genuine)
    lines: list[dict[str, Any]] = copy.deepcopy(from_ndjson(opened.files[LOG]))
    forgery(lines)
    opened.put_log(rehashed(lines) if is_rehashed else lines)
    opened.sign_anew(KEY)
    verdict = verify(opened.save(tmp_path / "forged.zip"), signer=SIGNER)
    assert verdict.faults != []


@pytest.mark.parametrize("name", [ANNEX, HTML])
def test_inv_2_a_statement_changed_in_a_file_is_named(
    genuine: Path, tmp_path: Path, name: str
) -> None:
    opened = Opened.at(genuine)
    assert b"Logs help nobody." in opened.files[name]
    opened.files[name] = opened.files[name].replace(b"help nobody", b"help us all")
    opened.sign_anew(KEY)
    faults = verify(opened.save(tmp_path / "forged.zip"), signer=SIGNER).faults
    expected = {ANNEX: "annex.json is not", HTML: "does not print M-2 as it was signed"}
    assert any(expected[name] in one for one in faults), faults
