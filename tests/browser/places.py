"""The addresses of all pages, each with somebody who reads it."""

from collections.abc import Sequence

from consensus.sample.people import SLUG
from tests.browser.sample import Sample

Places = Sequence[tuple[str, str]]
"""Key of the reader ("" for a visitor), address."""

NOT_PAGES = {
    "coalitions.show_record",  # data
    "comments.download_csv",  # data
    "comments.download_xlsx",  # data
    "comments.show_check",  # reached by a mailed link
    "comments.show_own_comment",  # reached by a mailed link
    "deliberation.download_receipt",  # data
    "deliberation.show_document_panel",  # a part of a text's page
    "deliberation.show_panel",  # a part of a text's page
    "figures.show_figure_file",  # a picture
    "live_draft.show_state",  # data
    "oidc.finish_sign_in",  # a provider's answer
    "oidc.start_linking",  # leads away
    "oidc.start_sign_in",  # leads away
    "deliberation.download_map",  # data
    "participation.download_statement",  # data
    "publication.download_bundle",  # data
    "publication.download_edition_bundle",  # data
    "publication.download_edition_page",  # data
    "publication.download_log",  # data
    "publication.download_decisions",  # data
    "statements.download_signature_receipt",  # data
    "static",
}
"""Endpoints that answer with something else, or that nothing here leads to."""


def of_the_service(sample: Sample) -> Places:
    """Pages of the service and of its people's accounts."""
    return [
        ("", "/"),
        ("noor", "/"),
        ("", "/how-it-works"),
        ("", "/how-it-works/roles"),
        ("", "/sign-in"),
        ("", "/sign-in?next=/my/positions"),
        ("", f"/sign-in/link/{sample.link}"),
        ("noor", "/my/positions"),
        ("omar", "/my/positions"),
        ("noor", "/account"),
        ("noor", f"/account/address/{sample.confirmation}"),
    ]


def of_the_coalition(_: Sample) -> Places:
    """Pages of a coalition."""
    coalition = f"/coalitions/{SLUG}"
    return [
        ("", coalition),
        ("noor", coalition),
        ("noor", f"{coalition}/seat"),
        ("newcomer", f"{coalition}/seat"),
        ("noor", f"{coalition}/leaving"),
        ("amara", f"{coalition}/conduct"),
        ("", f"{coalition}/roles"),
        ("amara", f"{coalition}/roles"),
        ("", f"{coalition}/charter"),
        ("amara", f"{coalition}/charter"),
        ("noor", f"{coalition}/documents/new"),
    ]


def of_a_text(sample: Sample) -> Places:
    """A text as its readers, its members and its editor see it."""
    return [
        ("", sample.at("argued")),
        ("", sample.at("argued", "?open={block}")),
        ("noor", sample.at("argued", "?open={block}")),
        ("noor", sample.at("argued", "?open=whole-text")),
        ("lucas", sample.at("argued", "?open={block}")),
        ("noor", sample.at("open", "?open=whole-text")),
        ("", sample.at("published")),
        ("", sample.at("published", "/participation")),
        ("", sample.at("published", "/record")),
        ("", sample.at("open", "/notices")),
        ("", sample.at("argued", "/map")),
        ("lucas", sample.at("argued", "/sense-checks")),
        ("lucas", sample.at("begun")),
        ("", sample.at("argued", "/comments")),
        ("", sample.at("public", "/comments")),
        ("", sample.at("public", "/comments/guest")),
        ("", sample.at("public", "/paragraphs/{block}/comments/guest?quote=call")),
        ("lucas", sample.at("argued", "/comments")),
        ("lucas", sample.at("argued", "/comments/table")),
        ("noor", sample.at("argued", "/comments/1")),
        ("lucas", sample.at("argued", "/comments/2")),
        ("noor", sample.at("argued", "/comments/new")),
        ("noor", sample.at("argued", "/paragraphs/{block}/comments/new")),
        ("amara", sample.at("argued", "/hidden/objection/1")),
        ("", sample.at("argued", "/hidden")),
        ("", sample.at("argued", "/custodian")),
        ("", sample.at("argued", "/custody")),
        ("", sample.at("argued", "/suggestions")),
        ("", sample.at("argued", "/suggestions?state=withdrawn")),
        ("noor", sample.at("argued", "/suggestions/1")),
        ("lucas", sample.at("argued", "/suggestions/1")),
        ("lucas", sample.at("argued", "/suggestions/2")),  # collides
        ("lucas", sample.at("argued", "/suggestions/6")),  # a removal
        ("noor", sample.at("argued", "/suggestions/new")),
        ("noor", sample.at("argued", "/paragraphs/{block}/suggestions")),
        ("noor", sample.at("argued", "/paragraphs/{block}/suggestions?kind=after")),
        ("olive", sample.at("argued", "/paragraphs/{block}/suggestions?kind=removal")),
    ]


