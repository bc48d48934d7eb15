"""
Whatever members, editors, callers and the clock do, and in whatever order, the
published annex holds exactly the dissent that people did not lift (domain.md 10).
"""

import io
import json
import os
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test
from sqlalchemy import Engine

from consensus import clock
from consensus.archive.chain import first_fault
from consensus.archive.models import ChainKind
from consensus.archive.queries import public_lines
from consensus.coalitions.models import Attribution
from consensus.coalitions.queries import roles_in_force
from consensus.coalitions.roles import end_role, offer_to_coordinate
from consensus.db import db
from consensus.deliberation.actions.answers import Reply, answer
from consensus.deliberation.actions.declaring import Declared, Found, declare
from consensus.deliberation.actions.objections import Opposition, Said, oppose
from consensus.deliberation.assessment import evidence_for, voices_on
from consensus.deliberation.call_models import FindingValue
from consensus.deliberation.call_queries import latest_call, stored_readings
from consensus.deliberation.levels import Level
from consensus.deliberation.machine import OPEN, OPPOSING, Move
from consensus.deliberation.models import (
    Disposition,
    Holder,
    HolderState,
)
from consensus.deliberation.queries import objections_of, standing_positions
from consensus.deliberation.reading import read
from consensus.deliberation.voices import Context, ReadingSettings, Voice
from consensus.documents.access import Act, open_document
from consensus.documents.models import Stage
from consensus.drafting.seen import seen_now
from consensus.publication.actions import Press, publish
from consensus.publication.models import Version
from tests.databases import SqliteTemplate
from tests.invariants.machine import (
    CALLER,
    COORDINATOR,
    EDITOR,
    START,
    Histories,
)

published: list[str] = []

KEY = Ed25519PrivateKey.generate()
HISTORIES = int(os.environ.get("CONSENSUS_HISTORIES", "25"))
MANY = 1_000
LENGTH = int(os.environ.get("CONSENSUS_HISTORY_LENGTH", "25"))


