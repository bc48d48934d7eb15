"""Raising, joining, answering objections, and what only their holders decide."""

import re
from html import unescape

import pytest

from consensus.archive.receipts import receipt_hash
from consensus.coalitions.models import Attribution, Role
from consensus.deliberation.machine import HOLDERS_MOVES, Move
from consensus.deliberation.models import HolderState
from tests.deliberation.panels import (
    REASON,
    answer,
    move,
    panel_of,
    seen_by,
    take,
    words_of,
)
from tests.deliberation.stories import Story
from tests.world import RIVERS, Person

S = HolderState


def seen_panel(story: Story, person: Person | None = None, block: str = "b1") -> str:
    """What a person, or a visitor, reads in a panel."""
    return words_of(panel_of(person or story.world.visitor(), story.document, block))


def steps_offered(story: Story, person: Person) -> set[str]:
    """The steps that a person's panel has buttons for."""
    html = panel_of(person, story.document)
    return set(re.findall(r'name="move" value="(\w+)"', html))


def edit(story: Story, person: Person, number: int = 1, **words: str) -> int:
    """Change the words of an objection; the HTTP status."""
    path = f"/documents/{story.document}/objections/{number}/words"
    return person.post(path, **words).status_code


def test_an_objection_is_shown_with_its_words_and_asks_for_an_answer(
    story: Story,
) -> None:
    ada = story.people[0]
    taken = take(
        ada, story.document, "objection", harm_to="People on slow lines.",
        would_resolve="A plain copy.",
    )  # fmt: skip
    assert taken.status_code == 303
    words = seen_panel(story)
    for said in (REASON, "People on slow lines.", "A plain copy.", "Ada Nwosu", "Open"):
        assert said in words
    assert "O-1 waits for an answer" in words_of(
        story.editor.get(f"/documents/{story.document}").text
    )


def test_r2_a_reason_is_asked_for_once_and_never_demanded(story: Story) -> None:
    ada = story.people[0]
    refused = take(
        ada, story.document, "objection", reason="", harm_to="Those who are kept out."
    )
    assert refused.status_code == 422
    assert "tick that you want it recorded without a reason" in refused.text
    assert "Those who are kept out." in refused.text

    bare = take(ada, story.document, "objection", without_reasons="yes")
    assert bare.status_code == 303
    assert "Recorded without reasons." in seen_panel(story)


def test_r2_the_editors_ask_once_and_the_holder_explains(story: Story) -> None:
    ada = story.people[0]
    take(ada, story.document, "objection", without_reasons="yes")
    path = f"/documents/{story.document}/objections/1/question"
    assert story.editor.post(path, question="").status_code == 422
    assert ada.post(path, question="Why?").status_code == 403
    assert story.editor.post(path, question="Whom does it harm?").status_code == 303
    assert story.state(1) is S.ASKED
    assert "The editors ask Whom does it harm?" in seen_panel(story, ada)
    assert story.editor.post(path, question="And why?").status_code == 409

    assert edit(story, ada, reason="It harms small hosts.") == 303
    assert story.state(1) is S.RAISED
    assert "It harms small hosts." in seen_panel(story)


def test_a_dissent_asks_for_nothing_and_is_on_record_at_once(story: Story) -> None:
    take(story.people[0], story.document, "dissent", without_reasons="yes")
    assert story.state(1) is S.DISSENTING
    assert "Dissent on record" in seen_panel(story)
    page = story.editor.get(f"/documents/{story.document}").text
    assert "waits for an answer" not in page


def test_answered_is_not_resolved_and_the_holder_is_asked(story: Story) -> None:
    ada = story.people[0]
    take(ada, story.document, "objection")
    assert answer(story.editor, story.document, 1, "").status_code == 422
    assert answer(story.editor, story.document, 1, "It is short.").status_code == 303
    words = seen_panel(story)
    assert "It is short." in words
    assert "Answered" in words
    assert "1 objects; 6 not yet." in words
    assert "Does this answer meet your objection?" in seen_panel(story, ada)
    assert "Your objection was answered" in words_of(ada.get("/my/positions").text)


