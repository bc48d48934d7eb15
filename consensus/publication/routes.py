"""Published outputs, what is missing before one can be published, and the open log."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from flask import (
    Blueprint,
    current_app,
    flash,
    jsonify,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account, signed_in_account
from consensus.archive.actions import commit
from consensus.archive.models import ChainKind
from consensus.archive.queries import public_lines
from consensus.coalitions.models import Member
from consensus.config import Settings
from consensus.db import begin_writing, db
from consensus.deliberation.models import Holder
from consensus.documents.access import Act, open_document
from consensus.documents.models import OUT, Document
from consensus.errors import Refused
from consensus.publication import cover_lines
from consensus.publication.actions import Press, publish
from consensus.publication.checklist import checklist_for
from consensus.publication.copies import decided_so_far, edition_in
from consensus.publication.editions import (
    Kept,
    current_edition,
    edition_numbered,
    editions_of,
    served,
)
from consensus.publication.next_version import begin_version
from consensus.publication.output_page import version_page
from consensus.publication.own_entries import Own, own_entry
from consensus.publication.pocket import ask_to_publish, readiness_of
from consensus.publication.queries import (
    latest_version,
    published_versions,
    version_numbered,
)
from consensus.publication.retiring import retire_dissent, retire_signature
from consensus.publication.revising import revise
from consensus.publication.signing import signing_key
from consensus.web import redirect_to

bp = Blueprint("publication", __name__)

LOG_TYPE = "application/x-ndjson"
VERSION = "/documents/<int:document_id>/versions/<number>"
EDITION = f"{VERSION}/annex/<int:edition>"


@bp.get("/outputs")
def list_outputs() -> str:
    """Every published output of every coalition, newest first."""
    versions = published_versions(db.session)
    return render_template("publication/outputs.html", versions=versions)


@bp.get(VERSION)
def show_output(document_id: int, number: str) -> str:
    """
    A published version with its annex as it is now, its editions and what became of
    it; whoever stands behind an entry can withdraw it here.
    """
    version = version_numbered(db.session, document_id, number)
    return version_page(version, editions_of(version)[-1])


@bp.post("/documents/<int:document_id>/versions")
def begin_next_version(document_id: int) -> Response:
    """Begin a new version of a published text."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.BEGIN_VERSION
    )
    actor = asker.acting(Act.BEGIN_VERSION)
    last = begin_version(db.session, document, by=asker.seat, actor=actor)
    commit(db.session)
    flash(f"A new version is begun. Version {last.number} stays as it is.", "ok")
    return redirect_to(url_for("workspace.show_document", document_id=document.id))


@bp.get(f"{VERSION}/publication.html")
def download_page(document_id: int, number: str) -> Response:
    """The version as it was published, as one file; it is saved, not opened."""
    return _page_file(document_id, number, 1)


@bp.get(f"{VERSION}/bundle.zip")
def download_bundle(document_id: int, number: str) -> Response:
    """The version as it was published, with its log and signature."""
    return _bundle_file(document_id, number, 1)


@bp.get(EDITION)
def show_edition(document_id: int, number: str, edition: int) -> str:
    """One edition of the annex of a version, with its text."""
    version = version_numbered(db.session, document_id, number)
    return version_page(version, edition_numbered(version, edition))


@bp.get(f"{EDITION}/publication.html")
def download_edition_page(document_id: int, number: str, edition: int) -> Response:
    """A version with one edition of its annex, as one file."""
    return _page_file(document_id, number, edition)


@bp.get(f"{EDITION}/bundle.zip")
def download_edition_bundle(document_id: int, number: str, edition: int) -> Response:
    """A version with one edition of its annex, with its log and signature."""
    return _bundle_file(document_id, number, edition)


@bp.post(f"{VERSION}/annex/withdrawal")
def withdraw_entry(document_id: int, number: str) -> Response:
    """Withdraw one's own printed dissent or signature: a new edition says so (R24)."""

    def deed(document: Document, own: Own, by: Member) -> str:
        if isinstance(own.row, Holder):
            retire_dissent(db.session, document, own.row, by=by)
        else:
            retire_signature(db.session, document, own.row, by=by)
        return f"You have withdrawn {own.number}."

    return _revise_own(document_id, number, deed)


@bp.get("/documents/<int:document_id>/log.ndjson")
def download_log(document_id: int) -> Response:
    """The document's public log, one entry a line (docs/record.md)."""
    document, _ = open_document(db.session, document_id, current_account(), to=Act.READ)
    lines = public_lines(db.session, ChainKind.DOCUMENT, document.id)
    return Response(_as_lines(lines), mimetype=LOG_TYPE)


