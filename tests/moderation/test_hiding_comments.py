"""Comments, replies and answers that break the Code of Conduct, wherever they stand."""

import io

from openpyxl import load_workbook

from consensus.deliberation.queries import objection_of
from tests.deliberation.stories import Story
from tests.moderation.hiding import INSULT, REASON, RULE, address, hides, page


def commented(story: Story) -> None:
    """Ada comments on the whole text with an insult, and Bo replies with another."""
    ada, bo = story.people[:2]
    said = {"kind": "general", "text": INSULT, "attribution": "named"}
    text = f"/documents/{story.document}/comments"
    assert ada.post(text, **said).status_code == 303
    reply = {"text": f"{INSULT} All of them.", "attribution": "named"}
    assert bo.post(f"{text}/1/thread", **reply).status_code == 303


def test_r27_a_hidden_comment_is_a_stub_in_every_list_and_table(story: Story) -> None:
    commented(story)
    assert hides(story, story.caller, "comment", 1).status_code == 303
    assert hides(story, story.caller, "reply", 1).status_code == 303
    for place in ("/panel", "/comments", "/comments/1", "/comments/table"):
        shown = page(story, place)
        assert INSULT not in shown, place
        assert REASON in shown, place
        assert RULE in shown, place
        assert "Ada Nwosu" in shown, place
    visitor = story.world.visitor()
    table = f"/documents/{story.document}/comments/table"
    csv = visitor.get(f"{table}.csv").get_data(as_text=True)
    book = load_workbook(io.BytesIO(visitor.get(f"{table}.xlsx").data))
    cells = [str(cell.value) for row in book["Comments"].rows for cell in row]
    for told in (csv, " ".join(cells)):
        assert INSULT not in told
        assert f"Reason: {REASON}" in told
    log = visitor.get(f"/documents/{story.document}/log.ndjson")
    assert INSULT.encode() not in log.data


def test_r27_a_reworded_comment_takes_the_place_of_its_stub(story: Story) -> None:
    commented(story)
    hides(story, story.caller, "comment", 1)
    hides(story, story.caller, "reply", 1)
    ada, bo = story.people[:2]
    for who, kind in ((ada, "comment"), (bo, "reply")):
        again = address(story, kind, 1, "/rewording")
        assert who.post(again, text=f"The {kind} is short.").status_code == 303
    shown = page(story, "/comments/1")
    assert "The comment is short." in shown
    assert "The reply is short." in shown
    assert REASON not in shown


def test_r27_a_hidden_answer_of_the_editors_is_a_stub_too(story: Story) -> None:
    number = story.objects(story.people[0], "b1", "Who reads it out?")
    story.answers(number, INSULT)
    with story.at_work() as (session, document):
        answer = objection_of(session, document.id, number).answers[0].id
    assert hides(story, story.caller, "answer", answer).status_code == 303
    panel = page(story, "/paragraphs/b1/panel")
    assert INSULT not in panel
    assert REASON in panel
    again = address(story, "answer", answer, "/rewording")
    assert story.people[0].post(again, text="Mine.").status_code == 403
    assert story.editor.post(again, text="The clerk does.").status_code == 303
    assert "The clerk does." in page(story, "/paragraphs/b1/panel")
