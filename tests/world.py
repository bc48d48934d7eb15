"""
A small world for tests, in the words of the product: coalitions, people at their
browsers, documents made by the real deeds, and days that pass.

    def test_something(world: World) -> None:
        ada = world.person("Ada Nwosu", role=Role.COORDINATOR)
        document_id = world.document("Water", ["First words.", "More."], by=ada)
        assert ada.get(f"/documents/{document_id}").status_code == 200
        world.days_pass(3)

Import the fixture where it is used: `from tests.world import World, world`.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consensus import clock
from consensus.accounts.actions import open_account, open_session
from consensus.accounts.models import Account, BrowserSession
from consensus.archive.actions import commit
from consensus.coalitions.actions import SeatFacts, found_coalition, take_seat
from consensus.coalitions.models import (
    Coalition,
    Member,
    Region,
    Role,
    SeatStatus,
    StakeholderGroup,
)
from consensus.coalitions.queries import member_numbered
from consensus.coalitions.roles import OF_DOCUMENT, Post, give_role
from consensus.db import begin_writing, db
from consensus.documents.actions import propose_document
from consensus.documents.models import Stage
from consensus.drafting.actions import fill_draft
from consensus.mail import outbox

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""The moment a world begins: a Monday morning."""

RIVERS = "rivers"


@dataclass
class Person:
    """A browser, signed in or not, that sends forms as a page's own forms would."""

    name: str
    client: FlaskClient
    token: str
    account_id: int | None = None
    member_id: int | None = None

    def get(self, path: str) -> TestResponse:
        """Open a page; redirects are not followed."""
        return self.client.get(path)

    def post(self, path: str, **fields: object) -> TestResponse:
        """Send a form with its token; redirects are not followed."""
        return self.client.post(path, data={"csrf_token": self.token, **fields})


@dataclass
class World:
    """Everything a test needs to tell a story; `app` is the real application."""

    app: Flask
    now: datetime = START

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session that may write; what was done is committed at the end."""
        with self.app.app_context():
            begin_writing(db.session)
            yield db.session
            commit(db.session)

    def coalition(self, slug: str = RIVERS, name: str = "Rivers and Cables") -> str:
        """Found a coalition without coordinators, unless it is there; its slug."""
        with self.session() as session:
            self._coalition(session, slug, name)
        return slug

    def visitor(self) -> Person:
        """Somebody who has not signed in."""
        client = self.app.test_client()
        page = client.get("/sign-in").get_data(as_text=True)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token is not None, "the sign-in page has a form"
        return Person("a visitor", client, token[1])

    def account(self, name: str) -> Person:
        """Somebody who has signed in and sits in no coalition; names may come again."""
        with self.session() as session:
            return self._browser(session, self._account(session, name))

    def person(
        self,
        name: str,
        group: StakeholderGroup = StakeholderGroup.CIVIL_SOCIETY,
        *,
        role: Role = Role.MEMBER,
        organisation: str = "",
        region: Region = Region.AFRICAN,
        coalition: str = RIVERS,
    ) -> Person:
        """Somebody with a seat: role MEMBER, OBSERVER, or COORDINATOR (a member)."""
        seated = SeatStatus.OBSERVER if role is Role.OBSERVER else SeatStatus.MEMBER
        facts = SeatFacts(group, region, seated, organisation=organisation)
        with self.session() as session:  # one transaction: most tests seat several
            place = self._coalition(session, coalition)
            account = self._account(session, name)
            person = self._browser(session, account)
            seat = take_seat(session, place, facts, by=account)
            if role is Role.COORDINATOR:
                give_role(session, seat, Post(role), by=None)
            person.member_id = seat.id
        return person

    def document(
        self,
        title: str,
        paragraphs: Sequence[str],
        *,
        by: Person,
        caller: Person | None = None,
        language: str = "en",
        stage: Stage = Stage.REVISION,
    ) -> int:
        """
        A document, edited by whoever proposes it; its id.

        The paragraphs are the blocks `b1`, `b2` and so on. Its member review is taken
        to be over: a call can be opened on it, unless another stage is asked for.
        """
        with self.session() as session:
            seat = session.get_one(Member, by.member_id)
            made = propose_document(session, seat.coalition, title, language, by=seat)
            blocks = [_paragraph(i, text) for i, text in enumerate(paragraphs, start=1)]
            fill_draft(session, made, blocks, "md", by=seat)
            made.stage = stage
            document_id = made.id
        if caller is not None:
            self.appoint(caller, Role.CALLER, document_id)
        return document_id

    def appoint(self, person: Person, role: Role, document_id: int) -> None:
        """Make a member editor or consensus caller of a document."""
        assert role in OF_DOCUMENT
        with self.session() as session:
            seat = session.get_one(Member, person.member_id)
            seat = member_numbered(session, seat.coalition, seat.id)
            give_role(session, seat, Post(role, document_id), by=None)

    def days_pass(self, days: float) -> None:
        """Move the clock on. A browser not used for 30 days is signed out."""
        self.now += timedelta(days=days)

    @property
    def outbox(self) -> list[EmailMessage]:
        """The messages sent so far, oldest first."""
        return outbox(self.app)

    def _coalition(
        self, session: Session, slug: str, name: str = "Rivers and Cables"
    ) -> Coalition:
        known = session.scalars(select(Coalition).where(Coalition.slug == slug)).first()
        return known or found_coalition(
            session, slug=slug, name=name, acronym=f"DC-{slug.upper()}"
        )

    def _account(self, session: Session, name: str) -> Account:
        local = re.sub("[^a-z]+", ".", name.lower())
        known = session.scalars(select(Account).where(Account.name == name)).all()
        email = f"{local}{f'.{len(known) + 1}' if known else ''}@example.org"
        return open_account(session, name=name, email=email)

    def _browser(self, session: Session, account: Account) -> Person:
        cookie = open_session(session, account, browser="Test")
        client = self.app.test_client()
        client.set_cookie("sid", cookie)
        rows = select(BrowserSession).where(BrowserSession.account_id == account.id)
        token = session.scalars(rows).one().csrf_token
        return Person(account.name, client, token, account.id)


def _paragraph(number: int, text: str) -> dict[str, object]:
    content = [{"type": "text", "text": text}]
    return {"type": "paragraph", "attrs": {"id": f"b{number}"}, "content": content}


@pytest.fixture
def world(app: Flask) -> Iterator[World]:
    """An empty world on the morning of 2 March 2026."""
    made = World(app)
    with clock.at(START):  # puts the former clock back at the end
        clock.set_source(lambda: made.now)
        yield made
