"""The voices on one target, sorted by how they count, and their numbers."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from consensus.deliberation.voices import RECOGNISED, Voice, one_per_person


@dataclass(frozen=True)
class Counts:
    """
    Numbers of people by what they say; for tables, never as a share (INV-18).

    `objection` and `dissent` include those of people who have left, `people` and
    `groups` do not. `unanswered` and `unconfirmed` count objections.
    """

    people: int
    groups: int
    support: int
    reservation: int
    abstain: int
    objection: int
    dissent: int
    unanswered: int
    unconfirmed: int

    @property
    def supporting(self) -> int:
        """People in support, with or without a reservation."""
        return self.support + self.reservation

    @property
    def opposing(self) -> int:
        """People who object or dissent; both count alike."""
        return self.objection + self.dissent

    @property
    def took_a_side(self) -> int:
        """N of domain.md 7.2: who stands aside took part but took no side."""
        return self.supporting + self.opposing


class Tally:
    """
    The voices sorted by how they count.

    `standing` has one voice for each person, those of departed holders included;
    `people` are those of them still there, `size_of` how many of them by group; `heard`
    are their recognised groups.
    """

    def __init__(self, voices: Sequence[Voice]) -> None:
        self.voices = voices
        self.standing = one_per_person(voice for voice in voices if voice.stands)
        self.people = [voice for voice in self.standing if not voice.departed]
        self.size_of = Counter([voice.group for voice in self.people])
        self.heard = self.size_of.keys() & RECOGNISED
        said = [voice.kind for voice in self.standing]
        self.counts = Counts(
            people=len(self.people),
            groups=len(self.heard),
            support=said.count("support"),
            reservation=said.count("reservation"),
            abstain=said.count("abstain"),
            objection=said.count("objection"),
            dissent=said.count("dissent"),
            unanswered=[voice.waits for voice in voices].count(True),
            unconfirmed=[voice.lapsed for voice in voices].count(True),
        )

    @cached_property
    def standing_of(self) -> dict[str, list[Voice]]:
        """The standing voices by stakeholder group."""
        found: dict[str, list[Voice]] = defaultdict(list)
        for voice in self.standing:
            found[voice.group].append(voice)
        return dict(found)
