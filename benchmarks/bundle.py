"""Checking a published bundle whose log has 2,000 entries."""

from pathlib import Path

from benchmarks.measuring import measure
from consensus.publication.verify import verify
from tests.publication.bundles import bundle_of, finished
from tests.publication.logs import Log
from tests.publication.stories import INTRO, PRICE

ENTRIES = 2_000
PEOPLE = 40
NOBODY_OPPOSES = {"objections": 0, "people": 0, "unconfirmed": 0}


def run(folder: Path) -> None:
    """Measure every check that a reader of the bundle can make."""
    log = finished(_log(), NOBODY_OPPOSES, "full_consensus")
    path = folder / "bundle.zip"
    path.write_bytes(bundle_of(log))
    assert len(log.lines) == ENTRIES
    measure(f"Checking a bundle, {ENTRIES:,} entries", lambda: _check(path), times=7)


def _log() -> Log:
    """A text on which people take positions over and over, and nobody opposes."""
    log = Log()
    log.propose("Calm water")
    log.freeze(1, [INTRO, PRICE])
    wording = log.mint(INTRO)
    last_deeds = 5  # opened, closed, read, declared, published
    for number in range(1, ENTRIES - len(log.lines) - last_deeds + 1):
        facts = {
            "position": number, "kind": "reservation", "attribution": "named",
            "block": "b1", "wording": wording,
        }  # fmt: skip
        actor = f"P{number % PEOPLE + 5}"
        log.add(
            "position.taken", "block:b1", facts, actor=actor,
            words={"note": f"Mind the floods of year {number}."},
            identity={"attribution": "named", "name": f"Person {actor}"},
        )  # fmt: skip
    log.call(1, 1)
    log.read(1, None, people=PEOPLE, support=PEOPLE)
    log.declare(1, None, "full_consensus")
    return log


def _check(path: Path) -> None:
    assert verify(path).faults == []
