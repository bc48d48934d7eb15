"""Who is told what by mail, once, and who is not (domain.md 11.9, INV-21)."""

from email.message import EmailMessage

import pytest
from sqlalchemy import select

from consensus import mail, scheduling
from consensus.app import create_app
from consensus.coalitions.models import Attribution, Role
from consensus.db import db
from consensus.deliberation.machine import Move
from consensus.notifications.models import Delivery, Told
from tests.deliberation.stories import Story
from tests.deliberation.structuring import splits


@pytest.fixture(autouse=True)
def news_so_far(story: Story) -> None:
    """The roles given when the story was set up have been told before."""
    story.tick()
    story.world.outbox.clear()


def news(story: Story) -> list[EmailMessage]:
    """What the next tick sends."""
    before = len(story.world.outbox)
    story.tick()
    return story.world.outbox[before:]


def to(letters: list[EmailMessage]) -> set[str]:
    """The addresses some letters go to."""
    return {one["To"] for one in letters}


def text(letter: EmailMessage) -> str:
    """The words of a letter."""
    return str(letter.get_content())


def test_every_member_and_observer_gets_the_notice_of_a_call_once(story: Story) -> None:
    observer = story.joins("Olga Watch", role=Role.OBSERVER)
    elsewhere = story.world.person("Zed Else", coalition="islands")
    story.open_call(notice="Please read it, and say where you stand.")
    letters = news(story)
    assert len(letters) == 8
    assert "olga.watch@example.org" in to(letters)
    assert "zed.else@example.org" not in to(letters)
    assert len(to(letters)) == 8
    first = letters[0]
    assert first["Subject"] == (
        "[DC-RIVERS] Consensus call: Plain notices, until 16 March 2026"
    )
    assert "Please read it, and say where you stand." in text(first)
    assert "Open until Monday, 16 March 2026, 11:59 UTC" in text(first)
    assert f"http://localhost/documents/{story.document}" in text(first)
    assert "Not answering is not counted as agreement." in text(first)
    assert "Not answering is not counted" in text(letters[-1])
    assert news(story) == []
    assert observer.member_id
    assert elsewhere.member_id


def test_the_notice_says_once_that_silence_is_not_agreement(story: Story) -> None:
    page = story.caller.get(story.desk).get_data(as_text=True)
    assert "Not answering is not counted as agreement." in page
    story.open_call(notice="Answer! Not answering is not counted as agreement.")
    assert text(news(story)[0]).count("Not answering is not counted") == 1


def test_edits_are_told_to_nobody_and_an_offered_text_to_its_objectors_only(
    story: Story,
) -> None:
    number = story.objects(story.people[0], "b1", "It must say by whom.")
    story.objects(story.people[1], "b2", "Too short.")
    assert news(story) == []
    for words in ("Every notice is read.", "Every notice is read out by the clerk."):
        story.rewords("b1", words)
        assert news(story) == []  # decision 10: nobody is mailed for each edit
    story.offers_the_text()
    (letter,) = news(story)
    assert letter["To"] == "ada.nwosu@example.org"
    assert f"O-{number}" in letter["Subject"]
    told = " ".join(text(letter).split())
    assert (
        "The paragraph you objected to has new words. Is your objection met? Keep it, "
        "lift it, or reword it. If you do not answer, we will print that you neither "
        "confirmed nor lifted it." in told
    )
    assert "Every notice is read out." in told
    assert "Every notice is read out by the clerk." in told
    assert "It must say by whom." in told


def test_words_that_came_back_before_the_mail_went_out_are_not_told(
    story: Story,
) -> None:
    story.objects(story.people[0], "b1")
    story.rewords("b1", "Other words.")
    story.offers_the_text()
    story.rewords("b1", "Every notice is read out.")
    story.offers_the_text()
    assert news(story) == []


def test_an_answer_is_told_to_those_who_wait_for_it(story: Story) -> None:
    number = story.objects(story.people[0], "b1")
    story.asks(number, "What would you rather read?")
    (question,) = news(story)
    assert "What would you rather read?" in text(question)
    story.decides(story.people[0], number, Move.CLARIFY)
    story.answers(number, "The clerk reads it.")
    (letter,) = news(story)
    assert letter["To"] == "ada.nwosu@example.org"
    assert "The clerk reads it." in text(letter)
    assert "An answer never ends it" in text(letter)
    story.world.days_pass(3)
    (reminder,) = news(story)
    assert "Reminder" in reminder["Subject"]
    assert "The clerk reads it." in text(reminder)


def test_members_hear_what_becomes_of_a_call(story: Story) -> None:
    story.open_call(days="7")
    news(story)
    path = f"/documents/{story.document}"
    story.caller.post(f"{path}/call/extension", days="2")
    extended = news(story)
    assert len(extended) == 7
    assert "It is now open until Wednesday, 11 March 2026" in text(extended[0])
    story.editor.post(f"{path}/call/stop", reason="A new law came out.")
    stopped = news(story)
    assert len(stopped) == 7
    assert "A new law came out." in text(stopped[0])

    story.open_call(days="7")
    news(story)
    story.everybody_supports()
    story.world.days_pass(9)
    closed = news(story)
    assert len(closed) == 7
    assert "Ines Duarte now declares" in text(closed[0])
    level = {"level-document": "full_consensus", "rationale-document": "None objects."}
    assert story.declares(**level).status_code == 303
    declared = news(story)
    assert len(declared) == 7
    for words in ("The whole document: Full consensus", "Advised: Full consensus",
                  "Why: None objects.", "Nobody objects to this text."):  # fmt: skip
        assert words in text(declared[0])
    story.caller.post(f"{path}/return", reason="One more round.")
    assert "One more round." in text(news(story)[0])


