"""
Draft pages as people have them, without a screen: the page's own program in Node.

    ada = stack.enter_context(editor(server.url, person, document_id))
    ada.do("type", block="b1", at=0, words="New ")
    ada.do("saved")
    assert ada.words("b1") == "New words"
"""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.drafting.clients import typist
from tests.serving import ROOT
from tests.world import Person

NODE = ROOT / ".venv" / "bin" / "node"


@dataclass
class Editor:
    """One page with the whole editor in it; `opened` is how it found the text."""

    process: "subprocess.Popen[str]"
    opened: dict[str, Any]

    def do(self, what: str, **how: object) -> dict[str, Any]:
        """Do something in the editor; AssertionError when the page failed."""
        self.send(what, **how)
        return self.answer()

    def send(self, what: str, **how: object) -> None:
        """Do something without waiting for it; `answer` waits."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": what, **how}) + "\n")
        self.process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """The page's next answer."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "The page has ended."
        answer: dict[str, Any] = json.loads(line)
        assert "error" not in answer, answer["error"]
        return answer

    def state(self) -> dict[str, Any]:
        """What the page shows and has been told."""
        return self.do("state")

    def until(self, what: str, wanted: object) -> dict[str, Any]:
        """Wait until one thing of the state is so."""
        return self.do("until", part=what, wanted=wanted)

    def until_not(self, what: str, other: object) -> dict[str, Any]:
        """Wait until one thing of the state is no longer so."""
        return self.do("until", part=what, other=other)

    def texts(self) -> list[tuple[str, str]]:
        """Ids and words of the text in order."""
        return [(one["id"], one["words"]) for one in self.state()["blocks"]]

    def words(self, block_id: str) -> str:
        """The words of one paragraph."""
        return dict(self.texts())[block_id]


@contextmanager
def editor(url: str, person: Person, document_id: int) -> Iterator[Editor]:
    """A page on a draft, until the block ends."""
    sign_in = typist(url, person, document_id)
    start = {"url": url, "document": document_id, "cookie": sign_in.cookie,
             "token": sign_in.token}  # fmt: skip
    with subprocess.Popen(
        [str(NODE), "tests/ts/peer.ts"], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        page = Editor(process, {})
        assert process.stdin is not None
        process.stdin.write(json.dumps(start) + "\n")
        process.stdin.flush()
        try:
            page.opened = page.answer()
            yield page
        finally:
            process.kill()
