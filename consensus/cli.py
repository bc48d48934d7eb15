"""The `consensus` command: serving, the schema, people, coalitions and imports."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from sqlalchemy.orm import Session

from consensus import scheduling
from consensus.accounts.actions import ask_for_link, open_account
from consensus.accounts.names import clean_email
from consensus.accounts.queries import account_at, account_with_email
from consensus.app import create_app
from consensus.archive.actions import commit
from consensus.coalitions.actions import found_coalition
from consensus.coalitions.models import Role
from consensus.coalitions.queries import (
    all_coalitions,
    coalition_called,
    member_counts,
    seat_of,
)
from consensus.coalitions.roles import Post, give_role
from consensus.coalitions.site_roles import end_site_role, give_site_role
from consensus.comments import commands as comments
from consensus.config import Settings, SettingsError, lend_environment
from consensus.db import begin_writing, db
from consensus.demo import demo_environment, must_be_free, prepare_demo
from consensus.drafting import commands as drafting
from consensus.errors import NotAllowed, Refused
from consensus.migrations import running
from consensus.publication import commands as publication

EMAIL = click.argument("email")
SITE_ROLES = {"secretariat": Role.SECRETARIAT, "custodian": Role.CUSTODIAN}
SITE_ROLE = click.argument("role", type=click.Choice(list(SITE_ROLES)))


def main(arguments: Sequence[str] | None = None) -> None:
    """
    Run the command with these arguments, or with those it was called with.

    Always raises SystemExit: 0 done, 1 refused or failed with a sentence on stderr,
    2 used wrongly.
    """
    try:
        command(arguments, prog_name="consensus")
    except (Refused, SettingsError) as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Write texts together; keep an honest record of who agreed, and who did not.

    Settings are read from environment variables; docs/settings.md lists them all.
    """


@command.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Listen here.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def serve(host: str, port: int) -> None:
    """Serve the web pages until stopped.

    A first start sets up an empty database. A database of another release is refused:
    copy it, then run `consensus migrate`.
    """
    with _working():
        pass  # the settings and the database are in order
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    _serve(address)


def _serve(address: str) -> None:
    """Become the server; does not come back."""
    sys.stdout.flush()
    gunicorn = [sys.executable, "-m", "gunicorn", "--worker-class", "gevent"]
    # One process: draft rooms and live signals live in its memory.
    options = [
        "--workers",
        "1",
        "--graceful-timeout",
        "5",
        "--no-control-socket",
        "--bind",
        address,
    ]
    os.execv(  # noqa: S606 - the server takes this process's place, so signals reach it
        sys.executable, [*gunicorn, *options, "consensus.cli:serving()"]
    )


def serving() -> Flask:
    """The application with its clock running; for a server, after it forked."""
    app = create_app(Settings.from_env())
    scheduling.start_clock(app)
    return app


@command.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--folder",
    default="var",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the demo's files here.",
)
def demo(port: int, folder: Path) -> None:
    """Serve a sample coalition, with links to sign in as its people."""
    folder.mkdir(parents=True, exist_ok=True)
    must_be_free("127.0.0.1", port)
    address = f"http://127.0.0.1:{port}"
    links = prepare_demo(lend_environment(demo_environment(folder, address)))
    click.echo(f"\nA sample coalition is at {address}\n")
    click.echo("Sign in (each link works once; mail is printed here):")
    for name, role, link in links:
        click.echo(f"  {role:18} {name:16} {link}")
    click.echo("\nStop with Ctrl-C. Delete the folder to begin anew.\n")
    _serve(f"127.0.0.1:{port}")


@command.command()
def tick() -> None:
    """Do what is due now: close calls, attend to objections, send notices.

    The server does this every minute by itself.
    """
    app = create_app(Settings.from_env())
    if not scheduling.tick(app):
        raise Refused("Another process is doing what is due.")


@command.command()
def migrate() -> None:
    """Bring the database's tables up to date with this release."""
    app = create_app(Settings.from_env())
    with app.app_context():
        running.upgrade(db.engine)
    click.echo(f"The database is up to date (revision {running.newest()}).")


@command.group()
def coalition() -> None:
    """Open and list coalitions."""


