"""
Who wrote what: the words of a paragraph by the seat that put each of them there.

Found by going through the log again. What somebody wrote stays theirs when a paragraph
is divided or joined; a word that was changed is the changer's.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from consensus.drafting.log import load
from consensus.drafting.models import DraftClient, DraftUpdate, Lineage
from consensus.drafting.reading import Draft, read_stored
from consensus.errors import NotFound
from consensus.wordings.canonical import plain_text
from consensus.wordings.redline import token_changes, tokens

MOST_UPDATES = 10_000
"""Updates of the log that are gone through; what was written before is nobody's."""

MOST_TURNS = 1_000
"""Times that another person goes on writing; what follows is compared only once."""

TIME_FOR_A_TURN = 0.1  # seconds of comparing

NOBODY = 0
"""In place of a seat's id where the words are older than what was gone through."""

SEVERAL = -1
"""In place of a seat's id where too many wrote in turn to tell their words apart."""

Update = Row[int, int, bytes, list[str]]
"""A place in the log: `seq`, `client_id`, `payload`, `blocks` it touched."""

Owned = list[tuple[str, int]]
"""Tokens (words, blanks, signs) with the id of the seat that wrote each."""


@dataclass(frozen=True)
class Authorship:
    """Who wrote the words of a paragraph as they are, and who at each earlier place."""

    words: list[tuple[str, int]]
    """The text in pieces with the seat that wrote each (NOBODY: before `since`)."""
    wrote: list[tuple[int, int]]
    """Each place in the log at which it changed, with the seat that changed it."""
    since: int
    """The place in the log from which on authors are known; 0 is the beginning."""


def authorship_of(session: Session, document_id: int, block_id: str) -> Authorship:
    """
    Who wrote the words of a paragraph, removed or not, word by word.

    Goes through the last 10,000 updates of the log at most. NotFound if there never
    was such a paragraph.
    """
    ancestry = _ancestry(session, document_id, block_id)
    rows, since = _rows(session, document_id)
    replay = _Replay(load(session, document_id, upto=since), ancestry, block_id)
    seats = _seats(session, document_id)
    for row in rows:
        if ancestry.concerns(row):
            replay.take(row.seq, seats.get(row.client_id, NOBODY), row.payload)
        else:
            replay.put_off(row.payload)
    replay.end_turn()
    if block_id not in replay.owned:
        raise NotFound("There is no such paragraph in this text.")
    return Authorship(_joined(replay.owned[block_id]), replay.wrote, since)


@dataclass(frozen=True)
class _Ancestry:
    """The paragraphs whose words went into one, and where they did so."""

    ids: frozenset[str]
    sources: dict[tuple[int, str], list[str]]
    """By place in the log and block: the blocks whose words it got there."""

    def concerns(self, row: Update) -> bool:
        """Whether an update may have changed one of these; if it does not say, yes."""
        return not row.blocks or not self.ids.isdisjoint(row.blocks)


@dataclass
class _Replay:
    """Goes through the log, noting whose words stand in the paragraphs followed."""

    doc: Draft
    ancestry: _Ancestry
    block_id: str
    owned: dict[str, Owned] = field(default_factory=dict)
    wrote: list[tuple[int, int]] = field(default_factory=list)
    writers: set[int] = field(default_factory=set)
    turns: int = 0
    touched: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    waiting: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        for block_id in self.ancestry.ids:
            text = self._text(block_id)
            if text is not None:
                self.texts[block_id] = text
                self.owned[block_id] = [(token, NOBODY) for token in tokens(text)]

    def put_off(self, payload: bytes) -> None:
        """Keep an update that concerns other paragraphs until one is looked at."""
        self.waiting.append(payload)

    def take(self, seq: int, seat: int, payload: bytes) -> None:
        """Apply one update of the log and note what it did to the paragraphs."""
        sources = self.ancestry.sources
        structural = any((seq, one) in sources for one in self.ancestry.ids)
        if structural or (seat not in self.writers and self.turns < MOST_TURNS):
            self.end_turn()
        self._apply(payload)
        for block_id in self.ancestry.ids:
            self._look_at(block_id, seq, seat)
        if structural:
            self._settle(seq)

    def end_turn(self) -> None:
        """Give what was written since the last turn to the one who wrote it."""
        self._settle(None)

    def _apply(self, payload: bytes) -> None:
        with self.doc.transaction():  # in one, thousands take no longer than one
            for one in (*self.waiting, payload):
                self.doc.apply_update(one)
        self.waiting.clear()

    def _look_at(self, block_id: str, seq: int, seat: int) -> None:
        text = self._text(block_id)
        if text is None or text == self.texts.get(block_id):
            return
        self.texts[block_id] = text
        self.touched.add(block_id)
        self.writers.add(seat)
        if block_id == self.block_id:
            self.wrote.append((seq, seat))

    def _settle(self, seq: int | None) -> None:
        if not self.touched:
            return
        self.turns += 1
        writer = next(iter(self.writers)) if len(self.writers) == 1 else SEVERAL
        before = dict(self.owned)
        for block_id in self.touched:
            sources = self.ancestry.sources.get((seq or 0, block_id), [])
            base = list(before.get(block_id, []))
            for source in sources:
                base += before.get(source, [])
            self.owned[block_id] = _written(base, self.texts[block_id], writer)
        self.touched.clear()
        self.writers.clear()

    def _text(self, block_id: str) -> str | None:
        try:
            return plain_text(read_stored(self.doc, block_id).block)
        except NotFound:
            return None


