"""What the page of a text's stages shows, and what its forms propose."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus.coalitions.charter import Charter, PublicComment, charter_of
from consensus.deliberation.actions.parking import why_parked
from consensus.deliberation.actions.reviewing import days_of, floor_of
from consensus.deliberation.call_models import Call
from consensus.deliberation.call_queries import notices_of
from consensus.documents.access import Act, Asker
from consensus.documents.decision_models import Decision
from consensus.documents.models import Document, OutputPath, Stage
from consensus.documents.queries import (
    decisions_of,
    open_window,
    published_of,
    windows_of,
)
from consensus.documents.window_models import Window, WindowKind
from consensus.workspace.document_view import StageLine, left_of, stage_lines
from consensus.workspace.going_on import missing_to_go_on


@dataclass(frozen=True)
class Proposed:
    """What a form that opens a window holds at first, and its floor in days."""

    days: int
    floor: int
    notice: str


@dataclass(frozen=True)
class StagesView:
    """Everything on the page; `may` names the acts open to whoever asks."""

    lines: list[StageLine]
    left: str
    missing: str
    """What is missing to go on, in one sentence."""
    windows: list[Window]
    open: Window | None
    may: frozenset[Act]
    charter: Charter
    review: Proposed
    comment: Proposed
    notice: Proposed
    notices: list[Call]
    """Notices of this text before its publication, oldest first."""
    parked: str
    """Why the text is parked; empty if it is not."""
    decisions: list[Decision]
    others: list[tuple[int, str]]
    """Published outputs that could take this one's place: number and title."""
    own: int
    """The reader's seat, 0 without one."""

    @property
    def stage_rows(self) -> list[tuple[str, str, str]]:
        """The stages as the page's macro takes them."""
        return [(one.label, one.state, one.note) for one in self.lines]


def stages_view(session: Session, document: Document, asker: Asker) -> StagesView:
    """The page at this moment. Reads only, also when a window is due to be closed."""
    charter = charter_of(document.coalition.charter)
    windows = windows_of(session, document)
    may = {act for act in Act if asker.may(act, document)}
    if charter.public_comment == PublicComment.NEVER:
        may.discard(Act.OPEN_COMMENT)
    if document.version_since is not None:
        may.discard(Act.PROPOSE_CLOSING)
    return StagesView(
        lines=stage_lines(document),
        left=left_of(document),
        missing=missing_to_go_on(session, document),
        windows=windows,
        open=open_window(session, document),
        may=frozenset(may),
        charter=charter,
        review=proposed_window(document, charter, windows, WindowKind.MEMBER_REVIEW),
        comment=proposed_window(document, charter, windows, WindowKind.PUBLIC_COMMENT),
        notice=proposed_notice(document, charter),
        notices=notices_of(session, document),
        parked=_why_parked(session, document),
        decisions=decisions_of(session, document),
        others=[
            (one.id, one.title)
            for one in published_of(session, document.coalition)
            if one.id != document.id
        ],
        own=asker.member.id if asker.member else 0,
    )


def _why_parked(session: Session, document: Document) -> str:
    return why_parked(session, document) if document.stage is Stage.PARKED else ""


_ASKED = {
    WindowKind.MEMBER_REVIEW: (
        "The editors offer “{title}” for member review. Please read it, say where you "
        "stand on its paragraphs, suggest other words, and object to what you cannot "
        "accept. Editors answer; the text can change meanwhile. Not answering is not "
        "counted as agreement."
    ),
    WindowKind.PUBLIC_COMMENT: (
        "“{title}” is open to public comment. Everybody can comment, members of "
        "{coalition} or not, and every comment gets an answer. Please tell those whom "
        "the text concerns."
    ),
}


_NOTICED = {
    OutputPath.NOTICE: (
        "“{title}” is to be published in the name of {coalition}. No level of "
        "agreement is claimed. Until the end of this notice you can object to it, have "
        "your dissent recorded, or file a minority statement: what stands is printed "
        "with the text. Not answering is not counted as agreement."
    ),
    OutputPath.COLLECTED: (
        "“{title}” collects suggestions; it is not put to {coalition} for agreement, "
        "and says so on its cover and on each paragraph. Until the end of this notice "
        "you can object or file a minority statement: what stands is printed with the "
        "text. Not answering is not counted as agreement."
    ),
}


def proposed_notice(document: Document, charter: Charter) -> Proposed:
    told = _NOTICED.get(document.path, "")
    notice = told.format(title=document.title, coalition=document.coalition.name)
    return Proposed(charter.notice_days, charter.NOTICE_FLOOR, notice)


def proposed_window(
    document: Document, charter: Charter, windows: list[Window], kind: WindowKind
) -> Proposed:
    held = sum(one.kind is kind for one in windows)
    notice = _ASKED[kind].format(
        title=document.title, coalition=document.coalition.name
    )
    return Proposed(days_of(charter, kind, held), floor_of(charter, kind, held), notice)