def test_a_role_is_told_to_the_person_who_gets_it(story: Story) -> None:
    story.world.appoint(story.people[0], Role.EDITOR, story.document)
    (letter,) = news(story)
    assert letter["To"] == "ada.nwosu@example.org"
    assert letter["Subject"] == "[DC-RIVERS] You are now editor"
    assert "for “Plain notices”" in text(letter)


CANARIES = ("Canary Hidden", "Canary Institute", "Second Canary")


def told_of_hidden_people(story: Story) -> list[EmailMessage]:
    """All that is sent around two objections whose authors are not named."""
    hidden = story.joins("Canary Hidden", organisation="Canary Institute")
    joint = story.joins("Second Canary")
    story.tick()
    story.world.outbox.clear()
    number = story.objects(hidden, "b1", "No.", shown=Attribution.MEMBER)
    other = story.objects(joint, "b2", "No.", shown=Attribution.GROUP)
    story.answers(number)
    story.answers(other)
    story.tick()
    story.rewords("b1", "Every notice is read out twice.")
    story.offers_the_text()
    story.open_call()
    story.everybody_supports()
    for _ in range(6):
        story.world.days_pass(3)
        story.tick()
    level = {"level-document": "consensus", "rationale-document": "Most agree."}
    found = {f"finding-{other}": "not_bearing", f"reason-{other}": "Other text."}
    assert story.declares(**level, **found).status_code == 303
    story.tick()
    return story.world.outbox


def test_inv_21_no_mail_holds_a_hidden_name_or_anybody_elses_address(
    story: Story,
) -> None:
    letters = told_of_hidden_people(story)
    assert len(letters) > 30
    assert {"canary.hidden@example.org", "second.canary@example.org"} <= to(letters)
    for letter in letters:
        whole = letter.as_string() + text(letter)
        assert [name for name in CANARIES if name in whole] == []
        assert "@" not in text(letter).replace(letter["To"], "")
        assert (letter["Cc"], letter["Bcc"]) == (None, None)
        assert "," not in letter["To"]


def test_a_crash_between_two_letters_loses_none(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.open_call()
    sent: list[str] = []

    class PowerCut(BaseException):
        """Ends the process at the worst moment."""

    def fails_at_the_fourth(address: str, subject: str, body: str) -> None:
        sent.append(address)
        if len(sent) == 4:
            raise PowerCut

    with monkeypatch.context() as patched:
        patched.setattr(mail, "send", fails_at_the_fourth)
        with pytest.raises(PowerCut):
            scheduling.tick(story.world.app)

    again = create_app(story.world.app.config["SETTINGS"])
    again.testing = True
    with again.app_context():
        scheduling.tick(again)
        rest = [one["To"] for one in mail.outbox()]
        db.engine.dispose()
    assert [*sent[:3], *rest] == list(dict.fromkeys(sent + rest))  # each, in order
    assert len(set(sent + rest)) == 7
    assert sent[3] == rest[0]  # only the letter on its way can come twice


def test_an_address_that_takes_no_mail_holds_up_nobody_and_is_given_up(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []

    def refuses_ada(address: str, subject: str, body: str) -> None:
        tries.append(address)
        if address.startswith("ada."):
            raise mail.MailNotSent("SMTPRecipientsRefused")

    monkeypatch.setattr(mail, "send", refuses_ada)
    story.open_call()
    story.tick()
    assert len(tries) == 7
    story.tick()
    assert tries[7:] == ["ada.nwosu@example.org"]
    story.world.days_pass(1)
    story.tick()
    story.tick()
    assert tries[8:] == ["ada.nwosu@example.org"]


def test_an_old_past_is_not_news(story: Story) -> None:
    story.open_call()
    story.world.days_pass(8)  # as after a restored backup
    assert [one for one in news(story) if "Consensus call:" in one["Subject"]] == []
    with story.at_work() as (session, _):
        told = set(session.scalars(select(Told.entry_id)))
        assert not set(session.scalars(select(Delivery.entry_id))) - told


def test_r7_the_holder_is_told_that_the_words_stand_in_two_paragraphs_now(
    story: Story,
) -> None:
    story.rewords("b1", "Every notice is read out. It is also kept.")
    story.objects(story.people[0], "b1", "It must say by whom.")
    splits(story, "b1", "Every notice is read out.", "It is also kept.")
    story.offers_the_text()
    (letter,) = news(story)
    told = " ".join(text(letter).split())
    assert "is linked to ¶1 and ¶2" in told
    assert "you can keep it on one of the parts only" in told
    assert "It must say by whom." in told


def test_b2_the_holder_who_was_asked_is_told_that_the_words_came_back(
    story: Story,
) -> None:
    story.objects(story.people[0], "b1")
    story.rewords("b1", "Other words.")
    story.offers_the_text()
    assert len(news(story)) == 1
    story.rewords("b1", "Every notice is read out.")
    story.offers_the_text()
    (letter,) = news(story)
    assert "The words you spoke on are back in the text." in text(letter)
