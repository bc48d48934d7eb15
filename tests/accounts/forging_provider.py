"""
An OpenID Connect provider on the loopback address that can lie in every way a test
asks for. Its honest answers are complete: discovery, keys, PKCE, RFC 9207.
"""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

Claims = dict[str, Any]

CLIENT_ID = "consensus-here"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
HEADER = {"alg": "RS256", "kid": "one", "typ": "JWT"}


def honest_token(claims: Claims) -> str:
    """An ID token as it should be."""
    return signed(claims, HEADER, KEY)


def signed(claims: Claims, header: Claims, key: rsa.RSAPrivateKey) -> str:
    """A token with any claims and any header, signed with RS256 whatever it says."""
    body = f"{_encoded(header)}.{_encoded(claims)}"
    mark = key.sign(body.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{body}.{_base64(mark)}"


def unsigned(claims: Claims) -> str:
    """A token that says it needs no signature (RFC 7518, 3.6)."""
    return f"{_encoded({'alg': 'none'})}.{_encoded(claims)}."


def signed_with_the_public_key(claims: Claims) -> str:
    """A token signed by HMAC, with what everybody knows as its secret."""
    secret = KEY.public_key().public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
    )
    body = f"{_encoded({**HEADER, 'alg': 'HS256'})}.{_encoded(claims)}"
    return f"{body}.{_base64(hmac.digest(secret, body.encode(), 'sha256'))}"


def public_jwk(key: rsa.RSAPrivateKey, **more: str) -> dict[str, str]:
    """The public half of a key as a JSON Web Key."""
    numbers = key.public_key().public_numbers()
    n = numbers.n.to_bytes(256, "big")
    return {"kty": "RSA", "n": _base64(n), "e": "AQAB", **more}


def _encoded(part: Claims) -> str:
    return _base64(json.dumps(part).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Lies:
    """What a provider does otherwise than it should; without any, it is honest."""

    claims: Callable[[Claims], Claims] = lambda claims: claims
    token: Callable[[Claims], str] = honest_token
    answer: Callable[[Claims], Claims] = lambda answer: answer
    metadata: Claims = field(default_factory=dict)
    callback: Claims = field(default_factory=dict)


@dataclass
class ForgingProvider:
    """A provider with one person, `subject`; `asked` keeps every request it got."""

    issuer: str
    lies: Lies = field(default_factory=Lies)
    subject: str = "person-1"
    profile: Claims = field(default_factory=lambda: {"name": "Ada Nwosu"})
    asked: list[dict[str, str]] = field(default_factory=list)
    exchanges: int = 0
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def visit(self, address: str) -> str:
        """Follow the link to the provider and agree there: the path to come back to."""
        asked = {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}
        self.asked.append(asked)
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        answer = {"code": code, "state": asked["state"], "iss": self.issuer}
        answer = {k: v for k, v in (answer | self.lies.callback).items() if v}
        return f"{urlsplit(asked['redirect_uri']).path}?{urlencode(answer)}"

    def __call__(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        pages = {
            "/.well-known/openid-configuration": self._metadata,
            "/jwks": lambda _: {"keys": [public_jwk(KEY, kid="one", use="sig")]},
            "/token": self._exchange,
        }
        found = pages[request.path](request)
        status = 400 if "error" in found else 200
        answer = Response(json.dumps(found), status, mimetype="application/json")
        return answer(environ, start_response)

    def _metadata(self, _: Request) -> Claims:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            "authorization_response_iss_parameter_supported": True,
            **self.lies.metadata,
        }

    def _exchange(self, request: Request) -> Claims:
        self.exchanges += 1
        asked = self._codes.pop(request.form["code"], None)
        verifier = request.form.get("code_verifier", "")
        challenge = _base64(hashlib.sha256(verifier.encode()).digest())
        if asked is None or challenge != asked["code_challenge"]:
            return {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.profile,
        }
        answer = {"access_token": "opaque", "token_type": "Bearer", "expires_in": 300}
        answer["id_token"] = self.lies.token(self.lies.claims(claims))
        return self.lies.answer(answer)


@contextmanager
def running_provider() -> Iterator[ForgingProvider]:
    """A provider that listens on a free loopback port until the block ends."""
    provider = ForgingProvider(issuer="")
    server = make_server("127.0.0.1", 0, provider, threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
