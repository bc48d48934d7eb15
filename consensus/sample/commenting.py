"""What the people of the sample coalition comment, and what the editor answers."""

from consensus.coalitions.models import Attribution, Region, StakeholderGroup
from consensus.comments.actions.answering import Answer, dispose
from consensus.comments.actions.guests import Introduction, confirm, send
from consensus.comments.actions.making import Author, Words, comment
from consensus.comments.actions.moving import acknowledge
from consensus.comments.actions.replying import discuss, reply_to_answer
from consensus.comments.models import Comment, CommentKind, Disposition
from consensus.documents.access import Act
from consensus.documents.models import Document
from consensus.drafting.seen import seen_now
from consensus.sample.people import PEOPLE
from consensus.sample.story import Stage

_SHOWN = {person.key: person.shown for person in PEOPLE}


def comments(stage: Stage, document: Document) -> None:
    """A question that was answered, one that waits, and one with a reply."""
    asked = _comment(
        stage, document, "Every document on the", "noor",
        Words(
            CommentKind.QUESTION,
            "Does this count the pictures inside a document as well?",
            quote="at most 200 kilobytes",
        ),
    )  # fmt: skip
    _answer(stage, document, asked, "It does: the whole file as it is sent.")
    _comment(
        stage, document, "Most people who could", "milena",
        Words(
            CommentKind.SUBSTANTIVE,
            "A sentence on those who pay by the megabyte belongs here.",
            "Many pay for each megabyte.",
        ),
    )  # fmt: skip
    open_one = _comment(
        stage, document, None, "olive",
        Words(
            CommentKind.GENERAL,
            "The text speaks of meetings only. Is the mailing list meant too?",
        ),
    )  # fmt: skip
    _say(stage, document, open_one, "piotr", "I read it so. @Lucas Ferrand, is it?")


def comments_of_guests(stage: Stage, document: Document) -> None:
    """Two guests use the words of a campaign, a third has a question of their own."""
    asked_for = Words(
        CommentKind.SUBSTANTIVE,
        "Twelve months without a copy in our own language is twelve months without an "
        "archive. Please keep translations as well.",
    )
    _from_guest(stage, document, "Every recording is kept", "Rosa Imbert", asked_for)
    _from_guest(stage, document, "Every recording is kept", "Tomas Vrba", asked_for)
    question = Words(
        CommentKind.QUESTION,
        "Which places are these, and who pays for them?",
        quote="two places on different continents",
    )
    _from_guest(stage, document, "The archive is copied", "Ebele Adu", question)


def _from_guest(
    stage: Stage, document: Document, start: str, name: str, words: Words
) -> Comment:
    """A comment whose link in the mail was used."""
    seen = seen_now(stage.session, document.id, stage.block(document, start))
    address = f"{name.split(maxsplit=1)[0].lower()}@guests.example"
    group, region = StakeholderGroup.CIVIL_SOCIETY, Region.GRULAC
    guest = Introduction(name, address, group, region)
    secret = send(stage.session, document, seen, words, guest, asked_from="192.0.2.7")
    return confirm(stage.session, document, secret)


def _comment(
    stage: Stage, document: Document, start: str | None, key: str, words: Words
) -> Comment:
    asker = stage.asker(document, key, Act.COMMENT)
    seen = None
    if start is not None:
        block_id = stage.block(document, start)
        seen = seen_now(stage.session, document.id, block_id)
    acting_as = asker.acting(Act.COMMENT).acting_as
    author = Author(asker.seat, _SHOWN[key], acting_as)
    made = comment(stage.session, document, seen, words, author)
    acknowledge(stage.session, made)
    return made


def _answer(stage: Stage, document: Document, asked: Comment, text: str) -> None:
    editor = stage.asker(document, "lucas", Act.DISPOSE)
    dispose(
        stage.session, document, asked, Answer(Disposition.NOTED, text),
        by=editor.seat, acting_as="editor",
    )  # fmt: skip
    author = stage.asker(document, "noor", Act.END_OWN_COMMENT)
    actor = author.acting(Act.END_OWN_COMMENT, _SHOWN["noor"])
    reply_to_answer(stage.session, asked, "", satisfied=True, by=actor)


def _say(stage: Stage, document: Document, about: Comment, key: str, text: str) -> None:
    asker = stage.asker(document, key, Act.COMMENT)
    actor = asker.acting(Act.COMMENT, Attribution(_SHOWN[key]))
    discuss(stage.session, document, about, text, by=asker.seat, actor=actor)
