"""A bundle is checked without its service, and whatever was done to it is named."""

import copy
import json
import random
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consensus.publication.bundle import ANNEX, HTML, LOG, MANIFEST, SIGNATURE, TEXT
from consensus.publication.verify import Verdict, verify
from tests.publication.bundles import (
    KEY,
    OTHER_KEY,
    SIGNER,
    Opened,
    bundle_of,
    finished,
)
from tests.publication.logs import Lines, Log, from_ndjson, rehashed
from tests.publication.stories import agreed, contested

FULL = {"objections": 3, "people": 3, "unconfirmed": 1}


@pytest.fixture(scope="session")
def story() -> Log:
    return finished(contested(), FULL)


@pytest.fixture(scope="session")
def genuine(story: Log, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bundles") / "genuine.zip"
    path.write_bytes(bundle_of(story))
    return path


@pytest.fixture
def opened(genuine: Path) -> Opened:
    return Opened.at(genuine)


@pytest.fixture
def check(tmp_path: Path) -> Callable[[Opened], Verdict]:
    return lambda opened: verify(opened.save(tmp_path / "forged.zip"), signer=SIGNER)


def test_an_honest_bundle_is_found_in_order(genuine: Path) -> None:
    verdict = verify(genuine, signer=SIGNER)
    assert verdict.faults == []
    assert verdict.ok
    assert verdict.signer == SIGNER


def test_the_same_version_gives_the_same_bytes(story: Log) -> None:
    assert bundle_of(story) == bundle_of(story)


def test_a_bundle_without_dissent_is_in_order_too(tmp_path: Path) -> None:
    none = {"objections": 0, "people": 0, "unconfirmed": 0}
    path = tmp_path / "agreed.zip"
    path.write_bytes(bundle_of(finished(agreed(), none, "full_consensus")))
    assert verify(path).faults == []


def test_inv_4_the_counts_are_the_same_everywhere(opened: Opened) -> None:
    annex = json.loads(opened.files[ANNEX])
    page = opened.files[HTML].decode()
    assert opened.manifest["counts"] == annex["counts"] == FULL
    assert page.count('<article class="dis" id="annex-D-') == FULL["objections"]
    assert page.count('<article class="dis" id="annex-U-') == FULL["unconfirmed"]
    assert "3 objections stand (3 people)" in page


def test_ordinary_tools_find_the_bundle_in_order(genuine: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(genuine) as archive:
        archive.extractall(tmp_path)
    sums = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=tmp_path, check=False,
        capture_output=True,
    )  # fmt: skip
    assert sums.returncode == 0, sums.stdout
    assert ssh_verify(tmp_path) == 0
    manifest = tmp_path / MANIFEST
    manifest.write_bytes(manifest.read_bytes().replace(b"Clear", b"Clean"))
    assert ssh_verify(tmp_path) != 0


def ssh_verify(folder: Path) -> int:
    try:
        with (folder / MANIFEST).open("rb") as manifest:
            return subprocess.run(
                ["ssh-keygen", "-Y", "verify", "-f", "allowed_signers", "-I",
                 "consensus", "-n", "consensus-publication", "-s", SIGNATURE],
                cwd=folder, stdin=manifest, capture_output=True, check=False,
            ).returncode  # fmt: skip
    except FileNotFoundError:
        pytest.skip("ssh-keygen is not installed here")


def one_byte_of_an_objection(lines: Lines, story: Log) -> Lines:
    place = story.receipts[0]["entry_seq"] - 1
    value = lines[place]["words"]["value"]
    value["reason"] = value["reason"].replace("far", "fat")
    return lines


def an_entry_removed(lines: Lines, story: Log) -> Lines:
    del lines[story.receipts[-1]["entry_seq"] - 1]
    return lines


def two_swapped(lines: Lines, _: Log) -> Lines:
    lines[-3], lines[-2] = lines[-2], lines[-3]
    return lines


def the_log_cut(lines: Lines, _: Log) -> Lines:
    return lines[:-1]


FORGERIES = [one_byte_of_an_objection, an_entry_removed, two_swapped, the_log_cut]
Forgery = Callable[[Lines, Log], Lines]


def forged(opened: Opened, story: Log, forgery: Forgery) -> Lines:
    return forgery(from_ndjson(opened.files[LOG]), story)


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_change_to_the_log_is_named(
    opened: Opened, story: Log, check: Callable[[Opened], Verdict], forgery: Forgery
) -> None:
    opened.put_log(forged(opened, story, forgery))
    faults = check(opened).faults
    assert any("log.ndjson was changed" in fault for fault in faults)
    named = ("Entry ", "log ends", "no entry that publishes")
    assert any(word in fault for word in named for fault in faults[1:])


@pytest.mark.parametrize("forgery", FORGERIES)
def test_hashes_made_anew_do_not_fit_the_signature(
    opened: Opened, story: Log, check: Callable[[Opened], Verdict], forgery: Forgery
) -> None:
    opened.put_log(rehashed(forged(opened, story, forgery)))
    opened.list_anew()
    assert "The signature does not fit what was signed." in check(opened).faults


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forger_with_a_key_of_their_own_is_not_the_signer(
    opened: Opened, story: Log, check: Callable[[Opened], Verdict], forgery: Forgery
) -> None:
    opened.put_log(rehashed(forged(opened, story, forgery)))
    opened.sign_anew(OTHER_KEY)
    verdict = check(opened)
    assert any("Another key signed: SHA256:" in fault for fault in verdict.faults)
    assert verdict.signer.startswith("SHA256:")
    assert verdict.signer != SIGNER


def test_a_bundle_forged_throughout_says_whose_key_signed(
    tmp_path: Path, story: Log
) -> None:
    lines = one_byte_of_an_objection(copy.deepcopy(story.lines), story)
    path = tmp_path / "forged.zip"
    path.write_bytes(bundle_of(Log(lines=rehashed(lines))))
    opened = Opened.at(path)
    opened.sign_anew(OTHER_KEY)
    opened.save(path)
    assert verify(path).faults == []  # nothing inside can show it …
    assert not verify(path, signer=SIGNER).ok  # … but the key does,
    faults = verify(path, receipt=story.receipts[0]).faults  # and so do receipts
    assert faults == [
        "The words of O-1 in this bundle are not those that the receipt was given for."
    ]


@pytest.mark.parametrize("name", [TEXT, ANNEX, HTML, LOG, "VERIFY.txt", "SHA256SUMS",
                                  "allowed_signers", MANIFEST, SIGNATURE])  # fmt: skip
@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
def test_one_byte_changed_anywhere_is_found(
    genuine: Path, tmp_path: Path, name: str, data: st.DataObject
) -> None:
    opened = Opened.at(genuine)
    content = bytearray(opened.files[name])
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    opened.files[name] = bytes(content)
    assert not verify(opened.save(tmp_path / "changed.zip")).ok


def drop_entry(html: str, chance: random.Random) -> str:
    start, end = _entry(html, chance)
    return html[:start] + html[end:]


def repeat_entry(html: str, chance: random.Random) -> str:
    start, end = _entry(html, chance)
    return html[:end] + html[start:end] + html[end:]


def reword_entry(html: str, chance: random.Random) -> str:
    start, end = _entry(html, chance)
    said = html.index('<p class="say" dir="auto">', start, end) + 26
    return html[:said] + "Not: " + html[said + 1 :]


def swap_entries(html: str, _: random.Random) -> str:
    one, two = 'id="annex-D-1"', 'id="annex-D-2"'
    return html.replace(one, "@").replace(two, one).replace("@", two)


def _entry(html: str, chance: random.Random) -> tuple[int, int]:
    name = chance.choice(["D-1", "D-2", "D-3", "U-1"])
    start = html.index(f'<article class="dis" id="annex-{name}"')
    return start, html.index("</article>", start) + len("</article>")


@pytest.mark.parametrize("kind", [drop_entry, repeat_entry, reword_entry, swap_entries])
@pytest.mark.parametrize("seed", range(5))
def test_a_page_that_is_not_the_annex_is_found_even_when_signed(
    opened: Opened, tmp_path: Path, kind: Any, seed: int
) -> None:
    html = opened.files[HTML].decode()
    opened.files[HTML] = kind(html, random.Random(seed)).encode()  # noqa: S311
    opened.sign_anew(KEY)
    faults = verify(opened.save(tmp_path / "page.zip")).faults
    assert any(fault.startswith("The page does not print") for fault in faults)


@pytest.mark.parametrize(
    "change",
    [
        {"counts": {"objections": 2, "people": 3, "unconfirmed": 1}},
        {"receipts": []},
        {"status_line": "Output of everybody."},
        {"agreement_line": "Document level: Full consensus. No objection stands."},
        {"content_hash": "00"},
        {"level": {"document": "full_consensus", "blocks": []}},
        {"coalition": "dc-fire"},
        {"cover": None},
        {"format": "consensus-bundle/99"},
    ],
)
def test_a_signed_manifest_that_says_otherwise_than_the_log_is_found(
    opened: Opened, tmp_path: Path, change: dict[str, Any]
) -> None:
    opened.sign_anew(KEY, **change)
    assert not verify(opened.save(tmp_path / "manifest.zip")).ok


@pytest.mark.parametrize("name", [TEXT, ANNEX])
def test_a_signed_copy_that_says_otherwise_than_the_log_is_found(
    opened: Opened, tmp_path: Path, name: str
) -> None:
    opened.files[name] = opened.files[name].replace(b"log", b"dog")
    opened.sign_anew(KEY)
    faults = verify(opened.save(tmp_path / "copy.zip")).faults
    assert any(name in fault for fault in faults)


def test_a_page_with_other_words_in_the_text_is_found(
    opened: Opened, tmp_path: Path
) -> None:
    page = opened.files[HTML]
    opened.files[HTML] = page.replace(b"Water is a common good.", b"Water is for sale.")
    opened.sign_anew(KEY)
    faults = verify(opened.save(tmp_path / "page.zip")).faults
    assert faults == ["The page does not print the words of ¶1."]


def test_inv_12_full_consensus_over_a_dissent_is_found(tmp_path: Path) -> None:
    log = contested()
    log.declare(1, "b3", "full_consensus")
    path = tmp_path / "full.zip"
    path.write_bytes(bundle_of(finished(log, FULL)))
    assert verify(path).faults == ["Full consensus is declared for ¶3, but O-2 stands."]


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (0, "O-1 is in the annex as D-2."),
        (1, "O-1 is in the annex as D-2."),
        (2, "O-4 is in the annex as U-1."),
        (3, "O-5 is not in the annex: its holder withdrew it."),
        (4, "O-2 is in the annex as D-3."),
    ],
)
def test_inv_8_a_receipt_says_what_became_of_its_objection(
    genuine: Path, story: Log, number: int, sentence: str
) -> None:
    verdict = verify(genuine, receipt=story.receipts[number])
    assert verdict.ok
    assert verdict.receipt == sentence


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"nonce": "0"}, "contradicts itself"),
        ({"words": {"reason": "x"}}, "contradicts itself"),
        ({"document": {"id": 2}}, "another document"),
        ({"entry_seq": 1}, "an objection that was recorded is missing"),
    ],
)
def test_a_receipt_that_does_not_fit_is_named(
    genuine: Path, story: Log, change: dict[str, Any], sentence: str
) -> None:
    verdict = verify(genuine, receipt=story.receipts[0] | change)
    assert not verdict.ok
    assert sentence in verdict.faults[0]
    assert verdict.receipt == ""


