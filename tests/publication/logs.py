"""Writes public logs for tests, line by line, with the hashes of the real chain."""

import copy
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from consensus.archive.chain import canonical, link, new_salt, salted_hash
from consensus.archive.receipts import new_nonce, receipt_hash
from consensus.publication.record import content_name
from consensus.schema import Block
from consensus.wordings.canonical import wording_hash
from consensus.wordings.numbering import numbered

Lines = list[dict[str, Any]]
START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def paragraph(block_id: str, text: str, **attrs: Any) -> Block:
    """A paragraph as ProseMirror JSON; another kind if `type` is given."""
    kind = attrs.pop("type", "paragraph")
    return {
        "type": kind,
        "attrs": {"id": block_id, **attrs},
        "content": [{"type": "text", "text": text}],
    }


@dataclass
class Log:
    """A document's public log that grows by deeds, one minute apart."""

    lines: Lines = field(default_factory=list)
    receipts: list[dict[str, Any]] = field(default_factory=list)
    holders: int = 0
    now: datetime = START
    version: str = "1.0"
    """What the next publication is called."""

    def add(self, verb: str, about: str, facts: dict[str, Any], **beside: Any) -> int:
        """Append one entry; returns its place."""
        self.now += timedelta(minutes=1)
        actor = beside.pop("actor", "system")
        payloads = {
            part: {"salt": new_salt(), "value": value}
            for part, value in beside.items()
            if part in {"words", "identity"} and value is not None
        }
        body = {
            "seq": len(self.lines) + 1, "chain": "document:1",
            "at": self.now.isoformat(timespec="microseconds"), "actor": actor,
            "acting_as": beside.get("acting_as", "member"), "verb": verb,
            "object": about, "facts": facts,
            **{part: salted_hash(one["salt"], one["value"])
               for part, one in payloads.items()},
        }  # fmt: skip
        previous = self.lines[-1]["hash"] if self.lines else ""
        self.lines.append(
            {"entry": body, "hash": link(previous, canonical(body)), **payloads}
        )
        return len(self.lines)

    def propose(
        self, title: str = "Clear water", language: str = "en", **more: str
    ) -> None:
        facts = {"title": title, "language": language, "coalition": "dc-water"} | more
        self.add("document.proposed", "document", facts, actor="P1")

    def mint(self, block: Block) -> str:
        name = wording_hash(block)
        if name not in self.minted(block["attrs"]["id"]):
            facts = {
                "block": block["attrs"]["id"], "wording": name, "kind": block["type"],
                "number": 1, "by": "snapshot", "draft_seq": 1,
            }  # fmt: skip
            self.add(
                "wording.minted", f"block:{facts['block']}", facts,
                words={"block": block},
            )  # fmt: skip
        return name

    def minted(self, block_id: str) -> set[str]:
        entries = [line["entry"] for line in self.lines]
        return {
            entry["facts"]["wording"]
            for entry in entries
            if entry["verb"] == "wording.minted" and entry["facts"]["block"] == block_id
        }

    def freeze(self, number: int, blocks: list[Block]) -> None:
        items = [
            [block["attrs"]["id"], self.mint(block), label]
            for block, label in numbered(blocks)
        ]
        facts = {
            "snapshot": number, "label": "call", "draft_seq": 1, "items": items,
            "content_hash": content_name([(one[0], one[1]) for one in items]),
        }  # fmt: skip
        self.add("snapshot.made", f"snapshot:{number}", facts)

    def hash_of(self, snapshot: int) -> str:
        return next(
            str(line["entry"]["facts"]["content_hash"])
            for line in self.lines
            if line["entry"]["object"] == f"snapshot:{snapshot}"
        )

    def object(self, number: int, block: Block | None, actor: str, **given: Any) -> int:
        """Somebody objects (or dissents); returns the holder's number."""
        self.holders += 1
        words = {
            "reason": given.get("reason", f"Reason {number}."),
            "harm_to": given.get("harm_to", ""),
            "would_resolve": given.get("would_resolve", ""),
        }
        attribution = given.get("attribution", "named")
        facts = {
            "objection": number, "target": "wording" if block else "document",
            "block": block["attrs"]["id"] if block else None,
            "wording": self.mint(block) if block else None,
            "holder": self.holders, "state": given.get("state", "raised"),
            "bare": not words["reason"], "stage": "drafting",
            "attribution": attribution,
        } | given.get("facts", {})  # fmt: skip
        self.sign_for("objection.raised", f"O-{number}", facts, words, actor)
        return self.holders

    def join(self, number: int, actor: str, note: str, **given: Any) -> int:
        self.holders += 1
        facts = {
            "objection": number, "holder": self.holders, "bare": False,
            "state": given.get("state", "raised"), "wording": given.get("wording"),
            "attribution": given.get("attribution", "named"),
        }  # fmt: skip
        words = {"own_note": note}
        self.sign_for("objection.joined", f"O-{number}", facts, words, actor)
        return self.holders

    def sign_for(
        self, verb: str, about: str, facts: dict[str, Any], words: dict[str, str],
        actor: str,
    ) -> None:  # fmt: skip
        """Record words with their receipt."""
        nonce, at = new_nonce(), self.now.isoformat()
        made = receipt_hash(about, words, at, nonce)
        choice = facts.get("attribution", "named")
        identity = {"attribution": choice}
        if choice == "named":
            identity |= {
                "name": f"Person {actor}",
                "organisation": "",
                "capacity": "personal",
                "group": "civil society",
            }
        place = self.add(
            verb, about, facts | {"receipt": made}, words=words, identity=identity,
            actor=actor,
        )  # fmt: skip
        self.receipts.append({
            "form": "receipt/1", "document": {"id": 1, "title": "Clear water"},
            "object": about, "words": words, "at": at, "nonce": nonce, "hash": made,
            "entry_seq": place,
        })  # fmt: skip

    def move(
        self, number: int, holder: int, move: str, states: tuple[str, str], actor: str,
        **given: Any,
    ) -> None:  # fmt: skip
        facts = {
            "objection": number, "holder": holder, "move": move,
            "before": states[0], "after": states[1],
            "wording": given.pop("wording", None),
        }  # fmt: skip
        self.add("holder.moved", f"O-{number}", facts, actor=actor, **given)

    def answer(self, number: int, text: str, holders: list[int], **given: Any) -> None:
        facts = {
            "objection": number, "round": given.get("round", 1),
            "disposition": "not_accommodated",
        }  # fmt: skip
        self.add(
            "objection.answered", f"O-{number}", facts, words={"text": text},
            identity={"name": "Ed Itor"}, actor="P2", acting_as="editor",
        )  # fmt: skip
        for holder in holders:
            self.move(
                number, holder, "answer", ("raised", "answered"), "P2",
                acting_as="editor", wording=given.get("wording"),
            )  # fmt: skip

    def call(self, number: int, snapshot: int, **more: str) -> None:
        facts = {
            "call": number, "snapshot": snapshot,
            "content_hash": self.hash_of(snapshot),
            "opens_at": self.now.isoformat(),
            "closes_at": (self.now + timedelta(days=14)).isoformat(),
            "urgent": False, "told": 40, "eligible": 30, "charter": {}, **more,
        }  # fmt: skip
        self.add(
            "call.opened", f"call:{number}", facts, words={"notice": "Read it."},
            identity={"name": "Cal Ler"}, actor="P3", acting_as="consensus caller",
        )  # fmt: skip
        self.add("call.closed", f"call:{number}", {"call": number})

    def read(self, call: int, block: str | None, **counts: int) -> None:
        every = dict.fromkeys(
            (
                "people",
                "support",
                "reservation",
                "abstain",
                "objection",
                "dissent",
                "unconfirmed",
            ),
            0,
        )
        facts = {
            "call": call, "block": block, "code": "consensus",
            "counts": every | counts,
        }  # fmt: skip
        self.add(
            "reading.computed", f"call:{call}", facts,
            words={"reasons": ["most support"], "flags": []},
        )  # fmt: skip

    def declare(self, call: int, block: str | None, level: str) -> None:
        facts = {
            "call": call, "block": block, "level": level, "reading": "consensus",
            "independence": "independent",
        }  # fmt: skip
        self.add(
            "level.declared", f"call:{call}", facts,
            words={"rationale": "Few object, and all were answered."},
            identity={"name": "Cal Ler"}, actor="P3", acting_as="consensus caller",
        )  # fmt: skip

    def open_windows(self, call: int) -> None:
        """What a declaration opens: 14 days for statements, 7 for challenges."""
        facts = {
            "call": call, "levels": 1,
            "statements_close_at": (START + timedelta(days=28)).isoformat(),
            "challenges_close_at": (START + timedelta(days=21)).isoformat(),
        }  # fmt: skip
        self.add(
            "declaration.made", f"call:{call}", facts,
            actor="P3", acting_as="consensus caller",
        )  # fmt: skip

    def find(self, call: int, number: int, value: str = "outweighed") -> None:
        self.add(
            "finding.made", f"O-{number}",
            {"call": call, "objection": number, "value": value},
            words={"reason": "Heard and weighed.", "alternatives": "leaving it out"},
            identity={"name": "Cal Ler"}, actor="P3", acting_as="consensus caller",
        )  # fmt: skip

    def begin(self, version: str) -> None:
        """Work on a new version begins, after the one that is named."""
        facts = {"version": version, "bundle": "0" * 64}
        self.add(
            "version.begun", "document", facts, identity={"name": "Co Ord"},
            actor="P4", acting_as="coordinator",
        )  # fmt: skip

    def publish(self, call: int, snapshot: int, level: str, **counts: int) -> None:
        if any(one["entry"]["verb"] == "declaration.made" for one in self.lines):
            self.now = max(self.now, START + timedelta(days=28))
        facts = {
            "version": self.version, "snapshot": snapshot,
            "content_hash": self.hash_of(snapshot), "call": call, "level": level,
            "status_line": "…", "counts": counts,
        }  # fmt: skip
        self.add(
            "version.published", f"version:{self.version}", facts,
            identity={"name": "Co Ord"}, actor="P4", acting_as="coordinator",
        )  # fmt: skip


def rehashed(lines: Lines) -> Lines:
    """The lines as a forger would leave them: numbered and hashed anew throughout."""
    forged, previous = copy.deepcopy(lines), ""
    for place, line in enumerate(forged, start=1):
        line["entry"]["seq"] = place
        for part in ("words", "identity"):
            if part in line:
                hash_ = salted_hash(line[part]["salt"], line[part]["value"])
                line["entry"][part] = hash_
        line["hash"] = link(previous, canonical(line["entry"]))
        previous = line["hash"]
    return forged


def as_ndjson(lines: Lines) -> bytes:
    """The lines as the file log.ndjson."""
    return b"".join(canonical(line) + b"\n" for line in lines)


def from_ndjson(data: bytes) -> Lines:
    """The lines of a file log.ndjson."""
    return [json.loads(line) for line in data.splitlines()]
