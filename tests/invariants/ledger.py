"""
The test's own account of who opposes what, kept apart from the service's.

It knows only what people did, by whom, and the exact words they had before them then.
What the annex must hold follows from that alone.
"""

from dataclasses import dataclass, field

from consensus.deliberation.machine import Move

OPPOSES, LIFTED = "opposes", "lifted"
KEEPING = {
    Move.RECORD_AS_DISSENT,
    Move.ASK_FOR_CHANGE,
    Move.CLARIFY,
    Move.MAINTAIN,
    Move.REPLY,
    Move.KEEP,
    Move.RAISE_AGAIN,
    Move.DISSENT_AFTER_CALL,
}


@dataclass
class Hold:
    """One person's hold on one objection, as that person made it."""

    person: str
    block: str | None
    said: dict[str, str] = field(default_factory=dict)
    """Hash of the words to what the person last said of them, in order of saying."""
    withdrawn: bool = False

    def say(self, words: str, stance: str) -> None:
        """The person speaks: about these words, this is their stance now."""
        self.said.pop(words, None)
        self.said[words] = stance
        self.withdrawn = False

    def stands_on(self, words: str | None) -> bool:
        """Whether the person opposes exactly these words."""
        return not self.withdrawn and self.said.get(words or "") == OPPOSES

    def is_unconfirmed_on(self, words: str | None) -> bool:
        """Whether they opposed other words last and were never heard on these."""
        if self.withdrawn or words is None or words in self.said:
            return False
        return list(self.said.values())[-1] == OPPOSES


@dataclass
class Ledger:
    """All holds, by number of the objection and person."""

    holds: dict[tuple[int, str], Hold] = field(default_factory=dict)

    def opposed(self, number: int, person: str, block: str | None, words: str) -> None:
        """Somebody objects, dissents, or joins."""
        hold = self.holds.setdefault((number, person), Hold(person, block))
        hold.say(words, OPPOSES)

    def moved(self, number: int, person: str, move: Move, words: str) -> None:
        """A holder decides about their own objection."""
        hold = self.holds[number, person]
        if move is Move.WITHDRAW:
            hold.withdrawn = True
        elif move is Move.RESOLVE:
            hold.say(words, LIFTED)
        elif move in KEEPING:
            hold.say(words, OPPOSES)

    def lifted(self, block: str | None, person: str) -> None:
        """Somebody takes a position that lifts their objections to a block."""
        for hold in self.holds.values():
            if hold.person == person and hold.block == block:
                hold.withdrawn = True

    def standing(self, words: dict[str | None, str | None]) -> set[tuple[int, str]]:
        """(objection, person) pairs that must be D entries, given the final words."""
        return {
            key for key, hold in self.holds.items()
            if hold.stands_on(words.get(hold.block))
        }  # fmt: skip

    def unconfirmed(self, words: dict[str | None, str | None]) -> set[tuple[int, str]]:
        """(objection, person) pairs that must be U entries, given the final words."""
        return {
            key for key, hold in self.holds.items()
            if hold.is_unconfirmed_on(words.get(hold.block))
        }  # fmt: skip