class Published(Histories):
    """The same coalition, which also declares levels and publishes, and is checked."""

    begins: Callable[["Published"], object] | None = None
    """What happens in every history at first, once some have objected."""

    @initialize(is_flat=st.booleans())
    def somebody_objects(self, is_flat: bool) -> None:
        """Every history has something to lose; half have no coordinator (INV-38)."""
        self.is_flat = is_flat
        if is_flat:
            self.do(self._nobody_coordinates)
        for who, block in (("di", "b1"), ("ed", "b2"), ("gil", "b3"), ("flo", None)):
            self._object_plainly(who, block)
        if (begins := type(self).begins) is not None:
            begins(self)
            self.offer()

    @rule()
    def declare_and_publish(self) -> None:
        """Bring the text to publication whatever state it is in, and look at it."""
        if self.document.stage is Stage.PUBLISHED:
            return
        if self.is_editable() and not self._called():
            return
        self.days_pass(25)
        self._settle_what_is_open()
        if self.document.stage is not Stage.ASSESSMENT or not self._declared():
            return
        self.days_pass(16)  # nobody can file a statement or a challenge any more
        version = self._publish()
        if version is not None:
            self.check(version)

    def teardown(self) -> None:
        self.declare_and_publish()

    def _called(self) -> bool:
        for one in self.holders():
            if one.state is HolderState.RAISED and not one.objection.answers:
                self._answer(one)
        self.open_a_call()
        return self.document.stage is Stage.CONSENSUS_CALL

    def _settle_what_is_open(self) -> None:
        for holder in self.holders():
            if holder.state in OPEN and holder.member.left_at is None:
                self.decide_for(holder, Move.RECORD_AS_DISSENT)
            if holder.state is HolderState.RAISED:
                self._answer(holder)
        self.days_pass(12)

    def _declared(self) -> bool:
        """Every level that can be needed, and every finding."""

        def deed() -> None:
            document, asker = self.door(CALLER, Act.DECLARE)
            call = latest_call(self.session, document)
            assert call is not None
            evidence = evidence_for(self.session, document, call)
            levels = [
                Declared(block, Level.DIVERGENCE, "As read.", "As everybody else.")
                for block in [None, *evidence.wordings]
                if block is None or evidence.is_contested(block)
            ]
            found = [
                Found(one.number, FindingValue.NOT_ACCOMMODATED, "Heard, not taken up.")
                for one in evidence.objections
                if any(holder.state in OPPOSING for holder in one.holders)
            ]
            actor = asker.acting(Act.DECLARE)
            declare(self.session, document, levels, found, by=asker.seat, actor=actor)

        self._refuses_full_consensus_over_dissent()
        return self.do(deed)

    def _refuses_full_consensus_over_dissent(self) -> None:
        """INV-12 and INV-15, tried at every declaration."""
        standing = [one for one in self.holders() if one.state in OPPOSING]
        waiting = [one for one in self.holders() if one.state in OPEN]

        def deed() -> None:
            document, asker = self.door(CALLER, Act.DECLARE)
            level = Declared(None, Level.FULL_CONSENSUS, "All agree.")
            actor = asker.acting(Act.DECLARE)
            declare(self.session, document, [level], [], by=asker.seat, actor=actor)

        if standing or waiting:
            assert not self.do(deed)

    def _nobody_coordinates(self) -> None:
        for term in roles_in_force(self.session, self.document.coalition):
            end_role(self.session, term, by=None)

    def _two_members_offer(self) -> None:
        """Two members of different organisations coordinate this one text."""
        document = self.document
        for who in (COORDINATOR, "di"):
            offer_to_coordinate(
                self.session, document.coalition, document.id, by=self.seats[who]
            )

    def _publish(self) -> Version | None:
        made: list[Version] = []
        if self.is_flat:
            self.do(self._two_members_offer)

        def deed() -> None:
            document, asker = self.door(COORDINATOR, Act.PUBLISH)
            press = Press(KEY, "https://trial.example")
            actor = asker.acting(Act.PUBLISH)
            made.append(
                publish(self.session, document, press, by=asker.seat, actor=actor)
            )

        published = self.do(deed)
        undecided = OPEN | {HolderState.ANSWERED}
        still_open = [one for one in self.holders() if one.state in undecided]
        assert published or still_open, "nothing stood in the way of publishing"
        return made[0] if published else None

    # -- what must hold of every publication

    def check(self, version: Version) -> None:
        """
        INV-1, 2, 3, 4, 5, 9, 13, 14, 30, 34, 36 and 40 for one publication; 12 and 15
        are tried at every declaration, and 38 in every history without a coordinator.
        """
        files = unpacked(version.bundle)
        annex = json.loads(files["annex.json"])
        manifest = json.loads(files["manifest.json"])
        html = files["publication.html"].decode("utf-8")
        published.append(version.number)
        self._inv_1(annex)
        self._inv_2_and_3(annex)
        counts = manifest["counts"]
        assert counts["objections"] == len(annex["entries"])  # INV-4
        assert counts["unconfirmed"] == len(annex["unconfirmed"])  # INV-4
        for entry in annex["entries"]:
            assert f"annex-{entry['number']}" in html  # INV-5: a mark that links to it
        lines = list(public_lines(self.session, ChainKind.DOCUMENT, self.document_id))
        assert first_fault(lines) is None  # INV-34
        self._inv_9(lines)
        self._inv_13_14_30()
        assert "independently" in html  # INV-40
        account = None  # INV-36: read without signing in
        open_document(self.session, self.document_id, account, to=Act.READ)

    def _inv_1(self, annex: dict[str, Any]) -> None:
        text = self.final_text()
        printed = self._pairs(HolderState.MAINTAINED, HolderState.DISSENTING)
        unconfirmed = self._pairs(HolderState.UNCONFIRMED)
        assert self.ledger.must_stand(text) <= printed <= self.ledger.may_stand(text)
        assert self.ledger.must_be_printed(text) <= printed | unconfirmed  # R7
        assert _listed(annex["entries"]) == _numbered(printed)
        for entry in annex["entries"]:  # INV-5: at every place it is linked to
            also = {one["block"] for one in entry.get("further", ())}
            assert self._linked_to(entry["objection"]) <= also | {entry["block"]}
        counted = _listed(annex["unconfirmed"])
        lost = {
            pair for pair in self.ledger.must_be_printed(text) - printed
            if pair[0] not in counted
        }  # fmt: skip
        assert not lost  # R3: to an earlier wording, neither confirmed nor lifted

    def _pairs(self, *states: HolderState) -> set[tuple[int, str]]:
        return {
            (one.objection.number, self.person(one))
            for one in self.holders() if one.state in states
        }  # fmt: skip

    def _linked_to(self, name: str) -> set[str]:
        """The blocks of the text on which somebody opposes by this objection."""
        return {
            words.block_id
            for one in self.holders()
            if one.objection.name == name and one.state in OPPOSING
            for words in one.words
            if not self.block(words.block_id).deleted
        }

    def _inv_2_and_3(self, annex: dict[str, Any]) -> None:
        texts = {one.objection.number: one.objection for one in self.holders()}
        for entry in annex["entries"]:
            objection = texts[int(entry["objection"].removeprefix("O-"))]
            assert entry["reason"] == objection.reason  # INV-2, byte for byte
            if objection.target == "wording":
                assert entry["objected"]["text"]  # INV-3: the words objected to

    def _inv_9(self, lines: list[dict[str, Any]]) -> None:
        """Nobody but the holder ends an objection; the clock only as listed."""
        own: dict[int, set[str]] = {}
        for line in lines:
            body = line["entry"]
            holder = body["facts"].get("holder")
            if body["verb"] in {"objection.raised", "objection.joined"}:
                own[holder] = {body["actor"]}
            if body["verb"] == "holder.moved" and body["actor"] not in own[holder]:
                after = body["facts"]["after"]
                follows = {"words_restored", "words_carried"}
                assert after not in {"withdrawn", "resolved"} or (
                    body["facts"]["move"] in follows
                )

    def _inv_13_14_30(self) -> None:
        document = self.document
        call = latest_call(self.session, document)
        assert call is not None
        evidence = evidence_for(self.session, document, call)
        for row in stored_readings(self.session, call).values():
            voices = [Voice.from_dict(one) for one in row.inputs]
            again = read(
                voices, ReadingSettings.from_dict(row.settings), Context(**row.context)
            )
            assert str(again.code) == row.code  # INV-30
        for block, words in evidence.wordings.items():
            people = {voice.person for voice in voices_on(evidence, block)}
            told = {str(seat.id) for seat in self.seats.values()}
            assert people <= told  # INV-14: whoever said nothing has no voice
            positions = standing_positions(self.session, document.id)
            for one in positions:
                on_it = one.block_id == block and one.wording is not None
                if on_it and one.wording is not None and one.wording.hash != words:
                    counted = [
                        voice for voice in voices_on(evidence, block)
                        if voice.person == str(one.member_id)
                        and voice.kind == str(one.kind)
                    ]  # fmt: skip
                    assert not counted or any(  # of the present wording too
                        other.member_id == one.member_id
                        and other.wording is not None
                        and other.block_id == block
                        and other.wording.hash == words
                        for other in positions
                    )

    # -- plain deeds, without choices

    def _object_plainly(self, who: str, block: str | None) -> None:
        made: list[Holder] = []

        def deed() -> None:
            document, asker = self.door(who, Act.OBJECT)
            seen = seen_now(self.session, document.id, block) if block else None
            against = Opposition(Said(f"{who} minds."), Attribution.NAMED, False)
            made.append(oppose(self.session, document, seen, against, by=asker.seat))

        assert self.do(deed)
        number = made[0].objection.number
        self.ledger.opposed(number, who, block, self.words_of(block))

    def _answer(self, holder: Holder) -> None:
        def deed() -> None:
            document, asker = self.door(EDITOR, Act.ANSWER)
            about = next(
                one for one in objections_of(self.session, document.id)
                if one.id == holder.objection_id
            )  # fmt: skip
            reply = Reply("We have thought about it.", Disposition.NOT_ACCOMMODATED)
            actor = asker.acting(Act.ANSWER)
            answer(self.session, document, about, reply, by=asker.seat, actor=actor)

        self.do(deed)


