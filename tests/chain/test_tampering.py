"""
What a forger does to the bundle of a real walk, and what `consensus verify` says of it.

Three forgers: one who only changes a file; one who also makes hashes, chain and
manifest anew, without the key; one who signs all that with a key of their own.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from consensus import clock
from consensus.app import create_app
from consensus.db import db
from consensus.publication.bundle import ANNEX, HTML, LOG
from tests.chain.terminal import Ended, run_here
from tests.chain.texts import OWN
from tests.chain.walk import OBJECTION, Walk
from tests.conftest import settings_in
from tests.databases import SqliteTemplate
from tests.publication.bundles import Opened
from tests.publication.logs import Lines, from_ndjson, rehashed
from tests.world import START, World

FORGER = Ed25519PrivateKey.from_private_bytes(bytes(range(7, 39)))
SAID, FORGED = "nobody answered", "somebody answered"
SIGNATURE = "The signature does not fit what was signed."


@dataclass(frozen=True)
class Published:
    """A bundle that went the whole way, its key, and the objector's receipt."""

    bundle: Path
    receipt: Path
    signer: str

    def opened(self) -> Opened:
        """Its files, to be changed."""
        return Opened.at(self.bundle)


@pytest.fixture(scope="session")
def published(
    sqlite_template: SqliteTemplate, tmp_path_factory: pytest.TempPathFactory
) -> Published:
    folder = tmp_path_factory.mktemp("walk")
    settings = settings_in(folder, sqlite_template.copy_to(folder))
    world = World(create_app(settings))
    text = folder / "open-code.md"
    text.write_text(OWN, "utf-8")
    with clock.at(START):
        clock.set_source(lambda: world.now)
        walk = Walk(world, settings, folder)
        walk.whole_way(text)
        bundle, receipt = walk.saved("bundle.zip"), walk.saved_receipt()
    with world.app.app_context():
        db.engine.dispose()
    return Published(bundle, receipt, signer_of(run_here("verify", bundle)))


def signer_of(checked: Ended) -> str:
    """The fingerprint that the command prints last."""
    assert checked.code == 0, checked.err
    return checked.out.split()[-1]


def one_byte_of_the_objection_in_the_log(opened: Opened) -> None:
    lines = from_ndjson(opened.files[LOG])
    words = lines[raised(lines)]["words"]["value"]
    words["reason"] = words["reason"].replace("nobody", "n0body")
    opened.put_log(lines)


def one_byte_of_the_objection_in_the_annex(opened: Opened) -> None:
    changed(opened, ANNEX, b"nobody answered", b"n0body answered")


def one_byte_of_the_objection_on_the_page(opened: Opened) -> None:
    changed(opened, HTML, b"nobody answered", b"n0body answered")


def an_entry_removed(opened: Opened) -> None:
    lines = from_ndjson(opened.files[LOG])
    del lines[raised(lines)]
    opened.put_log(lines)


def two_entries_swapped(opened: Opened) -> None:
    lines = from_ndjson(opened.files[LOG])
    here = raised(lines)
    lines[here], lines[here + 1] = lines[here + 1], lines[here]
    opened.put_log(lines)


def the_log_cut(opened: Opened) -> None:
    opened.put_log(from_ndjson(opened.files[LOG])[:-1])


Forgery = Callable[[Opened], None]

TABLE: list[tuple[Forgery, str, str]] = [
    (one_byte_of_the_objection_in_the_log, LOG, "its words are not those"),
    (one_byte_of_the_objection_in_the_annex, ANNEX, "is not the annex that the log"),
    (one_byte_of_the_objection_on_the_page, HTML, "does not print D-1 (O-1) as its"),
    (an_entry_removed, LOG, "is missing: the log goes on with"),
    (two_entries_swapped, LOG, "is missing: the log goes on with"),
    (the_log_cut, LOG, "The manifest says that the log ends with entry"),
]
"""What is done, to which file, and how the fault is named when it is seen as such."""

