"""Pages and posts: signing in with a provider, and adding one to one's account."""

from flask import (
    Blueprint,
    after_this_request,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from consensus.accounts.models import Account
from consensus.accounts.oidc import actions, proofs
from consensus.accounts.oidc.client import ProvedPerson, ProviderClient, Start
from consensus.accounts.pages import sign_in_page
from consensus.accounts.routes import signed_in_response
from consensus.accounts.signing_in import current_account, signed_in_account
from consensus.config import Provider, Settings
from consensus.db import begin_writing, db
from consensus.errors import Invalid, NotFound, Refused, Untrusted
from consensus.web import absolute, redirect_to, same_site_path

bp = Blueprint("oidc", __name__)


@bp.get("/sign-in/with/<key>")
def start_sign_in(key: str) -> Response:
    next_path = same_site_path(request.args.get("next", "/"))
    return _start(key, next_path, link_to=None)


@bp.get("/account/identities/with/<key>")
def start_linking(key: str) -> Response:
    next_path = url_for("accounts.show_account")
    return _start(key, next_path, link_to=signed_in_account())


def _start(key: str, next_path: str, *, link_to: Account | None) -> Response:
    client = _client(key)
    url, secrets = client.ask(_redirect_uri(key))
    start = Start(
        provider=key,
        next_path=next_path,
        link_to=link_to.id if link_to else None,
        **secrets,
    )
    response = redirect(url, code=303)
    proofs.keep_start(response, start)
    return response


@bp.get("/sign-in/from/<key>")
def finish_sign_in(key: str) -> Response:
    client = _client(key)
    after_this_request(proofs.forget_start)
    start = proofs.kept_start()
    answer = request.args.to_dict()
    person = client.believe(answer, start, _redirect_uri(key))
    if start.link_to is not None:
        return _linking_page(client.provider, person, start.link_to)
    return _finish(person, start.next_path, key)


def _finish(person: ProvedPerson, next_path: str, key: str) -> Response:
    begin_writing(db.session)  # only now: nobody waits for the provider meanwhile
    account = actions.known_account(db.session, person)
    if account is not None:
        return signed_in_response(account, next_path)
    try:
        actions.refuse_takeover(db.session, person)
    except Refused as refusal:
        return make_response(
            sign_in_page(
                email=person.email or "", error=str(refusal), next_path=next_path
            ),
            409,
        )
    return _name_page(person, key, next_path, name=person.name)


@bp.post("/sign-in/from/<key>")
def join(key: str) -> Response:
    person, name = _proved(key), request.form.get("name", "")
    next_path = same_site_path(request.form.get("next", "/"))
    try:
        account = actions.join(db.session, person, name=name)
    except Invalid as refusal:
        db.session.rollback()
        error = str(refusal)
        page = _name_page(person, key, next_path, name=name, error=error)
        page.status_code = 422
        return page
    return signed_in_response(account, next_path)


@bp.post("/account/identities/<key>")
def link_identity(key: str) -> Response:
    account = signed_in_account()
    actions.link_identity(db.session, _proved(key), by=account)
    db.session.commit()
    return redirect_to(url_for("accounts.show_account"))


@bp.post("/account/identities/<int:identity_id>/end")
def unlink_identity(identity_id: int) -> Response:
    actions.unlink_identity(db.session, identity_id, by=signed_in_account())
    db.session.commit()
    return redirect_to(url_for("accounts.show_account"))


def _client(key: str) -> ProviderClient:
    settings: Settings = current_app.config["SETTINGS"]
    clients: dict[str, ProviderClient] = current_app.extensions.setdefault("oidc", {})
    if key not in clients:
        found = next((one for one in settings.oidc if one.key == key), None)
        if found is None:
            raise NotFound("This service does not know that way of signing in.")
        clients[key] = ProviderClient(found)
    return clients[key]


def _redirect_uri(key: str) -> str:
    return absolute(url_for("oidc.finish_sign_in", key=key))


def _proved(key: str) -> ProvedPerson:
    person = proofs.read_proof(request.form.get("proof", ""))
    if person.issuer != _client(key).provider.issuer:
        raise Untrusted("This proof comes from another way of signing in. Start again.")
    return person


def _name_page(
    person: ProvedPerson, key: str, next_path: str, *, name: str, error: str = ""
) -> Response:
    page = render_template(
        "accounts/confirm.html",
        email="",
        account=None,
        action=url_for("oidc.join", key=key),
        fields={"proof": proofs.signed_proof(person), "next": next_path},
        name=name,
        error=error,
    )
    return _kept_out_of_caches(page)


def _linking_page(provider: Provider, person: ProvedPerson, link_to: int) -> Response:
    account = current_account()
    if account is None or account.id != link_to:
        raise Untrusted(
            "You are no longer signed in to the account that this was started from."
            " Start again from your account page."
        )
    page = render_template(
        "accounts/link_identity.html",
        account=account,
        label=provider.label,
        action=url_for("oidc.link_identity", key=provider.key),
        proof=proofs.signed_proof(person),
    )
    return _kept_out_of_caches(page)


def _kept_out_of_caches(page: str) -> Response:
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response
