"""Mail: one plain message, on the console or by SMTP, and no header but ours."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.policy import default

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consensus import mail
from consensus.errors import Invalid
from tests.accounts.steps import ADA, ask_for_link


@dataclass
class MailService:
    """A small SMTP service on the loopback address (RFC 5321) without TLS."""

    port: int = 0
    answer_to_data: str = "250 taken"
    messages: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as lines:
                self._talk(lines)

    def _talk(self, lines: object) -> None:
        def say(line: str) -> None:
            lines.write(f"{line}\r\n".encode())  # type: ignore[attr-defined]
            lines.flush()  # type: ignore[attr-defined]

        say("220 mail.example")
        for line in lines:  # type: ignore[attr-defined]
            verb = line[:4].upper()
            if verb == b"DATA":
                say("354 go on")
                self.messages.append(b"".join(iter(lines.readline, b".\r\n")))  # type: ignore[attr-defined]
                say(self.answer_to_data)
            elif verb == b"QUIT":
                say("221 bye")
                return
            else:
                if verb == b"RCPT":
                    self.recipients.append(line.decode().strip())
                say("250 mail.example")


@pytest.fixture
def service() -> Iterator[MailService]:
    service = MailService()
    listener = socket.create_server(("127.0.0.1", 0))
    service.port = listener.getsockname()[1]
    thread = threading.Thread(target=service.serve, args=(listener,))
    thread.start()
    yield service
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


@pytest.fixture
def really(app: Flask, service: MailService) -> Flask:
    """The application, sending for once through the mail service."""
    url = f"smtp://127.0.0.1:{service.port}"
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], mail_url=url)
    app.testing = False
    return app


def test_a_message_arrives_as_it_was_written(
    really: Flask, service: MailService
) -> None:
    body = "Ada schrieb: „Grüße“.\n\nhttp://localhost/" + "x" * 200 + "\n.\nEnd\n"
    with really.app_context():
        mail.send("ada@example.org", "Grüße – a subject", body)
    (raw,) = service.messages
    message = message_from_bytes(raw.replace(b"\r\n..", b"\r\n."), policy=default)
    assert service.recipients == ["rcpt TO:<ada@example.org>"]
    assert message["Subject"] == "Grüße – a subject"
    assert message["From"] == "consensus <consensus@localhost>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"]
    assert message["Date"]
    content = message.get_content()
    assert content.replace("\r\n", "\n") == body


@pytest.mark.parametrize(
    ("to", "subject"),
    [
        ("ada@example.org\nBcc: eve@example.org", "Hello"),
        ("ada@example.org\r\n\r\nA body", "Hello"),
        ("ada@example.org, eve@example.org", "Hello"),
        ("ada@example.org", "Hello\nBcc: eve@example.org"),
        ("ada@example.org", "Hello\rX-Evil: 1"),
    ],
)
def test_nobody_adds_a_header(app: Flask, to: str, subject: str) -> None:
    with app.app_context():
        with pytest.raises(Invalid):
            mail.send(to, subject, "Words")
        assert mail.outbox() == []


def test_a_service_that_does_not_take_it_is_told_to_the_person(
    really: Flask, service: MailService
) -> None:
    service.answer_to_data = "554 no"
    answer = ask_for_link(really.test_client())
    assert answer.status_code == 503
    assert "could not be sent" in answer.text
    assert ADA in answer.text


def test_a_service_that_is_not_there_is_told_to_the_person(
    really: Flask, service: MailService
) -> None:
    nobody = replace(really.config["SETTINGS"], mail_url="smtps://127.0.0.1:9")
    really.config["SETTINGS"] = nobody
    assert ask_for_link(really.test_client()).status_code == 503


def test_a_password_is_never_sent_without_tls(
    really: Flask, service: MailService
) -> None:
    url = f"smtp://ada:hunter2@127.0.0.1:{service.port}"
    really.config["SETTINGS"] = replace(really.config["SETTINGS"], mail_url=url)
    with really.app_context(), pytest.raises(mail.MailNotSent):
        mail.send("ada@example.org", "Hello", "Words")
    assert service.messages == []


def test_in_development_mail_is_printed(
    app: Flask, client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    app.testing = False
    ask_for_link(client)
    printed = capsys.readouterr().err
    assert f"To: {ADA}" in printed
    assert "http://localhost/sign-in/link/" in printed