@pytest.mark.parametrize(
    ("step", "state", "says"),
    [
        ("resolve", S.RESOLVED, "Resolved"),
        ("maintain", S.MAINTAINED, "Maintained"),
        ("record_as_dissent", S.DISSENTING, "Dissent on record"),
        ("withdraw", S.WITHDRAWN, "Withdrawn"),
    ],
)
def test_the_holder_decides_about_the_answer(
    story: Story, step: str, state: HolderState, says: str
) -> None:
    ada = story.people[0]
    take(ada, story.document, "objection")
    answer(story.editor, story.document, 1)
    assert step in steps_offered(story, ada)
    assert move(ada, story.document, 1, step, "So I say.").status_code == 303
    assert story.state(1) is state
    words = seen_panel(story)
    assert says in words
    assert "So I say." in words


def test_a_reply_can_be_sent_once_and_must_say_something(story: Story) -> None:
    ada = story.people[0]
    take(ada, story.document, "objection")
    answer(story.editor, story.document, 1)
    assert move(ada, story.document, 1, "reply").status_code == 422
    assert move(ada, story.document, 1, "reply", "And the copies?").status_code == 303
    assert story.state(1) is S.RAISED
    answer(story.editor, story.document, 1)
    assert "reply" not in steps_offered(story, ada)
    refused = move(ada, story.document, 1, "reply", "Once more, please.")
    assert refused.status_code == 409
    assert "Once more, please." in refused.text  # nothing typed is lost
    assert story.state(1) is S.ANSWERED


@pytest.mark.parametrize("step", [str(one) for one in HOLDERS_MOVES])
def test_inv_9_nobody_else_can_decide_about_an_objection(
    story: Story, step: str
) -> None:
    take(story.people[0], story.document, "objection")
    answer(story.editor, story.document, 1)
    for other in (story.editor, story.caller, story.people[1]):
        assert move(other, story.document, 1, step, "It is met.").status_code == 403
        assert steps_offered(story, other) == set()
    visitor = story.world.visitor()
    assert move(visitor, story.document, 1, step).status_code == 401
    assert story.state(1) is S.ANSWERED


@pytest.mark.parametrize(
    "step", [str(one) for one in Move if one not in HOLDERS_MOVES] + ["", "x"]
)
def test_inv_9_the_steps_of_others_are_not_the_holders(story: Story, step: str) -> None:
    ada = story.people[0]
    take(ada, story.document, "objection")
    assert move(ada, story.document, 1, step).status_code in {409, 422}
    assert story.state(1) is S.RAISED


def test_only_editors_answer(story: Story) -> None:
    take(story.people[0], story.document, "objection")
    for other in (story.people[0], story.people[1], story.caller):
        assert answer(other, story.document, 1).status_code == 403
        assert "Answer for the editors" not in seen_panel(story, other)
    assert "Answer for the editors" in seen_panel(story, story.editor)


def test_who_joins_an_objection_decides_alone(story: Story) -> None:
    ada, bo, cy = story.people[:3]
    take(ada, story.document, "objection")
    path = f"/documents/{story.document}/objections/1/joining"
    sent = {"kind": "objection", "own_note": "For small states too."}
    assert bo.post(path, **sent, attribution="group").status_code == 303
    assert ada.post(path, **sent, attribution="named").status_code == 409
    cy_dissents = {"kind": "dissent", "attribution": "named"}
    assert cy.post(path, **cy_dissents).status_code == 303
    words = seen_panel(story)
    assert "For small states too." in words
    assert "a member from governments" in words
    assert "Bo Lind" not in words

    answer(story.editor, story.document, 1)
    assert move(ada, story.document, 1, "resolve").status_code == 303
    assert "1 objects, 1 dissents; 5 not yet." in seen_panel(story)
    observer = story.world.person("Olga Rey", role=Role.OBSERVER)
    assert observer.post(path, **sent, attribution="named").status_code == 403


def test_r32_one_objection_per_person_and_wording(story: Story) -> None:
    ada = story.people[0]
    take(ada, story.document, "objection")
    again = take(ada, story.document, "objection", reason="And another thing.")
    assert again.status_code == 409
    assert "You already hold O-1 here" in again.text
    assert "And another thing." in again.text


def test_r43_an_objection_to_changed_words_arrives_asking_again(story: Story) -> None:
    ada = story.people[0]
    seen = seen_by(ada, story.document)
    story.rewords("b1", "Every notice is read out twice.")
    assert take(ada, story.document, "objection", seen=seen).status_code == 303
    assert story.state(1) is S.RECHECK
    words = seen_panel(story)
    assert "What changed since the wording it was raised on" in words
    assert "[added: twice ]" in words
    assert "wording 1" in words


