"""
Levels that a filed statement calls into question (domain.md 7.2, R15, INV-12).

Once the signers of a locked dissent are counted the reading may be another one; the
caller then confirms the level or declares it again. A full consensus is untenable from
the filing on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from consensus.deliberation.assessment import Evidence, reading_of
from consensus.deliberation.call_models import Designation
from consensus.deliberation.levels import Level, ReadingCode


@dataclass(frozen=True)
class InQuestion:
    """A declared level that must be declared again, and why, as a sentence."""

    block_id: str | None
    sentence: str


def in_question(
    evidence: Evidence, declared: Iterable[Designation], labels: dict[str, str]
) -> Iterator[InQuestion]:
    """The standing levels that statements call into question, one by one."""
    if not evidence.signed:
        return
    uncounted = replace(evidence, signed=())
    for one in declared:
        place = labels.get(one.block_id or "", "the whole document")
        against = evidence.signed_against(one.block_id)
        if one.level is Level.FULL_CONSENSUS and against:
            yield InQuestion(one.block_id, _untenable(place, against))
        elif _reads_otherwise(evidence, uncounted, one):
            code = reading_of(evidence, one.block_id).code
            counted = [s.name for s in evidence.signed if one.block_id in s.counted]
            yield InQuestion(one.block_id, _changed(place, counted, code))


def _reads_otherwise(evidence: Evidence, uncounted: Evidence, one: Designation) -> bool:
    """Whether counting the signers gives another reading than the one declared on."""
    code = reading_of(evidence, one.block_id).code
    before = reading_of(uncounted, one.block_id).code
    return code is not before and str(code) != one.reading_code


def _untenable(place: str, against: list[str]) -> str:
    return (
        f"Full consensus is declared for {place}, but {', '.join(against)} is filed "
        "against it: the level must be declared again, or the statement withdrawn"
    )


def _changed(place: str, counted: list[str], code: ReadingCode) -> str:
    return (
        f"With those counted who signed {', '.join(counted)}, the reading of {place} "
        f"is now “{code.label}”: the level must be confirmed or declared again"
    )
