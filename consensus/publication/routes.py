"""Published outputs, what is missing before one can be published, and the open log."""

import json
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, current_app, flash, jsonify, render_template, url_for
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.archive.models import ChainKind
from consensus.archive.queries import public_lines
from consensus.config import Settings
from consensus.db import begin_writing, db
from consensus.documents.access import Act, open_document
from consensus.documents.models import OUT
from consensus.publication import cover_lines
from consensus.publication.actions import Press, publish
from consensus.publication.checklist import checklist_for
from consensus.publication.copies import decided_so_far, edition_in
from consensus.publication.pocket import ask_to_publish, readiness_of
from consensus.publication.queries import (
    latest_version,
    published_versions,
    version_numbered,
)
from consensus.publication.signing import signing_key
from consensus.web import redirect_to

bp = Blueprint("publication", __name__)

LOG_TYPE = "application/x-ndjson"


@bp.get("/outputs")
def list_outputs() -> str:
    """Every published output of every coalition, newest first."""
    versions = published_versions(db.session)
    return render_template("publication/outputs.html", versions=versions)


@bp.get("/documents/<int:document_id>/versions/<number>")
def show_output(document_id: int, number: str) -> str:
    """A published version: its text, where people agree and not, and its annex."""
    version = version_numbered(db.session, document_id, number)
    return render_template(
        "publication/version.html",
        version=version,
        edition=edition_in(version.bundle),
        fixed=cover_lines,
        picture=lambda name: url_for(
            "figures.show_figure_file", document_id=document_id, sha256=name
        ),
    )


@bp.get("/documents/<int:document_id>/versions/<number>/publication.html")
def download_page(document_id: int, number: str) -> Response:
    """The version as one file that needs nothing else; it is saved, not opened."""
    version = version_numbered(db.session, document_id, number)
    return _file(version.html, "text/html", f"{document_id}-{number}.html")


@bp.get("/documents/<int:document_id>/versions/<number>/bundle.zip")
def download_bundle(document_id: int, number: str) -> Response:
    """The version with its log and signature, to be checked anywhere."""
    version = version_numbered(db.session, document_id, number)
    return _file(version.bundle, "application/zip", f"{document_id}-{number}.zip")


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
    settings: Settings = current_app.config["SETTINGS"]
    return Press(signing_key(settings.signing_key_path), settings.base_url)


def _file(data: bytes, mimetype: str, name: str) -> Response:
    answer = Response(data, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _as_lines(lines: list[dict[str, Any]]) -> Iterator[str]:
    for line in lines:
        yield json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"
