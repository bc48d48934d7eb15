"""What a document's record says, as plain values: built from the log or from rows."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from consensus.archive.chain import canonical
from consensus.coalitions.attribution import Shown
from consensus.deliberation.call_models import CallKind
from consensus.deliberation.machine import OPPOSING
from consensus.deliberation.models import HolderState
from consensus.documents.models import OutputPath
from consensus.participation.statement import Statement
from consensus.publication.decisions import Challenged
from consensus.publication.names import Name
from consensus.publication.printed import PrintedStub
from consensus.publication.revision_record import AnnexRevised, Changed
from consensus.publication.statement_record import SignatureGiven, Stated
from consensus.schema import Block
from consensus.wordings.structure import Step

WordingKey = tuple[str, str]
"""Block id and wording hash."""

EditKey = tuple[str, str, str]
"""An editorial change: block id, the earlier wording's hash and the later one's."""


class Fault(Exception):
    """The record contradicts itself or the rules; the message names the entry."""


@dataclass(frozen=True)
class Held:
    """One person's hold on an objection as it stands at the end of the record."""

    number: int
    state: HolderState
    places: tuple[WordingKey, ...]
    """On which wordings of which blocks that state stands; () for the whole text."""
    seq: int
    """The place in the draft's log at which the text read so."""
    attribution: str
    names: frozenset[Name]
    shown: Shown | None
    """What the author last chose to show; None while it is withheld."""
    own_note: str = ""
    kept_at: datetime | None = None
    """When the present state was taken; None if it is the state it began in."""
    silent: bool = False
    """Maintained because nobody replied to the answer (R3)."""
    departed: bool = False
    recorded: str = ""
    """By whom it was recorded on the holder's behalf, and from where (R36)."""
    standing: bool = False
    """Kept on any wording with the same effect (R9)."""
    recorded_in: str = ""
    """The earlier version it was printed with, until its holder decides anew (R40)."""
    seen: tuple[WordingKey, ...] = ()
    """The words its holder spoke on, if editorial changes led to `places` (5.3)."""
    edits: tuple[EditKey, ...] = ()
    """Those changes."""
    stub: PrintedStub | None = None
    """In the place of the own note, where that was hidden."""
    retired_at: datetime | None = None
    """When its holder withdrew it after publication (R24)."""

    @property
    def wording(self) -> str | None:
        """The wording of the first block it stands on; None for the whole text."""
        return self.places[0][1] if self.places else None

    @property
    def opposes(self) -> bool:
        """Whether it is printed as an objection or a dissent (INV-1)."""
        return self.state in OPPOSING

    @property
    def stands(self) -> bool:
        """Whether it counts as opposing: nobody withdrew it since (R24)."""
        return self.opposes and self.retired_at is None


@dataclass(frozen=True)
class Reply:
    """One answer of the editors."""

    round: int
    at: datetime
    disposition: str
    text: str
    same_as: int | None = None
    """The answered objection that it points to (R32)."""
    stub: PrintedStub | None = None


@dataclass(frozen=True)
class CallersFinding:
    """What the caller said of an objection in one call."""

    call: int
    value: str
    reason: str
    alternatives: str


@dataclass(frozen=True)
class Opposed:
    """An objection or dissent with its last words and everybody who holds it."""

    number: int
    target: str
    block: str | None
    wording: str | None
    reason: str
    harm_to: str
    would_resolve: str
    raised_at: datetime
    stage: str
    holders: tuple[Held, ...]
    answers: tuple[Reply, ...] = ()
    finding: CallersFinding | None = None
    in_round: str = "yes"
    """Whether it came where the call asked (deliberation.models.InRound)."""
    stub: PrintedStub | None = None
    """In the place of its words, where they were hidden (INV-11)."""

    @property
    def name(self) -> str:
        """How people cite it: O-3."""
        return f"O-{self.number}"


@dataclass(frozen=True)
class Frozen:
    """A snapshot: the text as an ordered list of (block, wording, label)."""

    number: int
    content_hash: str
    items: tuple[tuple[str, str, str], ...]
    seq: int = 0
    """The place in the draft's log at which the text read so."""

    @property
    def wordings(self) -> dict[str, str]:
        """Block id to wording hash."""
        return {block: wording for block, wording, _ in self.items}

    @property
    def labels(self) -> dict[str, str]:
        """Block id to the number printed beside it."""
        return {block: label for block, _, label in self.items}


@dataclass(frozen=True)
class Edited:
    """A change that an editor declared editorial, and whether anybody contested it."""

    at: datetime
    is_contested: bool = False


