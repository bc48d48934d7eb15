"""A new version of an output: what is kept, what stays behind (R40)."""

import hashlib
import json
import zipfile
from pathlib import Path

from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from consensus.deliberation.machine import Move
from consensus.deliberation.models import HolderState
from consensus.documents.models import Stage
from consensus.publication.verify import verify
from tests.deliberation.stories import Story
from tests.publication.publishing import WHOLE, assessed, finding, level, publishes


def begins(story: Story) -> TestResponse:
    """The coordinator begins the next version."""
    return story.caller.post(f"/documents/{story.document}/versions")


def days_pass(story: Story) -> None:
    """A window passes; everybody stays signed in."""
    for one in (story.caller, story.editor, *story.people):
        one.get(story.desk)
    story.world.days_pass(15)
    story.tick()


def page_of(story: Story, number: str) -> str:
    page = story.world.visitor().get(f"/documents/{story.document}/versions/{number}")
    assert page.status_code == 200, number
    return " ".join(BeautifulSoup(page.data, "html5lib").get_text(" ").split())


def bundle_of(story: Story, number: str, folder: Path) -> Path:
    address = f"/documents/{story.document}/versions/{number}/bundle.zip"
    path = folder / f"{number}.zip"
    path.write_bytes(story.world.visitor().get(address).data)
    return path


def published_again(story: Story, *numbers: int) -> TestResponse:
    """A call on the new version, declared with findings, and published."""
    assert story.offers_for_review().status_code == 303
    story.tick()
    days_pass(story)
    assert story.open_call().status_code == 303
    for one in [*story.people[1:], story.joins("Gus Hay")]:
        story.takes(one, "support")
    days_pass(story)
    found = {k: v for one in numbers for k, v in finding(one).items()}
    levels = level("b1") if numbers else {}
    declared = story.declares(**WHOLE, **levels, **found)
    assert declared.status_code == 303, declared.get_data(as_text=True)
    story.windows_pass()
    return publishes(story)


def test_r40_silence_keeps_a_dissent_on_unchanged_words_in_the_new_version(
    story: Story, tmp_path: Path
) -> None:
    number = assessed(story)
    assert publishes(story).status_code == 303
    first = bundle_of(story, "1.0", tmp_path)
    assert begins(story).status_code == 303
    assert story.stage() is Stage.DRAFTING
    story.tick()
    told = [one["Subject"] for one in story.world.outbox]
    assert sum("does your dissent still" in one for one in told) == 1
    mine = story.people[0].get(f"/documents/{story.document}").text
    assert "A new version is begun: does your dissent still stand?" in mine
    story.rewords("b3", "Every notice is kept for ten years.")
    assert published_again(story, number).status_code == 303
    again = page_of(story, "2.0")
    assert f"(O-{number})" in again
    assert "recorded at 1.0, text unchanged" in again
    assert "for ten years" in again
    bundle = bundle_of(story, "2.0", tmp_path)
    assert verify(bundle).faults == []
    assert verify(first).faults == []
    with zipfile.ZipFile(bundle) as files:
        manifest = json.loads(files.read("manifest.json"))
    kept = first.read_bytes()
    digest = hashlib.sha256(kept).hexdigest()
    assert manifest["follows"] == {"version": "1.0", "bundle": digest}
    assert bundle_of(story, "1.0", tmp_path).read_bytes() == kept


def test_r40_dissent_on_changed_words_stays_with_the_old_version(
    story: Story, tmp_path: Path
) -> None:
    number = assessed(story)
    publishes(story)
    begins(story)
    story.rewords("b1", "Every notice is read out by its author.")
    answer = published_again(story)
    text = BeautifulSoup(answer.data, "html5lib").get_text(" ")
    assert answer.status_code == 303, " ".join(text.split())[:900]
    assert story.state(number) is HolderState.RECORDED
    told = [one.get_content() for one in story.world.outbox]
    assert sum("so it does not go over to that one" in one for one in told) == 1
    again = page_of(story, "2.0")
    assert "No member objected to the published text" in again
    assert f"(O-{number})" in page_of(story, "1.0")
    assert "Superseded by version 2.0" in page_of(story, "1.0")
    assert verify(bundle_of(story, "2.0", tmp_path)).faults == []


def test_r40_a_holder_confirms_or_lifts_and_positions_on_unchanged_words_go_on(
    story: Story, tmp_path: Path
) -> None:
    number = assessed(story)
    publishes(story)
    begins(story)
    story.decides(story.people[0], number, Move.CONFIRM)
    mine = story.people[0].get(f"/documents/{story.document}").text
    assert "does your dissent still stand?" not in mine
    assert published_again(story, number).status_code == 303
    again = page_of(story, "1.1")
    assert f"(O-{number})" in again
    assert "recorded at 1.0" not in again
    assert verify(bundle_of(story, "1.1", tmp_path)).faults == []
    begins(story)
    story.decides(story.people[0], number, Move.WITHDRAW)
    assert story.state(number) is HolderState.WITHDRAWN
    assert page_of(story, "1.1") == again


def test_r40_only_coordinators_begin_a_version_and_only_of_an_output(
    story: Story,
) -> None:
    assert begins(story).status_code == 409
    assessed(story)
    publishes(story)
    address = f"/documents/{story.document}/versions"
    assert story.editor.post(address).status_code == 403
    assert (
        "Begin a new version"
        in story.caller.get(f"/documents/{story.document}/stages").text
    )
    assert begins(story).status_code == 303
    assert (
        "has closed yet"
        in story.world.visitor().get(f"/documents/{story.document}/publication").text
    )
    closing = story.caller.post(
        f"/documents/{story.document}/decisions/closing", kind="close", reason="Enough."
    )
    assert closing.status_code == 409
