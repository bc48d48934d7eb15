"""Receipts: what an author downloads to find their words in any published bundle."""

from flask import jsonify
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import signed_in_account
from consensus.archive.receipts import TAG
from consensus.db import db
from consensus.deliberation.blueprint import bp
from consensus.deliberation.queries import objection_of, receipt_of
from consensus.documents.access import Act, open_document


@bp.get(
    "/documents/<int:document_id>/objections/<int:number>/receipts/<int:receipt_id>.json"
)
def download_receipt(document_id: int, number: int, receipt_id: int) -> Response:
    """One's own receipt, with the words exactly as recorded; nobody else's is there."""
    account = signed_in_account()
    document, asker = open_document(db.session, document_id, account, to=Act.READ)
    objection = objection_of(db.session, document.id, number)
    receipt, words = receipt_of(db.session, objection, receipt_id, of=asker.member)
    answer = jsonify(
        {
            "form": TAG,
            "document": {"id": document.id, "title": document.title},
            "object": objection.name,
            "words": words,
            "at": receipt.given_at.isoformat(),
            "nonce": receipt.nonce,
            "hash": receipt.hash,
            "entry_seq": receipt.entry_seq,
        }
    )
    name = f"receipt-{document.id}-{objection.name}-{receipt.id}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
