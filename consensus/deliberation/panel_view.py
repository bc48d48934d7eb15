"""What a panel holds: everything its template says of one paragraph to one reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from consensus.coalitions.models import Role
from consensus.coalitions.shown_as import Choice, default_choice
from consensus.comments.view import Section
from consensus.deliberation.editorial import Contestable
from consensus.deliberation.lineage import Moving
from consensus.deliberation.models import Position
from consensus.deliberation.objection_view import ObjectionView
from consensus.deliberation.objection_words import DISPOSITION_WORDS
from consensus.deliberation.shown_levels import ShownLevel
from consensus.deliberation.standing import (
    Counts,
    GroupStanding,
)
from consensus.deliberation.stating import NO_STATEMENT, Stating
from consensus.deliberation.suggestion_models import Suggestion
from consensus.deliberation.suggestion_view import SuggestForm, SuggestionView
from consensus.deliberation.wording_history import (
    History,
    Redline,
)
from consensus.documents.access import Act, Asker
from consensus.documents.models import Document
from consensus.documents.pseudonyms import Naming
from consensus.drafting.models import DraftBlock
from consensus.schema import Block
from consensus.wordings.numbering import short_label, spoken_label


@dataclass(frozen=True)
class Typed:
    """What somebody typed into one form of the panel and what was wrong with it."""

    form: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    """Field name to sentence."""
    changed: Redline | None = None
    """What changed between the words answered and the words now (decision 11)."""


NOTHING_TYPED = Typed()
_APART = frozenset({"missing", "behalf"})
"""Forms whose fields have ids of their own beside those of the position."""


@dataclass(frozen=True)
class Place:
    """How a block is named: its label, its number alone, and in a sentence."""

    label: str
    number: str
    name: str


@dataclass(frozen=True)
class Target:
    """What a panel is about: a block or the whole text (None), as it is shown."""

    block: DraftBlock | None
    place: Place
    seen: Mapping[str, str]
    kinds: tuple[str, ...]
    names: dict[str, str]
    """The labels of all blocks."""
    secret: str = ""
    """The key that seals what is shown."""


@dataclass(frozen=True)
class OwnPosition:
    """The reader's own position: on these words, or what changed since."""

    position: Position
    is_current: bool
    wording: int | None
    changed: Redline | None


@dataclass(frozen=True)
class TakeForm:
    """What the form that takes a position needs."""

    seen: Mapping[str, str]
    kinds: tuple[str, ...]
    attributions: list[Choice]
    default_attribution: str
    holds: str
    """The name of the objection the reader holds here ("O-3"), or "" (B5)."""
    out_of_round: bool = False
    """Whether an open repeat call does not ask about this place (6.2)."""


@dataclass(frozen=True)
class Recused:
    """Somebody who takes no part, as they chose to be shown (R48)."""

    name: str
    interest: str
    is_you: bool


@dataclass(frozen=True)
class Panel:
    """Everything the panel shows; `block_id` is None for the whole text."""

    document: Document
    asker: Asker
    naming: Naming
    """How people are named in this document (R17)."""
    block_id: str | None
    anchor: str
    place: Place
    history: History | None
    counts: Counts
    people: int
    """Who took part, those who have left not counted (R4); of `size` members."""
    size: int
    groups: list[GroupStanding]
    level: ShownLevel
    objections: list[ObjectionView]
    own: list[OwnPosition]
    take: TakeForm | None
    why_not: str
    """Why the reader gets no form, in a sentence, or ""."""
    attributions: list[Choice]
    comments: Section
    suggestions: list[SuggestionView]
    suggest: SuggestForm | None
    """The form for other words; None for who cannot suggest now."""
    content: Block | None
    """The words as they are now; None for the whole text."""
    removed: bool
    typed: Typed
    contestable: Sequence[Contestable] = ()
    """Editorial changes here that the reader can contest (5.3)."""
    moved: Moving | None = None
    """Where the paragraph was moved, if it was: what was said of it stands (5.5)."""
    seen: Mapping[str, str] = field(default_factory=dict)
    """The seal over the words shown, for forms beside that of the position."""
    recused: Sequence[Recused] = ()
    stating: Stating = NO_STATEMENT
    """Who takes no part in the text; shown in the panel of the whole text."""

    @property
    def may_record(self) -> bool:
        """Whether the reader can record here what somebody else said (R36)."""
        here = self.block_id is not None and not self.removed
        return here and self.asker.may(Act.RECORD_ON_BEHALF, self.document)

    @property
    def may_recuse(self) -> bool:
        """Whether the reader can say so, or take it back."""
        return self.asker.may(Act.TAKE_POSITION, self.document)

    @property
    def error_list(self) -> list[tuple[str, str]]:
        """Field id and sentence of everything that was refused, for the summary."""
        form, _, number = self.typed.form.partition("-")
        own = f"-o{number}" if number else f"-{form}" if form in _APART else ""
        prefix = f"{self.anchor}{own}"
        join = "join-" if form == "joining" else ""
        return [
            (f"{prefix}-{join if field == 'attribution' else ''}{field}", sentence)
            for field, sentence in self.typed.errors.items()
        ]

    def suggester(self, suggestion: Suggestion) -> str:
        """Who made a suggestion, as they chose to be shown (R17)."""
        return self.naming(suggestion.member, suggestion.attribution)

    @property
    def hides_groups(self) -> bool:
        """Whether some numbers are kept back (R18)."""
        return any(group.counts is None for group in self.groups)

    @property
    def may_take(self) -> bool:
        """Whether the reader can take or withdraw a position now."""
        return self.take is not None

    @property
    def may_join_coalition(self) -> bool:
        """Whether joining would open the form to the reader."""
        return self.asker.roles <= {Role.VISITOR}

    @property
    def default_attribution(self) -> str:
        """How the reader's seat wants to be shown."""
        return default_choice(self.asker.member, self.attributions)

    @property
    def dispositions(self) -> list[tuple[str, str]]:
        """What editors can say was done."""
        return [(str(one), words) for one, words in DISPOSITION_WORDS.items()]


def place_of(label: str, block: DraftBlock) -> Place:
    """A block's label ("¶4", "Heading 2", "Rec 1") as number and as words."""
    if block.deleted or not label:
        return Place("Removed", "", "the removed paragraph")
    return Place(label, short_label(label), spoken_label(label))
