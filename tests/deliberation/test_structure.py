"""Domain.md 5.5 row by row (R7): what a change of structure does to what was said."""

import pytest
from sqlalchemy import select

from consensus import clock
from consensus.archive.models import Entry
from consensus.coalitions.models import Attribution, Member
from consensus.deliberation.actions.positions import Stand, take_position
from consensus.deliberation.machine import Move
from consensus.deliberation.models import (
    HolderState,
    Position,
    PositionKind,
    TargetKind,
)
from consensus.deliberation.queries import objection_of
from consensus.drafting.models import Lineage
from consensus.drafting.seen import seen_now
from tests.deliberation.panels import take
from tests.deliberation.stories import Story
from tests.deliberation.structuring import (
    blocks_in,
    counts_on,
    edits,
    joins,
    opposed_on,
    removes,
    restores,
    shown_state,
    splits,
)
from tests.world import Person

S = HolderState
WHOLE = "Every notice is read out. It is also kept."
HALVES = ("Every notice is read out.", "It is also kept.")


def says(
    story: Story, who: Person, block_id: str, kind: str = "support", note: str = ""
) -> None:
    with story.at_work() as (session, document):
        seen = seen_now(session, document.id, block_id)
        stand = Stand(PositionKind(kind), note, Attribution.NAMED, lifts_objection=True)
        seat = session.get_one(Member, who.member_id)
        take_position(session, document, seen, stand, by=seat)


def told(story: Story) -> list[str]:
    """What holders were told of the surroundings, in order."""
    with story.at_work() as (session, _):
        rows = select(Entry).where(Entry.verb == "holder.told").order_by(Entry.seq)
        return [one.facts["about"] for one in session.scalars(rows)]


def spoken_on_the_whole(story: Story) -> int:
    """Three support and one opposes a paragraph of two sentences."""
    story.rewords("b1", WHOLE)
    for who in story.people[1:4]:
        says(story, who, "b1")
    number = story.objects(story.people[0], "b1")
    story.answers(number)
    story.decides(story.people[0], number, Move.MAINTAIN)
    return number


def test_r7_split_with_the_same_text_carries_positions_and_links_objections_to_both(
    story: Story,
) -> None:
    number = spoken_on_the_whole(story)
    second = splits(story, "b1", *HALVES)
    assert shown_state(story, number) is S.MAINTAINED  # before any snapshot
    assert opposed_on(story, second) == opposed_on(story, "b1") == ["O-1"]
    story.offers_the_text()
    for part in ("b1", second):
        there = counts_on(story, part)
        assert (there.support, there.objection, there.stale) == (3, 1, 0)
    assert story.state(number) is S.MAINTAINED
    assert {one.block_id for one in story.holder(number).words} == {"b1", second}
    assert "text.structured" in story.verbs()


def test_r7_split_with_other_text_makes_positions_stale_and_asks_on_all_parts(
    story: Story,
) -> None:
    number = spoken_on_the_whole(story)
    second = splits(story, "b1", HALVES[0], "It is never kept.")
    story.offers_the_text()
    assert story.state(number) is S.RECHECK
    assert opposed_on(story, second) == opposed_on(story, "b1") == ["O-1"]
    assert (counts_on(story, "b1").support, counts_on(story, "b1").stale) == (0, 3)
    assert counts_on(story, second).support == 0
    story.decides(story.people[0], number, Move.KEEP)
    assert {one.block_id for one in story.holder(number).words} == {"b1", second}


def test_r7_a_second_offer_carries_nothing_that_was_taken_back(story: Story) -> None:
    spoken_on_the_whole(story)
    second = splits(story, "b1", *HALVES)
    story.offers_the_text()
    says(story, story.people[1], second, "abstain")
    story.rewords("b2", "Every notice is brief.")
    story.offers_the_text()
    there = counts_on(story, second)
    assert (there.support, there.abstain) == (2, 1)


