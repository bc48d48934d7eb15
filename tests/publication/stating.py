"""Minority statements in the logs that tests write (docs/record.md)."""

from dataclasses import dataclass, field
from typing import Any

from consensus.archive.receipts import new_nonce, receipt_hash
from consensus.deliberation.statement_models import AimKind, StatementKind
from consensus.schema import Block
from consensus.statements.wording import Aim, Words, version_hash
from tests.publication.logs import Log

TEXT = "Logs help nobody.\n\n“Six months” is six too many."


@dataclass
class Statement:
    """One statement that grows by deeds; signatures are numbered from 100 up."""

    log: Log
    number: int
    lead: str
    words: Words
    signatures: dict[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"M-{self.number}"

    def announce(self) -> "Statement":
        facts = self._shown(self.lead) | {"statement": self.number, "stage": "call"}
        self.log.add(
            "statement.announced", self.name, facts, actor=self.lead,
            words={"title": "An intent"}, identity=_who(self.lead),
        )  # fmt: skip
        return self

    def move(self, move: str, before: str, after: str, actor: str) -> "Statement":
        facts = {
            "statement": self.number, "move": move, "before": before, "after": after,
        }  # fmt: skip
        self.log.add("statement.moved", self.name, facts, actor=actor)
        return self

    def word(self, change: str = "first", voided: tuple[int, ...] = (),
             **facts: Any) -> "Statement":  # fmt: skip
        told = {
            "change": change, "kind": str(self.words.kind),
            "language": self.words.language, "voided": list(voided),
            "targets": [one.as_json() for one in self.words.aims],
        }  # fmt: skip
        return self._sign("statement.worded", self.lead, told | facts)

    def sign(self, actor: str, **facts: Any) -> "Statement":
        return self._sign("statement.signed", actor, facts)

    def open(self) -> "Statement":
        self.announce().move("draft", "intended", "drafting", self.lead)
        return self.word()

    def file(self) -> "Statement":
        return self.move("file", "open_for_signature", "filed", self.lead)

    def lock(self) -> "Statement":
        return self.move("lock", "filed", "locked", "system")

    def withdraw(self, actor: str, lead: int | None, after: str) -> "Statement":
        facts = {
            "statement": self.number, "signature": self.signatures[actor],
            "lead": lead, "after": after,
        }  # fmt: skip
        self.log.add("signature.withdrawn", self.name, facts, actor=actor)
        return self

    def respond(self, text: str, **how: Any) -> "Statement":
        given = {"actor": "P2", "acting_as": "editor"} | how
        self.log.add(
            "statement.responded", self.name, {"statement": self.number},
            words={"text": text}, **given,
        )  # fmt: skip
        return self

    def _sign(self, verb: str, actor: str, facts: dict[str, Any]) -> "Statement":
        words, at, nonce = self.words.as_json(), self.log.now.isoformat(), new_nonce()
        made = receipt_hash(self.name, words, at, nonce)
        told = {
            "statement": self.number, "version": version_hash(self.words),
            **self._shown(actor), "receipt": made,
        }  # fmt: skip
        said = facts.pop("words", words)
        place = self.log.add(
            verb, self.name, told | facts, actor=facts.pop("actor", actor),
            words=said, identity=_who(actor),
        )  # fmt: skip
        self.log.receipts.append({
            "form": "receipt/1", "document": {"id": 1, "title": "Clear water"},
            "object": self.name, "words": words, "at": at, "nonce": nonce,
            "hash": made, "entry_seq": place,
        })  # fmt: skip
        return self

    def _shown(self, actor: str) -> dict[str, Any]:
        new = 100 * self.number + len(self.signatures)
        number = self.signatures.setdefault(actor, new)
        return {"signature": number, "attribution": "named", "capacity": "personal"}


def stating(
    log: Log, number: int, lead: str, block: Block, kind: str = "dissent"
) -> Statement:
    """A statement on the words of a block, not announced yet."""
    name = log.mint(block)
    aims = (Aim(AimKind.WORDING, block["attrs"]["id"], name),)
    words = Words(StatementKind(kind), f"Title {number}", TEXT, "en", aims)
    return Statement(log, number, lead, words)


def _who(actor: str) -> dict[str, str]:
    return {
        "attribution": "named", "name": f"Person {actor}", "organisation": "",
        "capacity": "personal", "group": "civil society",
    }  # fmt: skip
