"""A coalition's own page: what it writes, what it published, who sits in it."""

from flask import render_template

from consensus.accounts.signing_in import current_account
from consensus.coalitions.models import Activity, Role, SeatStatus
from consensus.coalitions.queries import (
    coalition_called,
    coordinators_of,
    group_sizes,
    observer_count,
    seat_of,
)
from consensus.coalitions.routes import bp
from consensus.coalitions.site_roles import site_roles_of
from consensus.coalitions.table import table_of
from consensus.db import db
from consensus.documents.queries import identities_seen
from consensus.workspace.home import drafts_of, latest_outputs

__all__ = ["bp"]  # the pages of coalitions, this one among them


@bp.get("/coalitions/<slug>")
def show_coalition(slug: str) -> str:
    """Everything about a coalition that is public, which is all of this page."""
    coalition = coalition_called(db.session, slug)
    account = current_account()
    seat = seat_of(db.session, coalition, account)
    sizes = group_sizes(db.session, coalition)
    present = seat is not None and seat.status is not SeatStatus.FORMER
    return render_template(
        "coalitions/page.html",
        coalition=coalition,
        seat=seat if present else None,
        sizes=[one for one in sizes if one.size],
        table=table_of(sizes),
        observers=observer_count(db.session, coalition),
        coordinators=coordinators_of(db.session, coalition),
        drafts=drafts_of(db.session, coalition),
        outputs=latest_outputs(db.session, coalition),
        identities=identities_seen(db.session, coalition),
        marks=account is not None
        and Role.SECRETARIAT in site_roles_of(db.session, account),
        activities=[(str(one), one.capitalize()) for one in Activity],
    )
