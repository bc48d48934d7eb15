"""
Two real consultations held with the deeds of the pages: the readings of all texts,
their flags and what is kept back are as a second, small computation has them.

The usual run holds the last three articles of the bill among all who wrote of them, and
eight statements of one conversation; `make soak` holds all 15 articles (392 people) and
a whole matrix (234 people, 7,153 stances).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus import scheduling
from consensus.accounts.actions import open_account
from consensus.archive.actions import Actor
from consensus.archive.models import Entry, Part, Payload
from consensus.archive.verbs import Verb
from consensus.coalitions.actions import SeatFacts, take_seat
from consensus.coalitions.models import Member, Region, Role, StakeholderGroup
from consensus.coalitions.queries import coalition_called
from consensus.deliberation import reading
from consensus.deliberation.actions.answers import Reply, answer
from consensus.deliberation.actions.objections import Opposition, Said, oppose
from consensus.deliberation.actions.positions import Stand, take_position
from consensus.deliberation.call_queries import latest_call, stored_readings
from consensus.deliberation.models import Disposition, Objection, PositionKind
from consensus.deliberation.reading import read
from consensus.documents.access import Act, open_document
from consensus.documents.models import Document
from consensus.drafting.seen import seen_now
from tests.deliberation import advising
from tests.deliberation.advising import Cell, Voice
from tests.deliberation.consultations import (
    POSITIONS,
    Consultation,
    Stance,
    answers_in_numbers,
    drawn_groups,
    polis,
    republique_numerique,
)
from tests.world import RIVERS, Person, World

pytestmark = pytest.mark.skipif(
    not POSITIONS.is_dir(), reason="the archives of real consultations are not at hand"
)

REPLY = Reply("We looked into it and keep the words.", Disposition.NOT_ACCOMMODATED)
KINDS = ("support", "reservation", "abstain", "objection")


@dataclass
class Held:
    """A consultation as it was held, the objections to its first text not answered."""

    world: World
    what: Consultation
    document: int
    seats: dict[str, int]
    editor: Person

    def voices(self, number: int) -> list[Voice]:
        """The stances on one text, as plain values."""
        return [
            Voice(
                "waiting" if one.opposes and number == 0 else one.kind,
                str(self.what.groups[one.who]),
                self.what.organisations[one.who],
                str(one.shown),
                bool(one.words),
            )
            for one in self.what.stances[number]
        ]

    def data(self, name: str) -> dict[str, Any]:
        """A page of the document as data, as anybody can have it."""
        address = f"/documents/{self.document}/{name}.json"
        return dict(self.world.visitor().get(address).get_json())


def hold(world: World, what: Consultation) -> Held:
    """Seat everybody, open the call, take every stance, answer, let the call close."""
    editor = world.person("Mara Vance")
    caller = world.person("Ines Duarte", role=Role.COORDINATOR)
    seats = _seat_everybody(world, what)
    document = world.document("A bill", what.texts, by=editor, caller=caller)
    notice = {"days": "14", "notice": "Please answer."}
    assert caller.post(f"/documents/{document}/call", **notice).status_code == 303
    held = Held(world, what, document, seats, editor)
    for number, stances in enumerate(what.stances):
        _take(held, number, stances)
    return held


def _seat_everybody(world: World, what: Consultation) -> dict[str, int]:
    """Seat whoever says something; the seats' ids."""
    seats = {}
    with world.session() as session:
        place = coalition_called(session, RIVERS)
        for number, (who, group) in enumerate(what.groups.items()):
            name, email = f"Member {number}", f"m{number}@example.org"
            facts = SeatFacts(
                group, Region.AFRICAN, organisation=what.organisations[who],
                other_group="fans" if group is StakeholderGroup.OTHER else "",
            )  # fmt: skip
            account = open_account(session, name=name, email=email)
            seats[who] = take_seat(session, place, facts, by=account).id
    return seats


def _take(held: Held, number: int, stances: Sequence[Stance]) -> None:
    """Let everybody say what they say of one text, and the editor answer it."""
    with held.world.session() as session:
        document, _ = open_document(session, held.document, None, to=Act.READ)
        editor = session.get_one(Member, held.editor.member_id)
        for one in stances:
            seat = session.get_one(Member, held.seats[one.who])
            said = _say(session, document, f"b{number + 1}", one, seat)
            if said is not None and number > 0:
                actor = Actor(editor.account_id, "editor")
                answer(session, document, said, REPLY, by=editor, actor=actor)


def _say(
    session: Session, document: Document, block: str, one: Stance, seat: Member
) -> Objection | None:
    seen = seen_now(session, document.id, block)
    if one.opposes:
        said = Said(one.words)
        against = Opposition(said, one.shown, False, without_reason=not one.words)
        return oppose(session, document, seen, against, by=seat).objection
    stand = Stand(PositionKind(one.kind), one.words, one.shown)
    take_position(session, document, seen, stand, by=seat)
    return None


