"""The first page, and the page that explains how a text comes to be."""

from flask import Blueprint, render_template
from flask.blueprints import BlueprintSetupState

from consensus.coalitions.site_roles import site_terms
from consensus.db import db
from consensus.deliberation.levels import Level
from consensus.documents.role_table import COLUMNS, LINES, NOTES
from consensus.workspace.home import front

bp = Blueprint("workspace", __name__)


@bp.record_once
def give_templates_their_words(state: BlueprintSetupState) -> None:
    """Let the page macros say each level in words, in full and in short."""
    state.app.jinja_env.globals |= {
        "LEVEL_LABELS": {str(level): level.label for level in Level},
        "LEVEL_SHORT": {str(level): level.short for level in Level},
    }


@bp.get("/")
def show_home() -> str:
    """Open calls, drafts, published outputs and every coalition; open to everyone."""
    return render_template("workspace/home.html", front=front(db.session))


@bp.get("/how-it-works")
def show_how() -> str:
    """How a text is drafted, argued over, assessed and published."""
    return render_template("workspace/how.html")


@bp.get("/how-it-works/roles")
def show_role_table() -> str:
    """Who may do what, made from the table that guards every document."""
    return render_template(
        "workspace/roles.html", columns=COLUMNS, lines=LINES, notes=NOTES,
        site=site_terms(db.session),
    )  # fmt: skip
