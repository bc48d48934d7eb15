"""
Any bytes at the gate, guided by which of its lines they reach (atheris).

    python -m tests.fuzzing.gate FOLDER -max_total_time=15

FOLDER is for the bytes that reached something new; other arguments are libFuzzer's.
What the gate lets in is applied too, and Ben's next update after it. The program ends
with another code than 0, and prints the bytes in base64, when anything but a refusal
escapes, when an update takes longer than `LONGEST`, or when memory runs out: it may
take `MOST_MEMORY` more than it has at the start.
"""

import resource
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(
    include=["consensus.drafting.gate", "consensus.drafting.structs",
             "consensus.drafting.varints", "consensus.drafting.nesting"],
):  # fmt: skip
    from consensus.drafting.gate import check_update, state_of

from consensus.drafting.replica import Replica
from consensus.errors import Invalid
from tests.drafting.mutations import ADA, Moment, moments, tampered
from tests.drafting.test_mutated_updates import Siege, became_of

MOST_MEMORY = 64 * 1024 * 1024  # bytes


def main() -> None:
    """Fill the folder with seeds and go on from them."""
    folder = Path(sys.argv[1])
    dice = Random("seeds")  # noqa: S311 - the same each time
    seen = moments(40, dice)
    for number, seed in enumerate(seeds(seen, dice)):
        (folder / f"seed-{number}").write_bytes(seed)
    atheris.Setup([*sys.argv, "-print_final_stats=1"], at_the_gate(seen[-1]))
    limit_memory()
    atheris.Fuzz()


def seeds(seen: list[Moment], dice: Random) -> Iterator[bytes]:
    """Real updates, a whole text, and some that were tampered with."""
    updates = [moment.update for moment in seen]
    yield from updates
    yield seen[0].text
    for one in updates:
        yield tampered(one, updates, dice)


def at_the_gate(moment: Moment) -> Callable[[bytes], None]:
    """What is done with each input: Ada's page sends it to a text of hers and Ben's."""
    server = Replica(1)
    server.doc.apply_update(moment.text)
    state = state_of(server.doc.get_state())

    def given(data: bytes) -> None:
        try:
            check_update(data, clients={ADA}, state=state)
        except Invalid:
            return
        siege = Siege(moment)
        became_of(siege, data)
        siege.ben_goes_on(1)

    return given


def limit_memory() -> None:
    """From now on this program may take only so much more."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    most = pages * resource.getpagesize() + MOST_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    main()
