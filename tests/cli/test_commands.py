"""The `consensus` command as an operator uses it: what it prints and how it ends."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest

from consensus.config import Settings
from tests.conftest import settings_in
from tests.serving import Server, environment, free_port, running_server

PROGRAM = Path(sys.executable).with_name("consensus")


@pytest.fixture
def fresh(tmp_path: Path) -> Settings:
    """Settings of a service that was never started."""
    return settings_in(tmp_path, f"sqlite:///{tmp_path / 'fresh.sqlite'}")


def run(settings: Settings, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(PROGRAM), *arguments],
        env=environment(settings),
        cwd=Path(settings.signing_key).parent,
        capture_output=True,
        text=True,
        check=False,
    )


def done(settings: Settings, *arguments: str) -> list[str]:
    """Run a command that must end well; the lines it printed."""
    ended = run(settings, *arguments)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.splitlines()


def refused(settings: Settings, *arguments: str) -> str:
    """Run a command that must be refused; its one sentence."""
    ended = run(settings, *arguments)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    return ended.stderr.strip()


@pytest.fixture
def seated(fresh: Settings) -> Settings:
    """A service with one coalition and one account."""
    done(fresh, "coalition", "create", "rivers", "Rivers and Cables")
    done(fresh, "account", "create", "Ada@Example.org", "Ada Nwosu")
    return fresh


def test_a_coalition_is_created_on_a_first_start_and_listed(fresh: Settings) -> None:
    made = done(fresh, "coalition", "create", "rivers", "Rivers and Cables")
    assert made == ["rivers http://localhost/coalitions/rivers"]
    assert done(fresh, "coalition", "list") == ["rivers\t0\tRivers and Cables"]
    assert "already" in refused(fresh, "coalition", "create", "rivers", "Again")


def test_an_account_is_created_once(seated: Settings) -> None:
    again = refused(seated, "account", "create", "ada@example.org", "Ada")
    assert again == "There is an account for ada@example.org already."


def test_a_sign_in_link_is_printed(seated: Settings) -> None:
    (link,) = done(seated, "sign-in-link", "ada@example.org")
    assert link.startswith("http://localhost/sign-in/link/")


def test_a_role_needs_an_account_and_a_seat(seated: Settings) -> None:
    give = ("role", "give", "--coalition", "rivers")
    assert refused(seated, *give, "x@example.org") == (
        "There is no account for x@example.org."
    )
    assert refused(seated, *give, "ada@example.org") == (
        "ada@example.org has no seat in RIVERS."
    )


def test_an_import_needs_a_seat_and_a_readable_file(
    seated: Settings, tmp_path: Path
) -> None:
    text = tmp_path / "water.md"
    text.write_text("# Water\n\nFirst words.\n", "utf-8")
    order = ("import", "--coalition", "rivers", "--by", "ada@example.org")
    assert "has no seat" in refused(seated, *order, str(text))
    empty = tmp_path / "empty.md"
    empty.write_text("", "utf-8")
    assert refused(seated, *order, str(empty))


@pytest.mark.parametrize(
    "arguments", [["import", "no-such-file"], ["serve", "--port", "0"], ["fly"]]
)
def test_wrong_use_ends_with_two(fresh: Settings, arguments: list[str]) -> None:
    ended = run(fresh, *arguments)
    assert ended.returncode == 2
    assert "Usage:" in ended.stderr


def test_unsafe_settings_are_refused_with_sentences(fresh: Settings) -> None:
    unsafe = replace(fresh, development=False, secret_key="short")
    said = refused(unsafe, "coalition", "list")
    assert "CONSENSUS_SECRET_KEY must be set" in said
    assert "CONSENSUS_BASE_URL must start with https://" in said


def test_migrating_says_where_the_database_stands(fresh: Settings) -> None:
    (said,) = done(fresh, "migrate")
    assert said.startswith("The database is up to date (revision ")
    assert done(fresh, "migrate") == [said]


def test_the_server_sets_up_an_empty_database_and_answers(
    fresh: Settings, tmp_path: Path
) -> None:
    settings = replace(fresh, base_url=f"http://127.0.0.1:{free_port()}")
    with running_server(settings, tmp_path) as server:
        assert answers(server)


def answers(server: Server) -> bool:
    with urlopen(f"{server.url}/") as page:  # noqa: S310 - our own address
        return b"Draft together." in page.read()
