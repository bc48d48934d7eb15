"""What the form asks of whoever begins a document (domain.md 4, 6.1)."""

import pytest
from werkzeug.test import TestResponse

from consensus.coalitions.charter import charter_of
from consensus.coalitions.models import Role
from consensus.coalitions.queries import coalition_called
from consensus.documents.models import Document, OutputPath, Stage
from tests.world import RIVERS, Person, World, world

__all__ = ["world"]


def begins(person: Person, **sent: str) -> TestResponse:
    form = {"title": "Our year", "language": "en", "words": "We met twice.", **sent}
    return person.post(f"/coalitions/{RIVERS}/documents/new", **form)


def begun(world: World, answer: TestResponse) -> Document:
    assert answer.status_code in {302, 303}, answer.text
    number = int(answer.location.rpartition("/")[2])
    with world.session() as session:
        document = session.get_one(Document, number)
        session.expunge(document)
    return document


@pytest.fixture
def ada(world: World) -> Person:
    return world.person("Ada Nwosu")


def test_6_1_a_proposal_says_its_path_its_kind_and_what_it_is_for(
    world: World, ada: Person
) -> None:
    made = begun(world, begins(ada))
    assert (made.path, made.kind) == (OutputPath.CONSENSUS, "Statement")
    answer = begins(
        ada, way="notice_output", kind="Annual report", scope="For the Secretariat."
    )
    made = begun(world, answer)
    assert (made.path, made.kind) == (OutputPath.NOTICE, "Annual report")
    page = world.visitor().get(f"/documents/{made.id}").text
    assert "For the Secretariat." in page
    assert "Notice output" in page


def test_6_1_there_is_no_fourth_path_and_nothing_typed_is_lost(
    world: World, ada: Person
) -> None:
    answer = begins(ada, way="by_the_chair", scope="For the chair.")
    assert answer.status_code == 422
    assert "Choose how the text becomes an output." in answer.text
    assert "For the chair." in answer.text
    long = begins(ada, scope="x" * 501)
    assert long.status_code == 422


def test_r45_a_text_is_proposed_as_urgent_only_where_the_charter_allows_it(
    world: World, ada: Person
) -> None:
    form = f"/coalitions/{RIVERS}/documents/new"
    assert "It is urgent" not in ada.get(form).text
    assert begins(ada, urgent="yes").status_code == 409
    with world.session() as session:
        place = coalition_called(session, RIVERS)
        values = charter_of(place.charter).as_dict() | {"urgent_allowed": True}
        place.charter = values
    assert "It is urgent" in ada.get(form).text
    urgent = begun(world, begins(ada, urgent="yes"))
    assert urgent.urgent
    world.appoint(ada, Role.CALLER, urgent.id)
    with world.session() as session:
        session.get_one(Document, urgent.id).stage = Stage.REVISION
    desk = ada.get(f"/documents/{urgent.id}/desk").text
    assert 'name="urgent" value="yes" checked' in desk
    assert begins(ada, urgent="yes", way="collected_views").status_code == 422
