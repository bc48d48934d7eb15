"""
A history: how it begins, everything that can happen in it, how often each is tried.

Half of it is about dissent, so objections, decisions and signatures are offered more
often than what editors do to the text: a rule under two names is drawn twice as often.
"""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from consensus.coalitions.models import Attribution
from consensus.documents.models import Stage
from tests.invariants.cast import BLOCKS
from tests.invariants.deeds_of_holders import SHOWN
from tests.invariants.way_to_publication import WayToPublication

BEGINNINGS = ("drafting", "revision", "revision", "call", "call", "assessment")


class History(WayToPublication):
    """The whole machine."""

    @initialize(
        start=st.sampled_from(BEGINNINGS), flat=st.integers(0, 4),
        block=st.sampled_from(BLOCKS), shown=SHOWN, how=st.integers(0, 9),
    )  # fmt: skip
    def begin(
        self, start: str, flat: int, block: str, shown: Attribution, how: int
    ) -> None:
        """Some texts are drafts, others are under call; everywhere somebody objects."""
        if start != "drafting":
            self.as_operator(self.skip_the_review)
        if flat == 0:
            self.as_operator(self.nobody_coordinates)
        self.object("di", block, how, shown)
        self.object("gil", BLOCKS[how % 4] if how else None, (how + 1) % 10, shown)
        if start in {"call", "assessment"}:
            self.calls()
        if start == "assessment":
            self.days(8)

    @precondition(lambda self: self.stage is Stage.ASSESSMENT)
    @rule()
    def try_to_publish(self) -> None:
        """A coordinator publishes, if nothing is in the way."""
        self.publishes()

    object_2 = object_3 = WayToPublication.object
    decide_2 = decide_3 = decide_4 = WayToPublication.decide
    join_2 = WayToPublication.join_one
    say_2 = WayToPublication.say
    answer_2 = answer_3 = WayToPublication.answer_one
    announce_2 = announce_3 = WayToPublication.announce_and_open
    sign_2 = sign_3 = WayToPublication.sign
    file_2 = WayToPublication.file
    edit_2 = WayToPublication.edit
    offer_2 = offer_3 = WayToPublication.offer
    challenge_2 = WayToPublication.challenge
    declare_2 = declare_3 = WayToPublication.declare_a_level
