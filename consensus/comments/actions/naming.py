"""How people are shown with a comment and in its thread, from here on (R17, INV-21)."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consensus.archive.actions import (
    Actor,
    Deed,
    locked_chain,
    public_name,
    record,
    withhold_identity,
)
from consensus.archive.models import Chain, ChainKind, Entry
from consensus.archive.verbs import Verb
from consensus.coalitions.attribution import shown
from consensus.coalitions.models import Attribution, Member
from consensus.comments.actions.making import facts_of
from consensus.comments.models import Comment
from consensus.documents.models import Document
from consensus.errors import NotAllowed


def show_otherwise(
    session: Session, document: Document, comment: Comment, attribution: Attribution,
    *, by: Member,
) -> None:  # fmt: skip
    """
    Be shown otherwise with all that one said in a comment and its thread (R17).

    Earlier names leave the public log; files already saved or published keep them.
    Refuses (`NotAllowed`) whoever said nothing there.
    """
    must_have_spoken(comment, by)
    posts = [one for one in comment.thread if one.member_id == by.id]
    is_author = comment.member_id == by.id
    before = comment.attribution if is_author else posts[-1].attribution
    for entry in _entries_naming(session, document, comment, by):
        withhold_identity(session, entry)
    for post in posts:
        post.attribution = attribution
    if is_author:
        comment.attribution = attribution
    chain = locked_chain(session, ChainKind.DOCUMENT, document.id)
    after = Actor(by.account_id, "member", str(attribution))
    facts = {
        **facts_of(comment),
        "attribution": str(attribution),
        "pseudonym": public_name(session, chain, after),
    }
    deed = Deed(
        Verb.ATTRIBUTION_CHANGED, comment.name, facts, identity=shown(by, attribution)
    )
    actor = Actor(by.account_id, "member", str(before))
    record(session, ChainKind.DOCUMENT, document.id, deed, by=actor)


def has_spoken(comment: Comment, member: Member | None) -> bool:
    """Whether a member said anything in a comment or its thread."""
    return member is not None and member.id in {
        comment.member_id,
        *(one.member_id for one in comment.thread),
    }


def must_have_spoken(comment: Comment, by: Member) -> None:
    """Refuse (`NotAllowed`) whoever said nothing in a comment and its thread."""
    if not has_spoken(comment, by):
        raise NotAllowed("You are shown with your own words only, and none are here.")


def _entries_naming(
    session: Session, document: Document, comment: Comment, by: Member
) -> list[Entry]:
    """The entries beside which this person's names lie."""
    about = select(Entry).join(Chain).where(
        Chain.kind == ChainKind.DOCUMENT,
        Chain.subject_id == document.id,
        Entry.object == comment.name,
        Entry.account_id == by.account_id,
        Entry.verb.in_(
            [Verb.COMMENT_MADE, Verb.COMMENT_DISCUSSED, Verb.ATTRIBUTION_CHANGED]
        ),
    )  # fmt: skip
    return list(session.scalars(about.options(selectinload(Entry.payloads))))
