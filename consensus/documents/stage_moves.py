"""
How a document goes from stage to stage: the table of domain.md 6.1, in code.

No stage is written anywhere but here, so nothing that is not in the table can happen
(`docs/states.md` is made from it). Who may do a move, and what guards it, is for the
deed that calls `move_stage`; the table says it in words.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from consensus.documents.models import HEARD, Document, OutputPath, Stage
from consensus.errors import Refused


class StageMove(StrEnum):
    """What moves a document from one stage to another, in the words of a refusal."""

    OFFER_FOR_REVIEW = "offer it for member review"
    END_REVIEW = "end the member review"
    OPEN_COMMENT = "open public comment"
    END_COMMENT = "end public comment"
    OPEN_CALL = "open a consensus call"
    EXTEND_CALL = "extend the consensus call"
    STOP_CALL = "stop the consensus call"
    END_CALL = "end the consensus call"
    DECLARE = "declare a level"
    RETURN = "return it for work"
    OPEN_NOTICE = "put it to the members by notice"
    END_NOTICE = "end the notice"
    TAKE_BACK = "take it back from the notice"
    PUBLISH = "publish it"
    BEGIN_VERSION = "begin a new version of it"
    SUPERSEDE = "say that another output supersedes it"
    WITHDRAW = "withdraw it"
    PARK = "park it"
    RESUME = "take it up again"
    CLOSE = "close it without an output"


BEFORE_PUBLICATION = frozenset(Stage) - {
    Stage.PUBLISHED,
    Stage.SUPERSEDED,
    Stage.WITHDRAWN,
    Stage.CLOSED_WITHOUT_OUTPUT,
}
"""The stages of a text that may still be published."""


@dataclass(frozen=True)
class Way:
    """One line of the table: from where, to where (None: back), by whom, and guards."""

    sources: Set[Stage]
    target: Stage | None
    who: str
    guard: str = ""
    paths: Set[OutputPath] = frozenset(OutputPath)
    """The paths of a text that has this move."""


_CALLED = frozenset({OutputPath.CONSENSUS})
_NOTICED = frozenset({OutputPath.NOTICE, OutputPath.COLLECTED})

WAYS: dict[StageMove, Way] = {
    StageMove.OFFER_FOR_REVIEW: Way(
        {Stage.DRAFTING}, Stage.MEMBER_REVIEW, "editor or coordinator",
        "a snapshot is made; the notice is sent; the window is at or over its floor",
    ),
    StageMove.END_REVIEW: Way(
        {Stage.MEMBER_REVIEW}, Stage.REVISION, "system", "closes_at has passed",
    ),
    StageMove.OPEN_COMMENT: Way(
        {Stage.REVISION}, Stage.PUBLIC_COMMENT, "editor or coordinator",
        "the charter does not say never; a snapshot is made; the notice is sent; the "
        "window is at or over its floor",
    ),
    StageMove.END_COMMENT: Way(
        {Stage.PUBLIC_COMMENT}, Stage.REVISION, "system", "closes_at has passed",
    ),
    StageMove.OPEN_CALL: Way(
        {Stage.REVISION}, Stage.CONSENSUS_CALL, "consensus caller",
        "G1: comments have dispositions; objections raised 7 days ago have answers; a "
        "caller is named; the notice is ready; the window is at or over its floor",
        _CALLED,
    ),
    StageMove.EXTEND_CALL: Way(
        {Stage.CONSENSUS_CALL}, Stage.CONSENSUS_CALL, "consensus caller",
        "once, and by as many days as it had at most",
    ),
    StageMove.STOP_CALL: Way(
        {Stage.CONSENSUS_CALL}, Stage.REVISION, "editor", "a reason is given",
    ),
    StageMove.END_CALL: Way(
        {Stage.CONSENSUS_CALL}, Stage.ASSESSMENT, "system", "closes_at has passed",
    ),
    StageMove.DECLARE: Way(
        {Stage.ASSESSMENT}, Stage.ASSESSMENT, "consensus caller",
        "no objection waits for an answer or for its holder",
    ),
    StageMove.RETURN: Way(
        {Stage.ASSESSMENT}, Stage.REVISION, "consensus caller", "a reason is given",
    ),
    StageMove.OPEN_NOTICE: Way(
        {Stage.DRAFTING, Stage.REVISION}, Stage.NOTICE, "coordinator",
        "not a consensus output; the notice is sent; the window is at or over its "
        "floor", _NOTICED,
    ),
    StageMove.END_NOTICE: Way(
        {Stage.NOTICE}, Stage.AFTER_NOTICE, "system", "closes_at has passed", _NOTICED,
    ),
    StageMove.TAKE_BACK: Way(
        {Stage.NOTICE, Stage.AFTER_NOTICE}, Stage.REVISION, "editor or coordinator",
        "a reason is given", _NOTICED,
    ),
    StageMove.PUBLISH: Way(
        HEARD, Stage.PUBLISHED, "coordinator",
        "G2; after a notice without levels, findings and challenges",
    ),
    StageMove.BEGIN_VERSION: Way(
        {Stage.PUBLISHED}, Stage.DRAFTING, "coordinator",
        "the published version stays as it is; who dissented is asked",
    ),
    StageMove.SUPERSEDE: Way(
        {Stage.PUBLISHED}, Stage.SUPERSEDED, "group decision",
        "a reason and the newer output; no objection within the notice",
    ),
    StageMove.WITHDRAW: Way(
        {Stage.PUBLISHED}, Stage.WITHDRAWN, "group decision",
        "a reason; no objection within the notice",
    ),
    StageMove.PARK: Way(
        BEFORE_PUBLICATION - {Stage.PARKED}, Stage.PARKED, "coordinator",
        "a reason is given",
    ),
    StageMove.RESUME: Way(
        {Stage.PARKED}, None, "coordinator",
        "an open window gets back the days for which the text was parked",
    ),
    StageMove.CLOSE: Way(
        BEFORE_PUBLICATION, Stage.CLOSED_WITHOUT_OUTPUT, "group decision",
        "a reason; no objection within the notice",
    ),
}  # fmt: skip
"""Every move of domain.md 6.1 after the proposal, which begins in drafting."""


def move_stage(
    document: Document, move: StageMove, *, closes_at: datetime | None = None
) -> None:
    """
    Move a document on; `closes_at` ends the stage that begins (UTC), if a time does.

    Refused at any stage from which the table has no such move. Who asks and the
    guards are the caller's to check before. Refused also on a path that has none.
    """
    way = WAYS[move]
    if document.path not in way.paths:
        raise Refused(f"On the path “{document.path.label}” nobody can {move}.")
    if document.stage not in way.sources:
        raise Refused(
            f"The text is at the stage “{document.stage.label}”: nobody can {move} now."
        )
    document.stage, document.parked_from = (
        way.target or document.parked_from or Stage.DRAFTING,
        document.stage if move is StageMove.PARK else None,
    )
    document.closes_at = closes_at
