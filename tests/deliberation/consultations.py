"""
Real consultations, as stances that members take by the deeds of the pages.

The archives say who said what of which text. They do not say what a coalition knows of
its members, so this is made up here, the same at every run and open to see:

- République numérique (2015, 15 articles of a bill): who wrote only arguments for an
  article supports it, who wrote only against it objects with these words, who wrote
  both reserves. Groups are drawn. The 14,000 answers besides (for, against, mixed) are
  numbers without people: `answers_in_numbers`.
- pol.is: agree supports, disagree objects without a reason, "pass" stands aside. The
  opinion groups that pol.is found stand in for stakeholder groups.
- In both, how somebody is shown is drawn for each stance, and one in six shares an
  organisation with others.
"""

import csv
import gzip
import hashlib
import html
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from consensus.coalitions.models import Attribution, StakeholderGroup

POSITIONS = Path(__file__).parents[3] / "shared" / "data" / "2-positions"

_GROUPS = list(StakeholderGroup)
_SHOWN = [
    *[Attribution.NAMED] * 5, Attribution.GROUP, Attribution.GROUP_REGION,
    Attribution.MEMBER,
]  # fmt: skip


@dataclass(frozen=True)
class Stance:
    """What one person says of one text: kind, words, and how to be shown."""

    who: str
    kind: str
    """support, reservation, abstain or objection."""
    words: str
    shown: Attribution

    @property
    def opposes(self) -> bool:
        """Whether it is an objection."""
        return self.kind == "objection"


@dataclass(frozen=True)
class Consultation:
    """The texts in order, the stances on each, and who takes them."""

    texts: Sequence[str]
    stances: Sequence[Sequence[Stance]]
    groups: dict[str, StakeholderGroup]
    organisations: dict[str, str]
    """By person; "" for none."""

    def only(self, texts: int, people: int) -> "Consultation":
        """The last so many texts, among the first so many people of those."""
        kept = self.stances[-texts:]
        who = list(dict.fromkeys(one.who for said in kept for one in said))[:people]
        return replace(
            self, texts=self.texts[-texts:],
            stances=[[one for one in said if one.who in who] for said in kept],
            groups={one: self.groups[one] for one in who},
        )  # fmt: skip


def republique_numerique() -> Consultation:
    """The government's articles, with everybody who wrote for or against one."""
    path = POSITIONS / "republique-numerique" / "government-articles.json.gz"
    articles = json.loads(gzip.decompress(path.read_bytes()))
    stances = [_arguments(one["arguments"]) for one in articles]
    people = {one.who for said in stances for one in said}
    groups = {one: _GROUPS[_drawn("group", one) % len(_GROUPS)] for one in people}
    texts = [f"{one['title']}. {_plain(one['body'])}" for one in articles]
    return Consultation(texts, stances, groups, _organisations(people))


def answers_in_numbers() -> list[tuple[int, int, int]]:
    """By article: how many answered for it, against it, and mixed."""
    path = POSITIONS / "republique-numerique" / "government-articles-index.csv"
    rows = [list(one.values()) for one in _rows(path)]
    return [(int(one[2]), int(one[3]), int(one[4])) for one in rows]


def polis(name: str) -> Consultation:
    """One pol.is conversation: each statement that somebody answered is a text."""
    folder = POSITIONS / "polis" / name
    said = _rows(next(folder.glob("comments.csv")))
    bodies = {one["comment-id"]: one["comment-body"] for one in said}
    rows = _rows(next(folder.glob("participants-*.csv")))
    kinds = {"1": "support", "0": "abstain", "-1": "objection"}
    asked = [number for number in rows[0] if number in bodies]
    stances = [
        [_stance(one["participant"], kinds[one[number]], "", number)
         for one in rows if one[number]]
        for number in asked
    ]  # fmt: skip
    groups = {one["participant"]: _GROUPS[int(one["group-id"] or -1)] for one in rows}
    texts = [f"{number}. {bodies[number]}" for number in asked]
    return Consultation(texts, stances, groups, _organisations(groups))


def _arguments(arguments: Sequence[dict[str, object]]) -> list[Stance]:
    sides: dict[str, dict[object, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in arguments:
        author = one["author"]
        assert isinstance(author, dict)
        sides[author["uniqueId"]][one["type"]].append(_plain(str(one["body"])))
    found = []
    for who, said in sides.items():
        kind = "reservation" if len(said) > 1 else "support" if said[1] else "objection"
        words = "\n\n".join(said[0] or said[1])
        found.append(_stance(who, kind, words, words))
    return found


def _stance(who: str, kind: str, words: str, about: str) -> Stance:
    return Stance(who, kind, words, _SHOWN[_drawn(about, who) % len(_SHOWN)])


def _organisations(
    people: Iterable[str],
) -> dict[str, str]:
    drawn = {one: _drawn("organisation", one) for one in people}
    return {one: f"House {n % 7}" if n % 6 == 0 else "" for one, n in drawn.items()}


def drawn_groups(salt: str, people: int) -> list[StakeholderGroup]:
    """A group for each of so many people, by lot that falls alike at every run."""
    return [_GROUPS[_drawn(salt, str(n)) % len(_GROUPS)] for n in range(people)]


def _drawn(salt: str, who: str) -> int:
    """A number that is the same at every run, and looks like drawn."""
    return int(hashlib.sha256(f"{salt}:{who}".encode()).hexdigest()[:8], 16)


def _plain(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
