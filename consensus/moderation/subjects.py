"""What can be hidden: each kind of words, where they stand and who wrote them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from consensus.accounts.models import Account
from consensus.archive.models import ChainKind, Entry, Part
from consensus.archive.queries import entries_of
from consensus.archive.verbs import Verb
from consensus.comments.models import Comment, ThreadPost
from consensus.comments.queries import comment_of
from consensus.deliberation.models import Answer, Holder, HolderState, Objection
from consensus.deliberation.queries import objection_of
from consensus.deliberation.statement_models import AimKind, StatementState
from consensus.documents.hiding_models import Hidable
from consensus.documents.hidings import name_of
from consensus.documents.models import Document
from consensus.errors import NotFound
from consensus.statements.queries import statement_of

WHOLE = None
"""In place of a block: the whole text."""


class SubjectKind(StrEnum):
    """The kinds of words that can be hidden (domain.md 4, ModerationAction)."""

    OBJECTION = "objection"
    NOTE = "note"
    """What one holder of an objection says for themselves."""
    ANSWER = "answer"
    COMMENT = "comment"
    REPLY = "reply"
    """What a member says in the thread of a comment."""
    STATEMENT = "statement"


@dataclass(frozen=True)
class Subject:
    """Words of somebody that can be hidden, with all that hiding them needs to know."""

    kind: SubjectKind
    number: int
    row: Hidable
    fields: tuple[str, ...]
    """The fields of the row that hold the words."""
    about: str
    """How the record names it: O-3."""
    facts: Mapping[str, Any]
    """What tells it from others of its kind in the record."""
    path: str
    """Where it stands, below the document's address."""
    author: Account | None
    """Who is told; None for a guest."""
    entries: list[Entry]
    """The entries of the record beside which these words lie."""
    against: frozenset[str | None] | None = None
    """The paragraphs (None: the whole) it dissents from; None: it is no dissent."""
    joint: list[Account] = field(default_factory=list)
    """Others who stand behind the same words."""
    can_reword: bool = True
    """Whether its author can still write it anew."""

    @property
    def what(self) -> str:
        """How pages and the annex name it: answer 1 to O-3."""
        return name_of({"kind": str(self.kind), **self.facts})

    @property
    def heading(self) -> str:
        """`what` as a sentence begins."""
        return f"{self.what[0].upper()}{self.what[1:]}"

    @property
    def block(self) -> str | None:
        """The paragraph in whose panel it stands; None for the whole or elsewhere."""
        before, _, block = self.path.partition("?open=")
        return block if block and not before and block != "whole-text" else None

    @property
    def words(self) -> dict[str, str]:
        """The words by field, as they stand now or as they are kept."""
        if self.row.hiding is not None:
            return dict(self.row.hiding.kept)
        return {name: getattr(self.row, name) for name in self.fields}


def subject_of(
    session: Session, document: Document, kind: SubjectKind, number: int
) -> Subject:
    """Words by their kind and number (or row number); NotFound if there are none."""
    return _FINDERS[kind](session, document, number)


def subject_told(
    session: Session, document: Document, facts: Mapping[str, Any]
) -> Subject:
    """The words that an entry of the record about hiding names."""
    kind = SubjectKind(facts["kind"])
    if kind is not SubjectKind.ANSWER:
        number = facts["holder" if kind is SubjectKind.NOTE else str(kind)]
        return subject_of(session, document, kind, number)
    one = objection_of(session, document.id, facts["objection"])
    row = next(each for each in one.answers if each.round == facts["round"])
    return subject_of(session, document, kind, row.id)


def _objection(session: Session, document: Document, number: int) -> Subject:
    one = objection_of(session, document.id, number)
    author = next(held.member.account for held in one.holders if held.is_author)
    verbs = [Verb.OBJECTION_RAISED, Verb.OBJECTION_EDITED]
    return Subject(
        SubjectKind.OBJECTION, number, one, ("reason", "harm_to", "would_resolve"),
        one.name, {"objection": number}, _panel(one), author,
        _entries(session, document, one.name, verbs), _blocks_of(one),
        [held.member.account for held in one.holders if not held.is_author],
    )  # fmt: skip


def _note(session: Session, document: Document, number: int) -> Subject:
    held = session.get(Holder, number)
    if held is None or held.objection.document_id != document.id:
        raise NotFound("There is no such note.")
    one = held.objection
    verbs = [Verb.OBJECTION_JOINED, Verb.HOLDER_MOVED]
    mine = [
        entry
        for entry in _entries(session, document, one.name, verbs)
        if entry.facts.get("holder") == held.id
    ]
    is_asked = held.state is HolderState.ASKED  # the note is the editors' question then
    fields = ("own_note",) if is_asked else ("own_note", "state_note")
    return Subject(
        SubjectKind.NOTE, number, held, fields, one.name,
        {"objection": one.number, "holder": held.id}, _panel(one),
        held.member.account, mine, _blocks_of(one),
    )  # fmt: skip


