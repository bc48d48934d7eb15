"""The disposition of comments as a table (domain.md 11.3, after the ISO form)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from sqlalchemy.orm import Session

from consensus.comments.models import Comment, CommentKind, CommentState
from consensus.comments.queries import comments_of
from consensus.comments.words import (
    DISPOSITION_WORDS,
    STATE_WORDS,
    disposition_words,
    place_name,
    who_line_of,
)
from consensus.documents.hidings import stub_of
from consensus.documents.models import Document
from consensus.documents.pseudonyms import Naming, naming_in
from consensus.documents.queries import windows_of
from consensus.drafting.queries import labels

COLUMNS = (
    "No.",
    "From",
    "Place",
    "Kind",
    "Comment",
    "Proposed text",
    "Disposition",
    "Answer of the editors",
    "Change made",
    "Author's reply",
    "Received",
)
KIND_CODES = {
    CommentKind.GENERAL: "ge",
    CommentKind.SUBSTANTIVE: "te",
    CommentKind.EDITORIAL: "ed",
    CommentKind.QUESTION: "qu",
}
_REPLIES = {
    CommentState.SATISFIED: "satisfied",
    CommentState.NOT_SATISFIED: "not satisfied",
    CommentState.NO_REPLY: "no reply",
}


@dataclass(frozen=True)
class Row:
    """One comment, its eleven cells as text in the order of COLUMNS."""

    number: str
    who: str
    place: str
    kind: str
    comment: str
    proposed: str
    disposition: str
    answer: str
    change: str
    reply: str
    received: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells in order."""
        return astuple(self)


@dataclass(frozen=True)
class Group:
    """A row of the printed table: comments with the same words and answer (R21)."""

    numbers: str
    senders: list[str]
    row: Row


@dataclass(frozen=True)
class Table:
    """The whole table: what came in time, what came late, and the numbers above."""

    windows: list[str]
    rows: list[Row]
    late: list[Row]
    hidden: list[Row]
    """Those of all of them whose words are hidden (domain.md 11.3)."""
    groups: list[Group]
    counts: list[tuple[str, int]]
    senders: list[tuple[str, int]]
    """Comments by what is shown of their authors' group."""

    @property
    def everything(self) -> list[Row]:
        """All rows, the late ones last."""
        return [*self.rows, *self.late]


@dataclass(frozen=True)
class _Told:
    """How places and people are named in the text."""

    names: Mapping[str, str]
    naming: Naming


def table_of(session: Session, document: Document) -> Table:
    """The table of a text as it stands; rows are in the order of the text."""
    names = labels(session, document.id)
    told = _Told(names, naming_in(session, document.id))
    order: dict[str | None, int] = {None: -1} | {one: i for i, one in enumerate(names)}
    found = sorted(
        comments_of(session, document.id),
        key=lambda one: (order.get(one.block_id, len(order)), one.number),
    )
    in_time = [one for one in found if not one.late]
    late = [one for one in found if one.late]
    windows = [
        f"{one.title}: {one.opens_at:%Y-%m-%d} to {one.closes_at:%Y-%m-%d}"
        for one in windows_of(session, document)
    ]
    return Table(
        windows=windows,
        rows=[_row(one, told) for one in in_time],
        late=[_row(one, told) for one in late],
        hidden=[_row(one, told) for one in found if one.hiding_id is not None],
        groups=_groups(in_time, told),
        counts=_counts(in_time, late),
        senders=sorted(Counter(map(_group_of, found)).items()),
    )


def _row(comment: Comment, told: _Told) -> Row:
    names = told.names
    place = place_name(comment.block_id, names)
    change = comment.change
    note = f": {comment.author_note}" if comment.author_note else ""
    stub = stub_of(comment)
    reply = _REPLIES.get(comment.state, "")
    return Row(
        number=comment.name,
        who=who_line_of(comment, told.naming),
        place=f"{place}: “{comment.quote}”" if comment.quote else place,
        kind=KIND_CODES[comment.kind],
        comment=stub.sentence if stub else comment.text,
        proposed=comment.proposed_text,
        disposition=disposition_words(comment),
        answer=comment.answer,
        change=f"{place_name(change.block_id, names)}, wording {change.number}"
        if change
        else "",
        reply=f"{reply}{note}" if reply else "",
        received=f"{comment.received_at:%Y-%m-%dT%H:%M:%SZ}"
        + (" (late)" if comment.late else ""),
    )


def _groups(comments: Sequence[Comment], told: _Told) -> list[Group]:
    """Comments with the same words and answer once, under all their numbers."""
    alike: dict[tuple[object, ...], list[Comment]] = {}
    for one in comments:
        key = (
            one.block_id, one.text_hash, one.disposition, one.answer, one.state,
            one.hiding_id,
        )  # fmt: skip
        alike.setdefault(key, []).append(one)
    return [
        Group(
            ", ".join(one.name for one in group),
            list(dict.fromkeys(who_line_of(one, told.naming) for one in group)),
            _row(group[0], told),
        )
        for group in alike.values()
    ]


def _counts(
    in_time: Sequence[Comment], late: Sequence[Comment]
) -> list[tuple[str, int]]:
    given = Counter(one.disposition for one in [*in_time, *late] if one.disposition)
    unsatisfied = sum(
        one.state is CommentState.NOT_SATISFIED for one in [*in_time, *late]
    )
    return [
        ("Received in time", len(in_time)),
        ("Received late", len(late)),
        *((DISPOSITION_WORDS[one], given[one]) for one in DISPOSITION_WORDS),
        (STATE_WORDS[CommentState.NOT_SATISFIED], unsatisfied),
    ]


def _group_of(comment: Comment) -> str:
    """What is shown of an author's group and region; nothing more is counted."""
    if comment.guest is not None:
        return f"{comment.guest.group.label}, {comment.guest.region} (self-declared)"
    return "Members and observers"
