"""Voices in the shorthand of the specification, for tests of the reading."""

from typing import Any

from hypothesis import strategies as st

from consensus.deliberation.levels import ReadingCode
from consensus.deliberation.reading import (
    RECOGNISED,
    Reading,
    Voice,
    read,
)

GROUPS = {
    "c": "civil_society",
    "g": "government",
    "i": "intergovernmental",
    "p": "private_sector",
    "t": "technical_community",
    "x": "other",
}

KINDS = {
    "S": "support",
    "R": "reservation",
    "A": "abstain",
    "O": "objection",
    "D": "dissent",
}

FULL = ReadingCode.FULL_CONSENSUS

CONSENSUS = ReadingCode.CONSENSUS

STRONG = ReadingCode.STRONG_SUPPORT

DIVERGENCE = ReadingCode.DIVERGENCE

INSUFFICIENT = ReadingCode.INSUFFICIENT

NOT_READY = ReadingCode.NOT_READY


def people(brief: str, **said: Any) -> list[Voice]:
    """Voices in the specification's shorthand: "S c4 p2, O g1" are seven people."""
    voices: list[Voice] = []
    for part in brief.split(","):
        kind, *groups = part.split()
        for group in groups:
            for number in range(int(group[1:])):
                name = f"{kind}-{group[0]}-{number}-{sorted(said)}"
                voices.append(Voice(name, KINDS[kind], GROUPS[group[0]], **said))
    return voices


BIG = frozenset({"big"})

TEN = people("S c6 p2 t2")


def flags_of(reading: Reading) -> list[str]:
    return [flag.text for flag in reading.flags]


def code(voices: list[Voice]) -> ReadingCode:
    return read(voices).code


VOICES = st.lists(
    st.builds(
        Voice,
        person=st.sampled_from([f"m{n}" for n in range(20)]),
        kind=st.sampled_from(sorted(KINDS.values())),
        group=st.sampled_from([*RECOGNISED, "other"]),
        answered=st.booleans() | st.just(True),
        unconfirmed=st.booleans(),
        departed=st.booleans(),
        stale=st.booleans(),
        bare=st.booleans(),
        joined_during_call=st.booleans(),
        organisations=st.frozensets(st.sampled_from("abcd"), max_size=2),
        changed_group=st.booleans(),
    ),
    max_size=25,
)
