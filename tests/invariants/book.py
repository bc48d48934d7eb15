"""
The test's own memory of a history: what each person did, in their own words.

It learns of a deed when the service has accepted it, from what the person sent and
from the receipt's number that came back, and asks the service nothing afterwards. What
a publication must and may print follows from it; `ledger` says it of objections.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from consensus.coalitions.models import Attribution
from tests.invariants.cast import CALLER, COORDINATOR, EDITOR, PEOPLE
from tests.invariants.ledger import Ledger

Facts = Mapping[str, Any]
NAMING = frozenset(
    {
        "behalf.recorded", "challenge.seconded", "challenge.reviewed",
        "challenge.review_declined", "decision.proposed", "decision.opposed",
        "sense_check.opened",
    }
)  # fmt: skip
"""Verbs of deeds that are done by name, whatever somebody chooses elsewhere."""


@dataclass
class Hand:
    """One person's name under something: how they chose to be shown, and their note."""

    attribution: Attribution
    holder: int = 0
    """The row's number of a hold, which the record names it by."""
    note: str = ""


@dataclass
class Opposed:
    """An objection as its author wrote it, and whoever holds it."""

    author: str
    target: str | None
    seen: str | None
    """The words its author had before them; None for the whole text."""
    reason: str
    harm: str = ""
    would: str = ""
    hands: dict[str, Hand] = field(default_factory=dict)
    is_answered: bool = False

    @property
    def adds_only(self) -> bool:
        """Whether its author may add to the words and change none (R44, R14)."""
        return self.is_answered or len(self.hands) > 1


@dataclass
class Signed:
    """A minority statement: its words, and who has signed these very words."""

    lead: str
    state: str = "intended"
    kind: str = ""
    title: str = ""
    text: str = ""
    hands: dict[str, Hand] = field(default_factory=dict)
    """The valid signatures, in the order in which people signed."""
    response: str = ""

    @property
    def is_printed(self) -> bool:
        """Whether a version printed now must hold it (6.5)."""
        return self.state in {"filed", "locked"} and bool(self.hands)


@dataclass
class Commented:
    """A comment, whose it is, whether it came late and what was answered."""

    author: str
    text: str
    is_late: bool
    answer: str = ""
    is_satisfied: bool | None = None
    raised: bool = False


@dataclass
class Challenged:
    """A challenge of a declared level, and how far it is."""

    author: str
    text: str
    answer: str = ""
    is_escalated: bool = False
    seconders: set[str] = field(default_factory=set)
    reviewers: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Stand:
    """A position as it was taken: on which words (None: the whole text), and when."""

    who: str
    kind: str
    block: str | None
    words: str
    at: int
    """After so many changes of the text."""


@dataclass
class Book:
    """Everything the test knows of one history."""

    ledger: Ledger = field(default_factory=Ledger)
    objections: dict[int, Opposed] = field(default_factory=dict)
    statements: dict[int, Signed] = field(default_factory=dict)
    comments: dict[int, Commented] = field(default_factory=dict)
    challenges: dict[int, Challenged] = field(default_factory=dict)
    stands: dict[int, Stand] = field(default_factory=dict)
    """The positions that their owners have not taken back, by number."""
    shown_to_sign: dict[tuple[int, str], Attribution] = field(default_factory=dict)
    """How whoever announced a statement wants to be shown once they sign it."""
    targets: dict[int, str] = field(default_factory=dict)
    """What each statement is about, as the form sends it."""
    suggestions: dict[int, str] = field(default_factory=dict)
    relayed: dict[int, str] = field(default_factory=dict)
    """Positions recorded for somebody who has not confirmed them, by number."""
    states: dict[int, str] = field(default_factory=dict)
    """What the record said last of each hold: a hint of what can be tried next."""
    holds: dict[int, tuple[int, str]] = field(default_factory=dict)
    """The row's number of each hold, to its objection and its person."""
    deeds: dict[int, str] = field(default_factory=dict)
    """Who did what an entry of the record tells, by its number; the clock is ""."""
    receipts: list[str] = field(default_factory=list)
    """The hash of every receipt that the service has handed out."""
    departed: set[str] = field(default_factory=set)
    """Who has left the coalition and not come back."""
    names_shown: set[str] = field(default_factory=set)
    """Who has done something that names them whatever they choose elsewhere."""
    done: Counter[str] = field(default_factory=Counter)

    def watch(self, seq: int, who: str, verb: str, facts: Facts) -> None:
        """An entry came into the record while somebody did something."""
        self.deeds[seq] = who
        if verb == "holder.moved":
            self.states[facts["holder"]] = facts["after"]
        if verb in {"objection.raised", "objection.joined"}:
            self.states[facts["holder"]] = facts["state"]
        if "receipt" in facts:
            self.receipts.append(facts["receipt"])
        if facts.get("attribution") == "named" or verb in NAMING:
            self.names_shown.add(who)
        if verb == "challenge.reviewer_named":
            self.names_shown.update(PEOPLE)  # whose name it is, nobody says here

    def hidden(self) -> set[str]:
        """Everybody who has hidden their name wherever they spoke (INV-21)."""
        objected = {who for one in self.objections.values() for who in one.hands}
        signed = {who for one in self.statements.values() for who in one.hands}
        spoke = objected | signed
        return spoke - self.names_shown - {COORDINATOR, EDITOR, CALLER}

    def take(self, number: int, stand: Stand) -> None:
        """Somebody takes a position, in place of what they said of these words."""
        self.drop(stand.who, stand.block, stand.words)
        self.stands[number] = stand

    def drop(self, who: str, block: str | None, words: str) -> None:
        """What somebody said of these words does not hold any more."""
        self.stands = {
            number: one for number, one in self.stands.items()
            if (one.who, one.block, one.words) != (who, block, words)
        }  # fmt: skip

    def drop_all(self, who: str) -> None:
        """Somebody takes no part any more."""
        self.stands = {
            number: one for number, one in self.stands.items() if one.who != who
        }
