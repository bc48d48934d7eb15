"""Any two states of a text side by side or as one redline; open to everyone."""

from dataclasses import dataclass
from itertools import groupby

from flask import render_template, request
from sqlalchemy.orm import Session

from consensus.accounts.signing_in import current_account
from consensus.db import db
from consensus.documents.access import Act, open_document
from consensus.documents.models import Document
from consensus.wordings.comparing import Comparison, Row, Way, compare
from consensus.wordings.marked import Marked, marked, one_side
from consensus.workspace.reading_order import notes_of
from consensus.workspace.routes import bp
from consensus.workspace.states import (
    BEGINNING,
    NOW,
    State,
    blocks_in,
    state_called,
    states_of,
)


@dataclass(frozen=True)
class Shown:
    """One row of the comparison as the page shows it."""

    row: Row
    pieces: list[Marked]
    """The redline, what was kept with the marks it has in the newer text."""

    @property
    def name(self) -> str:
        """How the text calls the paragraph, or called it before it was removed."""
        if self.row.new_label:
            return name_of(self.row.new_label)
        former = name_of(self.row.old_label)
        return f"Former {former[0].lower()}{former[1:]}"

    @property
    def older(self) -> list[Marked]:
        """The older words alone, with the marks they had then."""
        kept = [(op, text) for op, text in self.row.ops if op != "+"]
        return one_side(kept, self.row.old)


@dataclass(frozen=True)
class Stretch:
    """Rows that follow each other: all of them changed, or all of them not."""

    is_changed: bool
    rows: list[Shown]

    @property
    def name(self) -> str:
        """The paragraphs of the stretch: "Paragraph 3", "Paragraph 3 to heading 2"."""
        first, last = self.rows[0].name, self.rows[-1].name
        return first if first == last else f"{first} to {last[0].lower()}{last[1:]}"


@dataclass(frozen=True)
class Compared:
    """Everything that a page shows of two states."""

    old: State
    new: State
    comparison: Comparison
    stretches: list[Stretch]
    notes: dict[str, int]
    paragraphs: int
    """How many paragraphs there are in either text."""

    @property
    def changed(self) -> list[Shown]:
        """The changed paragraphs, each once."""
        shown = [one for part in self.stretches if part.is_changed for one in part.rows]
        return [one for one in shown if one.row.way is not Way.WENT]


@bp.get("/documents/<int:document_id>/compare")
def compare_states(document_id: int) -> str:
    """
    Two states of the text, named by `from` and `to` (workspace/states.py).

    `as` is "inline" or "side", `show` is "changes" or "all".
    """
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    states = states_of(db.session, document)
    old = state_called(db.session, document, request.args.get("from") or _usual(states))
    new = state_called(db.session, document, request.args.get("to") or NOW)
    return render_template(
        "workspace/compare.html",
        document=document,
        asker=asker,
        view=compared(db.session, document, old, new),
        choices=_choices(states, old, new),
        side=request.args.get("as") == "side",
        whole=request.args.get("show") == "all",
    )


def compared(session: Session, document: Document, old: State, new: State) -> Compared:
    """What changed from one state of a text to another, ready to be shown."""
    before, after = (blocks_in(session, document, one) for one in (old, new))
    return shown_comparison(compare(before, after), old, new)


def shown_comparison(comparison: Comparison, old: State, new: State) -> Compared:
    """A comparison ready to be shown, with the names of both sides."""
    sides = [
        [side for row in comparison.rows if (side := getattr(row, name)) is not None]
        for name in ("old", "new")
    ]
    return Compared(
        old=old,
        new=new,
        comparison=comparison,
        stretches=stretches_of(comparison),
        notes=notes_of(sides[0]).numbers | notes_of(sides[1]).numbers,
        paragraphs=sum(row.way is not Way.WENT for row in comparison.rows),
    )


def stretches_of(comparison: Comparison) -> list[Stretch]:
    """The rows of a comparison, what is unchanged taken together."""
    return [
        Stretch(is_changed, [_shown(row) for row in rows])
        for is_changed, rows in groupby(comparison.rows, lambda row: row.is_changed)
    ]


def name_of(label: str) -> str:
    """A printed label in words: "Paragraph 4" for "¶4"."""
    return label.replace("¶", "Paragraph ")


def _shown(row: Row) -> Shown:
    return Shown(row, marked(row.ops, row.old, row.new))


def _usual(states: list[State]) -> str:
    """What one compares with if one has not said: the last state named or offered."""
    named = [one.key for one in states if one.key not in {NOW, BEGINNING}]
    return named[0] if named else BEGINNING


def _choices(states: list[State], *chosen: State) -> list[tuple[str, str]]:
    known = {one.key for one in states}
    extra = [one for one in chosen if one.key not in known]
    listed = [states[0], *dict.fromkeys(extra), *states[1:]]
    return [(one.key, _choice(one)) for one in listed]


def _choice(state: State) -> str:
    if state.at is None or state.key == NOW:
        return state.name
    return f"{state.name}, {state.at.day} {state.at:%B %Y, %H:%M}"
