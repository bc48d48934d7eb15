"""
The texts of the sample coalition: published, argued over, begun, open to everybody.

`published` takes the deed of publication as an argument, because publishing needs the
service's signing key.
"""

from collections.abc import Callable

from consensus.coalitions.models import Attribution
from consensus.deliberation.actions.calls import Plan, open_call
from consensus.deliberation.actions.closing import close_what_is_due
from consensus.deliberation.actions.declaring import Declared, Found, declare
from consensus.deliberation.actions.objections import Said
from consensus.deliberation.actions.positions import Stand, take_document_position
from consensus.deliberation.actions.silence import attend_to_silence
from consensus.deliberation.call_models import Call, FindingValue
from consensus.deliberation.call_queries import open_call_of
from consensus.deliberation.levels import Level
from consensus.deliberation.machine import Move
from consensus.deliberation.models import PositionKind
from consensus.documents.access import Act
from consensus.documents.models import Document
from consensus.sample import texts
from consensus.sample.challenging import (
    accept_the_answer,
    answer_the_challenge,
    challenge_the_level,
)
from consensus.sample.commenting import comments, comments_of_guests
from consensus.sample.deliberating import (
    against,
    ask_everybody,
    decide,
    reply,
    review,
    rewrite,
    say,
    support,
)
from consensus.sample.stating import other_words_for_the_start
from consensus.sample.story import Stage, propose
from consensus.sample.suggesting import early_suggestions, late_suggestions

_NINE = (
    "amara", "lucas", "teuila", "noor", "hiroko", "sione", "piotr", "milena", "omar",
)  # fmt: skip

Publish = Callable[[Document], object]


def published(stage: Stage, publish: Publish) -> Document:
    """“Plain pages first”: a call, one objection kept, one dissent, version 1.0."""
    document = _proposed(stage, 120, texts.PUBLISHED_TITLE, texts.PUBLISHED)
    stage.on_day(119, lambda: review(stage, document, days=14))
    stage.on_day(112, lambda: _early_opposition(stage, document))
    stage.on_day(104, lambda: _clock(stage, document))
    stage.on_day(100, lambda: _call(stage, document, "Plain pages first"))
    stage.on_day(97, lambda: _support_the_whole(stage, document))
    stage.on_day(96, lambda: other_words_for_the_start(stage, document))
    for days_ago in range(95, 79, -1):
        stage.on_day(days_ago, lambda: _clock(stage, document))
    stage.on_day(78, lambda: _declare(stage, document))
    stage.on_day(76, lambda: challenge_the_level(stage, document))
    stage.on_day(73, lambda: answer_the_challenge(stage, document))
    stage.on_day(72, lambda: accept_the_answer(stage, document))
    stage.on_day(60, lambda: publish(document))
    return document


def argued_over(stage: Stage) -> Document:
    """“Meetings that work at 64 kilobits”: objections in every state, words changed."""
    document = _proposed(stage, 24, texts.DRAFT_TITLE, texts.DRAFT)
    stage.on_day(20, lambda: _first_positions(stage, document))
    stage.on_day(14, lambda: _objections(stage, document))
    stage.on_day(9, lambda: early_suggestions(stage, document))
    stage.on_day(8, lambda: comments(stage, document))
    stage.on_day(6, lambda: _change_of_words(stage, document))
    stage.on_day(3, lambda: late_suggestions(stage, document))
    stage.on_day(2, lambda: _latest(stage, document))
    return document


def begun(stage: Stage) -> Document:
    """“Counting what a page weighs”: open for member review, and nobody spoke yet."""
    document = _proposed(stage, 3, texts.SECOND_TITLE, texts.SECOND)
    stage.on_day(2, lambda: review(stage, document, days=14))
    return document


def open_to_everybody(stage: Stage) -> Document:
    """“What the archive keeps”: after its review, open to public comment."""
    document = _proposed(stage, 30, texts.PUBLIC_TITLE, texts.PUBLIC)
    stage.on_day(29, lambda: review(stage, document, days=14))
    stage.on_day(13, lambda: close_what_is_due(stage.session, document))
    stage.on_day(9, lambda: ask_everybody(stage, document, days=30))
    stage.on_day(4, lambda: comments_of_guests(stage, document))
    return document


def _proposed(stage: Stage, days_ago: int, title: str, markdown: str) -> Document:
    made: list[Document] = []
    stage.on_day(days_ago, lambda: made.append(propose(stage, title, markdown)))
    return made[0]


def _early_opposition(stage: Stage, document: Document) -> None:
    kept = against(
        stage, document, "Public bodies should", "greta",
        Said(
            "Fifty kilobytes cannot be met by bodies that must use a common template "
            "they do not control. The sentence makes them break either this rule or "
            "the other one.",
            "Small municipalities that share a supplier.",
            "“at most 50 kilobytes, or the smallest version their system can make”.",
        ),
    )  # fmt: skip
    reply(
        stage, document, kept,
        "We asked three suppliers: each can leave the template out for one page. A "
        "smallest version that the system decides on would be the page we have today.",
    )  # fmt: skip
    decide(stage, document, kept, Move.MAINTAIN)
    against(
        stage, document, "Start with the ten notices", "yara",
        Said(
            "Ten notices a year is a plan for looking busy. People who are cut off "
            "today read this as: wait five years."
        ),
        as_dissent=True,
    )  # fmt: skip


