"""
Who lives in a history: eleven people of one coalition, and the text they argue about.

Every name is one that nobody else's words contain, so that a name in a file tells of
its person and of nothing else (INV-21).
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from consensus import clock
from consensus.accounts.models import Account
from consensus.archive.actions import commit
from consensus.coalitions.actions import SeatFacts, found_coalition, take_seat
from consensus.coalitions.models import (
    Attribution,
    Coalition,
    Member,
    Region,
    Role,
    SeatStatus,
    StakeholderGroup,
)
from consensus.coalitions.roles import Post, give_role
from consensus.db import begin_writing
from consensus.documents.actions import propose_document
from consensus.documents.models import Document
from consensus.drafting.actions import fill_draft

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
COORDINATOR, EDITOR, CALLER, OBSERVER, GUEST = "ada", "bo", "cy", "kim", "guest"
SPEAKERS = ("di", "ed", "flo", "gil", "hal", "ada", "jo")
"""Who speaks in the histories; `jo` has an account and must join first."""
LEAVERS = ("flo", "gil", "hal", "jo")
PEOPLE = (COORDINATOR, EDITOR, CALLER, *SPEAKERS[:5], OBSERVER, "jo", "lu")
NEWCOMERS = ("jo",)
COALITION, DOCUMENT = 1, 1
"""Every history begins with the same rows, so these numbers are known."""

BLOCKS = ("b1", "b2", "b3", "b4")
WORDS = ("apples", "pears", "plums")
HIDDEN = tuple(one for one in Attribution if one is not Attribution.NAMED)


def name_of(who: str) -> str:
    """The name under which somebody signed up."""
    return f"{who.title()} Zq{who}vist"


def email_of(who: str) -> str:
    """Their address."""
    return f"{who}@trial.example"


def organisation_of(who: str) -> str:
    """Whom they work for."""
    return f"Organisation {PEOPLE.index(who)}"


def facts_of(who: str, group: StakeholderGroup | None = None) -> SeatFacts:
    """What somebody says of themselves when they join."""
    place = PEOPLE.index(who)
    return SeatFacts(
        status=SeatStatus.OBSERVER if who == OBSERVER else SeatStatus.MEMBER,
        group=group or list(StakeholderGroup)[place % 5],
        region=Region.AFRICAN,
        organisation=organisation_of(who),
    )


def paragraph(block_id: str, text: str) -> dict[str, Any]:
    """A paragraph that reads so."""
    content = [{"type": "text", "text": text}]
    return {"type": "paragraph", "attrs": {"id": block_id}, "content": content}


def sentence(block_id: str, words: str) -> str:
    """One of few texts of a paragraph, so that wordings come back often."""
    return f"In {block_id} everybody should have {words} daily."


def found(session: Session) -> None:
    """Found the coalition, give the roles, and write the first draft."""
    with clock.at(START):
        begin_writing(session)
        coalition = found_coalition(session, slug="trial", name="Trial", acronym="T")
        seats = {who: _arrive(session, coalition, who) for who in PEOPLE}
        coordinator, editor = seats[COORDINATOR], seats[EDITOR]
        assert coordinator is not None
        assert editor is not None
        give_role(session, coordinator, Post(Role.COORDINATOR), by=None)
        document = propose_document(session, coalition, "A trial", "en", by=editor)
        caller = seats[CALLER]
        assert caller is not None
        give_role(session, caller, Post(Role.CALLER, document.id), by=coordinator)
        blocks = [paragraph(one, sentence(one, WORDS[0])) for one in BLOCKS]
        fill_draft(session, document, blocks, "md", by=editor)
        commit(session)
        assert (coalition.id, document.id) == (COALITION, DOCUMENT)


def accounts(session: Session) -> dict[str, Account]:
    """Everybody's account."""
    rows = session.query(Account).order_by(Account.id).all()
    return dict(zip(PEOPLE, rows, strict=True))


def document_of(session: Session) -> Document:
    """The document of the history, as it is stored now."""
    return session.get_one(Document, DOCUMENT)


def _arrive(session: Session, coalition: Coalition, who: str) -> Member | None:
    account = Account(name=name_of(who), email=email_of(who), created_at=START)
    session.add(account)
    session.flush()
    if who in NEWCOMERS:
        return None
    return take_seat(session, coalition, facts_of(who), by=account)
