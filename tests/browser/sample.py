"""The sample coalition on a real server, with texts at every stage of their way."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus import clock
from consensus.accounts.actions import (
    ask_for_link,
    ask_to_confirm,
    open_account,
    open_session,
)
from consensus.accounts.models import Account
from consensus.app import create_app
from consensus.archive.actions import commit
from consensus.coalitions.models import Attribution, Capacity, Coalition
from consensus.coalitions.queries import members_of
from consensus.config import Settings
from consensus.db import begin_writing, db
from consensus.deliberation.actions.calls import Plan, close_if_due, open_call
from consensus.deliberation.actions.closing import close_what_is_due
from consensus.deliberation.actions.objections import Said
from consensus.deliberation.call_queries import open_call_of
from consensus.deliberation.statement_models import StatementKind
from consensus.demo import prepare_demo
from consensus.documents.access import Act
from consensus.documents.models import Document
from consensus.drafting.actions import add_block, remove_block
from consensus.drafting.forms import read_new_block
from consensus.drafting.queries import blocks_of
from consensus.figures.actions import add_picture
from consensus.pictures import read_picture
from consensus.sample import people, texts
from consensus.sample.deliberating import against, review, support
from consensus.sample.people import PEOPLE
from consensus.sample.story import Stage, propose
from consensus.statements.actions.writing import (
    ShownAs,
    announce,
    open_for_signature,
)
from consensus.statements.targets import aims_chosen
from consensus.statements.wording import Words
from tests.figures.pictures import picture
from tests.serving import environment

TEXT = """\
Every buoy says who keeps it.

Whoever keeps a buoy answers within a day.

