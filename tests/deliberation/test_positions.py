"""Taking, replacing and withdrawing positions on the words of a paragraph."""

import re

import pytest

from consensus.coalitions.models import Role
from tests.deliberation.panels import panel_of, seen_by, take, words_of
from tests.deliberation.stories import Story
from tests.world import RIVERS, World


def standing(story: Story, block_id: str = "b1") -> str:
    """The numbers on one paragraph as a visitor reads them."""
    html = panel_of(story.world.visitor(), story.document, block_id)
    found = re.search(r"data-counts>([^<]+)<", html)
    assert found is not None
    return found[1]


def test_a_member_supports_the_words_they_read(story: Story) -> None:
    bo = story.people[1]
    answer = take(bo, story.document)
    assert answer.status_code == 303
    assert answer.location.endswith("?open=b1#b1")

    page = words_of(bo.get(f"/documents/{story.document}?open=b1").text)
    assert "Recorded. You support it." in page
    assert "You: support, wording 1" in page
    assert standing(story) == "1 supports; 6 not yet."


def test_inv_36_a_visitor_reads_everything_and_is_asked_to_sign_in(
    story: Story,
) -> None:
    number = story.objects(story.people[0], "b1", "It leaves people out.")
    page = story.world.visitor().get(f"/documents/{story.document}?open=b1")
    assert page.status_code == 200
    words = words_of(page.text)
    assert "Every notice is read out." in words
    assert f"O-{number}" in words
    assert "It leaves people out." in words
    assert "Sign in to take a position." in words
    assert 'class="take"' not in page.text


def test_who_may_take_a_position(story: Story) -> None:
    seen = seen_by(story.people[0], story.document)
    world = story.world
    observer = world.person("Olga Rey", role=Role.OBSERVER)
    assert take(world.visitor(), story.document, seen=seen).status_code == 401
    assert take(world.account("Nan Roe"), story.document, seen=seen).status_code == 403
    assert take(observer, story.document, seen=seen).status_code == 403
    assert "observers read and follow" in words_of(panel_of(observer, story.document))
    assert standing(story) == "no positions; 7 not yet."


def test_r1_silence_is_never_counted_as_anything(story: Story) -> None:
    take(story.people[0], story.document)
    take(story.people[1], story.document, "abstain")
    assert standing(story) == "1 supports, 1 stands aside; 5 not yet."
    words = words_of(panel_of(story.world.visitor(), story.document))
    assert "2 of 7 members have taken a position on it" in words
    assert "Saying nothing counts as nothing." in words


def test_a_reservation_says_what_it_reserves(story: Story) -> None:
    ada = story.people[0]
    refused = take(ada, story.document, "reservation", harm_to="kept words")
    assert refused.status_code == 422
    assert "a reservation needs a note" in refused.text
    assert "kept words" in refused.text  # nothing typed is lost
    noted = take(ada, story.document, "reservation", note="Only with a plain copy.")
    assert noted.status_code == 303
    assert "“Only with a plain copy.”" in words_of(panel_of(ada, story.document))


def test_nothing_is_recorded_when_no_position_is_chosen(story: Story) -> None:
    refused = take(story.people[0], story.document, "", reason="Typed already.")
    assert refused.status_code == 422
    assert "Choose a position first." in refused.text
    assert "Typed already." in refused.text


def test_b1_inv_13_support_of_other_words_is_not_counted(story: Story) -> None:
    take(story.people[0], story.document)
    story.rewords("b1", "Every notice is read out twice.")
    assert standing(story) == "1 on an earlier wording; 6 not yet."
    take(story.people[1], story.document)
    assert standing(story).startswith("1 supports, 1 on an earlier wording;")


def test_b2_words_that_come_back_bring_positions_back(story: Story) -> None:
    take(story.people[0], story.document)
    story.rewords("b1", "Every notice is read out twice.")
    story.rewords("b1", "Every notice is read out.")
    assert standing(story) == "1 supports; 6 not yet."


def test_changed_words_are_shown_to_whoever_answered_the_earlier_ones(
    story: Story,
) -> None:
    ada = story.people[0]
    take(ada, story.document)
    assert (
        "Changed since your position"
        not in ada.get(f"/documents/{story.document}").text
    )
    story.rewords("b1", "Every notice is read out twice.")
    page = ada.get(f"/documents/{story.document}").text
    assert "?open=b1#b1-changed" in page
    assert "The words you answered have changed" in page
    panel = panel_of(ada, story.document)
    assert 'id="b1-changed"' in panel
    assert "[added: </span> twice" in panel


