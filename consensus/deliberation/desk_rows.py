"""The rows of the consensus desk: one target each, as everybody may see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus.deliberation.actions.declaring import levels_on, opposed
from consensus.deliberation.assessment import (
    Evidence,
    attributed_voices,
    reading_of,
)
from consensus.deliberation.call_models import Designation, Finding
from consensus.deliberation.call_queries import (
    standing_designations,
    standing_findings,
)
from consensus.deliberation.heard import heard_in
from consensus.deliberation.joiners import reading_without_joiners
from consensus.deliberation.levels import Level, ReadingCode
from consensus.deliberation.models import HolderState, Objection
from consensus.deliberation.places import block_at, blocks_among, is_gap
from consensus.deliberation.reading import Reading
from consensus.deliberation.reading_words import in_words, sentence
from consensus.deliberation.small_groups import for_everybody
from consensus.deliberation.standing import Counts, counts_of, says_on
from consensus.documents.models import Document
from consensus.drafting.queries import blocks_of

WHOLE = "document"
"""The key of the row for the whole document; a paragraph's key is its block's id."""

_WAITS_FOR = {
    HolderState.RAISED: "waits for an answer by an editor",
    HolderState.ASKED: "waits for its holder, who was asked for a reason",
    HolderState.RECHECK: "waits for its holder, because the words changed",
    HolderState.ANSWERED: "was answered; its holder has not said if that meets it",
}
_HEIGHT = (
    Level.INSUFFICIENT,
    Level.DIVERGENCE,
    Level.STRONG_SUPPORT,
    Level.CONSENSUS,
    Level.FULL_CONSENSUS,
)


@dataclass(frozen=True)
class Row:
    """One target: what people said, what waits, what is advised, what is declared."""

    key: str
    label: str
    excerpt: str
    href: str
    counts: Counts
    waiting: tuple[str, ...]
    reading: Reading
    """Reasons and flags as they may be shown to everybody (R18)."""
    advice: str
    declared: Designation | None
    levels: tuple[Level, ...]
    """What can be declared here, the highest level first."""
    without_joined: ReadingCode | None = None
    """The reading without those who joined during the call, if it differs (R12)."""

    @property
    def reasons(self) -> list[str]:
        """Why the reading is what it is, in words."""
        return [in_words(one) for one in self.reading.reasons]

    @property
    def flags(self) -> list[str]:
        """What to keep in mind, in words (domain.md 7.3)."""
        return [in_words(one.text) for one in self.reading.flags]

    @property
    def is_ready(self) -> bool:
        """Whether nobody waits for an answer here, so that a level can be declared."""
        return self.reading.code.level is not None

    @property
    def is_higher(self) -> bool:
        """Whether a higher level was declared than is advised (INV-16)."""
        advised = self.reading.code.level
        return (
            self.declared is not None
            and advised is not None
            and _HEIGHT.index(self.declared.level) > _HEIGHT.index(advised)
        )


@dataclass(frozen=True)
class Stand:
    """An objection or dissent that stands, and what the caller found on it."""

    objection: Objection
    place: str
    href: str
    is_dissent: bool
    finding: Finding | None


@dataclass(frozen=True)
class Rows:
    """All rows of a call: the whole document first, then each block in order."""

    whole: Row
    contested: tuple[Row, ...]
    others: tuple[Row, ...]
    """Blocks nobody opposes: they are read as the document is."""
    standing: tuple[Stand, ...]

    @property
    def to_declare(self) -> list[Row]:
        """The rows that need a level (G2 c)."""
        return [self.whole, *self.contested]


def rows_of(
    session: Session, document: Document, evidence: Evidence, caller: str
) -> Rows:
    """What the desk shows of a call's frozen text."""
    call = evidence.call
    declared = {one.block_id: one for one in standing_designations(session, call)}
    heard = heard_in(session, document)
    blocks = {one.block_id: one for one in blocks_of(session, document.id)}
    labels = {item.wording.block_id: item.label for item in call.snapshot.items}
    texts = {item.wording.block_id: item.wording.text for item in call.snapshot.items}

    def row(block_id: str | None) -> Row:
        reading = for_everybody(
            reading_of(evidence, block_id), attributed_voices(evidence, block_id)
        )
        said = says_on(heard, blocks.get(block_id or ""))
        counts = counts_of(heard, said)
        target = "document" if block_id is None else "paragraph"
        return Row(
            key=block_id or WHOLE,
            label=labels.get(block_id or "", "The whole document"),
            excerpt=_excerpt(texts.get(block_id or "", document.title)),
            href=place_of(document, labels.get(block_id or "")),
            counts=counts,
            waiting=_waiting(evidence.objections_to(block_id), counts),
            reading=reading,
            advice=sentence(reading, caller, target=target),
            declared=declared.get(block_id),
            levels=levels_on(evidence, block_id),
            without_joined=reading_without_joiners(evidence, block_id),
        )

    contested = [one for one in labels if evidence.is_contested(one)]
    return Rows(
        whole=row(None),
        contested=tuple(row(one) for one in contested),
        others=tuple(row(one) for one in labels if one not in contested),
        standing=_standing(session, document, evidence, labels),
    )


def place_of(document: Document, label: str | None) -> str:
    """The address of a block on the document's page by its label; None: the page."""
    page = f"/documents/{document.id}"
    if label is None:
        return page
    if label.startswith("¶"):
        number = label.removeprefix("¶")
        return f"{page}?open={number}#p{number}"
    return f"{page}#text"


def waits_for(objection: Objection) -> list[str]:
    """What an objection waits for, in words; empty if for nothing."""
    states = {holder.state for holder in objection.holders}
    return [words for state, words in _WAITS_FOR.items() if state in states]


def _waiting(objections: Sequence[Objection], counts: Counts) -> tuple[str, ...]:
    waiting = [f"{one.name} {words}" for one in objections for words in waits_for(one)]
    if counts.stale:
        noun = "position" if counts.stale == 1 else "positions"
        waiting.append(f"{counts.stale} {noun} on an earlier wording")
    return tuple(waiting)


def _standing(
    session: Session, document: Document, evidence: Evidence, labels: dict[str, str]
) -> tuple[Stand, ...]:
    findings = standing_findings(session, evidence.call)
    return tuple(
        Stand(
            objection=one,
            place=_place(evidence.blocks_of(one), labels),
            href=place_of(document, _label(evidence.blocks_of(one), labels)),
            is_dissent=all(
                holder.state is not HolderState.MAINTAINED for holder in one.holders
            ),
            finding=findings.get(one.id),
        )
        for one in evidence.objections
        if opposed(one)
    )


def _place(blocks: Sequence[str | None], labels: dict[str, str]) -> str:
    if None in blocks:
        return "the whole document"
    gap = next((one for one in blocks if is_gap(one)), None)
    if gap is not None:
        label = labels.get(block_at(gap) or "", "a paragraph that was removed")
        return f"what is missing after {label}"
    on = [labels[one] for one in blocks if one in labels]
    return " and ".join(on) or "the removal of a paragraph"


def _label(blocks: Sequence[str | None], labels: dict[str, str]) -> str | None:
    return next((labels[one] for one in blocks_among(blocks) if one in labels), None)


def _excerpt(text: str) -> str:
    words = text.split()
    return " ".join(words[:9]) + ("…" if len(words) > 9 else "")  # noqa: PLR2004
