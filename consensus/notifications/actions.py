"""Writing the letters about an entry, and keeping account of what was sent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.models import Entry
from consensus.archive.verbs import Verb
from consensus.notifications.models import Delivery, Told
from consensus.notifications.notices import NOTICES
from consensus.notifications.queries import told_of
from consensus.notifications.telling import Notice

NEWS_FOR = timedelta(days=7)
"""After this nobody is told any more: a restored or made-up past is not news."""

TRIED_FOR = timedelta(days=1)
"""How long an address that takes no mail is tried again."""


@dataclass(frozen=True)
class Letter:
    """One message to one account, ready to be sent."""

    account_id: int
    to: str
    subject: str
    body: str


Composer = Callable[[Notice], str]
"""Turns a notice into the text of its mail."""


def letters_about(session: Session, entry: Entry, compose: Composer) -> list[Letter]:
    """
    The letters that are still to be sent about an entry; none for an old one.

    Reads only. All who are told of one thing get the same words, so that nothing
    about one person can slip into another's letter (INV-21).
    """
    notice = None
    if entry.at + NEWS_FOR > clock.now():
        notice = NOTICES[Verb(entry.verb)](session, entry)
    if notice is None:
        return []
    body, done = compose(notice), told_of(session, entry.id)
    return [
        Letter(one.id, one.email or "", notice.subject, body)
        for one in notice.to
        if one.id not in done
    ]


def note_delivery(session: Session, entry_id: int, letter: Letter) -> None:
    """Keep that an account was told of an entry; at most once (unique)."""
    session.add(
        Delivery(
            entry_id=entry_id, account_id=letter.account_id, sent_at=clock.now()
        )
    )  # fmt: skip
    session.flush()


def note_told(session: Session, entry_id: int) -> None:
    """Keep that an entry needs no more letters, whoever got one."""
    session.add(Told(entry_id=entry_id, at=clock.now()))
    session.flush()


def is_given_up(entry: Entry) -> bool:
    """Whether letters about an entry that could not be sent are tried no more."""
    return entry.at + TRIED_FOR <= clock.now()
