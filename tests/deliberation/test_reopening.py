"""R35: a matter is reopened for new information, which the caller decides about."""

import json

import pytest
from werkzeug.test import TestResponse

from consensus import scheduling
from consensus.deliberation.machine import Move
from consensus.documents.models import Stage
from tests.deliberation.panels import words_of
from tests.deliberation.stories import Story
from tests.publication.publishing import agreed, output, publishes
from tests.world import Person

NEW = {
    "what": "changed_circumstances",
    "text": "A law on notices came into force.",
    "attribution": "named",
}


def asks(story: Story, who: Person, **fields: str) -> TestResponse:
    """Somebody asks for the text to be taken up again."""
    return who.post(f"/documents/{story.document}/reopening", **NEW | fields)


def decides(story: Story, who: Person, granted: str, reason: str) -> TestResponse:
    """Somebody answers the first request."""
    where = f"/documents/{story.document}/reopening/1/decision"
    return who.post(where, granted=granted, reason=reason)


def page(story: Story, who: Person) -> str:
    """The page of requests in words."""
    there = who.get(f"/documents/{story.document}/reopening")
    return words_of(there.get_data(as_text=True))


def told(story: Story, subject: str) -> list[str]:
    """To whom mail with this in its subject went, and what it said."""
    scheduling.tick(story.world.app)
    found = [one for one in story.world.outbox if subject in one["Subject"]]
    return [f"{one['To']} {' '.join(one.get_content().split())}" for one in found]


def closed(story: Story) -> None:
    """A call that all support has closed."""
    story.open_call(days="7")
    story.everybody_supports()
    story.world.days_pass(8)
    story.tick()


def test_r35_any_member_asks_and_the_caller_decides_with_a_reason(story: Story) -> None:
    closed(story)
    ada = story.people[0]
    assert "Ask for it" in page(story, ada)
    assert asks(story, ada).status_code == 303
    assert asks(story, ada).status_code == 409  # the first one waits
    (mail,) = told(story, "Please decide on reopening")
    assert mail.startswith("ines.duarte@example.org")
    assert NEW["text"] in mail
    assert decides(story, ada, "yes", "So it is.").status_code == 403
    assert decides(story, story.editor, "yes", "So it is.").status_code == 403
    for granted, reason in (("yes", ""), ("", "It bears on b2.")):
        refused = decides(story, story.caller, granted, reason)
        assert refused.status_code == 422
        assert reason in refused.get_data(as_text=True)
    assert decides(story, story.caller, "yes", "It bears on b2.").status_code == 303
    assert decides(story, story.caller, "no", "On reflection.").status_code == 409
    assert story.stage() is Stage.REVISION
    mails = told(story, "] Reopened: Plain notices")
    assert len(mails) == 7
    assert all("It bears on b2." in one and NEW["text"] in one for one in mails)


def test_r35_only_new_information_reopens(story: Story) -> None:
    closed(story)
    ada = story.people[0]
    for fields in ({"what": "i_was_not_there"}, {"what": ""}, {"text": " "}):
        refused = asks(story, ada, **fields)
        assert refused.status_code == 422
    assert "were not there is not enough" in page(story, ada)
    assert "Nobody has asked" in page(story, ada)
    assert asks(story, story.world.account("Sam Stranger")).status_code == 403


def test_r35_before_any_call_there_is_nothing_to_reopen(story: Story) -> None:
    assert "Ask for it" not in page(story, story.people[0])
    refused = asks(story, story.people[0])
    assert refused.status_code == 409
    assert NEW["text"] in refused.get_data(as_text=True)


@pytest.mark.parametrize(("granted", "said"), [("yes", "Reopened"), ("no", "Not")])
def test_r35_of_a_published_text_request_and_answer_stand_on_its_page(
    story: Story, granted: str, said: str
) -> None:
    agreed(story)
    publishes(story)
    before = output(story, "publication.html").data
    assert asks(story, story.people[0], attribution="member").status_code == 303
    where = f"/documents/{story.document}/versions/1.0"
    waiting = words_of(story.caller.get(where).get_data(as_text=True))
    assert "or answer a request" in waiting
    assert decides(story, story.caller, granted, "The law is out.").status_code == 303
    shown = words_of(output(story).get_data(as_text=True))
    part = shown.partition("Asked to be taken up again")[2][:600]
    assert NEW["text"] in part
    assert f"{said}" in part
    assert "The law is out." in part
    assert "Ada Nwosu" not in part  # she chose not to be named
    assert output(story, "publication.html").data == before
    assert story.stage() is Stage.PUBLISHED


def test_r35_request_and_answer_are_in_the_record_of_decisions(story: Story) -> None:
    closed(story)
    asks(story, story.people[0])
    decides(story, story.caller, "no", "It was weighed.")
    assert story.stage() is Stage.ASSESSMENT
    record = story.world.visitor().get(f"/documents/{story.document}/record")
    words = words_of(record.get_data(as_text=True))
    assert "asked to reopen the matter (request 1): circumstances have changed" in words
    assert NEW["text"] in words
    assert "Request 1 to reopen the matter was not granted." in words
    assert "It was weighed." in words
    log = story.world.visitor().get(f"/documents/{story.document}/log.ndjson")
    verbs = [json.loads(line)["entry"]["verb"] for line in log.data.splitlines()]
    assert verbs[-2:] == ["reopening.asked", "reopening.decided"]


def test_r35_new_information_lets_the_same_text_be_asked_again(story: Story) -> None:
    number = story.objects(story.people[0], "b1")
    story.answers(number)
    story.decides(story.people[0], number, Move.REPLY)
    story.answers(number)
    story.decides(story.people[0], number, Move.MAINTAIN)
    closed(story)
    story.caller.post(f"/documents/{story.document}/return", reason="Once more.")
    assert story.open_call().status_code == 409  # R31
    asks(story, story.people[1])
    decides(story, story.caller, "yes", "The law changes what was asked.")
    assert story.open_call().status_code == 303
