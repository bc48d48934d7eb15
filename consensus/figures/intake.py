"""A picture out of a form: looked at before anybody else's writing has to wait."""

from flask import request
from sqlalchemy.orm import Session

from consensus.db import begin_writing
from consensus.errors import Invalid
from consensus.pictures import LARGEST_PICTURE, Picture, read_picture


def picture_sent(session: Session, field: str = "picture") -> Picture | None:
    """
    The picture in a form's file field, or None if none was chosen.

    Ends the transaction at hand and begins one that writes: decoding takes a second.
    Refuses (`Invalid`) what `read_picture` refuses.
    """
    file = request.files.get(field)
    if file is None or not file.filename:
        return None
    session.rollback()
    data = file.stream.read(LARGEST_PICTURE + 1)
    if not data:
        raise Invalid("The picture that was sent is empty.")
    picture = read_picture(data)
    begin_writing(session)
    return picture
