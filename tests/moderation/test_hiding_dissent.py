"""Dissent that breaks the Code of Conduct: a stub, and everything else as before."""

import json
from pathlib import Path
from zipfile import ZipFile

from consensus.coalitions.models import Member, Role
from consensus.coalitions.roles import Post, give_role
from consensus.deliberation.machine import Move
from consensus.publication.verify import verify
from tests.deliberation.stories import Story
from tests.moderation.hiding import INSULT, REASON, RULE, address, hides, page
from tests.publication.publishing import (
    WHOLE,
    finding,
    level,
    output,
    publishes,
    saved_bundle,
    support_of_others,
)


def insulting(story: Story) -> int:
    """A maintained objection to the first paragraph, with an insult in it."""
    story.open_call()
    number = story.objects(story.people[0], "b1", INSULT)
    story.answers(number)
    support_of_others(story)
    return number


def declared(story: Story, number: int) -> None:
    """The call is over, the objection stands by silence, the levels are declared."""
    story.world.days_pass(15)
    story.tick()
    sent = {**WHOLE, **level("b1"), **finding(number)}
    answer = story.declares(**sent)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    story.windows_pass()


def test_scenario_22_an_insult_in_a_dissent_leaves_a_stub_and_the_fact_of_dissent(
    story: Story, tmp_path: Path
) -> None:
    ada = story.people[0]
    number = insulting(story)
    assert hides(story, story.caller, "objection", number).status_code == 303
    panel = page(story, "/paragraphs/b1/panel")
    assert missing(panel, RULE, REASON, story.caller.name, "Ada Nwosu") == []
    assert INSULT not in panel
    assert INSULT in page(story, f"/hidden/objection/{number}", ada)
    assert INSULT not in page(story, f"/hidden/objection/{number}")

    story.decides(ada, number, Move.MAINTAIN)
    declared(story, number)
    assert publishes(story).status_code == 303
    printed = output(story).get_data(as_text=True)
    target, counted = "Every notice is read out.", "1 objection"
    assert missing(printed, RULE, REASON, "Ada Nwosu", target, counted) == []
    assert INSULT not in printed
    bundle = saved_bundle(story, tmp_path)
    assert verify(bundle).faults == []
    with ZipFile(bundle) as files:
        assert INSULT.encode() not in b"".join(map(files.read, files.namelist()))
    checked = verify(bundle, receipt=receipt_of(story, number))
    assert checked.faults == []
    assert "D-1, its words hidden under the Code of Conduct" in checked.receipt


def test_r26_the_author_of_hidden_words_is_invited_to_reword_them(story: Story) -> None:
    number = insulting(story)
    hides(story, story.caller, "objection", number)
    story.tick()
    told = [one for one in story.world.outbox if "hidden" in one["Subject"]]
    assert [one["To"] for one in told] == ["ada.nwosu@example.org"]
    assert missing(told[0].get_content(), "7 days", REASON, RULE) == []


def missing(text: str, *words: str) -> list[str]:
    """What is not there of some words."""
    return [one for one in words if one not in text]


def receipt_of(story: Story, number: int) -> dict[str, object]:
    """The author's own receipt, which still has their words."""
    ada = story.people[0]
    found = page(story, "/paragraphs/b1/panel", ada)
    start = found.index(f"/objections/{number}/receipts/")
    path = found[start:].split('"', 1)[0]
    answer = ada.get(f"/documents/{story.document}{path}")
    receipt = json.loads(answer.data)
    assert receipt["words"]["reason"] == INSULT
    return dict(receipt)


def test_scenario_9_who_drafted_a_paragraph_cannot_hide_an_objection_to_it(
    story: Story,
) -> None:
    number = insulting(story)
    with story.world.session() as session:
        seat = session.get_one(Member, story.editor.member_id)
        give_role(session, seat, Post(Role.COORDINATOR), by=None)

    refused = hides(story, story.editor, "objection", number, reason="It hurts me.")
    assert refused.status_code == 403
    words = refused.get_data(as_text=True)
    typed = "It hurts me."
    assert missing(words, "You drafted the text", "another coordinator", typed) == []
    assert INSULT in page(story, "/paragraphs/b1/panel")

    assert hides(story, story.caller, "objection", number).status_code == 303
    assert INSULT not in page(story, "/paragraphs/b1/panel")


def test_r26_the_author_has_seven_days_to_reword_what_was_hidden(story: Story) -> None:
    ada = story.people[0]
    number = insulting(story)
    hides(story, story.caller, "objection", number)
    again = address(story, "objection", number, "/rewording")

    other = story.people[1].post(again, reason="I say it for her.")
    assert other.status_code == 403
    assert ada.post(again, reason="").status_code == 422
    assert ada.post(again, reason="It says too little.").status_code == 303
    panel = page(story, "/paragraphs/b1/panel")
    assert "It says too little." in panel
    assert missing(panel, RULE, INSULT) == [RULE, INSULT]

    hides(story, story.caller, "objection", number)
    story.world.days_pass(8)
    late = ada.post(again, reason="It says nothing.")
    assert late.status_code == 409
    assert "seven days" in late.get_data(as_text=True)
    assert RULE in page(story, "/paragraphs/b1/panel")


def test_r26_hidden_dissent_is_not_published_before_its_author_could_reword(
    story: Story,
) -> None:
    number = insulting(story)
    story.decides(story.people[0], number, Move.MAINTAIN)
    declared(story, number)
    hides(story, story.caller, "objection", number)
    assert publishes(story).status_code == 409
    assert f"O-{number} is hidden" in page(story, "/publication")
    story.world.days_pass(8)
    assert publishes(story).status_code == 303


def test_r27_a_hidden_objection_can_be_shown_again(story: Story) -> None:
    number = insulting(story)
    hides(story, story.caller, "objection", number)
    lifting = address(story, "objection", number, "/lifting")
    assert story.people[1].post(lifting, lift_reason="No.").status_code == 403
    assert story.caller.post(lifting, lift_reason="").status_code == 422
    answer = story.caller.post(lifting, lift_reason="It is harsh, and no insult.")
    assert answer.status_code == 303
    assert INSULT in page(story, "/paragraphs/b1/panel")
    assert "no insult" not in page(story, "/paragraphs/b1/panel")
    assert "Shown again" in page(story, "/hidden")


def test_r27_editors_cannot_clean_what_an_objector_wrote(story: Story) -> None:
    number = insulting(story)
    assert hides(story, story.editor, "objection", number).status_code == 403
    again = address(story, "objection", number, "/rewording")
    assert story.editor.post(again, reason="It is short.").status_code == 403
    assert INSULT in page(story, "/paragraphs/b1/panel")


def test_inv_11_hiding_changes_no_count_and_no_state(story: Story) -> None:
    number = insulting(story)
    before = story.state(number), numbers(story)
    hides(story, story.caller, "objection", number)
    assert (story.state(number), numbers(story)) == before
    assert hides(story, story.caller, "objection", number).status_code == 409


def numbers(story: Story) -> list[str]:
    """The tally beside the first paragraph, in words."""
    shown = page(story, "")
    return shown.split('<ul class="tally"')[1].split("</ul>")[0].split()
