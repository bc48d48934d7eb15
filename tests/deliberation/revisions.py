"""What real authors changed in their texts, filed as suggestions and then adopted."""

import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from consensus.archive.actions import Actor
from consensus.coalitions.models import Attribution, Member
from consensus.conversion.reading import read_file
from consensus.deliberation.actions.settling import Settling, adopt, adopt_as_new
from consensus.deliberation.actions.suggestions import Proposal, suggest
from consensus.deliberation.suggestion_models import (
    Suggestion,
    SuggestionKind,
    SuggestionState,
)
from consensus.deliberation.suggestion_queries import suggestions_of
from consensus.documents.models import Document
from consensus.drafting.queries import any_block_of, blocks_of, edition
from consensus.drafting.revising import revise_draft, standing_in
from consensus.drafting.revision import plan_revision
from consensus.drafting.seen import Seen, seen_now
from consensus.errors import Invalid, Refused
from consensus.schema import Block, footnotes_in, inline_nodes
from consensus.wordings.marked_words import marked_tokens


@dataclass
class Tally:
    """What became of the suggestions of one step from a version to the next."""

    filed: int = 0
    adopted: int = 0
    collided: int = 0
    kept_for_an_editor: int = 0
    lost: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"filed {self.filed}, adopted {self.adopted}, collided {self.collided}, "
            f"waiting for other reasons {self.kept_for_an_editor}, "
            f"lost {len(self.lost)}"
        )


def blocks_in(path: Path) -> list[Block]:
    """The blocks of one version."""
    return read_file(path, name=path.name).blocks


def file_changes(
    session: Session, document: Document, newer: list[Block], *, by: Member
) -> int:
    """Suggest everything that a newer version changes; how many that were."""
    plan = plan_revision(standing_in(session, document.id), newer)
    present = {row.block_id: row for row in blocks_of(session, document.id)}
    notes = {name for name, row in present.items() if row.kind == "note"}
    filed, last = 0, None
    for block in plan.blocks:
        name = block["attrs"]["id"]
        if name not in present:
            kind, place = SuggestionKind.AFTER, last
        else:
            kind, place, last = SuggestionKind.WORDING, name, name
            if block == present[name].content:
                continue
        # A mark for a note that is only suggested has nothing to lead to yet.
        if inline_nodes(block) and set(footnotes_in(block)) <= notes:
            _file(session, document, kind, place, block, by)
            filed += 1
    for name in plan.gone:
        _file(session, document, SuggestionKind.REMOVAL, name, None, by)
        filed += 1
    return filed


def adopt_all(session: Session, document: Document, *, by: Member, seed: int) -> Tally:
    """Adopt whatever waits, in a random order, and see that no word is lost."""
    waiting = list(suggestions_of(session, document.id, SuggestionState.OPEN))
    tally = Tally(filed=len(waiting))
    random.Random(seed).shuffle(waiting)  # noqa: S311 (an order, no secret)
    settling = Settling(by, Actor(by.account_id, "editor"))
    for one in waiting:
        _adopt(session, document, one, settling, tally)
    return tally


def move_on(
    session: Session, document: Document, newest: list[Block], *, by: Member
) -> None:
    """The text becomes a later version meanwhile."""
    if not plan_revision(standing_in(session, document.id), newest).changes_nothing:
        revise_draft(session, document, newest, "md", by=by)


def _file(
    session: Session,
    document: Document,
    kind: SuggestionKind,
    place: str | None,
    block: Block | None,
    by: Member,
) -> None:
    seen: Seen | None = seen_now(session, document.id, place) if place else None
    proposal = Proposal(kind, block, "", Attribution.NAMED)
    suggest(session, document, seen, proposal, by=by, acting_as="member")


def _adopt(
    session: Session,
    document: Document,
    one: Suggestion,
    settling: Settling,
    tally: Tally,
) -> None:
    row = any_block_of(session, document.id, one.block_id) if one.block_id else None
    before, seen = (row.content, edition(row)) if row else (None, "")
    offered, was_gone = one.content, row is not None and row.deleted
    try:
        if was_gone and one.kind is SuggestionKind.WORDING:
            adopt_as_new(session, document, one, settling)
        else:
            adopt(session, document, one, seen, settling)
    except Refused as refusal:
        collided = "in the same place" in str(refusal)
        tally.collided += collided
        tally.kept_for_an_editor += not collided
        if one.state is not SuggestionState.OPEN or one.content != offered:
            tally.lost.append(f"{one.name}: refused, and not kept")
        if isinstance(refusal, Invalid) and "note" not in str(refusal):
            tally.lost.append(f"{one.name}: {refusal}")
        return
    tally.adopted += 1
    tally.lost += _missing(session, document, one, before, was_gone=was_gone)


def _missing(
    session: Session,
    document: Document,
    one: Suggestion,
    before: Block | None,
    *,
    was_gone: bool,
) -> list[str]:
    """Words of either side that an adopted suggestion left out of the text."""
    if one.kind is SuggestionKind.REMOVAL or one.adopted_block is None:
        return []
    now = _tokens(any_block_of(session, document.id, one.adopted_block).content)
    if one.kind is SuggestionKind.AFTER or was_gone or before is None:
        missing = _tokens(one.content) - now
    else:
        mine, base = _tokens(one.content), _tokens(one.base)
        missing = (mine - base) - now
        missing += (_tokens(before) - now) - (base - mine)
    return [f"{one.name}: {word!r}" for word in missing]


def _tokens(block: Block | None) -> Counter[str]:
    return Counter(marked_tokens(inline_nodes(block or {})))
