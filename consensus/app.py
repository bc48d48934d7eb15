"""The application factory: the one place where the parts are put together."""

import logging
from inspect import iscoroutinefunction
from pathlib import Path

from flask import Flask

from consensus import clock, realtime, web
from consensus.accounts import routes as accounts
from consensus.accounts import sockets as account_sockets
from consensus.accounts.oidc import routes as oidc
from consensus.accounts.signing_in import VISITORS
from consensus.challenges import routes as challenges
from consensus.challenges.jobs import attend_to_challenges
from consensus.comments import routes as comments
from consensus.comments.jobs import attend_to_all_comments, write_to_commenters
from consensus.config import Settings
from consensus.db import db, make_durable
from consensus.deliberation import desk_routes
from consensus.deliberation import routes as deliberation
from consensus.deliberation.jobs import attend_to_documents
from consensus.documents import sockets as document_sockets
from consensus.drafting import live_routes, revise_routes
from consensus.drafting import routes as drafting
from consensus.drafting import sockets as draft_sockets
from consensus.figures import routes as figures
from consensus.moderation import conduct_routes as conduct
from consensus.moderation import custody_routes as moderation
from consensus.notifications.jobs import deliver_notices
from consensus.participation import routes as participation
from consensus.publication import routes as publication
from consensus.publication.jobs import attend_to_publications
from consensus.scheduling import every_minute
from consensus.sense_checks import routes as sense_checks
from consensus.sense_checks.jobs import close_sense_checks
from consensus.statements import routes as statements
from consensus.statements.jobs import attend_to_statements
from consensus.workspace import coalition_page
from consensus.workspace import pages as workspace

ROOT = Path(__file__).parent.parent


def create_app(settings: Settings | None = None) -> Flask:
    """The service, set up from the given settings or from the environment."""
    settings = settings or Settings.from_env()
    settings.check()
    app = Flask(
        "consensus",
        root_path=str(ROOT),
        template_folder="templates",
        static_folder="static",
    )
    app.config |= {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_ENGINES": {"default": settings.database_url},
        "TRUSTED_HOSTS": list(settings.trusted_hosts),
        "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
    }
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    if settings.clock_file:
        clock.follow_file(Path(settings.clock_file))
    _connect_database(app, settings)
    realtime.init_app(app, settings)
    web.init_app(app, VISITORS)
    _register(app)
    return app


def _connect_database(app: Flask, settings: Settings) -> None:
    if settings.database_url.startswith("sqlite:///"):
        file = Path(settings.database_url.removeprefix("sqlite:///"))
        file.absolute().parent.mkdir(parents=True, exist_ok=True)
        app.config["SQLALCHEMY_ENGINES"]["default"] = f"sqlite:///{file.absolute()}"
    db.init_app(app)
    # It also ends async sessions, of which we have none, in an event loop of their own
    # after every request: two greenlets at once, or a test with a browser, break on it.
    app.teardown_appcontext_funcs = [
        end for end in app.teardown_appcontext_funcs if not iscoroutinefunction(end)
    ]
    with app.app_context():
        make_durable(db.engine)


def _register(app: Flask) -> None:
    """Join every feature's pages; each blueprint is named like its feature."""
    app.register_blueprint(accounts.bp)
    app.register_blueprint(oidc.bp)
    app.register_blueprint(coalition_page.bp)
    app.register_blueprint(workspace.bp)
    app.register_blueprint(drafting.bp)
    app.register_blueprint(live_routes.bp)
    app.register_blueprint(revise_routes.bp)
    app.register_blueprint(figures.bp)
    app.register_blueprint(comments.bp)
    app.register_blueprint(deliberation.bp)
    app.register_blueprint(desk_routes.bp)
    app.register_blueprint(participation.bp)
    app.register_blueprint(sense_checks.bp)
    app.register_blueprint(statements.bp)
    app.register_blueprint(challenges.bp)
    app.register_blueprint(moderation.bp)
    app.register_blueprint(conduct.bp)
    app.register_blueprint(publication.bp)
    account_sockets.register()
    document_sockets.register()
    draft_sockets.register(app)
    _set_the_clock(app)


def _set_the_clock(app: Flask) -> None:
    """Hand in what is due by time; mail comes last, so that it tells of all of it."""
    every_minute(app, attend_to_documents)
    every_minute(app, attend_to_all_comments)
    every_minute(app, close_sense_checks)
    every_minute(app, attend_to_statements)
    every_minute(app, write_to_commenters)
    every_minute(app, attend_to_challenges)
    every_minute(app, attend_to_publications)
    every_minute(app, deliver_notices)
