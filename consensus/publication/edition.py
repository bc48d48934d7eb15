"""One version of a document with all that its page and its files say."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consensus.deliberation.call_models import CallKind
from consensus.deliberation.levels import UNCLAIMED, Level, ReadingCode
from consensus.participation.statement import Statement
from consensus.participation.words import Told, told
from consensus.publication import cover_lines
from consensus.publication.annex import Annex
from consensus.publication.body import Body, printed_body
from consensus.publication.decision_record import DecisionRecord, decision_record
from consensus.publication.decisions import Challenged
from consensus.publication.record import (
    CallHeld,
    Fault,
    Frozen,
    LevelDeclared,
    Record,
)
from consensus.publication.revision_record import AnnexRevised
from consensus.schema import Block
from consensus.wordings.canonical import plain_text

FIRST_WORDS = 60  # characters of a paragraph in the table


@dataclass(frozen=True)
class Cover:
    """What a cover says that no log does; times in UTC, `link` a full address."""

    document: int
    title: str
    kind: str
    coalition: str
    recognised: bool
    language: str
    direction: str
    version: str
    on: datetime
    link: str
    coordinators: tuple[str, ...] = ()
    """Who carried the text in a flat coalition, by name (domain.md 8); else empty."""
    published_by: tuple[str, ...] = ()
    """The two members who published it where no coordinator did (6.1); else empty."""

    def as_json(self) -> dict[str, Any]:
        """As plain JSON, for the manifest."""
        return {**self.__dict__, "on": self.on.isoformat(timespec="seconds")}

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> "Cover":
        """A cover as `as_json` gave it."""
        on = datetime.fromisoformat(given["on"])
        names = tuple(given.get("coordinators", ()))
        publishers = tuple(given.get("published_by", ()))
        return cls(
            **{**given, "on": on, "coordinators": names, "published_by": publishers}
        )

    @property
    def coalition_line(self) -> str:
        """The coalition with "IGF Dynamic Coalition"."""
        return cover_lines.coalition_line(self.coalition)


@dataclass(frozen=True)
class Place:
    """A row of the table of where people agree and where not."""

    label: str
    anchor: str
    first_words: str
    declared: LevelDeclared | None
    counts: dict[str, int] | None
    dissents: tuple[str, ...]
    undeclared: Level = Level.NOT_ASSESSED
    """What stands here where no level was declared (INV-19)."""

    @property
    def level(self) -> str:
        """The label of the declared level, or that nobody was asked."""
        level = Level(self.declared.level) if self.declared else self.undeclared
        return level.label

    @property
    def advised(self) -> str:
        """The label of what the reading advised, where it is another (INV-16)."""
        if self.declared is None or self.declared.reading == self.declared.level:
            return ""
        return ReadingCode(self.declared.reading).label

    @property
    def without_joined(self) -> str:
        """The label of the reading without those who joined during the call (R12)."""
        if self.declared is None or not self.declared.without_joined:
            return ""
        return ReadingCode(self.declared.without_joined).label


@dataclass(frozen=True)
class ChallengedHere:
    """A challenge, and what the level was declared for."""

    place: str
    challenge: Challenged


@dataclass(frozen=True)
class Edition:
    """A published version, or a working copy of a text that is not (call None)."""

    cover: Cover
    frozen: Frozen
    blocks: tuple[Block, ...]
    annex: Annex
    body: Body
    places: tuple[Place, ...]
    call: CallHeld | None
    level: Level
    caution: str = ""
    """For a working copy: what must be said on each page."""
    participation: Statement | None = None
    """Who took part; None for a working copy, and where the record does not say."""

    challenged: tuple[ChallengedHere, ...] = ()
    decided: DecisionRecord | None = None
    """The record of decisions (Annex C); None for a working copy."""
    revisions: tuple[AnnexRevised, ...] = ()
    """The editions of the annex after its first, this one the last (INV-10)."""

    @property
    def annex_revision(self) -> int:
        """Which edition of the annex this is; 1 is the one published with the text."""
        return len(self.revisions) + 1

    @property
    def told(self) -> Told | None:
        """The participation statement in words (Annex B)."""
        return told(self.participation) if self.participation else None

    @property
    def status_line(self) -> str:
        """Exactly one of the lines of 11.1 (INV-17), or what a working copy is."""
        if self.call is None:
            return self.caution
        return cover_lines.status_line(
            self.cover.coalition_line, self.level, recognised=self.cover.recognised
        )

    @property
    def agreement_line(self) -> str:
        """How far the text is agreed, in one line."""
        return cover_lines.agreement_line(self.level, self.annex)

    @property
    def is_notice(self) -> bool:
        """Whether it was published after a notice, so that no level is claimed."""
        return self.call is not None and self.call.kind is CallKind.NOTICE

    @property
    def block_label(self) -> str:
        """What every block of the text carries (INV-19, R46); empty after a call."""
        return cover_lines.block_label(self.level) if self.is_notice else ""

    @property
    def independence_note(self) -> str:
        """Who made it (INV-40)."""
        return cover_lines.independence_note(self.cover.coalition_line)

    @property
    def caller_line(self) -> str:
        """Where the caller was not independent of the text (R33); else empty."""
        declared = self.places[0].declared
        independence = declared.independence if declared else ""
        return cover_lines.CALLER_TOO.get(independence, "")


def edition_of(record: Record, cover: Cover, annex: Annex) -> Edition:
    """A version as `version.published` in the record has it; Fault if it has none."""
    published = [f for f in record.published if f["version"] == cover.version]
    if not published:
        raise Fault(f"The record has no version {cover.version}.")
    facts = published[-1]
    frozen = record.snapshot(facts["snapshot"])
    blocks = tuple(record.wording(block, name) for block, name, _ in frozen.items)
    labels = [label for _, _, label in frozen.items]
    body = printed_body(list(zip(blocks, labels, strict=True)), annex)
    call = facts["call"]
    return Edition(
        cover, frozen, blocks, annex, body, _places(record, frozen, annex, call, body),
        record.calls[call], Level(facts["level"]),
        participation=record.participation.get(cover.version),
        challenged=tuple(
            ChallengedHere(_named(record, one.call, one.block), one)
            for one in record.challenges.values()
        ),
        decided=decision_record(record),
        revisions=record.later_editions(cover.version),
    )  # fmt: skip


def working_copy(
    cover: Cover,
    labelled: list[tuple[Block, str]],
    frozen: Frozen,
    annex: Annex,
    *,
    open_now: int,
) -> Edition:
    """A text that is not published; `open_now` objections still wait for somebody."""
    blocks = tuple(block for block, _ in labelled)
    caution = f"Not published: a working copy as of {cover.on:%Y-%m-%d %H:%M} UTC."
    if open_now:
        waiting = "objection is" if open_now == 1 else "objections are"
        caution += f" {open_now} {waiting} still open and not in the annex."
    return Edition(
        cover, frozen, blocks, annex, printed_body(labelled, annex), (_whole(annex),),
        None, Level.NOT_ASSESSED, caution,
    )  # fmt: skip


def _named(record: Record, call: int, block: str | None) -> str:
    """What a level was declared for, as the text of its call numbers it."""
    if block is None:
        return "the whole document"
    return record.snapshot(record.calls[call].snapshot).labels[block]


def _whole(annex: Annex) -> Place:
    dissents = annex.numbers_on(None)
    return Place("The whole document", "", "", None, None, dissents)


def _places(
    record: Record, frozen: Frozen, annex: Annex, call: int, body: Body
) -> tuple[Place, ...]:
    """The document first, then every block with a level of its own or a dissent."""
    undeclared = UNCLAIMED.get(record.path, Level.NOT_ASSESSED)
    own = {block for of_call, block in record.levels if of_call == call and block}
    rows = [
        _place(record, body, call, block, label, annex)
        for block, _, label in frozen.items
        if block in own or annex.numbers_on(block)
    ]
    whole = Place(
        "The whole document", "", "", record.levels.get((call, None)),
        record.counts.get((call, None)),
        annex.numbers_on(None), undeclared,
    )  # fmt: skip
    return (whole, *rows)


def _place(
    record: Record, body: Body, call: int, block: str, label: str, annex: Annex
) -> Place:
    printed = body.by_id[block]
    words = " ".join(plain_text(_source(record, block, call)).split())
    short = words if len(words) <= FIRST_WORDS else words[:FIRST_WORDS].rstrip() + "…"
    return Place(
        label, printed.anchor, short, record.levels.get((call, block)),
        record.counts.get((call, block)),
        annex.numbers_on(block), UNCLAIMED.get(record.path, Level.NOT_ASSESSED),
    )  # fmt: skip


def _source(record: Record, block: str, call: int) -> Block:
    frozen = record.snapshot(record.calls[call].snapshot)
    return record.wording(block, frozen.wordings[block])
