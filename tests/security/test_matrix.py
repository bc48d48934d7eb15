"""SEC-20: everybody gets what the matrix says, at every address and socket event."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from consensus import clock
from consensus.app import create_app
from consensus.coalitions.models import Role
from consensus.db import db
from consensus.documents import access
from consensus.documents.access import Act
from consensus.documents.models import OUT, Stage
from consensus.realtime import socketio
from consensus.schema import SCHEMA_VERSION
from tests.conftest import settings_in
from tests.databases import SqliteTemplate
from tests.realtime.pages import open_page
from tests.security.matrix import ACTORS, EVENTS, ROUTES, Guard, Row
from tests.security.scene import Scene, set_scene
from tests.world import START, World

MEANS = {
    400: "makes no sense",
    401: "sign in first",
    403: "may not",
    404: "not there",
    409: "not now",
    422: "makes no sense",
}
OVER = {Stage.CLOSED_WITHOUT_OUTPUT, Stage.SUPERSEDED, Stage.WITHDRAWN}
"""Stages at which nothing is done any more, whoever asks."""
UNASKED = {"HEAD", "OPTIONS"}  # answered by the framework as GET is, or without a view


@pytest.fixture(scope="module")
def scene(
    sqlite_template: SqliteTemplate, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scene]:
    """All actors and a document at each stage, on SQLite: it can be put back."""
    folder = tmp_path_factory.mktemp("matrix")
    app = create_app(settings_in(folder, sqlite_template.copy_to(folder)))
    app.testing = True
    world = World(app)
    with clock.at(START):
        clock.set_source(lambda: world.now)
        made = set_scene(world, folder / "consensus.sqlite")
        made.rules.update(cells(app))
        yield made
    with app.app_context():
        db.engine.dispose()


def cells(app: Flask) -> dict[str, Rule]:
    """Every rule and method of the routing table, named as in the matrix."""
    return {
        f"{method} {rule.endpoint}": rule
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - UNASKED
    }


def unlisted(app: Flask) -> set[str]:
    """What is in the routing table or the matrix and not in the other."""
    return set(cells(app)) ^ set(ROUTES)


def outcome(answer: TestResponse) -> str:
    """What an answer means to the person who gets it."""
    if answer.status_code == 303 and answer.location.startswith("/sign-in?"):
        return "sign in first"
    assert answer.status_code < 500, answer.request.path
    return MEANS.get(answer.status_code, "taken")


def expected(row: Row, actor: str, stage: Stage) -> set[str]:
    """What an actor may be told, given the row and the stage of the document."""
    if row.knows(actor) and stage not in row.stages:
        return {"not now"}
    if not row.admits(actor):
        if row.only is not None:
            return {"sign in first", "may not", "not there"}
        return {"sign in first"} if actor == "visitor" else {"may not"}
    return {"taken", "not there", "not now", "makes no sense"}


@dataclass(frozen=True)
class Cell:
    """One question to the service: this actor, at this address, at this stage."""

    name: str
    actor: str
    stage: Stage

    def __str__(self) -> str:
        return f"{self.name} by {self.actor} at {self.stage}"

    def faults(self, scene: Scene) -> list[str]:
        """What is wrong with the answer; the scene is put back as it was."""
        rule, (method, _) = scene.rules[self.name], self.name.split()
        told = outcome(scene.ask(self.actor, rule, method, self.stage))
        row = ROUTES[self.name]
        faults = []
        if told not in expected(row, self.actor, self.stage):
            faults.append(f"{self} was told “{told}”")
        if told != "taken" and scene.said() != scene.at_first:
            faults.append(f"{self} was told “{told}” and yet it was done")
        if told == "taken" and method != "GET":
            scene.restore()
        return faults


def cells_of(scene: Scene, actor: str) -> Iterator[Cell]:
    """An actor's cells: every stage where the stage matters, else the first one."""
    for name, rule in scene.rules.items():
        about_a_text = "document_id" in rule.arguments
        versions = rule.endpoint.startswith("publication.") and "number" in rule.rule
        if versions:
            yield Cell(name, actor, Stage.PUBLISHED)
        elif about_a_text:
            yield from (Cell(name, actor, stage) for stage in scene.documents)
        else:
            yield Cell(name, actor, Stage.DRAFTING)


def test_sec_20_every_rule_and_every_event_has_a_row(scene: Scene) -> None:
    assert unlisted(scene.world.app) == set()
    assert set(socketio.server.handlers["/"]) == set(EVENTS)
    assert not socketio.server.namespace_handlers
    assert set(scene.documents) == set(Stage) - {Stage.REVISION} - OVER


