"""Raising an objection from a comment in one step (domain.md 6.8, R20)."""

from sqlalchemy.orm import Session

from consensus.archive.actions import Actor
from consensus.coalitions.models import Attribution, Member
from consensus.comments.actions.replying import note_objection
from consensus.comments.models import Comment, CommentState
from consensus.comments.queries import is_author
from consensus.comments.words import guest_line
from consensus.deliberation.actions.objections import Opposition, Said, oppose
from consensus.deliberation.models import Holder
from consensus.documents.models import Document
from consensus.drafting.seen import Seen
from consensus.errors import NotAllowed, Refused


def raise_from_comment(
    session: Session,
    document: Document,
    comment: Comment,
    seen: Seen | None,
    attribution: Attribution,
    *,
    by: Member,
) -> Holder:
    """
    Object to the words seen (None: the whole text) with the comment linked and quoted.

    Its author does so with their own words once they have said that the answer does
    not satisfy them, a guest also after joining (scenario 17). Any member may adopt a
    guest's comment, whose text is then quoted under the guest's name (R20). Refuses
    (`NotAllowed`) another member's comment: they decide themselves.
    """
    by_author = check_raisable(comment, by)
    said = _own_words(comment) if by_author else _quoted(comment)
    against = Opposition(said, attribution, is_dissent=False)
    holder = oppose(session, document, seen, against, by=by)
    actor = Actor(by.account_id, "member", str(attribution))
    number = holder.objection.number
    note_objection(session, comment, number, by_author=by_author, by=actor)
    return holder


def check_raisable(comment: Comment, by: Member) -> bool:
    """Whether a member raises their own comment (True) or adopts a guest's; refuses."""
    by_author = is_author(comment, by.account)
    if by_author and comment.state is not CommentState.NOT_SATISFIED:
        raise Refused(
            f"Say first that the answer to {comment.name} does not satisfy you."
        )
    if by_author and any(one.by_author for one in comment.objections):
        raise Refused(f"You have raised {comment.name} as an objection already.")
    if not by_author and comment.guest is None:
        raise NotAllowed("Only its author can raise a member’s comment as objection.")
    return by_author


def _own_words(comment: Comment) -> Said:
    return Said(f"{comment.text}\n\n({comment.name})", "", comment.proposed_text)


def _quoted(comment: Comment) -> Said:
    who = guest_line(comment.guest) if comment.guest else ""
    return Said(
        f"{comment.name}, {who}:\n\n“{comment.text}”", "", comment.proposed_text
    )
