"""What may be told of a reading without giving unnamed people away (R18)."""

from collections.abc import Sequence
from dataclasses import replace

from consensus.coalitions.models import Attribution
from consensus.deliberation.reading import FlagKind, Reading, withheld
from consensus.deliberation.voices import Voice


def publishable(
    reading: Reading, voices: Sequence[tuple[Voice, Attribution]]
) -> dict[str, list[str]]:
    """
    A reading's reasons and flags in words, as they may stand in the public record.

    A sentence about one stakeholder group in which somebody is not named loses the
    group; a flag that only that group's one voice could have raised is left out. So is
    the list of groups not heard, if what is missing from it would tell the group of
    people who are shown as "a member" and nothing else.
    """
    told = for_everybody(reading, voices)
    return {"reasons": list(told.reasons), "flags": [flag.text for flag in told.flags]}


def for_everybody(
    reading: Reading, voices: Sequence[tuple[Voice, Attribution]]
) -> Reading:
    """The same reading with the reasons and flags that anybody may see."""
    unnamed = {voice.group for voice, shown in voices if shown is not Attribution.NAMED}
    reasons = tuple(_without_group(one, unnamed) for one in reading.reasons)
    flags = withheld(reading.flags, unnamed)
    if _heard_from_unsaid(voices):
        flags = tuple(one for one in flags if one.kind is not FlagKind.NOT_HEARD)
    return replace(reading, reasons=reasons, flags=flags)


def _heard_from_unsaid(voices: Sequence[tuple[Voice, Attribution]]) -> bool:
    """Whether a group was heard only through people who do not show their group."""
    heard = {voice.group for voice, _ in voices}
    said = {voice.group for voice, shown in voices if shown is not Attribution.MEMBER}
    return bool(heard - said)


def _without_group(reason: str, unnamed: set[str]) -> str:
    revealing = any(reason.startswith(f"most of those from {g} ") for g in unnamed)
    if revealing:
        return "most of those from one stakeholder group who took a side object"
    return reason
