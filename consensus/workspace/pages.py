"""The workspace's blueprint with all its pages: importing them puts them on it."""

from consensus.workspace import (
    compare_page,
    document_page,
    draft_page,
    history_page,
    mine_page,
    notices_page,
    paragraph_page,
    people_page,
    play_page,
    restore_page,
    stages_page,
)
from consensus.workspace.routes import bp

__all__ = [
    "bp",
    "compare_page",
    "document_page",
    "draft_page",
    "history_page",
    "mine_page",
    "notices_page",
    "paragraph_page",
    "people_page",
    "play_page",
    "restore_page",
    "stages_page",
]
