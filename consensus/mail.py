"""Sends one message (SMTP, or the console in development)."""

import smtplib
import ssl
import sys
from email.errors import HeaderParseError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from urllib.parse import SplitResult, unquote, urlsplit

from flask import Flask, current_app

from consensus import clock
from consensus.config import Settings
from consensus.errors import Invalid

_PATIENCE = 20  # seconds
_OUTBOX = "mail_outbox"


class MailNotSent(Exception):
    """The mail service did not take the message; nothing was sent."""


def send(to: str, subject: str, body: str) -> None:
    """
    Send one plain-text message now; call it after the commit, never before.

    Refuses (`Invalid`) an address or subject that would add a header of its own;
    raises `MailNotSent` when the mail service does not take it.
    """
    settings: Settings = current_app.config["SETTINGS"]
    message = _composed(settings, to, subject, body)
    if current_app.testing:
        outbox().append(message)
    elif settings.mail_url.startswith("console:"):
        sys.stderr.write(
            f"\n--- mail ---\nTo: {to}\nSubject: {subject}\n\n{body}\n---\n"
        )
        sys.stderr.flush()
    else:
        _deliver(urlsplit(settings.mail_url), message)


def outbox(app: Flask | None = None) -> list[EmailMessage]:
    """The messages an application under test has sent, instead of really sending."""
    kept: list[EmailMessage] = (app or current_app).extensions.setdefault(_OUTBOX, [])
    return kept


def _composed(settings: Settings, to: str, subject: str, body: str) -> EmailMessage:
    if any(c in to + subject for c in "\r\n\0") or "," in to:
        raise Invalid("A mail address or subject must be on one line.")
    message = EmailMessage(policy=SMTP)
    try:
        message["To"] = to
    except (HeaderParseError, ValueError, IndexError) as error:
        raise Invalid("This is not a mail address.") from error
    message["From"] = settings.mail_from
    message["Subject"] = subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=urlsplit(settings.base_url).hostname)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday replies
    message.set_content(body)
    return message


def _deliver(service: SplitResult, message: EmailMessage) -> None:
    try:
        with _connected(service) as smtp:
            _protect(smtp, service)
            if service.username:
                smtp.login(unquote(service.username), unquote(service.password or ""))
            smtp.send_message(message)
    except (smtplib.SMTPException, OSError) as error:
        raise MailNotSent(type(error).__name__) from error


def _connected(service: SplitResult) -> smtplib.SMTP:
    host = service.hostname or "localhost"
    if service.scheme == "smtps":
        tls = ssl.create_default_context()
        port = service.port or 465
        return smtplib.SMTP_SSL(host, port, timeout=_PATIENCE, context=tls)
    return smtplib.SMTP(host, service.port or 25, timeout=_PATIENCE)


def _protect(smtp: smtplib.SMTP, service: SplitResult) -> None:
    smtp.ehlo_or_helo_if_needed()
    # A password is never sent in the clear: without STARTTLS the sending fails.
    if service.scheme == "smtp" and (service.username or smtp.has_extn("starttls")):
        smtp.starttls(context=ssl.create_default_context())
