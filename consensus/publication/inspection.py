"""A bundle under inspection: its parts, each read once, each read with care."""

import json
from functools import cached_property
from typing import Any

from consensus.publication.annex import Annex, build_annex
from consensus.publication.bundle import (
    ANNEX,
    DECISIONS,
    HTML,
    LOG,
    MANIFEST,
    PARTICIPATION,
    SIGNATURE,
    TEXT,
)
from consensus.publication.edition import Cover, Edition, edition_of
from consensus.publication.page_text import PageText, page_text
from consensus.publication.record import Fault, Record
from consensus.publication.replay import replay
from consensus.publication.signing import BUNDLE, PublicKey, verified


class Inspection:
    """
    What a bundle's files say. Every part raises Fault when it cannot be had, so a
    check that needs it fails with the reason and is not skipped in silence.
    """

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The manifest."""
        value = _parsed(self.files[MANIFEST], MANIFEST)
        if not isinstance(value, dict):
            raise Fault("The file manifest.json is not a manifest.")
        return value

    @cached_property
    def signer(self) -> PublicKey:
        """The key that signed the manifest."""
        armoured = self.files[SIGNATURE].decode("ascii", "replace")
        return verified(armoured, self.files[MANIFEST], BUNDLE)

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """The log's lines."""
        found = [
            _parsed(line, f"log.ndjson, line {number},")
            for number, line in enumerate(self.files[LOG].splitlines(), start=1)
        ]
        if not found or not all(isinstance(line, dict) for line in found):
            raise Fault("The file log.ndjson is not a log.")
        return found

    @cached_property
    def record(self) -> Record:
        """What the log says."""
        return replay(self.lines)

    @cached_property
    def published(self) -> dict[str, Any]:
        """
        The facts of the entry that published this version, with the counts of this
        edition of its annex: the entry that made the edition is the log's last one.
        """
        if not self.record.published:
            raise Fault("The log has no entry that publishes a version.")
        facts = self.record.published[-1]
        for later in self.record.later_editions(facts["version"]):
            facts = facts | {"counts": dict(later.counts), "seq": later.seq}
        if facts["seq"] != self.lines[-1]["entry"]["seq"]:
            raise Fault("The log does not end with the entry that publishes.")
        return facts

    @cached_property
    def annex(self) -> Annex:
        """The annex, rebuilt from the log."""
        counts = self.published["counts"]
        return build_annex(
            self.record, self.published["snapshot"], self.published["version"],
            people=counts["people"], signers=counts.get("signers", 0),
        )  # fmt: skip

    @cached_property
    def edition(self) -> Edition:
        """The version, rebuilt from the log and the manifest's cover."""
        cover = Cover.from_json(self.manifest["cover"])
        return edition_of(self.record, cover, self.annex)

    @cached_property
    def page(self) -> PageText:
        """What publication.html says to a reader."""
        return page_text(self.files[HTML].decode("utf-8"))

    @cached_property
    def stated_text(self) -> Any:
        """The file text.json."""
        return _parsed(self.files[TEXT], TEXT)

    @cached_property
    def stated_annex(self) -> Any:
        """The file annex.json."""
        return _parsed(self.files[ANNEX], ANNEX)

    @cached_property
    def stated_participation(self) -> Any:
        """The file participation.json; None if there is none."""
        data = self.files.get(PARTICIPATION)
        return None if data is None else _parsed(data, PARTICIPATION)

    @cached_property
    def stated_decisions(self) -> Any:
        """The file decisions.json; None if there is none."""
        data = self.files.get(DECISIONS)
        return None if data is None else _parsed(data, DECISIONS)


def _parsed(data: bytes, name: str) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Fault(f"The file {name} is not JSON.") from error
