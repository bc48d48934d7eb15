"""
The commands about publications: `verify`, `export` and `archive verify`.

Each ends with 0 when done, 1 when refused or failed with a sentence on stderr, and 2
when used wrongly. The two that need a database get the way to it from `cli.py`.
"""

import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from consensus.archive.queries import public_lines
from consensus.documents.access import Act, open_document
from consensus.errors import Invalid, Refused
from consensus.figures.queries import pictures_of
from consensus.publication.copies import copy_of
from consensus.publication.heads import chain_fault
from consensus.publication.html import publication_html
from consensus.publication.queries import all_chains, latest_version, signatures_of
from consensus.publication.verify import Verdict, verify

Working = Callable[[], AbstractContextManager[Session]]
"""Opens a session on the service's database."""

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_MIB = 1024 * 1024


@click.command("verify")
@click.argument("bundles", metavar="BUNDLE...", nargs=-1, required=True, type=_FILE)
@click.option("--receipt", type=_FILE, help="What became of this receipt's objection?")
@click.option("--signer", metavar="SHA256:…", help="The key that should have signed.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def verify_command(
    bundles: tuple[Path, ...], receipt: Path | None, signer: str | None, as_json: bool
) -> None:
    """Check a publication's BUNDLE, without its service, a network or an account.

    Of several editions, the first one first, it also says whether each follows on
    the one before.
    """
    given = None if receipt is None else _receipt_in(receipt)
    verdicts = [
        verify(bundle, receipt=given, signer=signer, after=before)
        for before, bundle in zip((None, *bundles), bundles, strict=False)
    ]
    if as_json:
        told = [one.as_json() for one in verdicts]
        plain = told if len(told) > 1 else told[0]
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1))
    for bundle, verdict in zip(bundles, verdicts, strict=True):
        if not as_json:
            _tell(verdict, of=bundle.name if len(bundles) > 1 else "")
        for fault in verdict.faults:
            click.echo(fault, err=True)
    sys.exit(0 if all(one.ok for one in verdicts) else 1)


def export_command(working: Working, base_url: Callable[[], str]) -> click.Command:
    """`export`, on the database that `working` opens; links begin with the address."""

    @click.command("export")
    @click.argument("document", type=click.IntRange(1))
    @click.option(
        "--format", "kind", type=click.Choice(["html", "bundle"]), default="html",
        show_default=True, help="One page, or the page with log and signature.",
    )  # fmt: skip
    @click.option(
        "-o", "--output", type=click.Path(dir_okay=False, path_type=Path),
        help="Else standard output.",
    )  # fmt: skip
    def export(document: int, kind: str, output: Path | None) -> None:
        """Save the text of DOCUMENT, by its number.

        A text that is not published says so on every page, and has no bundle.
        """
        with working() as session:
            data = exported(session, document, kind, base_url())
        if output is None:
            click.echo(data, nl=False)
        else:
            output.write_bytes(data)

    return export


def archive_command(working: Working) -> click.Group:
    """`archive` with its `verify`, on the database that `working` opens."""

    @click.group("archive")
    def archive() -> None:
        """Look after the record of this service."""

    @archive.command("verify")
    def archive_verify() -> None:
        """Check every chain of this service, and every head that was signed."""
        with working() as session:
            faults = archive_faults(session)
        for fault in faults:
            click.echo(fault, err=True)
        if faults:
            sys.exit(1)
        click.echo("Every chain is whole.")

    return archive


def exported(session: Session, document_id: int, kind: str, base_url: str) -> bytes:
    """A document's latest version in a format; its working copy if there is none."""
    document, _ = open_document(session, document_id, None, to=Act.READ)
    version = latest_version(session, document.id)
    if version is not None:
        return version.html if kind == "html" else version.bundle
    if kind != "html":
        raise Refused("This text is not published, so there is no bundle of it.")
    copy = copy_of(session, document, base_url)
    pictures = pictures_of(session, document.id, copy.blocks)
    return publication_html(copy, pictures)


def archive_faults(session: Session) -> list[str]:
    """What is wrong with the chains of this service, a sentence for each chain."""
    found = []
    for chain in all_chains(session):
        lines = public_lines(session, chain.kind, chain.subject_id)
        fault = chain_fault(chain, lines, signatures_of(session, chain))
        if fault is not None:
            found.append(f"{chain.name}: {fault}")
    return found


def _receipt_in(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _MIB:
            raise Invalid(f"{path} is too large to be a receipt.")
        receipt = json.loads(path.read_bytes())
    except ValueError as error:
        raise Invalid(f"{path} is not a receipt.") from error
    if not isinstance(receipt, dict):
        raise Invalid(f"{path} is not a receipt.")
    return receipt


def _tell(verdict: Verdict, *, of: str) -> None:
    if of:
        click.echo(of)
    for check in verdict.checks:
        click.echo(f"{'no ' if check.fault else 'yes'}  {check.name}")
    if verdict.signer:
        click.echo(f"Signed by the key {verdict.signer}")
    if verdict.receipt:
        click.echo(verdict.receipt)
