"""Pages and posts of comments; one module for each subject."""

from consensus.comments.blueprint import bp
from consensus.comments.routes import answering, making, pages, replying

__all__ = ["answering", "bp", "making", "pages", "replying"]