def test_support_of_words_that_changed_meanwhile_comes_back_with_the_redline(
    story: Story,
) -> None:
    ada = story.people[0]
    seen = seen_by(ada, story.document)
    story.rewords("b1", "Every notice is read out twice.")
    answer = take(ada, story.document, "reservation", seen=seen, note="My long note.")
    assert answer.status_code == 409
    words = words_of(answer.text)
    assert "The words changed while you were reading" in words
    assert "[added: twice" in words
    assert "My long note." in answer.text
    assert standing(story) == "no positions; 7 not yet."


def test_the_answer_to_changed_words_can_be_sent_again_from_its_page(
    story: Story,
) -> None:
    ada = story.people[0]
    seen = seen_by(ada, story.document)
    story.rewords("b1", "Every notice is read out twice.")
    page = take(ada, story.document, seen=seen).text
    fresh = dict(re.findall(r'name="(seen_\w+)" value="([^"]*)"', page))
    assert take(ada, story.document, seen=fresh).status_code == 303
    assert standing(story) == "1 supports; 6 not yet."


@pytest.mark.parametrize(
    "forged",
    [
        {"seen_mac": "0" * 64},
        {"seen_hash": "0" * 64},
        {"seen_ref": "999"},
        {"seen_ref": "²"},
        {"seen_mac": "é"},
    ],
)
def test_words_that_were_never_shown_cannot_be_answered(
    story: Story, forged: dict[str, str]
) -> None:
    ada = story.people[0]
    seen = seen_by(ada, story.document) | forged
    assert take(ada, story.document, seen=seen).status_code == 422
    other = seen_by(ada, story.document, "b2")
    assert take(ada, story.document, seen=other).status_code == 422
    assert standing(story) == "no positions; 7 not yet."


def test_b5_a_later_position_takes_the_place_of_the_earlier_one(story: Story) -> None:
    ada = story.people[0]
    take(ada, story.document)
    take(ada, story.document, "abstain")
    assert standing(story) == "1 stands aside; 6 not yet."
    take(ada, story.document, "objection")
    assert standing(story) == "1 objects; 6 not yet."


def test_b5_support_lifts_an_objection_only_when_that_is_confirmed(
    story: Story,
) -> None:
    ada = story.people[0]
    take(ada, story.document, "objection")
    refused = take(ada, story.document, "reservation", note="Well then.")
    assert refused.status_code == 409
    assert "Confirm that this lifts your objection" in refused.text
    assert "this lifts my objection O-1" in words_of(refused.text)
    assert "Well then." in refused.text
    assert standing(story) == "1 objects; 6 not yet."

    lifted = take(ada, story.document, lifts_objection="yes")
    assert lifted.status_code == 303
    assert standing(story) == "1 supports; 6 not yet."
    assert "Withdrawn" in words_of(panel_of(story.world.visitor(), story.document))


def test_b3_b4_a_position_on_the_whole_text_counts_where_one_has_no_own(
    story: Story,
) -> None:
    ada, bo = story.people[:2]
    whole = f"/documents/{story.document}/position"
    assert ada.post(whole, kind="support", attribution="named").status_code == 409
    story.open_call()
    panel = ada.get(f"/documents/{story.document}/panel").text
    seen = dict(re.findall(r'name="(seen_ref)" value="([^"]*)"', panel))
    taken = ada.post(whole, kind="support", attribution="named", **seen)
    assert taken.status_code == 303
    take(ada, story.document, "abstain", block_id="b2")

    assert standing(story, "b1") == "1 supports; 6 not yet."
    assert standing(story, "b2") == "1 stands aside; 6 not yet."
    other = bo.post(whole, kind="support", attribution="named", seen_ref="77")
    assert other.status_code == 409
    assert "Another text is under call" in other.text


def test_an_objection_to_the_whole_text_can_be_raised_at_any_time(
    story: Story,
) -> None:
    ada = story.people[0]
    path = f"/documents/{story.document}/objection"
    sent = ada.post(
        path, kind="objection", reason="It has no date.", attribution="named"
    )
    assert sent.status_code == 303
    assert sent.location.endswith("?open=whole-text#whole-text")
    page = words_of(ada.get(f"/documents/{story.document}?open=whole-text").text)
    assert "It has no date." in page
    assert standing(story, "b1") == "no positions; 7 not yet."  # B3: not spread


def test_a_position_is_withdrawn_by_the_person_who_took_it(story: Story) -> None:
    ada, bo = story.people[:2]
    take(ada, story.document)
    path = f"/documents/{story.document}/positions/1/withdrawal"
    assert bo.post(path).status_code == 403
    assert ada.post(path).status_code == 303
    assert standing(story) == "no positions; 7 not yet."
    assert ada.post(path).status_code == 409
    assert ada.post(path.replace("s/1/w", "s/9/w")).status_code == 404


def test_after_the_call_no_position_is_taken_any_more(story: Story) -> None:
    ada = story.people[0]
    story.open_call()
    seen = seen_by(ada, story.document)
    story.world.days_pass(16)
    assert take(ada, story.document, seen=seen).status_code == 409
    words = words_of(panel_of(ada, story.document))
    assert "The consensus call has closed" in words