def test_changed_words_ask_the_holder_before_anything_is_stored(story: Story) -> None:
    ada = story.people[0]
    take(ada, story.document, "objection")
    story.rewords("b1", "Every notice is read out twice.")
    assert story.state(1) is S.RAISED  # decisions.md 10: stored at a snapshot only
    assert "On an earlier wording" in seen_panel(story)
    assert "Do the new words meet it?" in seen_panel(story, ada)
    assert {"resolve", "keep", "withdraw"} == steps_offered(story, ada)
    page = words_of(ada.get(f"/documents/{story.document}").text)
    assert "The words you objected to have changed" in page

    assert move(ada, story.document, 1, "keep").status_code == 303
    assert story.state(1) is S.RAISED
    assert "The words you objected to have changed" not in seen_panel(story, ada)


def test_inv_25_words_that_come_back_bring_the_state_back(story: Story) -> None:
    ada = story.people[0]
    take(ada, story.document, "objection")
    answer(story.editor, story.document, 1)
    move(ada, story.document, 1, "maintain")
    story.rewords("b1", "Every notice is read out twice.")
    story.offers_the_text()
    assert story.state(1) is S.RECHECK
    move(ada, story.document, 1, "resolve")
    assert "Resolved" in seen_panel(story)
    story.rewords("b1", "Every notice is read out.")
    assert "Maintained" in seen_panel(story)
    story.offers_the_text()
    assert story.state(1) is S.MAINTAINED


def test_r8_the_removal_of_a_paragraph_can_be_objected_to(story: Story) -> None:
    ada, bo = story.people[:2]
    take(ada, story.document, "objection", block_id="b3")
    removal = f"/documents/{story.document}/paragraphs/b3/remove"
    assert story.editor.post(removal).status_code in {302, 303}

    page = words_of(bo.get(f"/documents/{story.document}?open=b3").text)
    assert "Removed paragraphs" in page
    assert "Every notice is kept." in page
    assert "If you wanted it kept, say so" in page
    assert take(bo, story.document, "support", block_id="b3").status_code == 409
    kept = take(bo, story.document, "objection", block_id="b3", reason="We need it.")
    assert kept.status_code == 303
    words = seen_panel(story, block="b3")
    assert "To the removal of this paragraph." in words
    assert "We need it." in words
    assert story.state(2) is S.RAISED

    mine = seen_panel(story, ada, "b3")
    assert "The paragraph you objected to was removed." in mine
    assert move(ada, story.document, 1, "keep").status_code == 409
    assert move(ada, story.document, 1, "resolve").status_code == 303


def test_r44_words_are_free_until_the_first_answer_and_then_only_grow(
    story: Story,
) -> None:
    ada, bo = story.people[:2]
    take(ada, story.document, "objection", reason="Frist words.")
    assert edit(story, ada, reason="First words.", harm_to="All.") == 303
    assert edit(story, bo, reason="Others' words.") == 403
    assert "First words." in seen_panel(story)
    answer(story.editor, story.document, 1)

    assert edit(story, ada, reason="Quite other words.") == 409
    assert edit(story, ada, reason="First words.", harm_to="None.") == 409
    assert edit(story, ada, reason="First words.", addition="") == 422
    assert edit(story, ada, addition="And the copies.") == 303
    html = unescape(panel_of(story.world.visitor(), story.document))
    assert "First words.\n\nAnd the copies." in html
    assert "All." in html


def test_r14_words_that_others_hold_too_are_not_turned_into_other_words(
    story: Story,
) -> None:
    ada, bo = story.people[:2]
    take(ada, story.document, "dissent", reason="Too vague for small services.")
    path = f"/documents/{story.document}/objections/1/joining"
    assert bo.post(path, kind="dissent", attribution="named").status_code == 303

    assert edit(story, ada, reason="Small services should close.") == 409
    assert edit(story, ada, addition="And for new ones.") == 303
    html = unescape(panel_of(story.world.visitor(), story.document))
    assert "Too vague for small services.\n\nAnd for new ones." in html
    assert "Small services should close." not in html


