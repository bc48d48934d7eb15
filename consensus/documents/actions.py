"""Proposing a document: it comes into being with its first editor."""

import re

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Coalition, Member, Role, RoleTerm, SeatStatus
from consensus.documents.models import Document
from consensus.errors import Invalid, NotAllowed

LONGEST_TITLE = 200
"""Characters in a document's title."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
)


def propose_document(
    session: Session, coalition: Coalition, title: str, language: str, *, by: Member
) -> Document:
    """
    Begin a document; whoever proposes it becomes its first editor.

    `language` is a language tag (BCP 47) such as `en` or `pt-BR`; it decides the
    direction of writing. Any member of the coalition may do this (NotAllowed for
    anybody else); a missing or overlong title is `Invalid`.
    """
    title = " ".join(title.split())
    _check(coalition, title, language, by)
    document = Document(
        coalition_id=coalition.id, title=title, language=language,
        direction=direction_of(language), proposed_at=clock.now(), proposed_by=by.id,
    )  # fmt: skip
    session.add(document)
    session.flush()
    session.add(
        RoleTerm(
            member_id=by.id, role=Role.EDITOR, document_id=document.id,
            since=document.proposed_at, how="proposed the document",
        )
    )  # fmt: skip
    facts = {"title": title, "language": language, "coalition": coalition.slug}
    record(
        session, ChainKind.DOCUMENT, document.id,
        Deed(Verb.DOCUMENT_PROPOSED, "document", facts, None, named(by)),
        by=Actor(by.account_id, str(Role.MEMBER)),
    )  # fmt: skip
    return document


def direction_of(language: str) -> str:
    """The direction a language is written in: "rtl" or "ltr"."""
    return "rtl" if language.lower().split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def named(member: Member) -> dict[str, str]:
    """The name of a person acting in a public role, for the record."""
    return {"name": member.account.name}


def _check(coalition: Coalition, title: str, language: str, by: Member) -> None:
    if by.coalition_id != coalition.id or by.status is not SeatStatus.MEMBER:
        raise NotAllowed("Join the coalition to propose a document.")
    if not title:
        raise Invalid("Give the document a title.")
    if len(title) > LONGEST_TITLE:
        raise Invalid(f"A title can be {LONGEST_TITLE} characters long at most.")
    if _LANGUAGE.fullmatch(language) is None:
        raise Invalid("Choose the language the document is written in.")
