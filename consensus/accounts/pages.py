"""The pages of signing in and of one's own account, as the routes fill them in."""

from dataclasses import dataclass

from flask import current_app, render_template, url_for

from consensus.accounts import queries
from consensus.accounts.models import Account, SignInLink
from consensus.accounts.sessions import browser_name
from consensus.accounts.signing_in import current_session
from consensus.config import Settings
from consensus.db import db


@dataclass(frozen=True)
class Mistake:
    """A form field with what was typed into it and a sentence about what is wrong."""

    field: str
    typed: str
    sentence: str


def sign_in_page(*, email: str = "", error: str = "", next_path: str) -> str:
    """The sign-in page; `error` is a sentence about what just went wrong."""
    settings: Settings = current_app.config["SETTINGS"]
    return render_template(
        "accounts/sign_in.html",
        email=email,
        error=error,
        next_path=next_path,
        providers=[
            (url_for("oidc.start_sign_in", key=one.key, next=next_path), one.label)
            for one in settings.oidc
        ],
    )


def link_page(link: SignInLink, token: str, *, name: str = "", error: str = "") -> str:
    """The page behind a mailed link, with the button that signs in."""
    return render_template(
        "accounts/confirm.html",
        email=link.email,
        account=queries.account_with_email(db.session, link.email),
        action=url_for("accounts.sign_in", token=token),
        fields={},
        name=name,
        error=error,
    )


def account_page(account: Account, mistake: Mistake | None = None) -> str:
    """One's own account, with a form given back when it held a mistake."""
    settings: Settings = current_app.config["SETTINGS"]
    own = current_session()
    rows = queries.open_sessions(db.session, account)
    return render_template(
        "accounts/account.html",
        account=account,
        mistake=mistake,
        identities=queries.identities_of(db.session, account),
        providers=settings.oidc,
        labels={one.issuer: one.label for one in settings.oidc},
        browsers=[(row, browser_name(row.browser), row is own) for row in rows],
    )
