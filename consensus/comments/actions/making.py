"""Making a comment: it is bound to the words its author saw, and kept as written."""

import hashlib
import unicodedata
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.attribution import group_words, shown
from consensus.coalitions.models import Attribution, Member
from consensus.comments.anchors import WHOLE, Quote, quote_in
from consensus.comments.mentions import mentioned
from consensus.comments.models import Comment, CommentKind, CommentState, Guest
from consensus.comments.queries import next_number
from consensus.documents.models import EDITABLE, Document
from consensus.documents.queries import windows_of
from consensus.drafting.seen import Seen, wording_seen, words_seen
from consensus.errors import Invalid
from consensus.wordings.canonical import canonical_text, plain_text

LONGEST_COMMENT = 20_000  # characters; an XLSX cell holds 32,767

_KEPT = "\n\t"  # of the control characters; the others cannot be seen or printed


@dataclass(frozen=True)
class Words:
    """What somebody says: kind, comment, other words they propose, what they mean."""

    kind: CommentKind
    text: str
    proposed_text: str = ""
    quote: str = ""
    near: int = 0
    """About where in the paragraph the quoted words are, in characters."""

    def check(self) -> None:
        """Refuse (`Invalid`) an empty comment, too long a one, and unseen signs."""
        if not self.text:
            raise Invalid("Write your comment.")
        check_signs(self.text)
        check_signs(self.proposed_text)
        if max(len(self.text), len(self.proposed_text)) > LONGEST_COMMENT:
            raise Invalid(
                f"A comment can be {LONGEST_COMMENT:,} characters long at most."
            )

    @property
    def hash(self) -> str:
        """What identical comments share: 64 hex digits from the canonical words."""
        said = [_canonical(self.text), _canonical(self.proposed_text)]
        return hashlib.sha256("\x1f".join(said).encode()).hexdigest()


@dataclass(frozen=True)
class Author:
    """Whose comment it is: a member, shown as they choose, or a guest."""

    member: Member | None = None
    attribution: Attribution | None = None
    acting_as: str = "member"
    guest: Guest | None = None
    received_at: datetime | None = None
    """When a guest sent it; None: now."""

    @property
    def actor(self) -> Actor:
        """The actor to record; a guest has no account."""
        if self.member is None:
            return Actor(None, "guest")
        return Actor(self.member.account_id, self.acting_as, str(self.attribution))

    @property
    def identity(self) -> dict[str, object]:
        """What may be told of them; of a guest, that it is self-declared (INV-24)."""
        if self.member is not None and self.attribution is not None:
            return shown(self.member, self.attribution)
        return guest_shown(self.guest) if self.guest else {}


def comment(
    session: Session, document: Document, seen: Seen | None, words: Words, by: Author
) -> Comment:
    """
    Comment on the words seen, or on the whole text for None.

    Words that moved on meanwhile do not turn a comment away (R43). Refuses (`Invalid`)
    an empty comment and a quote that is not in the words seen.
    """
    words.check()
    quote = quote_for(session, document, seen, words)
    at = by.received_at or clock.now()
    window, late = window_for(session, document, at)
    made = Comment(
        document_id=document.id, number=next_number(session, document.id),
        member=by.member, attribution=by.attribution, guest=by.guest,
        block_id=seen.block_id if seen else None,
        wording=wording_seen(session, document.id, seen, by="comment")
        if seen else None,
        quote=quote.exact, prefix=quote.prefix, suffix=quote.suffix,
        position=quote.position, kind=words.kind, text=words.text,
        proposed_text=words.proposed_text, text_hash=words.hash, received_at=at,
        in_stage=str(document.stage_now), in_window=window, late=late, state_at=at,
        state=CommentState.LATE if late else CommentState.NEW,
    )  # fmt: skip
    session.add(made)
    session.flush()
    _record_made(session, document, made, by)
    return made


def window_for(session: Session, document: Document, at: datetime) -> tuple[str, bool]:
    """
    The window that a comment received at a moment answers: the last that had opened,
    "" before the first; and whether its time was over then (R22).
    """
    opened = [one for one in windows_of(session, document) if one.opens_at <= at]
    late = opened[-1].closes_at <= at if opened else False
    name = opened[-1].name if opened else ""
    return name, late or document.stage_now not in EDITABLE


def guest_shown(guest: Guest) -> dict[str, object]:
    """What is told of a guest, everywhere (R20)."""
    return {
        "guest": True,
        "self_declared": True,
        "name": guest.name,
        "group": group_words(guest.group, guest.other_group),
        "region": str(guest.region),
        **({"event": guest.event} if guest.event else {}),
    }


def facts_of(comment: Comment) -> dict[str, object]:
    """The facts that every entry about a comment has (docs/record.md)."""
    return {"comment": comment.number, "block": comment.block_id}


def check_signs(text: str) -> None:
    """Refuse (`Invalid`) control characters: no page or table could show them."""
    if any(unicodedata.category(c) == "Cc" and c not in _KEPT for c in text):
        raise Invalid(
            "The text contains a character that cannot be seen. Type it anew."
        )


def _canonical(text: str) -> str:
    nodes = [{"type": "text", "text": text}] if text else []
    return canonical_text({"type": "paragraph", "content": nodes})


def quote_for(
    session: Session, document: Document, seen: Seen | None, words: Words
) -> Quote:
    """The anchor of the words meant; refuses (`Invalid`) what was not seen there."""
    if seen is None:
        return WHOLE
    block = words_seen(session, document.id, seen)
    return quote_in(plain_text(block), words.quote, near=words.near)


def _record_made(
    session: Session, document: Document, made: Comment, by: Author
) -> None:
    facts = {
        **facts_of(made),
        "kind": str(made.kind),
        "wording": made.wording.hash if made.wording else None,
        "stage": made.in_stage,
        "window": made.in_window,
        "late": made.late,
        "guest": made.guest is not None,
        "attribution": str(made.attribution) if made.attribution else None,
        "mentioned": mentioned(session, document.coalition, made.text),
    }
    quote = Quote(made.quote, made.prefix, made.suffix, made.position)
    said = {
        "text": made.text,
        "proposed_text": made.proposed_text,
        "quote": asdict(quote) if made.quote else None,
    }
    deed = Deed(Verb.COMMENT_MADE, made.name, facts, words=said, identity=by.identity)
    record(session, ChainKind.DOCUMENT, document.id, deed, by=by.actor)
