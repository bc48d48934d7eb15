"""The `consensus` command as an operator uses it: what it prints and how it ends."""

from dataclasses import dataclass, replace
from pathlib import Path
from urllib.request import urlopen

import pytest

from consensus import cli
from consensus.config import Settings
from tests.conftest import settings_in
from tests.serving import Server, environment, free_port, running_server


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, and the lines of both outputs."""

    code: int
    out: list[str]
    err: str


@dataclass(frozen=True)
class Shell:
    """Runs the command with the settings of one service, as a terminal would."""

    settings: Settings
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def run(self, *arguments: str) -> Ended:
        for name, value in environment(self.settings).items():
            self.monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            cli.main(arguments)
        out, err = self.capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Ended(ended.value.code, out.splitlines(), err.strip())

    def done(self, *arguments: str) -> list[str]:
        """Run a command that must end well; the lines it printed."""
        ended = self.run(*arguments)
        assert ended.code == 0, ended.err
        return ended.out

    def refused(self, *arguments: str) -> str:
        """Run a command that must be refused; what it said on stderr."""
        ended = self.run(*arguments)
        assert (ended.code, ended.out) == (1, [])
        return ended.err


@pytest.fixture
def fresh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    """A service that was never started."""
    url = f"sqlite:///{tmp_path / 'fresh.sqlite'}"
    return Shell(settings_in(tmp_path, url), monkeypatch, capsys)


@pytest.fixture
def seated(fresh: Shell) -> Shell:
    """A service with one coalition and one account."""
    fresh.done("coalition", "create", "rivers", "Rivers and Cables")
    fresh.done("account", "create", "Ada@Example.org", "Ada Nwosu")
    return fresh


def test_a_coalition_is_created_on_a_first_start_and_listed(fresh: Shell) -> None:
    made = fresh.done("coalition", "create", "rivers", "Rivers and Cables")
    assert made == ["rivers http://localhost/coalitions/rivers"]
    assert fresh.done("coalition", "list") == ["rivers\t0\tRivers and Cables"]
    assert "already" in fresh.refused("coalition", "create", "rivers", "Again")


def test_an_account_is_created_once(seated: Shell) -> None:
    again = seated.refused("account", "create", "ada@example.org", "Ada")
    assert again == "There is an account for ada@example.org already."


def test_a_sign_in_link_is_printed(seated: Shell) -> None:
    (link,) = seated.done("sign-in-link", "ada@example.org")
    assert link.startswith("http://localhost/sign-in/link/")


def test_a_role_needs_an_account_and_a_seat(seated: Shell) -> None:
    give = ("role", "give", "--coalition", "rivers")
    assert seated.refused(*give, "x@example.org") == (
        "There is no account for x@example.org."
    )
    assert seated.refused(*give, "ada@example.org") == (
        "ada@example.org has no seat in RIVERS."
    )


def test_an_import_needs_a_seat_and_a_readable_file(
    seated: Shell, tmp_path: Path
) -> None:
    text = tmp_path / "water.md"
    text.write_text("# Water\n\nFirst words.\n", "utf-8")
    order = ("import", "--coalition", "rivers", "--by", "ada@example.org")
    assert "has no seat" in seated.refused(*order, str(text))
    empty = tmp_path / "empty.md"
    empty.write_text("", "utf-8")
    assert seated.refused(*order, str(empty))


@pytest.mark.parametrize(
    "arguments", [["import", "no-such-file"], ["serve", "--port", "0"], ["fly"]]
)
def test_wrong_use_ends_with_two(fresh: Shell, arguments: list[str]) -> None:
    ended = fresh.run(*arguments)
    assert ended.code == 2
    assert "Usage:" in ended.err


def test_unsafe_settings_are_refused_with_sentences(fresh: Shell) -> None:
    unsafe = replace(fresh.settings, development=False, secret_key="short")
    said = replace(fresh, settings=unsafe).refused("coalition", "list")
    assert "CONSENSUS_SECRET_KEY must be set" in said
    assert "CONSENSUS_BASE_URL must start with https://" in said


def test_migrating_says_where_the_database_stands(fresh: Shell) -> None:
    (said,) = fresh.done("migrate")
    assert said.startswith("The database is up to date (revision ")
    assert fresh.done("migrate") == [said]


def test_what_is_due_can_be_done_by_hand(fresh: Shell) -> None:
    fresh.done("migrate")
    assert fresh.done("tick") == []


def test_the_server_sets_up_an_empty_database_and_answers(
    fresh: Shell, tmp_path: Path
) -> None:
    settings = replace(fresh.settings, base_url=f"http://127.0.0.1:{free_port()}")
    with running_server(settings, tmp_path) as server:
        assert answers(server)


def answers(server: Server) -> bool:
    with urlopen(f"{server.url}/") as page:  # noqa: S310 - our own address
        return b"Draft together." in page.read()