def _written(before: Owned, text: str, writer: int) -> Owned:
    """The tokens of a text: the kept ones stay whose they were."""
    first, last = _same_ends(before, text)
    middle = before[first : len(before) - last]
    start = sum(len(token) for token, _ in before[:first])
    end = len(text) - sum(len(token) for token, _ in before[len(before) - last :])
    owners = [owner for _, owner in middle]
    after: Owned = before[:first]
    at = 0
    for old, new, changed in token_changes(
        [token for token, _ in middle], tokens(text[start:end]), within=TIME_FOR_A_TURN
    ):
        kept = [writer] * len(new) if changed else owners[at : at + len(old)]
        after += zip(new, kept, strict=True)
        at += len(old)
    return after + before[len(before) - last :]


def _same_ends(before: Owned, text: str) -> tuple[int, int]:
    """
    How many tokens at both ends surely stayed: comparing thousands of turns takes long.

    One token less than is the same, since a new letter may join the one beside it.
    """
    words = [token for token, _ in before]
    first = _run(words, text, len(text))
    left = len(text) - sum(map(len, words[:first]))
    last = _run([one[::-1] for one in reversed(words[first:])], text[::-1], left)
    return first, last


def _run(words: list[str], text: str, most: int) -> int:
    at = count = 0
    for word in words:
        if at + len(word) > most or not text.startswith(word, at):
            break
        at += len(word)
        count += 1
    return max(0, count - 1)


def _joined(owned: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    pieces: list[tuple[str, int]] = []
    for token, owner in owned:
        # A blank belongs to the words before it: it makes no piece of its own.
        if pieces and (owner == pieces[-1][1] or token.isspace()):
            pieces[-1] = (pieces[-1][0] + token, pieces[-1][1])
        else:
            pieces.append((token, owner))
    return pieces


def _ancestry(session: Session, document_id: int, block_id: str) -> _Ancestry:
    lines = session.scalars(
        select(Lineage).where(
            Lineage.document_id == document_id, Lineage.op.in_(["split", "merged"])
        )
    )
    sources: dict[tuple[int, str], list[str]] = defaultdict(list)
    parents: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        if line.to_id is not None:
            sources[line.seq, line.to_id].append(line.from_id)
            parents[line.to_id].add(line.from_id)
    ids = set(_with_ancestors(block_id, parents))
    kept = {key: value for key, value in sources.items() if key[1] in ids}
    return _Ancestry(frozenset(ids), kept)


def _with_ancestors(block_id: str, parents: dict[str, set[str]]) -> Iterator[str]:
    seen: set[str] = set()
    waiting = [block_id]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting.extend(parents.get(one, ()))
            yield one


def _rows(session: Session, document_id: int) -> tuple[list[Update], int]:
    """The last updates, oldest first, and the place in the log before them."""
    rows = session.execute(
        select(
            DraftUpdate.seq,
            DraftUpdate.client_id,
            DraftUpdate.payload,
            DraftUpdate.blocks,
        )
        .where(DraftUpdate.document_id == document_id)
        .order_by(DraftUpdate.seq.desc())
        .limit(MOST_UPDATES)
    ).all()
    return list(reversed(rows)), rows[-1].seq - 1 if rows else 0


def _seats(session: Session, document_id: int) -> dict[int, int]:
    rows = select(DraftClient.client_id, DraftClient.member_id).where(
        DraftClient.document_id == document_id
    )
    return dict(session.execute(rows).all())
