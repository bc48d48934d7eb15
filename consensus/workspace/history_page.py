"""The history of a text: its states by name, what was done between, one state alone."""

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.db import begin_writing, db
from consensus.documents.access import Act, open_document
from consensus.drafting.naming import LONGEST_NAME, name_state
from consensus.drafting.queries import labels
from consensus.web import redirect_to, written
from consensus.wordings.numbering import numbered
from consensus.wordings.queries import latest_snapshot
from consensus.workspace.compare_page import name_of
from consensus.workspace.history_lines import history_part
from consensus.workspace.reading_order import notes_of, with_item_numbers
from consensus.workspace.routes import bp
from consensus.workspace.states import NOW, blocks_in, state_called


@bp.get("/documents/<int:document_id>/history")
def show_history(document_id: int) -> str:
    """States and deeds, newest first; `below` begins a later page; open to everyone."""
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    below = request.args.get("below", type=int)
    last = latest_snapshot(db.session, document_id)
    return render_template(
        "workspace/history.html",
        document=document,
        part=history_part(db.session, document_id, below=below),
        first_page=below is None,
        now=state_called(db.session, document, NOW),
        last=last,
        next_number=last.number + 1 if last else 1,
        names={
            one: name_of(text) for one, text in labels(db.session, document_id).items()
        },
        may_name=asker.may(Act.NAME_STATE, document),
        may_restore=asker.may(Act.EDIT_TEXT, document),
        longest_name=LONGEST_NAME,
    )


@bp.post("/documents/<int:document_id>/states")
def name_the_state(document_id: int) -> Response:
    """Keep the text as it stands under a name, without asking anybody again."""
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.NAME_STATE
    )
    name = written("name", "The name of this state", at_most=LONGEST_NAME)
    snapshot = name_state(db.session, document, name, by=asker.seat)
    commit(db.session)
    flash(
        f"Kept as state {snapshot.number}, “{snapshot.label}”. Nobody is asked again.",
        "ok",
    )
    return redirect_to(url_for("workspace.show_history", document_id=document_id))


@bp.get("/documents/<int:document_id>/states/<int:number>")
def show_state(document_id: int, number: int) -> str:
    """The whole text of one state, at an address that stays; open to everyone."""
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    state = state_called(db.session, document, f"s{number}")
    blocks = with_item_numbers(blocks_in(db.session, document, state))
    return render_template(
        "workspace/state.html",
        document=document,
        state=state,
        number=number,
        before=number - 1,
        blocks=numbered(blocks),
        notes=notes_of(blocks).numbers,
        may_restore=asker.may(Act.EDIT_TEXT, document),
    )
