"""How long the redline of two long texts takes, made up and real."""

from itertools import pairwise
from pathlib import Path
from random import Random

from benchmarks.measuring import measure
from consensus.wordings.redline import LONGEST_TEXT, Op, redline
from tests.serving import ROOT

REAL = ROOT.parent / "shared/data/1-documents/versions/w3c-process_en_bikeshed"


def run(_: Path) -> None:
    """Measure a made-up pair and, where it is at hand, the longest real one."""
    old, new = _made_up()
    made_up = f"Redline, {len(old):,} characters, made up"
    measure(made_up, lambda: redline(old, new), times=5)
    if REAL.is_dir():
        before, after = longest_pair(REAL)
        sizes = f"{len(before):,} and {len(after):,} characters"
        measure(f"Redline, {sizes}", lambda: whole_redline(before, after), times=5)


def longest_pair(folder: Path) -> tuple[str, str]:
    """The two versions that follow each other and are the longest together, whole."""
    texts = [file.read_text("utf-8") for file in sorted(folder.glob("*.md"))]
    return max(pairwise(texts), key=lambda pair: len(pair[0]) + len(pair[1]))


def whole_redline(old: str, new: str) -> list[tuple[Op, str]]:
    """The redline of two texts of any length, in parts as long as can be compared."""
    starts = range(0, max(len(old), len(new)), LONGEST_TEXT)
    parts = [(old[i : i + LONGEST_TEXT], new[i : i + LONGEST_TEXT]) for i in starts]
    return [op for part in parts for op in redline(*part)]


def _made_up() -> tuple[str, str]:
    """A text as long as can be, and one in which every tenth word is another."""
    picked = Random(1)
    words = [f"word{picked.randrange(2_000)}" for _ in range(LONGEST_TEXT // 9)]
    other = [one if place % 10 else "changed" for place, one in enumerate(words)]
    return " ".join(words)[:LONGEST_TEXT], " ".join(other)[:LONGEST_TEXT]
