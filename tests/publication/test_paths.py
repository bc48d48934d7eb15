"""Outputs on which no level is claimed: notice documents and collected views (6.1)."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from consensus.coalitions.models import Role
from consensus.deliberation.call_models import CallKind
from consensus.deliberation.levels import Level
from consensus.deliberation.machine import Move
from consensus.documents.models import OutputPath, Stage
from consensus.publication import cover_lines
from consensus.publication.record import Fault
from consensus.publication.replay import replay
from consensus.publication.verify import verify
from tests.deliberation.stories import Story
from tests.publication.logs import Log, paragraph
from tests.publication.publishing import output, publishes, saved_bundle

TOLD = {"days": "14", "notice": "It will be published."}


def begun(story: Story, path: OutputPath, **sent: object) -> int:
    """A document begun by its form from a file of two paragraphs; its number."""
    file = io.BytesIO(b"We met twice.\n\nWe heard guests.")
    form = {"title": "Our year", "language": "en", "way": str(path), **sent}
    answer = story.editor.post(
        "/coalitions/rivers/documents/new", **form, file=(file, "year.md")
    )
    assert answer.status_code in {302, 303}, answer.text
    return int(answer.location.rpartition("/")[2])


def second_block(story: Story) -> str:
    page = story.world.visitor().get(f"/documents/{story.document}")
    links = BeautifulSoup(page.data, "html5lib").select(".gut-no a")
    return str(links[1]["href"]).removeprefix("#")


def noticed(story: Story, path: OutputPath, **sent: str) -> Story:
    """A text of its own on a path, put to the members by notice."""
    world, editor, caller = story.world, story.editor, story.caller
    document = begun(story, path)
    found = Story(world, document, caller, editor, story.people)
    answer = caller.post(f"/documents/{document}/notice", **(TOLD | sent))
    assert answer.status_code == 303
    return found


def text_of(story: Story) -> str:
    page = BeautifulSoup(output(story).data, "html5lib")
    return " ".join(page.get_text(" ").split())


def checklist(story: Story) -> str:
    page = story.world.visitor().get(f"/documents/{story.document}/publication")
    return " ".join(BeautifulSoup(page.data, "html5lib").get_text(" ").split())


def test_r46_collected_views_are_published_with_a_fixed_label_and_statements(
    story: Story, tmp_path: Path
) -> None:
    views = noticed(story, OutputPath.COLLECTED)
    assert views.stage() is Stage.NOTICE
    page = views.world.visitor().get(f"/documents/{views.document}").text
    assert page.count("Collected views") >= 3  # the whole text and each block
    place = second_block(views)
    number = views.dissents(views.people[0], place, "We heard one guest only.")
    assert "No notice of this text is over yet" in checklist(views)
    assert publishes(views).status_code == 409
    views.world.days_pass(15)
    assert publishes(views).status_code == 303
    said = text_of(views)
    assert "Collected views; not put to the coalition for agreement." in said
    assert "Level declared" not in said
    assert f"(O-{number})" in said
    blocks = BeautifulSoup(output(views).data, "html5lib").select("#text .opara")
    assert len(blocks) == 2
    assert all(cover_lines.COLLECTED in one.get_text() for one in blocks)
    assert verify(saved_bundle(views, tmp_path)).faults == []


def test_r46_a_notice_document_is_published_when_nobody_objects(
    story: Story, tmp_path: Path
) -> None:
    report = noticed(story, OutputPath.NOTICE)
    report.tick()
    report.world.days_pass(15)
    report.tick()
    assert report.stage() is Stage.AFTER_NOTICE
    assert publishes(report).status_code == 303
    said = text_of(report)
    assert "Notice document of IGF Dynamic Coalition" in said
    assert "no level of agreement is claimed" in said
    assert "No member objected to the published text" in said
    assert "Notice 1 opened, until" in said
    assert "Consensus call 1" not in said
    bundle = saved_bundle(report, tmp_path)
    assert verify(bundle).faults == []
    with zipfile.ZipFile(bundle) as files:
        manifest = json.loads(files.read("manifest.json"))
    assert manifest["level"] == {"document": "not_assessed", "blocks": []}
    mails = [one["Subject"] for one in report.world.outbox]
    assert any("Notice before publication" in one for one in mails)


def test_6_1_an_objection_in_the_notice_is_answered_and_decided_first(
    story: Story, tmp_path: Path
) -> None:
    report = noticed(story, OutputPath.NOTICE)
    who = report.people[0]
    number = report.objects(who, second_block(report), "We met once.")
    report.world.days_pass(15)
    report.tick()
    assert f"O-{number} is open" in checklist(report)
    report.answers(number)
    report.decides(who, number, Move.MAINTAIN)
    assert "There is no finding" not in checklist(report)
    assert publishes(report).status_code == 303
    assert "We met once." in text_of(report)
    assert "in notice." in text_of(report)
    assert verify(saved_bundle(report, tmp_path)).faults == []


def test_6_1_editors_take_a_text_back_from_its_notice_to_meet_an_objection(
    story: Story,
) -> None:
    report = noticed(story, OutputPath.NOTICE)
    place = f"/documents/{report.document}/notice"
    assert report.editor.post(f"{place}/end", reason="").status_code == 422
    assert report.editor.post(f"{place}/end", reason="O-1 is right.").status_code == 303
    assert report.stage() is Stage.REVISION
    assert publishes(report).status_code == 409
    assert report.caller.post(place, **TOLD).status_code == 303
    assert report.call().round == 2


def test_6_1_each_path_has_its_own_door_and_no_other(story: Story) -> None:
    at_notice = noticed(story, OutputPath.NOTICE)
    at_notice.editor.post(
        f"/documents/{at_notice.document}/notice/end", reason="To change it."
    )
    at_notice.world.appoint(at_notice.caller, Role.CALLER, at_notice.document)
    assert at_notice.open_call().status_code == 409
    place = f"/documents/{story.document}/notice"
    assert story.caller.post(place, **TOLD).status_code == 409
    short = at_notice.caller.post(
        f"/documents/{at_notice.document}/notice", **(TOLD | {"days": "6"})
    )
    assert short.status_code == 422
    assert "7 days at least" in short.text
    assert TOLD["notice"] in short.text


LINES = {
    (OutputPath.CONSENSUS, Level.FULL_CONSENSUS): "Output of DC X. Level declared: "
    "Full consensus.",
    (OutputPath.CONSENSUS, Level.CONSENSUS): "Output of DC X. Level declared: "
    "Consensus.",
    (OutputPath.CONSENSUS, Level.STRONG_SUPPORT): "Output of DC X. Level declared: "
    "Strong support but significant opposition.",
    (OutputPath.CONSENSUS, Level.DIVERGENCE): "Text of DC X on which there is no "
    "agreement (divergence); published to show the views.",
    (OutputPath.CONSENSUS, Level.INSUFFICIENT): "Working paper of DC X; too few "
    "members took part to speak of consensus.",
    (OutputPath.NOTICE, Level.NOT_ASSESSED): "Notice document of DC X; no level of "
    "agreement is claimed.",
    (OutputPath.COLLECTED, Level.NO_CLAIM): "Collected views; not put to the "
    "coalition for agreement.",
}
"""The status lines of domain.md 11.1; every other pair of path and level is refused."""


def log_on(path: OutputPath, kind: CallKind) -> Log:
    log = Log()
    log.propose(path=str(path))
    log.freeze(1, [paragraph("b1", "We met twice.")])
    log.call(1, 1, kind=str(kind))
    return log


@pytest.mark.parametrize("path", list(OutputPath))
@pytest.mark.parametrize("level", list(Level))
def test_inv_17_the_status_line_matches_path_and_level(
    path: OutputPath, level: Level
) -> None:
    is_called = path is OutputPath.CONSENSUS
    log = log_on(path, CallKind.CONSENSUS if is_called else CallKind.NOTICE)
    log.publish(1, 1, level, objections=0, people=0, unconfirmed=0)
    expected = LINES.get((path, level))
    if expected is None:
        with pytest.raises(Fault, match="claims another level"):
            replay(log.lines)
        return
    assert replay(log.lines).published
    line = cover_lines.status_line("DC X", level, recognised=True)
    assert line == expected
    assert "adopted" not in line.lower()


@pytest.mark.parametrize("path", list(OutputPath))
def test_inv_17_a_record_cannot_take_the_door_of_another_path(
    path: OutputPath,
) -> None:
    is_called = path is OutputPath.CONSENSUS
    log = log_on(path, CallKind.NOTICE if is_called else CallKind.CONSENSUS)
    with pytest.raises(Fault, match="by another path"):
        replay(log.lines)


@pytest.mark.parametrize(
    ("path", "label"),
    [(OutputPath.NOTICE, "Not assessed."), (OutputPath.COLLECTED, "Collected views")],
)
def test_inv_19_blocks_without_a_call_say_so_in_the_output_and_before(
    story: Story, path: OutputPath, label: str
) -> None:
    text = noticed(story, path)
    page = text.world.visitor().get(f"/documents/{text.document}").text
    gutters = BeautifulSoup(page, "html5lib").select(".gut .level")
    assert [one.get_text() in label for one in gutters] == [True, True]
    text.world.days_pass(15)
    publishes(text)
    blocks = BeautifulSoup(output(text).data, "html5lib").select("#text .opara")
    assert [label in one.get_text() for one in blocks] == [True, True]
