"""Seats and roles as deeds: what changes, what is recorded, what is refused."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus import clock
from consensus.accounts.models import Account
from consensus.archive.chain import first_fault
from consensus.archive.models import ChainKind, Entry
from consensus.archive.queries import public_lines
from consensus.coalitions.actions import (
    SeatFacts,
    change_charter,
    change_seat,
    found_coalition,
    leave,
    take_seat,
)
from consensus.coalitions.charter import Charter, charter_of
from consensus.coalitions.models import (
    Capacity,
    Coalition,
    Member,
    Region,
    Role,
    SeatStatus,
    StakeholderGroup,
)
from consensus.coalitions.queries import (
    coordinators_of,
    group_sizes,
    member_counts,
    observer_count,
    roles_in_force,
    roles_of_seat,
)
from consensus.coalitions.roles import (
    TWO_MEMBERS,
    Post,
    end_role,
    give_role,
    offer_to_coordinate,
)
from consensus.db import db
from consensus.errors import Invalid, NotAllowed, Refused

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
CIVIL = SeatFacts(StakeholderGroup.CIVIL_SOCIETY, Region.AFRICAN)
PRIVATE = SeatFacts(StakeholderGroup.PRIVATE_SECTOR, Region.WEOG)

Join = Callable[..., Member]


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session on an empty database, on the morning of 2 March 2026."""
    with app.app_context(), clock.at(START):
        yield db.session


@pytest.fixture
def rivers(session: Session) -> Coalition:
    """A coalition nobody has joined."""
    return found_coalition(
        session, slug="rivers", name="Rivers and Cables", acronym="DC-RC"
    )


@pytest.fixture
def join(session: Session, rivers: Coalition) -> Join:
    """A function that seats a new person in the coalition."""

    def seat(name: str, facts: SeatFacts = CIVIL) -> Member:
        account = Account(name=name, created_at=clock.now())
        session.add(account)
        return take_seat(session, rivers, facts, by=account)

    return seat


def entries(session: Session) -> list[Entry]:
    return list(session.scalars(select(Entry).order_by(Entry.seq)))


def verbs(session: Session) -> list[str]:
    return [entry.verb for entry in entries(session)]


def test_anyone_joins_at_once(session: Session, rivers: Coalition, join: Join) -> None:
    ada = join("Ada Nwosu")
    assert ada.status is SeatStatus.MEMBER
    assert ada.joined_at == START
    assert verbs(session) == ["coalition.founded", "seat.taken"]


def test_a_second_seat_is_refused(
    session: Session, rivers: Coalition, join: Join
) -> None:
    ada = join("Ada Nwosu")
    with pytest.raises(Refused, match="have a seat"):
        take_seat(session, rivers, PRIVATE, by=ada.account)


def test_who_comes_back_gets_the_same_seat(
    session: Session, rivers: Coalition, join: Join
) -> None:
    ada = join("Ada Nwosu")
    leave(session, ada)
    with clock.at(START + timedelta(days=9)):
        again = take_seat(session, rivers, PRIVATE, by=ada.account)
        assert again.id == ada.id
        assert (again.left_at, again.joined_at) == (None, clock.now())
    assert [term.status for term in ada.terms] == ["member", "former", "member"]


def test_r4_who_leaves_keeps_the_seat_and_loses_the_roles(
    session: Session, rivers: Coalition, join: Join
) -> None:
    ada = join("Ada Nwosu")
    give_role(session, ada, Post(Role.COORDINATOR), by=None)
    leave(session, ada)
    assert ada.left_at == START
    assert ada.status is SeatStatus.FORMER
    assert roles_in_force(session, rivers) == []
    assert verbs(session)[-2:] == ["role.ended", "seat.left"]
    with pytest.raises(Refused, match="left"):
        leave(session, ada)


def test_r11_a_change_of_group_is_dated(session: Session, join: Join) -> None:
    ada = join("Ada Nwosu", CIVIL)
    with clock.at(START + timedelta(days=5)):
        change_seat(session, ada, PRIVATE)
    before = ada.term_at(START + timedelta(days=4))
    after = ada.term_at(START + timedelta(days=5))
    assert before.group is StakeholderGroup.CIVIL_SOCIETY
    assert after.group is StakeholderGroup.PRIVATE_SECTOR
    assert ada.joined_at == START


