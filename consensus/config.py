"""Every setting, typed, documented and checked; CONSENSUS_… is read only here."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

DEVELOPMENT_SECRET = "for development only, never for a real coalition"  # noqa: S105


SHORTEST_SECRET = 32  # characters


class SettingsError(Exception):
    """One or more settings are missing or make no sense; the message lists all."""


@dataclass(frozen=True)
class Provider:
    """An OpenID Connect provider people may sign in with."""

    key: str
    label: str
    issuer: str
    client_id: str
    client_secret: str


@dataclass(frozen=True)
class Settings:
    """What a person who runs the service decides; each field is CONSENSUS_<NAME>."""

    database_url: str = "sqlite:///var/consensus.sqlite"
    """Where everything is kept: an SQLAlchemy URL, SQLite or PostgreSQL (psycopg)."""

    base_url: str = "http://127.0.0.1:8000"
    """The address people use, without a slash at the end; links in mail start so."""

    secret_key: str = DEVELOPMENT_SECRET
    """At least 32 characters nobody else knows; signs forms and sign-in states."""

    development: bool = False
    """Allow the development secret, plain http and mail on the console."""

    trusted_hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    """Host names this service answers to (comma-separated)."""

    proxies: int = 0
    """How many reverse proxies stand in front and set X-Forwarded-For and -Proto."""

    mail_url: str = "console:"
    """console: prints mail; smtp://user:password@host:587 or smtps://… sends it."""

    mail_from: str = "consensus <consensus@localhost>"
    """The sender of every message."""

    signing_key: str = "var/signing-key"
    """File with the Ed25519 key that signs publications; made on the first start."""

    clock_store: str = "var/clock.sqlite"
    """Where due jobs are kept: a file, or redis://… when several processes run."""

    message_queue: str = ""
    """redis://… when several worker processes must signal each other; else empty."""

    clock_file: str = ""
    """Rehearsals only: a file with the seconds by which to run ahead of real time."""

    site_name: str = "consensus"
    """The name in the masthead and in mail."""

    contact: str = ""
    """An address people can write to for help; shown in the footer when set."""

    oidc: tuple[Provider, ...] = field(default=())
    """OpenID Connect providers: CONSENSUS_OIDC=key,… and CONSENSUS_OIDC_<KEY>_…"""

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "Settings":
        """Read and check all settings; raises SettingsError naming every problem."""
        values: dict[str, Any] = {}
        problems: list[str] = []
        for one in fields(cls):
            text = env.get(f"CONSENSUS_{one.name.upper()}")
            if one.name == "oidc":
                values["oidc"] = _providers(text or "", env, problems)
            elif text is not None:
                values[one.name] = _parsed(one.name, one.default, text, problems)
        if problems:
            raise SettingsError("\n".join(problems))
        settings = cls(**values)
        settings.check()
        return settings

    def check(self) -> None:
        """Refuse (SettingsError) a combination that would not be safe to run."""
        problems = [sentence for holds, sentence in self._rules() if not holds]
        if problems:
            raise SettingsError("\n".join(problems))

    def _rules(self) -> list[tuple[bool, str]]:
        own_secret = (
            self.secret_key != DEVELOPMENT_SECRET
            and len(self.secret_key) >= SHORTEST_SECRET
        )
        address = re.fullmatch(r"https?://[^/\s]+", self.base_url)
        return [
            (
                self.development or own_secret,
                "CONSENSUS_SECRET_KEY must be set to at least 32 characters.",
            ),
            (
                address is not None,
                "CONSENSUS_BASE_URL must be like https://consensus.example.",
            ),
            (
                self.development or self.base_url.startswith("https://"),
                "CONSENSUS_BASE_URL must start with https:// outside development.",
            ),
            (bool(self.trusted_hosts), "CONSENSUS_TRUSTED_HOSTS must name a host."),
            ("*" not in self.trusted_hosts, "CONSENSUS_TRUSTED_HOSTS may not be *."),
            (
                self.development or not self.clock_file,
                "CONSENSUS_CLOCK_FILE is for rehearsals in development only.",
            ),
            (
                self.mail_url.startswith(("console:", "smtp://", "smtps://")),
                "CONSENSUS_MAIL_URL must be console:, smtp://… or smtps://….",
            ),
        ]

    @property
    def is_secure(self) -> bool:
        """Whether people reach the service over TLS."""
        return self.base_url.startswith("https://")

    @property
    def signing_key_path(self) -> Path:
        """The signing key's file."""
        return Path(self.signing_key)


def _parsed(name: str, default: object, text: str, problems: list[str]) -> object:
    if isinstance(default, bool):
        if text.lower() not in {"1", "0", "true", "false", "yes", "no", ""}:
            problems.append(f"CONSENSUS_{name.upper()} must be 1 or 0.")
        return text.lower() in {"1", "true", "yes"}
    if isinstance(default, int):
        if not text.isdecimal():
            problems.append(f"CONSENSUS_{name.upper()} must be a whole number.")
            return default
        return int(text)
    if isinstance(default, tuple):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return text.rstrip("/") if name == "base_url" else text


def _providers(
    keys: str, env: Mapping[str, str], problems: list[str]
) -> tuple[Provider, ...]:
    found = []
    for key in filter(None, (part.strip() for part in keys.split(","))):
        start = f"CONSENSUS_OIDC_{key.upper()}_"
        missing = [
            start + name
            for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")
            if not env.get(start + name)
        ]
        problems.extend(f"{name} is missing." for name in missing)
        if not missing:
            found.append(
                Provider(
                    key=key,
                    label=env.get(start + "LABEL", key),
                    issuer=env[start + "ISSUER"],
                    client_id=env[start + "CLIENT_ID"],
                    client_secret=env[start + "CLIENT_SECRET"],
                )
            )
    return tuple(found)


def lend_environment(values: Mapping[str, str]) -> Mapping[str, str]:
    """Set variables for this process and what it becomes; returns them all."""
    os.environ.update(values)
    return os.environ
