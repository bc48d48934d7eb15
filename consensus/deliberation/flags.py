"""Flags: what a person must know to judge a reading (domain.md 7.3)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from consensus.deliberation.tally import Tally
from consensus.deliberation.voices import RECOGNISED, Context


class FlagKind(StrEnum):
    """What a flag draws attention to (domain.md 7.3), in the order shown."""

    JOINED = "joined_during_call"
    ONE_ORGANISATION = "one_organisation"
    NOT_HEARD = "not_heard"
    ONLY_VOICE = "only_voice"
    BARE = "bare"
    CHANGED_GROUP = "changed_group"
    EDITORIAL = "editorial_changes"
    CALLER_DRAFTED = "caller_drafted"
    URGENT = "urgent"


@dataclass(frozen=True)
class Flag:
    """Something a person must know to judge a reading; it never changes the code."""

    kind: FlagKind
    text: str
    groups: tuple[str, ...] = ()
    """The stakeholder groups it is about, so that one can be withheld (R18)."""


def who_was_heard(tally: Tally) -> list[Flag]:
    """Which groups took no position, and which have one voice, that objects."""
    silent = tuple(group for group in RECOGNISED if group not in tally.heard)
    flags = []
    if silent:
        text = f"not heard: {', '.join(silent)}"
        flags.append(Flag(FlagKind.NOT_HEARD, text, silent))
    for group in RECOGNISED:
        if tally.size_of[group] == 1 and _objects(tally, group):
            text = f"the only voice from {group} objects"
            flags.append(Flag(FlagKind.ONLY_VOICE, text, (group,)))
    return flags


def _objects(tally: Tally, group: str) -> bool:
    """Whether the one person from a group objects."""
    return any(one.opposes for one in tally.people if one.group == group)


def circumstances(tally: Tally, context: Context) -> list[Flag]:
    """What about these voices, this call and this caller bears on the reading."""
    standing = [voice for voice in tally.voices if voice.stands]
    bare = sum(voice.bare and voice.kind == "objection" for voice in standing)
    moved = len({voice.person for voice in standing if voice.changed_group})
    edits = context.editorial_changes
    drafted = context.caller_drafted
    flags = [
        (bare, FlagKind.BARE, f"{bare} objection(s) without a stated reason"),
        (
            moved,
            FlagKind.CHANGED_GROUP,
            f"{moved} member(s) changed stakeholder group during the call",
        ),
        (edits, FlagKind.EDITORIAL, f"{edits} editorial change(s) during the call"),
        (drafted, FlagKind.CALLER_DRAFTED, "the caller drafted this text"),
        (context.urgent, FlagKind.URGENT, "urgent window"),
    ]
    return [Flag(kind, text) for shown, kind, text in flags if shown]


def withheld(flags: Sequence[Flag], unnamed: Collection[str]) -> tuple[Flag, ...]:
    """
    The flags that may be printed (R18).

    `unnamed` are the groups whose only voice did not choose to be named: "the only
    voice from government objects" would say who it is, so it is left out.
    """
    return tuple(
        flag
        for flag in flags
        if flag.kind is not FlagKind.ONLY_VOICE or not set(flag.groups) & set(unnamed)
    )
