"""What a statement can be about: offered on a form, read from it, said in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus.deliberation.call_models import Call
from consensus.deliberation.statement_models import AimKind, StatementTarget
from consensus.documents.models import Document
from consensus.drafting.queries import any_block_of, removed_blocks
from consensus.errors import Invalid
from consensus.statements.wording import Aim
from consensus.wordings.actions import mint
from consensus.wordings.canonical import plain_text

FEW_WORDS = 12


@dataclass(frozen=True)
class Offered:
    """One target on the form: what it sends, its label, and some words of it."""

    value: str
    label: str
    words: str = ""


@dataclass(frozen=True)
class Offers:
    """All targets of a text under call: first the general ones, then by place."""

    general: tuple[Offered, ...]
    wordings: tuple[Offered, ...]
    omissions: tuple[Offered, ...]
    levels: tuple[Offered, ...]
    removals: tuple[Offered, ...]


def offers(session: Session, document: Document, call: Call) -> Offers:
    """What a statement on the frozen text of a call can be about (domain.md 4)."""
    items = call.snapshot.items
    gone = removed_blocks(session, document.id)
    return Offers(
        general=(
            Offered("document", "The whole text"),
            Offered("level", "The level declared for the whole text"),
            Offered("process", "How the text was made: notice, windows, procedure"),
        ),
        wordings=tuple(
            Offered(f"wording:{i.wording.block_id}", i.label, _few(i.wording.text))
            for i in items
        ),
        omissions=tuple(
            Offered(f"omission:{i.wording.block_id}", f"After {i.label}") for i in items
        ),
        levels=tuple(Offered(f"level:{i.wording.block_id}", i.label) for i in items),
        removals=tuple(
            Offered(
                f"removal:{one.block_id}", "A removed paragraph",
                _few(plain_text(one.content)),
            )
            for one in gone
        ),
    )  # fmt: skip


def aims_chosen(
    session: Session, document: Document, call: Call, values: Sequence[str]
) -> tuple[Aim, ...]:
    """
    The targets a form sent, in the order of the form and each once.

    Refuses (`Invalid`) what is not in the text of the call.
    """
    frozen = {i.wording.block_id: i.wording.hash for i in call.snapshot.items}
    return tuple(
        _aim(session, document, frozen, value) for value in dict.fromkeys(values)
    )


def value_of(target: StatementTarget) -> str:
    """What the form sends for a target that was chosen before."""
    return f"{target.kind}:{target.block_id}" if target.block_id else str(target.kind)


def in_words(target: StatementTarget | Aim, labels: dict[str, str]) -> str:
    """A target in a sentence, by the labels of the text: "the words of ¶4"."""
    block = target.block_id if isinstance(target, StatementTarget) else target.block
    return aim_words(target.kind, labels.get(block or "") if block else None, block)


def aim_words(kind: AimKind, label: str | None, block: str | None) -> str:
    """A target in words; `label` is None where its block is not in the text."""
    place = label or "a paragraph that was removed"
    if kind is AimKind.LEVEL:
        return f"the level declared for {place if block else 'the whole text'}"
    return {
        AimKind.WORDING: f"the words of {place}",
        AimKind.DOCUMENT: "the whole text",
        AimKind.REMOVAL: "the removal of a paragraph",
        AimKind.OMISSION: f"what is missing after {place}",
        AimKind.PROCESS: "how the text was made",
    }[kind]


def _aim(
    session: Session, document: Document, frozen: dict[str, str], value: str
) -> Aim:
    name, _, block = value.partition(":")
    try:
        kind = AimKind(name)
    except ValueError as error:
        raise Invalid("Choose what the statement is about from the list.") from error
    if kind in {AimKind.DOCUMENT, AimKind.PROCESS} or not block:
        return _general(kind)
    if kind is AimKind.REMOVAL:
        return Aim(kind, block, _removed_words(session, document, block))
    if block not in frozen:
        raise Invalid("That paragraph is not in the text that was put to the call.")
    return Aim(kind, block, None if kind is AimKind.LEVEL else frozen[block])


def _general(kind: AimKind) -> Aim:
    if kind not in {AimKind.DOCUMENT, AimKind.PROCESS, AimKind.LEVEL}:
        raise Invalid("Choose which paragraph the statement is about.")
    return Aim(kind)


def _removed_words(session: Session, document: Document, block: str) -> str:
    """The hash of the words that were removed, minted so that they can be quoted."""
    row = any_block_of(session, document.id, block)
    if not row.deleted:
        raise Invalid("That paragraph was not removed: choose its words instead.")
    wording = mint(session, document.id, row.content, by="statement", draft_seq=row.seq)
    return wording.hash


def _few(text: str) -> str:
    words = text.split()
    return " ".join(words[:FEW_WORDS]) + ("…" if len(words) > FEW_WORDS else "")
