"""What authors do with a published annex, and the editions that come of it."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from tests.deliberation.stories import Story
from tests.publication.logs import Log
from tests.publication.publishing import assessed, output, publishes
from tests.world import Person


def published(story: Story) -> None:
    """Version 1.0, with one maintained objection of the first member: D-1."""
    assessed(story)
    assert publishes(story).status_code == 303


def withdraws(story: Story, who: Person, entry: str) -> TestResponse:
    """Somebody sends the form that withdraws an entry of the annex."""
    address = f"/documents/{story.document}/versions/1.0/annex/withdrawal"
    return who.post(address, entry=entry)


def live(story: Story) -> str:
    """The words of the page of version 1.0, as a visitor reads it now."""
    soup = BeautifulSoup(output(story).data, "html5lib")
    assert soup.main is not None
    return " ".join(soup.main.get_text(" ").split())


def bundle(story: Story, edition: int) -> bytes:
    """The bundle of an edition of the annex."""
    file = "bundle.zip" if edition == 1 else f"annex/{edition}/bundle.zip"
    answer = output(story, file)
    assert answer.status_code == 200
    return bytes(answer.data)


def saved(story: Story, edition: int, folder: Path) -> Path:
    """The same, saved."""
    path = folder / f"a{edition}.zip"
    path.write_bytes(bundle(story, edition))
    return path


def inside(data: bytes, name: str) -> Any:
    """A JSON file of a bundle."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return json.loads(opened.read(name))


def retired(log: Log, number: int, holder: int, actor: str) -> Log:
    """A finished log in which a holder withdraws afterwards."""
    facts = {"objection": number, "holder": holder}
    log.add("dissent.retired", f"O-{number}", facts, actor=actor)
    return log


def revised(log: Log, changes: list[list[str]], **counts: int) -> Log:
    """A finished log with the entry of the next edition of its annex."""
    before = [one for one in log.lines if one["entry"]["verb"] == "annex.revised"]
    facts = {
        "version": "1.0", "revision": len(before) + 2, "changes": changes,
        "counts": counts, "previous": "0" * 64,
    }  # fmt: skip
    log.add("annex.revised", "version:1.0", facts, actor="system", acting_as="system")
    return log