def test_r7_the_holder_can_narrow_to_a_part_and_others_stay_on_both(
    story: Story,
) -> None:
    number = spoken_on_the_whole(story)
    holder, other = story.people[0], story.people[4]
    path = f"/documents/{story.document}/objections/{number}"
    joined = other.post(f"{path}/joining", kind="dissent", attribution="named")
    assert joined.status_code == 303
    second = splits(story, "b1", *HALVES)
    story.offers_the_text()
    panel = f"/documents/{story.document}/paragraphs/{second}/panel"
    assert "On which parts do you keep O-1?" in holder.get(panel).text
    refused = holder.post(f"{path}/parts?panel={second}")
    assert refused.status_code == 422
    assert "Choose the paragraphs" in refused.text
    assert holder.post(f"{path}/parts", part="b1").status_code == 303
    assert (counts_on(story, second).objection, counts_on(story, second).dissent) == (
        0, 1,
    )  # fmt: skip
    assert counts_on(story, "b1").objection == 1
    story.rewords(second, "It is also stored.")
    assert shown_state(story, number, holder) is S.MAINTAINED
    assert shown_state(story, number, other) is S.RECHECK


def test_r7_nobody_narrows_for_another(story: Story) -> None:
    number = spoken_on_the_whole(story)
    splits(story, "b1", *HALVES)
    path = f"/documents/{story.document}/objections/{number}/parts"
    assert story.people[1].post(path, part="b1").status_code == 403
    assert story.editor.post(path, part="b1").status_code == 403


def test_r7_merge_carries_positions_of_those_who_said_the_same_of_both(
    story: Story,
) -> None:
    same, first_only, mixed = story.people[1:4]
    for block_id in ("b1", "b2"):
        says(story, same, block_id)
    says(story, first_only, "b1")
    says(story, mixed, "b1")
    says(story, mixed, "b2", "abstain")
    joins(story, "b1", "b2")
    story.offers_the_text()
    there = counts_on(story, "b1")
    assert (there.support, there.abstain, there.stale) == (1, 0, 2)


def test_r7_merge_attaches_both_objections_as_they_stood(story: Story) -> None:
    first = story.objects(story.people[0], "b1")
    second = story.dissents(story.people[1], "b2", "Short is not enough.")
    joins(story, "b1", "b2")
    assert opposed_on(story, "b1") == ["O-1", "O-2"]
    story.offers_the_text()
    assert (story.state(first), story.state(second)) == (S.RAISED, S.DISSENTING)
    there = counts_on(story, "b1")
    assert (there.objection, there.dissent) == (1, 1)


def test_r7_one_person_behind_two_merged_objections_is_counted_once(
    story: Story,
) -> None:
    for block_id in ("b1", "b2"):
        story.objects(story.people[0], block_id)
    joins(story, "b1", "b2")
    story.offers_the_text()
    assert opposed_on(story, "b1") == ["O-1", "O-2"]
    assert counts_on(story, "b1").objection == 1


def test_r7_merge_with_other_text_asks_both_holders_on_the_joined_paragraph(
    story: Story,
) -> None:
    numbers = [story.objects(story.people[i], f"b{i + 1}") for i in range(2)]
    says(story, story.people[2], "b1")
    joins(story, "b1", "b2")
    story.rewords("b1", "Notices are read out and short.")
    story.offers_the_text()
    assert [story.state(one) for one in numbers] == [S.RECHECK, S.RECHECK]
    assert opposed_on(story, "b1") == ["O-1", "O-2"]
    assert (counts_on(story, "b1").support, counts_on(story, "b1").stale) == (0, 1)


def test_r7_a_merge_divided_again_brings_back_what_was_said(story: Story) -> None:
    number = spoken_on_the_whole(story)
    second = splits(story, "b1", *HALVES)
    story.offers_the_text()
    joins(story, "b1", second)
    story.offers_the_text()
    assert story.state(number) is S.MAINTAINED
    assert [one.block_id for one in story.holder(number).words] == ["b1"]
    assert counts_on(story, "b1").support == 3


