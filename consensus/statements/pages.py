"""The pages of statements: the list, a statement, and the form of its words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask import render_template, request
from sqlalchemy.orm import Session

from consensus.coalitions.models import Attribution, Capacity
from consensus.coalitions.shown_as import choices_for, default_choice
from consensus.db import db
from consensus.deliberation.call_models import Call
from consensus.deliberation.call_queries import latest_call
from consensus.deliberation.statement_models import Statement, StatementKind
from consensus.documents.access import Asker
from consensus.documents.hidings import kept_words
from consensus.documents.models import OUT, Document
from consensus.errors import Invalid
from consensus.statements.actions.writing import ShownAs
from consensus.statements.queries import statements_of
from consensus.statements.targets import aims_chosen, offers, value_of
from consensus.statements.view import (
    KIND_HINTS,
    KIND_WORDS,
    can_announce,
    view_of,
)
from consensus.statements.windows import must_be_open
from consensus.statements.wording import GUIDANCE, LONGEST, LONGEST_TITLE, Words
from consensus.web import chosen, written

CAPACITIES = [
    (
        str(Capacity.PERSONAL),
        "In a personal capacity",
        "It is not the position of an organisation.",
    ),
    (
        str(Capacity.ORGANISATION),
        "For my organisation",
        "Printed as what you state; nobody checks it.",
    ),
]


@dataclass(frozen=True)
class Given:
    """What was typed into a refused form, and the sentence that says why."""

    fields: Mapping[str, str] = field(default_factory=dict)
    targets: tuple[str, ...] = ()
    fault: str = ""


def given_now(fault: str) -> Given:
    """All that the form at hand sent."""
    targets = tuple(request.form.getlist("target"))
    return Given(request.form.to_dict(), targets, fault)


def list_page(document: Document, asker: Asker, given: Given | None = None) -> str:
    """All statements of a text, with the form that announces one."""
    session = db.session
    seat = asker.member
    choices = choices_for(session, document.coalition, seat) if seat else []
    views = [
        view_of(session, document, asker, one)
        for one in statements_of(session, document.id)
    ]
    call = latest_call(session, document)
    return render_template(
        "statements/list.html",
        document=document,
        views=views,
        may_announce=can_announce(session, document, asker),
        ends=_ends(document, call),
        is_out=document.stage in OUT,
        choices=choices,
        default=default_choice(seat, choices),
        capacity=str(seat.term.capacity) if seat else "",
        speaks_for=seat.term.organisation if seat else "",
        capacities=CAPACITIES,
        given=given or Given(),
    )


def statement_page(
    document: Document, asker: Asker, statement: Statement, given: Given | None = None
) -> str:
    """One statement with its words, signatories and what the reader can do."""
    call = latest_call(db.session, document)
    return render_template(
        "statements/statement.html",
        document=document,
        s=view_of(db.session, document, asker, statement),
        ends=_ends(document, call),
        is_out=document.stage in OUT,
        capacities=CAPACITIES,
        given=given or Given(),
    )


def _ends(document: Document, call: Call | None) -> datetime | None:
    """Until when statements can be filed; None where no time is set, or no more."""
    return None if call is None or document.stage in OUT else call.statements_close_at


def words_page(
    document: Document, asker: Asker, statement: Statement, given: Given | None = None
) -> str:
    """The form of a statement's words, for its lead."""
    call = must_be_open(db.session, document)
    view = view_of(db.session, document, asker, statement)
    kept = kept_words(statement)  # it is the lead alone who comes here
    before = Given(
        {
            "kind": str(statement.kind),
            "title": kept.get("title") or statement.title or statement.intent,
            "text": kept.get("text", statement.text),
        },
        tuple(value_of(one) for one in statement.targets)
        or tuple(request.args.getlist("target")),
    )
    return render_template(
        "statements/words.html",
        document=document,
        s=view,
        offers=offers(db.session, document, call),
        edition=edition_of(document, call.snapshot.number),
        kinds=[(str(one), KIND_WORDS[one], KIND_HINTS[one]) for one in StatementKind],
        guidance=GUIDANCE,
        longest=LONGEST,
        others=len(statement.signed) - 1,
        given=given or before,
    )


def words_sent(session: Session, document: Document) -> Words:
    """The words that the form sent; refuses (`Invalid`) what is too long."""
    call = must_be_open(session, document)
    if request.form.get("edition", "") != edition_of(document, call.snapshot.number):
        raise Invalid(
            "Another text was put to a call while you were writing. What you typed is "
            "still here: look at what the statement is about, and save it again."
        )
    return Words(
        chosen(StatementKind, "kind"),
        written("title", "A title", at_most=LONGEST_TITLE),
        written("text", "A statement", at_most=LONGEST),
        document.language,
        aims_chosen(session, document, call, request.form.getlist("target")),
    )


def edition_of(document: Document, snapshot: int) -> str:
    """What names the text a form was shown with."""
    return f"{document.id}.{snapshot}"


def shown_as_sent() -> ShownAs:
    """How the form says that its sender is shown, and in which capacity."""
    return ShownAs(chosen(Attribution, "attribution"), chosen(Capacity, "capacity"))
