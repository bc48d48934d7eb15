"""What is asked of a provider, and what of its answer is believed."""

import hmac
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from authlib.integrations.flask_client import FlaskOAuth2App

from consensus.config import Provider
from consensus.errors import Untrusted

log = logging.getLogger(__name__)

_PATIENCE = 10  # seconds
_LEEWAY = 60  # seconds by which the provider's clock may differ from ours
_LONGEST_SUBJECT = 255  # OpenID Connect Core 1.0, section 2
# Public-key signatures only: with a shared secret the client could sign for itself.
_SIGNATURES = [
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "Ed25519"),
]
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_SENDS_ISS = "authorization_response_iss_parameter_supported"  # RFC 9207


@dataclass(frozen=True)
class Start:
    """What this browser's sign-in must be answered with; kept in its signed cookie."""

    provider: str
    state: str
    nonce: str
    code_verifier: str
    next_path: str
    link_to: int | None
    """The account that the identity is to be added to, or None to sign in."""


@dataclass(frozen=True)
class ProvedPerson:
    """Who the provider says is there. `email` is given only when it checked it."""

    issuer: str
    subject: str
    name: str
    email: str | None


class ProviderClient:
    """One provider, its endpoints and keys looked up when first needed."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._app: Any = None

    def ask(self, redirect_uri: str) -> tuple[str, dict[str, str]]:
        """
        Where to send the browser, and the secrets its answer must match: `state`,
        `nonce` and `code_verifier` (PKCE S256, RFC 7636).

        Refuses (`Untrusted`) when the provider does not answer as it should.
        """
        try:
            asked = self._client().create_authorization_url(redirect_uri)
            url: str = asked.pop("url")
        except Exception as error:
            raise self._distrust(error) from error
        return url, asked

    def believe(
        self, answer: Mapping[str, str], start: Start, redirect_uri: str
    ) -> ProvedPerson:
        """
        The person, if the provider's answer holds in every point (SEC-12 to SEC-15).

        Else refuses (`Untrusted`); `answer` is the query the browser came back with.
        """
        self._check_answer(answer, start)
        try:
            self._check_issuer(answer)
            claims = self._claims(answer["code"], start, redirect_uri)
            return self._person(claims)
        except Exception as error:
            raise self._distrust(error) from error

    def _distrust(self, error: Exception) -> Untrusted:
        # All kinds of errors come here: what a forged answer makes the parsers raise
        # is never a failure of ours, but a reason not to believe it.
        log.warning("answer of %s not believed: %r", self.provider.key, error)
        return Untrusted(
            f"{self.provider.label} could not show who you are, so you are not signed"
            " in. Try again, or ask for a link by email."
        )

    def _check_answer(self, answer: Mapping[str, str], start: Start) -> None:
        label = self.provider.label
        same_state = hmac.compare_digest(
            answer.get("state", "").encode(), start.state.encode()
        )
        if start.provider != self.provider.key or not same_state:
            raise Untrusted(
                f"This answer of {label} does not belong to a sign-in that was started"
                " in this browser a moment ago. Start again from the sign-in page."
            )
        if "error" in answer or not answer.get("code"):
            raise Untrusted(f"{label} did not sign you in. Nothing was changed.")

    def _check_issuer(self, answer: Mapping[str, str]) -> None:
        # RFC 9207: tells a provider's own answer from one mixed up with another's.
        required = self._client().server_metadata[_SENDS_ISS]
        if answer.get("iss", None if required else self.provider.issuer) != (
            self.provider.issuer
        ):
            raise ValueError("the answer names another issuer")

    def _claims(self, code: str, start: Start, redirect_uri: str) -> Mapping[str, Any]:
        client = self._client()
        token = client.fetch_access_token(
            redirect_uri, code=code, code_verifier=start.code_verifier
        )
        if "id_token" not in token:  # Authlib would go on without
            raise ValueError("no id_token")
        claims: Mapping[str, Any] = client.parse_id_token(
            token,
            nonce=start.nonce,
            claims_options={
                "iss": {"essential": True, "value": self.provider.issuer},
                "aud": {"essential": True, "value": self.provider.client_id},
            },
            leeway=_LEEWAY,
        )
        return claims

    def _person(self, claims: Mapping[str, Any]) -> ProvedPerson:
        subject, name, email = claims["sub"], claims.get("name"), claims.get("email")
        if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT:
            raise ValueError("no subject")
        checked = claims.get("email_verified") is True and isinstance(email, str)
        return ProvedPerson(
            issuer=self.provider.issuer,
            subject=subject,
            name=name if isinstance(name, str) else "",
            email=str(email) if checked else None,
        )

    def _client(self) -> Any:
        if self._app is None:
            metadata = _discovered(self.provider.issuer)
            self._app = FlaskOAuth2App(
                None,
                self.provider.key,
                client_id=self.provider.client_id,
                client_secret=self.provider.client_secret,
                client_kwargs={
                    "scope": "openid profile email",
                    "code_challenge_method": "S256",
                    "default_timeout": _PATIENCE,
                },
                **metadata,
            )
        return self._app


def _discovered(issuer: str) -> dict[str, Any]:
    """The provider's metadata, of which only what is used here is kept."""
    address = issuer.rstrip("/") + "/.well-known/openid-configuration"
    answer = requests.get(address, timeout=_PATIENCE)
    answer.raise_for_status()
    found = answer.json()
    if found["issuer"] != issuer:
        raise ValueError("the metadata names another issuer")
    kept = {name: str(found[name]) for name in _ENDPOINTS}
    secure = issuer.startswith("https://")
    if secure and not all(url.startswith("https://") for url in kept.values()):
        raise ValueError("an endpoint is not protected by TLS")
    return {
        **kept,
        "issuer": issuer,
        "id_token_signing_alg_values_supported": _SIGNATURES,
        _SENDS_ISS: found.get(_SENDS_ISS) is True,
    }
