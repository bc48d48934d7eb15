"""From a record's holders, answers and findings to their printed pieces."""

from datetime import datetime

from consensus.coalitions.attribution import who_line
from consensus.publication.printed import (
    PrintedAnswer,
    PrintedFinding,
    PrintedHolder,
    Quoted,
    withdrawn_line,
)
from consensus.publication.record import CallersFinding, Held, Record, Reply
from consensus.wordings.canonical import plain_text


def text_of(record: Record, block: str, wording: str) -> Quoted:
    """The words of a wording on record, and its hash."""
    return Quoted(wording, plain_text(record.wording(block, wording)))


def holder_printed(record: Record, held: Held) -> PrintedHolder:
    """One holder as printed: shown as they chose, with what they said themselves."""
    if held.retired_at is not None:
        return holder_withdrawn(held, day(held.retired_at))
    kept = held.kept_at if held.opposes else None
    return PrintedHolder(
        line=who_line(held.shown or {}),
        state=str(held.state),
        own_note=held.own_note,
        departed=held.departed,
        kept_on=day(kept) if kept else None,
        kept_wording=(held.seen or held.places)[0][1] if kept and held.places else None,
        silent=held.silent,
        recorded=held.recorded,
        standing=held.standing and held.opposes,
        recorded_at=held.recorded_in if held.opposes else "",
        saw=tuple(text_of(record, *key) for key in held.seen),
        stub=held.stub,
    )


def holder_withdrawn(held: Held, on: str) -> PrintedHolder:
    """What stands in the place of a holder who withdrew after publication (R24)."""
    return PrintedHolder(
        withdrawn_line(on), str(held.state), "", departed=False, kept_on=None,
        kept_wording=None, silent=False, retired_on=on,
    )  # fmt: skip


def answer_printed(reply: Reply) -> PrintedAnswer:
    """An answer as printed, with its day."""
    return PrintedAnswer(day(reply.at), reply.disposition, reply.text, reply.stub)


def finding_printed(finding: CallersFinding | None) -> PrintedFinding | None:
    """A finding as printed; None if there is none."""
    if finding is None:
        return None
    return PrintedFinding(finding.value, finding.reason, finding.alternatives)


def day(moment: datetime) -> str:
    """The ISO date of a moment."""
    return moment.date().isoformat()
