"""
The clock's part for notices: mail about what the record says happened.

Sent after the deed is committed, never within it. A letter is noted in a transaction
of its own right after it was sent: a crash loses none, and the one letter that was on
its way may come twice. Only one process ticks at a time (`scheduling.tick`).
"""

import logging

from flask import Flask

from consensus import mail
from consensus.db import begin_writing, db
from consensus.errors import Invalid
from consensus.notifications.actions import (
    Letter,
    is_given_up,
    letters_about,
    note_delivery,
    note_told,
)
from consensus.notifications.composing import composed
from consensus.notifications.notices import NOTICES
from consensus.notifications.queries import entry_numbered, untold

log = logging.getLogger(__name__)


def deliver_notices(app: Flask) -> None:
    """Tell everybody whom it concerns of what is new in the record; safe to repeat."""
    with app.app_context():
        news = untold(db.session, [str(verb) for verb in NOTICES])
    for entry_id in news:
        try:
            with app.app_context():
                _tell(entry_id)
        except Exception:  # news that cannot be told must not hold up the rest
            log.exception("The notice about entry %s failed.", entry_id)


def _tell(entry_id: int) -> None:
    entry = entry_numbered(db.session, entry_id)
    letters = letters_about(db.session, entry, composed)
    done = [_sent(entry_id, letter) for letter in letters]
    if all(done) or is_given_up(entry):
        begin_writing(db.session)
        note_told(db.session, entry_id)
        db.session.commit()


def _sent(entry_id: int, letter: Letter) -> bool:
    """Send one letter and keep that it was sent; False if the mail was not taken."""
    db.session.rollback()  # nothing is held while a mail server thinks
    try:
        mail.send(letter.to, letter.subject, letter.body)
    except (mail.MailNotSent, Invalid):
        log.warning("A notice about entry %s could not be sent.", entry_id)
        return False
    begin_writing(db.session)
    note_delivery(db.session, entry_id, letter)
    db.session.commit()
    return True
