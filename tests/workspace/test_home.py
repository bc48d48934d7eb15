"""The first page and the page that explains: open to visitors without signing in."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from consensus import clock
from consensus.coalitions.models import Role
from consensus.documents.access import Act, open_document
from consensus.documents.models import Stage
from consensus.workspace.home import time_left
from tests.world import START, World, world

__all__ = ["world"]


def home(world: World) -> str:
    page = BeautifulSoup(world.visitor().get("/").get_data(as_text=True), "html5lib")
    main = page.find("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


def test_an_empty_service_says_what_is_not_there(world: World) -> None:
    said = home(world)
    assert "No consensus call is open now." in said
    assert "Nothing is published yet." in said
    assert "No coalition works here yet." in said


def test_a_visitor_finds_coalitions_with_their_numbers(world: World) -> None:
    ada = world.person("Ada Nwosu", role=Role.COORDINATOR)
    world.person("Ben Ito")
    world.document("Water", ["Words."], by=ada, stage=Stage.DRAFTING)
    said = home(world)
    assert "Rivers and Cables DC-RIVERS 2 members · 1 open draft · 0 outputs" in said
    assert "Water DC-RIVERS Drafting · proposed 2 March 2026" in said


def test_an_open_call_shows_until_its_time_is_over(world: World) -> None:
    ada = world.person("Ada Nwosu", role=Role.COORDINATOR)
    document_id = world.document("Water", ["Words."], by=ada)
    with world.session() as session:
        document, _ = open_document(session, document_id, None, to=Act.READ)
        document.stage = Stage.CONSENSUS_CALL
        document.closes_at = START + timedelta(days=14)
        document.round = 1
    world.days_pass(4)
    assert "Closes 16 March 2026, 09:00 UTC , 10 days left" in home(world)
    world.days_pass(10)
    assert "No consensus call is open now." in home(world)


def test_how_it_works_explains_the_roles(world: World) -> None:
    said = world.visitor().get("/how-it-works").get_data(as_text=True)
    assert "Only you can end your objection" in said


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(days=6, hours=3), "6 days left"),
        (timedelta(days=1), "1 day left"),
        (timedelta(hours=23, minutes=59), "23 hours left"),
        (timedelta(hours=1), "1 hour left"),
        (timedelta(minutes=59), "less than an hour left"),
    ],
)
def test_time_left_is_never_said_too_long(left: timedelta, said: str) -> None:
    with clock.at(START):
        assert time_left(START + left) == said
