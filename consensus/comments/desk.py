"""The disposition desk: all comments of a text by place, with filters and tools."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from consensus.comments.machine import OPEN
from consensus.comments.models import (
    AnswerTemplate,
    Comment,
    CommentKind,
    CommentState,
)
from consensus.comments.queries import comments_of, templates_for
from consensus.comments.view import CommentView, Lines, open_to_guests
from consensus.comments.words import DISPOSITION_WORDS, GIVEN_BY_EDITORS, KIND_WORDS
from consensus.documents.access import Act, Asker
from consensus.documents.models import Document

Option = tuple[str, str]

SHOWN = {
    "": "All",
    "open": "Without an answer",
    "answered": "Answered",
    "not_satisfied": "Author not satisfied",
    "late": "Received late",
    "guests": "From guests",
    "identical": "With the same words as others",
}
_TESTS: dict[str, Callable[[Comment], bool]] = {
    "open": lambda one: one.state in OPEN,
    "answered": lambda one: one.disposition is not None,
    "not_satisfied": lambda one: one.state is CommentState.NOT_SATISFIED,
    "late": lambda one: one.late,
    "guests": lambda one: one.guest is not None,
}


@dataclass(frozen=True)
class Filter:
    """Which comments are wanted: "" is no limit."""

    shown: str = ""
    kind: str = ""
    place: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Filter":
        """From an address; what is not offered counts as no limit."""
        shown, kind = asked.get("shown", ""), asked.get("kind", "")
        return cls(
            shown if shown in SHOWN else "",
            kind if kind in set(CommentKind) else "",
            asked.get("place", ""),
        )

    def admits(self, comment: Comment, campaigns: Mapping[str, list[int]]) -> bool:
        """Whether a comment is wanted."""
        if self.kind and comment.kind != self.kind:
            return False
        if self.place and (comment.block_id or "whole-text") != self.place:
            return False
        if self.shown == "identical":
            return comment.text_hash in campaigns
        return self.shown not in _TESTS or _TESTS[self.shown](comment)


@dataclass(frozen=True)
class Tools:
    """What answering needs: dispositions, kept answers, paragraphs."""

    dispositions: list[Option]
    templates: list[AnswerTemplate]
    places: list[Option]


@dataclass(frozen=True)
class Group:
    """The comments on one place, in the order received."""

    label: str
    anchor: str
    views: list[CommentView]


@dataclass(frozen=True)
class Desk:
    """The whole page; late comments are listed apart (R22)."""

    wanted: Filter
    groups: list[Group]
    late: list[CommentView]
    received: int
    waiting: int
    kinds: list[Option]
    places: list[Option]
    tools: Tools
    may_comment: bool = False
    for_guests: bool = False
    """Whether the reader, who has no seat here, can comment as a guest."""
    may_keep: bool = False
    """Whether the reader answers comments here and can keep answers for it."""
    shown: list[Option] = field(default_factory=lambda: list(SHOWN.items()))

    @property
    def count(self) -> int:
        """How many comments are shown."""
        return len(self.late) + sum(len(one.views) for one in self.groups)


def desk_of(session: Session, document: Document, asker: Asker, wanted: Filter) -> Desk:
    """The comments of a text that are wanted, as this reader sees them."""
    lines = Lines.of(session, document, asker)
    everything = comments_of(session, document.id)
    views = [
        lines.view(one) for one in everything if wanted.admits(one, lines.campaigns)
    ]
    in_time = [one for one in views if not one.comment.late]
    order = {"whole-text": -1} | {name: i for i, name in enumerate(lines.names)}
    places = list(lines.names.items())
    return Desk(
        wanted=wanted,
        groups=_by_place(in_time, order),
        late=[one for one in views if one.comment.late],
        received=len(everything),
        waiting=sum(one.state in OPEN for one in everything),
        kinds=[("", "All kinds"), *((str(k), w) for k, w in KIND_WORDS.items())],
        places=[("", "Everywhere"), ("whole-text", "The whole text"), *places],
        tools=Tools(
            [(str(one), DISPOSITION_WORDS[one]) for one in GIVEN_BY_EDITORS],
            list(templates_for(session, document)),
            [("", "No change"), *places],
        ),
        may_comment=asker.may(Act.COMMENT, document),
        for_guests=open_to_guests(session, document, asker),
        may_keep=asker.may(Act.DISPOSE, document),
    )


def _by_place(views: list[CommentView], order: Mapping[str, int]) -> list[Group]:
    """In the order of the text; removed paragraphs come last."""
    anchors = sorted(
        {view.anchor for view in views}, key=lambda one: order.get(one, len(order))
    )
    return [
        Group(here[0].where, anchor, here)
        for anchor in anchors
        if (here := [view for view in views if view.anchor == anchor])
    ]
