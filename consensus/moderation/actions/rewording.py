"""Saying hidden words otherwise: only their author does, within seven days (R26)."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from consensus.accounts.models import Account
from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Attribution, Member
from consensus.comments.actions.making import Words, check_signs
from consensus.comments.models import Comment, ThreadPost
from consensus.deliberation.actions.objections import Said
from consensus.deliberation.actions.own_words import reword as reword_objection
from consensus.deliberation.models import Holder, Objection
from consensus.documents.hiding_models import HidingEnd
from consensus.documents.hidings import end_hiding, must_be_in_time
from consensus.documents.models import Document
from consensus.errors import Invalid, NotAllowed, Refused
from consensus.moderation.subjects import Subject, SubjectKind

FIRST = {
    SubjectKind.OBJECTION: ("reason", "harm_to", "would_resolve"),
    SubjectKind.NOTE: ("own_note",),
    SubjectKind.ANSWER: ("text",),
    SubjectKind.COMMENT: ("text", "proposed_text"),
    SubjectKind.REPLY: ("text",),
}
"""The fields that their author writes anew, the first of which cannot be empty."""


def is_author(subject: Subject, account: Account | None) -> bool:
    """Whether an account wrote the words, so that it can say them otherwise."""
    author = subject.author
    return account is not None and author is not None and author.id == account.id


def reword(
    session: Session,
    document: Document,
    subject: Subject,
    words: Mapping[str, str],
    *,
    by: Member,
) -> None:
    """
    Put other words in the place of the stub; the hidden ones stay hidden on record.

    Refuses (`NotAllowed`) everybody but the author, (`Refused`) what is not hidden,
    and what was hidden more than seven days ago, (`Invalid`) no words. A statement is
    reworded as statements are edited, since others sign its words.
    """
    hiding = subject.row.hiding
    if not is_author(subject, by.account):
        raise NotAllowed("Only whoever wrote these words can say them otherwise.")
    if hiding is None or subject.kind not in FIRST:
        raise Refused(f"{subject.heading} is not hidden.")
    must_be_in_time(hiding)
    if not words.get(FIRST[subject.kind][0]):
        raise Invalid("Write it in other words.")
    if isinstance(subject.row, Objection):
        said = Said(**{name: words.get(name, "") for name in subject.fields})
        own = next(held for held in subject.row.holders if held.is_author)
        reword_objection(session, own, said, by=by)
        return
    _put(session, document, subject, words, by)


def _put(
    session: Session,
    document: Document,
    subject: Subject,
    words: Mapping[str, str],
    by: Member,
) -> None:
    row = subject.row
    new = {name: words.get(name, "") for name in FIRST[subject.kind]}
    for name, text in new.items():
        check_signs(text)
        setattr(row, name, text)
    if isinstance(row, Comment):
        row.text_hash = Words(row.kind, row.text, row.proposed_text).hash
    end_hiding(row, HidingEnd.REWORDED)
    facts = {"kind": str(subject.kind), **subject.facts}
    deed = Deed(Verb.WORDS_REWORDED, subject.about, facts, words=new)
    record(session, ChainKind.DOCUMENT, document.id, deed, by=_actor(row, by))


def _actor(row: object, by: Member) -> Actor:
    """The author as they were shown with these words, so that nobody new is named."""
    if isinstance(row, Comment | ThreadPost | Holder):
        attribution = row.attribution or Attribution.NAMED
        return Actor(by.account_id, "member", str(attribution))
    return Actor(by.account_id, "editor")
