"""Joining, leaving, changing one's group, and what becomes of what one holds."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from consensus.coalitions.actions import change_seat, take_seat
from consensus.coalitions.models import Member, StakeholderGroup
from consensus.deliberation.actions.leaving import (
    Choice,
    Parting,
    close_account,
    leave_deciding,
)
from consensus.deliberation.leaving import held_by
from consensus.documents.access import Act, Asker
from consensus.documents.models import Document
from consensus.documents.stage_moves import BEFORE_PUBLICATION
from tests.invariants.cast import LEAVERS, document_of, facts_of
from tests.invariants.deeds_of_holders import DeedsOfHolders

LEAVER = st.sampled_from(LEAVERS)


class DeedsOfMembers(DeedsOfHolders):
    """People come and go; what they said stays (R4, R5, INV-37)."""

    @rule(who=LEAVER)
    def join_the_coalition(self, who: str) -> None:
        """Somebody takes a seat, or gets the one back that they gave up (R12)."""

        def deed(document: Document, asker: Asker) -> bool:
            take_seat(
                self.session, document.coalition, facts_of(who), by=self.accounts[who]
            )
            return True

        if self.do("join the coalition", who, Act.READ, deed):
            self.book.departed.discard(who)

    @precondition(lambda self: self.stage in BEFORE_PUBLICATION)
    @rule(who=LEAVER, what=st.sampled_from(list(Parting)))
    def leave_the_coalition(self, who: str, what: Parting) -> None:
        """Somebody leaves, having decided about what they hold."""
        self.leaves(who, what)

    def leaves(self, who: str, what: Parting = Parting.KEEP) -> None:
        """Somebody leaves; all they hold is kept, withdrawn, or handed on to ada."""

        def deed(seat: Member) -> None:
            heir = document_of(self.session)
            to = self._seat("ada", heir)
            held = held_by(self.session, seat)
            choices = {one.holder.id: Choice(what, to) for one in held}
            leave_deciding(self.session, seat, choices)

        if not self.in_coalition(f"leave: {what}", who, deed):
            return
        self.book.departed.add(who)
        for holder, (number, person) in self.book.holds.items():
            hold = self.book.ledger.holds[number, person]
            if person != who or self.book.states[holder] != "withdrawn":
                continue
            assert what is Parting.WITHDRAW or hold.withdrawn, "R4: leaving ended it"
            hold.withdrawn = True

    def _seat(self, who: str, document: Document) -> Member:
        account = self.accounts[who]
        rows = self.session.query(Member).filter_by(
            account_id=account.id, coalition_id=document.coalition_id
        )
        return rows.one()

    @rule(who=LEAVER, group=st.sampled_from(list(StakeholderGroup)[:5]))
    def change_group(self, who: str, group: StakeholderGroup) -> None:
        """Somebody speaks for another group from now on (R11)."""
        facts = facts_of(who, group)
        self.in_coalition(
            "change group", who, lambda seat: change_seat(self.session, seat, facts)
        )

    @rule(who=st.just("hal"), sure=st.integers(0, 3))
    def close_the_account(self, who: str, sure: int) -> None:
        """Somebody closes their account for good (R5)."""
        if who in self.book.departed or sure:
            return
        if self.in_coalition(
            "close account", who, lambda seat: close_account(self.session, seat.account)
        ):
            self.book.departed.add(who)
