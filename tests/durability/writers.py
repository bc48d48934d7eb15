"""People who keep writing until the server is gone, and a note of what it took in."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from re import DOTALL, search
from threading import Condition, Thread

from tests.durability.browsing import CUT_OFF, Answer, Browser

REFUSALS = {409, 422}  # the words changed meanwhile, say: nothing is promised then


class Kind(StrEnum):
    """What somebody did."""

    POSITION = "position"
    OBJECTION = "objection"
    WITHDRAWAL = "withdrawal"
    EDIT = "edit"


@dataclass(frozen=True)
class Deed:
    """One deed, with words that no other deed has."""

    kind: Kind
    block_id: str
    words: str


@dataclass
class Notebook:
    """What the server acknowledged, and each answer that nobody should ever get."""

    acknowledged: list[Deed] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    changed: Condition = field(default_factory=Condition)

    def note(self, deed: Deed, answer: Answer) -> None:
        """Write down how a post was answered."""
        with self.changed:
            if answer.acknowledges:
                self.acknowledged.append(deed)
            elif answer.status not in REFUSALS:
                self.faults.append(f"{deed}: HTTP {answer.status}")
            self.changed.notify_all()

    def fault(self, sentence: str) -> None:
        """Write down something else that went wrong."""
        with self.changed:
            self.faults.append(sentence)
            self.changed.notify_all()

    def wait_for(self, deeds: int, *, seconds: float) -> bool:
        """Wait until so many deeds are acknowledged in all; False if time runs out."""
        with self.changed:
            return self.changed.wait_for(
                lambda: bool(self.faults) or len(self.acknowledged) >= deeds, seconds
            )

    def words(self, kind: Kind) -> set[str]:
        """The words of all acknowledged deeds of a kind."""
        return {deed.words for deed in self.acknowledged if deed.kind is kind}

    def counts(self) -> Counter[str]:
        """How many deeds of each kind were acknowledged."""
        return Counter(str(deed.kind) for deed in self.acknowledged)


@dataclass
class Writer:
    """Somebody who does one deed after another; `act` is what they do each time."""

    name: str
    browser: Browser
    document_id: int
    blocks: Sequence[str]
    notebook: Notebook
    act: "Callable[[Writer], None]"
    choose: random.Random
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def begin(self) -> Thread:
        """Write in a thread, until the server no longer answers."""
        thread = Thread(target=self._write, name=self.name, daemon=True)
        thread.start()
        return thread

    def _write(self) -> None:
        try:
            while not self.notebook.faults:
                self.act(self)
        except CUT_OFF:
            return  # the server is gone, as it should be
        except AssertionError as error:
            self.notebook.fault(f"{self.name}: {error}")

    def deed(self, kind: Kind, block_id: str) -> Deed:
        """A deed with new words."""
        return Deed(kind, block_id, f"{self.name} says {kind} {next(self.numbers)}.")

    def open(self, block_id: str, page: str) -> Answer:
        """Open a page about a paragraph."""
        answer = self.browser.get(self.path(f"paragraphs/{block_id}/{page}"))
        assert answer.status == 200, f"{page} of {block_id}: HTTP {answer.status}"
        return answer

    def send(self, deed: Deed, path: str, **fields: str) -> None:
        """Send a form, and note the answer."""
        self.notebook.note(deed, self.browser.post(self.path(path), fields))

    def path(self, rest: str) -> str:
        """An address in the document."""
        return f"/documents/{self.document_id}/{rest}"


def take_position(writer: Writer) -> None:
    """Take a position on any paragraph, in place of what one said there before."""
    block_id = writer.choose.choice(writer.blocks)
    kind = writer.choose.choice(["support", "reservation", "abstain"])
    deed = writer.deed(Kind.POSITION, block_id)
    seen = _seen(writer.open(block_id, "panel"))
    path = f"paragraphs/{block_id}/position"
    writer.send(deed, path, kind=kind, note=deed.words, attribution="named", **seen)


def object_or_withdraw(writer: Writer) -> None:
    """Object to any paragraph or, where one objects already, withdraw that."""
    block_id = writer.choose.choice(writer.blocks)
    panel = writer.open(block_id, "panel")
    own = search(
        r'/objections/(\d+)/move[^"]*"(?:(?!</form>).)*value="withdraw"',
        panel.text,
        DOTALL,
    )
    if own:
        deed = writer.deed(Kind.WITHDRAWAL, block_id)
        path = f"objections/{own[1]}/move"
        writer.send(deed, path, move="withdraw", note=deed.words)
        return
    deed, seen = writer.deed(Kind.OBJECTION, block_id), _seen(panel)
    said = {"kind": "objection", "reason": deed.words, "attribution": "member"}
    writer.send(deed, f"paragraphs/{block_id}/position", **said, **seen)


def edit(writer: Writer) -> None:
    """Change the words of any paragraph."""
    block_id = writer.choose.choice(writer.blocks)
    deed = writer.deed(Kind.EDIT, block_id)
    edition = writer.open(block_id, "edit").field("edition")
    path = f"paragraphs/{block_id}/edit"
    writer.send(deed, path, edition=edition, words=deed.words)


def _seen(panel: Answer) -> dict[str, str]:
    return {name: panel.field(name) for name in ("seen_hash", "seen_mac", "seen_ref")}
