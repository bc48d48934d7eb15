"""Publishing: the text is frozen with its annex, signed, and never changes again."""

import hashlib
from dataclasses import asdict, dataclass, replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor, Deed, locked_chain, record
from consensus.archive.models import Chain, ChainKind, Entry, Signature
from consensus.archive.verbs import Verb
from consensus.challenges.actions.time_limits import keep_time
from consensus.coalitions.models import Member, Role
from consensus.coalitions.queries import roles_in_force
from consensus.deliberation.actions.closing import close_what_is_due
from consensus.deliberation.actions.departures import note_departures
from consensus.deliberation.call_models import Call
from consensus.deliberation.call_queries import closed_call_of, standing_designations
from consensus.deliberation.levels import UNCLAIMED, Level
from consensus.documents.models import Document
from consensus.documents.stage_moves import StageMove, move_stage
from consensus.errors import Refused
from consensus.figures.queries import pictures_of
from consensus.participation.statement import statement_of
from consensus.publication.annex import Annex
from consensus.publication.bundle import Contents, build_bundle
from consensus.publication.cover_lines import coalition_line, status_line
from consensus.publication.edition import Cover, edition_of
from consensus.publication.guard import missing
from consensus.publication.heads import signed_head
from consensus.publication.html import publication_html
from consensus.publication.models import Version
from consensus.publication.proof import proven
from consensus.publication.verify import faults_in
from consensus.statements.actions.locking import lock_if_due


@dataclass(frozen=True)
class Press:
    """What the service lends to a publication: its key and its address."""

    key: Ed25519PrivateKey
    base_url: str


def publish(
    session: Session,
    document: Document,
    press: Press,
    *,
    by: Member,
    actor: Actor,
    together: tuple[Member, ...] = (),
) -> Version:
    """
    Publish the text of the closed call with its annex, for ever (INV-10).

    `together` are the two members who do it where no coordinator did
    (`pocket.ask_to_publish`); they are named on the cover.

    Refused while anything of G2 is missing, and whenever the finished bundle does not
    stand up to the same checks that any reader can make.
    """
    chain = locked_chain(session, ChainKind.DOCUMENT, document.id)
    close_what_is_due(session, document)
    call = closed_call_of(session, document)
    note_departures(session, document)
    lock_if_due(session, document)
    keep_time(session, document)
    needs = missing(session, document)
    if needs:
        raise Refused(f"This text cannot be published yet. {needs[0].sentence}.")
    annex = proven(session, document.id, call.snapshot.number).annex
    _state_participation(session, document, annex.version, actor)
    names = tuple(one.account.name for one in together)
    entry = _record(
        session, document, call, annex, " and ".join(names) or by.account.name, actor
    )
    move_stage(document, StageMove.PUBLISH)
    cover = replace(cover_of(session, document, entry, press), published_by=names)
    contents = _contents(session, document, call, cover)
    bundle = build_bundle(contents, press.key)
    faults = faults_in(bundle)
    if faults:
        raise Refused(f"The finished bundle does not hold: {faults[0]}")
    sign_head(session, chain, press)
    return _keep(session, document, call, contents, bundle, by)


def cover_of(session: Session, document: Document, entry: Entry, press: Press) -> Cover:
    """The cover of a version, as of the entry that publishes it."""
    number = entry.facts["version"]
    return Cover(
        document=document.id, title=document.title, kind=document.kind,
        coalition=document.coalition.name, recognised=document.coalition.recognised,
        language=document.language, direction=document.direction,
        version=number, on=entry.at,
        link=f"{press.base_url}/documents/{document.id}/versions/{number}",
        coordinators=_carried_by(session, document),
    )  # fmt: skip


def _carried_by(session: Session, document: Document) -> tuple[str, ...]:
    """Members who coordinate this one text: nobody else does, or they stand in."""
    terms = roles_in_force(session, document.coalition, document_id=document.id)
    return tuple(
        one.member.account.name for one in terms if one.role is Role.COORDINATOR
    )


def _state_participation(
    session: Session, document: Document, version: str, actor: Actor
) -> None:
    """Who took part goes on record before the version that prints it (G2, g)."""
    stated = statement_of(session, document)
    names = {key: list(names) for key, names in asdict(stated.names).items()}
    facts = {"version": version, "statement": stated.numbers()}
    deed = Deed(Verb.PARTICIPATION_STATED, f"version:{version}", facts, identity=names)
    record(session, ChainKind.DOCUMENT, document.id, deed, by=actor)


def _record(
    session: Session, document: Document, call: Call, annex: Annex, names: str,
    actor: Actor,
) -> Entry:  # fmt: skip
    coalition = document.coalition
    level = _document_level(session, document, call)
    status = status_line(
        coalition_line(coalition.name), level, recognised=coalition.recognised
    )
    facts = {
        "version": annex.version, "snapshot": call.snapshot.number,
        "content_hash": call.snapshot.content_hash, "call": call.round,
        "level": str(level), "status_line": status, "counts": annex.counts.as_json(),
    }  # fmt: skip
    deed = Deed(
        Verb.PUBLISHED, f"version:{annex.version}", facts,
        identity={"name": names},
    )  # fmt: skip
    return record(session, ChainKind.DOCUMENT, document.id, deed, by=actor)


def _document_level(session: Session, document: Document, call: Call) -> Level:
    if document.path in UNCLAIMED:
        return UNCLAIMED[document.path]
    levels = {one.block_id: one.level for one in standing_designations(session, call)}
    return levels[None]


def _contents(
    session: Session, document: Document, call: Call, cover: Cover
) -> Contents:
    """Built from the log, the entry that publishes included."""
    proof = proven(session, document.id, call.snapshot.number)
    edition = edition_of(proof.record, cover, proof.annex)
    pictures = pictures_of(session, document.id, edition.blocks)
    return Contents(edition, proof.record, tuple(proof.lines), pictures)


def sign_head(session: Session, chain: Chain, press: Press) -> None:
    """Sign what the record has come to, as at every publication (decisions.md 18)."""
    session.add(
        Signature(
            chain_id=chain.id, seq=chain.last_seq, head=chain.head,
            signature=signed_head(chain, press.key), at=clock.now(),
        )
    )  # fmt: skip


def _keep(
    session: Session, document: Document, call: Call, contents: Contents,
    bundle: bytes, by: Member,
) -> Version:  # fmt: skip
    edition = contents.edition
    version = Version(
        document=document, number=edition.cover.version, snapshot_id=call.snapshot.id,
        call_id=call.id, published_at=edition.cover.on, published_by=by.id,
        level=str(edition.level), status_line=edition.status_line,
        agreement_line=edition.agreement_line, counts=edition.annex.counts.as_json(),
        html=publication_html(edition, contents.pictures), bundle=bundle,
        bundle_hash=hashlib.sha256(bundle).hexdigest(),
    )  # fmt: skip
    session.add(version)
    session.flush()
    return version
