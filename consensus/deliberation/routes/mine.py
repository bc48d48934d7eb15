"""My positions: what waits for the person who asks, and all they said."""

from flask import render_template

from consensus.accounts.signing_in import signed_in_account
from consensus.db import db
from consensus.deliberation.blueprint import bp
from consensus.deliberation.mine import mine_of
from consensus.drafting.seen_form import secret


@bp.get("/my/positions")
def list_my_positions() -> str:
    """One's own positions in every coalition; nobody else can see this page."""
    account = signed_in_account()
    mine = mine_of(db.session, account, secret=secret())
    return render_template(
        "deliberation/mine.html", mine=mine, needs_count=len(mine.waiting)
    )
