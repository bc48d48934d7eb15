"""Taking in a reviewed table: dispositions and answers by comment number."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus.coalitions.models import Member
from consensus.comments.actions.answering import Answer, dispose
from consensus.comments.machine import OPEN
from consensus.comments.models import Comment, Disposition
from consensus.comments.queries import comments_of
from consensus.comments.table import Row
from consensus.comments.words import DISPOSITION_WORDS, disposition_words
from consensus.documents.models import Document
from consensus.errors import Invalid, Refused

_DUPLICATE = re.compile(r"duplicate of c-(\d{1,9})")
_NUMBER = re.compile(r"C-(\d{1,9})", re.IGNORECASE)


class TableRefused(Invalid):
    """What is wrong with a table, a sentence for each row; nothing was written."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("Nothing was taken in. " + " ".join(faults))
        self.faults = list(faults)


@dataclass(frozen=True)
class Imported:
    """What a table did: the comments it answered, and how many rows said the same."""

    answered: list[str]
    unchanged: int


def take_in(
    session: Session,
    document: Document,
    rows: Sequence[Sequence[str]],
    *,
    by: Member,
    acting_as: str,
) -> Imported:
    """
    Answer the comments for which the table has a disposition and an answer.

    `rows` are the cells in the order of `table.COLUMNS`. A row without both is left
    alone. All rows are judged first: one that cannot be taken in refuses the whole
    table (`TableRefused`) with a sentence for each such row.
    """
    known = {one.number: one for one in comments_of(session, document.id)}
    answers: dict[int, Answer] = {}
    faults, seen, unchanged = [], set[int](), 0
    for line, cells in enumerate(rows, start=2):
        try:
            comment = _comment(cells, known, seen)
            answer = _judged(comment, Row(*cells), known)
        except Refused as refusal:
            faults.append(f"Row {line}: {refusal}")
            continue
        if answer is None:
            unchanged += 1
        else:
            answers[comment.number] = answer
    if faults:
        raise TableRefused(faults)
    for number, answer in answers.items():
        dispose(session, document, known[number], answer, by=by, acting_as=acting_as)
    return Imported([f"C-{number}" for number in answers], unchanged)


def _comment(
    cells: Sequence[str], known: Mapping[int, Comment], seen: set[int]
) -> Comment:
    found = _NUMBER.fullmatch(cells[0].strip())
    if found is None:
        raise Invalid("the first cell must be the number of a comment, like C-3.")
    number = int(found[1])
    if number not in known:
        raise Invalid(f"there is no comment C-{number} to this text.")
    if number in seen:
        raise Invalid(f"C-{number} stands in the table twice.")
    seen.add(number)
    return known[number]


def _judged(comment: Comment, row: Row, known: Mapping[int, Comment]) -> Answer | None:
    """The answer a row gives; None if it gives none or says what is so already."""
    if _plain(row.comment) != _plain(comment.text):
        raise Invalid(
            f"the words of {comment.name} differ from those received. "
            "Only disposition and answer can be given by a table."
        )
    given, text = row.disposition.strip(), row.answer.replace("\r\n", "\n").strip()
    if not given and not text:
        return None
    if comment.state not in OPEN:
        _check_same(comment, given, text)
        return None
    return _answer(comment, given, text, known)


def _check_same(comment: Comment, given: str, text: str) -> None:
    same = given.casefold() == disposition_words(comment).casefold()
    if not same or _plain(text) != _plain(comment.answer):
        raise Invalid(f"{comment.name} has its answer already, and that stays.")


def _answer(
    comment: Comment, given: str, text: str, known: Mapping[int, Comment]
) -> Answer:
    if not given or not text:
        raise Invalid(f"{comment.name} needs both a disposition and an answer.")
    disposition, repeats = _disposition(given)
    answer = Answer(disposition, text, repeats)
    answer.check()
    if repeats is not None and (repeats not in known or repeats == comment.number):
        raise Invalid(f"{comment.name} cannot repeat C-{repeats}.")
    return answer


def _disposition(words: str) -> tuple[Disposition, int | None]:
    plain = " ".join(words.casefold().replace("_", " ").split())
    repeats = _DUPLICATE.fullmatch(plain)
    if repeats is not None:
        return Disposition.DUPLICATE, int(repeats[1])
    for one, label in DISPOSITION_WORDS.items():
        if plain in {label.casefold(), one.replace("_", " ")}:
            return one, None
    offered = ", ".join(DISPOSITION_WORDS.values())
    raise Invalid(f"“{words}” is no disposition. These are: {offered}.")


def _plain(text: str) -> str:
    """Line ends as they may come back from a spreadsheet."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
