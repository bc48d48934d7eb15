"""
What the desk's forms send: whole numbers, levels and findings, or sentences by field.

Field names: `level-KEY`, `rationale-KEY` and `joined-KEY` for a row (KEY is `document`
or a block's id); `finding-N`, `reason-N`, `alternatives-N` for objection O-N.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from consensus.deliberation.actions.calls import Plan
from consensus.deliberation.actions.declaring import Declared, Found
from consensus.deliberation.call_models import CallScope, FindingValue
from consensus.deliberation.claims import DECLARABLE
from consensus.deliberation.desk_rows import WHOLE, Row, Rows, Stand
from consensus.deliberation.levels import Level

LONGEST = 10_000
"""Characters in a notice, a reason or a rationale."""

Errors = dict[str, str]
"""A sentence by field; under "" what concerns the form as a whole."""


@dataclass(frozen=True)
class Assessment:
    """What a caller declares and finds at once; `errors` where something is missing."""

    declared: list[Declared] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    errors: Errors = field(default_factory=dict)


def read_plan(
    typed: Mapping[str, str], also: Sequence[str] = ()
) -> tuple[Plan, Errors]:
    """
    The plan for a call; days that are no whole number are an error. `also` are the
    further blocks that a repeat call asks about.
    """
    days, errors = read_days(typed)
    notice = _text(typed, "notice")
    if not notice:
        errors["notice"] = "Write the notice: it goes to every member."
    if len(notice) > LONGEST:
        errors["notice"] = f"The notice can be {LONGEST:,} characters long at most."
    scope = CallScope.WHOLE
    if typed.get("scope") == CallScope.CHANGED_AND_CONTESTED:
        scope = CallScope.CHANGED_AND_CONTESTED
    urgent = typed.get("urgent") == "yes"
    return Plan(days, notice, urgent, scope, tuple(also)), errors


def read_days(typed: Mapping[str, str]) -> tuple[int, Errors]:
    """A number of days; 0 with an error if it is no whole number of people's size."""
    text = typed.get("days", "").strip()
    if text.isascii() and text.isdecimal() and len(text) <= 3:  # noqa: PLR2004
        return int(text), {}
    return 0, {"days": "Give the number of days as a whole number, such as 14."}


def read_reason(typed: Mapping[str, str], missing: str) -> tuple[str, Errors]:
    """A reason that must be given; `missing` is what to say when it was not."""
    return read_text(typed, "reason", missing)


def read_text(typed: Mapping[str, str], name: str, missing: str) -> tuple[str, Errors]:
    """Words that must be given in a field; `missing` is what to say without them."""
    words = _text(typed, name)
    return words, _too_long(name, words) if words else {name: missing}


def read_assessment(typed: Mapping[str, str], rows: Rows) -> Assessment:
    """
    The levels and findings that are new in a sent form.

    A row without a level is left for later; what already stands as it was sent is not
    declared again. A level without its rationale and a finding without its reason are
    errors, each at its field.
    """
    sent = Assessment()
    for row in rows.to_declare:
        _read_row(sent, typed, row)
    for stand in rows.standing:
        _read_finding(sent, typed, stand)
    if not (sent.declared or sent.found or sent.errors):
        sent.errors[""] = "Nothing is new here: choose a level or make a finding."
    return sent


def _read_row(sent: Assessment, typed: Mapping[str, str], row: Row) -> None:
    chosen, rationale = typed.get(f"level-{row.key}", ""), f"rationale-{row.key}"
    words = _text(typed, rationale)
    place = "the whole document" if row.key == WHOLE else row.label
    if not chosen:
        if words and row.declared is None:
            sent.errors[f"level-{row.key}"] = f"Choose a level for {place}."
    elif chosen not in DECLARABLE:
        sent.errors[f"level-{row.key}"] = f"Choose one of the levels for {place}."
    elif not words:
        sent.errors[rationale] = _no_rationale(row, Level(chosen), place)
    else:
        sent.errors.update(_too_long(rationale, words))
        block_id = None if row.key == WHOLE else row.key
        on_joined = _read_joined(sent, typed, row, place)
        if not _is_as_before(row, chosen, words, on_joined):
            sent.declared.append(Declared(block_id, Level(chosen), words, on_joined))


def _read_joined(
    sent: Assessment, typed: Mapping[str, str], row: Row, place: str
) -> str:
    """How those who joined during the call were weighed, where it is asked for."""
    if row.without_joined is None:
        return ""
    words = _text(typed, f"joined-{row.key}")
    if not words:
        sent.errors[f"joined-{row.key}"] = (
            f"Say for {place} how you weighed those who joined during the call: "
            f"without them the reading is “{row.without_joined.label}”."
        )
    sent.errors.update(_too_long(f"joined-{row.key}", words))
    return words


def _no_rationale(row: Row, level: Level, place: str) -> str:
    advised = row.reading.code
    if advised.level is level or advised.level is None:
        return f"Give the rationale for {place}: a level is never declared without."
    return (
        f"Say why you declare “{level.label}” for {place} where the reading advises "
        f"“{advised.label}”: both are published."
    )


def _is_as_before(row: Row, chosen: str, words: str, on_joined: str) -> bool:
    """Whether it stands so already; on another reading it is a confirmation (7.2)."""
    before = row.declared
    if before is None or before.reading_code != str(row.reading.code):
        return False
    said = (before.level, before.rationale, before.on_joined)
    return said == (chosen, words, on_joined)


def _read_finding(sent: Assessment, typed: Mapping[str, str], stand: Stand) -> None:
    number = stand.objection.number
    chosen = typed.get(f"finding-{number}", "")
    reason = _text(typed, f"reason-{number}")
    alternatives = _text(typed, f"alternatives-{number}")
    errors = _finding_errors(number, chosen, reason, alternatives)
    sent.errors.update(errors)
    if errors or not chosen:
        return
    found = Found(number, FindingValue(chosen), reason, alternatives)
    before = stand.finding
    said = (found.value, found.reason, found.alternatives)
    if before is None or (before.value, before.reason, before.alternatives) != said:
        sent.found.append(found)


def _finding_errors(number: int, chosen: str, reason: str, alternatives: str) -> Errors:
    if not chosen:
        choose = f"O-{number}: choose what you find."
        return {f"finding-{number}": choose} if reason or alternatives else {}
    errors: Errors = {}
    if chosen not in list(FindingValue):
        errors[f"finding-{number}"] = f"O-{number}: choose one of the findings."
    if not reason:
        errors[f"reason-{number}"] = f"O-{number}: give the reason of your finding."
    if chosen == FindingValue.OUTWEIGHED and not alternatives:
        sentence = f"O-{number}: name the alternatives that were weighed."
        errors[f"alternatives-{number}"] = sentence
    errors |= _too_long(f"reason-{number}", reason)
    return errors | _too_long(f"alternatives-{number}", alternatives)


def _text(typed: Mapping[str, str], name: str) -> str:
    return typed.get(name, "").replace("\r\n", "\n").strip()


def _too_long(name: str, text: str) -> Errors:
    if len(text) <= LONGEST:
        return {}
    return {name: f"This can be {LONGEST:,} characters long at most."}
