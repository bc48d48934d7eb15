"""A challenge of a declared level in the sample, answered and accepted."""

from consensus.challenges.actions.answering import Answer, accept, respond
from consensus.challenges.actions.filing import Contest, file_challenge
from consensus.challenges.models import Ground, Response
from consensus.challenges.queries import challenges_of
from consensus.coalitions.models import Attribution
from consensus.deliberation.call_queries import closed_call_of, standing_designations
from consensus.documents.access import Act
from consensus.documents.models import Document
from consensus.sample.story import Stage


def challenge_the_level(stage: Stage, document: Document) -> None:
    """Yara reads the level of the paragraph she dissents from otherwise."""
    call = closed_call_of(stage.session, document)
    levels = standing_designations(stage.session, call)
    block = stage.block(document, "Start with the ten notices")
    level = next(one for one in levels if one.block_id == block)
    contest = Contest(
        level.id, Ground.NOT_ADDRESSED,
        "The answer speaks of a start that people can keep. I asked what those do who "
        "are cut off today, and nobody said.",
        Attribution.NAMED,
    )  # fmt: skip
    file_challenge(stage.session, document, contest, by=stage.seats["yara"])


def answer_the_challenge(stage: Stage, document: Document) -> None:
    """Ines keeps the level, and says what she has read."""
    asker = stage.asker(document, "ines", Act.ANSWER_CHALLENGE)
    (challenge,) = challenges_of(stage.session, document.id)
    answer = Answer(
        Response.KEEP,
        "It was said, late: until the ten are done, bodies send the text of a notice "
        "on request. That is in the thread, not in the paragraph. The level says how "
        "many agree with the paragraph, and that has not changed.",
    )
    actor = asker.acting(Act.ANSWER_CHALLENGE)
    respond(stage.session, challenge, answer, by=asker.seat, actor=actor)


def accept_the_answer(stage: Stage, document: Document) -> None:
    """Yara leaves it at that; her dissent is printed as it was."""
    (challenge,) = challenges_of(stage.session, document.id)
    accept(stage.session, challenge, by=stage.seats["yara"])
