"""Threads and mentions: talk about a comment, which decides nothing."""

from consensus.comments.models import CommentState
from tests.comments.commenting import SHORT, comment, panel, step, stored
from tests.deliberation.stories import Story


def test_members_reply_in_the_thread_and_it_is_no_answer(story: Story) -> None:
    comment(story.people[0], story.document)
    story.tick()
    said = step(
        story.people[1], story.document, "thread", text="I think so too.",
        attribution="group",
    )  # fmt: skip
    assert said.status_code == 303
    shown = panel(story.world.visitor(), story.document)
    assert "I think so too." in shown
    assert "Bo Lind" not in shown
    assert stored(story).state is CommentState.ACKNOWLEDGED
    assert stored(story).disposition is None


def test_a_thread_is_closed_and_opened_again_and_the_comment_goes_on(
    story: Story,
) -> None:
    ada, bo = story.people[:2]
    comment(ada, story.document)
    assert step(bo, story.document, "thread/closing", closed="yes").status_code == 303
    refused = step(
        ada, story.document, "thread", text="One more thing.", attribution="named"
    )
    assert refused.status_code == 409
    assert "One more thing." in refused.text
    assert "That is no answer to the comment." in panel(ada, story.document)
    assert stored(story).disposition is None
    assert step(bo, story.document, "thread/closing", closed="no").status_code == 303
    assert step(bo, story.document, "thread/closing", closed="no").status_code == 409


def test_an_empty_reply_is_refused(story: Story) -> None:
    comment(story.people[0], story.document)
    refused = step(
        story.people[1], story.document, "thread", text=" ", attribution="named"
    )
    assert refused.status_code == 422
    assert "Write what you want to say." in refused.text


def test_a_member_who_is_mentioned_hears_of_it_by_mail(story: Story) -> None:
    ada, bo = story.people[:2]
    story.tick()
    story.world.outbox.clear()
    comment(ada, story.document, f"{SHORT} @bo  LIND, is that so? @Bob Linden? @")
    step(
        bo, story.document, "thread", text="It is, @Ada Nwosu. @Bo Lind knows.",
        attribution="member",
    )  # fmt: skip
    story.tick()
    told = {
        one["To"]: one for one in story.world.outbox if "mentioned" in one["Subject"]
    }
    assert set(told) == {"bo.lind@example.org", "ada.nwosu@example.org"}
    assert "It is, @Ada Nwosu." in told["ada.nwosu@example.org"].get_content()


def test_r17_who_spoke_in_a_comment_is_shown_otherwise_from_then_on(
    story: Story,
) -> None:
    ada, bo, cid = story.people[:3]
    comment(ada, story.document)
    step(bo, story.document, "thread", text="Bo agrees.", attribution="named")
    assert (
        step(cid, story.document, "attribution", attribution="member").status_code
        == 403
    )
    for who in (ada, bo):
        changed = step(who, story.document, "attribution", attribution="member")
        assert changed.status_code == 303
    visitor = story.world.visitor()
    shown = panel(visitor, story.document)
    assert SHORT in shown
    assert "Bo agrees." in shown
    log = visitor.get(f"/documents/{story.document}/log.ndjson").text
    said = [line for line in log.splitlines() if '"C-1"' in line]
    assert len(said) == 4
    for name in ("Ada Nwosu", "Bo Lind"):
        assert name not in shown
        assert not any(name in line for line in said)
