"""The words of a reading (domain.md 7): sentences and names that people read."""

from hypothesis import given
from hypothesis import strategies as st

from consensus.deliberation.levels import Level, ReadingCode
from consensus.deliberation.reading import (
    Context,
    Flag,
    FlagKind,
    Voice,
    read,
)
from consensus.deliberation.reading_words import in_words, sentence
from tests.deliberation.voices import NOT_READY, VOICES, people


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
