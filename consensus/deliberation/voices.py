"""What a reading is computed from: voices, the charter's settings, the situation."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Any

from consensus.errors import Invalid

RECOGNISED = (
    "civil_society",
    "government",
    "intergovernmental",
    "private_sector",
    "technical_community",
)
"""The five stakeholder groups that count towards participation; "other" does not."""

OPPOSING = frozenset({"objection", "dissent"})
SUPPORTING = frozenset({"support", "reservation"})
KINDS = SUPPORTING | OPPOSING | {"abstain"}


@dataclass(frozen=True)
class Voice:
    """
    What one person says on one target (a wording or the whole document).

    Silence has no voice. A person's several voices count as one, the strongest.
    What follows from its fields is worked out once: a reading of a whole call asks the
    same voice on each of a thousand paragraphs.
    """

    person: str
    """Any name that is the same for the same person; never shown."""
    kind: str
    """support, reservation, abstain, objection or dissent."""
    group: str
    """Stakeholder group as at opening, or at joining during the call (R11)."""
    answered: bool = True
    """For an objection: False while raised, asked or in recheck (domain.md 6.4)."""
    unconfirmed: bool = False
    """An objection to an earlier wording, neither confirmed nor lifted (R3)."""
    departed: bool = False
    """The holder has left: the objection counts, its author is not among people."""
    stale: bool = False
    """
    Bound to another wording (B1). A position then counts for nothing. An objection
    waits for its holder, a dissent is taken as unconfirmed: neither lapses.
    """
    bare: bool = False
    """An objection without a stated reason (R2)."""
    joined_during_call: bool = False
    organisations: frozenset[str] = field(default_factory=frozenset)
    """Keys of organisations, related ones already joined under one key (R13)."""
    changed_group: bool = False
    """Moved to another stakeholder group during the call (R11)."""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise Invalid(f"{self.kind!r} is not something to say about a wording.")

    @cached_property
    def opposes(self) -> bool:
        """Whether it is an objection or a dissent; both count alike."""
        return self.kind in OPPOSING

    @cached_property
    def lapsed(self) -> bool:
        """Whether it is opposition that nobody confirmed on this wording."""
        stale_dissent = self.kind == "dissent" and self.stale
        return self.opposes and (self.unconfirmed or stale_dissent)

    @cached_property
    def waits(self) -> bool:
        """Whether it is an objection that somebody must still act on."""
        open_still = self.stale or not self.answered
        return self.kind == "objection" and open_still and not self.lapsed

    @cached_property
    def stands(self) -> bool:
        """Whether it counts on this wording (B1); a departed person's does not."""
        if self.opposes:
            return not self.lapsed
        return not (self.stale or self.departed)

    @cached_property
    def strength(self) -> tuple[bool | str, ...]:
        """Opposition, support, standing aside; between equals any fixed order."""
        return (
            self.waits,
            self.opposes,
            self.kind == "objection",
            self.kind == "reservation",
            self.kind == "support",
            not self.departed,
            self.group,
            self.person,
            self.bare,
            self.joined_during_call,
            self.changed_group,
            *sorted(self.organisations),
        )

    def as_dict(self) -> dict[str, Any]:
        """As plain JSON, to be stored beside the reading (INV-30)."""
        return asdict(self) | {"organisations": sorted(self.organisations)}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Voice":
        """A voice as `as_dict` gave it; what is left out has its default."""
        organisations = frozenset(stored.get("organisations", ()))
        return cls(**{**stored, "organisations": organisations})


@dataclass(frozen=True)
class ReadingSettings:
    """The numbers of a charter (domain.md 7.1); refuses (`Invalid`) impossible ones."""

    min_people: int = 5
    """People with a position, below which too few took part."""
    min_groups: int = 3
    """Recognised groups among them."""
    min_support: int = 3
    """People in support, with or without a reservation."""
    minority: tuple[int, int] = (1, 5)
    """Opposition above this part of those who took a side is significant."""
    most: tuple[int, int] = (3, 5)
    """Support from this part on is strong."""
    group_min_objectors: int = 2
    """Objectors in one group, from which the group's own opposition is looked at."""

    def __post_init__(self) -> None:
        floors = (self.min_people, self.min_support, self.group_min_objectors)
        if min(floors) < 1 or not 1 <= self.min_groups <= len(RECOGNISED):
            raise Invalid(
                "A charter asks for one person at least, and for one to five groups."
            )
        for part, whole in (self.minority, self.most):
            if not 0 < part < whole:
                raise Invalid("A charter's parts lie between nothing and the whole.")

    def as_dict(self) -> dict[str, int]:
        """As plain JSON, each part as its two whole numbers."""
        return {
            "min_people": self.min_people,
            "min_groups": self.min_groups,
            "min_support": self.min_support,
            "minority_num": self.minority[0],
            "minority_den": self.minority[1],
            "most_num": self.most[0],
            "most_den": self.most[1],
            "group_min_objectors": self.group_min_objectors,
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, int]) -> "ReadingSettings":
        """Settings as `as_dict` gave them; what is left out has its default."""
        numbers = cls().as_dict() | dict(stored)
        minority = (numbers.pop("minority_num"), numbers.pop("minority_den"))
        most = (numbers.pop("most_num"), numbers.pop("most_den"))
        return cls(**numbers, minority=minority, most=most)


@dataclass(frozen=True)
class Context:
    """What the caller must know about the call beside what people said (7.3)."""

    caller_drafted: bool = False
    urgent: bool = False
    editorial_changes: int = 0


_STRENGTH = attrgetter("strength")


def one_per_person(voices: Iterable[Voice]) -> list[Voice]:
    """Each person's strongest voice, in the order of their names."""
    strongest: dict[str, Voice] = {}
    for voice in voices:
        other = strongest.setdefault(voice.person, voice)
        if other is not voice:
            strongest[voice.person] = max(voice, other, key=_STRENGTH)
    return sorted(strongest.values(), key=attrgetter("person"))


def one_per_organisation(voices: Sequence[Voice]) -> list[Voice]:
    """
    The strongest voice of each organisation, and all who have none (R13).

    People who share any organisation count as one, also over a third person.
    """
    placed = [voice for voice in voices if voice.organisations]
    people = Counter(chain.from_iterable(voice.organisations for voice in placed))
    shared = {key for key, number in people.items() if number > 1}
    together = [voice for voice in placed if voice.organisations & shared]
    if not together:
        return list(voices)
    return [
        *(voice for voice in voices if not voice.organisations & shared),
        *(max(colleagues, key=_STRENGTH) for colleagues in _colleagues(together)),
    ]


def _colleagues(voices: Sequence[Voice]) -> list[list[Voice]]:
    """People with organisations, parted by those that any of them have in common."""
    names = _organisation_names(voices)
    groups: dict[str, list[Voice]] = {}
    for voice in voices:
        groups.setdefault(names[min(voice.organisations)], []).append(voice)
    return list(groups.values())


def _organisation_names(voices: Sequence[Voice]) -> dict[str, str]:
    """For each organisation's key, one name for all that people link it with."""
    linked: dict[str, frozenset[str]] = {}
    for voice in voices:
        alone: frozenset[str] = frozenset()
        together = voice.organisations.union(
            *(linked.get(key, alone) for key in voice.organisations)
        )
        linked |= dict.fromkeys(together, together)
    return {key: min(keys) for key, keys in linked.items()}
