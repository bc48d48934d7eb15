"""Comments that wait: for the editors, for the caller, for their authors (6.8)."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from consensus.comments.actions.moving import REPLY_WITHIN
from consensus.comments.machine import UNANSWERED
from consensus.comments.models import Comment, CommentState
from consensus.comments.queries import comments_of, is_author
from consensus.deliberation.need import Need
from consensus.documents.access import Act, Asker
from consensus.documents.models import Document

FEW = 3  # comments named in one line


def comments_waiting(
    session: Session, document: Document, asker: Asker
) -> Iterator[Need]:
    """One line for all that editors owe, one for each answer to one's own comment."""
    wanted = {*UNANSWERED, CommentState.LATE, CommentState.DISPOSED}
    rows = comments_of(session, document.id, Comment.state.in_(wanted))
    page = f"/documents/{document.id}/comments"
    owed = [one for one in rows if one.state in UNANSWERED and one.in_window]
    if owed and asker.may(Act.DISPOSE, document):
        yield _line("to_dispose", owed, "wait for an answer", f"{page}?shown=open")
    late = [one for one in rows if one.state is CommentState.LATE]
    if late and asker.may(Act.ADMIT_COMMENT, document):
        title = "came late: admit what is new"
        yield _line("to_admit", late, title, f"{page}?shown=late", must=False)
    for one in rows:
        mine = is_author(one, asker.account)
        if one.state is CommentState.DISPOSED and mine and one.answered_by is not None:
            yield Need(
                "comment_answered", "comment", f"Your comment {one.name} was answered",
                "Say whether that satisfies you.", href=f"{page}/{one.number}",
                until=one.state_at + REPLY_WITHIN,
            )  # fmt: skip


def _line(
    kind: str, rows: Sequence[Comment], what: str, href: str, *, must: bool = True
) -> Need:
    named = ", ".join(one.name for one in rows[:FEW])
    more = f" and {len(rows) - FEW} more" if len(rows) > FEW else ""
    what = what.replace("wait ", "waits ") if len(rows) == 1 else what
    return Need(
        kind, "comment", f"{named}{more} {what}", "At the list of comments.",
        href=href, must=must,
    )  # fmt: skip
