"""What editors and callers do: answer with a disposition, admit what came late."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member, Role
from consensus.comments.actions.making import LONGEST_COMMENT, check_signs, facts_of
from consensus.comments.actions.moving import acknowledge, move
from consensus.comments.machine import OPEN, Move, after
from consensus.comments.models import Comment, Disposition
from consensus.comments.queries import comment_of, identical_to
from consensus.documents.models import Document
from consensus.drafting.queries import any_block_of
from consensus.errors import Invalid, NotAllowed
from consensus.wordings.actions import mint
from consensus.wordings.models import Wording

PROCEDURAL = frozenset({Disposition.OUT_OF_SCOPE})
"""What a coordinator who is no editor may answer with (domain.md 8, note d)."""


@dataclass(frozen=True)
class Answer:
    """A disposition and its answer; what it duplicates, where a change was made."""

    disposition: Disposition
    text: str
    duplicate_of: int | None = None
    change_block: str = ""
    """The paragraph that was changed, "" if none was."""

    def check(self) -> None:
        """Refuse (`Invalid`) a disposition that is not whole (INV-31)."""
        if not self.text:
            raise Invalid("Write the answer: every comment gets one.")
        check_signs(self.text)
        if len(self.text) > LONGEST_COMMENT:
            raise Invalid(
                f"An answer can be {LONGEST_COMMENT:,} characters long at most."
            )
        if self.disposition is Disposition.WITHDRAWN:
            raise Invalid("Only its author can withdraw a comment.")
        if (self.disposition is Disposition.DUPLICATE) != bool(self.duplicate_of):
            raise Invalid(
                "For a duplicate, and only for one, name the comment it repeats."
            )


def dispose(
    session: Session,
    document: Document,
    comment: Comment,
    answer: Answer,
    *,
    by: Member,
    acting_as: str,
) -> None:
    """
    Answer a comment with its one disposition; the author hears of it by mail.

    A coordinator who is not an editor answers on procedure only (`NotAllowed`).
    """
    answer.check()
    if acting_as != Role.EDITOR and answer.disposition not in PROCEDURAL:
        raise NotAllowed(
            "As coordinator you can only answer that a comment is out of scope; "
            "the editors answer on substance."
        )
    _check_duplicate(session, comment, answer)
    acknowledge(session, comment)
    comment.state = after(Move.DISPOSE, comment.state, comment.name)
    comment.state_at = comment.answered_at = clock.now()
    comment.disposition, comment.answer = answer.disposition, answer.text
    comment.duplicate_of, comment.answerer = answer.duplicate_of, by
    comment.change = _change(session, document, answer)
    _record(session, comment, by, acting_as)


def dispose_all(
    session: Session,
    document: Document,
    comment: Comment,
    answer: Answer,
    *,
    by: Member,
    acting_as: str,
) -> list[Comment]:
    """Answer all comments with the same words at once (R21); returns those answered."""
    alike = [one for one in identical_to(session, comment) if one.state in OPEN]
    for one in alike:
        dispose(session, document, one, answer, by=by, acting_as=acting_as)
    if not alike:
        after(Move.DISPOSE, comment.state, comment.name)
    return alike


def admit(session: Session, comment: Comment, *, by: Actor) -> None:
    """Take a late comment in as new information: it is owed an answer (R22)."""
    move(session, comment, Move.ADMIT, by=by)


def _check_duplicate(session: Session, comment: Comment, answer: Answer) -> None:
    if answer.duplicate_of is None:
        return
    if answer.duplicate_of == comment.number:
        raise Invalid(f"{comment.name} cannot repeat itself.")
    comment_of(session, comment.document_id, answer.duplicate_of)


def _change(session: Session, document: Document, answer: Answer) -> Wording | None:
    """The wording in which the change can be read, as it is now."""
    if not answer.change_block:
        return None
    row = any_block_of(session, document.id, answer.change_block)
    return mint(session, document.id, row.content, by="comment", draft_seq=row.seq)


def _record(session: Session, comment: Comment, by: Member, acting_as: str) -> None:
    change = comment.change
    facts = {
        **facts_of(comment),
        "disposition": str(comment.disposition),
        "duplicate_of": comment.duplicate_of,
        "change": [change.block_id, change.hash] if change else None,
        "after": str(comment.state),
    }
    deed = Deed(
        Verb.COMMENT_ANSWERED, comment.name, facts,
        words={"answer": comment.answer}, identity={"name": by.account.name},
    )  # fmt: skip
    actor = Actor(by.account_id, acting_as)
    record(session, ChainKind.DOCUMENT, comment.document_id, deed, by=actor)
