"""
The commands about comments: `comments export` and `comments import`.

Each ends with 0 when done, 1 when refused with a sentence on stderr, and 2 when used
wrongly. The way to the database comes from `cli.py`.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import click
from sqlalchemy.orm import Session

from consensus.accounts.queries import account_at
from consensus.archive.actions import commit
from consensus.coalitions.models import Role
from consensus.comments.actions.importing import Imported, take_in
from consensus.comments.sheets import LARGEST_FILE, as_csv, as_xlsx, read_sheet
from consensus.comments.table import table_of
from consensus.documents.access import Act, open_document
from consensus.errors import Invalid

Working = Callable[[], AbstractContextManager[Session]]
"""Opens a session on the service's database."""

_FORMATS = {"csv": as_csv, "xlsx": as_xlsx}


def comments_command(working: Working) -> click.Group:
    """`comments` with its two commands, on the database that `working` opens."""

    @click.group("comments")
    def comments() -> None:
        """Save the table of comments, and take in a reviewed one."""

    @comments.command("export")
    @click.argument("document", type=click.IntRange(1))
    @click.option(
        "--format", "kind", type=click.Choice(list(_FORMATS)), default="csv",
        show_default=True,
    )  # fmt: skip
    @click.option(
        "-o", "--output", type=click.Path(dir_okay=False, path_type=Path),
        help="Else standard output.",
    )  # fmt: skip
    def export(document: int, kind: str, output: Path | None) -> None:
        """Save the comments to DOCUMENT and what was done with them."""
        with working() as session:
            data = _exported(session, document, kind)
        if output is None:
            click.echo(data, nl=False)
        else:
            output.write_bytes(data)

    @comments.command("import")
    @click.argument("document", type=click.IntRange(1))
    @click.argument(
        "table", type=click.Path(exists=True, dir_okay=False, path_type=Path)
    )
    @click.option("--as", "email", required=True, help="An editor's mail address.")
    def take(document: int, table: Path, email: str) -> None:
        """Answer comments to DOCUMENT by a reviewed TABLE: all rows, or none."""
        if table.stat().st_size > LARGEST_FILE:
            raise Invalid(f"{table} is larger than 10 MB.")
        with working() as session:
            done = _taken_in(session, document, table.read_bytes(), email)
            commit(session)
        click.echo(
            f"{len(done.answered)} comments answered, {done.unchanged} rows unchanged."
        )

    return comments


def _exported(session: Session, document_id: int, kind: str) -> bytes:
    document, _ = open_document(session, document_id, None, to=Act.READ)
    return _FORMATS[kind](table_of(session, document).everything)


def _taken_in(session: Session, document_id: int, data: bytes, email: str) -> Imported:
    account = account_at(session, email)
    document, asker = open_document(session, document_id, account, to=Act.DISPOSE)
    acting_as = str(Role.EDITOR if Role.EDITOR in asker.roles else Role.COORDINATOR)
    rows = read_sheet(data)
    return take_in(session, document, rows, by=asker.seat, acting_as=acting_as)