def check_the_map(held: Held) -> None:
    """Every number is there, and no small cell gives an unnamed person away (R18)."""
    found = held.data("map")
    sizes = {one["name"]: one["members"] for one in found["groups"]}
    for number, row in enumerate(found["rows"][:-1]):
        voices = held.voices(number)
        counts = Counter("objection" if one.against else one.kind for one in voices)
        assert {kind: row["people"][kind] for kind in KINDS} == {
            kind: counts[kind] for kind in KINDS
        }
        table = table_of(voices, sizes)
        for group, shown in row["groups"].items():
            for kind, cell in table[group].items() if shown else ():
                assert shown[kind] == cell.people
        hidden = {group for group, shown in row["groups"].items() if shown is None}
        if hidden != set(table):
            assert advising.gives_away(table, hidden) == []


def table_of(voices: list[Voice], sizes: dict[str, int]) -> dict[str, dict[str, Cell]]:
    """The voices on one text by the names of groups and by kind, with the silent."""
    table = {}
    for group in StakeholderGroup:
        theirs = [one for one in voices if one.group == group]
        said = {
            kind: [one for one in theirs if kind == _plain_kind(one)] for kind in KINDS
        }
        cells = {
            kind: Cell(len(all_), sum(one.unnamed for one in all_))
            for kind, all_ in said.items()
        }
        silent = sizes.get(group.label, 0) - len(theirs)
        table[group.label] = cells | {"not_yet": Cell(silent, silent)}
    return {group: cells for group, cells in table.items() if group in sizes}


def _plain_kind(voice: Voice) -> str:
    return "objection" if voice.against else voice.kind


def check_the_readings(held: Held) -> None:
    """Codes, counts and flags of all texts, and what the public record says of them."""
    with held.world.session() as session:
        document, _ = open_document(session, held.document, None, to=Act.READ)
        call = latest_call(session, document)
        assert call is not None
        stored = stored_readings(session, call)
        told = _told(session)
    assert stored[None].code == "insufficient_participation"
    for number in range(len(held.what.texts)):
        voices, row = held.voices(number), stored[f"b{number + 1}"]
        assert row.code == advising.advised(voices)
        assert row.counts["people"] == len(voices)
        flags = [flag["text"] for flag in row.flags]
        assert flags == advising.flags(voices, printed=False)
        assert told[f"b{number + 1}"] == advising.flags(voices, printed=True)


def _told(session: Session) -> dict[str, list[str]]:
    """By text: the flags of its reading in the public record."""
    rows = session.execute(
        select(Entry.facts, Payload.value)
        .join(Payload, Payload.entry_id == Entry.id)
        .where(Entry.verb == Verb.READING_COMPUTED, Payload.part == Part.WORDS)
    )
    return {facts["block"]: words["flags"] for facts, words in rows}


def check_who_took_part(held: Held) -> None:
    """Everybody is counted; no small number with an unnamed person is shown."""
    found = held.data("participation")
    named: dict[str, bool] = {}
    for stances in held.what.stances:
        for one in stances:
            named[one.who] = named.get(one.who, False) or one.shown == "named"
    assert found["total"]["took_position"] in {None, len(named)}
    for line in found["groups"]:
        theirs = [one for one in named if held.what.groups[one] == line["name"]]
        assert line["took_position"] in {None, len(theirs)}
        if len(theirs) < 5 and not all(named[one] for one in theirs):
            assert line["took_position"] is None


def check(world: World, what: Consultation) -> set[str]:
    """Hold a consultation and check all of it; the codes that came out."""
    held = hold(world, what)
    check_the_map(held)
    world.days_pass(15)
    assert scheduling.tick(world.app)
    check_the_readings(held)
    check_who_took_part(held)
    return {advising.advised(held.voices(n)) for n in range(len(what.texts))}


def test_r18_articles_of_a_bill_are_read_as_a_second_computation_has_them(
    world: World,
) -> None:
    what = republique_numerique().only(texts=3, people=60)
    assert len(check(world, what)) > 1


def test_r18_statements_of_a_conversation_are_read_as_a_second_computation_has_them(
    world: World,
) -> None:
    what = polis("london.youth.policing").only(texts=8, people=26)
    assert len(check(world, what)) > 1


def test_answers_without_people_are_read_as_a_second_computation_has_them() -> None:
    """14,000 of them: whoever stands behind a number has a drawn group."""
    codes = set()
    for number, (support, against, mixed) in enumerate(answers_in_numbers()):
        kinds = ["support"] * support + ["objection"] * against
        kinds += ["reservation"] * mixed
        groups = drawn_groups(f"article {number}", len(kinds))
        pairs = list(zip(kinds, groups, strict=True))
        found = read([
            reading.Voice(str(n), kind, group) for n, (kind, group) in enumerate(pairs)
        ])  # fmt: skip
        plain = [Voice(kind, group, "", "named", True) for kind, group in pairs]
        assert str(found.code) == advising.advised(plain)
        assert [one.text for one in found.flags] == advising.flags(plain, printed=True)
        codes.add(found.code)
    assert len(codes) > 2


@pytest.mark.soak
def test_r18_all_articles_are_read_as_a_second_computation_has_them(
    world: World,
) -> None:
    what = republique_numerique()
    assert len(what.groups) == 392
    assert "not_ready" in check(world, what)


@pytest.mark.soak
def test_r18_a_whole_matrix_is_read_as_a_second_computation_has_it(
    world: World,
) -> None:
    what = polis("scoop-hivemind.ubi")
    assert sum(len(one) for one in what.stances) == 7_153
    assert len(check(world, what)) > 2