def _call(stage: Stage, document: Document, title: str) -> Call:
    asker = stage.asker(document, "ines", Act.OPEN_CALL)
    notice = (
        f"The text “{title}” is put to the coalition. Say where you stand on the whole "
        "or on any paragraph. Not answering is not counted as agreement."
    )
    return open_call(
        stage.session, document, Plan(14, notice), by=asker.seat,
        actor=asker.acting(Act.OPEN_CALL),
    )  # fmt: skip


def _support_the_whole(stage: Stage, document: Document) -> None:
    snapshot = open_call_of(stage.session, document).snapshot
    stand = Stand(PositionKind.SUPPORT, "", Attribution.NAMED)
    for key in [
        "amara",
        "lucas",
        "teuila",
        "noor",
        "hiroko",
        "sione",
        "piotr",
        "milena",
        "omar",
    ]:
        take_document_position(
            stage.session, document, snapshot, stand, by=stage.seats[key]
        )
    say(
        stage, document, "The plain page carries", "rafael", PositionKind.RESERVATION,
        "I read “the whole notice” as leaving out maps, which no one can send in 50 "
        "kilobytes.",
    )  # fmt: skip
    say(stage, document, "Where a notice must", "kofi", PositionKind.ABSTAIN)


def _clock(stage: Stage, document: Document) -> None:
    close_what_is_due(stage.session, document)
    attend_to_silence(stage.session, document)


def _declare(stage: Stage, document: Document) -> None:
    asker = stage.asker(document, "ines", Act.DECLARE)
    pages = stage.block(document, "Public bodies should")
    notices = stage.block(document, "Start with the ten notices")
    declare(
        stage.session, document,
        [
            Declared(None, Level.CONSENSUS,
                     "Nine members from four groups support the whole text. One "
                     "objection and one dissent stand, each on one paragraph."),
            Declared(pages, Level.CONSENSUS,
                     "One member objects to the number; nobody else asked for another "
                     "one."),
            Declared(notices, Level.CONSENSUS,
                     "One member would go faster; several said that a start they can "
                     "keep is worth more to them."),
        ],
        [
            Found(1, FindingValue.OUTWEIGHED,
                  "A limit that each system sets for itself is no limit.",
                  "100 kilobytes; no number; the wording proposed."),
            Found(2, FindingValue.NOT_ACCOMMODATED,
                  "The dissent asks for a faster start; it is printed with the text."),
        ],
        by=asker.seat, actor=asker.acting(Act.DECLARE),
    )  # fmt: skip


def _first_positions(stage: Stage, document: Document) -> None:
    everybody = "amara teuila noor hiroko sione piotr wen milena omar"
    support(stage, document, "Most people who could", everybody)
    support(stage, document, "The announcement is made", "amara teuila noor sione wen")
    support(stage, document, "Every document on the", "hiroko piotr wen milena rafael")
    support(stage, document, "There is one speaking", "amara noor teuila sione")
    support(stage, document, "Recordings are published", "noor teuila milena wen piotr")
    say(
        stage, document, "The announcement is made", "omar", PositionKind.RESERVATION,
        "Thirty days is right for yearly meetings; working calls are set up faster.",
    )  # fmt: skip
    say(stage, document, "There is one speaking", "kofi", PositionKind.ABSTAIN)


def _objections(stage: Stage, document: Document) -> None:
    met = against(
        stage, document, "Registration works without", "noor",
        Said("It says nothing about codes sent to a telephone.", "",
             "A note about shared telephones."),
    )  # fmt: skip
    reply(stage, document, met, "The note on shared telephones was added for this.")
    decide(stage, document, met, Move.RESOLVE)
    kept = against(
        stage, document, "The cost of these", "omar",
        Said(
            "Carriers in our region hear “part of the cost of the meeting” as “ask the "
            "carrier”. Say who pays, or leave the sentence out.",
            "Carriers asked for free lines three weeks before a meeting.",
            "Name the organiser.",
        ),
    )  # fmt: skip
    reply(
        stage, document, kept,
        "The next sentence names the organisers. We would rather not repeat it.",
    )  # fmt: skip
    decide(stage, document, kept, Move.MAINTAIN)
    against(
        stage, document, "Nothing that was decided", "sione",
        Said(
            "My office takes part by text and can follow in three days. Seven days "
            "stops every decision of a week-long meeting until after it has ended."
        ),
        as_dissent=True,
    )  # fmt: skip


def _change_of_words(stage: Stage, document: Document) -> None:
    rewrite(
        stage, document, "Every document on the",
        "Every document on the agenda can be read in a version of at most 100 "
        "kilobytes. The smaller version is the first link, not the last.",
    )  # fmt: skip
    support(stage, document, "Every document on the", "teuila wen")
    asked = against(
        stage, document, "Operators of meeting", "rafael",
        Said(
            "“Lowest line speed at which it was tested” invites operators to test at "
            "one speed and publish it.",
            "Members who choose a platform by that number.",
            "Say at which speeds it must be tested.",
        ),
    )  # fmt: skip
    reply(
        stage, document, asked,
        "The table under the paragraph gives the four speeds. Does that meet it?",
    )  # fmt: skip


def _latest(stage: Stage, document: Document) -> None:
    against(
        stage, document, "There is one speaking", "hiroko",
        Said(
            "“In the order of asking” favours whoever has the shorter line: a request "
            "from the text page arrives up to a minute later.",
            "Everybody who takes part by text.",
            "Let the queue take one from each way of taking part in turn.",
        ),
    )  # fmt: skip
    support(stage, document, "Nothing that was decided", "amara noor milena wen hiroko")
