"""R31: what the page offers once two answers have not met an objection."""

import re

from consensus.deliberation.machine import Move
from tests.deliberation.panels import move, panel_of, take, words_of
from tests.deliberation.stories import Story
from tests.world import Person

OFFERS = (
    "Find other words",
    "Print the wordings side by side, none of them agreed",
    "Leave it out",
    "Put it off",
    "Declare a level with the dissent printed",
)


def answered_twice(story: Story) -> None:
    """One member objects, replies to the first answer, and keeps it over the second."""
    ada = story.people[0]
    take(ada, story.document, "objection")
    story.answers(1, "We keep it short.")
    assert (
        move(ada, story.document, 1, Move.REPLY, "Not that short.").status_code == 303
    )
    story.answers(1, "Still too long for a poster.")


def offered(story: Story, who: Person) -> dict[str, str]:
    """What this person is offered, and where it leads them ("" for nowhere)."""
    html = panel_of(who, story.document)
    part = html.partition("Two answers have not met it.")[2].partition("</ul>")[0]
    items = re.findall(r"<li>(.*?)</li>", part, re.DOTALL)
    links = [re.search(r'href="([^"]+)"', one) for one in items]
    names = [re.sub(r"<span class=.vh.>.*?</span>", "", one) for one in items]
    labels = [words_of(one).partition(".")[0].strip() for one in names]
    return {
        label: link[1].replace("&amp;", "&") if link else ""
        for label, link in zip(labels, links, strict=True)
    }


def test_r31_after_one_answer_nothing_is_offered(story: Story) -> None:
    take(story.people[0], story.document, "objection")
    story.answers(1)
    assert offered(story, story.editor) == {}


def test_r31_after_two_answers_five_ways_are_offered_and_no_repeat(
    story: Story,
) -> None:
    answered_twice(story)
    for who in (story.editor, story.people[1], story.world.visitor()):
        assert tuple(offered(story, who)) == OFFERS
    move(story.people[0], story.document, 1, Move.MAINTAIN)
    assert tuple(offered(story, story.editor)) == OFFERS


def test_r31_each_way_leads_there_for_who_can_go_it(story: Story) -> None:
    answered_twice(story)
    for who in (story.editor, story.people[1], story.caller):
        for label, address in offered(story, who).items():
            if address:
                assert who.get(address).status_code == 200, (who.name, label)
    editor = offered(story, story.editor)
    assert all(editor[one] for one in OFFERS[:3])
    member = offered(story, story.people[1])
    assert member[OFFERS[0]].endswith("suggestions?kind=wording")
    assert member[OFFERS[2]].endswith("suggestions?kind=removal")
    assert member[OFFERS[1]] == ""
    assert set(offered(story, story.world.visitor()).values()) == {""}


def test_r31_after_the_call_the_caller_is_led_to_the_desk(story: Story) -> None:
    answered_twice(story)
    move(story.people[0], story.document, 1, Move.MAINTAIN)
    story.open_call()
    story.world.days_pass(15)
    caller = offered(story, story.caller)
    assert caller["Put it off"] == story.desk
    assert caller["Declare a level with the dissent printed"] == story.desk
    assert offered(story, story.editor)["Find other words"] == ""  # the text is frozen


def test_r31_what_is_met_or_taken_back_offers_nothing(story: Story) -> None:
    answered_twice(story)
    move(story.people[0], story.document, 1, Move.RESOLVE)
    assert offered(story, story.editor) == {}


def called_and_returned(story: Story) -> None:
    """A call runs to its end over the kept objection, and the text goes back."""
    move(story.people[0], story.document, 1, Move.MAINTAIN)
    story.open_call(days="7")
    story.world.days_pass(8)
    story.caller.post(f"/documents/{story.document}/return", reason="Once more.")


def test_r31_repeating_the_call_without_change_is_neither_offered_nor_accepted(
    story: Story,
) -> None:
    answered_twice(story)
    called_and_returned(story)
    desk = words_of(story.caller.get(story.desk).get_data(as_text=True))
    assert "O-1 is kept after two answers, and no word has changed" in desk
    assert "The same call is not offered again" in desk
    assert "Open the call and freeze the text" not in desk
    for scope in ("whole", "changed_and_contested"):
        refused = story.open_call(scope=scope)
        assert refused.status_code == 409
        assert "Asking the same again settles nothing" in refused.get_data(as_text=True)
    assert tuple(offered(story, story.caller)) == OFFERS
    story.rewords("b1", "Every notice is read out twice.")
    desk = words_of(story.caller.get(story.desk).get_data(as_text=True))
    assert "Open the call and freeze the text" in desk
    assert story.open_call().status_code == 303


def test_r31_after_one_answer_the_same_can_be_asked_again(story: Story) -> None:
    take(story.people[0], story.document, "objection")
    story.answers(1)
    called_and_returned(story)
    assert story.open_call().status_code == 303
