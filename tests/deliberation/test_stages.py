"""The stages of a text are those of domain.md 6.1, and no others can be reached."""

import re
from pathlib import Path

import pytest

from consensus.documents.access import RULES, Act
from consensus.documents.models import OUT, Document, OutputPath, Stage
from consensus.documents.stage_moves import WAYS, StageMove, move_stage
from consensus.errors import Refused
from tests.deliberation.stories import Story

ROOT = Path(__file__).resolve().parents[2]
BEFORE = [
    "drafting", "member_review", "revision", "public_comment", "consensus_call",
    "assessment", "notice", "after_notice", "parked",
]  # fmt: skip

# domain.md 6.1, line by line: from, who, to; "" is back to where it was.
AS_SPECIFIED = {
    ("drafting", "editor or coordinator", "member_review"),
    ("member_review", "system", "revision"),
    ("revision", "editor or coordinator", "public_comment"),
    ("public_comment", "system", "revision"),
    ("revision", "consensus caller", "consensus_call"),
    ("consensus_call", "consensus caller", "consensus_call"),
    ("consensus_call", "editor", "revision"),
    ("consensus_call", "system", "assessment"),
    ("assessment", "consensus caller", "assessment"),
    ("assessment", "consensus caller", "revision"),
    ("assessment", "coordinator", "published"),
    # on the other two paths, which have no call and no level:
    ("drafting", "coordinator", "notice"),
    ("revision", "coordinator", "notice"),
    ("notice", "system", "after_notice"),
    ("notice", "editor or coordinator", "revision"),
    ("after_notice", "editor or coordinator", "revision"),
    ("after_notice", "coordinator", "published"),
    ("published", "coordinator", "drafting"),
    ("published", "group decision", "superseded"),
    ("published", "group decision", "withdrawn"),
    ("parked", "coordinator", ""),
    *((one, "coordinator", "parked") for one in BEFORE if one != "parked"),
    *((one, "group decision", "closed_without_output") for one in BEFORE),
}


def test_6_1_all_stage_moves_together_are_those_of_the_specification() -> None:
    moves = [
        (str(source), way.who, str(way.target or ""))
        for way in WAYS.values()
        for source in way.sources
    ]
    assert set(moves) == AS_SPECIFIED
    assert set(WAYS) == set(StageMove)


def test_6_1_a_stage_is_written_in_one_place_only() -> None:
    writing = re.compile(r"\.stage(, [\w.]+)* = |\bstage=Stage\.|values\(stage")
    found = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "consensus").rglob("*.py"))
        if writing.search(path.read_text("utf-8"))
    ]
    assert found == ["consensus/documents/stage_moves.py"]


@pytest.mark.parametrize("move", StageMove)
@pytest.mark.parametrize("stage", Stage)
def test_6_1_a_move_is_made_from_its_stages_and_refused_from_all_others(
    move: StageMove, stage: Stage
) -> None:
    path = min(WAYS[move].paths)
    document = Document(stage=stage, parked_from=None, closes_at=None, path=path)
    if stage in WAYS[move].sources:
        move_stage(document, move)
        assert document.stage is (WAYS[move].target or Stage.DRAFTING)
        return
    with pytest.raises(Refused, match=stage.label):
        move_stage(document, move)
    assert document.stage is stage


def test_6_1_a_move_of_another_path_is_refused() -> None:
    for path in OutputPath:
        for move, way in WAYS.items():
            stage = min(way.sources)
            document = Document(stage=stage, parked_from=None, path=path)
            if path in way.paths:
                move_stage(document, move)
                continue
            with pytest.raises(Refused, match=path.label):
                move_stage(document, move)
            assert document.stage is stage


_ACTS = {
    StageMove.OFFER_FOR_REVIEW: Act.OFFER_FOR_REVIEW,
    StageMove.OPEN_COMMENT: Act.OPEN_COMMENT,
    StageMove.OPEN_CALL: Act.OPEN_CALL,
    StageMove.EXTEND_CALL: Act.EXTEND_CALL,
    StageMove.STOP_CALL: Act.STOP_CALL,
    StageMove.DECLARE: Act.DECLARE,
    StageMove.RETURN: Act.RETURN,
    StageMove.OPEN_NOTICE: Act.OPEN_NOTICE,
    StageMove.TAKE_BACK: Act.TAKE_BACK,
    StageMove.PUBLISH: Act.PUBLISH,
    StageMove.PARK: Act.PARK,
    StageMove.RESUME: Act.RESUME,
    StageMove.BEGIN_VERSION: Act.BEGIN_VERSION,
    StageMove.CLOSE: Act.PROPOSE_CLOSING,
    StageMove.WITHDRAW: Act.PROPOSE_WITHDRAWAL,
    StageMove.SUPERSEDE: Act.PROPOSE_WITHDRAWAL,
}


@pytest.mark.parametrize("move", _ACTS)
def test_6_1_the_door_opens_at_the_stages_of_the_table(move: StageMove) -> None:
    assert RULES[_ACTS[move]].stages == WAYS[move].sources


@pytest.mark.parametrize("stage", Stage)
def test_inv_36_every_stage_is_read_without_signing_in(
    story: Story, stage: Stage
) -> None:
    if stage is Stage.PARKED:
        story.parks(story.caller)
    elif stage is Stage.CONSENSUS_CALL:
        story.open_call()
    elif stage in OUT | {Stage.ASSESSMENT}:
        story.open_call()
        story.world.days_pass(15)
        story.tick()
    if story.stage() is not stage:
        story.is_at(stage)
    pages = ["", "/draft", "/stages", "/desk", "/history", "/people", "/log.ndjson"]
    visitor = story.world.visitor()
    for page in pages:
        answer = visitor.get(f"/documents/{story.document}{page}")
        assert answer.status_code == 200, page
    text = visitor.get(f"/documents/{story.document}").get_data(as_text=True)
    assert "Every notice is read out." in text
