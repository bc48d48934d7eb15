"""What the forms of challenges send, or a sentence for each faulty field."""

from collections.abc import Mapping

from consensus.challenges.actions.answering import Answer
from consensus.challenges.actions.filing import Contest
from consensus.challenges.models import Ground, Outcome, Response
from consensus.challenges.words import GROUNDS
from consensus.coalitions.models import Attribution
from consensus.deliberation.levels import Level

LONGEST = 10_000
"""Characters in a challenge, an answer or a review."""

Errors = dict[str, str]
Typed = Mapping[str, str]

GROUND_CHOICES = [(str(one), label, "") for one, label in GROUNDS.items()]
RESPONSE_CHOICES = [
    (str(Response.KEEP), "Keep the level", ""),
    (str(Response.REVISE), "Declare another level", ""),
]


def read_contest(typed: Typed) -> tuple[Contest | None, Errors]:
    """The challenge that a form files."""
    text, errors = _text(typed, "Say why you read the level differently.")
    level = typed.get("level", "")
    if not (level.isascii() and level.isdecimal() and len(level) <= 18):  # noqa: PLR2004
        errors["level"] = "Choose the level that you challenge."
    ground, shown = typed.get("ground", ""), typed.get("attribution", "")
    if ground not in set(Ground):
        errors["ground"] = "Choose the ground of your challenge."
    if shown not in set(Attribution):
        errors["attribution"] = "Choose how you are shown."
    if errors:
        return None, errors
    return Contest(int(level), Ground(ground), text, Attribution(shown)), {}


def read_answer(typed: Typed) -> tuple[Answer | None, Errors]:
    """The caller's answer; another level is needed only to revise."""
    text, errors = _text(typed, "Say why: the answer is printed.")
    response, level = typed.get("response", ""), typed.get("level", "")
    if response not in set(Response):
        errors["response"] = "Choose whether the level stays."
    if level and level not in set(Level):
        errors["level"] = "Choose a level."
    if errors:
        return None, errors
    revised = Level(level) if level else None
    return Answer(Response(response), text, revised), {}


def read_review(typed: Typed) -> tuple[Outcome | None, str, Errors]:
    """A reviewer's outcome and reason."""
    text, errors = _text(typed, "Give the reason of your review: it is printed.")
    outcome = typed.get("outcome", "")
    if outcome not in set(Outcome):
        errors["outcome"] = "Choose what is to be done with the level."
        return None, text, errors
    return Outcome(outcome), text, errors


def _text(typed: Typed, missing: str) -> tuple[str, Errors]:
    text = typed.get("text", "").replace("\r\n", "\n").strip()
    if not text:
        return text, {"text": missing}
    if len(text) > LONGEST:
        return text, {"text": f"This can be {LONGEST:,} characters long at most."}
    return text, {}
