"""
A story around one document, for tests of calls, levels, silence and the clock.

A coalition of seven members from five groups, one of them the consensus caller, one the
editor; a text of three paragraphs. What the desk does goes through its pages; what the
other pages do (positions, objections, answers) is done by the same deeds as theirs.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consensus import scheduling
from consensus.archive.actions import Actor
from consensus.archive.models import Chain, Entry
from consensus.coalitions.charter import charter_of
from consensus.coalitions.models import (
    Attribution,
    Coalition,
    Member,
    Role,
    StakeholderGroup,
)
from consensus.deliberation.actions.answers import Reply, answer, ask_reason
from consensus.deliberation.actions.holders import hold
from consensus.deliberation.actions.offering import offer_text
from consensus.deliberation.call_models import Call
from consensus.deliberation.machine import Move
from consensus.deliberation.models import Disposition, Holder, HolderState
from consensus.deliberation.queries import objection_of
from consensus.documents.access import Act, open_document
from consensus.documents.models import Document, Stage
from consensus.drafting.seen import Seen
from tests.deliberation.saying import Against, object_to, reword, support_whole
from tests.world import Person, World

GROUPS = (
    StakeholderGroup.CIVIL_SOCIETY,
    StakeholderGroup.GOVERNMENT,
    StakeholderGroup.PRIVATE_SECTOR,
    StakeholderGroup.TECHNICAL_COMMUNITY,
    StakeholderGroup.INTERGOVERNMENTAL,
)
NAMES = ("Ada Nwosu", "Bo Lind", "Cy Okafor", "Dee Marsh", "Eli Stone")


@dataclass
class Story:
    """One document and the people around it."""

    world: World
    document: int
    caller: Person
    editor: Person
    people: list[Person]

    @property
    def desk(self) -> str:
        """The desk's address."""
        return f"/documents/{self.document}/desk"

    @contextmanager
    def at_work(self) -> Iterator[tuple[Session, Document]]:
        """A session that may write, and the document."""
        with self.world.session() as session:
            document, _ = open_document(session, self.document, None, to=Act.READ)
            yield session, document

    def stage(self) -> Stage:
        """The stage as stored, which may lag behind what people see."""
        with self.at_work() as (_, document):
            return document.stage

    def call(self) -> Call:
        """The call opened last."""
        with self.at_work() as (session, _):
            return session.scalars(select(Call).order_by(Call.id.desc())).first()  # type: ignore[return-value]

    def verbs(self) -> list[str]:
        """What the record says happened to the document, in order."""
        with self.at_work() as (session, _):
            rows = select(Entry.verb).join(Chain).where(Chain.kind == "document")
            return list(session.scalars(rows.order_by(Entry.seq)))

    def joins(self, name: str, **how: object) -> Person:
        """Somebody joins the coalition now."""
        group = how.pop("group", GROUPS[0])
        return self.world.person(name, group, **how)  # type: ignore[arg-type]

    def charter(self, **settings: object) -> None:
        """Change the charter, as coordinators can."""
        with self.at_work() as (session, document):
            values = charter_of(document.coalition.charter).as_dict() | settings
            session.execute(update(Coalition).values(charter=values))

    def open_call(self, **fields: str) -> TestResponse:
        """The caller sends the form that opens a call."""
        sent = {"days": "14", "notice": "Please answer.", **fields}
        return self.caller.post(f"/documents/{self.document}/call", **sent)

    def is_at(self, stage: Stage) -> None:
        """Take the text to be at a stage, whatever came before."""
        with self.at_work() as (_, document):
            document.stage = stage

    def offers_for_review(self, **fields: str) -> TestResponse:
        """The editor sends the form that opens a member review."""
        sent = {"days": "14", "notice": "Please read it.", **fields}
        return self.editor.post(f"/documents/{self.document}/review", **sent)

    def parks(self, who: Person, reason: str = "We wait for a report.") -> TestResponse:
        """A coordinator sends the form that parks the text."""
        return who.post(f"/documents/{self.document}/parking", reason=reason)

    def opens_comment(self, **fields: str) -> TestResponse:
        """The editor sends the form that opens public comment."""
        sent = {"days": "30", "notice": "Please comment.", **fields}
        return self.editor.post(f"/documents/{self.document}/public-comment", **sent)

    def declares(self, **fields: str) -> TestResponse:
        """
        The caller sends the form of levels and findings. Where levels are declared it
        says, unless given, how those were weighed who joined during the call (R12).
        """
        levels = [name.removeprefix("level-") for name in fields if "level-" in name]
        weighed = {f"joined-{key}": "As everybody else." for key in levels}
        fields = weighed | fields
        return self.caller.post(f"/documents/{self.document}/declaration", **fields)

    def windows_pass(self) -> None:
        """Sixteen days, so that both windows after a declaration are over."""
        for _ in range(2):
            for one in (self.caller, self.editor, *self.people):
                one.get(self.desk)  # stays signed in
            self.world.days_pass(8)
        self.tick()

    def takes(self, who: Person, kind: str) -> None:
        """Take a position on the whole text of the call."""
        with self.at_work() as (session, document):
            support_whole(session, document, self._seat(session, who), kind)

    def everybody_supports(self) -> None:
        """All but the caller and the editor support the whole text."""
        for one in self.people:
            self.takes(one, "support")

    def objects(
        self,
        who: Person,
        block_id: str | None,
        reason: str = "It says too little.",
        *,
        shown: Attribution = Attribution.NAMED,
        seen: Seen | None = None,
    ) -> int:
        """Object to a paragraph as it reads now, or as it was seen; its number."""
        with self.at_work() as (session, document):
            against = Against(block_id, reason, shown=shown, seen=seen)
            return object_to(session, document, self._seat(session, who), against)

    def dissents(self, who: Person, block_id: str | None, reason: str = "") -> int:
        """Have a dissent recorded; its number among the objections."""
        with self.at_work() as (session, document):
            against = Against(block_id, reason, is_dissent=True)
            return object_to(session, document, self._seat(session, who), against)

    def rewords(self, block_id: str, words: str) -> None:
        """The editor gives a paragraph other words, without offering them yet."""
        with self.at_work() as (session, document):
            editor = self._seat(session, self.editor)
            reword(session, document, editor, block_id, words)

    def makes_heading(self, block_id: str, words: str) -> None:
        """The editor makes a heading of a paragraph."""
        with self.at_work() as (session, document):
            editor = self._seat(session, self.editor)
            reword(session, document, editor, block_id, words, kind="heading")

    def offers_the_text(self) -> None:
        """The editor offers the text, so that holders are asked again."""
        with self.at_work() as (session, document):
            actor = Actor(self.editor.account_id, "editor")
            offer_text(session, document, label="Draft", actor=actor)

    def answers(self, number: int, text: str = "We looked into it.") -> None:
        """The editor answers an objection."""
        with self.at_work() as (session, document):
            editor = self._seat(session, self.editor)
            answer(
                session, document, objection_of(session, document.id, number),
                Reply(text, Disposition.NOT_ACCOMMODATED),
                by=editor, actor=Actor(editor.account_id, "editor"),
            )  # fmt: skip

    def asks(self, number: int, question: str) -> None:
        """The editor asks what is meant, once."""
        with self.at_work() as (session, document):
            ask_reason(
                session, document, objection_of(session, document.id, number),
                question, actor=Actor(self.editor.account_id, "editor"),
            )  # fmt: skip

    def decides(self, who: Person, number: int, move: Move) -> None:
        """The holder decides about their objection."""
        with self.at_work() as (session, document):
            seat = self._seat(session, who)
            holders = objection_of(session, document.id, number).holders
            mine = next(one for one in holders if one.member_id == seat.id)
            note = "Please look again." if move is Move.REPLY else ""
            hold(session, document, mine, move, note, by=seat)

    def state(self, number: int) -> HolderState:
        """The state of an objection's first holder."""
        return self.holder(number).state

    def holder(self, number: int) -> Holder:
        """An objection's first holder, with its reminders."""
        with self.at_work() as (session, document):
            return objection_of(session, document.id, number).holders[0]

    def tick(self) -> None:
        """The clock comes by."""
        assert scheduling.tick(self.world.app)

    def page_of_the_desk(self) -> str:
        """The desk as a visitor sees it, without what differs at every load."""
        page = self.world.visitor().get(self.desk).get_data(as_text=True)
        return re.sub(r'(nonce|value)="[^"]{16,}"', "", page.partition("<main")[2])

    def _seat(self, session: Session, who: Person) -> Member:
        return session.get_one(Member, who.member_id)


@pytest.fixture
def story(world: World) -> Story:
    """A reviewed text, with a caller, an editor and five members of five groups."""
    editor = world.person("Mara Vance")
    caller = world.person("Ines Duarte", role=Role.COORDINATOR)
    people = [world.person(*both) for both in zip(NAMES, GROUPS, strict=True)]
    paragraphs = [
        "Every notice is read out.", "Every notice is short.", "Every notice is kept.",
    ]  # fmt: skip
    document = world.document("Plain notices", paragraphs, by=editor, caller=caller)
    return Story(world, document, caller, editor, people)
