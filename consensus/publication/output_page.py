"""The page of a published version: one edition of it, and what came of it since."""

from flask import render_template, url_for

from consensus.accounts.signing_in import current_account
from consensus.db import db
from consensus.deliberation.reopening_page import reopening_page
from consensus.documents.access import Act, Asker, open_document
from consensus.publication import cover_lines
from consensus.publication.annex import Annex
from consensus.publication.copies import edition_in
from consensus.publication.editions import Kept, editions_of, served
from consensus.publication.fate import fate_of
from consensus.publication.models import Version
from consensus.publication.own_entries import Own, own_entries
from consensus.publication.queries import latest_version


def version_page(version: Version, kept: Kept) -> str:
    """The page of an edition; what one can still do is offered on the newest only."""
    edition = edition_in(served(kept).bundle)
    document, asker = open_document(
        db.session, version.document_id, current_account(), to=Act.READ
    )
    every = editions_of(version)
    latest = latest_version(db.session, version.document_id)
    is_last = latest is None or latest.number == version.number
    is_newest = kept.number == every[-1].number
    return render_template(
        "publication/version.html",
        version=version,
        edition=edition,
        kept=kept,
        editions=every,
        is_newest=is_newest,
        own=_own(version, asker, edition.annex) if is_newest and is_last else [],
        later=None if is_last else latest,
        may_state=is_newest and is_last and asker.may(Act.STATE, document),
        fate=fate_of(db.session, document),
        reopening=reopening_page(db.session, document, asker),
        fixed=cover_lines,
        picture=lambda name: url_for(
            "figures.show_figure_file", document_id=version.document_id, sha256=name
        ),
    )


def _own(version: Version, asker: Asker, annex: Annex) -> list[Own]:
    if not asker.may(Act.REVISE_OWN_ENTRY, version.document):
        return []
    return own_entries(db.session, version.document_id, annex, asker.member)
