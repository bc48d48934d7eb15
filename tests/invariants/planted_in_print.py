"""
Ways to keep a dissent from its readers, built into what is printed.

Each is put in wherever an annex is built, so that the checks which the service makes
of itself agree with it: only somebody who remembers what people did can notice.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from consensus.publication import (
    bundle,
    copies,
    cover_lines,
    edition,
    inspection,
    proof,
)
from consensus.publication.annex import Annex, build_annex
from consensus.publication.annex_entry import AnnexEntry
from consensus.publication.edition import Edition

Entries = tuple[AnnexEntry, ...]


def _print_otherwise(
    patch: pytest.MonkeyPatch, change: Callable[[Annex], Annex]
) -> None:
    """Let every annex be changed before anybody sees it, its counts with it."""
    build = build_annex

    def built(*args: Any, **named: Any) -> Annex:
        annex = change(build(*args, **named))
        counts = replace(
            annex.counts, objections=len(annex.entries),
            unconfirmed=len(annex.unconfirmed), statements=len(annex.statements),
        )  # fmt: skip
        return replace(annex, counts=counts)

    for module in (proof, inspection, copies):
        patch.setattr(module, "build_annex", built)


def _change_entries(
    patch: pytest.MonkeyPatch, change: Callable[[Entries], Entries]
) -> None:
    _print_otherwise(patch, lambda a: replace(a, entries=change(a.entries)))


def leave_out_the_second_entry(patch: pytest.MonkeyPatch) -> None:
    """The annex shows one objection and forgets the rest."""
    _change_entries(patch, lambda entries: entries[:1])


def print_it_at_the_first_part_only(patch: pytest.MonkeyPatch) -> None:
    """The annex and the text mark one part of a divided paragraph, not the other."""
    _change_entries(patch, lambda found: tuple(replace(e, further=()) for e in found))


def shorten_the_reason(patch: pytest.MonkeyPatch) -> None:
    """Somebody found that a dissent is too long."""
    _change_entries(
        patch, lambda found: tuple(replace(e, reason=e.reason[:12]) for e in found)
    )


def leave_out_the_harm(patch: pytest.MonkeyPatch) -> None:
    """What harm a dissent names is not printed."""
    _change_entries(patch, lambda found: tuple(replace(e, harm_to="") for e in found))


def leave_out_who_gives_no_reason(patch: pytest.MonkeyPatch) -> None:
    """Who dissents without a reason does not count (against R2)."""
    _change_entries(patch, lambda found: tuple(e for e in found if not e.is_bare))


def print_one_of_those_who_hold_it(patch: pytest.MonkeyPatch) -> None:
    """Five people hold one objection, one is printed."""
    _change_entries(
        patch, lambda found: tuple(replace(e, holders=e.holders[:1]) for e in found)
    )


def leave_out_what_was_recorded_for_somebody(patch: pytest.MonkeyPatch) -> None:
    """What was said in a meeting is forgotten (against R36)."""
    _change_entries(
        patch,
        lambda found: tuple(
            e for e in found if not any(one.recorded for one in e.holders)
        ),
    )


def leave_out_removals(patch: pytest.MonkeyPatch) -> None:
    """Who minds that a paragraph was removed is removed too (against R8)."""
    _change_entries(
        patch, lambda found: tuple(e for e in found if e.target != "removal")
    )


def leave_out_what_is_missing(patch: pytest.MonkeyPatch) -> None:
    """Who misses something in the text is missing in the annex (against R8)."""
    _change_entries(
        patch, lambda found: tuple(e for e in found if e.target != "omission")
    )


def put_the_last_first(patch: pytest.MonkeyPatch) -> None:
    """The dissents come in an order that somebody likes better (against R26)."""

    def turned(found: Entries) -> Entries:
        numbers = [one.number for one in found]
        return tuple(
            replace(one, number=number)
            for one, number in zip(reversed(found), numbers, strict=True)
        )

    _change_entries(patch, turned)


def leave_out_the_unconfirmed(patch: pytest.MonkeyPatch) -> None:
    """Who was asked about other words and did not answer is dropped (against R3)."""
    _print_otherwise(patch, lambda annex: replace(annex, unconfirmed=()))


def leave_out_a_signer(patch: pytest.MonkeyPatch) -> None:
    """A statement of several is printed as one person's."""

    def lonely(annex: Annex) -> Annex:
        stated = tuple(
            replace(one, signatories=one.signatories[:1]) for one in annex.statements
        )
        return replace(annex, statements=stated)

    _print_otherwise(patch, lonely)


def leave_out_the_last_statement(patch: pytest.MonkeyPatch) -> None:
    """The statement that was filed last came a little late."""
    _print_otherwise(patch, lambda a: replace(a, statements=a.statements[:-1]))


def set_no_marks_in_the_text(patch: pytest.MonkeyPatch) -> None:
    """Dissent is in the annex only, where it gives no trouble (against INV-5)."""

    def none(_annex: Annex, _block: str | None) -> tuple[str, ...]:
        return ()

    patch.setattr(Annex, "numbers_on", none)


def say_on_the_cover_that_nobody_minds(patch: pytest.MonkeyPatch) -> None:
    """The annex says one thing and the cover another (against INV-4)."""
    patch.setattr(cover_lines, "standing", lambda _counts: "No objection stands.")


def forget_the_challenges(patch: pytest.MonkeyPatch) -> None:
    """Levels are printed as if nobody had doubted them (against INV-33)."""
    real = edition.edition_of

    def unchallenged(*args: Any, **named: Any) -> Edition:
        return replace(real(*args, **named), challenged=())

    from consensus.publication import actions  # noqa: PLC0415

    for module in (actions, inspection):
        patch.setattr(module, "edition_of", unchallenged)


def list_no_receipts(patch: pytest.MonkeyPatch) -> None:
    """Nobody can find their own dissent in the manifest (against INV-8)."""
    real = bundle.manifest_json

    def without(*args: Any, **named: Any) -> dict[str, Any]:
        return real(*args, **named) | {"receipts": []}

    patch.setattr(bundle, "manifest_json", without)
