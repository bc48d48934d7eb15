"""
The command `import`: a file becomes a text, or the next state of one.

It gets the way to the database from `cli.py`.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import click
from sqlalchemy.orm import Session

from consensus.accounts.queries import account_at
from consensus.archive.actions import commit
from consensus.coalitions.models import Member
from consensus.coalitions.queries import coalition_called, seat_of
from consensus.conversion.reading import ImportedText, read_file
from consensus.documents.access import Act, open_document
from consensus.documents.actions import propose_document
from consensus.documents.models import Document
from consensus.drafting.actions import fill_draft
from consensus.drafting.queries import blocks_of
from consensus.drafting.revising import revise_draft
from consensus.drafting.revision import Revision
from consensus.errors import NotAllowed
from consensus.figures.actions import add_pictures

Working = Callable[[], AbstractContextManager[Session]]
"""Opens a session on the service's database."""


@dataclass(frozen=True)
class _Start:
    """Where a new document begins, and how it is called."""

    slug: str | None
    title: str | None
    language: str


def import_command(working: Working, base_url: Callable[[], str]) -> click.Command:
    """`import`, on the database that `working` opens; it prints the text's address."""

    @click.command("import")
    @click.argument(
        "file", type=click.Path(exists=True, dir_okay=False, path_type=Path)
    )
    @click.option("--coalition", "slug", help="Begin a document here (a short name).")
    @click.option(
        "--into", "number", metavar="DOC", type=click.IntRange(1),
        help="Bring the file in as the next state of this document (its number).",
    )  # fmt: skip
    @click.option("--title", help="Else the title that the file gives itself.")
    @click.option(
        "--language", default="en", show_default=True, help="Of a new document."
    )
    @click.option("--by", "email", required=True, help="The member who does it.")
    def import_file(
        file: Path,
        slug: str | None,
        number: int | None,
        title: str | None,
        language: str,
        email: str,
    ) -> None:
        """Read the text of a Word, Markdown or plain text FILE.

        It begins a document (--coalition), or becomes the next state of one (--into):
        paragraphs that are the same or much alike keep their place in the record.
        """
        if (slug is None) == (number is None):
            raise click.UsageError("Give --coalition or --into, one of them.")
        if number is None:
            told = _begin(working, file, _Start(slug, title, language), email)
        else:
            told = _revise(working, file, number, email)
        for line in told[1:]:
            click.echo(line)
        click.echo(f"{told[0]} {base_url()}/documents/{told[0]}")

    return import_file


def _begin(working: Working, file: Path, start: _Start, email: str) -> list[str]:
    """Begin a document; its number, then what there is to tell."""
    text = read_file(file, name=file.name, language=start.language, takes_pictures=True)
    with working() as session:
        coalition = coalition_called(session, start.slug or "")
        member = seat_of(session, coalition, account_at(session, email))
        if member is None:
            raise NotAllowed(f"{email} has no seat in {coalition.acronym}.")
        title = start.title or text.title or file.stem
        document = propose_document(session, coalition, title, start.language,
                                    by=member)  # fmt: skip
        add_pictures(session, document, text.pictures, by=member)
        fill_draft(session, document, text.blocks, _kind(file), by=member)
        commit(session)
        return [str(document.id), *text.notices]


def _revise(working: Working, file: Path, number: int, email: str) -> list[str]:
    """Bring a file into a document; its number, then what there is to tell."""
    with working() as session:
        document, _ = open_document(session, number, None, to=Act.READ)
        language = document.language
    # Reading a file takes seconds: nobody else's writing waits for it.
    text = read_file(file, name=file.name, language=language, takes_pictures=True)
    with working() as session:
        document, asker = open_document(
            session, number, account_at(session, email), to=Act.EDIT_TEXT
        )
        told = _bring_in(session, document, text, _kind(file), by=asker.seat)
        commit(session)
        return [str(document.id), *text.notices, *told]


def _bring_in(
    session: Session, document: Document, text: ImportedText, source: str, *, by: Member
) -> list[str]:
    add_pictures(session, document, text.pictures, by=by)
    if not blocks_of(session, document.id):
        fill_draft(session, document, text.blocks, source, by=by)
        return []
    return [summary(revise_draft(session, document, text.blocks, source, by=by))]


def summary(revision: Revision) -> str:
    """One line that says what a revised file did, in numbers of paragraphs."""
    return (
        f"{len(revision.kept)} as before, {len(revision.changed)} changed, "
        f"{len(revision.added)} new, {len(revision.gone)} gone, "
        f"{len(revision.back)} back, {len(revision.moved)} moved."
    )


def _kind(file: Path) -> str:
    return file.suffix.lower().removeprefix(".") or "txt"
