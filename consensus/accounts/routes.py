"""Pages and posts: signing in by a mailed link, signing out, and one's own account."""

import logging
from ipaddress import IPv6Address, ip_address, ip_network

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from consensus import clock, mail, realtime
from consensus.accounts import actions, sessions
from consensus.accounts.models import Account
from consensus.accounts.pages import Mistake, account_page, link_page, sign_in_page
from consensus.accounts.signing_in import (
    current_account,
    current_session,
    signed_in_account,
)
from consensus.accounts.visits import note_visit
from consensus.db import db
from consensus.errors import Invalid, Refused, TooOften
from consensus.web import absolute, redirect_to, same_site_path
from consensus.web.cookies import SESSION, drop_cookie, set_cookie
from consensus.web.refusals import status_of

bp = Blueprint("accounts", __name__)
bp.after_app_request(note_visit)
log = logging.getLogger(__name__)

_NOT_SENT = "The mail could not be sent just now. Try again in a few minutes."


@bp.get("/sign-in")
def show_sign_in() -> str | Response:
    next_path = same_site_path(request.args.get("next", "/"))
    if current_account():
        return redirect_to(next_path)
    return sign_in_page(next_path=next_path)


@bp.post("/sign-in")
def send_link() -> str | Response:
    email = request.form.get("email", "").strip()
    next_path = same_site_path(request.form.get("next", "/"))
    try:
        token = actions.ask_for_link(
            db.session, email, asked_from=_asked_from(), next_path=next_path
        )
    except (Invalid, TooOften) as refusal:
        db.session.rollback()
        page = sign_in_page(email=email, error=str(refusal), next_path=next_path)
        return make_response(page, status_of(refusal))
    db.session.commit()
    link = absolute(url_for("accounts.show_link", token=token))
    if not _is_mailed(email, "Your link to sign in", "mail/sign_in.txt", link):
        page = sign_in_page(email=email, error=_NOT_SENT, next_path=next_path)
        return make_response(page, 503)
    return render_template("accounts/link_sent.html", email=email, purpose="sign in")


@bp.get("/sign-in/link/<token>")
def show_link(token: str) -> str | Response:
    # Mail scanners follow links: looking does not use the link up, the button does.
    try:
        link = actions.usable_link(db.session, token)
    except Refused as refusal:
        return make_response(sign_in_page(error=str(refusal), next_path="/"), 409)
    return link_page(link, token)


@bp.post("/sign-in/link/<token>")
def sign_in(token: str) -> str | Response:
    name = request.form.get("name", "")
    link = actions.usable_link(db.session, token)
    try:
        account = actions.sign_in_by_link(db.session, token, name=name)
    except Invalid as refusal:
        db.session.rollback()
        link = actions.usable_link(db.session, token)
        page = link_page(link, token, name=name, error=str(refusal))
        return make_response(page, 422)
    return signed_in_response(account, link.next_path)


def signed_in_response(account: Account, next_path: str) -> Response:
    """Open a session for this browser in place of its earlier one, and commit."""
    earlier = current_session()
    if earlier:
        earlier.ended_at = clock.now()
    browser = request.headers.get("User-Agent", "")
    token = actions.open_session(db.session, account, browser=browser)
    db.session.commit()
    if earlier:
        realtime.close_sockets(earlier.id)
    response = redirect_to(next_path)
    seconds = int(sessions.ABSOLUTE.total_seconds())
    set_cookie(response, SESSION, token, seconds=seconds)
    return response


@bp.post("/sign-out")
def sign_out() -> Response:
    browser_session = current_session()
    if browser_session:
        browser_session.ended_at = clock.now()
        db.session.commit()
        realtime.close_sockets(browser_session.id)
    return _signed_out_response()


def _signed_out_response() -> Response:
    response = redirect_to("/")
    drop_cookie(response, SESSION)
    return response


@bp.get("/account")
def show_account() -> str:
    return account_page(signed_in_account())


@bp.post("/account/name")
def rename() -> Response:
    account = signed_in_account()
    name = request.form.get("name", "")
    try:
        actions.rename(account, name)
    except Invalid as refusal:
        return _given_back(account, Mistake("name", name, str(refusal)), 422)
    db.session.commit()
    return redirect_to(url_for("accounts.show_account"))


@bp.post("/account/address")
def send_confirmation() -> str | Response:
    account = signed_in_account()
    email = request.form.get("email", "").strip()
    try:
        token = actions.ask_to_confirm(
            db.session, email, asked_from=_asked_from(), by=account
        )
    except (Invalid, TooOften) as refusal:
        db.session.rollback()
        mistake = Mistake("email", email, str(refusal))
        return _given_back(account, mistake, status_of(refusal))
    db.session.commit()
    link = absolute(url_for("accounts.show_confirmation", token=token))
    if not _is_mailed(email, "Confirm your address", "mail/address.txt", link):
        return _given_back(account, Mistake("email", email, _NOT_SENT), 503)
    return render_template("accounts/link_sent.html", email=email, purpose="confirm it")


@bp.get("/account/address/<token>")
def show_confirmation(token: str) -> str:
    link = actions.confirmation(db.session, token, by=signed_in_account())
    action = url_for("accounts.confirm_address", token=token)
    return render_template("accounts/address.html", email=link.email, action=action)


@bp.post("/account/address/<token>")
def confirm_address(token: str) -> Response:
    actions.confirm_address(db.session, token, by=signed_in_account())
    db.session.commit()
    return redirect_to(url_for("accounts.show_account"))


@bp.post("/account/sessions/<int:session_id>/end")
def end_session(session_id: int) -> Response:
    account, own = signed_in_account(), current_session()
    ended = actions.end_session(db.session, session_id, by=account)
    db.session.commit()
    realtime.close_sockets(ended.id)
    if ended is own:
        return _signed_out_response()
    return redirect_to(url_for("accounts.show_account"))


@bp.post("/account/sessions/end")
def end_all_sessions() -> Response:
    ended = actions.end_all_sessions(db.session, by=signed_in_account())
    db.session.commit()
    for browser_session in ended:
        realtime.close_sockets(browser_session.id)
    return _signed_out_response()


def _given_back(account: Account, mistake: Mistake, status: int) -> Response:
    return make_response(account_page(account, mistake), status)


def _is_mailed(email: str, subject: str, template: str, link: str) -> bool:
    try:
        mail.send(email, subject, render_template(template, link=link))
    except mail.MailNotSent:
        log.exception("a link was not mailed")
        return False
    return True


def _asked_from() -> str:
    """The network address, of IPv6 only the part that one connection keeps (/64)."""
    address = ip_address(request.remote_addr or "::")
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address)
