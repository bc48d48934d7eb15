"""The page of words that are hidden, or that somebody may hide."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import render_template

from consensus.coalitions.code_of_conduct import RULE_CHOICES
from consensus.documents.access import Act, Asker
from consensus.documents.hidings import stub_of
from consensus.documents.models import Document
from consensus.moderation.actions.rewording import FIRST, is_author
from consensus.moderation.subjects import Subject, SubjectKind

LABELS = {
    "reason": "Your reason",
    "harm_to": "What harm, and to whom?",
    "would_resolve": "What would resolve it?",
    "own_note": "In your own words",
    "text": "Your words",
    "proposed_text": "Text you propose",
    "state_note": "What you said with a step",
    "author_note": "What you said of the answer",
    "title": "Title",
    "intent": "The name under which it was announced",
}


@dataclass(frozen=True)
class Given:
    """What a refused form sent: which form, its fields, the sentence."""

    form: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""


NOTHING = Given()


def words_page(
    document: Document, asker: Asker, subject: Subject, given: Given = NOTHING
) -> str:
    """The words with the steps open to the reader; hidden ones only for who may."""
    moderates = asker.may(Act.MODERATE, document)
    own = is_author(subject, asker.account)
    hiding = subject.row.hiding
    readable = hiding is None or moderates or own
    return render_template(
        "moderation/words.html",
        document=document,
        subject=subject,
        hiding=hiding,
        stub=stub_of(subject.row),
        words=_labelled(subject) if readable else [],
        moderates=moderates,
        may_reword=own and asker.may(Act.REWORD, document),
        is_statement=subject.kind is SubjectKind.STATEMENT,
        fields=[(name, LABELS[name]) for name in FIRST.get(subject.kind, ())],
        rules=RULE_CHOICES,
        given=given,
    )


def _labelled(subject: Subject) -> list[tuple[str, str]]:
    return [
        (LABELS[name].replace("Your", "The").replace("you", "they"), words)
        for name, words in subject.words.items()
        if words
    ]
