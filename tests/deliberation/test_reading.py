"""The reading (domain.md 7): advice from voices, the same on every recomputation."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.deliberation.levels import Level, ReadingCode
from consensus.deliberation.reading import (
    RECOGNISED,
    Context,
    Flag,
    FlagKind,
    Reading,
    ReadingSettings,
    Voice,
    read,
    withheld,
)
from consensus.deliberation.reading_words import in_words, sentence
from consensus.errors import Invalid

VECTORS = Path(__file__).parents[3] / "shared" / "vectors" / "reading.json"

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

# As in domain.md 7.7: who says what, the code, and the flags in their order.
CASES = [
    ("V01", people("S c4 p2 t2 g1"), FULL, ["not heard: intergovernmental"]),
    ("V02", people("S c3 p1 t1, R c1 g1, A i2"), FULL, []),
    (
        "V03",
        people("S c20 p5 t5") + people("O g1", answered=False),
        NOT_READY,
        ["not heard: intergovernmental", "the only voice from government objects"],
    ),
    (
        "V04",
        people("S c20 p5 t5, O g1"),
        CONSENSUS,
        ["not heard: intergovernmental", "the only voice from government objects"],
    ),
    (
        "V05",
        people("S c2 p1"),
        INSUFFICIENT,
        ["not heard: government, intergovernmental, technical_community"],
    ),
    (
        "V06",
        people("S c20"),
        INSUFFICIENT,
        [
            "not heard: government, intergovernmental, private_sector, "
            "technical_community"
        ],
    ),
    (
        "V07",
        people("S c5 p3 x4"),
        INSUFFICIENT,
        ["not heard: government, intergovernmental, technical_community"],
    ),
    (
        "V08",
        people("S c4 p2 t2, O c1 p1"),
        CONSENSUS,
        ["not heard: government, intergovernmental"],
    ),
    (
        "V09",
        people("S c4 p2 t1, O c1 p1"),
        STRONG,
        ["not heard: government, intergovernmental"],
    ),
    (
        "V10",
        people("S c12 p4 t1, O t2"),
        STRONG,
        ["not heard: government, intergovernmental"],
    ),
    (
        "V11",
        people("S c4 p1 t1, O p3 g2"),
        DIVERGENCE,
        ["not heard: intergovernmental"],
    ),
    ("V12", people("S c3 p1, O t4 g2"), DIVERGENCE, ["not heard: intergovernmental"]),
    (
        "V13",
        TEN + people("O g1", unconfirmed=True),
        CONSENSUS,
        ["not heard: government, intergovernmental"],
    ),
    (
        "V14",
        TEN + people("O g1", departed=True),
        CONSENSUS,
        ["not heard: government, intergovernmental"],
    ),
    (
        "V15",
        TEN + people("O c6", joined_during_call=True),
        STRONG,
        [
            "depends on people who joined during the call "
            "(without them: full_consensus)",
            "not heard: government, intergovernmental",
        ],
    ),
    (
        "V16",
        people("S p1 t2 g1, O c2") + people("S p6", organisations=BIG),
        STRONG,
        ["not heard: intergovernmental"],
    ),
    (
        "V17",
        TEN + people("O g1", bare=True),
        CONSENSUS,
        [
            "not heard: intergovernmental",
            "the only voice from government objects",
            "1 objection(s) without a stated reason",
        ],
    ),
    (
        "V18",
        TEN + people("S g5", stale=True),
        FULL,
        ["not heard: government, intergovernmental"],
    ),
    (
        "V19",
        people("S c1 p1 t1") + people("S p4", organisations=BIG),
        FULL,
        [
            "depends on several people from one organisation "
            "(one per organisation: insufficient_participation)",
            "not heard: government, intergovernmental",
        ],
    ),
    (
        "V20",
        people("S c1 p1, A t4 g2"),
        INSUFFICIENT,
        ["not heard: intergovernmental"],
    ),
    (
        "V21",
        people("S c20 p5 t5") + people("D g1", answered=False),
        CONSENSUS,
        ["not heard: intergovernmental", "the only voice from government objects"],
    ),
    (
        "V22",
        people("S c12 p4 t1, O t1") + people("D t1", answered=False),
        STRONG,
        ["not heard: government, intergovernmental"],
    ),
]


def flags_of(reading: Reading) -> list[str]:
    return [flag.text for flag in reading.flags]


def code(voices: list[Voice]) -> ReadingCode:
    return read(voices).code


@pytest.mark.parametrize(
    ("name", "voices", "expected", "flags"), CASES, ids=[case[0] for case in CASES]
)
def test_the_cases_of_the_specification(
    name: str, voices: list[Voice], expected: ReadingCode, flags: list[str]
) -> None:
    reading = read(voices)
    assert (reading.code, flags_of(reading)) == (expected, flags), name


@pytest.mark.skipif(not VECTORS.is_file(), reason="the specification is not at hand")
def test_every_vector_of_the_specification_comes_out_word_for_word() -> None:
    given_vectors = json.loads(VECTORS.read_text("utf-8"))
    charter = ReadingSettings.from_dict(given_vectors["settings"])
    for vector in given_vectors["vectors"]:
        voices = []
        for said in vector["positions"]:
            organisation = said.pop("org", None)
            keys = [organisation] if organisation else []
            voices.append(Voice.from_dict(said | {"organisations": keys}))
        reading = read(voices, charter)
        assert reading.code == vector["reading"], vector["name"]
        assert list(reading.reasons) == vector["why"], vector["name"]
        assert flags_of(reading) == vector["flags"], vector["name"]


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


# Properties

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


# Words


def test_the_sentence_of_the_specification() -> None:
    voices = people("S c11 p4, R c1, A i2, O t1 g1")
    assert sentence(read(voices), "Amara Okonjo") == (
        "Consensus would be a fair reading of this paragraph. "
        "16 support it (1 with a reservation), 2 stand aside, 2 object; "
        "every objection has been answered. "
        "The only voice from government objects; "
        "the only voice from technical community objects. "
        "This is advice; Amara Okonjo declares the level."
    )


def test_the_sentence_says_when_it_is_too_early() -> None:
    voices = people("S c3 p1 t1 i1") + people("O g1", answered=False)
    assert sentence(read(voices), "Amara", target="document") == (
        "It is too early to say where this document stands: "
        "1 objection waits for an answer. "
        "6 support it (0 with a reservation), 0 stand aside, 1 objects. "
        "The only voice from government objects. "
        "No level can be declared before every objection has been answered."
    )


def test_the_sentence_says_what_is_missing() -> None:
    assert sentence(read(people("S c1")), "Amara").startswith(
        "Too few took part would be a fair reading of this paragraph: "
        "1 person took a position, 5 needed; "
        "1 recognised group took part, 3 needed; 1 support, 3 needed. "
        "1 supports it (0 with a reservation), 0 stand aside, 0 object. "
        "Not heard: government, intergovernmental, private sector, "
        "technical community. "
    )


def test_the_sentence_claims_no_answer_that_nobody_gave() -> None:
    dissent = sentence(read(people("S c3 p1 t1 g1 i1, D x1")), "Amara")
    assert "1 objects." in dissent
    assert "answered" not in dissent
    voices = people("S c3 p1 t1 g1 i1") + people("O x2", unconfirmed=True)
    lapsed = "2 objections to an earlier wording were neither confirmed nor lifted."
    assert f"0 object; {lapsed}" in sentence(read(voices), "Amara")


def test_codes_are_names_for_people() -> None:
    flag = read(people("S c6 p2 t2") + people("O c6", joined_during_call=True)).flags[0]
    assert in_words(flag.text) == (
        "depends on people who joined during the call (without them: Full consensus)"
    )
    assert in_words("11 people took a position") == "11 people took a position"
    assert in_words("2 objection(s) not yet answered") == (
        "2 objections not yet answered"
    )
    assert in_words(
        "most of those from civil_society who took a side object (2 of 3)"
    ) == ("most of those from civil society who took a side object (2 of 3)")


FORBIDDEN = ["vot", "ballot", "pass", "fail", "win", "majorit", "approv", "reject"]
FORBIDDEN += ["score", "percent", "per cent", "resolved"]


@given(VOICES, st.builds(Context, st.booleans(), st.booleans(), st.integers(0, 3)))
def test_inv_18_no_reading_speaks_of_counting_heads(
    voices: list[Voice], context: Context
) -> None:
    reading = read(voices, context=context)
    told = [sentence(reading, "Amara"), *map(in_words, reading.reasons)]
    told += [flag.text for flag in reading.flags]
    text = " ".join(told).lower().replace("urgent window", "")
    assert "%" not in text
    assert [word for word in FORBIDDEN if word in text] == []
    assert "_" not in sentence(reading, "Amara")
    assert "(s)" not in sentence(reading, "Amara")


def test_every_level_has_its_words() -> None:
    for level in Level:
        assert level.label
        assert level.sentence.endswith(".")
        assert len(level.short) <= 24
    assert Level.STRONG_SUPPORT.label == "Strong support but significant opposition"
    assert Level.STRONG_SUPPORT.short == "Strong support, opposed"
    levels = {code.level for code in ReadingCode if code is not NOT_READY}
    assert levels == set(Level) - {Level.NOT_ASSESSED, Level.NO_CLAIM}
    assert NOT_READY.label == "Too early to say"


def test_a_flag_names_its_groups() -> None:
    flags = read(people("S c8 p2, O g1")).flags
    assert flags[1] == Flag(
        FlagKind.ONLY_VOICE, "the only voice from government objects", ("government",)
    )
