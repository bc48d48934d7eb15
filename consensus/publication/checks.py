"""What is looked at in a bundle, one function for each promise it makes."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from consensus.archive.chain import first_fault
from consensus.publication.annex import Annex
from consensus.publication.annex_entry import AnnexEntry
from consensus.publication.annex_statements import StatementEntry
from consensus.publication.bundle import (
    FORMAT,
    SIGNERS,
    SUMS,
    challenges_json,
    follows_json,
    levels_json,
    listed,
    revision_json,
    sums,
    text_json,
)
from consensus.publication.inspection import Inspection
from consensus.publication.page_text import same_words
from consensus.publication.pictures import data_address, named_in, pictures_in
from consensus.publication.record import Fault
from consensus.publication.tenable import check_levels
from consensus.schema import Block, inline_nodes

Look = Callable[[Inspection], object]


def _files(bundle: Inspection) -> None:
    if bundle.manifest["format"] != FORMAT:
        raise Fault("This bundle is of a format that this version does not know.")
    if [one["name"] for one in bundle.manifest["files"]] != listed(bundle.files):
        raise Fault("The manifest does not list the files of the bundle.")
    for one in bundle.manifest["files"]:
        data = bundle.files[one["name"]]
        if (hashlib.sha256(data).hexdigest(), len(data)) != (
            one["sha256"],
            one["bytes"],
        ):
            raise Fault(
                f"The file {one['name']} was changed: its hash is not the listed one."
            )
    if sums(bundle.files) != bundle.files[SUMS]:
        raise Fault("The file SHA256SUMS does not fit the files.")


def _signature(bundle: Inspection) -> None:
    line = bundle.signer.allowed_signers.encode("ascii")
    if bundle.files[SIGNERS] != line:
        raise Fault("The key that signed is not the one in allowed_signers.")


def _chain(bundle: Inspection) -> None:
    fault = first_fault(bundle.lines)
    if fault is not None:
        raise Fault(fault)
    chain = f"document:{bundle.manifest['cover']['document']}"
    for line in bundle.lines:
        if line["entry"]["chain"] != chain:
            raise Fault(f"Entry {line['entry']['seq']} is from another record.")


def _head(bundle: Inspection) -> None:
    stated, last = bundle.manifest["log"], bundle.lines[-1]
    if stated["last_seq"] != last["entry"]["seq"] or stated["head"] != last["hash"]:
        raise Fault(
            f"The manifest says that the log ends with entry {stated['last_seq']}; "
            f"it ends with {last['entry']['seq']}, or with another hash."
        )
    if stated["first_seq"] != bundle.lines[0]["entry"]["seq"]:
        raise Fault("The log does not begin where the manifest says.")


def _deeds(bundle: Inspection) -> None:
    check_levels(bundle.record, bundle.annex, bundle.published["call"])


def _statements(bundle: Inspection) -> None:
    edition, published = bundle.edition, bundle.published
    stated = {
        "version": edition.cover.version,
        "content_hash": edition.frozen.content_hash,
        "snapshot": edition.frozen.number,
        "counts": edition.annex.counts.as_json(),
        "status_line": edition.status_line,
    }
    told = stated | {
        "agreement_line": edition.agreement_line,
        "level": levels_json(bundle.record, edition),
        "coalition": bundle.record.coalition,
    }
    for name, value in told.items():
        if bundle.manifest[name] != value:
            raise Fault(f"The manifest's {name} is not what the log gives.")
    for name, value in stated.items():
        if published[name] != value:
            raise Fault(
                f"Entry {published['seq']} states another {name} than the log gives."
            )
    if edition.cover.title != bundle.record.title:
        raise Fault("The title on the cover is not the one on record.")


def _text(bundle: Inspection) -> None:
    if bundle.stated_text != text_json(bundle.edition):
        raise Fault("The file text.json is not the text that was frozen.")


def _annex(bundle: Inspection) -> None:
    rebuilt = _plain(bundle.annex.as_json())
    if bundle.stated_annex != rebuilt:
        raise Fault("The file annex.json is not the annex that the log gives.")


def _participation(bundle: Inspection) -> None:
    stated = bundle.edition.participation
    if bundle.stated_participation != (stated.as_json() if stated else None):
        raise Fault("The file participation.json is not what the log gives.")
    for words in bundle.edition.told.words() if bundle.edition.told else ():
        if not same_words(words, bundle.page.whole):
            raise Fault("The page does not print who took part as the log gives it.")


def _decisions(bundle: Inspection) -> None:
    """INV-32; a bundle of an older release has no record of decisions."""
    stated, decided = bundle.stated_decisions, bundle.edition.decided
    if stated is None or decided is None:
        return
    if stated != decided.as_json():
        raise Fault("The file decisions.json is not what the log gives.")
    for words in decided.words():
        if not same_words(words, bundle.page.whole):
            raise Fault("The page does not print the record of decisions in full.")


def _page(bundle: Inspection) -> None:
    page, annex = bundle.page, bundle.annex
    if list(page.entries) != _numbers(annex) or page.repeated:
        raise Fault("The page does not print the entries of the annex in their order.")
    for one in (*annex.entries, *annex.unconfirmed):
        if not all(same_words(w, page.entries[one.number]) for w in _words_of(one)):
            raise Fault(
                f"The page does not print {one.number} ({one.objection}) as its "
                "author wrote it."
            )
    for line in (bundle.edition.status_line, bundle.edition.agreement_line):
        if not same_words(line, page.whole):
            raise Fault("The cover of the page does not say what the log gives.")


def _numbers(annex: Annex) -> list[str]:
    return [one.number for one in annex.every]


def _signed(bundle: Inspection) -> None:
    """Every statement with its targets, its signatories and the response."""
    annex, page = bundle.annex, bundle.page
    for one in (*annex.statements, *annex.noted, *annex.added):
        printed = page.entries.get(one.number, "")
        if not all(same_words(each, printed) for each in _words_signed(one)):
            raise Fault(f"The page does not print {one.number} as it was signed.")


def _body(bundle: Inspection) -> None:
    for printed in bundle.edition.blocks:
        for words in _printed_words(printed):
            if not same_words(words, bundle.page.whole):
                name = bundle.edition.frozen.labels[printed["attrs"]["id"]]
                raise Fault(f"The page does not print the words of {name}.")


def _printed_words(block: Block) -> Iterator[str]:
    yield from (node.get("text", "") for node in inline_nodes(block))
    for part in (block, *block.get("content", [])):
        for name in ("caption", "addressees", "from", "label"):
            yield part.get("attrs", {}).get(name) or ""


def _pictures(bundle: Inspection) -> None:
    pictures = pictures_in(bundle.files)
    figures = [one for one in bundle.edition.blocks if one["type"] == "figure"]
    if set(pictures) != named_in(figures):
        raise Fault("The pictures are not those that the figures of the text name.")
    shown = [
        (data_address(pictures[one["attrs"]["file"]]), one["attrs"]["alt"])
        for one in figures
    ]
    if bundle.page.pictures != shown:
        raise Fault("The page does not show the pictures of the text, as described.")


def _words_of(one: AnnexEntry) -> Iterator[str]:
    yield from (one.reason, one.harm_to, one.would_resolve)
    yield from one.stub.words() if one.stub else ()
    places = (one.published, *(place.published for place in one.further))
    yield from (quoted.text for quoted in (one.objected, *places) if quoted)
    for holder in one.holders:
        yield from (holder.line, holder.own_note)
        yield from (quoted.text for quoted in holder.saw)
        yield from holder.stub.words() if holder.stub else ()
    for answer in one.answers:
        yield answer.text
        yield from answer.stub.words() if answer.stub else ()
    if one.finding:
        yield from (one.finding.reason, one.finding.alternatives)


def _words_signed(one: StatementEntry) -> Iterator[str]:
    yield from (one.title, one.text, *(by.line for by in one.signatories))
    yield from one.stub.words() if one.stub else ()
    for target in one.targets:
        yield from (q.text for q in (target.quoted, target.published) if q)
    if one.response:
        yield one.response.text


def _challenges(bundle: Inspection) -> None:
    """INV-33; a manifest of an older release has no list, and there were none."""
    stated = bundle.manifest.get("challenges", [])
    if stated != challenges_json(bundle.edition):
        raise Fault("The manifest's challenges are not those that the log gives.")
    for one in bundle.edition.challenged:
        words = one.challenge.words()
        if not all(same_words(said, bundle.page.whole) for said in words):
            raise Fault(
                f"The page does not print {one.challenge.name} as the log gives it."
            )


def _revisions(bundle: Inspection) -> None:
    """INV-10; manifests of older releases know of no edition but the first."""
    made, manifest = bundle.edition.revisions, bundle.manifest
    stated = {
        "annex_revision": manifest.get("annex_revision", 1),
        "revisions": manifest.get("revisions", []),
        "previous": manifest["previous"],
    }
    given = {
        "annex_revision": bundle.edition.annex_revision,
        "revisions": [revision_json(one) for one in made],
        "previous": made[-1].previous if made else None,
    }
    if stated != given:
        raise Fault("The manifest's editions of the annex are not those of the log.")
    for one in made:
        for words in (one.name, one.at.date().isoformat(), *one.because):
            if not same_words(words, bundle.page.whole):
                raise Fault(f"The page does not say why {one.name} was made.")


def _follows(bundle: Inspection) -> None:
    """The log tells which bundle the one before was, and the manifest says the same."""
    if bundle.manifest.get("follows") != follows_json(bundle.record):
        raise Fault("The manifest names another version before than the log.")


def _receipts(bundle: Inspection) -> None:
    given = [one.hash for one in bundle.record.receipts]
    if bundle.manifest["receipts"] != given or len(set(given)) != len(given):
        raise Fault("The manifest's receipts are not those that the log gave.")


def _plain(value: Any) -> Any:
    """Tuples as lists, the way JSON has them."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


CHECKS: dict[str, Look] = {
    "The files are those that the manifest lists": _files,
    "The manifest is signed": _signature,
    "The log is one unbroken chain": _chain,
    "The log ends where the manifest says": _head,
    "The deeds in the log keep to the rules": _deeds,
    "The counts, levels and lines are those of the log": _statements,
    "The text is the one that was frozen": _text,
    "The annex is the one that the log gives": _annex,
    "Who took part is what the log gives": _participation,
    "The record of decisions is what the log gives": _decisions,
    "The page prints every dissent as it was written": _page,
    "The page prints every statement as it was signed": _signed,
    "The page prints the text that was frozen": _body,
    "The page shows the pictures that the text names": _pictures,
    "Every challenge of a level is printed with its outcome": _challenges,
    "Every edition of the annex says what was changed": _revisions,
    "The version before is the one that the log names": _follows,
    "Every receipt is listed": _receipts,
}
