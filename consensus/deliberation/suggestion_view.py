"""What is shown of one suggestion to one reader: words, redlines, next steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consensus.coalitions.models import Attribution, SeatStatus
from consensus.coalitions.shown_as import Choice
from consensus.deliberation.actions.settling import merged_with
from consensus.deliberation.need import WHOLE
from consensus.deliberation.suggestion_models import (
    Suggestion,
    SuggestionKind,
    SuggestionState,
)
from consensus.deliberation.wording_history import Redline
from consensus.documents.access import Act, Asker
from consensus.documents.models import Document
from consensus.documents.pseudonyms import naming_in
from consensus.drafting.forms import as_fields
from consensus.drafting.models import DraftBlock
from consensus.drafting.queries import any_block_of, edition
from consensus.schema import WHOLE_KINDS, Block
from consensus.wordings.canonical import plain_text
from consensus.wordings.rebase import Collided, Place
from consensus.wordings.redline import counts, redline

STATE_WORDS = {
    SuggestionState.OPEN: "Waiting",
    SuggestionState.ADOPTED: "Adopted",
    SuggestionState.ADOPTED_IN_PART: "Adopted in part",
    SuggestionState.NOT_ADOPTED: "Not adopted",
    SuggestionState.WITHDRAWN: "Withdrawn",
}
KIND_WORDS = {
    SuggestionKind.WORDING: "Other words",
    SuggestionKind.AFTER: "A new paragraph",
    SuggestionKind.REMOVAL: "To be taken out",
}


@dataclass(frozen=True)
class Standing:
    """How an open suggestion lies to the text as it is now."""

    gone: bool = False
    """Whether the paragraph has been removed or merged away since."""
    moved_on: bool = False
    """Whether the paragraph has other words than its author saw."""
    now: str = ""
    """The words as they are now; "" where there are none."""
    theirs: Redline | None = None
    """What changed since its author read it, where something did."""
    would_be: Redline | None = None
    """What adopting would change in the present words, where they moved on."""
    places: tuple[Place, ...] | None = None
    """Where both changed the same; None if adopting needs no hand."""


@dataclass(frozen=True)
class SettleForm:
    """What the editors' form holds: the present edition, and fields to begin with."""

    edition: str
    fields: dict[str, str]
    takes_words: bool
    """Whether part of it can be adopted by writing words in a form."""


@dataclass(frozen=True)
class SuggestForm:
    """A form that suggests something at one place, as it is given to one reader."""

    kind: SuggestionKind
    row: DraftBlock | None
    place: str
    seen: Mapping[str, str]
    fields: Mapping[str, str]
    """Names and values of the words' fields: words, or a table's caption and cells."""
    kinds: list[tuple[str, str]]
    block_kind: str
    attributions: list[Choice]
    default_attribution: str


@dataclass(frozen=True)
class SuggestionView:
    """One suggestion with everything a page says of it."""

    suggestion: Suggestion
    name: str
    what: str
    state: SuggestionState
    state_words: str
    who: str
    is_yours: bool
    departed: bool
    settled_by: str
    wording: int | None
    anchor: str
    where: str
    changes: Redline
    added: int
    removed: int
    only_looks: bool
    """Whether the words stay and only marks, links or the kind change."""
    standing: Standing
    may_settle: bool
    may_end: bool
    """Whether the reader can withdraw it, or be shown otherwise with it."""
    attribution: Attribution

    @property
    def is_open(self) -> bool:
        """Whether it waits for the editors."""
        return self.state is SuggestionState.OPEN

    @property
    def adopts_at_once(self) -> bool:
        """Whether one press can adopt it: nothing of it collides or is gone."""
        return self.standing.places is None and not self.standing.gone

    @property
    def at(self) -> datetime:
        """When it was made, UTC."""
        return self.suggestion.made_at


