"""The notices of a text, ready to send: made of the same words as the mail (11.9)."""

from bs4 import BeautifulSoup

from tests.deliberation.stories import Story, story
from tests.publication.publishing import assessed, publishes
from tests.world import world

__all__ = ["story", "world"]


def drafts(story: Story) -> dict[str, tuple[str, str]]:
    """Subject and text of each notice on the page, by its name."""
    page = story.world.visitor().get(f"/documents/{story.document}/notices")
    found = {}
    for one in BeautifulSoup(page.text, "html5lib").select("article"):
        name, subject, text = one.h3, one.input, one.textarea
        assert name is not None
        assert subject is not None
        assert text is not None
        found[name.get_text()] = str(subject["value"]), text.get_text()
    return found


def test_the_opening_of_a_call_reads_as_the_mail_will(story: Story) -> None:
    subject, text = drafts(story)["Consensus call, opening"]
    notice = text.partition("\nOpen until")[0].strip()
    assert story.open_call(notice=notice).status_code == 303
    story.tick()
    mail = story.world.outbox[-1]
    assert mail["Subject"] == subject
    assert mail.get_content().partition("\n--\n")[0].split() == text.split()
    assert "Not answering is not counted as agreement" in text


def test_every_stage_has_its_notices(story: Story) -> None:
    assert set(drafts(story)) == {"Consensus call, opening", "Public comment, opening"}
    story.open_call()
    story.objects(story.people[0], "b1")
    now = drafts(story)
    subject, text = now["Reminder to the list"]
    assert subject.endswith("Reminder, open until 16 March 2026: Plain notices")
    assert "1 of 7 members have taken part so far. Objections so far: 1." in text
    assert "Not heard so far: " in text
    assert "Civil society" not in text
    assert "now open until Monday, 30 March 2026" in now["Extension of the call"][1]
    assert "Please answer." in now["Call, opening, 2 March 2026"][1]


def test_declaration_and_publication_are_ready_to_send(story: Story) -> None:
    assessed(story)
    now = drafts(story)
    told = next(text for name, (_, text) in now.items() if "Declaration" in name)
    assert "Most agree; one member does not." in told
    assert "Do you read it differently? Challenge by" in told
    assert "has been published, version 1.0" in now["Publication"][1]
    assert any(name.startswith("Call, closing") for name in now)
    assert publishes(story).status_code == 303
    assert any(name.startswith("Publication, ") for name in drafts(story))


def test_what_is_open_is_listed_with_how_it_stands(story: Story) -> None:
    story.open_call()
    shown = {"intent": "Read it aloud", "attribution": "named", "capacity": "personal"}
    sent = story.people[0].post(f"/documents/{story.document}/statements", **shown)
    assert sent.status_code == 303
    page = story.world.visitor().get(f"/documents/{story.document}/notices").text
    said = " ".join(BeautifulSoup(page, "html5lib").get_text(" ").split())
    assert "M-1: Read it aloud announced" in said
    assert "Members say where they stand until 16 March 2026" in said
