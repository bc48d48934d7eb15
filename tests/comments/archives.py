"""Real comments from archives of other bodies, as plain values."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ARCHIVES = Path(__file__).parents[3] / "shared" / "data" / "3-comments"


@dataclass(frozen=True)
class Received:
    """What an archive holds of one comment; "" for what it does not."""

    source: str
    who: str
    text: str
    proposed: str = ""
    kind: str = "general"
    clause: str = ""
    disposition: str = "noted"
    answer: str = "Taken note of."


def everything() -> list[Received]:
    """All comments of all archives, in the order of their names."""
    return [*_github(), *_iso(), *_netmundial(), *_oasis(), *_w3c()]


def _github() -> Iterator[Received]:
    for path in sorted(ARCHIVES.glob("github-archives/*.json")):
        archive = json.loads(path.read_text("utf-8"))
        for issue in archive["issues"]:
            text = f"{issue['title']}\n\n{issue['body'] or ''}"
            yield Received(path.stem, issue["author"], text)
            for reply in issue["comments"]:
                yield Received(path.stem, reply["author"], reply["body"])


def _iso() -> Iterator[Received]:
    """The sheet is YAML of one shape: read by lines, folded ones joined."""
    text = (ARCHIVES / "iso-comment-sheet/comments.yaml").read_text("utf-8")
    kinds = {"ge": "general", "te": "substantive", "ed": "editorial"}
    for block in re.split(r"\n- id: ", text)[1:]:
        said = _folded(block, "comments")
        if said:
            yield Received(
                "iso", _folded(block, "body"), said, _folded(block, "proposed_change"),
                kinds.get(_folded(block, "type"), "general"), _folded(block, "clause"),
                "accepted" if "Accepted" in block else "not_accepted",
                _folded(block, "observations") or "Taken note of.",
            )  # fmt: skip


def _folded(block: str, name: str) -> str:
    found = re.search(rf"^ +{name}: *((?:.*)(?:\n {{4}}.*)*)", block, re.MULTILINE)
    words = " ".join(found[1].split()) if found else ""
    return words.strip("'\"")


def _netmundial() -> Iterator[Received]:
    for path in sorted(ARCHIVES.glob("netmundial-2014-contributions/*.txt")):
        text = path.read_bytes().decode("cp1252", "replace")
        sender = re.search(r"Entitled by: *(.+)", text)
        yield Received("netmundial", sender[1] if sender else path.stem, text)


def _oasis() -> Iterator[Received]:
    for path in sorted(ARCHIVES.glob("oasis-comment-logs/*.md")):
        for line in path.read_text("utf-8").splitlines():
            cells = [cell.strip() for cell in line.strip("| ").split("|")]
            if re.match(r"\[\d+\]|\d+$", cells[0]) and len(cells) > 5:
                yield Received("oasis", cells[2], cells[3], answer=cells[-1])


def _w3c() -> Iterator[Received]:
    became = {"Accepted": "accepted", "Rejected": "not_accepted", "Defer": "deferred"}
    for path in sorted(ARCHIVES.glob("w3c-dispositions/*.txt")):
        for block in path.read_text("utf-8").split("\n----")[1:]:
            fields = dict(re.findall(r"^(\w+): +(.+)$", block, re.MULTILINE))
            if "Summary" in fields:
                closed = fields.get("Closed", "")
                named = [v for k, v in became.items() if closed.startswith(k)]
                yield Received(
                    "w3c", fields.get("From", "Unknown"), block.strip(),
                    disposition=named[0] if named else "noted",
                    answer=fields.get("Resolved", "Closed."),
                )  # fmt: skip
