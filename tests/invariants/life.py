"""
How anything happens in a history: somebody comes through the one door and does a deed,
as a route would have it done, or time passes and the clock comes by.
"""

import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar, TypeVar

from hypothesis.stateful import RuleBasedStateMachine

from consensus import clock
from consensus.archive.actions import commit
from consensus.challenges.actions.time_limits import keep_time
from consensus.coalitions.models import Member
from consensus.coalitions.queries import roles_in_force, seat_of
from consensus.coalitions.roles import end_role
from consensus.comments.actions.moving import attend_to_comments
from consensus.db import begin_writing
from consensus.deliberation.actions.closing import close_what_is_due
from consensus.deliberation.actions.silence import attend_to_silence
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.models import EDITABLE, Document, Stage
from consensus.errors import Refused
from consensus.statements.actions.inviting import invite_holders
from consensus.statements.actions.locking import lock_if_due
from tests.invariants.book import Book
from tests.invariants.cast import DOCUMENT, START, accounts, document_of
from tests.invariants.database import Database
from tests.invariants.texts import Texts, words_in

Made = TypeVar("Made")

EVERY = 4
"""Days between two visits of the clock: reminders are three days apart at least."""


class Life(RuleBasedStateMachine):
    """The bare history: nobody does anything in it yet, but they could."""

    database: ClassVar[Database]
    counted: ClassVar[Counter[str]] = Counter()
    """How often each kind of deed was done, over all histories of this class."""
    tried: ClassVar[Counter[str]] = Counter()
    """The same with those that were refused."""
    looked_at: ClassVar[list[str]] = []
    """The versions that were looked at, over all histories of this class."""

    def __init__(self) -> None:
        super().__init__()
        self.session = self.database.begin()
        self.now = START + timedelta(days=1)
        clock.set_source(lambda: self.now)
        self.accounts = accounts(self.session)
        self.book = Book()
        self.stage = Stage.DRAFTING
        self.is_flat = False
        self.number = 0

    def skip_the_review(self) -> None:
        """The draft's member review is taken to be over."""
        document_of(self.session).stage = self.stage = Stage.REVISION

    def nobody_coordinates(self) -> None:
        """The coalition has no coordinator from the beginning (INV-38)."""
        self.is_flat = True
        for term in roles_in_force(self.session, document_of(self.session).coalition):
            end_role(self.session, term, by=None)

    # -- deeds

    def do(
        self, kind: str, who: str, act: Act, deed: Callable[[Document, Asker], Made]
    ) -> Made | None:
        """
        Somebody does a deed that the rules know as an act, in a request of its own.

        None, with nothing left behind, if they are refused. `kind` is what it is
        counted as.
        """
        self.tried[kind] += 1
        self.session.expunge_all()  # a new request: nothing seen is stale
        self.now += timedelta(minutes=1)
        begin_writing(self.session)
        account = self.accounts.get(who)
        try:
            document, asker = open_document(self.session, DOCUMENT, account, to=act)
            made = deed(document, asker)
            self._commit(who)
        except Refused:
            self._undo()
            return None
        self.counted[kind] += 1
        self.book.done[kind] += 1
        self.stage = document.stage
        return made

    def in_coalition(self, kind: str, who: str, deed: Callable[[Member], Made]) -> bool:
        """Somebody does a deed that is about their seat and about no text."""
        self.tried[kind] += 1
        self.session.expunge_all()
        begin_writing(self.session)
        try:
            coalition = document_of(self.session).coalition
            seat = seat_of(self.session, coalition, self.accounts[who])
            if seat is None:
                self._undo()
                return False
            deed(seat)
            self._commit(who)
        except Refused:
            self._undo()
            return False
        self.counted[kind] += 1
        self.book.done[kind] += 1
        return True

    def as_operator(self, deed: Callable[[], object]) -> None:
        """Whoever runs the service arranges something before it begins."""
        self.session.expunge_all()
        begin_writing(self.session)
        deed()
        self._commit("")

    def _commit(self, who: str) -> None:
        recorded = list(self.session.info.get("recorded", []))
        commit(self.session)
        for entry in recorded:
            if entry.chain.kind == "document":
                self.book.watch(entry.seq, who, entry.verb, entry.facts)

    def _undo(self) -> None:
        self.session.rollback()
        self.session.info.clear()  # what was noted for the commit that never came

    # -- time

    def days(self, days: int) -> None:
        """Days pass; the clock comes by every few days and at the end."""
        while days > 0:
            step = min(days, EVERY)
            self.now += timedelta(days=step)
            self.tick()
            days -= step

    def tick(self) -> None:
        """The clock does what is due, as the jobs of the features do it."""
        self.session.expunge_all()
        begin_writing(self.session)
        document, _ = open_document(self.session, DOCUMENT, None, to=Act.READ)
        close_what_is_due(self.session, document)
        attend_to_silence(self.session, document)
        if self.stage is Stage.ASSESSMENT:
            invite_holders(self.session, document)
            lock_if_due(self.session, document)
        if self.book.challenges:
            keep_time(self.session, document)
        if self.book.comments:
            attend_to_comments(self.session, document.id)
        self._commit("")
        self.stage = document.stage

    # -- what people see

    def texts(self) -> Texts:
        """The text as anybody reads it now, removed paragraphs included."""
        return words_in(self.database)

    def is_editable(self) -> bool:
        """Whether the text can still change."""
        return self.stage in EDITABLE

    def next_number(self) -> int:
        """A number that no words had before."""
        self.number += 1
        return self.number

    def pick(self, among: Any, place: int) -> Any:
        """One of several, by a number that was drawn; None if there is none."""
        found = list(among)
        return found[place % len(found)] if found else None

    def is_failing(self) -> bool:
        """Whether the history ends because something was found, or drawn too much."""
        return sys.exc_info()[0] is not None