@coalition.command("create")
@click.argument("slug")
@click.argument("name")
@click.option("--acronym", help="Else the short name in capitals.")
@click.option("--purpose", default="", help="One or two sentences.")
def create_coalition(slug: str, name: str, acronym: str | None, purpose: str) -> None:
    """Open a coalition called NAME at the address …/coalitions/SLUG."""
    with _working() as session:
        found = found_coalition(
            session,
            slug=slug,
            name=name,
            acronym=acronym or slug.upper(),
            purpose=purpose,
        )
        commit(session)
        click.echo(f"{found.slug} {_base_url()}/coalitions/{found.slug}")


@coalition.command("list")
def list_coalitions() -> None:
    """List all coalitions: short name, number of members, name."""
    with _working() as session:
        members = member_counts(session)
        for one in all_coalitions(session):
            click.echo(f"{one.slug}\t{members.get(one.id, 0)}\t{one.name}")


@command.group()
def role() -> None:
    """Give a coalition its first coordinator, and the site its roles."""


@role.command("give")
@EMAIL
@click.option("--coalition", "slug", required=True, help="Its short name.")
@click.option("--how", default="appointment by the founder", show_default=True)
def give(email: str, slug: str, how: str) -> None:
    """Make the member with this EMAIL a coordinator of the coalition.

    The record shows that the operator did it. Everything else is given by
    coordinators, on the pages.
    """
    with _working() as session:
        coalition = coalition_called(session, slug)
        seat = seat_of(session, coalition, account_at(session, email))
        if seat is None:
            raise NotAllowed(f"{email} has no seat in {coalition.acronym}.")
        give_role(session, seat, Post(Role.COORDINATOR, how=how), by=None)
        commit(session)
        click.echo(f"{seat.account.name} is coordinator of {coalition.acronym}.")


@role.command("give-on-site")
@EMAIL
@SITE_ROLE
def give_on_site(email: str, role: str) -> None:
    """Make the holder of EMAIL ROLE on the whole site: secretariat or custodian.

    The Secretariat marks recognition and activity. A record custodian moderates, passes
    on what suspended members send, and keeps hidden names; not where they coordinate.
    """
    with _working() as session:
        account = account_at(session, email)
        give_site_role(session, account, SITE_ROLES[role])
        commit(session)
        click.echo(f"{account.name} is {SITE_ROLES[role]} of this site.")


@role.command("end-on-site")
@EMAIL
@SITE_ROLE
def end_on_site(email: str, role: str) -> None:
    """End the ROLE on the site of the holder of EMAIL."""
    with _working() as session:
        account = account_at(session, email)
        end_site_role(session, account, SITE_ROLES[role])
        commit(session)
        click.echo(f"{account.name} is no longer {SITE_ROLES[role]} of this site.")


@command.group()
def account() -> None:
    """Open accounts for people whose mail does not reach them."""


@account.command("create")
@EMAIL
@click.argument("name")
def create_account(email: str, name: str) -> None:
    """Open an account for NAME, who holds the address EMAIL."""
    with _working() as session:
        email = clean_email(email)
        if account_with_email(session, email):
            raise Refused(f"There is an account for {email} already.")
        made = open_account(session, name=name, email=email)
        commit(session)
        click.echo(f"{made.id} {made.name}")


@command.command("sign-in-link")
@EMAIL
def sign_in_link(email: str) -> None:
    """Print a link that signs the holder of EMAIL in, once, within 30 minutes."""
    with _working() as session:
        token = ask_for_link(session, email, asked_from="command line", next_path="/")
        commit(session)
        click.echo(f"{_base_url()}/sign-in/link/{token}")


@contextmanager
def _working() -> Iterator[Session]:
    """A session that may write, on a database that this release knows."""
    app = create_app(Settings.from_env())
    with app.app_context():
        try:
            running.require_newest(db.engine)
            begin_writing(db.session)
            yield db.session
        finally:
            db.session.close()
            db.engine.dispose()


def _base_url() -> str:
    return Settings.from_env().base_url


command.add_command(drafting.import_command(_working, _base_url))
command.add_command(comments.comments_command(_working))
command.add_command(publication.verify_command)
command.add_command(publication.export_command(_working, _base_url))
command.add_command(publication.archive_command(_working))
