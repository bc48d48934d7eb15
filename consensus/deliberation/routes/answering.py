"""How posts in a panel are answered: the fragment, or the page with the panel open."""

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.db import db
from consensus.deliberation.need import WHOLE
from consensus.deliberation.panel import (
    document_panel,
    paragraph_panel,
)
from consensus.deliberation.panel_view import NOTHING_TYPED, Panel, Typed
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.models import Document
from consensus.drafting.seen_form import secret
from consensus.errors import NotAllowed, NotFound, Refused, WordsChanged
from consensus.web import wants_fragment
from consensus.web.refusals import status_of
from consensus.wordings.redline import redline


def panel_for(
    document: Document,
    asker: Asker,
    block_id: str | None,
    typed: Typed = NOTHING_TYPED,
) -> Panel:
    """The panel of a paragraph or, for None, of the whole text."""
    if block_id is None:
        return document_panel(db.session, document, asker, typed=typed)
    return paragraph_panel(
        db.session, document, asker, block_id, secret=secret(), typed=typed
    )


def panel_html(panel: Panel) -> str:
    """The panel as it is on the page, after a post, and when it is asked for again."""
    return render_template("deliberation/_panel.html", panel=panel)


def done(
    document: Document, asker: Asker, block_id: str | None, sentence: str
) -> Response:
    """Answer a deed that is recorded: call after the commit."""
    if wants_fragment():
        return make_response(panel_html(panel_for(document, asker, block_id)))
    flash(sentence, "ok")
    if request.form.get("back") == "mine":
        return redirect(url_for("workspace.list_my_positions"), 303)
    anchor = block_id or WHOLE
    address = url_for(
        "workspace.show_document",
        document_id=document.id,
        open=anchor,
        _anchor=anchor,
    )
    return redirect(address, 303)


def refused(
    document_id: int, block_id: str | None, refusal: Refused, form: str, field: str
) -> Response:
    """
    Answer a refused post with the panel, everything typed kept and the sentence at
    its field. Raises the refusal again where there is nothing to show it in.
    """
    db.session.rollback()
    if isinstance(refusal, NotFound | NotAllowed):
        raise refusal
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    changed = None
    if isinstance(refusal, WordsChanged):
        changed = redline(refusal.seen, refusal.now)
    typed = Typed(form, request.form.to_dict(), {field: str(refusal)}, changed)
    panel = panel_for(document, asker, block_id, typed)
    page = panel_html(panel) if wants_fragment() else _page(panel)
    return make_response(page, status_of(refusal))


def _page(panel: Panel) -> str:
    return render_template("deliberation/paragraph.html", panel=panel)
