"""What a publication says, read from the files that everybody gets."""

import io
import json
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Entry = dict[str, Any]


@dataclass(frozen=True)
class Printed:
    """One published version, as the bytes of its bundle have it."""

    bundle: bytes

    @cached_property
    def files(self) -> dict[str, bytes]:
        """The files of the bundle by name."""
        with zipfile.ZipFile(io.BytesIO(self.bundle)) as archive:
            return {one.split("/")[-1]: archive.read(one) for one in archive.namelist()}

    @cached_property
    def annex(self) -> Entry:
        """The dissent annex as data."""
        return dict(json.loads(self.files["annex.json"]))

    @cached_property
    def manifest(self) -> Entry:
        """The manifest."""
        return dict(json.loads(self.files["manifest.json"]))

    @cached_property
    def text(self) -> Entry:
        """The published text as data."""
        return dict(json.loads(self.files["text.json"]))

    @cached_property
    def blocks(self) -> list[str]:
        """The blocks of the text in order."""
        return [one["block"]["attrs"]["id"] for one in self.text["blocks"]]

    @cached_property
    def html(self) -> str:
        """The publication as people read it."""
        return self.files["publication.html"].decode("utf-8")

    @cached_property
    def plain(self) -> str:
        """Its words alone, in one line."""
        text = re.sub(r"<(style|script).*?</\1>", " ", self.html, flags=re.S)
        text = re.sub(r"<[^>]+>", " ", text)
        for sign, name in (("&#34;", '"'), ("&#39;", "'"), ("&amp;", "&")):
            text = text.replace(sign, name)
        return " ".join(text.split())

    @cached_property
    def lines(self) -> list[Entry]:
        """The public log, line by line."""
        return [json.loads(one) for one in self.files["log.ndjson"].splitlines()]

    def told(self, *verbs: str) -> list[Entry]:
        """The bodies of the log's entries with one of these verbs, in order."""
        bodies = [one["entry"] for one in self.lines]
        return [one for one in bodies if one["verb"] in verbs]

    @cached_property
    def objections(self) -> dict[int, Entry]:
        """The D entries by the number of the objection."""
        return {_number(one): one for one in self.annex["entries"]}

    @cached_property
    def unconfirmed(self) -> dict[int, Entry]:
        """The U entries by the number of the objection."""
        return {_number(one): one for one in self.annex["unconfirmed"]}

    @cached_property
    def statements(self) -> dict[int, Entry]:
        """The statements of Parts 2 and 4 by their number."""
        both = [*self.annex.get("statements", ()), *self.annex.get("noted", ())]
        return {int(one["number"].removeprefix("M-")): one for one in both}

    def paragraph(self, block: str) -> str:
        """A paragraph of the published text, with what is said beside it."""
        _, _, behind = self.html.partition(f' id="p{self.blocks.index(block) + 1}"')
        return behind.partition('<div class="opara"')[0].partition("</section")[0]


def _number(entry: Entry) -> int:
    return int(entry["objection"].removeprefix("O-"))
