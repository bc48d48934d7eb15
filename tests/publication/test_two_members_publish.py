"""A text that could be published is published: by coordinators, or by two members."""

from pathlib import Path

from consensus import scheduling
from consensus.coalitions.models import Role
from consensus.coalitions.queries import coordinators_of, roles_in_force
from consensus.coalitions.roles import end_role
from consensus.deliberation.machine import Move
from tests.chain.terminal import run_here
from tests.deliberation.panels import words_of
from tests.deliberation.stories import Story
from tests.publication.publishing import agreed, output, publishes, saved_bundle
from tests.world import Person


def asks(story: Story, who: Person) -> int:
    """A member asks for publication; the answer's status."""
    return who.post(f"/documents/{story.document}/publication/together").status_code


def checklist(story: Story, who: Person) -> str:
    """The page before publication in words."""
    page = who.get(f"/documents/{story.document}/publication")
    return words_of(page.get_data(as_text=True))


def ready_for(story: Story, days: int) -> None:
    """Everything is done, the clock has seen it, and that many days have passed."""
    agreed(story)
    story.tick()
    for _ in range(days):
        story.world.days_pass(1)
        story.caller.get("/")  # browsers stay signed in
        for one in story.people:
            one.get("/")


def test_scenario_20_after_30_days_two_members_publish(
    story: Story, tmp_path: Path
) -> None:
    ready_for(story, 31)
    first, second = story.people[:2]
    assert "any two members can publish it" in checklist(story, first)
    assert asks(story, first) == 303
    assert "Ada Nwosu asks" in checklist(story, second)
    assert asks(story, first) == 409
    assert asks(story, second) == 303
    page = words_of(output(story).get_data(as_text=True))
    assert "Published by two members Ada Nwosu and Bo Lind" in page
    assert run_here("verify", saved_bundle(story, tmp_path)).code == 0
    assert "publication.asked" in story.verbs()


def test_scenario_20_not_before_30_days_are_over(story: Story) -> None:
    ready_for(story, 29)
    page = checklist(story, story.people[0])
    assert "publication/together" not in page
    assert "From" in page
    assert asks(story, story.people[0]) == 409
    assert publishes(story).status_code == 303  # a coordinator always can


def test_scenario_20_only_members_may_and_only_a_text_that_is_ready(
    story: Story,
) -> None:
    ready_for(story, 31)
    assert asks(story, story.world.visitor()) == 401
    stranger = story.world.account("Sam Stranger")
    assert asks(story, stranger) == 403


def test_scenario_20_days_in_which_something_was_missing_do_not_count(
    story: Story,
) -> None:
    number = story.objects(story.people[0], "b1")
    story.decides(story.people[0], number, Move.WITHDRAW)
    ready_for(story, 20)
    story.decides(story.people[0], number, Move.DISSENT_AFTER_CALL)
    story.tick()
    assert story.verbs()[-1] == "publication.hindered"
    story.world.days_pass(11)
    assert asks(story, story.people[1]) == 409


def test_the_coordinators_are_told_that_it_can_be_published(story: Story) -> None:
    ready_for(story, 0)
    scheduling.tick(story.world.app)
    (told,) = [m for m in story.world.outbox if "can be published" in m["Subject"]]
    assert told["To"] == "ines.duarte@example.org"
    assert "any two members" in " ".join(told.get_content().split())


def test_inv_38_a_coalition_whose_last_coordinator_goes_reaches_publication(
    story: Story,
) -> None:
    first, second = story.people[:2]
    agreed(story)
    with story.at_work() as (session, document):
        for term in roles_in_force(session, document.coalition):
            if term.role is Role.COORDINATOR:
                end_role(session, term, by=None)
    with story.at_work() as (session, document):
        assert coordinators_of(session, document.coalition) == []
    assert publishes(story).status_code == 403
    for one in (first, second):
        where = f"/documents/{story.document}/people/coordinate"
        assert one.post(where).status_code == 303
    sent = second.post(f"/documents/{story.document}/publication")
    assert sent.status_code == 303
    page = words_of(output(story).get_data(as_text=True))
    assert "Coordinated by Ada Nwosu and Bo Lind" in page
