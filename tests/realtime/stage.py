"""
The real application with one page more: a document's panel made of its record alone.

It stands in for pages that show more than these tests are about. Run by gunicorn as
people run the service: `gunicorn -k gevent tests.realtime.stage:app`.
"""

from gevent import monkey

monkey.patch_all()

from flask import Flask, render_template_string, request  # noqa: E402
from sqlalchemy import select  # noqa: E402

from consensus.app import create_app  # noqa: E402
from consensus.archive.actions import CLOCK, Deed, record  # noqa: E402
from consensus.archive.actions import commit as commit_and_tell  # noqa: E402
from consensus.archive.models import Chain, ChainKind, Entry  # noqa: E402
from consensus.archive.verbs import Verb  # noqa: E402
from consensus.db import db  # noqa: E402

PANEL = """
<section id="panel" data-live="b1" data-src="/stage/{{ id }}/panel">
<h2>Objections</h2>
<p>There are <span id="count" data-counts>{{ entries|length }}</span>.</p>
<ol>{% for one in entries %}<li id="O-{{ one.seq }}" data-item="objection">Objection
{{ one.seq }}</li>{% endfor %}</ol>
<details id="more"><summary>More</summary><p>Details</p></details>
<form method="post" action="/stage/{{ id }}/objection">{{ csrf_field() }}
<label>Reason <textarea name="reason"></textarea></label>
<button>Object</button></form>
</section>
"""
PAGE = (
    """<!doctype html><html lang="en"><head><title>Stage</title>
<script type="module" src="/static/dist/main.js" nonce="{{ csp_nonce() }}"></script>
</head><body><div role="status" id="announce"></div><div role="alert" id="alert"></div>
<p data-live-state hidden></p>
<button type="button" role="switch" aria-checked="true" data-live-switch hidden>Live
updates</button>
<main data-follow="document:{{ id }}" data-seq="{{ seq }}">"""
    + PANEL
    + """</main>
</body></html>"""
)


def entries(document_id: int) -> list[Entry]:
    """A document's objections in order."""
    chain = (Chain.kind == ChainKind.DOCUMENT) & (Chain.subject_id == document_id)
    found = select(Entry).join(Chain).where(chain, Entry.object == "block:b1")
    return list(db.session.scalars(found.order_by(Entry.seq)))


def show(document_id: int) -> str:
    chain = select(Chain.last_seq).where(Chain.subject_id == document_id)
    seq = db.session.scalar(chain.where(Chain.kind == ChainKind.DOCUMENT)) or 0
    found = entries(document_id)
    return render_template_string(PAGE, id=document_id, seq=seq, entries=found)


def show_panel(document_id: int) -> str:
    assert request.headers["X-Fragment"] == "1"
    found = entries(document_id)
    return render_template_string(PANEL, id=document_id, entries=found)


def object_to(document_id: int) -> str:
    deed = Deed(Verb.POSITION_TAKEN, "block:b1", {"block": "b1"})
    record(db.session, ChainKind.DOCUMENT, document_id, deed, by=CLOCK)
    commit_and_tell(db.session)
    return show(document_id)


def staged() -> Flask:
    """The application with the page, its panel and its form."""
    app = create_app()
    app.add_url_rule("/stage/<int:document_id>", view_func=show)
    app.add_url_rule("/stage/<int:document_id>/panel", view_func=show_panel)
    app.add_url_rule(
        "/stage/<int:document_id>/objection", view_func=object_to, methods=["POST"]
    )
    return app


app = staged()
