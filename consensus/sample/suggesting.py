"""What the people of the sample coalition suggest, and what became of it."""

from consensus.deliberation.actions.settling import Settling, adopt, decline
from consensus.deliberation.actions.suggestions import Proposal, suggest
from consensus.deliberation.suggestion_models import Suggestion, SuggestionKind
from consensus.documents.access import Act
from consensus.documents.models import Document
from consensus.drafting.queries import any_block_of, block_of, edition
from consensus.drafting.seen import seen_now
from consensus.sample.people import PEOPLE
from consensus.sample.story import Stage

_SHOWN = {person.key: person.shown for person in PEOPLE}


def early_suggestions(stage: Stage, document: Document) -> None:
    """Other words for three paragraphs; the text goes on after that."""
    _words(
        stage, document, "Most people who could", "noor",
        ("is shared by a household", "is shared by a household, a library"),
        "Where I live it is the library that has the line.",
    )  # fmt: skip
    _words(
        stage, document, "Every document on the", "piotr",
        ("at most 200 kilobytes", "at most 150 kilobytes"),
        "Two hundred is half a minute on such a line.",
    )  # fmt: skip
    met = _words(
        stage, document, "The announcement is made", "hiroko",
        ("at least thirty days ahead", "at least forty days ahead"), "",
    )  # fmt: skip
    decline(
        stage.session, document, met,
        _settling(stage, document, "Nobody else asked for more than thirty days."),
    )  # fmt: skip


def late_suggestions(stage: Stage, document: Document) -> None:
    """One that Lucas adopts, a new paragraph, and a sentence that is to go."""
    adopted = _words(
        stage, document, "This text says what", "milena",
        ("choose platforms and pay", "choose platforms, and pay"), "",
    )  # fmt: skip
    row = any_block_of(stage.session, document.id, str(adopted.block_id))
    adopt(
        stage.session, document, adopted, edition(row),
        _settling(stage, document, "Thank you."),
    )  # fmt: skip
    words = "A meeting says at its start how one leaves the queue again."
    content = [{"type": "text", "text": words}]
    block = {"type": "paragraph", "attrs": {}, "content": content}
    _suggest(
        stage, document, "There is one speaking", "olive",
        Proposal(SuggestionKind.AFTER, block, "", _SHOWN["olive"]),
    )  # fmt: skip
    reason = "The next sentence says the same, and names who."
    _suggest(
        stage, document, "The cost of these", "wen",
        Proposal(SuggestionKind.REMOVAL, None, reason, _SHOWN["wen"]),
    )  # fmt: skip


def _words(
    stage: Stage,
    document: Document,
    start: str,
    key: str,
    change: tuple[str, str],
    reason: str,
) -> Suggestion:
    """Other words for the paragraph that begins so: a part of it put otherwise."""
    row = block_of(stage.session, document.id, stage.block(document, start))
    content = [
        {**node, "text": node["text"].replace(*change)} if "text" in node else node
        for node in row.content["content"]
    ]
    block = {**row.content, "content": content}
    proposal = Proposal(SuggestionKind.WORDING, block, reason, _SHOWN[key])
    return _suggest(stage, document, start, key, proposal)


def _suggest(
    stage: Stage, document: Document, start: str, key: str, proposal: Proposal
) -> Suggestion:
    seen = seen_now(stage.session, document.id, stage.block(document, start))
    asker = stage.asker(document, key, Act.SUGGEST)
    return suggest(
        stage.session, document, seen, proposal,
        by=asker.seat, acting_as=asker.acting(Act.SUGGEST).acting_as,
    )  # fmt: skip


def _settling(stage: Stage, document: Document, answer: str) -> Settling:
    asker = stage.asker(document, "lucas", Act.SETTLE_SUGGESTION)
    return Settling(asker.seat, asker.acting(Act.SETTLE_SUGGESTION), answer)
