"""What is shown of one comment to one reader: words, place, answer, next steps."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy.orm import Session

from consensus import clock
from consensus.coalitions.models import SeatStatus
from consensus.coalitions.shown_as import Choice, choices_for, default_choice
from consensus.comments.actions.guests import was_public
from consensus.comments.actions.moving import REPLY_WITHIN
from consensus.comments.actions.naming import has_spoken
from consensus.comments.machine import OPEN
from consensus.comments.models import (
    Comment,
    CommentState,
    Disposition,
    ThreadPost,
)
from consensus.comments.places import Standing, standing_of
from consensus.comments.queries import campaigns, comments_on, is_author
from consensus.comments.words import (
    KIND_WORDS,
    STATE_WORDS,
    disposition_words,
    place_name,
    who_line_of,
)
from consensus.documents.access import Act, Asker
from consensus.documents.hidings import Stub, stub_of
from consensus.documents.models import HEARD, Document, Stage
from consensus.documents.pseudonyms import Naming, naming_in
from consensus.drafting.models import DraftBlock
from consensus.drafting.queries import labels
from consensus.drafting.seen import sealed


@dataclass(frozen=True)
class PostView:
    """One post of a thread."""

    who: str
    post: ThreadPost
    stub: Stub | None = None


@dataclass(frozen=True)
class CommentView:
    """One comment with everything a page says of it."""

    comment: Comment
    name: str
    kind: str
    who: str
    is_yours: bool
    is_guest: bool
    departed: bool
    state: CommentState
    state_words: str
    anchor: str
    where: str
    standing: Standing
    disposition: str
    answered_by: str
    change: str
    identical: list[str]
    """The names of all comments with the same words, this one among them."""
    thread: list[PostView]
    days_left: int
    """Days in which the author can still reply to the answer."""
    may: Mapping[str, bool]
    """
    What the reader can do: dispose, admit, reply, withdraw, show, object, discuss,
    moderate.
    """
    stub: Stub | None = None
    """In the place of its words, where they are hidden."""

    @property
    def attribution(self) -> str:
        """How its author is shown; "" for a guest."""
        return str(self.comment.attribution or "")

    @property
    def for_next_version(self) -> bool:
        """Whether it came when the text could no longer change (R22)."""
        return self.comment.in_stage in {*HEARD, Stage.PUBLISHED}


@dataclass(frozen=True)
class CommentForm:
    """The form for a comment: sealed place, choices; guests describe themselves."""

    place: str
    block_id: str | None
    seen: Mapping[str, str]
    kinds: list[tuple[str, str, str]]
    attributions: list[Choice]
    default_attribution: str


@dataclass(frozen=True)
class Section:
    """The comments in one panel, and the form for another."""

    views: list[CommentView]
    form: CommentForm | None
    attributions: list[Choice] = field(default_factory=list)
    default_attribution: str = ""
    seen: Mapping[str, str] = field(default_factory=dict)
    """The seal over the words as they are now; {} for the whole text."""
    for_guests: bool = False
    """Whether the reader, who has no seat here, can comment as a guest."""

    @property
    def waiting(self) -> int:
        """How many have no answer yet."""
        return sum(one.state in OPEN for one in self.views)


@dataclass(frozen=True)
class At:
    """Where a form stands: its paragraph (None: the whole text), its name, the seal."""

    block: DraftBlock | None
    name: str
    secret: str

    @property
    def block_id(self) -> str | None:
        """The paragraph's id."""
        return self.block.block_id if self.block else None

    def seen(self, lines: "Lines") -> Mapping[str, str]:
        """The sealed fields of a form here."""
        return sealed(lines.document.id, self.block, self.secret) if self.block else {}


def section_of(lines: "Lines", at: At) -> Section:
    """The comments on a paragraph (or the whole text) as a reader sees them."""
    found = comments_on(lines.session, lines.document.id, at.block_id)
    views = [lines.view(one) for one in found]
    return replace(
        replying(lines), views=views, form=comment_form(lines, at), seen=at.seen(lines),
        for_guests=_for_guests(lines, at),
    )  # fmt: skip


def _for_guests(lines: "Lines", at: At) -> bool:
    is_gone = at.block is not None and at.block.deleted
    return not is_gone and open_to_guests(lines.session, lines.document, lines.asker)


def open_to_guests(session: Session, document: Document, asker: Asker) -> bool:
    """Whether this reader has no seat here, and can comment as a guest (R20)."""
    return (
        not asker.may(Act.COMMENT, document)
        and asker.may(Act.COMMENT_AS_GUEST, document)
        and was_public(session, document)
    )


