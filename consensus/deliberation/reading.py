"""
The reading: the tool's advice on the level of one target, with its reasons.

A pure function of voices, charter settings and context (domain.md 7, INV-30): the
same inputs in any order give the same reading, on any machine, for ever. It advises;
a person declares. Whole numbers only, no share of people is ever computed.

Reasons and flags are stored as they are here, with codes in them;
`reading_words.in_words` says them to people.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from consensus.deliberation.flags import (
    Flag,
    FlagKind,
    circumstances,
    who_was_heard,
    withheld,
)
from consensus.deliberation.levels import Level, ReadingCode
from consensus.deliberation.tally import Counts, Tally
from consensus.deliberation.voices import (
    RECOGNISED,
    SUPPORTING,
    Context,
    ReadingSettings,
    Voice,
    one_per_organisation,
)

__all__ = [
    "RECOGNISED", "Context", "Counts", "Flag", "FlagKind", "Level", "Reading",
    "ReadingCode", "ReadingSettings", "Voice", "read", "withheld",
]  # fmt: skip

DEFAULT_SETTINGS = ReadingSettings()
ORDINARY = Context()


@dataclass(frozen=True)
class Reading:
    """What the voices come to, why, and what to keep in mind when declaring."""

    code: ReadingCode
    reasons: tuple[str, ...]
    flags: tuple[Flag, ...]
    counts: Counts

    def as_dict(self) -> dict[str, Any]:
        """As plain JSON: code, reasons, flags and counts."""
        flags = [asdict(flag) | {"groups": list(flag.groups)} for flag in self.flags]
        return asdict(self) | {"reasons": list(self.reasons), "flags": flags}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Reading":
        """A reading as `as_dict` gave it."""
        flags = (
            Flag(FlagKind(flag["kind"]), flag["text"], tuple(flag["groups"]))
            for flag in stored["flags"]
        )
        return cls(
            ReadingCode(stored["code"]),
            tuple(stored["reasons"]),
            tuple(flags),
            Counts(**stored["counts"]),
        )


def read(
    voices: Sequence[Voice],
    settings: ReadingSettings = DEFAULT_SETTINGS,
    context: Context = ORDINARY,
) -> Reading:
    """
    Read the voices on one target (domain.md 7.2, tests in that order).

    Needs the voices on this target only, silence left out. A person's several voices
    count once, as the strongest. A departed person's position is dropped, their
    objection counts in every test of opposition: whoever is removed from a coalition
    takes no weight away from what they said (R4).
    """
    tally = Tally(voices)
    code, reasons = _code(tally, settings)
    flags = [
        *_dependence(tally, code, settings),
        *who_was_heard(tally),
        *circumstances(tally, context),
    ]
    return Reading(code, tuple(reasons), tuple(flags), tally.counts)


_Advice = tuple[ReadingCode, list[str]]


def _code(tally: Tally, settings: ReadingSettings) -> _Advice:
    counts = tally.counts
    missing = _missing(counts, settings)
    if counts.unanswered:
        waiting = f"{counts.unanswered} objection(s) not yet answered"
        advice = (ReadingCode.NOT_READY, [waiting])
    elif missing:
        advice = (ReadingCode.INSUFFICIENT, missing)
    elif counts.opposing:
        advice = _opposed(tally, settings)
    elif counts.unconfirmed:
        lapsed = "objection(s) to an earlier wording neither confirmed nor lifted"
        advice = (ReadingCode.CONSENSUS, [f"{counts.unconfirmed} {lapsed}"])
    else:
        advice = (ReadingCode.FULL_CONSENSUS, ["no objection stands on this wording"])
    return advice


def _missing(counts: Counts, settings: ReadingSettings) -> list[str]:
    floors = [
        (counts.people, settings.min_people, "people took a position"),
        (counts.groups, settings.min_groups, "recognised groups took part"),
        (counts.supporting, settings.min_support, "support"),
    ]
    return [
        f"{there} {what}, {needed} needed"
        for there, needed, what in floors
        if there < needed
    ]


def _opposed(tally: Tally, settings: ReadingSettings) -> _Advice:
    counts = tally.counts
    sides = f"{counts.opposing} of {counts.took_a_side} who took a side object"
    significant = []
    part, whole = settings.minority
    if counts.opposing * whole > counts.took_a_side * part:
        significant.append(f"{sides} (more than a small minority)")
    for group in RECOGNISED:
        significant += _concerned(tally, group, settings)
    part, whole = settings.most
    if not significant:
        return ReadingCode.CONSENSUS, [f"{sides}; every objection is answered"]
    if counts.supporting * whole >= counts.took_a_side * part:
        return ReadingCode.STRONG_SUPPORT, significant
    return ReadingCode.DIVERGENCE, significant


def _concerned(tally: Tally, group: str, settings: ReadingSettings) -> list[str]:
    """Whether most of one group object: ISO's concerned interest (domain.md 2.1)."""
    theirs = tally.standing_of.get(group, [])
    against = sum(voice.opposes for voice in theirs)
    sides = against + sum(voice.kind in SUPPORTING for voice in theirs)
    if against < settings.group_min_objectors or 2 * against <= sides:
        return []
    numbers = f"({against} of {sides})"
    return [f"most of those from {group} who took a side object {numbers}"]


def _dependence(
    tally: Tally, code: ReadingCode, settings: ReadingSettings
) -> list[Flag]:
    """
    Flags for readings that would differ if some people were not counted: read again
    only where there are such people.
    """
    voices, standing = tally.voices, tally.standing
    here = [voice for voice in voices if not voice.joined_during_call]
    apart = one_per_organisation(standing)
    trials: list[tuple[FlagKind, Sequence[Voice], Callable[[str], str]]] = []
    if len(here) < len(voices):
        text = "depends on people who joined during the call (without them: {})"
        trials.append((FlagKind.JOINED, here, text.format))
    if len(apart) < len(standing):
        lapsed = [voice for voice in voices if voice.lapsed]
        text = (
            "depends on several people from one organisation (one per organisation: {})"
        )
        trials.append((FlagKind.ONE_ORGANISATION, [*apart, *lapsed], text.format))
    flags = []
    for kind, others, say in trials:
        instead, _ = _code(Tally(others), settings)
        if instead is not code:
            flags.append(Flag(kind, say(instead)))
    return flags
