"""House rules that no linter knows (CONTRIBUTING.md). Each failure names its places."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

MAY_COMMIT = re.compile(
    r"(.*/)?(routes|sockets|cli|jobs)\.py|cli/.*|archive/actions\.py|drafting/room\.py"
)

# Words for counting heads, which this product does not do (domain.md INV-18).
HEAD_COUNTING = re.compile(
    r"(?<![a-z])(vot(e|es|ed|er|ers|ing)|ballots?|winners?|majorit(y|ies))(?![a-z])",
    re.IGNORECASE,
)
# Modules whose work is to know these words, each with its reason.
MAY_NAME_THEM: dict[str, str] = {}

# Places that may turn text into markup by themselves, each with its reason.
MAY_MAKE_MARKUP: dict[str, str] = {}

UNSAFE_PYTHON = re.compile(
    r"\bMarkup\(|\brender_template_string\b|\bshell=True\b|\bos\.system\(|\beval\("
)
UNSAFE_TEMPLATE = re.compile(r"\|\s*safe\b|\bautoescape false\b|\bMarkup\(")
UNSAFE_SCRIPT = re.compile(
    r"\b(innerHTML|outerHTML|insertAdjacentHTML)\b|\beval\(|\bnew Function\b"
    r"|\bdocument\.write"
)
INLINE_CODE = re.compile(
    r"<style\b|\sstyle\s*=\s*[\"'{]|\son[a-z]+\s*=\s*[\"'{]|javascript:"
    r"|<script\b(?![^>]*\b(src=|type=\"application/json\"))",
    re.IGNORECASE,
)


def python_files() -> list[Path]:
    return sorted((ROOT / "consensus").rglob("*.py"))


def templates() -> list[Path]:
    found = (ROOT / "templates").rglob("*.*")
    return sorted(one for one in found if one.is_file() and one.suffix != ".cache")


def scripts() -> list[Path]:
    return sorted((ROOT / "static" / "ts").rglob("*.ts"))


def name_of(path: Path) -> str:
    """The path as the rules spell it: inside the project, with forward slashes."""
    return path.relative_to(ROOT).as_posix()


def found_in_text(paths: list[Path], pattern: re.Pattern[str]) -> list[str]:
    """Each place, as path:line: text."""
    return [
        f"{name_of(path)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


def found_in_calls(
    offends: Callable[[ast.Call], bool], *, allowed: re.Pattern[str]
) -> list[str]:
    """Each offending call outside the allowed modules, as path:line."""
    return [
        f"{name_of(path)}:{call.lineno}"
        for path in python_files()
        if not allowed.fullmatch(path.relative_to(ROOT / "consensus").as_posix())
        for call in calls_in(path)
        if offends(call)
    ]


def calls_in(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield node


def is_commit(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == "commit"


def selects_documents(call: ast.Call) -> bool:
    """`select(Document)`, `select(Document.id, …)` and the like."""
    if not (isinstance(call.func, ast.Name) and call.func.id == "select"):
        return False
    roots = [arg.value if isinstance(arg, ast.Attribute) else arg for arg in call.args]
    return any(isinstance(root, ast.Name) and root.id == "Document" for root in roots)


def reads_the_system_clock(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    whole = ast.unparse(call.func)
    return whole in {"datetime.now", "datetime.utcnow", "time.time", "date.today"}


def test_only_the_edges_and_the_two_logs_commit() -> None:
    assert found_in_calls(is_commit, allowed=MAY_COMMIT) == []


def test_only_the_door_selects_documents() -> None:
    documents = re.compile(r"documents/.*")
    assert found_in_calls(selects_documents, allowed=documents) == []


def test_only_the_clock_asks_the_system_for_the_time() -> None:
    clock = re.compile(r"clock\.py")
    assert found_in_calls(reads_the_system_clock, allowed=clock) == []


def test_only_the_settings_read_the_environment() -> None:
    places = found_in_text(python_files(), re.compile(r"\bos\.(environ|getenv)\b"))
    assert [place for place in places if "consensus/config.py" not in place] == []


def test_inv_18_the_tool_has_no_words_for_counting_heads() -> None:
    paths = [*python_files(), *templates(), *scripts()]
    watched = [path for path in paths if name_of(path) not in MAY_NAME_THEM]
    assert found_in_text(watched, HEAD_COUNTING) == []


def test_no_python_makes_markup_from_text_or_runs_text_as_code() -> None:
    watched = [path for path in python_files() if name_of(path) not in MAY_MAKE_MARKUP]
    assert found_in_text(watched, UNSAFE_PYTHON) == []


def test_no_template_switches_escaping_off() -> None:
    assert found_in_text(templates(), UNSAFE_TEMPLATE) == []


def test_no_script_makes_markup_from_text_or_runs_text_as_code() -> None:
    watched = [path for path in scripts() if name_of(path) not in MAY_MAKE_MARKUP]
    assert found_in_text(watched, UNSAFE_SCRIPT) == []


def test_no_template_has_styles_or_code_of_its_own() -> None:
    # The Content-Security-Policy would stop them in the browser, silently.
    assert found_in_text(templates(), INLINE_CODE) == []


def test_every_exception_is_still_needed() -> None:
    excepted = [*MAY_NAME_THEM, *MAY_MAKE_MARKUP]
    assert [name for name in excepted if not (ROOT / name).is_file()] == []


def test_no_file_is_longer_than_300_lines() -> None:
    def length(path: Path) -> int:
        return len(path.read_text("utf-8").splitlines())

    paths = [*python_files(), *scripts()]
    assert [name_of(path) for path in paths if length(path) > 300] == []


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "manager", "service"])
def test_no_module_is_called_after_nothing(name: str) -> None:
    paths = [*python_files(), *scripts()]
    assert [name_of(p) for p in paths if name in {p.stem, p.parent.name}] == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (HEAD_COUNTING, "count_votes"),
        (HEAD_COUNTING, "The majority agreed."),
        (UNSAFE_PYTHON, "return Markup(text)"),
        (UNSAFE_TEMPLATE, "{{ text|safe }}"),
        (UNSAFE_SCRIPT, "element.innerHTML = text"),
        (INLINE_CODE, '<p style="color: red">'),
        (INLINE_CODE, '<button onclick="go()">'),
        (INLINE_CODE, "<script>go()</script>"),
        (INLINE_CODE, '<script nonce="{{ nonce }}">'),
    ],
)
def test_the_rules_see_what_they_forbid(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (HEAD_COUNTING, "We are devoted to it."),
        (UNSAFE_TEMPLATE, "{{ text | safely }}"),
        (INLINE_CODE, '<script type="module" src="/main.js" nonce="n"></script>'),
        (INLINE_CODE, '<p class="once" data-on="x">'),
    ],
)
def test_the_rules_leave_the_rest_alone(pattern: re.Pattern[str], text: str) -> None:
    assert not pattern.search(text)
