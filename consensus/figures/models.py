"""Pictures that a text's figures may name."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from consensus.db import Base


class FigureFile(Base):
    """One picture of a document, named by the SHA-256 of its bytes; never changed."""

    __tablename__ = "figure_file"

    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id"), primary_key=True
    )
    sha256: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    size: Mapped[int]  # bytes
    width: Mapped[int]  # pixels
    height: Mapped[int]  # pixels
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    added_by: Mapped[int] = mapped_column(ForeignKey("member.id"))
    added_at: Mapped[datetime]
