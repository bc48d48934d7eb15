"""The rules of the reading (domain.md 7): reasons, floors, flags, what always holds."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.deliberation.reading import (
    RECOGNISED,
    Context,
    FlagKind,
    Reading,
    ReadingSettings,
    Voice,
    read,
    withheld,
)
from consensus.errors import Invalid
from tests.deliberation.voices import (
    BIG,
    CONSENSUS,
    DIVERGENCE,
    FULL,
    INSUFFICIENT,
    KINDS,
    NOT_READY,
    STRONG,
    TEN,
    VOICES,
    code,
    flags_of,
    people,
)


@pytest.mark.parametrize(
    ("brief", "reasons"),
    [
        (
            "S c2 p1",
            [
                "3 people took a position, 5 needed",
                "2 recognised groups took part, 3 needed",
            ],
        ),
        ("S c1 p1, A t4", ["2 support, 3 needed"]),
        (
            "S c4 p1 t1, O p3 g2",
            [
                "5 of 11 who took a side object (more than a small minority)",
                "most of those from government who took a side object (2 of 2)",
                "most of those from private_sector who took a side object (3 of 4)",
            ],
        ),
        (
            "S c20 p5 t5, D g1",
            ["1 of 31 who took a side object; every objection is answered"],
        ),
        ("S c4 p2 t2", ["no objection stands on this wording"]),
    ],
)
def test_every_reason_is_given(brief: str, reasons: list[str]) -> None:
    assert list(read(people(brief)).reasons) == reasons


@pytest.mark.parametrize("size", range(1, 9))
def test_one_fifth_is_a_small_minority_and_one_more_is_not(size: int) -> None:
    # Objectors of no recognised group, so that no group's own opposition matters.
    fifth = people(f"S c{size * 4 - 2} p1 t1, O x{size}")
    assert len(fifth) == 5 * size
    assert code(fifth) is CONSENSUS
    assert code([*fifth, *people("O x1", bare=True)]) is STRONG


@pytest.mark.parametrize("size", range(1, 9))
def test_three_fifths_is_strong_support_and_one_less_is_not(size: int) -> None:
    at = people(f"S c{size * 3} p1 t2, O x{size * 2 + 2}")
    assert len(at) == 5 * (size + 1)
    assert code(at) is STRONG
    assert code([*at, *people("O x1", bare=True)]) is DIVERGENCE


def test_half_of_a_group_is_not_most_of_it() -> None:
    assert code(people("S c20 p5 t2, O t2")) is CONSENSUS
    assert code(people("S c20 p5 t1, R t1, O t2")) is CONSENSUS
    assert code(people("S c20 p5 t1, A t9, O t2")) is STRONG
    assert code(people("S c20 p5, O t1")) is CONSENSUS  # one person is not a group


def test_r4_whoever_is_removed_takes_no_weight_from_their_objections() -> None:
    there = people("S c20 p5 t5 g1, O g2")
    gone = people("S c20 p5 t5 g1") + people("O g2", departed=True)
    assert code(there) is code(gone) is STRONG
    assert read(gone).counts.people == read(there).counts.people - 2
    assert code(TEN + people("O g1", departed=True, answered=False)) is NOT_READY


def test_support_of_people_who_left_does_not_count() -> None:
    reading = read(people("S c2 p1") + people("S t3 g2", departed=True))
    assert reading.code is INSUFFICIENT
    assert reading.counts.support == 3


def test_what_lapses_when_the_wording_changes_and_what_does_not() -> None:
    assert code(TEN + people("O g1", stale=True)) is NOT_READY
    assert code(TEN + people("O g1", stale=True, unconfirmed=True)) is CONSENSUS
    assert code(TEN + people("D g1", stale=True)) is CONSENSUS
    assert read(TEN + people("D g1", stale=True)).counts.unconfirmed == 1
    assert code(people("S c2 p1 t1") + people("S c9 g3", stale=True)) is INSUFFICIENT


def test_no_floor_is_looked_at_while_an_objection_waits() -> None:
    reading = read(people("S c1") + people("O g2", answered=False))
    assert reading.code is NOT_READY
    assert reading.code.level is None
    assert reading.reasons == ("2 objection(s) not yet answered",)


def test_a_person_counts_once_as_the_strongest_they_said() -> None:
    one = [Voice("ada", kind, "government") for kind in KINDS.values()]
    counts = read(TEN + one).counts
    assert (counts.people, counts.objection, counts.dissent) == (11, 1, 0)
    waiting = Voice("ada", "objection", "government", answered=False)
    assert code([*TEN, *one, waiting]) is NOT_READY


def test_r13_the_strongest_stance_speaks_for_an_organisation() -> None:
    colleagues = people("S g4, O g1", organisations=BIG)
    reading = read(people("S c2 p1 t1") + colleagues)
    # Nine people, one objects; one per organisation: one of five objects.
    assert reading.code is CONSENSUS
    assert not [f for f in reading.flags if f.kind is FlagKind.ONE_ORGANISATION]
    reading = read(people("S c1 p1 t1") + colleagues)
    assert flags_of(reading)[0] == (
        "depends on several people from one organisation "
        "(one per organisation: insufficient_participation)"
    )


def test_r13_related_organisations_count_as_one() -> None:
    base = people("S c1 p1 t1")
    a, b, both = frozenset("a"), frozenset("b"), frozenset("ab")
    apart = [Voice("1", "support", "government", organisations=a),
             Voice("2", "support", "government", organisations=b)]  # fmt: skip
    assert len(read(base + apart).flags) == 1
    joined = [*apart, Voice("3", "support", "government", organisations=both)]
    assert read(base + joined).flags[0].kind is FlagKind.ONE_ORGANISATION


def test_every_circumstance_is_flagged_in_order() -> None:
    voices = TEN + people("O g1", bare=True, changed_group=True)
    context = Context(caller_drafted=True, urgent=True, editorial_changes=2)
    reading = read(voices, context=context)
    assert [flag.kind for flag in reading.flags] == [
        FlagKind.NOT_HEARD,
        FlagKind.ONLY_VOICE,
        FlagKind.BARE,
        FlagKind.CHANGED_GROUP,
        FlagKind.EDITORIAL,
        FlagKind.CALLER_DRAFTED,
        FlagKind.URGENT,
    ]
    assert reading.code is read(voices).code
    assert [flag.kind for flag in read(TEN, context=Context(urgent=True)).flags] == [
        FlagKind.NOT_HEARD,
        FlagKind.URGENT,
    ]


def test_r18_a_flag_that_says_who_an_unnamed_person_is_can_be_withheld() -> None:
    flags = read(people("S c8 p2, O g1 t1")).flags
    texts = [flag.text for flag in withheld(flags, unnamed={"government"})]
    assert texts == [
        "not heard: intergovernmental",
        "the only voice from technical_community objects",
    ]
    assert withheld(flags, unnamed=()) == flags
    assert withheld(flags, unnamed={"intergovernmental"}) == flags


def test_a_charter_changes_the_floors() -> None:
    voices = people("S c2 p1")
    small = ReadingSettings(min_people=3, min_groups=2)
    assert read(voices, small).code is FULL
    stored = small.as_dict()
    assert stored["minority_den"] == 5
    assert ReadingSettings.from_dict(json.loads(json.dumps(stored))) == small
    assert ReadingSettings.from_dict({}) == ReadingSettings()


@pytest.mark.parametrize(
    "numbers",
    [
        {"min_people": 0},
        {"min_support": 0},
        {"min_groups": 6},
        {"min_groups": 0},
        {"minority_den": 1},
        {"most_num": 0},
        {"group_min_objectors": 0},
    ],
)
def test_an_impossible_charter_is_refused(numbers: dict[str, int]) -> None:
    with pytest.raises(Invalid):
        ReadingSettings.from_dict(numbers)


def test_something_that_is_no_position_is_refused() -> None:
    with pytest.raises(Invalid):
        Voice("ada", "applause", "government")


@given(VOICES, st.randoms(use_true_random=False))
def test_inv_30_the_order_of_voices_changes_nothing(
    voices: list[Voice], chance: Any
) -> None:
    shuffled = list(voices)
    chance.shuffle(shuffled)
    assert read(shuffled) == read(voices)


@given(VOICES)
def test_inv_30_a_stored_reading_is_the_one_recomputed(voices: list[Voice]) -> None:
    reading = read(voices)
    kept = json.loads(json.dumps([voice.as_dict() for voice in voices]))
    stored = json.loads(json.dumps(reading.as_dict()))
    assert read([Voice.from_dict(voice) for voice in kept]).as_dict() == stored
    assert Reading.from_dict(stored) == reading


@given(VOICES, st.sampled_from(RECOGNISED))
def test_someone_who_stands_aside_never_raises_opposition(
    voices: list[Voice], group: str
) -> None:
    before = read(voices)
    after = read([*voices, Voice("new", "abstain", group)])
    assert after.counts.opposing == before.counts.opposing
    assert after.counts.took_a_side == before.counts.took_a_side
    assert after.code is before.code or before.code is INSUFFICIENT


@given(VOICES)
def test_a_stale_position_is_silence(voices: list[Voice]) -> None:
    silent = [Voice("new", kind, "government", stale=True)
              for kind in ("support", "reservation", "abstain")]  # fmt: skip
    assert read([*voices, *silent]) == read(voices)


@given(st.integers(0, 40), st.integers(0, 40))
def test_inv_20_other_never_counts_towards_three_groups(most: int, other: int) -> None:
    reading = read(people(f"S c{most} p{most} x{other}"))
    assert reading.code is INSUFFICIENT
    assert reading.counts.groups <= 2


@given(VOICES)
def test_one_more_objection_never_makes_a_reading_better(voices: list[Voice]) -> None:
    steps = [FULL, CONSENSUS, STRONG, DIVERGENCE]
    before = code(voices)
    after = code([*voices, Voice("new", "objection", "other")])
    if before in steps:
        assert steps.index(after) >= steps.index(before)


@given(VOICES)
def test_full_consensus_is_never_read_over_an_objection(voices: list[Voice]) -> None:
    if any(voice.opposes for voice in voices):
        assert code(voices) is not FULL