A buoy that nobody keeps is taken in.
"""
NEW = "newcomer@slow-lines.example"


@dataclass
class Sample:
    """What was prepared: documents by stage, people by key, a link not used yet."""

    settings: Settings
    documents: dict[str, int] = field(default_factory=dict)
    """`published`, `argued`, `begun`, `public`, `open` (a call), `closed` (a call)."""
    blocks: dict[str, str] = field(default_factory=dict)
    """A paragraph of a document, by the same names."""
    cookies: dict[str, str] = field(default_factory=dict)
    link: str = ""
    """The secret of a sign-in link to an address without an account."""
    confirmation: str = ""
    """The secret by which Noor confirms a new address."""

    def opened_by(self, key: str, new_page: Callable[[], Page]) -> Page:
        """A browser of somebody of the sample; of a visitor for an empty key."""
        page = new_page()
        # A page that follows others would change under the test.
        page.add_init_script("localStorage.setItem('live', 'off')")
        page.emulate_media(reduced_motion="reduce")
        if key:
            url, value = self.settings.base_url, self.cookies[key]
            page.context.add_cookies([{"name": "sid", "value": value, "url": url}])
        return page

    def at(self, name: str, rest: str = "") -> str:
        """An address below a document's; `{block}` becomes its paragraph's id."""
        rest = rest.replace("{block}", self.blocks[name])
        return f"/documents/{self.documents[name]}{rest}"


def prepare(settings: Settings) -> Sample:
    """Fill an SQLite database that is not there yet."""
    prepare_demo(environment(settings))
    sample = Sample(settings)
    app = create_app(settings)
    with app.app_context():
        _fill(db.session, sample)
        db.engine.dispose()
    return sample


def _fill(session: Session, sample: Sample) -> None:
    stage = _stage(session)
    called = _put_to_call(stage, "Buoys that are called", days_ago=3)
    stage.on_day(1, lambda: _state(stage, called))
    closed = _put_to_call(stage, "Buoys that were called", days_ago=20)
    stage.on_day(1, lambda: close_if_due(session, closed))
    begin_writing(session)
    _sign_in(session, sample)
    commit(session)
    _find(session, sample)
    begun = session.get_one(Document, sample.documents["begun"])
    last = blocks_of(session, begun.id)[-1].block_id
    stage.on_day(0, lambda: remove_block(session, begun, last, by=stage.seats["lucas"]))
    stage.on_day(0, lambda: _write_every_kind(stage, begun))


def _write_every_kind(stage: Stage, document: Document) -> None:
    """A block of each kind that has a look of its own."""
    lucas = stage.seats["lucas"]
    kept = read_picture(picture("PNG", (900, 500)))
    name = add_picture(stage.session, document, kept, by=lucas)
    alt = "Two fields of colour"
    forms: list[dict[str, str]] = [
        {"kind": "recommendation", "words": "Say who keeps it.", "whom": "Ports"},
        {"kind": "key_finding", "words": "Most buoys are kept by nobody."},
        {"kind": "issue_to_explore", "words": "Who pays for a buoy?"},
        {"kind": "collected_view", "words": "Paint them.", "whom": "A pilot"},
        {"kind": "options", "option-0": "Within a day.", "option-1": "Within a week."},
        {"kind": "figure", "file": name, "alt": alt, "caption": "Buoys by keeper"},
        {"kind": "paragraph", "words": "تُحفظ كل عوامة.", "lang": "ar"},
    ]
    for form in forms:
        block = read_new_block(form)
        add_block(stage.session, document, block, None, by=lucas)


def _sign_in(session: Session, sample: Sample) -> None:
    sample.link = ask_for_link(session, NEW, asked_from="a test", next_path="/")
    accounts = {}
    for person in PEOPLE:
        mine = select(Account).where(Account.email == person.email)
        accounts[person.key] = session.scalars(mine).one()
    accounts["newcomer"] = open_account(
        session, name="Nia Falk", email="nia@slow-lines.example"
    )
    for key, account in accounts.items():
        sample.cookies[key] = open_session(session, account)
    sample.confirmation = ask_to_confirm(
        session, "noor@new.example", asked_from="a test", by=accounts["noor"]
    )


def _stage(session: Session) -> Stage:
    coalition = session.scalars(
        select(Coalition).where(Coalition.slug == people.SLUG)
    ).one()
    names = {person.name: person.key for person in PEOPLE}
    seats = {names[seat.account.name]: seat for seat in members_of(session, coalition)}
    return Stage(session, clock.now(), coalition, seats)


def _put_to_call(stage: Stage, title: str, *, days_ago: int) -> Document:
    made: list[Document] = []
    stage.on_day(days_ago + 12, lambda: made.append(propose(stage, title, TEXT)))
    document = made[0]
    stage.on_day(days_ago + 11, lambda: review(stage, document, days=7))
    stage.on_day(days_ago + 2, lambda: close_what_is_due(stage.session, document))
    stage.on_day(days_ago + 1, lambda: _oppose(stage, document))
    stage.on_day(days_ago, lambda: _call(stage, document))
    return document


def _oppose(stage: Stage, document: Document) -> None:
    said = Said("A day is short where one ship calls a week.")
    against(stage, document, "Whoever keeps", "greta", said, as_dissent=True)
    support(stage, document, "Every buoy", "noor piotr milena")


def _call(stage: Stage, document: Document) -> None:
    asker = stage.asker(document, "ines", Act.OPEN_CALL)
    actor = asker.acting(Act.OPEN_CALL)
    open_call(
        stage.session, document, Plan(14, "Answer, please."), by=asker.seat, actor=actor
    )


def _state(stage: Stage, document: Document) -> None:
    """Noor opens a statement for signature; Piotr announces another."""
    call, noor = open_call_of(stage.session, document), stage.seats["noor"]
    block = stage.block(document, "Whoever keeps")
    words = Words(
        StatementKind.DISSENT, "A day is short", "One ship calls a week.", "en",
        aims_chosen(stage.session, document, call, [f"wording:{block}", "process"]),
    )  # fmt: skip
    shown_as = ShownAs(Attribution.NAMED, Capacity.PERSONAL)
    made = announce(stage.session, document, words.title, shown_as, by=noor)
    open_for_signature(stage.session, document, made, words, by=noor)
    piotr = stage.seats["piotr"]
    announce(stage.session, document, "On who keeps a buoy", shown_as, by=piotr)


def _find(session: Session, sample: Sample) -> None:
    titles = {
        texts.PUBLISHED_TITLE: "published",
        texts.DRAFT_TITLE: "argued",
        texts.SECOND_TITLE: "begun",
        texts.PUBLIC_TITLE: "public",
        "Buoys that are called": "open",
        "Buoys that were called": "closed",
    }
    for document in session.scalars(select(Document)):
        name = titles[document.title]
        sample.documents[name] = document.id
        plain = [b for b in blocks_of(session, document.id) if b.kind == "paragraph"]
        sample.blocks[name] = plain[0].block_id
