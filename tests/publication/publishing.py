"""A document brought to publication by its people, in the words of the story."""

from pathlib import Path

from werkzeug.test import TestResponse

from consensus.deliberation.machine import Move
from tests.deliberation.stories import Story

WHOLE = {
    "level-document": "consensus",
    "rationale-document": "Most agree; one member does not.",
}


def finding(number: int) -> dict[str, str]:
    """The fields of a finding on an objection."""
    return {
        f"finding-{number}": "outweighed",
        f"reason-{number}": "Others need it shorter.",
        f"alternatives-{number}": "Leaving it out.",
    }


def level(block: str, code: str = "consensus") -> dict[str, str]:
    """The fields of a level for a paragraph."""
    return {f"level-{block}": code, f"rationale-{block}": "It was weighed."}


def support_of_others(story: Story) -> None:
    """Four members and a newcomer support the whole text of the open call."""
    for one in story.people[1:]:
        story.takes(one, "support")
    story.takes(story.joins("Fay Reed"), "support")


def maintained(story: Story) -> int:
    """One member maintains an objection to the first paragraph; the call is over."""
    story.open_call()
    number = story.objects(story.people[0], "b1", "Who reads it out?")
    story.answers(number)
    story.decides(story.people[0], number, Move.MAINTAIN)
    support_of_others(story)
    story.world.days_pass(15)
    return number


def assessed(story: Story) -> int:
    """All that and declared, so that nothing stands in the way of publishing."""
    number = maintained(story)
    declared = story.declares(**WHOLE, **level("b1"), **finding(number))
    assert declared.status_code == 303, declared.get_data(as_text=True)
    story.windows_pass()
    return number


def agreed(story: Story) -> None:
    """Everybody supports, a full consensus is declared, and the windows are over."""
    story.open_call()
    support_of_others(story)
    story.takes(story.people[0], "support")
    story.world.days_pass(15)
    whole = {"level-document": "full_consensus", "rationale-document": "All agree."}
    assert story.declares(**whole).status_code == 303
    story.windows_pass()


def publishes(story: Story) -> TestResponse:
    """The coordinator presses the button (the story's caller coordinates too)."""
    return story.caller.post(f"/documents/{story.document}/publication")


def output(story: Story, file: str = "") -> TestResponse:
    """A visitor opens version 1.0, or one of its files."""
    address = f"/documents/{story.document}/versions/1.0"
    return story.world.visitor().get(f"{address}/{file}" if file else address)


def saved_bundle(story: Story, folder: Path) -> Path:
    """A visitor saves the bundle of version 1.0."""
    path = folder / "bundle.zip"
    path.write_bytes(output(story, "bundle.zip").data)
    return path
