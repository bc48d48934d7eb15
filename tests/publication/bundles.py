"""Bundles for tests: made from a story, taken apart, forged and put together again."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from consensus.archive.chain import canonical
from consensus.publication.annex import build_annex
from consensus.publication.bundle import (
    LOG,
    MANIFEST,
    SIGNATURE,
    SIGNERS,
    SUMS,
    Contents,
    build_bundle,
    listed,
    sums,
    zipped,
)
from consensus.publication.edition import Cover, Edition, edition_of
from consensus.publication.replay import replay
from consensus.publication.signing import BUNDLE, public_key, sign
from consensus.publication.unpacking import unpacked
from tests.publication.logs import Lines, Log, as_ndjson

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
SIGNER = public_key(KEY).fingerprint


def cover(**other: Any) -> Cover:
    """The cover of the stories' document."""
    given: dict[str, Any] = {
        "document": 1, "title": "Clear water", "kind": "Statement",
        "coalition": "Dynamic Coalition on Water", "recognised": True,
        "language": "en", "direction": "ltr", "version": "1.0",
        "on": datetime(2026, 4, 1, 12, tzinfo=UTC),
        "link": "http://localhost/documents/1/versions/1.0",
    }  # fmt: skip
    return Cover(**(given | other))


def finished(log: Log, counts: dict[str, int], level: str = "consensus") -> Log:
    """The log with its last entry: published on its last call and snapshot."""
    snapshot = max(
        line["entry"]["facts"]["snapshot"]
        for line in log.lines
        if line["entry"]["verb"] == "snapshot.made"
    )
    log.publish(1, snapshot, level, **counts)
    facts = log.lines[-1]["entry"]["facts"]
    facts["status_line"] = edition_from(log.lines).status_line
    last = log.lines.pop()
    log.add("version.published", "version:1.0", facts, actor="P4",
            identity=last["identity"]["value"], acting_as="coordinator")  # fmt: skip
    return log


def edition_from(lines: Lines, **other: Any) -> Edition:
    """The version that the log's last entry publishes."""
    record = replay(lines)
    facts = record.published[-1]
    last = record.revisions[-1] if record.revisions else None
    counts = last.counts if last else facts["counts"]
    annex = build_annex(
        record, facts["snapshot"], "1.0",
        people=counts["people"], signers=counts.get("signers", 0),
    )  # fmt: skip
    return edition_of(record, cover(title=record.title, **other), annex)


def bundle_of(log: Log) -> bytes:
    """The signed bundle of a finished log."""
    contents = Contents(edition_from(log.lines), replay(log.lines), tuple(log.lines))
    return build_bundle(contents, KEY)


@dataclass
class Opened:
    """A bundle's files, to be changed one by one."""

    files: dict[str, bytes]

    @classmethod
    def at(cls, path: Path) -> "Opened":
        return cls(unpacked(path))

    @property
    def manifest(self) -> dict[str, Any]:
        return dict(json.loads(self.files[MANIFEST]))

    def put_log(self, lines: Lines) -> None:
        self.files[LOG] = as_ndjson(lines)

    def list_anew(self, **changed: Any) -> None:
        """Hashes, log ends and sums as a forger would set them, without the key."""
        manifest = self.manifest | changed
        lines = [json.loads(line) for line in self.files[LOG].splitlines()]
        manifest["files"] = _listed(self.files)
        manifest["log"] = {
            "first_seq": lines[0]["entry"]["seq"],
            "last_seq": lines[-1]["entry"]["seq"],
            "head": lines[-1]["hash"],
        }
        self.files[MANIFEST] = canonical(manifest)
        self.files[SUMS] = sums(self.files)

    def sign_anew(self, key: Ed25519PrivateKey, **changed: Any) -> None:
        """All that, and signed with a key of the forger's own."""
        self.files[SIGNERS] = public_key(key).allowed_signers.encode("ascii")
        self.list_anew(**changed)
        self.files[SIGNATURE] = sign(key, self.files[MANIFEST], BUNDLE).encode("ascii")
        self.files[SUMS] = sums(self.files)

    def save(self, path: Path) -> Path:
        path.write_bytes(zipped(self.files))
        return path


def _listed(files: dict[str, bytes]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "sha256": hashlib.sha256(files[name]).hexdigest(),
            "bytes": len(files[name]),
        }
        for name in listed(files)
    ]
