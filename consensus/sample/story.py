"""What happens in the sample coalition, told through the same deeds as everywhere."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from consensus import clock
from consensus.accounts.models import Account
from consensus.archive.actions import commit
from consensus.coalitions.actions import SeatFacts, found_coalition, take_seat
from consensus.coalitions.models import Coalition, Member, Role
from consensus.coalitions.roles import Post, give_role
from consensus.conversion.reading import read_file
from consensus.db import begin_writing
from consensus.documents.access import Act, Asker, asker_for
from consensus.documents.actions import propose_document
from consensus.documents.models import Document
from consensus.drafting.actions import fill_draft
from consensus.drafting.queries import blocks_of
from consensus.sample import people
from consensus.sample.people import PEOPLE, Person


@dataclass
class Stage:
    """The coalition while its story is told: who sits where, and what time it is."""

    session: Session
    today: datetime
    coalition: Coalition
    seats: dict[str, Member] = field(default_factory=dict)

    def on_day(self, days_ago: float, deed: Callable[[], object]) -> None:
        """Do something as if it were that many days ago, and commit it."""
        with clock.at(self.today - timedelta(days=days_ago)):
            begin_writing(self.session)
            deed()
            commit(self.session)

    def asker(self, document: Document, key: str, act: Act) -> Asker:
        """A person before a document, as the door would let them in."""
        asker = asker_for(self.session, document, self.seats[key].account)
        if not asker.may(act, document):
            raise AssertionError(f"{key} may not {act} in the sample story")
        return asker

    def block(self, document: Document, start: str) -> str:
        """The id of the paragraph that begins with these words."""
        for block in blocks_of(self.session, document.id):
            if block.text.startswith(start):
                return block.block_id
        raise AssertionError(f"no paragraph begins with {start!r}")


def set_the_stage(session: Session) -> Stage:
    """Found the sample coalition and seat its people, months ago."""
    today = clock.now()
    with clock.at(today - timedelta(days=140)):
        coalition = found_coalition(
            session,
            slug=people.SLUG,
            name=people.NAME,
            acronym=people.ACRONYM,
            purpose=people.PURPOSE,
        )
        stage = Stage(session, today, coalition)
        for person in PEOPLE:
            stage.seats[person.key] = _seat(session, coalition, person)
        post = Post(Role.COORDINATOR, how="election")
        give_role(session, stage.seats["amara"], post, by=None)
        commit(session)
    return stage


def propose(stage: Stage, title: str, markdown: str) -> Document:
    """A draft by Lucas, brought in from a file; Inês is asked to be its caller."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "draft.md")
        path.write_text(markdown, "utf-8")
        text = read_file(path, name="draft.md")
    editor, coordinator = stage.seats["lucas"], stage.seats["amara"]
    document = propose_document(stage.session, stage.coalition, title, "en", by=editor)
    fill_draft(stage.session, document, text.blocks, "md", by=editor)
    post = Post(Role.CALLER, document.id)
    give_role(stage.session, stage.seats["ines"], post, by=coordinator)
    return document


def _seat(session: Session, coalition: Coalition, person: Person) -> Member:
    account = Account(
        name=person.name,
        email=person.email,
        email_verified_at=clock.now(),
        created_at=clock.now(),
    )
    session.add(account)
    session.flush()
    facts = SeatFacts(
        status=person.status,
        group=person.group,
        other_group="parliament" if person.key == "olive" else "",
        region=person.region,
        organisation=person.organisation,
        capacity=person.capacity,
        default_attribution=person.shown,
        listed=True,
    )
    return take_seat(session, coalition, facts, by=account)
