"""
What somebody with power over a text might send to be rid of another's dissent.

Nothing is listed by hand: the addresses are those of the routing table, the fields
those of the forms that the dissenter, the attacker or a visitor is shown, with every
choice that a form offers; where no form is shown, every field of any form is sent.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import product
from urllib.parse import urlsplit

from flask import Flask
from lxml import html
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from consensus.documents.models import Stage
from tests.burying.scene import PARAGRAPHS, Scene
from tests.world import RIVERS, Person

WORDS = "I have thought again and agree with all of it."
FILE = b"# All agree\n\nThere is nothing more to say.\n"
OWN = {"csrf_token", "next"}
SEATED_ELSEWHERE = {"accounts.end_all_sessions", "accounts.sign_out"}
"""What ends the attacker's own browser session, and nothing else."""


@dataclass(frozen=True)
class Attempt:
    """One request; choices and words stand in `fields`, without the form's token."""

    method: str
    path: str
    fields: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()

    def made_by(self, attacker: Person) -> TestResponse:
        """Send it from an attacker's browser, as a page of theirs would."""
        if self.method == "GET":
            answer = attacker.get(self.path)
        else:
            uploads = {name: (BytesIO(FILE), "all.md") for name in self.files}
            answer = attacker.post(self.path, **dict(self.fields), **uploads)
        answer.close()
        return answer


@dataclass
class Form:
    """A form as a page shows it: fixed fields, choices, free words, files."""

    path: str
    fixed: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def attempts(self) -> Iterator[Attempt]:
        """The form with each of its choices in turn, the others at their first."""
        rounds = max([len(set(them)) for them in self.choices.values()], default=1)
        for number in range(rounds):
            sent = dict(self.fixed) | dict.fromkeys(self.words, WORDS)
            for name, values in self.choices.items():
                sent[name] = values[min(number, len(values) - 1)]
            yield Attempt(
                "POST", self.path, tuple(sorted(sent.items())), tuple(self.files)
            )


def attempts_of(scene: Scene, attacker: str, stage: Stage) -> list[Attempt]:
    """All that an attacker can think of at a text at this stage, each once."""
    app, story = scene.world.app, scene.texts[stage]
    readers = [scene.victim, scene.attackers[attacker], scene.world.visitor()]
    pages = list(_addresses(app, "GET", story.document))
    forms = [form for one in readers for form in _forms(one, pages)]
    found = [attempt for form in forms for attempt in form.attempts()]
    blind = [
        attempt
        for path in _addresses(app, "POST", story.document)
        for attempt in _everything(path, forms).attempts()
    ]
    return list(dict.fromkeys([Attempt("GET", one) for one in pages] + found + blind))


def _addresses(app: Flask, method: str, document: int) -> Iterator[str]:
    """Every address of the routing table that takes a method, filled in."""
    urls = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if method not in (rule.methods or ()) or rule.endpoint in SEATED_ELSEWHERE:
            continue
        names = sorted(rule.arguments)
        for values in product(*(_values(rule, name, document) for name in names)):
            given = dict(zip(names, values, strict=True))
            yield urls.build(rule.endpoint, given, method=method)


def _values(rule: Rule, name: str, document: int) -> Iterable[object]:
    """What can stand in an address: the document, its blocks, the first numbers."""
    known: dict[str, Iterable[object]] = {
        "document_id": [document],
        "slug": [RIVERS],
        "block_id": [f"b{one}" for one, _ in enumerate(PARAGRAPHS, start=1)],
        "sha256": ["0" * 64],
        "kind": ["objection", "note", "statement"],  # the kinds that dissent
        "filename": ["favicon.svg"],
    }
    if name in known:
        return known[name]
    if f"<int:{name}>" in rule.rule:
        return [1, 2] if "POST" in (rule.methods or ()) else [1]
    return ["1.0"]


def _forms(reader: Person, pages: Iterable[str]) -> Iterator[Form]:
    for address in pages:
        answer = reader.get(address)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            yield from _forms_in(answer.get_data(as_text=True), address)
        answer.close()


def _forms_in(page: str, address: str) -> Iterator[Form]:
    if not page.strip():
        return
    for found in html.document_fromstring(page).iter("form"):
        if (found.get("method") or "GET").upper() == "POST":
            form = Form(urlsplit(found.get("action") or address).path)
            for control in found.iter("input", "textarea", "select", "button"):
                _take_in(form, control)
            yield form


def _take_in(form: Form, control: html.HtmlElement) -> None:
    name, kind = control.get("name"), control.get("type", "text")
    if name is None or name in OWN:
        return
    if control.tag == "select":
        form.choices[name] = [one.get("value", "") for one in control.iter("option")]
    elif kind == "file":
        form.files.append(name)
    elif kind in {"radio", "checkbox", "submit"} and control.get("value") is not None:
        form.choices.setdefault(name, []).append(control.get("value"))
    elif kind in {"hidden", "number", "date", "email"}:
        form.fixed[name] = control.get("value", "")
    else:
        form.words.append(name)


def _everything(path: str, forms: list[Form]) -> Form:
    """A form to this address with every field of all forms that lead elsewhere too."""
    if any(form.path == path for form in forms):
        return Form(path)  # it is sent as it is shown, and once empty
    whole = Form(path)
    for form in forms:
        whole.fixed |= form.fixed | {
            name: them[-1] for name, them in form.choices.items()
        }
        whole.words += form.words
    return whole