def of_its_history(sample: Sample) -> Places:
    """What a text was, who wrote it, and how it is brought back."""
    compare = "/compare?from=1&to=now"
    return [
        ("", sample.at("argued", "/history")),
        ("lucas", sample.at("argued", "/history")),
        ("", sample.at("argued", "/states/1")),
        ("", sample.at("argued", compare)),
        ("", sample.at("argued", f"{compare}&as=side")),
        ("", sample.at("argued", f"{compare}&as=side&show=all")),
        ("", sample.at("published", "/compare?from=0&to=v1.0&show=all")),
        ("", sample.at("argued", "/play?step=2")),
        ("", sample.at("argued", "/play?by=states")),
        ("lucas", sample.at("argued", "/paragraphs/{block}/history")),
        ("lucas", sample.at("argued", "/states/1/restore")),
        ("lucas", sample.at("argued", "/paragraphs/{block}/wordings/1/restore")),
    ]


def of_its_makers(sample: Sample) -> Places:
    """The forms of those who look after a text."""
    return [
        ("", sample.at("argued", "/stages")),
        ("lucas", sample.at("begun", "/stages")),
        ("", sample.at("argued", "/people")),
        ("amara", sample.at("argued", "/people")),
        ("", sample.at("argued", "/draft")),
        ("noor", sample.at("argued", "/draft")),
        ("lucas", sample.at("argued", "/draft")),
        ("lucas", sample.at("argued", "/paragraphs/{block}/edit")),
        ("lucas", sample.at("argued", "/paragraphs/new?after={block}")),
        ("lucas", sample.at("argued", "/paragraphs/new?kind=options")),
        ("lucas", sample.at("argued", "/paragraphs/new?kind=figure")),
        ("lucas", sample.at("argued", "/paragraphs/{block}/split")),
        ("lucas", sample.at("begun", "/paragraphs/removed")),
        ("lucas", sample.at("argued", "/revise")),
        ("lucas", sample.at("argued", "/offer")),
    ]


def of_the_decision(sample: Sample) -> Places:
    """The desk before, during and after a call, and what is published."""
    desks = [
        (reader, sample.at(name, "/desk"))
        for name in ("begun", "open", "closed", "published")
        for reader in ("", "ines")
    ]
    return [
        *desks,
        ("amara", sample.at("begun", "/publication")),
        ("", sample.at("closed", "/publication")),
        ("", sample.at("published", "/challenges")),
        ("", sample.at("published", "/reopening")),
        ("noor", sample.at("published", "/reopening")),
        ("noor", sample.at("closed", "/challenges")),
        ("", sample.at("published", "/publication")),
        ("", sample.at("open", "/statements")),
        ("lucas", sample.at("open", "/statements")),
        ("noor", sample.at("open", "/statements/1")),
        ("lucas", sample.at("open", "/statements/1")),
        ("", sample.at("open", "/statements/2")),
        ("noor", sample.at("open", "/statements/1/words")),
        ("piotr", sample.at("open", "/statements/2/words")),
        ("", sample.at("published", "/statements/1")),
        ("", "/outputs"),
        ("", sample.at("published", "/versions/1.0")),
        ("", sample.at("published", "/versions/1.0/annex/1")),
    ]


KINDS = [
    of_the_service,
    of_the_coalition,
    of_a_text,
    of_its_history,
    of_its_makers,
    of_the_decision,
]
