"""The states of a comment, move by move (domain.md 6.8)."""

import pytest

from consensus.coalitions.models import Role
from consensus.comments.models import CommentState, Disposition
from tests.comments.commenting import answer, comment, panel, step, stored
from tests.deliberation.stories import Story


def test_6_8_a_new_comment_is_acknowledged_by_the_clock(story: Story) -> None:
    comment(story.people[0], story.document)
    assert stored(story).state is CommentState.NEW
    story.tick()
    assert stored(story).state is CommentState.ACKNOWLEDGED
    story.tick()
    assert story.verbs().count("comment.moved") == 1


def test_6_8_an_editor_disposes_with_an_answer(story: Story) -> None:
    comment(story.people[0], story.document)
    story.tick()
    done = answer(story.editor, story.document, change_block="b1")
    assert done.status_code == 303
    kept = stored(story)
    assert kept.state is CommentState.DISPOSED
    assert kept.disposition is Disposition.ACCEPTED
    shown = panel(story.world.visitor(), story.document)
    assert "Accepted Mara Vance, for the editors" in shown
    assert "We add it." in shown
    assert "Changed: ¶1, wording 1." in shown


def test_6_8_an_answer_given_before_the_receipt_acknowledges_first(
    story: Story,
) -> None:
    comment(story.people[0], story.document)
    assert answer(story.editor, story.document).status_code == 303
    assert story.verbs()[-2:] == ["comment.moved", "comment.answered"]


def test_6_8_one_disposition_and_no_second(story: Story) -> None:
    comment(story.people[0], story.document)
    answer(story.editor, story.document)
    again = answer(story.editor, story.document, text="Or rather not.")
    assert again.status_code == 409
    assert "Or rather not." in again.text
    assert "C-1 cannot be answered any more" in again.text
    assert stored(story).answer == "We add it."


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"answer": " "}, "every comment gets one"),
        ({"disposition": "withdrawn"}, "Only its author"),
        ({"disposition": "duplicate"}, "name the comment it repeats"),
        ({"disposition": "duplicate", "duplicate_of": "C-9"}, "no comment C-9"),
        ({"disposition": "duplicate", "duplicate_of": "1"}, "cannot repeat itself"),
        ({"duplicate_of": "C-1"}, "only for one"),
        ({"disposition": "done"}, "offered values"),
    ],
)
def test_an_answer_that_is_not_whole_is_refused(
    story: Story, fields: dict[str, str], sentence: str
) -> None:
    comment(story.people[0], story.document)
    path = f"/documents/{story.document}/comments/1/answer"
    sent = {"disposition": "noted", "answer": "We see.", **fields}
    refused = story.editor.post(path, **sent)
    assert refused.status_code in {404, 422}
    assert sentence in refused.text
    assert stored(story).disposition is None


def test_members_cannot_answer_and_coordinators_only_on_scope(story: Story) -> None:
    comment(story.people[0], story.document)
    assert answer(story.people[1], story.document).status_code == 403
    kim = story.world.person("Kim Ode", role=Role.COORDINATOR)
    assert answer(kim, story.document).status_code == 403
    done = answer(kim, story.document, disposition="out_of_scope")
    assert done.status_code == 303
    assert "Out of scope" in panel(kim, story.document)


@pytest.mark.parametrize(
    ("satisfied", "state"),
    [("yes", CommentState.SATISFIED), ("no", CommentState.NOT_SATISFIED)],
)
def test_6_8_the_author_says_whether_the_answer_satisfies(
    story: Story, satisfied: str, state: CommentState
) -> None:
    ada, bo = story.people[:2]
    comment(ada, story.document)
    early = step(ada, story.document, "reply", satisfied=satisfied)
    assert early.status_code == 409
    answer(story.editor, story.document)
    others = step(bo, story.document, "reply", satisfied=satisfied)
    assert others.status_code == 403
    said = step(ada, story.document, "reply", satisfied=satisfied, note="I see.")
    assert said.status_code == 303
    assert stored(story).state is state
    assert "I see." in panel(story.world.visitor(), story.document)
    twice = step(ada, story.document, "reply", satisfied="yes")
    assert twice.status_code == 409


def test_6_8_fourteen_days_of_silence_are_no_reply(story: Story) -> None:
    ada = story.people[0]
    comment(ada, story.document)
    answer(story.editor, story.document)
    story.world.days_pass(13.9)
    story.tick()
    assert stored(story).state is CommentState.DISPOSED
    story.world.days_pass(0.2)
    story.tick()
    assert stored(story).state is CommentState.NO_REPLY
    assert step(ada, story.document, "reply", satisfied="no").status_code == 409


def test_6_8_the_author_withdraws_before_the_answer_and_it_stays_on_record(
    story: Story,
) -> None:
    ada, bo = story.people[:2]
    comment(ada, story.document)
    assert step(bo, story.document, "withdrawal").status_code == 403
    assert step(ada, story.document, "withdrawal").status_code == 303
    assert answer(story.editor, story.document).status_code == 409
    assert "Withdrawn by its author" in panel(bo, story.document)
    assert step(ada, story.document, "reply", satisfied="yes").status_code == 409
    story.world.days_pass(15)
    story.tick()
    assert stored(story).state is CommentState.DISPOSED
