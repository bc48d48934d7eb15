"""The living demo: an SQLite database with the sample coalition, ready to be served."""

import socket
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus import clock
from consensus.accounts.actions import ask_for_link
from consensus.app import create_app
from consensus.archive.actions import commit
from consensus.archive.models import Entry
from consensus.config import Settings
from consensus.db import begin_writing, db
from consensus.documents.access import Act, Asker
from consensus.documents.models import Document
from consensus.errors import Refused
from consensus.migrations import running
from consensus.notifications.models import Told
from consensus.publication.actions import Press, publish
from consensus.publication.signing import signing_key
from consensus.sample.people import PEOPLE
from consensus.sample.seeding import SIGN_INS, is_seeded, seed


def demo_environment(folder: Path, address: str) -> dict[str, str]:
    """The settings of a demo that keeps everything in one folder."""
    return {
        "CONSENSUS_DEVELOPMENT": "1",
        "CONSENSUS_BASE_URL": address,
        "CONSENSUS_DATABASE_URL": f"sqlite:///{folder.absolute()}/demo.sqlite",
        "CONSENSUS_SIGNING_KEY": str(folder / "demo-signing-key"),
        "CONSENSUS_CLOCK_STORE": str(folder / "demo-clock.sqlite"),
        "CONSENSUS_SITE_NAME": "consensus",
    }


def must_be_free(host: str, port: int) -> None:
    """Refuse (`Refused`) an address at which something listens already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(
                f"Port {port} is in use: stop what listens there, or choose another "
                "with --port."
            ) from error


def prepare_demo(environment: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """
    Make the sample coalition unless it is there, and fresh links to sign in with.

    Returns (name, what they are there, address) of each person to try.
    """
    settings = Settings.from_env(environment)
    app = create_app(settings)
    with app.app_context():
        running.upgrade(db.engine)
        if not is_seeded(db.session):
            seed(db.session, _publisher(settings))
            _leave_the_past_untold(db.session)
        return _links(db.session, settings)


def _publisher(settings: Settings):  # type: ignore[no-untyped-def]
    press = Press(signing_key(settings.signing_key_path), settings.base_url)

    def publish_for(session: Session, document: Document, asker: Asker) -> None:
        actor = asker.acting(Act.PUBLISH)
        publish(session, document, press, by=asker.seat, actor=actor)

    return publish_for


def _leave_the_past_untold(session: Session) -> None:
    """What happened before the demo began is not mailed to anybody."""
    begin_writing(session)
    for entry_id in session.scalars(select(Entry.id)):
        session.add(Told(entry_id=entry_id, at=clock.now()))
    commit(session)


def _links(session: Session, settings: Settings) -> list[tuple[str, str, str]]:
    begin_writing(session)
    people = {person.key: person for person in PEOPLE}
    links = []
    for key, role in SIGN_INS:
        person = people[key]
        token = ask_for_link(
            session, person.email, asked_from=f"demo {key}", next_path="/"
        )
        address = f"{settings.base_url}/sign-in/link/{token}"
        links.append((person.name, role, address))
    commit(session)
    return links
