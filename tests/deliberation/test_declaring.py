"""Declaring levels at the desk: what is refused, what is shown, what is recorded."""

import json

from sqlalchemy import select

from consensus.coalitions.models import Attribution, Role, StakeholderGroup
from consensus.deliberation.call_models import Designation, Finding, ReadingRow
from consensus.deliberation.call_queries import standing_findings
from consensus.deliberation.machine import Move
from consensus.deliberation.models import HolderState
from consensus.documents.models import Stage
from tests.deliberation.panels import take, words_of
from tests.deliberation.stories import Story
from tests.publication.publishing import output, publishes

WHOLE = {
    "level-document": "consensus",
    "rationale-document": "Most agree; one member does not.",
}
FIRST = {"level-b1": "consensus", "rationale-b1": "One member objects."}


def finding(number: int, value: str = "outweighed", **more: str) -> dict[str, str]:
    """The fields of a finding."""
    fields = {
        f"finding-{number}": value,
        f"reason-{number}": "Others need it shorter.",
        f"alternatives-{number}": "Leaving it out; two sentences.",
    }
    return fields | {f"{name}-{number}": text for name, text in more.items()}


def designations(story: Story) -> list[Designation]:
    """All designations ever made, the oldest first."""
    with story.at_work() as (session, _):
        return list(session.scalars(select(Designation).order_by(Designation.id)))


def contested(story: Story) -> int:
    """Four support the whole, one maintains an objection to the first paragraph."""
    story.open_call()
    for one in story.people[1:]:
        story.takes(one, "support")
    number = story.objects(story.people[0], "b1", "Who reads it out?")
    story.answers(number)
    story.decides(story.people[0], number, Move.MAINTAIN)
    story.takes(story.joins("Fay Reed"), "support")
    story.world.days_pass(15)
    return number


def test_scenario_1_no_level_is_declared_while_an_objection_waits_for_an_answer(
    story: Story,
) -> None:
    story.open_call()
    for number in range(25):
        story.takes(story.joins(f"Member {chr(97 + number)}"), "support")
    story.everybody_supports()
    number = story.objects(story.joins("Gil Hart"), "b2", "Too short.")
    story.world.days_pass(15)
    page = story.caller.get(story.desk).get_data(as_text=True)
    assert f"O-{number} waits for an answer by an editor" in page
    assert "Too early to say" in page
    answer = story.declares(**WHOLE)
    assert answer.status_code == 409
    kept = answer.get_data(as_text=True)
    assert f"O-{number} must first be answered" in kept
    assert WHOLE["rationale-document"] in kept
    assert designations(story) == []


def opposed_by_two(story: Story) -> dict[str, str]:
    """
    Two of six maintain objections to b1, so that the reading is strong support; the
    fields of a declaration of consensus there, with both findings.
    """
    story.open_call()
    for one in story.people[2:]:
        story.takes(one, "support")
    for name in ("Fay Reed", "Gil Hart"):
        story.takes(story.joins(name), "support")
    numbers = [story.objects(one, "b1", "No.") for one in story.people[:2]]
    for number, one in zip(numbers, story.people, strict=False):
        story.answers(number)
        story.decides(one, number, Move.MAINTAIN)
    story.world.days_pass(15)
    return {**FIRST, **finding(numbers[0]), **finding(numbers[1])}


def test_scenario_21_a_level_above_the_reading_needs_a_rationale(story: Story) -> None:
    sent = opposed_by_two(story)
    page = story.caller.get(story.desk).get_data(as_text=True)
    assert "Strong support but significant opposition would be a fair reading" in page
    refused = story.declares(**{**sent, "rationale-b1": " \r\n "})
    assert refused.status_code == 422
    kept = refused.get_data(as_text=True)
    assert "Say why you declare “Consensus” for ¶1 where the reading advises" in kept
    assert 'href="#rationale-b1"' in kept
    assert kept.count("Others need it shorter.") == 2
    assert designations(story) == []


def test_inv_16_a_level_above_the_reading_is_printed_with_both_and_the_rationale(
    story: Story,
) -> None:
    sent = opposed_by_two(story)
    assert story.declares(**WHOLE, **sent).status_code == 303
    shown = story.world.visitor().get(story.desk).get_data(as_text=True)
    assert "Declared higher than advised." in shown
    assert "Advised: Strong support but significant opposition" in shown
    assert "Declared: Consensus" in shown
    assert "One member objects." in shown
    story.windows_pass()
    assert publishes(story).status_code == 303
    page = words_of(output(story, "publication.html").get_data(as_text=True))
    both = "¶1: Consensus (advised: Strong support but significant opposition)"
    assert f"{both} One member objects." in page