@dataclass(frozen=True)
class LevelDeclared:
    """A level as declared for a block, or for the document (block None)."""

    call: int
    block: str | None
    level: str
    reading: str
    independence: str
    rationale: str
    by: str
    at: datetime
    without_joined: str = ""
    """The reading without those who joined during the call, if it differed (R12)."""
    on_joined: str = ""


@dataclass(frozen=True)
class CallHeld:
    """A consensus call: when, on what, who was told."""

    number: int
    snapshot: int
    opens_at: datetime
    closes_at: datetime
    urgent: bool
    told: int
    eligible: int
    covered: tuple[str, ...] | None = None
    """The blocks a repeat call asked about; None: the whole text (6.2)."""
    kind: CallKind = CallKind.CONSENSUS
    closed: bool = False
    stopped: bool = False
    statements_until: datetime | None = None
    """Until when statements could be filed; None if nothing was declared."""
    challenges_until: datetime | None = None
    """Until when the declared levels could be challenged."""


@dataclass(frozen=True)
class ReceiptGiven:
    """A receipt's hash, where it was given, and for which holder."""

    hash: str
    objection: int
    holder: int
    seq: int


@dataclass(frozen=True)
class Happened:
    """A deed that the record of decisions tells, as its entry has it (11.4)."""

    seq: int
    at: datetime
    verb: str
    about: str
    facts: Mapping[str, Any]
    words: Mapping[str, Any]
    """What people wrote beside it; empty if nothing, or if it was withheld."""
    who: str
    """Who did it in a public role, by name; else empty."""
    acting_as: str
    drafted: bool
    """Whether they had changed the text before, under the same pseudonym."""


@dataclass
class Record:
    """
    All that a publication needs of one document, in the order it happened.

    `counts` are numbers of people by call and block as last computed; `published`
    holds the facts of each `version.published`, in order.
    """

    title: str = ""
    language: str = "en"
    coalition: str = ""
    path: OutputPath = OutputPath.CONSENSUS
    wordings: dict[WordingKey, Block] = field(default_factory=dict)
    snapshots: dict[int, Frozen] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    """What was split, merged, removed, restored and moved (domain.md 5.5)."""
    editorial: dict[EditKey, Edited] = field(default_factory=dict)
    objections: dict[int, Opposed] = field(default_factory=dict)
    calls: dict[int, CallHeld] = field(default_factory=dict)
    levels: dict[tuple[int, str | None], LevelDeclared] = field(default_factory=dict)
    challenges: dict[int, Challenged] = field(default_factory=dict)
    readings: dict[tuple[int, str | None], str] = field(default_factory=dict)
    counts: dict[tuple[int, str | None], dict[str, int]] = field(default_factory=dict)
    statements: dict[int, Stated] = field(default_factory=dict)
    hidden: dict[str, PrintedStub] = field(default_factory=dict)
    """What is hidden now, by its name in words: O-3, a reply in the thread of C-2."""
    receipts: list[ReceiptGiven | SignatureGiven] = field(default_factory=list)
    published: list[dict[str, Any]] = field(default_factory=list)
    begun: list[dict[str, Any]] = field(default_factory=list)
    """The facts of each `version.begun`: work on a version after the first (R40)."""
    participation: dict[str, Statement] = field(default_factory=dict)
    """Who took part, by version."""
    deeds: list[Happened] = field(default_factory=list)
    """What the record of decisions tells, in the order it happened."""
    drafters: set[str] = field(default_factory=set)
    """The pseudonyms of those who changed the text."""
    changes: list[Changed] = field(default_factory=list)
    """What was changed in the annex since its last edition (R24, R25, R28)."""
    printed: dict[str, Any] | None = None
    """The entries of the last edition by number, once something is changed in it."""
    revisions: list[AnnexRevised] = field(default_factory=list)
    """The later editions of the annex, of all versions."""

    def later_editions(self, version: str) -> tuple[AnnexRevised, ...]:
        """The editions of the annex of a version after its first, in order."""
        return tuple(one for one in self.revisions if one.version == version)

    @property
    def is_out(self) -> bool:
        """Whether the version published last is the text, and no later one is begun."""
        return len(self.published) > len(self.begun)

    def snapshot(self, number: int) -> Frozen:
        """A snapshot by its number; Fault if the record has none such."""
        if number not in self.snapshots:
            raise Fault(f"The record has no snapshot {number}.")
        return self.snapshots[number]

    def wording(self, block: str, name: str) -> Block:
        """A wording's block; Fault if the record never minted it."""
        if (block, name) not in self.wordings:
            raise Fault(f"The record has no wording {name[:12]} of block {block}.")
        return self.wordings[block, name]


def content_name(items: Sequence[tuple[str, str]]) -> str:
    """The content hash of a text: SHA-256 over [[block id, wording hash], …]."""
    return hashlib.sha256(canonical([list(pair) for pair in items])).hexdigest()
