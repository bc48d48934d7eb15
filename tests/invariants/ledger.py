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


LETTING_GO = {Move.RESOLVE, Move.WITHDRAW, Move.ASK_FOR_CHANGE}


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
    standing: bool = False
    """Whether it is kept on any wording with the same effect (R9)."""
    stood: bool = False
    """Whether that was ever so: it may stand on words its person never saw."""

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
    words_now: dict[str, str] = field(default_factory=dict)
    """The words of every block that stands in the text."""

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
    editorial: set[str] = field(default_factory=set)
    """Blocks in which some change was declared editorial: words follow it (5.3)."""

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

        if move in LETTING_GO:
            hold.standing = False

    def stands_by(self, number: int, person: str, *, gives: bool) -> None:
        """A holder answers once for any wording, or does so no more (R9)."""
        hold = self.holds[number, person]
        hold.standing, hold.stood = gives, True

    def is_on(self, hold: Hold, blocks: set[str]) -> bool:
        """Whether a hold is on one of these blocks; on none: whether on the whole."""
        if hold.block is None or not blocks:
            return hold.block is None and not blocks
        named = {hold.block.rpartition(":")[2]}
        found = named.union(*(said.blocks for said in hold.said.values()))
        return bool(self._grown(found, 0) & blocks)

    def must_stand(self, text: Text) -> set[tuple[int, str]]:
        """(objection, person) pairs that must be D entries, given the final text."""
        return {key for key, hold in self.holds.items() if self._must(hold, text)}

    def may_stand(self, text: Text) -> set[tuple[int, str]]:
        """The pairs that may be: words they opposed are in the text somewhere."""
        return {
            key for key, hold in self.holds.items()
            if not hold.withdrawn and (self._may_follow(hold) or any(
                said.stance == OPPOSES and self._occurs(words, hold, text)
                for words, said in hold.said.items()
            ))
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

    def must_be_marked(self, text: Text) -> dict[int, set[str]]:
        """
        By objection, the paragraphs at which it must be named: all that have grown out
        of the words it is against, where these were only divided (INV-5).
        """
        found: dict[int, set[str]] = {}
        for number, person in self.must_stand(text):
            last = list(self.holds[number, person].said.values())[-1]
            grown = self._grown(set(last.blocks), last.at)
            since = self.changes[last.at :]
            touched = {op for op, block, to in since if {block, to} & grown}
            if touched <= {"split"}:
                found.setdefault(number, set()).update(grown & text.live)
        return found

    def _may_follow(self, hold: Hold) -> bool:
        """Whether it can stand on words that its person never had before them."""
        opposed = any(said.stance == OPPOSES for said in hold.said.values())
        touched = bool(self.editorial) and self.is_on(hold, self.editorial)
        missing = (hold.block or "").startswith("omission:")
        return opposed and (hold.stood or touched or missing)

    def _must(self, hold: Hold, text: Text) -> bool:
        if hold.withdrawn or self.editorial:
            return False  # what an editorial change takes along is printed all the same
        if (hold.block or "").startswith("omission:"):
            return hold.opposes and not self.changes
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
        if hold.block.startswith("omission:"):
            return False  # asked again when something is added, and then it may lapse
        last = list(hold.said.values())[-1]
        return bool(self._grown(set(last.blocks), last.at) & text.live)

    def _grown(self, blocks: set[str], since: int) -> set[str]:
        """These blocks and all into which their words went since then."""
        found = set(blocks)
        for op, block, to in self.changes[since:]:
            if op in {"split", "merged"} and block in found and to is not None:
                found.add(to)
        return found


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