def test_an_observer_lays_down_every_role(session: Session, join: Join) -> None:
    ada = join("Ada Nwosu")
    give_role(session, ada, Post(Role.EDITOR, document_id=4), by=None)
    watching = SeatFacts(CIVIL.group, CIVIL.region, SeatStatus.OBSERVER)
    change_seat(session, ada, watching)
    assert roles_of_seat(session, ada) == []


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (SeatFacts(StakeholderGroup.OTHER, Region.GRULAC), "which group"),
        (
            SeatFacts(CIVIL.group, CIVIL.region, capacity=Capacity.ORGANISATION),
            "Name the organisation",
        ),
        (SeatFacts(CIVIL.group, CIVIL.region, SeatStatus.FORMER), "as a member or"),
    ],
)
def test_r19_facts_that_do_not_fit_together_are_refused(
    join: Join, facts: SeatFacts, sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        join("Ada Nwosu", facts)


def test_only_those_who_agreed_are_named_in_the_record(
    session: Session, join: Join
) -> None:
    join("Ada Nwosu")
    listed = SeatFacts(CIVIL.group, CIVIL.region, organisation="Delta Net", listed=True)
    ben = join("Ben Ito", listed)
    quiet, named = entries(session)[-2:]
    assert quiet.payloads == []
    (identity,) = named.payloads
    assert identity.value == {"name": "Ben Ito", "organisation": "Delta Net"}
    assert "Ben" not in named.body

    change_seat(session, ben, CIVIL)
    assert identity.withheld


def test_members_are_counted_by_group_and_observers_apart(
    session: Session, rivers: Coalition, join: Join
) -> None:
    join("Ada Nwosu")
    ben = join("Ben Ito")
    change_seat(session, ben, PRIVATE)
    join("Cem Aydin", SeatFacts(CIVIL.group, CIVIL.region, SeatStatus.OBSERVER))
    leave(session, join("Dia Roy"))
    sizes = {one.group: one.size for one in group_sizes(session, rivers)}
    assert sizes[StakeholderGroup.CIVIL_SOCIETY] == 1
    assert sizes[StakeholderGroup.PRIVATE_SECTOR] == 1
    assert sum(sizes.values()) == 2
    assert observer_count(session, rivers) == 1
    assert member_counts(session) == {rivers.id: 2}


def test_only_a_coordinator_gives_roles(session: Session, join: Join) -> None:
    ada, ben, cem = join("Ada Nwosu"), join("Ben Ito"), join("Cem Aydin")
    give_role(session, ada, Post(Role.COORDINATOR), by=None)
    give_role(session, ben, Post(Role.EDITOR, document_id=4), by=ada)
    with pytest.raises(NotAllowed, match="coordinator"):
        give_role(session, cem, Post(Role.EDITOR, document_id=4), by=ben)
    with pytest.raises(Refused, match="is editor already"):
        give_role(session, ben, Post(Role.EDITOR, document_id=4), by=ada)
    with pytest.raises(Invalid, match="cannot be given here"):
        give_role(session, ben, Post(Role.CALLER), by=ada)


def test_a_consensus_caller_is_a_member_and_the_only_one(
    session: Session, rivers: Coalition, join: Join
) -> None:
    ada, ben = join("Ada Nwosu"), join("Ben Ito")
    watching = SeatFacts(CIVIL.group, CIVIL.region, SeatStatus.OBSERVER)
    post = Post(Role.CALLER, document_id=4)
    give_role(session, ada, post, by=None)
    give_role(session, ben, post, by=None)
    (term,) = roles_in_force(session, rivers, document_id=4)
    assert term.member is ben
    with pytest.raises(Refused, match="Only members hold roles"):
        give_role(session, join("Cem Aydin", watching), post, by=None)


def test_a_role_is_ended_by_its_holder_or_a_coordinator(
    session: Session, join: Join
) -> None:
    ada, ben, cem = join("Ada Nwosu"), join("Ben Ito"), join("Cem Aydin")
    give_role(session, ada, Post(Role.COORDINATOR), by=None)
    term = give_role(session, ben, Post(Role.EDITOR, document_id=4), by=ada)
    with pytest.raises(NotAllowed):
        end_role(session, term, by=cem)
    with clock.at(START + timedelta(days=1)):
        end_role(session, term, by=ben)
        assert roles_of_seat(session, ben) == []
        with pytest.raises(Refused, match="ended already"):
            end_role(session, term, by=ada)


def test_flat_coalition_two_members_coordinate_one_document(
    session: Session, rivers: Coalition, join: Join
) -> None:
    delta = SeatFacts(CIVIL.group, CIVIL.region, organisation="Delta Net")
    ada, ben = join("Ada Nwosu", delta), join("Ben Ito", delta)
    cem, dia = join("Cem Aydin", PRIVATE), join("Dia Roy")
    assert offer_to_coordinate(session, rivers, 4, by=ada) == []
    with pytest.raises(Refused, match="Your offer stands"):
        offer_to_coordinate(session, rivers, 4, by=ada)
    assert offer_to_coordinate(session, rivers, 4, by=ben) == []  # same organisation
    terms = offer_to_coordinate(session, rivers, 4, by=cem)
    assert [(t.member.account.name, t.how) for t in terms] == [
        ("Ada Nwosu", TWO_MEMBERS),
        ("Cem Aydin", TWO_MEMBERS),
    ]
    assert coordinators_of(session, rivers) == []
    with pytest.raises(Refused, match="already"):
        offer_to_coordinate(session, rivers, 4, by=dia)
    give_role(session, dia, Post(Role.EDITOR, document_id=4), by=cem)
    with pytest.raises(NotAllowed):
        give_role(session, dia, Post(Role.EDITOR, document_id=5), by=cem)


def test_nobody_offers_to_coordinate_where_there_are_coordinators(
    session: Session, rivers: Coalition, join: Join
) -> None:
    ada, ben = join("Ada Nwosu"), join("Ben Ito")
    give_role(session, ada, Post(Role.COORDINATOR), by=None)
    with pytest.raises(Refused, match="has coordinators"):
        offer_to_coordinate(session, rivers, 4, by=ben)


def test_the_charter_keeps_its_floors_and_counts_its_versions(
    session: Session, rivers: Coalition, join: Join
) -> None:
    ada, ben = join("Ada Nwosu"), join("Ben Ito")
    give_role(session, ada, Post(Role.COORDINATOR), by=None)
    with pytest.raises(NotAllowed):
        change_charter(session, rivers, Charter(call_days=21), by=ben)
    with pytest.raises(Invalid, match="7 days at least"):
        change_charter(session, rivers, Charter(call_days=6), by=ada)
    with pytest.raises(Refused, match="nothing was changed"):
        change_charter(session, rivers, Charter(), by=ada)
    change_charter(session, rivers, Charter(call_days=21), by=ada)
    kept = charter_of(rivers.charter)
    assert (kept.call_days, kept.version) == (21, 2)


def test_the_coalitions_record_holds_together(session: Session, join: Join) -> None:
    ada = join("Ada Nwosu", SeatFacts(CIVIL.group, CIVIL.region, listed=True))
    give_role(session, ada, Post(Role.COORDINATOR), by=None)
    leave(session, ada)
    lines = public_lines(session, ChainKind.COALITION, ada.coalition_id)
    assert first_fault(lines) is None
    assert len(lines) == 5


@pytest.mark.parametrize("slug", ["", "x", "Rivers", "a b", "-a", "a" * 41])
def test_an_address_that_would_not_work_is_refused(session: Session, slug: str) -> None:
    with pytest.raises(Invalid, match="letters a-z"):
        found_coalition(session, slug=slug, name="Rivers", acronym="R")


def test_two_coalitions_do_not_share_an_address(
    session: Session, rivers: Coalition
) -> None:
    with pytest.raises(Refused, match="already"):
        found_coalition(session, slug="rivers", name="Other", acronym="O")
