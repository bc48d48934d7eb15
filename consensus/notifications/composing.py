"""From a notice to the text of its mail: one way for mail and for pages."""

import re

from flask import current_app

from consensus.notifications.telling import Notice

_FOOT = "\n--\n"
"""What begins the lines that are only for whoever has a seat."""


def composed(notice: Notice) -> str:
    """The text of the mail, plain and with its foot; needs an application context."""
    # Not `render_template`: that asks who visits, and the clock has no visitor.
    template = current_app.jinja_env.get_template(f"mail/{notice.template}.txt")
    base_url = current_app.config["SETTINGS"].base_url
    text = template.render(notice.facts, base_url=base_url)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def composed_for_a_list(notice: Notice) -> str:
    """The same without its foot, which tells members why they get it."""
    return composed(notice).partition(_FOOT)[0].strip() + "\n"
