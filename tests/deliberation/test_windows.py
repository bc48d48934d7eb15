"""Member review and public comment: who opens them, for how long, what then is."""

import pytest
from bs4 import BeautifulSoup

from consensus.deliberation.windows import end_of_day
from consensus.documents.models import Stage
from consensus.documents.queries import open_window, windows_of
from consensus.documents.window_models import Window, WindowKind
from tests.deliberation.stories import Story
from tests.world import START


@pytest.fixture(autouse=True)
def begun(story: Story) -> None:
    """The text is still being drafted."""
    story.is_at(Stage.DRAFTING)


def words(story: Story, path: str = "/stages") -> str:
    """What a visitor reads on a page of the text."""
    page = story.world.visitor().get(f"/documents/{story.document}{path}")
    main = BeautifulSoup(page.get_data(as_text=True), "html5lib").find("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


def windows(story: Story) -> list[Window]:
    """Every window of the text so far."""
    with story.at_work() as (session, document):
        return windows_of(session, document)


def reviewed(story: Story) -> None:
    """A member review is held and its time is over."""
    assert story.offers_for_review().status_code == 303
    story.world.days_pass(15)


def test_6_1_an_editor_offers_the_text_for_member_review(story: Story) -> None:
    assert story.offers_for_review(notice="Read it, all of you.").status_code == 303
    assert story.stage() is Stage.MEMBER_REVIEW
    [window] = windows(story)
    assert window.closes_at == end_of_day(START, 14)
    assert window.told == 7
    assert story.verbs()[-1] == "window.opened"
    assert "snapshot.made" in story.verbs()  # the guard of 6.1
    said = words(story)
    assert "Member review Closes Monday 16 March 2026, 11:59 UTC" in said
    assert "Read it, all of you." in said


def test_6_1_everybody_is_told_of_a_review(story: Story) -> None:
    story.tick()
    story.world.outbox.clear()
    story.offers_for_review(notice="Read it, all of you.")
    story.tick()
    letters = story.world.outbox
    assert len(letters) == 7
    assert letters[0]["Subject"] == (
        "[DC-RIVERS] Member review, until 16 March 2026: Plain notices"
    )
    assert "Read it, all of you." in letters[0].get_content()


@pytest.mark.parametrize("clock_came_by", [True, False])
def test_6_1_a_review_ends_by_the_clock_in_revision(
    story: Story, clock_came_by: bool
) -> None:
    reviewed(story)
    if clock_came_by:
        story.tick()
        assert story.verbs()[-1] == "window.closed"
        story.tick()
        assert story.verbs().count("window.closed") == 1
    assert "Revision" in words(story)
    with story.at_work() as (session, document):
        assert document.stage_now is Stage.REVISION
        assert open_window(session, document) is None


def test_6_1_the_text_can_change_during_a_review(story: Story) -> None:
    story.offers_for_review()
    answer = story.editor.get(f"/documents/{story.document}/paragraphs/b1/edit")
    assert answer.status_code == 200
    number = story.objects(story.people[0], "b1")
    with story.at_work() as (session, document):
        assert document.stage is Stage.MEMBER_REVIEW
        window = open_window(session, document)
        assert window is not None
        assert window.kind is WindowKind.MEMBER_REVIEW
    assert number == 1


def test_6_1_public_comment_follows_a_revision_and_leads_back_to_it(
    story: Story,
) -> None:
    assert story.opens_comment().status_code == 409
    assert story.stage() is Stage.DRAFTING
    reviewed(story)
    assert story.opens_comment().status_code == 303
    assert story.stage() is Stage.PUBLIC_COMMENT
    noted = [verb for verb in story.verbs() if verb.startswith("window.")]
    assert noted == ["window.opened", "window.closed", "window.opened"]
    story.world.days_pass(31)
    story.tick()
    assert story.stage() is Stage.REVISION


def test_6_9_the_first_comment_is_longer_than_those_after_it(story: Story) -> None:
    story.offers_for_review(days="7")
    story.world.days_pass(8)
    short = story.opens_comment(days="13", notice="Comment on this.")
    assert short.status_code == 422
    page = short.get_data(as_text=True)
    assert "This window is open for 14 days at least." in page
    assert "Comment on this." in page
    assert story.opens_comment(days="14").status_code == 303
    story.world.days_pass(15)
    assert 'value="15"' in story.editor.get(
        f"/documents/{story.document}/stages"
    ).get_data(as_text=True)
    assert story.opens_comment(days="7").status_code == 303
    assert [one.title for one in windows(story)] == [
        "Member review 1", "Public comment 1", "Public comment 2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ("6", "This window is open for 7 days at least."),
        ("121", "A window is open for 120 days at most."),
        ("two weeks", "Give the number of days as a whole number"),
    ],
)
def test_inv_27_a_review_under_its_floor_is_refused_and_nothing_is_lost(
    story: Story, days: str, sentence: str
) -> None:
    answer = story.offers_for_review(days=days, notice="My own words.")
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)
    assert "My own words." in answer.get_data(as_text=True)
    assert story.stage() is Stage.DRAFTING
    assert windows(story) == []


def test_inv_27_every_window_lasts_its_floor_from_its_notice_on(story: Story) -> None:
    story.offers_for_review(days="7")
    story.world.days_pass(8)
    story.opens_comment(days="14")
    story.world.days_pass(15)
    story.opens_comment(days="7")
    floors = [7, 14, 7]
    for window, floor in zip(windows(story), floors, strict=True):
        assert (window.closes_at - window.notice_sent_at).days >= floor


def test_a_review_without_notice_is_refused(story: Story) -> None:
    answer = story.offers_for_review(notice=" ")
    assert answer.status_code == 422
    assert "Write the notice" in answer.get_data(as_text=True)


def test_a_charter_can_rule_public_comment_out(story: Story) -> None:
    reviewed(story)
    story.charter(public_comment="never")
    address = f"/documents/{story.document}/stages"
    assert "public-comment" not in story.editor.get(address).get_data(as_text=True)
    assert story.opens_comment().status_code == 409


def test_g1_a_charter_that_asks_for_public_comment_is_kept_to(story: Story) -> None:
    story.charter(public_comment="always")
    story.is_at(Stage.REVISION)
    assert "No public comment has been held" in words(story, "/desk")
    refused = story.open_call(notice="My own words.")
    assert refused.status_code == 409
    assert "asks for public comment before" in refused.get_data(as_text=True)
    assert "My own words." in refused.get_data(as_text=True)
    story.opens_comment(days="14")
    story.world.days_pass(16)
    assert "No public comment has been held" not in words(story, "/desk")
    assert story.open_call().status_code == 303


@pytest.mark.parametrize("stage", [Stage.DRAFTING, Stage.MEMBER_REVIEW])
def test_6_1_no_call_is_opened_on_a_text_that_is_not_in_revision(
    story: Story, stage: Stage
) -> None:
    if stage is Stage.MEMBER_REVIEW:
        story.offers_for_review()
    assert f"at the stage “{stage.label}”" in words(story, "/desk")
    assert story.open_call().status_code == 409
    assert story.stage() is stage


def test_members_find_no_form_and_are_refused(story: Story) -> None:
    member = story.people[0]
    page = member.get(f"/documents/{story.document}/stages").get_data(as_text=True)
    assert "<form" not in page.partition("<main")[2]
    answer = member.post(f"/documents/{story.document}/review", days="14", notice="x")
    assert answer.status_code == 403