def test_sec_20_a_rule_without_a_row_is_noticed(app: Flask) -> None:
    app.add_url_rule("/new", "new_thing", str, methods=["GET", "POST"])
    assert unlisted(app) == {"GET new_thing", "POST new_thing"}


@pytest.mark.parametrize("actor", ACTORS)
def test_sec_20_everybody_gets_what_the_matrix_says(scene: Scene, actor: str) -> None:
    scene.restore()
    asked = list(cells_of(scene, actor))
    assert len(asked) > 150
    faults = [fault for cell in asked for fault in cell.faults(scene)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("stage", [Stage.DRAFTING, Stage.ASSESSMENT])
def test_sec_20_a_door_left_open_is_noticed(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, stage: Stage
) -> None:
    scene.restore()
    cell = Cell("GET drafting.show_edit_form", "observer", stage)
    assert cell.faults(scene) == []
    open_to_all = access.Rule(frozenset(Role), access.EVERY_STAGE)
    with monkeypatch.context() as patched:
        patched.setitem(ROUTES, cell.name, Row(Guard.NOBODY))
        patched.setitem(access.RULES, Act.EDIT_TEXT, open_to_all)
        assert cell.faults(scene) != []


def test_sec_20_a_text_that_is_over_is_only_read_and_commented_on() -> None:
    remarks = {
        Act.READ, Act.COMMENT, Act.COMMENT_AS_GUEST, Act.END_OWN_COMMENT,
        Act.MODERATE, Act.REWORD, Act.SEE_IDENTITY,
    }  # fmt: skip
    for stage in OVER:
        left = {act for act in Act if stage in access.RULES[act].stages}
        of_the_annex = {Act.REVISE_OWN_ENTRY, Act.STATE, Act.END_OWN_SIGNATURE}
        assert left == remarks | (of_the_annex if stage in OUT else set())


def test_sec_20_visitors_read_and_comment_and_observers_suggest_besides() -> None:
    visitors = {act for act in Act if Role.VISITOR in access.RULES[act].roles}
    observers = {act for act in Act if Role.OBSERVER in access.RULES[act].roles}
    assert visitors == {Act.READ, Act.COMMENT_AS_GUEST, Act.REVISE_OWN_ENTRY}
    assert observers == {
        Act.READ, Act.SUGGEST, Act.END_OWN_SUGGESTION, Act.COMMENT, Act.END_OWN_COMMENT,
        Act.COMMENT_AS_GUEST, Act.REWORD, Act.REVISE_OWN_ENTRY,
    }  # fmt: skip
    assert set(access.RULES) == set(Act)


@pytest.mark.parametrize("actor", ACTORS)
def test_sec_20_a_socket_gets_what_the_matrix_says(scene: Scene, actor: str) -> None:
    person = scene.people[actor]
    if actor in scene.cookies:
        person.client.set_cookie("sid", scene.cookies[actor])
    page = open_page(scene.world.app, person.client, person.token)
    assert page.is_live == EVENTS["connect"].admits(actor)
    for stage, story in scene.documents.items():
        for event in ("follow", "unfollow"):
            answer = page.ask(event, {"document": story.document})
            assert ("refused" not in answer) == EVENTS[event].admits(actor), stage
    assert "refused" in page.ask("publish", {"document": 1})
    assert "refused" in page.follow(10_000)
    page.line.disconnect()


@pytest.mark.parametrize("actor", ACTORS)
def test_sec_20_a_draft_page_gets_what_the_matrix_says(
    scene: Scene, actor: str
) -> None:
    person = scene.people[actor]
    if actor in scene.cookies:
        person.client.set_cookie("sid", scene.cookies[actor])
    page = open_page(scene.world.app, person.client, person.token)
    for stage, story in scene.documents.items():
        asked = {"document": story.document, "client": 0}
        opening = {**asked, "schema": SCHEMA_VERSION, "vector": "AA=="}
        joined = page.ask("draft:join", opening)
        assert ("refused" not in joined) == EVENTS["draft:join"].admits(actor)
        row = EVENTS["draft:update"]
        may = row.admits(actor) and stage in row.stages
        assert (joined["can"] == "write") == may, stage
        typed = {**asked, "client": joined["client"], "number": 1, "seen": 0,
                 "update": "AAA="}  # fmt: skip
        assert ("refused" not in page.ask("draft:update", typed)) == may, stage
        place = {"document": story.document, "block": "b1", "at": "", "idle": 0}
        here = page.ask("draft:here", place)
        assert ("refused" not in here) == EVENTS["draft:here"].admits(actor)
        assert page.ask("draft:leave", {"document": story.document}) == {}
        assert page.ask("draft:update", typed)["why"] == "closed"
    page.line.disconnect()
    scene.restore()
