"""
What domain.md 7.2, 7.3 and R18 ask for, worked out a second time from plain stances.

Written from the paper and not from the product, with other means: the product's
reading and its suppression are held against it.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import NamedTuple

FIVE = (
    "civil_society", "government", "intergovernmental", "private_sector",
    "technical_community",
)  # fmt: skip
PEOPLE, GROUPS, SUPPORT = 5, 3, 3  # that the usual charter asks for
STRONGEST = ("waiting", "objection", "reservation", "support", "abstain")


class Voice(NamedTuple):
    """What one person says of one text."""

    kind: str
    """support, reservation, abstain, objection; "waiting": one without an answer."""
    group: str
    organisation: str
    shown: str
    has_words: bool

    @property
    def against(self) -> bool:
        """Whether they object, answered or not."""
        return self.kind in {"objection", "waiting"}

    @property
    def unnamed(self) -> bool:
        """Whether they chose to be shown with less than their name."""
        return self.shown != "named"


def advised(voices: Sequence[Voice]) -> str:
    """The code of domain.md 7.2 under the usual charter."""
    said = Counter(one.kind for one in voices)
    support = said["support"] + said["reservation"]
    against = said["objection"]
    heard = {one.group for one in voices} & set(FIVE)
    if said["waiting"]:
        return "not_ready"
    if len(voices) < PEOPLE or len(heard) < GROUPS or support < SUPPORT:
        return "insufficient_participation"
    if not against:
        return "full_consensus"
    if 5 * against <= support + against and not any(map(_concerned(voices), FIVE)):
        return "consensus"
    if 5 * support >= 3 * (support + against):
        return "strong_support_significant_opposition"
    return "divergence"


def _concerned(voices: Sequence[Voice]) -> Callable[[str], bool]:
    sides = Counter((v.group, v.against) for v in voices if v.kind != "abstain")
    return lambda group: sides[group, True] >= max(2, sides[group, False] + 1)


def flags(voices: Sequence[Voice], *, printed: bool) -> list[str]:
    """The flags of 7.3 in words; `printed`: those that R18 lets be printed."""
    heard = Counter(one.group for one in voices)
    silent = [group for group in FIVE if not heard[group]]
    alone = [one for one in voices if one.group in FIVE and heard[one.group] == 1]
    apart = advised(one_per_organisation(voices))
    bare = sum(one.against and not one.has_words for one in voices)
    found = []
    if apart != advised(voices):
        found.append(f"depends on several people from one organisation"
                     f" (one per organisation: {apart})")  # fmt: skip
    if silent and not (printed and _group_is_a_secret(voices)):
        found.append(f"not heard: {', '.join(silent)}")
    found += [
        f"the only voice from {one.group} objects"
        for one in sorted(alone, key=lambda one: FIVE.index(one.group))
        if one.against and not (printed and one.unnamed)
    ]
    return found + [f"{bare} objection(s) without a stated reason"] * bool(bare)


def _group_is_a_secret(voices: Sequence[Voice]) -> bool:
    told = {one.group for one in voices if one.shown != "member"}
    return any(one.group not in told for one in voices)


def one_per_organisation(voices: Sequence[Voice]) -> list[Voice]:
    """Everybody without an organisation, and of each organisation the strongest."""
    alone = [one for one in voices if not one.organisation]
    first: dict[str, Voice] = {}
    for one in sorted(voices, key=lambda one: STRONGEST.index(one.kind)):
        first.setdefault(one.organisation, one)
    return alone + [one for name, one in first.items() if name]


class Cell(NamedTuple):
    """People of one group who say one thing: all, and those not named."""

    people: int
    unnamed: int


Table = Mapping[str, Mapping[str, Cell]]
"""By group, then by kind; "not_yet" holds who said nothing, all of them unnamed."""


def gives_away(table: Table, hidden: set[str]) -> list[tuple[str, str]]:
    """
    The cells that hold an unnamed person among fewer than five and can be known: they
    are shown, or no other numbers fit what is shown (R18, INV-22).

    Other numbers fit if people can change places between two hidden groups and two
    kinds; who is named is known, so that only others can.
    """
    kinds = list(next(iter(table.values())))
    found = []
    for group, kind in product(table, kinds):
        cell = table[group][kind]
        if kind == "not_yet" or not cell.unnamed or cell.people >= PEOPLE:
            continue
        if group not in hidden or not _could_be_other(table, hidden, group, kind):
            found.append((group, kind))
    return found


def _could_be_other(table: Table, hidden: set[str], group: str, kind: str) -> bool:
    def there(name: str, what: str) -> int:
        return table[name][what].unnamed

    others = [(g, k) for g in hidden - {group} for k in table[group] if k != kind]
    return any(there(g, k) or (there(group, k) and there(g, kind)) for g, k in others)