def test_inv_15_a_level_needs_a_finding_on_every_objection_that_stands(
    story: Story,
) -> None:
    number = contested(story)
    for sent in (WHOLE, FIRST):
        refused = story.declares(**sent)
        assert refused.status_code == 409
        assert f"Say first what you find on O-{number}" in refused.get_data(True)
    assert designations(story) == []
    assert story.declares(**WHOLE, **FIRST, **finding(number)).status_code == 303
    assert [str(one.level) for one in designations(story)] == ["consensus", "consensus"]
    # A finding made before counts: a later revision need not make it again.
    revised = {"level-b1": "divergence", "rationale-b1": "On second thoughts."}
    assert story.declares(**revised).status_code == 303


def test_a_finding_says_why_and_what_it_was_weighed_against(story: Story) -> None:
    number = contested(story)
    sent = {**WHOLE, **FIRST, **finding(number, alternatives="")}
    refused = story.declares(**sent)
    assert refused.status_code == 422
    kept = refused.get_data(as_text=True)
    assert f"O-{number}: name the alternatives that were weighed." in kept
    assert f'href="#alternatives-{number}"' in kept
    no_reason = {**WHOLE, **FIRST, **finding(number, "not_bearing", reason="")}
    assert story.declares(**no_reason).status_code == 422
    no_value = {**WHOLE, **finding(number, "")}
    assert story.declares(**no_value).status_code == 422
    false_value = {**WHOLE, **finding(number, "ignored")}
    assert story.declares(**false_value).status_code == 422
    assert story.declares(**{**FIRST, "level-b1": "unanimous"}).status_code == 422
    with story.at_work() as (session, _):
        assert list(session.scalars(select(Finding))) == []


def test_inv_12_full_consensus_is_refused_over_what_stands(story: Story) -> None:
    number = contested(story)
    level = {"level-document": "full_consensus", "rationale-document": "All agree."}
    refused = story.declares(**level, **finding(number))
    assert refused.status_code == 409
    assert f"O-{number} stands" in refused.get_data(as_text=True)
    assert designations(story) == []


def test_full_consensus_waits_for_a_holder_who_has_not_replied(story: Story) -> None:
    story.open_call()
    story.everybody_supports()
    number = story.objects(story.joins("Gil Hart"), "b2", "Too short.")
    story.answers(number)
    story.world.days_pass(15)
    level = {"level-document": "full_consensus", "rationale-document": "All agree."}
    assert story.state(number) is HolderState.ANSWERED
    refused = story.declares(**level)
    assert refused.status_code == 409
    assert f"O-{number} stands" in refused.get_data(as_text=True)


def test_too_few_from_too_few_groups_reads_as_too_few(story: Story) -> None:
    story.open_call()
    for number in range(5):
        story.takes(story.joins(f"Member {chr(97 + number)}"), "support")
    for one in story.people[:2]:
        story.takes(one, "support")
    story.world.days_pass(15)
    page = story.caller.get(story.desk).get_data(as_text=True)
    assert "Too few took part would be a fair reading of this document" in page
    assert "2 recognised groups took part, 3 needed" in page
    level = {"level-document": "insufficient_participation"}
    answer = story.declares(**level, **{"rationale-document": "Only two groups."})
    assert answer.status_code == 303


def test_r13_many_from_one_organisation_are_also_read_as_one(story: Story) -> None:
    story.open_call()
    for one in story.people[:3]:
        story.takes(one, "support")
    for number in range(4):
        group = StakeholderGroup.PRIVATE_SECTOR
        name = f"Colleague {chr(97 + number)}"
        one = story.joins(name, group=group, organisation="Example Cables Ltd")
        story.takes(one, "support")
    story.world.days_pass(15)
    page = story.caller.get(story.desk).get_data(as_text=True)
    assert "depends on several people from one organisation" in page.lower()
    assert "(one per organisation: Too few took part)" in page


def test_r18_a_flag_that_would_give_an_unnamed_person_away_is_not_shown(
    story: Story,
) -> None:
    story.open_call()
    for number in range(5):
        story.takes(story.joins(f"Member {chr(97 + number)}"), "support")
    for one in story.people[2:4]:
        story.takes(one, "support")
    shown = Attribution.MEMBER
    number = story.objects(story.people[1], "b1", "No.", shown=shown)
    story.answers(number)
    story.decides(story.people[1], number, Move.MAINTAIN)
    story.world.days_pass(15)
    for reader in (story.caller, story.world.visitor()):
        page = reader.get(story.desk).get_data(as_text=True)
        assert "the only voice from" not in page.lower()
        assert "Bo Lind" not in page
    story.tick()
    with story.at_work() as (session, _):  # there is such a flag, and it is kept back
        flags = session.scalars(select(ReadingRow.flags)).all()
    assert "the only voice from government objects" in str(flags)


