"""The minority statement of the sample coalition: written by one, signed by two."""

from consensus.coalitions.models import Capacity
from consensus.deliberation.call_queries import latest_call
from consensus.deliberation.statement_models import Statement, StatementKind
from consensus.documents.access import Act
from consensus.documents.models import Document
from consensus.sample.people import PEOPLE
from consensus.sample.story import Stage
from consensus.statements.actions.signing import file, sign
from consensus.statements.actions.writing import (
    ShownAs,
    announce,
    open_for_signature,
)
from consensus.statements.targets import aims_chosen
from consensus.statements.wording import Words

_SHOWN = {person.key: person.shown for person in PEOPLE}


def other_words_for_the_start(stage: Stage, document: Document) -> Statement:
    """Yara and Greta set other words beside the paragraph that neither accepts."""
    lead = stage.asker(document, "yara", Act.STATE).seat
    made = announce(
        stage.session, document, "Begin with those who are cut off",
        _shown_as("yara"), by=lead,
    )  # fmt: skip
    open_for_signature(stage.session, document, made, _words(stage, document), by=lead)
    other = stage.asker(document, "greta", Act.STATE).seat
    sign(stage.session, document, made, made.version, _shown_as("greta"), by=other)
    file(stage.session, document, made, by=lead)
    return made


def _words(stage: Stage, document: Document) -> Words:
    call = latest_call(stage.session, document)
    if call is None:
        raise AssertionError("the statement is written while the call is open")
    place = f"wording:{stage.block(document, 'Start with the ten notices')}"
    return Words(
        StatementKind.ALTERNATIVE_TEXT,
        "Begin with those who are cut off",
        "We would have written: Ask first who cannot open a notice today, and turn "
        "those notices into plain pages before any others, however many there are.\n\n"
        "A number is easy to report. It says nothing about who was reached.",
        document.language,
        aims_chosen(stage.session, document, call, [place]),
    )


def _shown_as(key: str) -> ShownAs:
    return ShownAs(_SHOWN[key], Capacity.PERSONAL)
