"""Guard G2 on the text itself: pictures, comments, participation, the annex (6.1)."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from consensus.comments.queries import without_disposition
from consensus.deliberation.desk_rows import place_of
from consensus.deliberation.editorial import open_windows
from consensus.deliberation.windows import contest_ends, in_words
from consensus.figures.queries import LARGEST_TEXT, names_in, sizes_of
from consensus.participation.people import without_seat
from consensus.publication.guard_situation import Situation
from consensus.publication.proof import proven
from consensus.publication.record import Fault
from consensus.publication.rules import EDITOR, OPERATOR, TIME, Need, Rule


def pictures(session: Session, situation: Situation) -> Iterator[Need]:
    """A figure can name a picture that nobody added; it would be printed empty."""
    blocks = [item.wording.content for item in situation.call.snapshot.items]
    sizes, named = sizes_of(session, situation.document.id), names_in(blocks)
    page = place_of(situation.document, None)
    for block in blocks:
        if block["type"] == "figure" and block["attrs"]["file"] not in sizes:
            sentence = f"{situation.name(block['attrs']['id'])} has no picture"
            yield Need(Rule.PICTURES, sentence, EDITOR, page)
    if sum(sizes.get(name, 0) for name in named) > LARGEST_TEXT:
        sentence = "The pictures of this text are larger than 24 MB together"
        yield Need(Rule.PICTURES, sentence, EDITOR, page)


def contestable(session: Session, situation: Situation) -> Iterator[Need]:
    """An editorial change could still turn out to be one of substance (5.3)."""
    for change in open_windows(session, situation.document.id):
        label = situation.labels.get(change.block_id, "a removed paragraph")
        until = in_words(contest_ends(change.declared_at))
        yield Need(
            Rule.EDITORIAL,
            f"The editorial change of {label} can be contested until {until}",
            TIME,
            place_of(situation.document, None),
        )


def participation(session: Session, situation: Situation) -> Iterator[Need]:
    """(g): nobody who took part is outside of the tables for want of a seat."""
    lost = without_seat(session, situation.document)
    if lost:
        people = "1 person" if lost == 1 else f"{lost} people"
        yield Need(
            Rule.PARTICIPATION,
            f"{people} took part whose seat is missing from the database",
            OPERATOR,
            f"/documents/{situation.document.id}/participation",
        )


def comments(session: Session, situation: Situation) -> Iterator[Need]:
    """INV-31: one disposition and an answer for each comment of a window."""
    page = f"/documents/{situation.document.id}/comments?shown=open"
    for one in without_disposition(session, situation.document.id):
        yield Need(Rule.COMMENTS, f"{one.name} has no answer", EDITOR, page)


def annex(session: Session, situation: Situation) -> Iterator[Need]:
    """(f): the annex from the log is the one that the tables give."""
    number = situation.call.snapshot.number
    try:
        proven(session, situation.document.id, number)
    except Fault as fault:
        yield Need(
            Rule.ANNEX,
            f"The annex cannot be built: {fault}",
            OPERATOR,
            f"/documents/{situation.document.id}/log.ndjson",
        )
