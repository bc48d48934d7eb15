"""The frame of every page links to pages that features above accounts bring."""

import pytest
from flask import Blueprint, Flask

_PAGES = {
    "workspace": ["show_home", "show_how"],
    "publication": ["list_outputs"],
    "deliberation": ["list_my_positions"],
}


def bring_frame(app: Flask) -> None:
    """Put an empty page where one that every page links to is not there yet."""
    for name, endpoints in _PAGES.items():
        if name not in app.blueprints:
            blueprint = Blueprint(name, name)
            for endpoint in endpoints:
                blueprint.add_url_rule(f"/{name}/{endpoint}", endpoint, lambda: "")
            app.register_blueprint(blueprint)


@pytest.fixture(autouse=True)
def frame(app: Flask) -> None:
    bring_frame(app)