def test_r17_an_author_shows_less_and_the_name_is_gone_from_the_page(
    story: Story,
) -> None:
    ada, bo = story.people[:2]
    take(ada, story.document, "objection")
    assert "Ada Nwosu" in seen_panel(story)
    path = f"/documents/{story.document}/objections/1/attribution"
    assert bo.post(path, attribution="member").status_code == 403
    assert ada.post(path, attribution="nobody").status_code == 422
    assert ada.post(path, attribution="member").status_code == 303
    for address in ("", "?open=b1", "/paragraphs/b1/panel"):
        page = bo.get(f"/documents/{story.document}{address}").text
        assert "Ada Nwosu" not in page
    assert "O-1 , objection of a member" in seen_panel(story)
    assert "You" in seen_panel(story, ada)


def test_inv_21_an_organisation_that_is_no_longer_named_is_not_shown(
    story: Story,
) -> None:
    fay = story.joins("Fay Lund", organisation="Example Lines")
    take(fay, story.document, "objection", attribution="organisation")
    assert "a member from Example Lines" in seen_panel(story)
    seat = {
        "group": "civil_society", "region": "African Group", "status": "member",
        "capacity": "personal", "organisation": "", "default_attribution": "named",
    }  # fmt: skip
    changed = fay.post(f"/coalitions/{RIVERS}/seat", **seat)
    assert changed.status_code in {302, 303}, words_of(changed.text)
    words = seen_panel(story)
    assert "a member from civil society" in words
    assert "Fay Lund" not in words


def test_r4_an_objector_who_leaves_choosing_nothing_keeps_the_objection(
    story: Story,
) -> None:
    ada, bo = story.people[:2]
    take(ada, story.document, "objection")
    assert ada.post(f"/coalitions/{RIVERS}/leave").status_code in {302, 303}
    words = seen_panel(story)
    assert "Its author has since left the coalition." in words
    assert "1 objects; 6 not yet." in words
    assert "0 of 6 members have taken a position" in words
    assert answer(story.editor, story.document, 1).status_code == 303
    path = f"/documents/{story.document}/objections/1/joining"
    assert bo.post(path, kind="objection", attribution="named").status_code == 303


def test_inv_8_an_author_downloads_a_receipt_that_matches_its_hash(
    story: Story,
) -> None:
    ada, bo = story.people[:2]
    take(ada, story.document, "objection")
    page = ada.get(f"/documents/{story.document}?open=b1").text
    path = re.findall(r'href="(/documents/\d+/objections/1/receipts/\d+\.json)"', page)
    assert len(path) == 1
    receipt = ada.get(path[0])
    assert receipt.headers["Cache-Control"] == "no-store"
    told = receipt.get_json()
    assert told["words"] == {"reason": REASON, "harm_to": "", "would_resolve": ""}
    words, at = told["words"], told["at"]
    assert told["hash"] == receipt_hash("O-1", words, at, told["nonce"])
    assert told["object"] == "O-1"

    assert bo.get(path[0]).status_code == 404
    assert story.world.visitor().get(path[0]).status_code == 303
    other = panel_of(bo, story.document)
    assert "receipts/" not in other
    assert told["nonce"] not in other


def test_after_the_call_a_holder_can_still_have_a_dissent_recorded(
    story: Story,
) -> None:
    ada = story.people[0]
    take(ada, story.document, "objection")
    move(ada, story.document, 1, "withdraw")
    story.open_call()
    assert steps_offered(story, ada) == {"raise_again"}
    story.world.days_pass(16)
    story.tick()
    assert steps_offered(story, ada) == {"dissent_after_call"}
    assert move(ada, story.document, 1, "raise_again", "Still.").status_code == 409
    assert move(ada, story.document, 1, "dissent_after_call").status_code == 303
    assert story.state(1) is S.DISSENTING


def test_two_objections_are_ordered_by_what_they_wait_for(story: Story) -> None:
    ada, bo, cy = story.people[:3]
    take(ada, story.document, "dissent")
    take(bo, story.document, "objection")
    take(cy, story.document, "objection")
    answer(story.editor, story.document, 2)
    html = panel_of(story.world.visitor(), story.document)
    assert re.findall(r'id="b1-o(\d)"', html) == ["3", "2", "1"]


def test_attribution_choices_are_the_five_of_r17(story: Story) -> None:
    html = panel_of(story.people[0], story.document)
    offered = set(re.findall(r'name="attribution" value="(\w+)"', html))
    # a seat that names no organisation is not offered to be shown as one
    assert offered == {str(one) for one in Attribution} - {"organisation"}
