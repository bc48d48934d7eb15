"""R34: a caller or coordinator who does not act, and who acts instead."""

import pytest
from sqlalchemy import update

from consensus import scheduling
from consensus.coalitions.models import Role, RoleTerm
from consensus.documents.models import Stage
from tests.deliberation.panels import words_of
from tests.deliberation.stories import Story
from tests.publication.publishing import output
from tests.world import Person


def days_pass(story: Story, days: int, *who: Person) -> None:
    """Days pass, and browsers stay signed in."""
    for _ in range(days):
        story.world.days_pass(1)
        for one in who:
            one.get("/")


def people(story: Story, who: Person) -> str:
    """The page of who looks after the text, in words."""
    page = who.get(f"/documents/{story.document}/people")
    return words_of(page.get_data(as_text=True))


def offers(story: Story, who: Person) -> int:
    """Somebody offers to act for the absent; the answer's status."""
    return who.post(f"/documents/{story.document}/people/stand-in").status_code


def closed(story: Story) -> None:
    """A call that all support has closed, and the clock has seen it."""
    story.open_call(days="7")
    story.everybody_supports()
    story.world.days_pass(8)
    story.tick()


def declares(story: Story, who: Person) -> int:
    """Somebody declares a full consensus; the answer's status."""
    sent = {"level-document": "full_consensus", "rationale-document": "All agree."}
    path = f"/documents/{story.document}/declaration"
    return who.post(path, **sent).status_code


def colleague(story: Story, name: str, organisation: str) -> Person:
    """A member of an organisation."""
    return story.joins(name, organisation=organisation)


def test_r34_after_14_days_another_coordinator_declares(story: Story) -> None:
    other = story.world.person("Ken Oda", role=Role.COORDINATOR)
    closed(story)
    days_pass(story, 13, other)
    page = people(story, other)
    assert "Ines Duarte can declare how far the text is agreed" in page
    assert "another coordinator can act in that place from" in page
    assert offers(story, other) == 409
    assert declares(story, other) == 403
    days_pass(story, 1, other)
    assert "Act in that place" in people(story, other)
    assert offers(story, other) == 303
    assert declares(story, other) == 303
    assert "Ken Oda" in people(story, story.world.visitor())
    assert "acts for Ines Duarte, from whom it was due to declare" in people(
        story, story.world.visitor()
    )
    assert "stand_in.taken" in story.verbs()
    scheduling.tick(story.world.app)
    told = [m for m in story.world.outbox if "acts for an absent" in m["Subject"]]
    assert "Ken Oda can do it" in " ".join(told[0].get_content().split())


def test_r34_two_members_come_after_other_coordinators(story: Story) -> None:
    story.world.person("Ken Oda", role=Role.COORDINATOR)
    first, second = story.people[:2]
    closed(story)
    days_pass(story, 27, first, second)
    assert offers(story, first) == 409
    days_pass(story, 1, first, second)
    assert offers(story, first) == 303
    assert declares(story, first) == 403  # not alone
    assert offers(story, second) == 303
    assert declares(story, second) == 303


def test_r34_where_there_is_no_other_coordinator_members_need_not_wait(
    story: Story,
) -> None:
    first, second = story.people[:2]
    closed(story)
    days_pass(story, 14, first, second)
    assert offers(story, first) == 303
    assert "Ada Nwosu offers to act" in people(story, second)
    assert offers(story, first) == 409
    assert offers(story, second) == 303


def test_r34_two_members_of_one_organisation_are_not_enough(story: Story) -> None:
    first = colleague(story, "Gil Hart", "Example Cables")
    second = colleague(story, "Hal Ives", "example cables ")
    third = colleague(story, "Ivy Jones", "Other Ltd")
    closed(story)
    days_pass(story, 14, first, second, third)
    assert offers(story, first) == 303
    assert offers(story, second) == 303
    assert declares(story, second) == 403
    assert offers(story, third) == 303
    assert declares(story, third) == 303


def test_r34_the_person_it_is_due_from_simply_acts(story: Story) -> None:
    closed(story)
    days_pass(story, 20, story.caller)
    assert offers(story, story.caller) == 409
    assert declares(story, story.caller) == 303
    assert "What is due" not in people(story, story.caller)


def test_r34_members_open_a_call_that_the_caller_leaves(story: Story) -> None:
    first, second = story.people[:2]
    story.offers_the_text()
    days_pass(story, 14, first, second)
    assert "can open the consensus call" in people(story, first)
    assert offers(story, first) == offers(story, second) == 303
    path = f"/documents/{story.document}/call"
    assert first.post(path, days="14", notice="Please.").status_code == 303
    assert story.stage() is Stage.CONSENSUS_CALL


def test_r34_nothing_is_due_before_the_text_was_offered(story: Story) -> None:
    days_pass(story, 20, story.people[0])
    assert "What is due" not in people(story, story.people[0])
    assert offers(story, story.people[0]) == 409


def test_r34_what_waits_for_an_answer_is_not_due_from_the_caller(story: Story) -> None:
    story.open_call(days="7")
    story.objects(story.people[0], "b1")
    story.world.days_pass(8)
    story.tick()
    days_pass(story, 20, story.people[1])
    assert offers(story, story.people[1]) == 409


def test_r34_two_members_coordinate_where_no_caller_is_named(
    story: Story,
) -> None:
    first, second = story.people[:2]
    with story.at_work() as (session, _):
        session.execute(
            update(RoleTerm)
            .where(RoleTerm.role == Role.CALLER)
            .values(until=story.world.now)
        )
    story.offers_the_text()
    days_pass(story, 14, first, second)
    assert "can name a consensus caller" in people(story, first)
    assert offers(story, first) == offers(story, second) == 303
    named = {"member": str(second.member_id), "role": str(Role.CALLER)}
    appointed = first.post(f"/documents/{story.document}/people", **named)
    assert appointed.status_code == 303
    story.caller = second
    closed(story)
    assert declares(story, second) == 303
    story.windows_pass()
    assert first.post(f"/documents/{story.document}/publication").status_code == 303
    page = words_of(output(story).get_data(as_text=True))
    assert "Coordinated by Ada Nwosu and Bo Lind" in page


@pytest.mark.parametrize("status", [401, 403])
def test_r34_only_members_stand_in(story: Story, status: int) -> None:
    closed(story)
    days_pass(story, 14)
    visitor, stranger = story.world.visitor(), story.world.account("Sam Stranger")
    assert offers(story, visitor if status == 401 else stranger) == status