def test_a_script_gets_the_panel_alone(story: Story) -> None:
    ada = story.people[0]
    fragment = {"X-Fragment": "1"}
    sent = {
        "csrf_token": ada.token, "kind": "support", "attribution": "named",
        **seen_by(ada, story.document),
    }  # fmt: skip
    path = f"/documents/{story.document}/paragraphs/b1/position"
    answer = ada.client.post(path, data=sent, headers=fragment)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith("<section")
    assert "You: support" in words_of(answer.text)
    refused = ada.client.post(path, data=sent | {"kind": "x"}, headers=fragment)
    assert refused.status_code == 422
    assert "<html" not in refused.text
    assert "Choose a position first." in refused.text


def test_r18_a_choice_that_few_share_comes_with_a_warning(story: Story) -> None:
    bo = story.people[1]  # the only member from governments
    words = words_of(panel_of(bo, story.document))
    assert (
        "Nobody else here fits this description: people will know it is you." in words
    )
    ada = story.people[0]  # civil society, as are the caller and the editor
    assert "Only 3 members fit this description" in words_of(
        panel_of(ada, story.document)
    )


def test_r18_the_group_of_an_unnamed_person_is_not_shown(story: Story) -> None:
    bo = story.people[1]
    take(bo, story.document, attribution="member")
    html = panel_of(story.world.visitor(), story.document)
    assert standing(story) == "1 supports; 6 not yet."  # the sum is always told
    rows = re.findall(r'scope="row">(.*?)</tr>', html, re.DOTALL)
    shown = {words_of(row).split(" of ")[0]: words_of(row) for row in rows}
    governments = next(row for row in shown.values() if row.startswith("Governments"))
    assert governments.endswith("not shown")
    assert sum(row.endswith("not shown") for row in shown.values()) >= 2
    assert "Bo Lind" not in html


@pytest.mark.parametrize("kind", ["abstain", "objection"])
def test_r17_saying_another_thing_with_less_shown_takes_the_earlier_name_away(
    story: Story, kind: str
) -> None:
    bo, log = story.people[1], f"/documents/{story.document}/log.ndjson"
    take(bo, story.document)
    assert "Bo Lind" in story.world.visitor().get(log).text
    assert take(bo, story.document, kind, attribution="member").status_code == 303
    assert "Bo Lind" not in story.world.visitor().get(log).text


def test_r17_a_name_given_on_the_same_terms_stays(story: Story) -> None:
    bo, log = story.people[1], f"/documents/{story.document}/log.ndjson"
    take(bo, story.document)
    take(bo, story.document, "abstain")
    assert story.world.visitor().get(log).text.count("Bo Lind") == 2


def test_7_4_no_level_is_worded_while_people_are_asked(story: Story) -> None:
    story.open_call()
    story.everybody_supports()
    page = story.world.visitor().get(f"/documents/{story.document}?open=b1").text
    assert "Full consensus" not in page
    story.world.days_pass(16)
    story.tick()
    page = words_of(
        story.world.visitor().get(f"/documents/{story.document}?open=b1").text
    )
    assert "Advised: Full consensus" in page
    assert "Declared:" not in page


def test_r4_who_leaves_is_not_counted_among_people_any_more(story: Story) -> None:
    ada = story.people[0]
    take(ada, story.document)
    ada.post(f"/coalitions/{RIVERS}/leave")
    assert standing(story) == "no positions; 6 not yet."


def test_the_offer_of_the_text_is_the_editors(story: Story) -> None:
    path = f"/documents/{story.document}/offer"
    assert story.people[0].post(path).status_code == 403
    assert story.caller.post(path).status_code == 403
    answer = story.editor.post(path, label="Second draft")
    assert answer.status_code == 303
    assert "Offered to the coalition as “Second draft”" in words_of(
        story.editor.get(f"/documents/{story.document}").text
    )
    assert story.verbs()[-1] == "text.offered"


def test_an_editor_is_told_how_many_people_a_change_would_ask_again(
    story: Story,
) -> None:
    take(story.people[0], story.document)
    take(story.people[1], story.document, "objection")
    told = "A change of these words asks 2 people again."
    assert told in words_of(story.editor.get(f"/documents/{story.document}").text)
    assert told not in words_of(
        story.people[0].get(f"/documents/{story.document}").text
    )


def test_there_is_no_panel_for_a_paragraph_that_never_was(world: World) -> None:
    ada = world.person("Ada Nwosu")
    text = world.document("Notices", ["One."], by=ada)
    for path in ("paragraphs/zz/panel", "objections/1/receipts/1.json"):
        assert ada.get(f"/documents/{text}/{path}").status_code == 404
    assert ada.post(f"/documents/{text}/objections/1/move").status_code == 404
