"""What members are told of declared levels: reading, level, rationale, findings."""

from typing import Any

from sqlalchemy.orm import Session

from consensus.deliberation.call_models import Call, Designation, FindingValue
from consensus.deliberation.call_queries import (
    standing_designations,
    standing_findings,
)
from consensus.deliberation.levels import ReadingCode

FINDINGS = {
    FindingValue.ACCOMMODATED_IN_PART: "met in part",
    FindingValue.NOT_ACCOMMODATED: "answered, and not met",
    FindingValue.OUTWEIGHED: "outweighed",
    FindingValue.NOT_BEARING: "not bearing on the text",
}


def levels_told(session: Session, call: Call) -> dict[str, Any]:
    """The standing levels and findings of a call, the whole document first."""
    designations = sorted(
        standing_designations(session, call),
        key=lambda one: _order(call).get(one.block_id, -1),
    )
    findings = sorted(
        standing_findings(session, call).values(), key=lambda one: one.objection.number
    )
    return {
        "call": call,
        "levels": [_told(call, one) for one in designations],
        "findings": [
            {
                "name": one.objection.name,
                "value": FINDINGS[one.value],
                "reason": one.reason,
                "alternatives": one.alternatives,
            }
            for one in findings
        ],
    }


def _order(call: Call) -> dict[str | None, int]:
    return {item.wording.block_id: item.place for item in call.snapshot.items}


def _told(call: Call, one: Designation) -> dict[str, str]:
    labels = {item.wording.block_id: item.label for item in call.snapshot.items}
    reading = ReadingCode(one.reading_code)
    return {
        "place": labels.get(one.block_id or "", "The whole document"),
        "level": one.level.label,
        "sentence": one.level.sentence,
        "reading": reading.label,
        "rationale": one.rationale,
        "caller": one.caller.account.name,
        "without_joined": ReadingCode(one.without_joined).label
        if one.without_joined
        else "",
        "on_joined": one.on_joined,
        "independence": str(one.independence),
    }
