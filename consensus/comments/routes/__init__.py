"""Pages and posts of comments; one module for each subject."""

from consensus.comments.blueprint import bp
from consensus.comments.routes import (
    answering,
    guests,
    making,
    pages,
    replying,
    table,
    templates,
)

__all__ = [
    "answering",
    "bp",
    "guests",
    "making",
    "pages",
    "replying",
    "table",
    "templates",
]