def test_r33_a_caller_who_edits_the_text_is_shown_as_not_independent(
    story: Story,
) -> None:
    story.world.appoint(story.caller, Role.EDITOR, story.document)
    page = story.world.visitor().get(story.desk).get_data(as_text=True)
    assert "Ines Duarte also edits this text" in page
    story.open_call()
    story.everybody_supports()
    story.world.days_pass(15)
    assert story.declares(**WHOLE).status_code == 303
    assert str(designations(story)[0].independence) == "drafted_this_text"
    page = story.world.visitor().get(story.desk).get_data(as_text=True)
    assert "who also drafted this text" in page


def test_r33_a_caller_who_took_a_position_is_shown_as_not_independent(
    story: Story,
) -> None:
    assert "Ines Duarte also" not in story.page_of_the_desk()
    story.open_call()
    story.everybody_supports()
    story.takes(story.caller, "support")
    story.world.days_pass(15)
    assert "Ines Duarte has also taken a position" in story.page_of_the_desk()
    assert story.declares(**WHOLE).status_code == 303
    assert str(designations(story)[0].independence) == "holds_a_position"


def test_inv_21_a_caller_who_speaks_without_a_name_is_not_told_by_it(
    story: Story,
) -> None:
    story.open_call()
    story.everybody_supports()
    taken = take(story.caller, story.document, "support", attribution="member")
    assert taken.status_code in {200, 303}
    story.world.days_pass(15)
    assert "Ines Duarte has also taken" not in story.page_of_the_desk()
    assert story.declares(**WHOLE).status_code == 303
    assert str(designations(story)[0].independence) == "independent"


def test_a_revised_level_takes_the_place_of_the_first_which_stays(story: Story) -> None:
    number = contested(story)
    story.declares(**WHOLE, **FIRST, **finding(number))
    same = story.declares(**WHOLE, **FIRST, **finding(number))
    assert same.status_code == 422
    assert "Nothing is new here" in same.get_data(as_text=True)
    story.world.days_pass(1)
    revised = {"level-document": "divergence", "rationale-document": "Heard since."}
    assert story.declares(**revised).status_code == 303
    made = [one for one in designations(story) if one.block_id is None]
    assert [str(one.level) for one in made] == ["consensus", "divergence"]
    assert made[0].revised_at is not None
    assert made[1].revised_at is None
    assert story.verbs().count("level.declared") == 3
    call = story.call()
    with story.at_work() as (session, _):
        assert len(standing_findings(session, call)) == 1


def test_only_a_caller_declares_and_only_after_the_call(story: Story) -> None:
    path = f"/documents/{story.document}/declaration"
    assert story.declares(**WHOLE).status_code == 409
    story.open_call()
    story.everybody_supports()
    assert story.declares(**WHOLE).status_code == 409
    story.world.days_pass(15)
    assert story.editor.post(path, **WHOLE).status_code == 403
    assert story.people[0].post(path, **WHOLE).status_code == 403
    assert story.world.visitor().post(path, **WHOLE).status_code == 401
    assert designations(story) == []
    assert story.declares(**WHOLE).status_code == 303


def test_r18_the_groups_not_heard_do_not_tell_the_group_of_a_member(
    story: Story,
) -> None:
    story.open_call()
    story.objects(story.people[1], "b1", shown=Attribution.MEMBER)
    story.objects(story.people[1], "b2", shown=Attribution.GROUP)
    story.world.days_pass(15)
    story.tick()
    log = story.world.visitor().get(f"/documents/{story.document}/log.ndjson").text
    told = {
        entry["facts"]["block"]: line["words"]["value"]["flags"]
        for line in map(json.loads, log.splitlines())
        for entry in [line["entry"]]
        if entry["verb"] == "reading.computed"
    }
    assert not any("not heard" in flag for flag in told["b1"])
    assert any("not heard" in flag for flag in told["b2"])


def test_a_text_is_returned_for_work_with_a_reason(story: Story) -> None:
    story.open_call()
    story.everybody_supports()
    story.world.days_pass(15)
    path = f"/documents/{story.document}/return"
    assert story.caller.post(path, reason="").status_code == 422
    assert story.editor.post(path, reason="More work.").status_code == 403
    assert story.caller.post(path, reason="More work.").status_code == 303
    assert story.stage() is Stage.REVISION
    assert story.verbs()[-1] == "document.returned"
    assert story.open_call().status_code == 303


def test_the_reading_stored_is_the_reading_shown(story: Story) -> None:
    number = contested(story)
    story.tick()
    story.declares(**WHOLE, **FIRST, **finding(number))
    made = {one.block_id: one.reading_code for one in designations(story)}
    with story.at_work() as (session, _):
        rows = session.scalars(select(ReadingRow).order_by(ReadingRow.id)).all()
    assert {row.block_id: row.code for row in rows if row.block_id in made} == made
