"""The coalition's pages, as visitors, members and coordinators see and use them."""

import json

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from consensus.archive.chain import first_fault
from consensus.coalitions.charter import Charter
from consensus.coalitions.forms import charter_as_typed
from consensus.coalitions.models import Role, StakeholderGroup
from tests.world import Person, World, world

__all__ = ["world"]

RIVERS = "/coalitions/rivers"
SEAT = {
    "status": "member",
    "group": "private_sector",
    "region": "African Group",
    "organisation": "Delta Net",
    "capacity": "personal",
    "default_attribution": "group",
}
CHARTER = charter_as_typed(Charter()) | {"call_days": "21"}


def page_of(response: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(response.get_data(as_text=True), "html5lib")


def words(response: TestResponse) -> str:
    """What the page's main part says, with every run of blanks as one."""
    main = page_of(response).find("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


def faults(response: TestResponse) -> list[str]:
    """The sentences of the error summary, each of which leads to its field."""
    page = page_of(response)
    links = page.select("[data-errsum] a")
    assert all(page.select(str(link["href"])) for link in links)
    return [link.get_text() for link in links]


def option_for(response: TestResponse, name: str) -> str:
    """The value of the choice that begins with a person's name."""
    options = page_of(response).select("select[name=member] option")
    (value,) = [str(o["value"]) for o in options if o.get_text().startswith(name)]
    return value


def button_for(response: TestResponse, name: str) -> str:
    """The number of the role that the button with a person's name ends."""
    (value,) = [
        str(form.select("input[name=term]")[0]["value"])
        for form in page_of(response).select("form.inl")
        if form.select("input[name=term]") and name in form.get_text()
    ]
    return value


@pytest.mark.parametrize("path", ["", "/roles", "/charter", "/record.ndjson"])
def test_inv_36_a_visitor_reads_everything_about_a_coalition(
    world: World, path: str
) -> None:
    world.person("Ada Nwosu", role=Role.COORDINATOR)
    assert world.visitor().get(RIVERS + path).status_code == 200


def test_an_unknown_coalition_is_not_found(world: World) -> None:
    assert world.visitor().get("/coalitions/nowhere").status_code == 404


def test_a_visitor_who_wants_to_join_signs_in_first(world: World) -> None:
    world.coalition()
    answer = world.visitor().get(f"{RIVERS}/seat")
    assert answer.status_code == 303
    assert "/sign-in?next=" in answer.headers["Location"]


def test_a_person_joins_by_the_form_and_sees_their_seat(world: World) -> None:
    world.coalition()
    ben = world.account("Ben Ito")
    assert ben.post(f"{RIVERS}/seat", **SEAT).status_code == 303
    page = words(ben.get(RIVERS))
    assert "Propose a text Your seat: member" in page
    assert "Private sector 1" in page
    form = page_of(ben.get(f"{RIVERS}/seat"))
    chosen = form.select("select[name=group] option[selected]")
    assert [one["value"] for one in chosen] == ["private_sector"]


def test_what_was_typed_stays_when_something_is_missing(world: World) -> None:
    world.coalition()
    ben = world.account("Ben Ito")
    typed = SEAT | {"group": "other", "region": "", "organisation": "Delta & <Net>"}
    answer = ben.post(f"{RIVERS}/seat", **typed)
    assert answer.status_code == 422
    assert faults(answer) == ["Choose your region."]
    page = page_of(answer)
    assert page.select("#organisation")[0]["value"] == "Delta & <Net>"

    answer = ben.post(f"{RIVERS}/seat", **typed | {"region": "African Group"})
    assert faults(answer) == ["Say which group you belong to."]
    assert "Join this coalition" in words(ben.get(RIVERS))


def test_a_change_of_seat_and_leaving_are_told(world: World) -> None:
    ada = world.person("Ada Nwosu")
    ada.post(f"{RIVERS}/seat", **SEAT)
    assert "Private sector 1" in words(ada.get(RIVERS))
    assert ada.post(f"{RIVERS}/leave").status_code == 303
    assert "Nobody has joined yet." in words(ada.get(RIVERS))
    assert ada.post(f"{RIVERS}/leave").status_code == 403


def test_members_are_a_picture_and_the_same_in_numbers(world: World) -> None:
    world.person("Ada Nwosu")
    world.person("Ben Ito", StakeholderGroup.GOVERNMENT)
    world.person("Cem Aydin", role=Role.OBSERVER)
    page = page_of(world.visitor().get(RIVERS))
    assert len(page.select(".table-fig .seat")) == 2
    (picture,) = page.select(".table-fig svg")
    assert picture["aria-label"] == (
        "2 members sit round one table: 1 civil society, 1 governments."
    )
    assert "1 person follows as an observer." in page.get_text()


def test_a_coordinator_names_another_and_ends_the_role(world: World) -> None:
    ada = world.person("Ada Nwosu", role=Role.COORDINATOR)
    ben = world.person("Ben Ito")
    member = option_for(ada.get(f"{RIVERS}/roles"), "Ben Ito")
    assert ben.post(f"{RIVERS}/roles", member=member).status_code == 403
    assert ada.post(f"{RIVERS}/roles", member=member).status_code == 303
    again = ada.post(f"{RIVERS}/roles", member=member)
    assert again.status_code == 409
    assert faults(again) == ["Ben Ito is coordinator already."]
    nobody = ada.post(f"{RIVERS}/roles", member="")
    assert faults(nobody) == ["Choose a member of the coalition."]

    term = button_for(ada.get(f"{RIVERS}/roles"), "Ben Ito")
    assert ada.post(f"{RIVERS}/roles/end", term=term).status_code == 303
    assert "Ben Ito" not in words(world.visitor().get(f"{RIVERS}/roles"))


def test_a_coordinator_sets_the_charter_above_its_floors(world: World) -> None:
    ada = world.person("Ada Nwosu", role=Role.COORDINATOR)
    low = ada.post(f"{RIVERS}/charter", **CHARTER | {"call_days": "6"})
    assert low.status_code == 422
    assert faults(low) == ["Length of a consensus call: a whole number from 7 to 365."]
    assert page_of(low).select("#call_days")[0]["value"] == "6"
    assert ada.post(f"{RIVERS}/charter", **CHARTER).status_code == 303
    assert "version 2" in words(world.visitor().get(f"{RIVERS}/charter"))
    ben = world.person("Ben Ito")
    assert ben.post(f"{RIVERS}/charter", **CHARTER).status_code == 403


def test_the_charter_names_who_reviews_challenges(world: World) -> None:
    ada = world.person("Ada Nwosu", role=Role.COORDINATOR)
    ben = world.person("Ben Ito")
    named = {"reviewer-1": ben.member_id, "reviewer-2": ""}
    assert ada.post(f"{RIVERS}/charter", **CHARTER | named).status_code == 303
    assert "Ben Ito" in words(world.visitor().get(f"{RIVERS}/charter"))
    stranger = {"reviewer-1": "999", "reviewer-2": ""}
    assert ada.post(f"{RIVERS}/charter", **CHARTER | stranger).status_code == 422


@pytest.mark.parametrize("typed", ["", "seven", "7.5", "-7", "٧", "99999"])
def test_a_number_that_is_none_is_refused_with_a_sentence(
    world: World, typed: str
) -> None:
    ada = world.person("Ada Nwosu", role=Role.COORDINATOR)
    answer = ada.post(f"{RIVERS}/charter", **CHARTER | {"min_people": typed})
    assert faults(answer) == [
        "People who have to take part: a whole number from 3 to 365."
    ]


def test_the_public_record_can_be_checked_and_names_no_unlisted_member(
    world: World,
) -> None:
    world.person("Ada Nwosu", role=Role.COORDINATOR)
    world.person("Ben Ito")
    answer = world.visitor().get(f"{RIVERS}/record.ndjson").get_data(as_text=True)
    lines = [json.loads(line) for line in answer.splitlines()]
    assert first_fault(lines) is None
    assert "Ada Nwosu" in answer  # in a public role
    assert "Ben Ito" not in answer


@pytest.fixture
def flat(world: World) -> tuple[Person, Person, int]:
    """Two members of a coalition without coordinators, and a document of the first."""
    ada = world.person("Ada Nwosu", organisation="Delta Net")
    ben = world.person("Ben Ito", organisation="River Watch")
    return ada, ben, world.document("Water", ["First words."], by=ada)


def test_flat_coalition_two_members_offer_and_coordinate(
    world: World, flat: tuple[Person, Person, int]
) -> None:
    ada, ben, document_id = flat
    people = f"/documents/{document_id}/people"
    assert ada.post(people, role="editor", member=ben.member_id).status_code == 403
    assert ada.post(f"{people}/coordinate").status_code == 303
    waiting = words(ben.get(people))
    assert "Ada Nwosu offered on 2 March 2026" in waiting
    assert ben.post(f"{people}/coordinate").status_code == 303
    assert "Coordinator" in words(world.visitor().get(people))
    member = option_for(ada.get(people), "Ben Ito")
    answer = ada.post(people, role="consensus caller", member=member)
    assert answer.status_code == 303
    assert "Ben Ito Civil society Consensus caller" in words(ada.get(people))


def test_naming_people_for_a_document_keeps_what_was_chosen(
    world: World,
) -> None:
    ada = world.person("Ada Nwosu", role=Role.COORDINATOR)
    people = f"/documents/{world.document('Water', ['Words.'], by=ada)}/people"
    answer = ada.post(people, role="coordinator", member=ada.member_id)
    assert answer.status_code == 422
    assert faults(answer) == ["Choose the role of editor or of consensus caller."]
    chosen = page_of(answer).select("select[name=member] option[selected]")
    assert [one["value"] for one in chosen] == [str(ada.member_id)]


def test_a_role_of_another_document_is_not_ended_here(world: World) -> None:
    ada = world.person("Ada Nwosu", role=Role.COORDINATOR)
    one = world.document("Water", ["Words."], by=ada)
    other = world.document("Cables", ["Words."], by=ada)
    term = button_for(ada.get(f"/documents/{one}/people"), "Ada Nwosu")
    end = f"/documents/{other}/people/end"
    assert ada.post(end, term=term).status_code == 404
    assert ada.post(f"/documents/{one}/people/end", term=term).status_code == 303
