"""An address that buries dissent is found, though nobody has listed it."""

import pytest
from flask import Response
from sqlalchemy import text

from consensus.db import db
from consensus.documents.models import Stage
from tests.burying.attempts import attempts_of
from tests.burying.scene import Scene
from tests.burying.testimony import faults, record


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE objection SET reason = 'It is short enough.'",
        "UPDATE objection_holder SET attribution = 'member'",
        "UPDATE objection_holder SET state = 'withdrawn'",
        "UPDATE objection SET number = number + 10",
        "DELETE FROM receipt",
    ],
)
def test_r26_a_new_address_that_buries_dissent_is_found(
    scene: Scene, deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, before = scene.world.app, record(scene)

    def tidy(document_id: int) -> Response:
        db.session.execute(text(deed))
        db.session.commit()
        return Response(str(document_id))

    monkeypatch.setattr(app, "_got_first_request", False)
    endpoint = f"tidy{abs(hash(deed))}"
    app.add_url_rule(
        f"/documents/<int:document_id>/{endpoint}", endpoint, tidy, methods=["POST"]
    )
    attempts = attempts_of(scene, "coordinator", Stage.REVISION)
    mine = [one for one in attempts if one.path.endswith(endpoint)]
    assert mine, "the attempts come from the routing table"
    for one in mine:
        assert one.made_by(scene.attackers["coordinator"]).status_code == 200
    assert faults(scene, before, Stage.REVISION)
    scene.restore()