def suggestion_view(
    session: Session,
    document: Document,
    suggestion: Suggestion,
    asker: Asker,
    names: dict[str, str],
) -> SuggestionView:
    """One suggestion as this reader sees it; `names` are the labels of the blocks."""
    changes = changes_of(suggestion)
    added, removed = counts(changes)
    naming = naming_in(session, document.id)
    yours = asker.member is not None and suggestion.member_id == asker.member.id
    is_open = suggestion.state is SuggestionState.OPEN
    return SuggestionView(
        suggestion=suggestion,
        name=suggestion.name,
        what=KIND_WORDS[suggestion.kind],
        state=suggestion.state,
        state_words=STATE_WORDS[suggestion.state],
        who="You" if yours else naming(suggestion.member, suggestion.attribution),
        is_yours=yours,
        departed=suggestion.member.status is SeatStatus.FORMER,
        settled_by=suggestion.settler.account.name if suggestion.settler else "",
        wording=suggestion.wording.number if suggestion.wording else None,
        anchor=suggestion.block_id or WHOLE,
        where=place_name(suggestion, names),
        changes=changes,
        added=added,
        removed=removed,
        only_looks=all(op == "=" for op, _ in changes),
        standing=_standing(session, document, suggestion) if is_open else Standing(),
        may_settle=is_open and asker.may(Act.SETTLE_SUGGESTION, document),
        may_end=yours and asker.may(Act.END_OWN_SUGGESTION, document),
        attribution=suggestion.attribution,
    )


def place_name(suggestion: Suggestion, names: dict[str, str]) -> str:
    """Where a suggestion belongs, to begin a sentence: "After paragraph 4"."""
    if suggestion.block_id is None:
        return "At the start of the text"
    label = names.get(suggestion.block_id, "a removed paragraph")
    place = label.replace("¶", "paragraph ")
    after = "after " if suggestion.kind is SuggestionKind.AFTER else ""
    sentence = f"{after}{place}"
    return sentence[0].upper() + sentence[1:]


def settle_form(
    session: Session, document: Document, suggestion: Suggestion
) -> SettleForm:
    """
    The form with which an editor settles an open suggestion by hand.

    It begins with the merged words where both changes go together, else with the
    suggested ones; for a removal with the present ones.
    """
    row = _row(session, document, suggestion)
    block = suggestion.content or (row.content if row else {})
    stands = row is not None and not row.deleted
    if row and stands and suggestion.kind is SuggestionKind.WORDING:
        merged = merged_with(suggestion, row)
        block = block if isinstance(merged, Collided) else merged
    if row and stands and suggestion.kind is SuggestionKind.REMOVAL:
        block = row.content
    takes_words = block["type"] not in WHOLE_KINDS
    return SettleForm(
        edition=edition(row) if row else "",
        fields=as_fields(block) if takes_words else {},
        takes_words=takes_words,
    )


def changes_of(suggestion: Suggestion) -> Redline:
    """The redline from the words its author read to those suggested."""
    base = plain_text(suggestion.base) if suggestion.base else ""
    words = plain_text(suggestion.content) if suggestion.content else ""
    if suggestion.kind is SuggestionKind.AFTER:
        return redline("", words)
    return redline(base, words)


def _row(
    session: Session, document: Document, suggestion: Suggestion
) -> DraftBlock | None:
    block_id = suggestion.block_id
    return any_block_of(session, document.id, block_id) if block_id else None


def _standing(session: Session, document: Document, suggestion: Suggestion) -> Standing:
    row = _row(session, document, suggestion)
    base = suggestion.base
    if row is None or base is None:
        return Standing()
    if row.deleted:
        return Standing(gone=suggestion.kind is SuggestionKind.WORDING)
    now = plain_text(row.content)
    moved_on = row.content != base
    theirs = redline(plain_text(base), now) if moved_on else None
    if suggestion.kind is not SuggestionKind.WORDING:
        return Standing(False, moved_on, now, theirs)
    return _merging(suggestion, row, Standing(False, moved_on, now, theirs))


def _merging(suggestion: Suggestion, row: DraftBlock, standing: Standing) -> Standing:
    """How the suggested words go together with the present ones."""
    if not standing.moved_on:
        return standing
    merged: Block | Collided = merged_with(suggestion, row)
    if isinstance(merged, Collided):
        return Standing(
            False, True, standing.now, standing.theirs, places=merged.places
        )
    would_be = redline(standing.now, plain_text(merged))
    return Standing(False, True, standing.now, standing.theirs, would_be)