def _listed(entries: list[dict[str, Any]]) -> dict[int, int]:
    """Objections that are printed, with the number of their printed holders."""
    return {
        int(entry["objection"].removeprefix("O-")): len(entry["holders"])
        for entry in entries
    }


def _numbered(pairs: set[tuple[int, str]]) -> dict[int, int]:
    return dict(Counter(number for number, _ in pairs))


def unpacked(bundle: bytes) -> dict[str, bytes]:
    """The files of a bundle by name."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {one.split("/")[-1]: archive.read(one) for one in archive.namelist()}


@pytest.fixture
def histories(
    app: Flask, sqlite_template: SqliteTemplate
) -> Iterator[Callable[..., None]]:
    """Runs random histories, each in an empty SQLite database."""
    with clock.at(START), app.app_context():
        engine = db.engine

        class InThisDatabase(Published):
            """Histories in the test's own database."""

            def __init__(self) -> None:
                emptied(engine, sqlite_template)
                self.session = db.session
                super().__init__()

        def tried(
            phases: tuple[Phase, ...] = tuple(Phase),
            count: int = HISTORIES,
            begins: Callable[[Published], object] | None = None,
        ) -> None:
            InThisDatabase.begins = begins
            run_state_machine_as_test(
                InThisDatabase,
                settings=settings(
                    phases=phases,
                    report_multiple_bugs=False,
                    max_examples=count,
                    stateful_step_count=LENGTH,
                    deadline=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )

        yield tried


def emptied(engine: Engine, template: SqliteTemplate) -> None:
    """Put the tables back as they were before anything happened."""
    db.session.close()
    with closing(sqlite3.connect(template.path)) as empty, engine.connect() as full:
        target = full.connection.driver_connection
        assert isinstance(target, sqlite3.Connection)
        empty.backup(target)


def test_invariants_hold_over_random_histories(histories: Callable[..., None]) -> None:
    published.clear()
    histories()
    assert len(published) > HISTORIES // 2  # else nothing much was looked at


@pytest.mark.soak
def test_invariants_hold_over_many_histories(histories: Callable[..., None]) -> None:
    published.clear()
    histories(count=MANY)
    assert len(published) > MANY // 2
