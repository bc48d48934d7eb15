"""Statements after publication: Part 5 of a later edition of the annex (R25)."""

from pathlib import Path

from consensus.publication.verify import verify
from tests.deliberation.stories import Story
from tests.publication.publishing import output
from tests.publication.revisions import (
    bundle,
    inside,
    live,
    published,
    saved,
    withdraws,
)
from tests.statements.stating import WORDS, Stating, main_of, opened, said
from tests.world import Person


def added(story: Story) -> tuple[Stating, Person, Person]:
    """M-1, written, signed by two who joined and filed after publication."""
    published(story)
    story.world.days_pass(40)
    lead, signer = story.joins("Gil Roe"), story.joins("Hal Orr")
    page = lead.get(f"/documents/{story.document}/versions/1.0").get_data(as_text=True)
    assert "Write a statement after publication" in page
    made = opened(story, lead)
    assert made.signs(signer).status_code == 303
    assert made.files(lead).status_code == 303
    return made, lead, signer


def test_r25_any_member_adds_a_dated_statement_after_publication(
    story: Story, tmp_path: Path
) -> None:
    made, *_ = added(story)
    first = bundle(story, 1)
    assert "Part 5" not in live(story)
    story.tick()
    assert made.state() == "locked"
    assert bundle(story, 1) == first
    later = inside(bundle(story, 2), "annex.json")
    (entry,) = later["added"]
    assert (entry["number"], entry["text"]) == ("M-1", WORDS)
    assert entry["filed_on"] == story.world.now.date().isoformat()
    assert "statements" not in later
    counts = {"objections": 1, "people": 1, "unconfirmed": 0, "added": 1}
    assert later["counts"] == counts
    assert verify(saved(story, 2, tmp_path)).faults == []
    words = live(story)
    assert words.index("Part 5: Statements after publication") > words.index("Part 1:")
    assert "Said after publication: M-1 ." in words
    assert "Not everyone agrees: D-1 ." in words
    assert "M-1 was added, a statement after publication." in words
    story.tick()
    assert output(story, "annex/3").status_code == 404


def test_r24_a_statement_stays_while_somebody_stands_behind_it(
    story: Story, tmp_path: Path
) -> None:
    made, lead, signer = added(story)
    story.tick()
    assert made.withdraws(signer).status_code == 409
    assert withdraws(story, signer, "M-1").status_code == 303
    assert "One of those who stand behind M-1 withdrew." in live(story)
    assert WORDS in live(story)
    assert withdraws(story, lead, "M-1").status_code == 303
    assert WORDS not in live(story)
    assert "M-1 was withdrawn by its author." in live(story)
    assert verify(saved(story, 4, tmp_path)).faults == []
    assert WORDS in said(main_of(output(story, "annex/2")))
