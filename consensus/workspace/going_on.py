"""What is missing for a text to go on, in one sentence for everybody (6.1)."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from consensus.coalitions.models import Role
from consensus.deliberation.absence import due_of
from consensus.deliberation.actions.parking import why_parked
from consensus.deliberation.desk_hindrances import (
    hindrances_to_call,
    hindrances_to_level,
)
from consensus.deliberation.windows import in_words
from consensus.documents.access import members_with_role
from consensus.documents.models import Document, OutputPath, Stage
from consensus.drafting.queries import blocks_of
from consensus.publication.guard import missing_besides_annex

Sentence = Callable[[Session, Document], str]


def missing_to_go_on(session: Session, document: Document) -> str:
    """Who has to do what next, or until when everybody waits."""
    return _SENTENCES[document.stage_now](session, document)


def _drafting(session: Session, document: Document) -> str:
    if not blocks_of(session, document.id):
        return "The text is empty: an editor writes or imports it."
    if document.path is not OutputPath.CONSENSUS:
        return _revision(session, document)
    return "An editor offers the text for member review once it is ready for others."


def _until(sentence: str) -> Sentence:
    """A sentence about a window, with its end."""

    def said(_: Session, document: Document) -> str:
        closes = document.closes_at
        return sentence.format(until=in_words(closes) if closes else "its end")

    return said


def _revision(session: Session, document: Document) -> str:
    if document.path is not OutputPath.CONSENSUS:
        return "A coordinator puts the text to the members by notice once it is ready."
    found = [one.sentence for one in hindrances_to_call(session, document)]
    if found:
        return f"Before a consensus call: {_some(found)}."
    callers = members_with_role(session, document, Role.CALLER)
    names = " or ".join(one.account.name for one in callers)
    return f"Nothing is missing: {names} can open a consensus call."


def _call(session: Session, document: Document) -> str:
    until = _until("Members say where they stand until {until}")(session, document)
    waiting = len(hindrances_to_level(session, document))
    if not waiting:
        return f"{until}."
    objections = "objection waits" if waiting == 1 else "objections wait"
    return f"{until}; {waiting} {objections} for an answer or for the holder."


def _assessment(session: Session, document: Document) -> str:
    waiting = [one.sentence for one in hindrances_to_level(session, document)]
    if waiting:
        return f"Before a level can be declared: {_some(waiting)}."
    due = due_of(session, document)
    if due is not None:
        return f"{due.names} can {due.act}."
    return _publishing(session, document)


def _publishing(session: Session, document: Document) -> str:
    found = [one.sentence for one in missing_besides_annex(session, document)]
    if found:
        return f"Before it can be published: {_some(found)}."
    return "Nothing is missing: a coordinator can publish the text."


def _parked(session: Session, document: Document) -> str:
    reason = why_parked(session, document)
    return f"A coordinator takes the text up again. It is parked: {reason}"


def _nothing(sentence: str) -> Sentence:
    return lambda _, __: sentence


def _some(sentences: Sequence[str]) -> str:
    """The first of several, and how many more there are."""
    more = len(sentences) - 1
    return f"{sentences[0]}{f', and {more} more' if more else ''}"


_SENTENCES: dict[Stage, Sentence] = {
    Stage.DRAFTING: _drafting,
    Stage.MEMBER_REVIEW: _until("Members read the text until {until}."),
    Stage.PUBLIC_COMMENT: _until("Everybody can comment until {until}."),
    Stage.REVISION: _revision,
    Stage.CONSENSUS_CALL: _call,
    Stage.ASSESSMENT: _assessment,
    Stage.NOTICE: _until("Members can object to the text until {until}."),
    Stage.AFTER_NOTICE: _publishing,
    Stage.PARKED: _parked,
    Stage.PUBLISHED: _nothing("Nothing: the text is published."),
    Stage.SUPERSEDED: _nothing("Nothing: a newer output takes its place."),
    Stage.WITHDRAWN: _nothing("Nothing: the output was withdrawn; it stays readable."),
    Stage.CLOSED_WITHOUT_OUTPUT: _nothing("Nothing: it was closed without an output."),
}
