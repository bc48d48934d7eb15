"""What the forms for paragraphs and new documents show."""

from dataclasses import dataclass, field

from flask import render_template, request

from consensus.coalitions.charter import charter_of
from consensus.coalitions.models import Coalition
from consensus.db import db
from consensus.documents.actions import LONGEST_KIND, LONGEST_SCOPE, LONGEST_TITLE
from consensus.documents.models import Document, OutputPath
from consensus.drafting.forms import KINDS, NOTE, PARTS, Fields, as_fields, kind_choice
from consensus.drafting.models import DraftBlock
from consensus.drafting.queries import (
    any_block_of,
    block_before,
    block_of,
    blocks_of,
    edition,
    labels,
    removed_blocks,
)
from consensus.errors import Refused, WordsChanged
from consensus.schema import MOST_OPTIONS, WHOLE_KINDS
from consensus.wordings.canonical import plain_text
from consensus.wordings.redline import redline

LANGUAGES = [
    ("en", "English"), ("ar", "العربية"), ("zh", "中文"), ("fr", "français"),
    ("ru", "русский"), ("es", "español"), ("pt", "português"), ("de", "Deutsch"),
    ("bn", "বাংলা"), ("fa", "فارسی"), ("hi", "हिन्दी"), ("id", "Bahasa Indonesia"),
    ("it", "italiano"), ("ja", "日本語"), ("ko", "한국어"), ("nl", "Nederlands"),
    ("pl", "polski"), ("sw", "Kiswahili"), ("th", "ไทย"), ("tr", "Türkçe"),
    ("uk", "українська"), ("ur", "اردو"), ("vi", "Tiếng Việt"),
]  # fmt: skip
"""Languages a document can be begun in; the tag, and the language's own name."""


@dataclass(frozen=True)
class Note:
    """A note that a paragraph can refer to: what to type, its label, its words."""

    mark: str
    label: str
    words: str


@dataclass(frozen=True)
class Fault:
    """A refusal beside the form that is given back, and the fields it may be about."""

    sentence: str
    changed: tuple[str, str] | None = None  # as typed, as it stands

    @classmethod
    def of(cls, refusal: Refused) -> "Fault":
        """What a page says of a refusal."""
        if isinstance(refusal, WordsChanged):
            return cls(str(refusal), (refusal.seen, refusal.now))
        return cls(str(refusal))


@dataclass(frozen=True)
class Given:
    """What a form holds: the fields, and what is wrong with them."""

    fields: Fields = field(default_factory=dict)
    fault: Fault | None = None


def edit_page(document: Document, block_id: str, given: Given | None = None) -> str:
    """The form for one paragraph, as it stands or as it was typed."""
    if given is None:
        row = block_of(db.session, document.id, block_id)
        given = Given(as_fields(row.content))
    else:
        row = any_block_of(db.session, document.id, block_id)
    return render_template(
        "drafting/edit.html",
        **_about(document, row),
        given=given.fields,
        fault=given.fault,
        kinds=[] if row.kind in {"note", *WHOLE_KINDS} else _kinds(row),
        tongues=_tongues(given.fields),
        places=_places(row.kind, given.fields),
        stands=as_fields(row.content),
        redline=_redline(given.fault),
        before=None if row.deleted else block_before(db.session, document.id, block_id),
        notes=notes_of(document),
    )


def split_page(document: Document, block_id: str, given: Given | None = None) -> str:
    """The form that divides a paragraph in two."""
    if given is None:
        row = block_of(db.session, document.id, block_id)
        if row.kind in WHOLE_KINDS:
            raise Refused("Only a paragraph of words can be divided.")
        given = Given({"first": as_fields(row.content)["words"], "second": ""})
    else:
        row = any_block_of(db.session, document.id, block_id)
    return render_template(
        "drafting/split.html",
        **_about(document, row),
        given=given.fields,
        fault=given.fault,
        redline=_redline(given.fault),
    )


def add_page(document: Document, after: str | None, given: Given | None = None) -> str:
    """The form for a new paragraph."""
    label = labels(db.session, document.id).get(after) if after else None
    asked = request.args.get("kind", "paragraph")
    given = given or Given({"kind": asked})
    kind = given.fields.get("kind", "")
    return render_template(
        "drafting/add.html",
        document=document,
        after=after,
        after_label=label,
        kinds=[*KINDS, NOTE],
        others=PARTS,
        kind=kind if kind in dict(PARTS) else "",
        tongues=_tongues(given.fields),
        places=_places(kind, given.fields),
        given=given.fields,
        fault=given.fault,
        notes=notes_of(document),
    )


def removed_page(document: Document) -> str:
    """The paragraphs that were taken out, each with the way back."""
    rows = removed_blocks(db.session, document.id)
    return render_template(
        "drafting/removed.html",
        document=document,
        removed=[(row, plain_text(row.content)) for row in rows],
        labels=labels(db.session, document.id),
    )


def new_document_page(coalition: Coalition, fault: Fault | None = None) -> str:
    """The form that begins a document, with what was typed."""
    return render_template(
        "drafting/new_document.html",
        coalition=coalition,
        languages=LANGUAGES,
        longest_title=LONGEST_TITLE,
        longest_kind=LONGEST_KIND,
        longest_scope=LONGEST_SCOPE,
        paths=[(one, one.label, one.sentence) for one in OutputPath],
        urgent_allowed=charter_of(coalition.charter).urgent_allowed,
        given=request.form,
        fault=fault,
    )


def notes_of(document: Document) -> list[Note]:
    """The notes of a text, as a form tells them."""
    named = labels(db.session, document.id)
    return [
        Note(f"[^{row.block_id}]", named[row.block_id], plain_text(row.content))
        for row in blocks_of(db.session, document.id)
        if row.kind == "note"
    ]


def _about(document: Document, row: DraftBlock) -> dict[str, object]:
    named = labels(db.session, document.id)
    return {
        "document": document,
        "block": row,
        "label": named.get(row.block_id, "a removed paragraph"),
        "edition": edition(row),
    }


def _tongues(fields: Fields) -> list[tuple[str, str]]:
    """The languages that a form offers; the one at hand is among them."""
    own = fields.get("lang") or ""
    more = [] if not own or own in dict(LANGUAGES) else [(own, own)]
    return [("", "The language of the document"), *LANGUAGES, *more]


def _places(kind: str, fields: Fields) -> range:
    """Numbers of the fields for wordings side by side: those there, and two more."""
    filled = [
        place
        for place in range(MOST_OPTIONS)
        if fields.get(f"option-{place}") or fields.get(f"label-{place}")
    ]
    last = max(filled, default=-1) + 3
    return range(min(last, MOST_OPTIONS)) if kind == "options" else range(0)


def _kinds(row: DraftBlock) -> list[tuple[str, str]]:
    own = kind_choice(row.content)
    if own in dict(KINDS):
        return KINDS
    return [*KINDS, (own, "As it is now")]


def _redline(fault: Fault | None) -> list[tuple[str, str]]:
    if fault is None or fault.changed is None:
        return []
    typed, stands = fault.changed
    return [(str(op), text) for op, text in redline(stands, typed)]
