"""Statements are announced, drafted, opened for signature and filed (domain.md 6.5)."""

import pytest
from bs4 import BeautifulSoup, Tag

from tests.deliberation.stories import Story
from tests.statements.stating import (
    WORDS,
    Stating,
    announced,
    filed,
    main_of,
    opened,
    said,
)


def test_a_statement_is_announced_drafted_opened_signed_and_filed(
    story: Story,
) -> None:
    ada, bo = story.people[:2]
    story.open_call()
    made = announced(story, ada)
    assert made.writes(ada, "draft").status_code == 303
    assert made.writes(ada, "open").status_code == 303
    assert made.signs(bo).status_code == 303
    assert made.files(bo).status_code == 303
    page = said(made.page())
    assert "M-1: Read it to all" in page
    assert WORDS in page
    assert "the words of ¶1" in page.lower()
    assert "Every notice is read out." in page
    assert len(made.signers()) == 2
    assert made.deeds() == [
        "statement.announced", "statement.moved", "statement.worded",
        "statement.signed", "statement.moved",
    ]  # fmt: skip


def test_an_intent_shows_its_name_and_a_draft_is_its_leads_alone(story: Story) -> None:
    ada, bo = story.people[:2]
    story.open_call()
    made = announced(story, ada, "On those who cannot read")
    made.writes(ada, "draft", title="Another title", text="Not ready at all.")
    address = f"/documents/{story.document}/statements"
    for page in (said(made.page(bo)), said(main_of(bo.get(address)))):
        assert "On those who cannot read" in page
        assert "Ada Nwosu, civil society, personal capacity intends to file" in page
        assert "Not ready at all." not in page
        assert "Another title" not in page
    log = bo.get(f"/documents/{story.document}/log.ndjson").get_data(as_text=True)
    assert "Not ready at all." not in log
    assert "Not ready at all." in said(made.page(ada))
    assert bo.get(f"{made.address}/words").status_code == 403


def test_statements_can_be_written_from_the_opening_of_the_call(story: Story) -> None:
    ada = story.people[0]
    sent = {"intent": "Early", "attribution": "named", "capacity": "personal"}
    address = f"/documents/{story.document}/statements"
    early = ada.post(address, **sent)
    assert early.status_code == 409
    assert "Early" in early.get_data(as_text=True)
    story.open_call()
    assert ada.post(address, **sent).status_code == 303


def test_what_is_missing_is_said_and_nothing_typed_is_lost(story: Story) -> None:
    ada = story.people[0]
    story.open_call()
    made = announced(story, ada)
    wrong: list[tuple[dict[str, object], str]] = [
        ({"title": ""}, "Give the statement a title."),
        ({"text": ""}, "Write the statement before you open it for signature."),
        ({"target": []}, "Choose what the statement is about."),
        ({"target": ["wording:b9"]}, "That paragraph is not in the text"),
        ({"text": "long " * 4001}, "A statement can be 20,000 characters long"),
    ]
    for fields, sentence in wrong:
        answer = made.writes(ada, "open", **fields)
        page = said(main_of(answer))
        assert answer.status_code == 422, sentence
        assert sentence in page
        kept = "Read it to all" if "title" not in fields else WORDS
        assert kept in page
    assert made.state() == "intended"


def test_a_text_of_ten_thousand_characters_is_taken_whole(story: Story) -> None:
    ada = story.people[0]
    story.open_call()
    words = "a word " * 1428 + "end."
    made = opened(story, ada, text=words)
    assert words in made.page().get_text()


def test_only_the_lead_changes_the_words(story: Story) -> None:
    ada, bo = story.people[:2]
    story.open_call()
    made = opened(story, ada)
    made.signs(bo)
    sent = bo.post(f"{made.address}/words", step="change", kind="dissent", text="Mine.")
    assert sent.status_code == 403
    assert WORDS in said(made.page())


def test_every_kind_of_target_can_be_chosen_and_is_quoted(story: Story) -> None:
    ada = story.people[0]
    removed = f"/documents/{story.document}/paragraphs/b2/remove"
    assert story.editor.post(removed).status_code in {302, 303}
    story.offers_the_text()
    story.open_call()
    targets = ["document", "process", "level", "wording:b1", "omission:b3",
               "level:b3", "removal:b2"]  # fmt: skip
    page = said(opened(story, ada, targets).page())
    for words in (
        "The whole text", "How the text was made", "The level declared for the whole",
        "The words of ¶1", "What is missing after ¶2", "The level declared for ¶2",
        "The removal of a paragraph", "Every notice is short.",
    ):  # fmt: skip
        assert words in page, words


@pytest.mark.parametrize("step", ["files", "signs"])
def test_a_step_that_is_not_open_is_refused_in_words(story: Story, step: str) -> None:
    ada, bo = story.people[:2]
    story.open_call()
    made = filed(story, ada)
    who = ada if step == "files" else bo
    answer = getattr(made, step)(who)
    assert answer.status_code == 409
    assert "This statement is filed" in said(main_of(answer))


def test_somebody_who_has_not_signed_cannot_file(story: Story) -> None:
    story.open_call()
    made = opened(story, story.people[0])
    assert made.files(story.people[1]).status_code == 403
    assert made.state() == "open_for_signature"


def test_a_filed_statement_that_is_revised_is_open_again(story: Story) -> None:
    ada = story.people[0]
    story.open_call()
    made = filed(story, ada)
    assert made.writes(ada, "change", text="Other words altogether.").status_code == 303
    assert made.state() == "open_for_signature"
    assert made.files(ada).status_code == 303


def test_an_announcement_can_be_taken_back(story: Story) -> None:
    ada = story.people[0]
    story.open_call()
    made = announced(story, ada)
    assert made.withdraws(ada).status_code == 303
    assert made.state() == "withdrawn"
    assert "taken back before there were words" in said(made.page())


def test_statements_are_numbered_in_the_order_announced(story: Story) -> None:
    story.open_call()
    numbers = [announced(story, one, one.name).number for one in story.people[:3]]
    assert numbers == [1, 2, 3]
    assert (
        Stating(story, 9)
        .story.people[0]
        .get(f"/documents/{story.document}/statements/9")
        .status_code
        == 404
    )


def test_a_statement_is_begun_from_the_panel_of_its_paragraph(story: Story) -> None:
    ada, bo = story.people[:2]
    panel = f"/documents/{story.document}/paragraphs/b1/panel"
    assert "statements?target" not in ada.get(panel).get_data(as_text=True)
    story.open_call()
    link = BeautifulSoup(ada.get(panel).get_data(as_text=True), "html.parser").find(
        "a", string="Write a minority statement on paragraph 1"
    )
    assert isinstance(link, Tag)
    form = main_of(ada.get(str(link["href"]))).select_one("[name=target]")
    assert form is not None
    assert form["value"] == "wording:b1"
    whole = ada.get(f"/documents/{story.document}/panel").get_data(as_text=True)
    assert "statements?target=document" in whole
    filed(story, ada)
    assert "M-1: Read it to all" in bo.get(panel).get_data(as_text=True)


def test_r17_unnamed_signers_are_told_apart_by_their_number(story: Story) -> None:
    ada, bo, cleo = story.people[:3]
    story.open_call()
    made = opened(story, ada)
    for one in (bo, cleo):
        made.signs(one, attribution="member")
    unnamed = made.signers()[1:]
    assert all("(Member " in one and one.startswith("a member") for one in unnamed)
    assert len(set(unnamed)) == 2
