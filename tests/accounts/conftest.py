"""The frame of every page links to the list of published outputs."""

import pytest
from flask import Flask


def bring_frame(app: Flask) -> None:
    """Put an empty page where the list of outputs is, if no feature brings it."""
    if "publication.list_outputs" not in app.view_functions:
        app.add_url_rule("/outputs", "publication.list_outputs", lambda: "")


@pytest.fixture(autouse=True)
def frame(app: Flask) -> None:
    bring_frame(app)