def test_r7_remove_keeps_positions_with_the_tombstone_and_asks_the_holder(
    story: Story,
) -> None:
    says(story, story.people[1], "b2")
    number = story.objects(story.people[0], "b2")
    removes(story, "b2")
    story.offers_the_text()
    assert story.state(number) is S.RECHECK
    with story.at_work() as (session, _):
        kept = session.scalars(select(Position)).one()
        assert (kept.block_id, kept.ended_at) == ("b2", None)
    target = story.dissents(story.people[2], "b2", "It was needed.")
    with story.at_work() as (session, document):
        made = objection_of(session, document.id, target)
        assert made.target is TargetKind.REMOVAL


def test_r7_restore_brings_back_positions_and_the_state_before_removal(
    story: Story,
) -> None:
    says(story, story.people[1], "b2")
    number = story.objects(story.people[0], "b2")
    story.answers(number)
    story.decides(story.people[0], number, Move.MAINTAIN)
    removes(story, "b2")
    story.offers_the_text()
    restores(story, "b2")
    story.offers_the_text()
    assert story.state(number) is S.MAINTAINED
    assert counts_on(story, "b2").support == 1


def test_r7_a_merged_paragraph_restored_has_its_own_objection_back(
    story: Story,
) -> None:
    number = story.objects(story.people[0], "b2")
    joins(story, "b1", "b2")
    story.offers_the_text()
    restores(story, "b2")
    story.offers_the_text()
    assert opposed_on(story, "b2") == ["O-1"]
    assert story.state(number) is S.RAISED


def test_r7_move_keeps_everything_and_tells_the_holder(story: Story) -> None:
    says(story, story.people[1], "b2")
    number = story.objects(story.people[0], "b2")

    def moved(session: object, document: object, by: object) -> None:
        """As live editing writes it when a block gets another order key."""
        session.add(  # type: ignore[attr-defined]
            Lineage(
                document_id=document.id, seq=99, op="moved", from_id="b2",  # type: ignore[attr-defined]
                to_id=None, at=clock.now(),
            )
        )  # fmt: skip

    edits(story, moved)
    story.offers_the_text()
    assert story.state(number) is S.RAISED
    assert counts_on(story, "b2").support == 1
    assert told(story) == ["moved"]
    panel = story.people[1].get(f"/documents/{story.document}/paragraphs/b2/panel").text
    assert "Moved above the first heading" in panel


def test_r7_a_changed_heading_keeps_what_is_below_and_tells_its_holders(
    story: Story,
) -> None:
    story.makes_heading("b1", "How notices are given")
    number = story.objects(story.people[0], "b2")
    story.offers_the_text()
    story.rewords("b1", "How notices must be given")
    story.offers_the_text()
    assert story.state(number) is S.RAISED
    assert told(story) == ["heading"]


@pytest.mark.parametrize("part", [0, 1])
def test_r7_a_changed_part_asks_the_holder_of_both(story: Story, part: int) -> None:
    number = spoken_on_the_whole(story)
    second = splits(story, "b1", *HALVES)
    story.offers_the_text()
    story.rewords(["b1", second][part], "Nothing is read out.")
    assert shown_state(story, number) is S.RECHECK
    story.offers_the_text()
    assert story.state(number) is S.RECHECK
    assert opposed_on(story, second) == opposed_on(story, "b1") == ["O-1"]


def test_r43_an_objection_to_a_paragraph_split_meanwhile_is_linked_to_both(
    story: Story,
) -> None:
    story.rewords("b1", WHOLE)
    with story.at_work() as (session, document):
        seen = seen_now(session, document.id, "b1")
    second = splits(story, "b1", *HALVES)
    number = story.objects(story.people[0], "b1", seen=seen)
    assert story.state(number) is S.RAISED
    assert opposed_on(story, second) == opposed_on(story, "b1") == ["O-1"]
    assert blocks_in(story)[:2] == ["b1", second]


def test_inv_21_who_shows_less_on_a_carried_position_is_named_nowhere(
    story: Story,
) -> None:
    story.rewords("b1", WHOLE)
    ada = story.people[0]
    says(story, ada, "b1")
    second = splits(story, "b1", *HALVES)
    story.offers_the_text()
    taken = take(ada, story.document, "abstain", block_id=second, attribution="member")
    assert taken.status_code == 303
    log = story.world.visitor().get(f"/documents/{story.document}/log.ndjson").text
    assert ada.name not in log
