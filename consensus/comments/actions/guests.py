"""
Comments of guests: sent with a mail address, made once its link is used (R20).

What is sent is kept until then and shown to nobody. It counts from the moment it was
sent: whoever wrote in time and reads their mail later is not late.
"""

from dataclasses import asdict, dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from consensus import clock
from consensus.accounts.names import clean_email, clean_name
from consensus.accounts.sessions import new_token, token_hash
from consensus.coalitions.models import Region, StakeholderGroup
from consensus.comments.actions.making import (
    Author,
    Words,
    check_signs,
    comment,
    quote_for,
)
from consensus.comments.models import Comment, CommentKind, Guest, SentByGuest
from consensus.documents.models import Document
from consensus.documents.queries import windows_of
from consensus.documents.window_models import WindowKind
from consensus.drafting.seen import Seen
from consensus.errors import Invalid, Refused, TooOften

LINK_LASTS = timedelta(hours=48)
RATE_WINDOW = timedelta(minutes=15)
SENT_FOR_ONE_ADDRESS = 10
SENT_FROM_ONE_PLACE = 40  # a meeting room shares one network address (SEC-7)
LONGEST_EVENT = 200  # characters

_KEPT = timedelta(days=7)

SPENT = (
    "This link has been used, or is more than two days old. "
    "If your comment is not on the page of the text, send it again."
)


@dataclass(frozen=True)
class Introduction:
    """How a guest describes themselves; all but the address is nobody else's word."""

    name: str
    email: str
    group: StakeholderGroup
    region: Region
    other_group: str = ""
    event: str = ""

    def cleaned(self) -> "Introduction":
        """The same with name and address evened out; refuses (`Invalid`) unfit ones."""
        for told in (self.other_group, self.event):
            check_signs(told)
            if len(told) > LONGEST_EVENT:
                raise Invalid(f"{LONGEST_EVENT} characters at most, please.")
        return Introduction(
            clean_name(self.name), clean_email(self.email), self.group, self.region,
            self.other_group, self.event,
        )  # fmt: skip


def send(
    session: Session, document: Document, seen: Seen | None, words: Words,
    guest: Introduction, *, asked_from: str,
) -> str:  # fmt: skip
    """
    Keep what a guest sent; returns the secret of the link to mail them, for 48 hours.

    `asked_from` is the network address. Refuses (`Refused`) a text that was never put
    to public comment, (`TooOften`) more than 10 comments in 15 minutes for one mail
    address or 40 from one place, and (`Invalid`) what could not become a comment.
    """
    must_be_public(session, document)
    guest = guest.cleaned()
    words.check()
    quote_for(session, document, seen, words)
    now, secret = clock.now(), new_token()
    _refuse_floods(session, guest.email, asked_from)
    session.execute(delete(SentByGuest).where(SentByGuest.sent_at < now - _KEPT))
    session.add(
        SentByGuest(
            token_hash=token_hash(secret), document_id=document.id, email=guest.email,
            asked_from=asked_from, sent_at=now, expires_at=now + LINK_LASTS,
            form={
                "words": asdict(words),
                "guest": asdict(guest),
                "seen": asdict(seen) if seen else None,
            },
        )
    )  # fmt: skip
    session.flush()
    return secret


def sent_with(session: Session, document: Document, secret: str) -> SentByGuest:
    """What was sent and waits for the link with this secret; refused when spent."""
    found = session.scalars(
        select(SentByGuest).where(
            SentByGuest.token_hash == token_hash(secret),
            SentByGuest.document_id == document.id,
        )
    ).one_or_none()
    if found is None or found.used_at or clock.now() >= found.expires_at:
        raise Refused(SPENT)
    return found


def confirm(session: Session, document: Document, secret: str) -> Comment:
    """Make the comment whose link was used; of two at once one is refused."""
    sent = sent_with(session, document, secret)
    used = session.execute(
        update(SentByGuest)
        .where(SentByGuest.id == sent.id, SentByGuest.used_at.is_(None))
        .values(used_at=clock.now())
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise Refused(SPENT)
    about = sent.form["guest"]
    guest = Guest(
        name=about["name"], email=about["email"], event=about["event"],
        group=StakeholderGroup(about["group"]), other_group=about["other_group"],
        region=Region(about["region"]), verified_at=clock.now(),
    )  # fmt: skip
    place = sent.form["seen"]
    seen = Seen(**place) if place else None
    author = Author(guest=guest, received_at=sent.sent_at)
    return comment(session, document, seen, words_of(sent), author)


def words_of(sent: SentByGuest) -> Words:
    """What a guest wrote."""
    kept = sent.form["words"]
    return Words(**{**kept, "kind": CommentKind(kept["kind"])})


def must_be_public(session: Session, document: Document) -> None:
    """Refuse (`Refused`) guests where no public comment has been opened yet."""
    if not was_public(session, document):
        raise Refused("This text has not been opened to public comment.")


def was_public(session: Session, document: Document) -> bool:
    """Whether a text is or was open to public comment; what comes later is late."""
    windows = windows_of(session, document)
    return any(one.kind is WindowKind.PUBLIC_COMMENT for one in windows)


def _refuse_floods(session: Session, email: str, asked_from: str) -> None:
    start = clock.now() - RATE_WINDOW
    sent = select(func.count(SentByGuest.id)).where(SentByGuest.sent_at > start)
    for_one = session.scalar(sent.where(SentByGuest.email == email)) or 0
    from_one = session.scalar(sent.where(SentByGuest.asked_from == asked_from)) or 0
    if for_one >= SENT_FOR_ONE_ADDRESS or from_one >= SENT_FROM_ONE_PLACE:
        raise TooOften(
            "Many comments were sent from here in the last 15 minutes. "
            "Try again in 15 minutes."
        )
