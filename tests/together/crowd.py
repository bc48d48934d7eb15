"""
Many people's draft pages in one Node program, with the page's own scripts in it.

    with running_crowd() as crowd:
        answer = crowd.do("fuzz", runs=[...])
"""

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from consensus.drafting.log import load
from consensus.drafting.models import Salvaged
from consensus.drafting.text import read_blocks
from consensus.wordings.canonical import plain_text
from tests.drafting.clients import typist
from tests.serving import ROOT
from tests.world import Person, World

NODE = ROOT / ".venv" / "bin" / "node"
Text = list[list[str]]
"""Id, kind and words of each block in order."""


@dataclass
class Crowd:
    """The program; one thing at a time."""

    process: "subprocess.Popen[str]"

    def do(self, run: str, **given: object) -> dict[str, Any]:
        """Let the program do something; AssertionError with its own account of it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"run": run, **given}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "The crowd has gone."
        answer: dict[str, Any] = json.loads(line)
        assert "error" not in answer, answer["error"]
        return answer


@contextmanager
def running_crowd() -> Iterator[Crowd]:
    """The program, until the block ends."""
    with subprocess.Popen(
        [str(NODE), "tests/ts/crowd/main.ts"],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        try:
            yield Crowd(process)
        finally:
            process.kill()


def sign_ins(people: Sequence[Person], *urls: str) -> list[dict[str, str]]:
    """How each person is known to the service, at these addresses in turn."""
    answers = []
    for number, person in enumerate(people):
        page = typist(urls[number % len(urls)], person, 0)
        answers.append({"url": page.url, "cookie": page.cookie, "token": page.token})
    return answers


def stored_text(world: World, document_id: int) -> Text:
    """The text as the log alone gives it."""
    with world.session() as session:
        doc = load(session, document_id)
        return [
            [block["attrs"]["id"], block["type"], plain_text(block)]
            for block in read_blocks(doc)
        ]


def salvaged_words(world: World, document_id: int) -> str:
    """All that waits on the list of words without a paragraph."""
    with world.session() as session:
        rows = select(Salvaged.words).where(Salvaged.document_id == document_id)
        return "\n".join(session.scalars(rows))


def words_of(text: Text) -> str:
    """The words of all blocks, a line each."""
    return "\n".join(words for _, _, words in text)
