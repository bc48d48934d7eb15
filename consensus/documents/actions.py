"""Proposing a document: it comes into being with its first editor."""

import re
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.charter import charter_of
from consensus.coalitions.models import Coalition, Member, Role, RoleTerm, SeatStatus
from consensus.documents.models import Document, OutputPath
from consensus.errors import Invalid, NotAllowed, Refused

LONGEST_TITLE = 200
"""Characters in a document's title."""

LONGEST_SCOPE = 500
"""Characters of the sentence that says what a document is for."""

LONGEST_KIND = 60
"""Characters of the kind of document that its cover names."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
)


@dataclass(frozen=True)
class Proposed:
    """
    What a proposal says beyond the title (domain.md 4, 6.1).

    `kind` is the type on the cover, `scope` what the text is for, in a sentence;
    `urgent` asks for the short call that a charter may allow (R45).
    """

    path: OutputPath = OutputPath.CONSENSUS
    kind: str = "Statement"
    scope: str = ""
    urgent: bool = False

    def check(self, coalition: Coalition) -> None:
        """Refuse (`Invalid`, `Refused`) what cannot be proposed."""
        if not self.kind or len(self.kind) > LONGEST_KIND:
            raise Invalid(
                f"Say in {LONGEST_KIND} characters at most what kind of text it is."
            )
        if len(self.scope) > LONGEST_SCOPE:
            raise Invalid(
                f"Say in {LONGEST_SCOPE} characters at most what the text is for."
            )
        if not self.urgent:
            return
        if self.path is not OutputPath.CONSENSUS:
            raise Invalid("Only a text that is put to a consensus call can be urgent.")
        if not charter_of(coalition.charter).urgent_allowed:
            raise Refused("The coalition’s charter does not allow urgent calls.")


def propose_document(
    session: Session,
    coalition: Coalition,
    title: str,
    language: str,
    *,
    by: Member,
    plan: Proposed | None = None,
) -> Document:
    """
    Begin a document; whoever proposes it becomes its first editor.

    `language` is a language tag (BCP 47) such as `en` or `pt-BR`; it decides the
    direction of writing. Any member of the coalition may do this (NotAllowed for
    anybody else); a missing or overlong title is `Invalid`. Without a `plan` it is a
    statement to be put to a consensus call.
    """
    title, plan = " ".join(title.split()), plan or Proposed()
    _check(coalition, title, language, by)
    plan.check(coalition)
    document = Document(
        coalition_id=coalition.id, title=title, language=language,
        direction=direction_of(language), proposed_at=clock.now(), proposed_by=by.id,
        path=plan.path, kind=plan.kind, scope=plan.scope, urgent=plan.urgent,
    )  # fmt: skip
    session.add(document)
    session.flush()
    session.add(
        RoleTerm(
            member_id=by.id, role=Role.EDITOR, document_id=document.id,
            since=document.proposed_at, how="proposed the document",
        )
    )  # fmt: skip
    facts = {
        "title": title,
        "language": language,
        "coalition": coalition.slug,
        "path": str(plan.path),
        "urgent": plan.urgent,
    }
    record(
        session, ChainKind.DOCUMENT, document.id,
        Deed(
            Verb.DOCUMENT_PROPOSED, "document", facts,
            {"kind": plan.kind, "scope": plan.scope}, named(by),
        ),
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
