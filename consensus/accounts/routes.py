"""Pages and posts: signing in by a mailed link, signing out, and one's own account."""

import logging
from ipaddress import IPv6Address, ip_address, ip_network

from flask import (
    Blueprint,
    current_app,
    make_response,
    render_template,
    request,
    url_for,
)
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from consensus import clock, mail
from consensus.accounts import actions, queries, sessions
from consensus.accounts.models import Account, BrowserSession, SignInLink
from consensus.accounts.signing_in import (
    current_account,
    current_session,
    signed_in_account,
)
from consensus.config import Settings
from consensus.db import db
from consensus.errors import Invalid, Refused, TooOften
from consensus.web import absolute, redirect_to, same_site_path
from consensus.web.cookies import SESSION, drop_cookie, read_cookie, set_cookie
from consensus.web.refusals import status_of

bp = Blueprint("accounts", __name__)
log = logging.getLogger(__name__)


@bp.get("/sign-in")
def show_sign_in() -> str | Response:
    next_path = same_site_path(request.args.get("next", "/"))
    if current_account():
        return redirect_to(next_path)
    return sign_in_page(next_path=next_path)


@bp.post("/sign-in")
def send_link() -> str | Response:
    email = request.form.get("email", "")
    next_path = same_site_path(request.form.get("next", "/"))
    try:
        token = actions.ask_for_link(
            db.session, email, asked_from=_asked_from(), next_path=next_path
        )
    except (Invalid, TooOften) as refusal:
        return _refused_sign_in(refusal, email, next_path)
    db.session.commit()
    return _mail_link(email.strip(), token, next_path)


def _mail_link(email: str, token: str, next_path: str) -> str | Response:
    link = absolute(url_for("accounts.show_link", token=token))
    body = render_template("mail/sign_in.txt", link=link)
    try:
        mail.send(email, "Your link to sign in", body)
    except mail.MailNotSent:
        log.exception("a sign-in link was not sent")
        sentence = "The mail could not be sent just now. Try again in a few minutes."
        page = sign_in_page(email=email, error=sentence, next_path=next_path)
        return make_response(page, 503)
    return render_template("accounts/link_sent.html", email=email)


@bp.get("/sign-in/link/<token>")
def show_link(token: str) -> str | Response:
    # Mail scanners follow links: looking does not use the link up, the button does.
    try:
        link = actions.usable_link(db.session, token)
    except Refused as refusal:
        return make_response(sign_in_page(error=str(refusal), next_path="/"), 409)
    return _link_page(link, token)


@bp.post("/sign-in/link/<token>")
def sign_in(token: str) -> str | Response:
    name = request.form.get("name", "")
    link = actions.usable_link(db.session, token)
    try:
        account = actions.sign_in_by_link(db.session, token, name=name)
    except Invalid as refusal:
        db.session.rollback()
        link = actions.usable_link(db.session, token)
        page = _link_page(link, token, name=name, error=str(refusal))
        return make_response(page, 422)
    return signed_in_response(account, link.next_path)


def signed_in_response(account: Account, next_path: str) -> Response:
    """Open a session for this browser in place of its earlier one, and commit."""
    if earlier := current_session():
        earlier.ended_at = clock.now()
    browser = request.headers.get("User-Agent", "")
    token = actions.open_session(db.session, account, browser=browser)
    db.session.commit()
    response = redirect_to(next_path)
    seconds = int(sessions.ABSOLUTE.total_seconds())
    set_cookie(response, SESSION, token, seconds=seconds)
    return response


@bp.post("/sign-out")
def sign_out() -> Response:
    if browser_session := current_session():
        browser_session.ended_at = clock.now()
        db.session.commit()
    return _signed_out_response()


def _signed_out_response() -> Response:
    response = redirect_to("/")
    drop_cookie(response, SESSION)
    return response


@bp.get("/account")
def show_account() -> str:
    return _account_page(signed_in_account())


@bp.post("/account/name")
def rename() -> Response:
    account = signed_in_account()
    name = request.form.get("name", "")
    try:
        actions.rename(account, name)
    except Invalid as refusal:
        return make_response(_account_page(account, name=name, error=str(refusal)), 422)
    db.session.commit()
    return redirect_to(url_for("accounts.show_account"))


@bp.post("/account/sessions/<int:session_id>/end")
def end_session(session_id: int) -> Response:
    account = signed_in_account()
    own = current_session()
    ended = actions.end_session(db.session, session_id, by=account)
    db.session.commit()
    if ended is own:
        return _signed_out_response()
    return redirect_to(url_for("accounts.show_account"))


@bp.post("/account/sessions/end")
def end_all_sessions() -> Response:
    actions.end_all_sessions(db.session, by=signed_in_account())
    db.session.commit()
    return _signed_out_response()


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


def _refused_sign_in(refusal: Refused, email: str, next_path: str) -> Response:
    db.session.rollback()
    page = sign_in_page(email=email, error=str(refusal), next_path=next_path)
    return make_response(page, status_of(refusal))


def _link_page(link: SignInLink, token: str, *, name: str = "", error: str = "") -> str:
    return render_template(
        "accounts/confirm.html",
        email=link.email,
        account=queries.account_with_email(db.session, link.email),
        action=url_for("accounts.sign_in", token=token),
        fields={},
        name=name,
        error=error,
    )


def _account_page(account: Account, *, name: str | None = None, error: str = "") -> str:
    settings: Settings = current_app.config["SETTINGS"]
    own = current_session()
    rows = queries.open_sessions(db.session, account)
    return render_template(
        "accounts/account.html",
        account=account,
        name=account.name if name is None else name,
        error=error,
        identities=queries.identities_of(db.session, account),
        providers=settings.oidc,
        labels={one.issuer: one.label for one in settings.oidc},
        browsers=[
            (row, sessions.browser_name(row.browser), row is own) for row in rows
        ],
    )


def _asked_from() -> str:
    """The network address, of IPv6 only the part that one connection keeps (/64)."""
    address = ip_address(request.remote_addr or "::")
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address)


@bp.after_app_request
def note_visit(response: Response) -> Response:
    """
    Write down, at most every 10 minutes, that a signed-in browser was seen.

    Only reading counts here: every post is followed by a page. It is a transaction of
    its own, so that no GET writes into the one that the page reads from, and a page is
    shown even when the note cannot be made.
    """
    if request.method == "GET" and read_cookie(SESSION):
        try:
            _note(current_session())
        except SQLAlchemyError:
            log.exception("a visit was not noted")
    return response


def _note(browser_session: BrowserSession | None) -> None:
    now = clock.now()
    if browser_session and browser_session.seen_at <= now - sessions.SEEN_EVERY:
        with db.engine.begin() as connection:
            connection.execute(
                update(BrowserSession)
                .where(BrowserSession.id == browser_session.id)
                .values(seen_at=now)
            )
