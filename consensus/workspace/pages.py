"""The workspace's blueprint with all its pages: importing them puts them on it."""

from consensus.workspace import document_page, draft_page, people_page
from consensus.workspace.routes import bp

__all__ = ["bp", "document_page", "draft_page", "people_page"]
