"""What a reading would be without those who joined during the call (domain.md R12)."""

from consensus.deliberation.assessment import Evidence, settings_of, voices_on
from consensus.deliberation.levels import ReadingCode
from consensus.deliberation.reading import read


def reading_without_joiners(
    evidence: Evidence, block_id: str | None
) -> ReadingCode | None:
    """
    The other reading of a block, or of the whole (None), if it differs; else None.

    People who join have full rights, so it replaces nothing: both are shown, and the
    rationale of a declared level must say how they were weighed.
    """
    voices, settings = voices_on(evidence, block_id), settings_of(evidence.call)
    others = [voice for voice in voices if not voice.joined_during_call]
    without = read(others, settings, evidence.context).code
    return None if without is read(voices, settings, evidence.context).code else without