def test_a_receipt_proves_that_a_dissent_was_left_out(tmp_path: Path) -> None:
    honest, log = contested(), Log()
    log.lines = [line for line in honest.lines if line["entry"]["object"] != "O-3"]
    log.lines = rehashed(log.lines)
    counts = {"objections": 2, "people": 3, "unconfirmed": 1}
    path = tmp_path / "left-out.zip"
    path.write_bytes(bundle_of(finished(log, counts)))
    assert verify(path).ok
    receipt = next(one for one in honest.receipts if one["object"] == "O-3")
    verdict = verify(path, receipt=receipt)
    assert "an objection that was recorded is missing" in verdict.faults[0]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really", b"<html>"])
def test_what_is_no_bundle_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(content)
    assert verify(path).faults == ["The bundle is not a zip file, or it is damaged."]


def test_a_missing_or_an_additional_file_is_refused(
    opened: Opened, tmp_path: Path
) -> None:
    extra = Opened(opened.files | {"../evil": b"x"})
    assert "should not hold: ../evil" in verify(extra.save(tmp_path / "a")).faults[0]
    del opened.files[TEXT]
    assert "text.json is missing" in verify(opened.save(tmp_path / "b")).faults[0]
    assert "cannot be read" in verify(tmp_path / "nowhere.zip").faults[0]


@pytest.mark.parametrize("content", [b"[]", b"null", b"{}", b"\xff", b'{"entry": 7}'])
@pytest.mark.parametrize("name", [MANIFEST, LOG, ANNEX, TEXT, HTML, SIGNATURE])
def test_rubbish_in_any_file_is_named_and_never_a_crash(
    opened: Opened, tmp_path: Path, name: str, content: bytes
) -> None:
    opened.files[name] = content
    assert verify(opened.save(tmp_path / "rubbish.zip"), receipt={}).faults
