"""Sense checks (domain.md 7.4): six steps, blind for everybody, and in no reading."""

import json
import re

from sqlalchemy import select
from werkzeug.test import TestResponse

from consensus.coalitions.charter import Charter
from consensus.coalitions.forms import charter_as_typed
from consensus.deliberation.call_models import ReadingRow
from tests.deliberation.panels import words_of
from tests.deliberation.stories import Story
from tests.world import Person

STEPS = ("strongly_for", "for", "neither", "against", "strongly_against", "unclear")


def asks(story: Story, question: str = "Is it too long?", days: str = "7",
         who: Person | None = None) -> TestResponse:  # fmt: skip
    """The editor asks the members a question."""
    path = f"/documents/{story.document}/sense-checks"
    return (who or story.editor).post(path, question=question, days=days)


def answers(story: Story, who: Person, step: str, number: int = 1) -> int:
    """Somebody answers; the status of what they get."""
    path = f"/documents/{story.document}/sense-checks/{number}/answer"
    return who.post(path, step=step).status_code


def page(story: Story, who: Person | None = None) -> str:
    """The page of the sense checks as it reads."""
    reader = who or story.world.visitor()
    return words_of(reader.get(f"/documents/{story.document}/sense-checks").text)


def log(story: Story) -> str:
    """The public log of the text."""
    return story.world.visitor().get(f"/documents/{story.document}/log.ndjson").text


def test_a_question_is_asked_answered_on_six_steps_and_told_at_its_end(
    story: Story,
) -> None:
    story.charter(sense_checks_allowed=True)
    assert asks(story).status_code == 303
    form = story.people[0].get(f"/documents/{story.document}/sense-checks").text
    assert tuple(re.findall(r'name="step"[^>]* value="(\w+)"', form)) == STEPS
    for who, step in zip(story.people, STEPS[1:], strict=True):
        assert answers(story, who, step) == 303
    assert "You answered: It is unclear to me" in page(story, story.people[4])
    story.world.days_pass(8)
    said = page(story)
    assert "I lean towards it 1" in said
    assert "It is unclear to me 1" in said
    assert "I feel strongly for it 0" in said
    story.tick()
    told = json.loads(log(story).splitlines()[-1])["entry"]["facts"]
    assert told["people"] == 5
    assert told["steps"] == dict.fromkeys(STEPS[1:], 1) | {"strongly_for": 0}
    verbs = story.verbs()
    story.tick()
    assert story.verbs() == verbs  # its end is recorded once


def test_nobody_sees_an_answer_before_the_end_nor_does_the_record_tell_it(
    story: Story,
) -> None:
    story.charter(sense_checks_allowed=True)
    asks(story)
    for who in story.people:
        answers(story, who, "strongly_against")
    for reader in (None, story.editor, story.caller, story.people[0]):
        said = page(story, reader).replace(
            "You answered: I feel strongly against it.", ""
        )
        assert "people answered" not in said
        assert not re.search(r"against it \d", said)
    assert "strongly_against" not in log(story)
    for name in ("Ada Nwosu", "Bo Lind"):
        assert name not in log(story)


def test_r18_fewer_than_five_answers_are_not_shown(story: Story) -> None:
    story.charter(sense_checks_allowed=True)
    asks(story)
    for who in story.people[:4]:
        answers(story, who, "against")
    story.world.days_pass(8)
    assert "Fewer than five people answered: their answers are not shown" in page(story)
    story.tick()
    assert '"steps":null' in log(story).replace(" ", "")


def test_an_answer_can_be_changed_until_the_end_and_not_after(story: Story) -> None:
    story.charter(sense_checks_allowed=True)
    asks(story)
    ada = story.people[0]
    assert answers(story, ada, "for") == 303
    assert answers(story, ada, "nonsense") == 422
    assert answers(story, ada, "unclear") == 303
    assert "You answered: It is unclear to me" in page(story, ada)
    story.world.days_pass(8)
    assert answers(story, ada, "against") == 409


def test_a_sense_check_never_enters_a_reading_and_waits_for_the_end_of_a_call(
    story: Story,
) -> None:
    story.charter(sense_checks_allowed=True)
    asks(story, days="2")
    for who in story.people:
        answers(story, who, "strongly_for")
    story.open_call()
    assert answers(story, story.people[0], "for") == 409
    story.world.days_pass(3)
    assert "shown when the consensus call has closed" in page(story)
    story.world.days_pass(12)
    story.tick()
    with story.at_work() as (session, _):
        whole = session.scalars(
            select(ReadingRow).where(ReadingRow.block_id.is_(None))
        ).one()
        assert whole.counts["people"] == whole.counts["support"] == 0
    assert "I feel strongly for it 5" in page(story)


def test_only_where_the_charter_allows_it_and_one_after_the_other(
    story: Story,
) -> None:
    refused = asks(story, "Is it clear to all?")
    assert refused.status_code == 409
    assert "Is it clear to all?" in refused.text  # nothing typed is lost
    assert "does not allow sense checks" in page(story)
    charter = charter_as_typed(Charter()) | {"sense_checks_allowed": "yes"}
    saved = story.caller.post("/coalitions/rivers/charter", **charter)
    assert saved.status_code == 303
    assert asks(story, "").status_code == 422
    assert asks(story, days="90").status_code == 422
    assert asks(story, who=story.people[0]).status_code == 403
    assert asks(story).status_code == 303
    assert asks(story, "And another?").status_code == 409
