"""Making the next edition of an annex, once something was changed in it (INV-10)."""

import hashlib

from sqlalchemy.orm import Session

from consensus.archive.actions import CLOCK, Deed, locked_chain, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.documents.models import Document
from consensus.errors import Refused
from consensus.figures.queries import pictures_of
from consensus.publication.actions import Press, sign_head
from consensus.publication.bundle import MANIFEST, Contents, build_bundle
from consensus.publication.edition import edition_of
from consensus.publication.editions import current_edition
from consensus.publication.html import publication_html
from consensus.publication.inspection import Inspection
from consensus.publication.models import AnnexRevision, Version
from consensus.publication.proof import Proof, proven
from consensus.publication.queries import latest_version
from consensus.publication.record import Fault
from consensus.publication.unpacking import unpacked_bytes
from consensus.publication.verify import faults_in


def revise_if_changed(
    session: Session, document: Document, press: Press
) -> AnnexRevision | None:
    """The next edition, if something was changed in the annex; None if nothing was."""
    version = latest_version(session, document.id)
    if version is None or not _proven(session, document, version).record.changes:
        return None
    return revise(session, document, press)


def revise(session: Session, document: Document, press: Press) -> AnnexRevision:
    """
    Make and keep the next edition of the annex from what the record says was changed.

    The version stays as it was published; the edition has its own bundle, signed, that
    names the manifest of the one before. Refused where nothing was changed, or where
    the finished bundle does not stand up to the checks that any reader can make.
    """
    version = latest_version(session, document.id)
    if version is None:
        raise Refused("This text is not published: it has no annex to revise.")
    chain = locked_chain(session, ChainKind.DOCUMENT, document.id)
    session.flush()
    before = unpacked_bytes(current_edition(session, version).bundle)
    _record(session, document, version, hashlib.sha256(before[MANIFEST]).hexdigest())
    contents = _contents(session, document, version, Inspection(before))
    bundle = build_bundle(contents, press.key)
    faults = faults_in(bundle)
    if faults:
        raise Refused(f"The finished bundle does not hold: {faults[0]}")
    sign_head(session, chain, press)
    return _keep(session, version, contents, bundle)


def _record(
    session: Session, document: Document, version: Version, previous: str
) -> None:
    """The entry of the edition: a consequence of what somebody did, so the clock's."""
    proof = _proven(session, document, version)
    changes = proof.record.changes
    if not changes:
        raise Refused("Nothing was changed in the annex.")
    facts = {
        "version": version.number,
        "revision": len(proof.record.later_editions(version.number)) + 2,
        "changes": [one.as_json() for one in changes],
        "counts": proof.annex.counts.as_json(),
        "previous": previous,
    }
    deed = Deed(Verb.ANNEX_REVISED, f"version:{version.number}", facts)
    record(session, ChainKind.DOCUMENT, document.id, deed, by=CLOCK)


def _proven(session: Session, document: Document, version: Version) -> Proof:
    try:
        return proven(session, document.id, version.snapshot.number)
    except Fault as fault:
        raise Refused(f"The annex cannot be built: {fault}") from fault


def _contents(
    session: Session, document: Document, version: Version, before: Inspection
) -> Contents:
    proof = _proven(session, document, version)
    edition = edition_of(proof.record, before.edition.cover, proof.annex)
    pictures = pictures_of(session, document.id, edition.blocks)
    return Contents(edition, proof.record, tuple(proof.lines), pictures)


def _keep(
    session: Session, version: Version, contents: Contents, bundle: bytes
) -> AnnexRevision:
    edition = contents.edition
    last = edition.revisions[-1]
    made = AnnexRevision(
        version=version, number=last.number, made_at=last.at, because=last.because,
        agreement_line=edition.agreement_line,
        counts=edition.annex.counts.as_json(),
        html=publication_html(edition, contents.pictures), bundle=bundle,
        bundle_hash=hashlib.sha256(bundle).hexdigest(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made
