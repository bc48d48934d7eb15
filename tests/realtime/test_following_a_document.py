"""Signals: who hears that something changed, when, and how little it says."""

from typing import Any

import pytest

from consensus.archive.actions import CLOCK, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.errors import TooOften
from consensus.realtime.limits import REFUSALS_BEFORE_CUT, Budget, Flooding, Rate
from tests.realtime.conftest import Open
from tests.world import World

DEED = Deed(Verb.POSITION_TAKEN, "block:b1", {"block": "b1", "kind": "support"})


def test_who_follows_a_document_hears_of_a_deed_but_not_what_it_says(
    world: World, document_id: int, open_as: Open
) -> None:
    visitor, member = open_as(None), open_as(world.person("Bo"))
    elsewhere = open_as(None)
    before = visitor.follow(document_id)["seq"]
    member.follow(document_id)

    _do(world, document_id, DEED)

    signal = {"seq": before + 1, "about": "block:b1", "block": "b1"}
    assert visitor.heard() == [signal]
    assert member.heard() == [signal]
    assert elsewhere.heard() == []
    assert open_as(None).follow(document_id) == {"seq": before + 1}


def test_a_deed_about_no_paragraph_names_none(
    world: World, document_id: int, open_as: Open
) -> None:
    page = open_as(None)
    page.follow(document_id)
    _do(world, document_id, Deed(Verb.HOLDER_MOVED, "O-1", {"to": "resolved"}))
    (signal,) = page.heard()
    assert signal.keys() == {"seq", "about"}


def test_nothing_is_said_before_the_commit_nor_after_a_rollback(
    world: World, document_id: int, open_as: Open
) -> None:
    page = open_as(None)
    page.follow(document_id)
    with world.session() as session:
        record(session, ChainKind.DOCUMENT, document_id, DEED, by=CLOCK)
        assert page.heard() == []
        session.rollback()
    assert page.heard() == []


def test_deeds_are_told_in_their_order(
    world: World, document_id: int, open_as: Open
) -> None:
    page = open_as(None)
    first = page.follow(document_id)["seq"] + 1
    for _ in range(20):
        _do(world, document_id, DEED)
    assert [one["seq"] for one in page.heard()] == list(range(first, first + 20))


def test_who_no_longer_follows_hears_no_more(
    world: World, document_id: int, open_as: Open
) -> None:
    page = open_as(None)
    page.follow(document_id)
    assert page.ask("unfollow", {"document": document_id}) == {}
    _do(world, document_id, DEED)
    assert page.heard() == []


def test_sec_24_following_two_documents_in_turn_mixes_nothing_up(
    world: World, document_id: int, open_as: Open
) -> None:
    other = world.document("Cables", ["Laid."], by=world.person("Cy"))
    page = open_as(None)
    for _ in range(20):
        page.follow(other)
        page.ask("unfollow", {"document": other})
        page.follow(document_id)
    _do(world, other, DEED)
    assert page.heard() == []
    _do(world, document_id, DEED)
    assert len(page.heard()) == 1


@pytest.mark.parametrize(
    "sent",
    [
        [{"document": 999}],
        [{"document": 0}],
        [{"document": -1}],
        [{"document": 1.0}],
        [{"document": True}],
        [{"document": "1"}],
        [{"document": None}],
        [{"document": [1]}],
        [{"document": {"id": 1}}],
        [{"document": 2**60}],
        [{"document": 1, "author": "Ada"}],
        [{}],
        [None],
        ["1"],
        [1],
        [],
        [{"document": 1}, {"document": 1}],
    ],
)
def test_sec_22_what_names_no_document_is_refused_with_a_sentence(
    document_id: int, open_as: Open, sent: list[Any]
) -> None:
    page = open_as(None)
    refused = page.ask("follow", *sent)["refused"]
    assert refused.endswith(".")
    assert page.heard("refused") == [{"event": "follow", "refused": refused}]


def test_an_event_nobody_listens_to_is_refused_with_a_sentence(open_as: Open) -> None:
    page = open_as(None)
    for event in ["join", "changed", "ended", "message", "__proto__"]:
        assert page.ask(event, {"room": "about:document:1"})["refused"].endswith(".")


def test_sec_25_no_page_can_send_a_signal(document_id: int, open_as: Open) -> None:
    sender, listener = open_as(None), open_as(None)
    sender.follow(document_id)
    listener.follow(document_id)
    sender.ask("changed", {"seq": 99, "about": "block:b1"})
    assert listener.heard() == []


def test_events_beyond_the_rate_wait_then_are_refused_then_cost_the_socket() -> None:
    time = 0.0
    budget = Budget(Rate(burst=60, per_second=20), lambda: time)

    assert [budget.take() for _ in range(60)] == [0.0] * 60
    waits = [budget.take() for _ in range(20)]
    assert waits == pytest.approx([n / 20 for n in range(1, 21)])
    for _ in range(REFUSALS_BEFORE_CUT):
        with pytest.raises(TooOften) as refused:
            budget.take()
        assert not isinstance(refused.value, Flooding)
    with pytest.raises(Flooding):
        budget.take()


def test_a_moment_of_quiet_makes_a_busy_page_welcome_again() -> None:
    times = iter([0.0] * 82 + [1.0, 3.0, *[3.0] * 100])
    budget = Budget(Rate(burst=60, per_second=20), lambda: next(times))
    for _ in range(80):
        budget.take()
    with pytest.raises(TooOften):
        budget.take()
    with pytest.raises(TooOften):
        budget.take()  # a second later the debt is paid, no more
    assert budget.take() == 0.0


def test_a_page_that_asks_without_end_is_cut_off(
    document_id: int, open_as: Open
) -> None:
    page, other = open_as(None), open_as(None)
    for _ in range(1_000):
        page.line.emit("follow", {"document": document_id})
        if not page.is_live:
            break
    assert not page.is_live
    assert other.follow(document_id).keys() == {"seq"}


def _do(world: World, document_id: int, deed: Deed) -> None:
    with world.session() as session:
        record(session, ChainKind.DOCUMENT, document_id, deed, by=CLOCK)