def replying(lines: "Lines") -> Section:
    """What replying in a thread needs, without any comments."""
    choices = lines.attributions
    return Section([], None, choices, default_choice(lines.asker.member, choices))


def comment_form(lines: "Lines", at: At) -> CommentForm | None:
    """The form that makes a comment at a place; None for who cannot comment now."""
    document, asker, choices = lines.document, lines.asker, lines.attributions
    is_gone = at.block is not None and at.block.deleted
    if is_gone or not asker.may(Act.COMMENT, document):
        return None
    return CommentForm(
        place=at.name,
        block_id=at.block_id,
        seen=at.seen(lines),
        kinds=[(str(one), words, "") for one, words in KIND_WORDS.items()],
        attributions=choices,
        default_attribution=default_choice(asker.member, choices),
    )


@dataclass(frozen=True)
class Lines:
    """What all comments of a text have in common, read once for one reader."""

    session: Session
    document: Document
    asker: Asker
    names: dict[str, str]
    campaigns: dict[str, list[int]]
    attributions: list[Choice]
    naming: Naming

    @classmethod
    def of(
        cls,
        session: Session,
        document: Document,
        asker: Asker,
        attributions: list[Choice] | None = None,
        names: dict[str, str] | None = None,
    ) -> "Lines":
        """
        Read it; `attributions` are the reader's choices and `names` the labels of the
        blocks, where they are known.
        """
        seat = asker.member
        if attributions is None:
            place = document.coalition
            attributions = choices_for(session, place, seat) if seat else []
        return cls(
            session, document, asker,
            labels(session, document.id) if names is None else names,
            campaigns(session, document.id), attributions,
            naming_in(session, document.id),
        )  # fmt: skip

    def view(self, comment: Comment) -> CommentView:
        """One comment as the reader sees it."""
        yours = is_author(comment, self.asker.account)
        member = comment.member
        change = comment.change
        alike = self.campaigns.get(comment.text_hash, [comment.number])
        return CommentView(
            comment=comment,
            name=comment.name,
            kind=KIND_WORDS[comment.kind],
            who="You" if yours else who_line_of(comment, self.naming),
            is_yours=yours,
            is_guest=comment.guest is not None,
            departed=bool(member and member.status is SeatStatus.FORMER),
            state=comment.state,
            state_words=STATE_WORDS[comment.state],
            anchor=comment.block_id or "whole-text",
            where=place_name(comment.block_id, self.names),
            standing=standing_of(self.session, comment, self.names),
            disposition=disposition_words(comment),
            answered_by=comment.answerer.account.name if comment.answerer else "",
            change=f"{place_name(change.block_id, self.names)}, wording {change.number}"
            if change
            else "",
            identical=[f"C-{number}" for number in alike],
            thread=[
                PostView(self.naming(one.member, one.attribution), one, stub_of(one))
                for one in comment.thread
            ],
            days_left=_days_left(comment),
            may=_steps(self.document, self.asker, comment, yours=yours),
            stub=stub_of(comment),
        )


def _days_left(comment: Comment) -> int:
    left = comment.state_at + REPLY_WITHIN - clock.now()
    return max(0, -(-left // timedelta(days=1)))


def _steps(
    document: Document, asker: Asker, comment: Comment, *, yours: bool
) -> dict[str, bool]:
    is_open = comment.state in OPEN
    ends = yours and asker.may(Act.END_OWN_COMMENT, document)
    unsatisfied = comment.state is CommentState.NOT_SATISFIED
    taken_up = any(one.by_author for one in comment.objections)
    return {
        "dispose": is_open and asker.may(Act.DISPOSE, document),
        "admit": comment.state is CommentState.LATE
        and asker.may(Act.ADMIT_COMMENT, document),
        "reply": ends
        and comment.state is CommentState.DISPOSED
        and comment.disposition is not Disposition.WITHDRAWN,
        "withdraw": ends and is_open,
        "show": asker.may(Act.END_OWN_COMMENT, document)
        and has_spoken(comment, asker.member),
        "object": asker.may(Act.OBJECT, document)
        and comment.hiding_id is None
        and (
            (yours and unsatisfied and not taken_up)
            or (comment.guest is not None and not yours)
        ),
        "discuss": asker.may(Act.COMMENT, document),
        "moderate": asker.may(Act.MODERATE, document),
    }
