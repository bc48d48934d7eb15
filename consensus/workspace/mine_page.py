"""What needs the person who asks, in every role, and all they said."""

from flask import render_template

from consensus.accounts.signing_in import signed_in_account
from consensus.db import db
from consensus.deliberation.mine import mine_of
from consensus.drafting.seen_form import secret
from consensus.workspace.duties.all import duties_of
from consensus.workspace.routes import bp


@bp.get("/my/positions")
def list_my_positions() -> str:
    """One's own duties and positions in every coalition; nobody else sees this page."""
    account = signed_in_account()
    duties = duties_of(db.session, account)
    waiting = [(one.document, need) for one in duties for need in one.must]
    return render_template(
        "workspace/mine.html",
        mine=mine_of(db.session, account, waiting, secret=secret()),
        duties=duties,
        needs_count=len(waiting),
    )
