"""A coalition of editors before texts of 100 paragraphs, on an SQLite file."""

from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.coalition import GROUPS
from consensus import clock
from consensus.accounts.actions import open_account, open_session
from consensus.accounts.models import BrowserSession
from consensus.app import create_app
from consensus.archive.actions import commit
from consensus.coalitions.actions import SeatFacts, found_coalition, take_seat
from consensus.coalitions.models import Coalition, Member, Region, Role, RoleTerm
from consensus.config import Settings
from consensus.db import Base, begin_writing, db
from consensus.documents.actions import propose_document
from consensus.drafting.actions import fill_draft
from consensus.drafting.log import load
from tests.databases import make_sqlite_template
from tests.serving import free_port

PARAGRAPHS = 100
BLOCKS = [f"b{number}" for number in range(1, PARAGRAPHS + 1)]
_WORDS = "Everyone near the river shares its water, its floods and its cables. " * 8


@dataclass(frozen=True)
class Scene:
    """The settings of the service, who may write, and the text's first state."""

    settings: Settings
    people: list[dict[str, str]]  # cookie and form token, one for each account
    documents: list[int]  # all alike
    state: Path  # a Yjs update that makes the text


def prepare(folder: Path, *, people: int, documents: int) -> Scene:
    """Found everything by the deeds that pages use; only the roles are put in."""
    url = make_sqlite_template(folder, Base.metadata).copy_to(folder)
    settings = Settings(
        database_url=url,
        base_url=f"http://127.0.0.1:{free_port()}",
        secret_key="only for measuring, and long enough to sign with",  # noqa: S106
        development=True,
        signing_key=str(folder / "signing-key"),
        clock_store=str(folder / "clock.sqlite"),
    )
    app = create_app(settings)
    with app.app_context():
        session = db.session
        begin_writing(session)
        place = found_coalition(
            session, slug="rivers", name="Rivers", acronym="R", purpose=""
        )
        signed_in = [_person(session, place, number) for number in range(people)]
        author = signed_in[0][1]
        ids = [_document(session, place, author) for _ in range(documents)]
        commit(session)
        state = folder / "state.bin"
        state.write_bytes(load(session, ids[0]).get_update())
        db.engine.dispose()
    return Scene(replace(settings), [keys for keys, _ in signed_in], ids, state)


def _person(
    session: Session, place: Coalition, number: int
) -> tuple[dict[str, str], Member]:
    account = open_account(
        session, name=f"Member {number}", email=f"m{number}@example.org"
    )
    facts = SeatFacts(GROUPS[number % len(GROUPS)], Region.AFRICAN)
    seat = take_seat(session, place, facts, by=account)
    session.add(
        RoleTerm(
            member_id=seat.id, role=Role.EDITOR, document_id=None,
            since=clock.now(), how="for measuring",
        )
    )  # fmt: skip
    cookie = open_session(session, account, browser="Measuring")
    rows = select(BrowserSession).where(BrowserSession.account_id == account.id)
    return {"cookie": cookie, "token": session.scalars(rows).one().csrf_token}, seat


def _document(session: Session, place: Coalition, by: Member) -> int:
    document = propose_document(session, place, "Rivers", "en", by=by)
    blocks = [
        {
            "type": "paragraph",
            "attrs": {"id": block_id},
            "content": [{"type": "text", "text": f"{block_id} {_WORDS}"}],
        }
        for block_id in BLOCKS
    ]
    fill_draft(session, document, blocks, "md", by=by)
    return document.id
