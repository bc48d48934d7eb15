"""The reading (domain.md 7): the cases of the specification, word for word."""

import json
from pathlib import Path

import pytest

from consensus.deliberation.levels import ReadingCode
from consensus.deliberation.reading import (
    ReadingSettings,
    Voice,
    read,
)
from tests.deliberation.voices import (
    BIG,
    CONSENSUS,
    DIVERGENCE,
    FULL,
    INSUFFICIENT,
    NOT_READY,
    STRONG,
    TEN,
    flags_of,
    people,
)

VECTORS = Path(__file__).parents[3] / "shared" / "vectors" / "reading.json"

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
