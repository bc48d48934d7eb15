"""
The test's own account of who opposes what, kept apart from the service's.

It knows only what people did, by whom, the exact words they had before them then, and
what editors did to which paragraph. What the annex must and may hold follows from that.
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
    Move.NARROW,
}


@dataclass
class Said:
    """One thing a person said of some words, and when in the order of all events."""

    stance: str
    at: int
    blocks: frozenset[str]


@dataclass
class Hold:
    """One person's hold on one objection, as that person made it."""

    person: str
    block: str | None
    said: dict[str, Said] = field(default_factory=dict)
    """The words to what the person last said of them, in order of saying."""
    withdrawn: bool = False

    def say(self, words: str, said: Said) -> None:
        """The person speaks: about these words, this is their stance now."""
        self.said.pop(words, None)
        self.said[words] = said
        self.withdrawn = False

    @property
    def opposes(self) -> bool:
        """Whether what they said last was against the words they had before them."""
        return not self.withdrawn and list(self.said.values())[-1].stance == OPPOSES


@dataclass(frozen=True)
class Text:
    """The text at the end: each target's words (None: it is gone), and all in a row."""

    words: dict[str | None, str | None]
    blocks: tuple[str, ...]
    live: frozenset[str]

    @property
    def whole(self) -> str:
        """All paragraphs in order, as one text."""
        return " ".join(self.blocks)


@dataclass
class Ledger:
    """All holds, by number of the objection and person; and all changes of the text."""

    holds: dict[tuple[int, str], Hold] = field(default_factory=dict)
    changes: list[tuple[str, str, str | None]] = field(default_factory=list)
    """What was done to which block, and the block to which its words flowed."""

    def changed(self, op: str, block: str, to: str | None = None) -> None:
        """An editor did something to the text."""
        self.changes.append((op, block, to))

    def opposed(self, number: int, person: str, block: str | None, words: str) -> None:
        """Somebody objects, dissents, or joins."""
        hold = self.holds.setdefault((number, person), Hold(person, block))
        on = frozenset({block} if block else set())
        hold.say(words, Said(OPPOSES, len(self.changes), on))

    def moved(
        self, number: int, person: str, move: Move, words: str, blocks: frozenset[str]
    ) -> None:
        """A holder decides about their own objection, with these words before them."""
        hold = self.holds[number, person]
        if move is Move.WITHDRAW:
            hold.withdrawn = True
        elif move is Move.RESOLVE:
            hold.say(words, Said(LIFTED, len(self.changes), blocks))
        elif move in KEEPING:
            hold.say(words, Said(OPPOSES, len(self.changes), blocks))

    def lifted(self, numbers: set[int], person: str) -> None:
        """Somebody takes a position that lifts their objections of these numbers."""
        for number in numbers:
            self.holds[number, person].withdrawn = True

    def must_stand(self, text: Text) -> set[tuple[int, str]]:
        """(objection, person) pairs that must be D entries, given the final text."""
        return {key for key, hold in self.holds.items() if self._must(hold, text)}

    def may_stand(self, text: Text) -> set[tuple[int, str]]:
        """The pairs that may be: words they opposed are in the text somewhere."""
        return {
            key for key, hold in self.holds.items()
            if not hold.withdrawn and any(
                said.stance == OPPOSES and self._occurs(words, hold, text)
                for words, said in hold.said.items()
            )
        }  # fmt: skip

    def must_be_printed(self, text: Text) -> set[tuple[int, str]]:
        """
        The pairs that must be D or U entries: they oppose still, and something of the
        text, however divided or joined, has grown out of what they opposed (R3, R7).
        """
        return {
            key for key, hold in self.holds.items()
            if hold.opposes and self._grown_from(hold, text)
        }  # fmt: skip

    def _must(self, hold: Hold, text: Text) -> bool:
        if hold.withdrawn:
            return False
        for words, said in reversed(hold.said.items()):
            if words == text.words.get(hold.block) or self._followed(words, said, text):
                return said.stance == OPPOSES
            if self._occurs(words, hold, text):
                return False  # it may have been followed or not: not looked at here
        return False

    def _followed(self, words: str, said: Said, text: Text) -> bool:
        """
        Whether since then these blocks were divided or joined once and no more, and
        nothing else ever to what they were joined to (else ADR 0008 is in doubt: the
        words may have been minted before it).
        """
        since = [
            one for one in self.changes[said.at :] if said.blocks & {one[1], one[2]}
        ]
        once = len(since) == 1 and since[0][0] in {"split", "merged"}
        if not once or words not in text.whole:
            return False
        others = {since[0][1], str(since[0][2])}
        return sum(bool(others & {one[1], one[2]}) for one in self.changes) == 1

    def _occurs(self, words: str, hold: Hold, text: Text) -> bool:
        """Whether words are in the text, divided as often as paragraphs were."""
        if hold.block is None or hold.block.startswith("removal:"):
            return words == text.words.get(hold.block)
        divided = sum(op == "split" for op, _, _ in self.changes)
        return words in text.whole or _in_pieces(words, text.blocks, divided + 1)

    def _grown_from(self, hold: Hold, text: Text) -> bool:
        if hold.block is None or hold.block.startswith("removal:"):
            return text.words.get(hold.block) is not None
        last = list(hold.said.values())[-1]
        found = set(last.blocks)
        for op, block, to in self.changes[last.at :]:
            if op in {"split", "merged"} and block in found and to is not None:
                found.add(to)
        return bool(found & text.live)


def _in_pieces(words: str, blocks: tuple[str, ...], most: int) -> bool:
    """Whether these words stand in the blocks, in so many pieces at most."""
    rest = words.split()
    for _ in range(most):
        held = (
            count for count in range(len(rest), 0, -1)
            if any(" ".join(rest[:count]) in block for block in blocks)
        )  # fmt: skip
        rest = rest[next(held, 0) :]
    return not rest
