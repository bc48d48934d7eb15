"""
R26: nobody with power over a text can alter, hide, reorder or unpublish another's
dissent, whatever they send. The attempts are made from the routing table, the forms,
the socket's events and the commands, so that what is new is tried without being listed.
"""

from itertools import product
from pathlib import Path

import pytest

from consensus.documents.models import Stage
from tests.burying.attempts import attempts_of
from tests.burying.other_ways import arguments_for, commands, events, send_everything
from tests.burying.scene import POWERS, Scene
from tests.burying.testimony import faults, record, unseen
from tests.chain.terminal import run
from tests.realtime.pages import open_page

STAGES = [Stage.REVISION, Stage.CONSENSUS_CALL, Stage.ASSESSMENT, Stage.PUBLISHED]
BUSY = {
    ("editor who coordinates", Stage.REVISION),
    ("editor who coordinates", Stage.CONSENSUS_CALL),
    ("editor who coordinates", Stage.PUBLISHED),
    ("caller", Stage.CONSENSUS_CALL),
    ("caller", Stage.ASSESSMENT),
}
"""Where an attacker's roles may do most; elsewhere they attack in `make soak`."""

ATTACKS = [
    pytest.param(*both, marks=[] if both in BUSY else pytest.mark.soak)
    for both in product(POWERS, STAGES)
]


def attack(scene: Scene, attacker: str, stage: Stage) -> list[str]:
    """Make every attempt by itself; what was done to the dissent, if anything."""
    before, found = record(scene), []
    for attempt in attempts_of(scene, attacker, stage):
        answer = attempt.made_by(scene.attackers[attacker])
        assert answer.status_code < 500, attempt
        if answer.status_code >= 400 and record(scene) == before:
            continue
        found += [f"{attempt}: {one}" for one in faults(scene, before, stage)]
        scene.restore()
    return found


@pytest.mark.parametrize(("attacker", "stage"), ATTACKS)
def test_r26_no_form_and_no_address_buries_dissent(
    scene: Scene, attacker: str, stage: Stage
) -> None:
    assert unseen(scene, stage) == []
    found = attack(scene, attacker, stage)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("attacker", POWERS)
def test_r26_no_event_buries_dissent(scene: Scene, attacker: str, stage: Stage) -> None:
    person, before = scene.attackers[attacker], record(scene)
    page = open_page(scene.world.app, person.client, person.token)
    sent = []
    for event in send_everything(page, scene.texts[stage].document):
        sent.append(event)
        found = faults(scene, before, stage)
        assert not found, f"{event}: {found}"
    assert set(events()) <= set(sent)
    page.line.disconnect()
    scene.restore()


@pytest.mark.parametrize("stage", STAGES)
def test_r26_no_command_buries_dissent(
    scene: Scene, tmp_path: Path, stage: Stage
) -> None:
    file, before = tmp_path / "all.md", record(scene)
    settings = scene.world.app.config["SETTINGS"]
    for words, found in commands().items():
        file.write_text("# All agree\n\nThere is nothing more to say.\n", "utf-8")
        for email in ("vita.moss@example.org", "rex.a.hush@example.org"):
            given = arguments_for(
                found, file=file, document=scene.texts[stage].document, email=email
            )
            ended = run(settings, *words, *given)
            assert ended.code in {0, 1, 2}, ended
            harmed = faults(scene, before, stage)
            assert not harmed, f"{words} {given}: {harmed}"
            scene.restore()
