"""
Three to eight people do anything at once on bad lines, with the page's own scripts and
a real server between them: type, divide, join, move, remove, paste, mark, undo, go
offline, while messages come twice and late. In the end all show one text, the log has
the same, no id stands in it twice, and nothing is gone that was saved and that nobody
took away.

`make soak` does 2,000 runs; CONSENSUS_TOGETHER_RUNS is another number for it.
"""

import os
import sys
from collections import Counter
from collections.abc import Sequence

import pytest

from tests.together.conftest import Town
from tests.together.crowd import (
    Crowd,
    salvaged_words,
    sign_ins,
    stored_text,
    words_of,
)

SOAK_RUNS = int(os.environ.get("CONSENSUS_TOGETHER_RUNS", "2000"))
DEEDS = 40
STEP = 50  # runs whose outcome is looked at together
PARAGRAPHS = ["Rivers need care.", "Cables cross borders.", "Why?", "Both serve us."]


@pytest.mark.parametrize(
    "runs",
    [
        pytest.param(200, id="200-runs"),
        pytest.param(SOAK_RUNS, marks=pytest.mark.soak, id="at-length"),
    ],
)
def test_whatever_people_do_at_once_they_end_with_one_text_and_lose_nothing(
    crowd: Crowd, town: Town, runs: int
) -> None:
    signs = 0
    for first in range(0, runs, STEP):
        signs += converge(crowd, town, range(first, first + STEP), [town.server.url])
    sys.stdout.write(f"{runs} runs converged; {signs} saved characters all there\n")


def converge(crowd: Crowd, town: Town, seeds: range, urls: Sequence[str]) -> int:
    """Let one text for each seed be worked on; how many characters it was about."""
    runs = [
        {
            "document": town.world.document("Rivers", PARAGRAPHS, by=town.people[0]),
            "people": sign_ins(town.people[: 3 + seed % 6], *urls),
            "seed": seed,
            "deeds": DEEDS,
        }
        for seed in seeds
    ]
    signs = 0
    for outcome in crowd.do("fuzz", runs=runs)["outcomes"]:
        stored = stored_text(town.world, outcome["document"])
        which = f"seed {outcome['seed']}"
        assert outcome["sentences"] == [], which
        assert all(text == stored for text in outcome["texts"]), which
        ids = Counter(block_id for block_id, _, _ in stored)
        assert max(ids.values(), default=1) == 1, which
        kept = words_of(stored) + salvaged_words(town.world, outcome["document"])
        lost = set(outcome["expected"]) - set(kept)
        assert lost == set(), which
        signs += len(outcome["expected"])
    return signs