EVERY_FORGERY = pytest.mark.parametrize(("forgery", "name", "fault"), TABLE)


@EVERY_FORGERY
def test_a_change_is_named(
    published: Published, tmp_path: Path, forgery: Forgery, name: str, fault: str
) -> None:
    opened = published.opened()
    forgery(opened)
    checked = run_here("verify", opened.save(tmp_path / "forged.zip"))
    assert checked.code == 1
    listed = f"The file {name} was changed: its hash is not the listed one."
    assert listed in checked.faults
    assert fault in checked.err


@EVERY_FORGERY
def test_hashes_made_anew_need_the_key(
    published: Published, tmp_path: Path, forgery: Forgery, name: str, fault: str
) -> None:
    opened = made_anew(published, forgery)
    opened.list_anew()
    checked = run_here("verify", opened.save(tmp_path / "forged.zip"))
    assert checked.code == 1
    assert SIGNATURE in checked.faults
    assert f"The file {name} was changed" not in checked.err
    if name != LOG:
        assert fault in checked.err


@EVERY_FORGERY
def test_another_key_is_not_the_one_that_the_reader_expects(
    published: Published, tmp_path: Path, forgery: Forgery, name: str, fault: str
) -> None:
    opened = made_anew(published, forgery)
    opened.sign_anew(FORGER)
    bundle = opened.save(tmp_path / "forged.zip")
    checked = run_here("verify", bundle, "--signer", published.signer)
    assert checked.code == 1
    (named,) = [one for one in checked.faults if one.startswith("Another key signed:")]
    assert named.endswith(f"not {published.signer}.")
    assert SIGNATURE not in checked.faults  # it does fit, by the forger's own key
    if name != LOG:
        assert fault in checked.err


def test_the_whole_bundle_is_in_order_and_says_who_signed(published: Published) -> None:
    order = ("--signer", published.signer, "--receipt", published.receipt)
    checked = run_here("verify", published.bundle, *order)
    assert (checked.code, checked.err) == (0, "")
    assert "O-1 is in the annex as D-1." in checked.out
    assert all(line.startswith("yes") for line in checked.out.splitlines()[:-2])


def test_a_receipt_finds_the_objection_that_a_forger_left_out(
    published: Published, tmp_path: Path
) -> None:
    opened = made_anew(published, one_byte_of_the_objection_in_the_log)
    opened.sign_anew(FORGER)
    bundle = opened.save(tmp_path / "forged.zip")
    checked = run_here("verify", bundle, "--receipt", published.receipt)
    assert checked.code == 1
    assert (
        "The words of O-1 in this bundle are not those that the receipt was given for."
    ) in checked.faults


def test_a_receipt_that_was_changed_proves_nothing(
    published: Published, tmp_path: Path
) -> None:
    receipt = json.loads(published.receipt.read_text("utf-8"))
    receipt["words"]["reason"] = receipt["words"]["reason"].replace(SAID, FORGED)
    file = tmp_path / "receipt.json"
    file.write_text(json.dumps(receipt), "utf-8")
    checked = run_here("verify", published.bundle, "--receipt", file)
    assert checked.code == 1
    assert checked.faults == [
        "This receipt contradicts itself: its hash is not that of its words."
    ]


def made_anew(published: Published, forgery: Forgery) -> Opened:
    """Forged, and the chain computed anew so that it is whole again."""
    opened = published.opened()
    forgery(opened)
    opened.put_log(rehashed(from_ndjson(opened.files[LOG])))
    return opened


def raised(lines: Lines) -> int:
    """The place of the entry in which the objection was raised."""
    places = [
        place
        for place, line in enumerate(lines)
        if line.get("words", {}).get("value", {}).get("reason") == OBJECTION
    ]
    return places[0]


def changed(opened: Opened, name: str, before: bytes, after: bytes) -> None:
    """Change bytes that stand in a file exactly once."""
    assert opened.files[name].count(before) == 1
    opened.files[name] = opened.files[name].replace(before, after)
