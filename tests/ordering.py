"""The longest tests begin first: a worker that is left with one alone ends late."""

import os

import pytest

LONGEST = (
    "tests/fuzzing/test_fuzzing_the_gate.py",
    "tests/invariants/test_planted_bugs.py",
    "tests/invariants/test_histories.py",
    "tests/browser/test_walking_by_keyboard.py",
    "tests/browser/test_from_draft_to_publication.py",
    "tests/browser/test_without_scripts.py",
    "tests/together/test_convergence.py",
    "tests/together/test_killed_while_typing.py",
    "tests/together/test_two_workers.py",
    "tests/together/test_traces.py",
    "tests/durability/test_kill.py",
    "tests/cli/test_ids_across_versions.py",
    "tests/browser/test_every_page.py",
)
"""Files whose tests take ten seconds and more, the longest first."""


def longest_first(items: list[pytest.Item]) -> None:
    """
    Put them at the head of each worker's share; the others keep their order.

    Workers begin with equal parts of the list, one behind the other, and take from the
    ends of each other's parts when they have nothing left (`--dist worksteal`).
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    others = [one for one in items if _rank(one) == len(LONGEST)]
    long = sorted((one for one in items if _rank(one) < len(LONGEST)), key=_rank)
    ordered: list[pytest.Item] = []
    for worker in range(workers):
        share = (len(items) - len(ordered)) // (workers - worker)
        head = long[worker::workers]
        body = others[: max(0, share - len(head))]
        others = others[len(body) :]
        ordered += head + body
    items[:] = ordered + others


def _rank(item: pytest.Item) -> int:
    file = item.nodeid.partition("::")[0]
    return LONGEST.index(file) if file in LONGEST else len(LONGEST)