@bp.get("/documents/<int:document_id>/record")
def show_decisions(document_id: int) -> str:
    """What was decided about a text so far, how and by whom, from its log (11.4)."""
    document, _ = open_document(db.session, document_id, current_account(), to=Act.READ)
    return render_template(
        "publication/decisions.html",
        document=document,
        decided=decided_so_far(db.session, document),
    )


@bp.get("/documents/<int:document_id>/decisions.json")
def download_decisions(document_id: int) -> Response:
    """The same as data: the shape of decisions.json in a bundle."""
    document, _ = open_document(db.session, document_id, current_account(), to=Act.READ)
    return jsonify(decided_so_far(db.session, document).as_json())


@bp.get("/documents/<int:document_id>/publication")
def show_checklist(document_id: int) -> str:
    """What must be true before this text is published, and the annex as it stands."""
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    return render_template(
        "publication/checklist.html",
        document=document,
        checklist=checklist_for(db.session, document),
        version=latest_version(db.session, document.id),
        may_publish=asker.may(Act.PUBLISH, document),
        ready=readiness_of(db.session, document),
        may_ask=asker.may(Act.PUBLISH_TOGETHER, document),
        own=asker.member,
        is_published=document.stage in OUT,
        fixed=cover_lines,
    )


@bp.post("/documents/<int:document_id>/publication")
def publish_text(document_id: int) -> Response:
    """Publish the text, if nothing is missing."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.PUBLISH
    )
    version = publish(
        db.session, document, _press(), by=asker.seat, actor=asker.acting(Act.PUBLISH)
    )
    commit(db.session)
    flash(f"Published as version {version.number}. Nobody can change it now.", "ok")
    return redirect_to(
        url_for(
            "publication.show_output",
            document_id=document.id,
            number=version.number,
        )
    )


@bp.post("/documents/<int:document_id>/publication/together")
def publish_together(document_id: int) -> Response:
    """Ask for publication where coordinators leave it; the second member publishes."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.PUBLISH_TOGETHER
    )
    actor = asker.acting(Act.PUBLISH_TOGETHER)
    both = ask_to_publish(db.session, document, by=asker.seat, actor=actor)
    if both:
        publish(
            db.session, document, _press(), by=asker.seat, actor=actor, together=both
        )
    commit(db.session)
    if both:
        flash("Published. Nobody can change it now; you are named on the cover.", "ok")
    else:
        flash("Recorded. A second member can publish it now.", "ok")
    return redirect_to(url_for("publication.show_checklist", document_id=document.id))


def _press() -> Press:
    """The key and the address of this service."""
    settings: Settings = current_app.config["SETTINGS"]
    return Press(signing_key(settings.signing_key_path), settings.base_url)


OwnDeed = Callable[[Document, Own, Member], str]
"""Does one thing to an entry of one's own and returns the sentence that says so."""


def _revise_own(document_id: int, number: str, deed: OwnDeed) -> Response:
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, signed_in_account(), to=Act.REVISE_OWN_ENTRY
    )
    version = version_numbered(db.session, document.id, number)
    if latest_version(db.session, document.id) is not version:
        raise Refused("A later version took its place: this annex is as it is.")
    annex = edition_in(current_edition(db.session, version).bundle).annex
    entry = request.form.get("entry", "")
    own = own_entry(db.session, document.id, annex, asker.seat, entry)
    sentence = deed(document, own, asker.seat)
    made = revise(db.session, document, _press())
    commit(db.session)
    flash(f"{sentence} Edition {made.number} of the annex says so.", "ok")
    address = url_for(".show_output", document_id=document.id, number=number)
    return redirect_to(address)


def _page_file(document_id: int, number: str, edition: int) -> Response:
    kept = _kept(document_id, number, edition)
    return _file(kept.html, "text/html", f"{document_id}-{_file_name(kept)}.html")


def _bundle_file(document_id: int, number: str, edition: int) -> Response:
    kept = _kept(document_id, number, edition)
    name = f"{document_id}-{_file_name(kept)}.zip"
    return _file(kept.bundle, "application/zip", name)


def _kept(document_id: int, number: str, edition: int) -> Kept:
    version = version_numbered(db.session, document_id, number)
    return served(edition_numbered(version, edition))


def _file_name(kept: Kept) -> str:
    return kept.version if kept.number == 1 else kept.name


def _file(data: bytes, mimetype: str, name: str) -> Response:
    answer = Response(data, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _as_lines(lines: list[dict[str, Any]]) -> Iterator[str]:
    for line in lines:
        yield json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"
