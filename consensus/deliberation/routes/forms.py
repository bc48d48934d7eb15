"""Reading what the panel's forms send: the words seen, the stand, the opposition."""

from dataclasses import replace

from flask import request

from consensus.coalitions.models import Attribution
from consensus.deliberation.actions.objections import Opposition, Said
from consensus.deliberation.actions.positions import Stand
from consensus.deliberation.models import PositionKind
from consensus.deliberation.panel import ALL_KINDS, OPPOSED_KINDS
from consensus.errors import Invalid
from consensus.web import chosen, written

LONGEST_REASON = 10_000  # characters (domain.md 6.5 sets this as the lowest limit)


def kind_chosen() -> str:
    """The position chosen; refuses (`Invalid`) a form in which none is."""
    kind = request.form.get("kind", "")
    if kind not in ALL_KINDS:
        raise Invalid("Choose a position first.")
    return kind


def opposes(kind: str) -> bool:
    """Whether a kind of position is kept as an objection or dissent (decisions 6)."""
    return kind in OPPOSED_KINDS


def stand(kind: str) -> Stand:
    """What a member says when they do not oppose."""
    return Stand(
        PositionKind(kind),
        written("note", "A note", at_most=LONGEST_REASON),
        chosen(Attribution, "attribution"),
        lifts_objection=request.form.get("lifts_objection") == "yes",
    )


def opposition(kind: str) -> Opposition:
    """What a member opposes with; a reason is asked for once, never demanded (R2)."""
    return Opposition(
        said(),
        chosen(Attribution, "attribution"),
        is_dissent=kind == "dissent",
        without_reason=request.form.get("without_reasons") == "yes",
    )


def missing() -> Opposition:
    """An objection or dissent to what is missing after a paragraph (R8)."""
    given = opposition(request.form.get("kind", ""))
    return replace(given, to_omission=True)


def objection_named(field: str) -> int | None:
    """The number of an objection as people write it ("3" or "O-3"); None if empty."""
    text = request.form.get(field, "").strip().upper().removeprefix("O-")
    if text and not (text.isascii() and text.isdigit() and len(text) < 9):  # noqa: PLR2004
        raise Invalid("Give the number of an objection, such as O-3.")
    return int(text) if text else None


def said() -> Said:
    """The words of an objection."""
    return Said(
        written("reason", "A reason", at_most=LONGEST_REASON),
        written("harm_to", "What harm, and to whom", at_most=LONGEST_REASON),
        written("would_resolve", "What would resolve it", at_most=LONGEST_REASON),
    )


def field_at_fault() -> str:
    """The field of the position form that a refusal is about."""
    form = request.form
    kind = form.get("kind", "")
    if kind == "reservation" and not form.get("note", "").strip():
        return "note"
    if opposes(kind) and not form.get("reason", "").strip():
        return "reason"
    return "kind"
