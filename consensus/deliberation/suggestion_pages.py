"""What the pages of suggestions show, in forms and in data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from consensus.coalitions.models import Member
from consensus.coalitions.shown_as import Choice, choices_for, default_choice
from consensus.deliberation.panel_view import Target, place_of
from consensus.deliberation.suggestion_models import SuggestionKind
from consensus.deliberation.suggestion_view import SuggestForm, SuggestionView
from consensus.documents.access import Asker
from consensus.documents.models import Document
from consensus.drafting.forms import KINDS, as_fields, kind_choice
from consensus.drafting.models import DraftBlock
from consensus.drafting.queries import block_of, labels
from consensus.drafting.seen import sealed
from consensus.errors import Refused, WordsChanged
from consensus.schema import WHOLE_KINDS, Block

Fields = Mapping[str, str]

_WORDS = re.compile(r"words|caption|cell-\d+-\d+")
"""The fields that hold words to be suggested; what else a form shows stays."""


@dataclass(frozen=True)
class Given:
    """What somebody typed into a form, and the sentence that says what is wrong."""

    fields: Fields = field(default_factory=dict)
    fault: str = ""


def suggest_form(
    session: Session,
    document: Document,
    asker: Asker,
    target: tuple[str | None, SuggestionKind],
    *,
    secret: str,
) -> SuggestForm:
    """
    The form for one block (None: the start) and kind; `secret` seals the words shown.

    NotFound for a block that is not in the text; Refused for one whose parts no form
    can show, such as a picture.
    """
    block_id, kind = target
    row = block_of(session, document.id, block_id) if block_id else None
    if row and kind is SuggestionKind.WORDING and not _can_be_shown(row):
        raise Refused(
            "No form can show its parts: suggest a new paragraph after it, or that "
            "it be taken out."
        )
    seat = asker.seat
    choices = choices_for(session, document.coalition, seat)
    label = labels(session, document.id).get(block_id or "", "")
    seen = sealed(document.id, row, secret) if row else {}
    place = place_of(label, row).name if row else "the start of the text"
    return _form(kind, row, (place, seen), choices, seat)


def form_in_panel(target: Target, choices: list[Choice], asker: Asker) -> SuggestForm:
    """
    The form for other words in a panel, on the words that the panel shows.

    Without fields where none can show the block, or there is none.
    """
    kind = SuggestionKind.WORDING if target.block else SuggestionKind.AFTER
    seen = {f"seen_{name}": value for name, value in target.seen.items()}
    place = (target.place.name, seen)
    return _form(kind, target.block, place, choices, asker.seat)


def _form(
    kind: SuggestionKind,
    row: DraftBlock | None,
    place: tuple[str, Fields],
    choices: list[Choice],
    seat: Member,
) -> SuggestForm:
    own = row is not None and kind is SuggestionKind.WORDING
    return SuggestForm(
        kind=kind,
        row=row,
        place=place[0],
        seen=place[1],
        fields=_fields(row, kind),
        kinds=_kinds(row, kind),
        block_kind=kind_choice(row.content) if row and own else "paragraph",
        attributions=choices,
        default_attribution=default_choice(seat, choices),
    )


def as_data(view: SuggestionView, address: str) -> dict[str, object]:
    """A suggestion for a script: what the pages say of it, and no more (INV-21)."""
    content: Block | None = view.suggestion.content
    return {
        "suggestion": view.suggestion.number,
        "name": view.name,
        "kind": str(view.suggestion.kind),
        "state": str(view.state),
        "state_words": view.state_words,
        "block": view.suggestion.block_id,
        "by": view.who,
        "mine": view.is_yours,
        "at": view.at.isoformat(),
        "reason": view.suggestion.reason,
        "changes": view.changes,
        "content": content,
        "collides": view.standing.places is not None,
        "gone": view.standing.gone,
        "may_settle": view.may_settle,
        "address": address,
    }


def refusal_data(refusal: Refused, status: int) -> dict[str, object]:
    """A refusal for a script, as everywhere: status, sentence, and changed words."""
    answer: dict[str, object] = {"status": status, "sentence": str(refusal)}
    if isinstance(refusal, WordsChanged):
        answer |= {"seen": refusal.seen, "now": refusal.now}
    return answer


def _fields(row: DraftBlock | None, kind: SuggestionKind) -> Fields:
    if kind is SuggestionKind.REMOVAL:
        return {}
    if row is None or kind is SuggestionKind.AFTER:
        return {"words": ""}
    if not _can_be_shown(row):
        return {}
    fields = as_fields(row.content)
    return {name: words for name, words in fields.items() if _WORDS.fullmatch(name)}


def _can_be_shown(row: DraftBlock) -> bool:
    return row.kind == "table" or row.kind not in WHOLE_KINDS


def _kinds(row: DraftBlock | None, kind: SuggestionKind) -> list[tuple[str, str]]:
    """The kinds of paragraph that can be chosen; the own one first, as it is."""
    if kind is SuggestionKind.REMOVAL:
        return []
    if kind is SuggestionKind.AFTER or row is None:
        return KINDS
    own = kind_choice(row.content)
    if row.kind in {*WHOLE_KINDS, "note"}:
        return []
    return KINDS if own in dict(KINDS) else [(own, "As it is now"), *KINDS]
