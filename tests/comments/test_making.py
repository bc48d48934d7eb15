"""Making a comment: who may, on which words, and where everybody reads it."""

import pytest

from consensus.coalitions.models import Role
from tests.comments.commenting import SHORT, comment, page, panel, seen, stored
from tests.deliberation.stories import Story


def test_a_comment_on_a_paragraph_is_read_by_everybody(story: Story) -> None:
    ada = story.people[0]
    made = comment(ada, story.document, proposed_text="Every notice is mailed.")
    assert made.status_code == 303
    assert made.location.endswith("#b1-c1")
    shown = panel(story.world.visitor(), story.document)
    assert "C-1 , comment of Ada Nwosu" in shown
    assert SHORT in shown
    assert "Proposed text: Every notice is mailed." in shown
    assert "Substantive · wording 1" in shown
    assert SHORT in page(story.world.visitor(), story.document)
    assert "comment.made" in story.verbs()


def test_a_comment_can_be_on_the_whole_text(story: Story) -> None:
    assert comment(story.people[0], story.document, block="").status_code == 303
    assert "C-1" in panel(story.world.visitor(), story.document, "")
    assert "C-1" not in panel(story.world.visitor(), story.document)
    assert "The whole text" in page(story.world.visitor(), story.document)
    assert stored(story).wording is None


def test_it_is_anchored_to_the_words_it_quotes(story: Story) -> None:
    made = comment(story.people[0], story.document, quote="read  out")
    assert made.status_code == 303
    kept = stored(story)
    assert (kept.quote, kept.prefix, kept.suffix, kept.position) == (
        "read out", "Every notice is ", ".", 16,
    )  # fmt: skip
    assert kept.wording is not None
    assert kept.wording.minted_by == "comment"


def test_a_quote_that_is_not_in_the_paragraph_is_refused_and_nothing_is_lost(
    story: Story,
) -> None:
    refused = comment(story.people[0], story.document, quote="mailed at once")
    assert refused.status_code == 422
    assert SHORT in refused.text
    assert "mailed at once" in refused.text
    assert "not in this paragraph" in refused.text
    assert "comment.made" not in story.verbs()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": "  "}, "Write your comment."),
        ({"text": "bell \x07"}, "cannot be seen"),
        ({"text": "x" * 20_001}, "20,000 characters"),
        ({"kind": "shout"}, "offered values"),
        ({"seen_mac": "0" * 64}, "which words you read"),
    ],
)
def test_what_cannot_be_a_comment_is_refused_with_a_sentence(
    story: Story, fields: dict[str, str], sentence: str
) -> None:
    refused = comment(story.people[0], story.document, **fields)
    assert refused.status_code == 422
    assert sentence in refused.text
    assert "comment.made" not in story.verbs()


def test_r43_it_is_bound_to_the_words_its_author_saw(story: Story) -> None:
    ada = story.people[0]
    before = seen(ada, story.document)
    story.rewords("b1", "Each day every notice is mailed.")
    assert comment(ada, story.document, **before).status_code == 303
    kept = stored(story)
    assert kept.wording is not None
    assert kept.wording.text == "Every notice is read out."
    assert "The paragraph has changed since." in panel(ada, story.document)


def test_observers_comment_and_visitors_are_asked_to_sign_in(story: Story) -> None:
    observer = story.world.person("Obi Watts", role=Role.OBSERVER)
    assert comment(observer, story.document).status_code == 303
    visitor = story.world.visitor()
    path = f"/documents/{story.document}/comments"
    assert visitor.post(path, text="Hello").status_code == 401
    stranger = story.world.account("Stray Cat")
    assert stranger.post(path, text="Hello").status_code == 403


def test_r17_the_author_chooses_how_they_are_shown(story: Story) -> None:
    made = comment(story.people[0], story.document, attribution="group")
    assert made.status_code == 303
    shown = panel(story.world.visitor(), story.document)
    assert "a member from civil society" in shown
    assert "Ada Nwosu" not in shown
    assert "You" in panel(story.people[0], story.document)
