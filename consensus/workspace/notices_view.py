"""
Draft texts of the notices of a text, ready to send to a list (domain.md 11.9).

They are made of the same templates as the mail that the service sends: what is foreseen
is filled in as it would be now, what has happened as it was told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.models import ChainKind
from consensus.archive.queries import entries_of
from consensus.archive.verbs import Verb
from consensus.coalitions.charter import PublicComment, charter_of
from consensus.coalitions.models import StakeholderGroup
from consensus.deliberation.call_models import Call, CallKind
from consensus.deliberation.call_notice import proposed_notice as call_notice
from consensus.deliberation.call_queries import latest_call
from consensus.deliberation.heard import heard_in
from consensus.deliberation.queries import objections_of
from consensus.deliberation.voices import RECOGNISED
from consensus.deliberation.windows import end_of_day
from consensus.documents.models import Document, OutputPath, Stage
from consensus.documents.queries import windows_of
from consensus.documents.window_models import WindowKind
from consensus.notifications.composing import composed_for_a_list
from consensus.notifications.notices import NOTICES
from consensus.notifications.telling import Notice, to_members
from consensus.workspace.stages_view import proposed_notice, proposed_window


@dataclass(frozen=True)
class DraftNotice:
    """One notice: when it is sent, its subject, and its text."""

    name: str
    when: str
    subject: str
    body: str


@dataclass(frozen=True)
class Foreseen:
    """A call or notice that is not open yet, as the templates take one."""

    kind: CallKind
    closes_at: datetime


_FORESEEN = "As it would read if this were done now; the service mails it to members."
_TOLD = "As members were told by mail."


def notices_of(
    session: Session, document: Document, base_url: str
) -> list[DraftNotice]:
    """The notices that the present stage needs, first what is still to be done."""
    made = list(_by_stage(session, document, base_url))
    return [*made, *_already_told(session, document)]


def _by_stage(
    session: Session, document: Document, base_url: str
) -> Iterator[DraftNotice]:
    stage = document.stage_now
    if stage in {Stage.DRAFTING, Stage.REVISION}:
        yield from _openings(session, document, base_url)
    elif stage in _OPEN:
        yield _reminder(session, document)
        yield from _about_open_call(session, document)
    elif stage in {Stage.ASSESSMENT, Stage.AFTER_NOTICE}:
        notice = to_members(session, document, "published", "Published", version="1.0")
        yield _draft("Publication", _FORESEEN, notice)


_OPEN = {
    Stage.MEMBER_REVIEW: "Member review",
    Stage.PUBLIC_COMMENT: "Public comment",
    Stage.CONSENSUS_CALL: "The consensus call",
    Stage.NOTICE: "The notice",
}


def _draft(name: str, when: str, notice: Notice) -> DraftNotice:
    return DraftNotice(name, when, notice.subject, composed_for_a_list(notice))


def _openings(
    session: Session, document: Document, base_url: str
) -> Iterator[DraftNotice]:
    charter = charter_of(document.coalition.charter)
    if document.path is not OutputPath.CONSENSUS:
        days, words = charter.notice_days, proposed_notice(document, charter).notice
        yield _opening(session, document, CallKind.NOTICE, days, words)
    elif document.stage_now is Stage.REVISION:
        words = call_notice(session, document, base_url)
        days = charter.call_days
        yield _opening(session, document, CallKind.CONSENSUS, days, words)
    if document.stage_now is Stage.DRAFTING:
        yield _window(session, document, WindowKind.MEMBER_REVIEW)
    elif charter.public_comment != PublicComment.NEVER:
        yield _window(session, document, WindowKind.PUBLIC_COMMENT)


def _opening(
    session: Session, document: Document, kind: CallKind, days: int, words: str
) -> DraftNotice:
    call = Foreseen(kind, end_of_day(clock.now(), days))
    is_notice = kind is CallKind.NOTICE
    name = "Notice before publication" if is_notice else "Consensus call"
    event = f"{name}: {document.title}, until {_day(call.closes_at)}"
    notice = to_members(
        session, document, "call_opened", name, call=call, notice=words, asked=()
    )
    subject = f"[{document.coalition.acronym}] {event}"
    return _draft(
        f"{name}, opening", _FORESEEN,
        Notice(notice.template, subject, notice.to, notice.facts),
    )  # fmt: skip


def _window(session: Session, document: Document, kind: WindowKind) -> DraftNotice:
    charter = charter_of(document.coalition.charter)
    windows = windows_of(session, document)
    proposed = proposed_window(document, charter, windows, kind)
    closes = end_of_day(clock.now(), proposed.days)
    event = f"{kind.label}, until {_day(closes)}"
    notice = to_members(
        session, document, "window_opened", event,
        kind=kind, closes_at=closes, notice=proposed.notice,
    )  # fmt: skip
    return _draft(f"{kind.label}, opening", _FORESEEN, notice)


def _reminder(session: Session, document: Document) -> DraftNotice:
    what, closes = _OPEN[document.stage_now], document.closes_at or clock.now()
    event = f"Reminder, open until {_day(closes)}"
    notice = to_members(
        session, document, "list_reminder", event,
        what=what, closes_at=closes, **_so_far(session, document),
    )  # fmt: skip
    when = "For the list, before it closes; the service does not send it by itself."
    return _draft("Reminder to the list", when, notice)


def _so_far(session: Session, document: Document) -> dict[str, Any]:
    """Three numbers that nobody may add up (INV-14), and which groups are silent."""
    heard = heard_in(session, document)
    people = {
        seat
        for rows in heard.positions.values()
        for one in rows
        for seat in one.members
    }
    people |= {
        holder.member_id
        for rows in heard.objections.values()
        for one in rows
        for holder in one.holders
    }
    groups = {heard.groups.get(one) for one in people}
    return {
        "people": len(people),
        "size": sum(heard.sizes.values()),
        "objections": len(objections_of(session, document.id)),
        "not_heard": [
            StakeholderGroup(one).label for one in RECOGNISED if one not in groups
        ],
    }


def _about_open_call(session: Session, document: Document) -> Iterator[DraftNotice]:
    call = latest_call(session, document)
    is_call = document.stage_now is Stage.CONSENSUS_CALL
    if call is None or not is_call:
        return
    if call.extended_from is None:
        longer = _extended(call)
        event = "Consensus call extended"
        notice = to_members(session, document, "call_extended", event, call=longer)
        yield _draft("Extension of the call", _FORESEEN, notice)


def _extended(call: Call) -> Foreseen:
    length = (call.closes_at - call.opens_at).days
    return Foreseen(call.kind, call.closes_at + timedelta(days=length))


_TELLING = {
    Verb.WINDOW_OPENED: "Window, opening",
    Verb.CALL_OPENED: "Call, opening",
    Verb.CALL_EXTENDED: "Call, extension",
    Verb.CALL_STOPPED: "Call, stopped",
    Verb.CALL_CLOSED: "Call, closing",
    Verb.DECLARATION_MADE: "Declaration of levels",
    Verb.RETURNED_FOR_WORK: "Returned for work",
    Verb.PUBLISHED: "Publication",
}
MOST = 6  # notices told before that the page offers again


def _already_told(session: Session, document: Document) -> Iterator[DraftNotice]:
    """The newest notices as members got them, to be sent to the list as well."""
    chain = ChainKind.DOCUMENT, document.id
    for entry in entries_of(session, chain, list(_TELLING), at_most=MOST):
        notice = NOTICES[Verb(entry.verb)](session, entry)
        if notice is not None:
            name = f"{_TELLING[Verb(entry.verb)]}, {_day(entry.at)}"
            yield _draft(name, _TOLD, notice)


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
