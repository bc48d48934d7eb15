"""What members do with statements, sent as the forms of the pages send it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from sqlalchemy import select
from werkzeug.test import TestResponse

from consensus.archive.models import Chain, Entry
from consensus.statements.queries import statement_of
from tests.deliberation.stories import Story
from tests.world import Person

SHOWN = {"attribution": "named", "capacity": "personal"}
WORDS = "The text says nothing about people who cannot read."


@dataclass
class Stating:
    """One statement of a story, by its number."""

    story: Story
    number: int

    @property
    def address(self) -> str:
        return f"/documents/{self.story.document}/statements/{self.number}"

    def page(self, who: Person | None = None) -> Tag:
        """The page of the statement as somebody sees it."""
        reader = who or self.story.world.visitor()
        answer = reader.get(self.address)
        assert answer.status_code == 200
        return main_of(answer)

    def writes(self, who: Person, step: str = "open", **fields: object) -> TestResponse:
        """The lead sends the form of the words."""
        form = main_of(who.get(f"{self.address}/words"))
        edition = form.select_one("[name=edition]")
        assert edition is not None
        sent: dict[str, object] = {
            "kind": "dissent", "title": "Read it to all", "text": WORDS,
            "target": ["wording:b1"], "edition": edition["value"], "step": step,
        }  # fmt: skip
        return who.post(f"{self.address}/words", **(sent | fields))

    def signs(self, who: Person, **fields: object) -> TestResponse:
        """A member signs the words that are on the page."""
        seen = self.page(who).select_one("[name=version]")
        sent: dict[str, object] = {"version": seen["value"] if seen else "", **SHOWN}
        return who.post(f"{self.address}/signature", **(sent | fields))

    def files(self, who: Person) -> TestResponse:
        """A signer files it."""
        return who.post(f"{self.address}/filing")

    def withdraws(self, who: Person) -> TestResponse:
        """A signer, or the lead of an announcement, takes it back."""
        return who.post(f"{self.address}/withdrawal")

    def signers(self) -> list[str]:
        """The lines of the signatories, as everybody sees them."""
        return [said(one) for one in self.page().select(".stm-by li strong")]

    def signers_unnumbered(self) -> list[str]:
        """The same without what tells unnamed signers apart: " (Member 7)"."""
        return [re.sub(r" \(Member \d+\)", "", one) for one in self.signers()]

    def name_and_number(self) -> tuple[str, int]:
        """How it is cited, and how many have signed it."""
        name = said(self.page()).partition("M-")[2].partition(":")[0]
        return f"M-{name}", len(self.signers())

    def state(self) -> str:
        """Its state as stored."""
        with self.story.at_work() as (session, document):
            return str(statement_of(session, document.id, self.number).state)

    def deeds(self) -> list[str]:
        """What the record says of it, in order."""
        with self.story.at_work() as (session, _):
            rows = select(Entry.verb).join(Chain).where(
                Chain.kind == "document", Entry.object == f"M-{self.number}"
            )  # fmt: skip
            return list(session.scalars(rows.order_by(Entry.seq)))


def announced(
    story: Story, who: Person, intent: str = "Read it to all", **shown: str
) -> Stating:
    """Somebody announces a statement."""
    sent = SHOWN | shown
    answer = who.post(f"/documents/{story.document}/statements", intent=intent, **sent)
    assert answer.status_code == 303, said(main_of(answer))
    found = re.search(r"/statements/(\d+)/words", answer.headers["Location"])
    assert found is not None
    return Stating(story, int(found[1]))


def opened(
    story: Story, who: Person, targets: Sequence[str] = ("wording:b1",), **fields: str
) -> Stating:
    """Somebody announces a statement, writes it and opens it for signature."""
    shown = {name: fields.pop(name) for name in list(SHOWN) if name in fields}
    made = announced(story, who, **shown)
    answer = made.writes(who, target=list(targets), **fields)
    assert answer.status_code == 303, said(main_of(answer))
    return made


def filed(
    story: Story, who: Person, targets: Sequence[str] = ("wording:b1",), **fields: str
) -> Stating:
    """All that, and filed by its lead."""
    made = opened(story, who, targets, **fields)
    assert made.files(who).status_code == 303
    return made


def main_of(answer: TestResponse) -> Tag:
    """The main part of a page."""
    main = BeautifulSoup(answer.get_data(as_text=True), "html5lib").main
    assert main is not None
    return main


def said(part: Tag) -> str:
    """The text of a part of a page, blanks put together."""
    return " ".join(part.get_text(" ").split())