def _answer(session: Session, document: Document, number: int) -> Subject:
    row = session.get(Answer, number)
    if row is None or row.objection.document_id != document.id:
        raise NotFound("There is no such answer.")
    one = row.objection
    found = _entries(session, document, one.name, [Verb.OBJECTION_ANSWERED])
    return Subject(
        SubjectKind.ANSWER, number, row, ("text",), one.name,
        {"objection": one.number, "round": row.round}, _panel(one),
        row.member.account,
        [entry for entry in found if entry.facts["round"] == row.round],
    )  # fmt: skip


def _comment(session: Session, document: Document, number: int) -> Subject:
    row = comment_of(session, document.id, number)
    verbs = [Verb.COMMENT_MADE, Verb.COMMENT_MOVED, Verb.WORDS_REWORDED]
    found = _entries(session, document, row.name, verbs)
    return Subject(
        SubjectKind.COMMENT, number, row, ("text", "proposed_text", "author_note"),
        row.name, {"comment": number}, f"comments/{number}",
        row.member.account if row.member else None,
        [entry for entry in found if "reply" not in entry.facts],
    )  # fmt: skip


def _reply(session: Session, document: Document, number: int) -> Subject:
    row = session.get(ThreadPost, number)
    parent = session.get(Comment, row.comment_id) if row else None
    if row is None or parent is None or parent.document_id != document.id:
        raise NotFound("There is no such reply.")
    verbs = [Verb.COMMENT_DISCUSSED, Verb.WORDS_REWORDED]
    return Subject(
        SubjectKind.REPLY, number, row, ("text",), parent.name,
        {"comment": parent.number, "reply": row.id}, f"comments/{parent.number}",
        row.member.account,
        [
            entry
            for entry in _entries(session, document, parent.name, verbs)
            if _says(entry, row)
        ],
    )  # fmt: skip


def _statement(session: Session, document: Document, number: int) -> Subject:
    row = statement_of(session, document.id, number)
    verbs = [
        Verb.STATEMENT_ANNOUNCED, Verb.STATEMENT_WORDED, Verb.STATEMENT_SIGNED
    ]  # fmt: skip
    lead = next((one for one in row.signatures if one.is_lead), row.signatures[0])
    blocks = {one.block_id if _is_on_words(one.kind) else WHOLE for one in row.targets}
    return Subject(
        SubjectKind.STATEMENT, number, row,
        ("title", "text", "intent") if row.version else ("intent",),
        row.name, {"statement": number}, f"statements/{number}",
        lead.member.account, _entries(session, document, row.name, verbs),
        frozenset(blocks or {WHOLE}),
        [one.member.account for one in row.signed if one is not lead],
        # What is locked has its signers; other words would be without them.
        can_reword=row.state is not StatementState.LOCKED,
    )  # fmt: skip


_FINDERS: dict[SubjectKind, Callable[[Session, Document, int], Subject]] = {
    SubjectKind.OBJECTION: _objection,
    SubjectKind.NOTE: _note,
    SubjectKind.ANSWER: _answer,
    SubjectKind.COMMENT: _comment,
    SubjectKind.REPLY: _reply,
    SubjectKind.STATEMENT: _statement,
}


def _is_on_words(kind: AimKind) -> bool:
    return kind not in {AimKind.DOCUMENT, AimKind.PROCESS}


def _panel(objection: Objection) -> str:
    return f"?open={objection.block_id or 'whole-text'}"


def _blocks_of(objection: Objection) -> frozenset[str | None]:
    linked = {
        one.block_id
        for held in objection.holders
        for one in held.words
    }  # fmt: skip
    return frozenset(linked | {objection.block_id})


def _entries(
    session: Session, document: Document, about: str, verbs: Collection[Verb]
) -> list[Entry]:
    chain = (ChainKind.DOCUMENT, document.id)
    found = entries_of(session, chain, verbs, about=about)
    return [one for one in found if any(p.part is Part.WORDS for p in one.payloads)]


def _says(entry: Entry, post: ThreadPost) -> bool:
    """Whether an entry is the one of a reply; that of an unhidden one has its words."""
    if entry.facts.get("reply") == post.id:
        return True
    words = [one.value for one in entry.payloads if one.part is Part.WORDS]
    return {"text": post.text} in words and entry.account_id == post.member.account_id
