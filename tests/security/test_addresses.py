"""SEC-14: what comes with a link never leads off the site."""

import json
import shutil
import subprocess

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consensus.web import same_site_path
from tests.accounts.steps import ask_for_link, form_token, newest_link, press_button

OFF_SITE = [
    *("//evil.example", "///evil.example", "////evil.example", "/\\evil.example"),
    *("\\/evil.example", "\\\\evil.example", "/\\/evil.example", "/\\\\evil.example"),
    *("http://evil.example", "https://evil.example/", "https:evil.example"),
    *(
        "https:/evil.example",
        "http:///evil.example",
        "ftp://evil.example",
        "evil.example",
    ),
    *("//evil.example/%2f..", "//evil%E3%80%82example", "//evil。example"),
    *(
        "%2f%2fevil.example",
        "/%2fevil.example",
        "/%2f%2fevil.example",
        "%2f/evil.example",
    ),
    *(
        "/%5cevil.example",
        "%5c%5cevil.example",
        "/%255cevil.example",
        "/%252fevil.example",
    ),
    *("\t//evil.example", "/\t/evil.example", "/\n/evil.example", "/\r\n/evil.example"),
    *(
        " //evil.example",
        "/ /evil.example",
        "\u00a0//evil.example",
        "/\x00/evil.example",
    ),
    *("/%09/evil.example", "/%0a/evil.example", "/%0d%0aLocation:%20//evil.example"),
    *("//user@evil.example", "//localhost@evil.example", "//localhost:80@evil.example"),
    *(
        "https://localhost@evil.example",
        "https://localhost.evil.example",
        "@evil.example",
    ),
    *("//[::1]", "//[::ffff:7f00:1]/", "http://[::1]:80/", "//127.1", "//0x7f000001"),
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)"),
    *("data:text/html,x", "vbscript:x", "mailto:eve@evil.example", "view-source:x"),
    *("／／evil.example", "/／evil.example", "／evil.example", "/∕/evil.example"),
    *(
        "/.//evil.example",
        "/..//evil.example",
        "/%2e//evil.example",
        "/a//evil.example",
    ),
    *("", "?//evil.example", "#//evil.example", ";//evil.example", ".evil.example"),
    *("/\u2028/evil.example", "/x" * 1_001, "/%c0%af/evil.example\\"),
]
ON_SITE = [
    *(
        "/",
        "/account",
        "/documents/7",
        "/documents/7?open=8#p8",
        "/a?next=https://x.y/",
    ),
    *(
        "/a?x=//y",
        "/search?q=50%25",
        "/coalitions/%C3%A9tude",
        "/@name",
        "/a:b",
        "/été",
    ),
]


@pytest.mark.parametrize("text", OFF_SITE)
def test_sec_14_what_could_lead_off_the_site_leads_home(text: str) -> None:
    assert same_site_path(text) == "/"


@pytest.mark.parametrize("text", ON_SITE)
def test_a_path_of_this_site_stays_as_it_is(text: str) -> None:
    assert same_site_path(text) == text


def test_sec_14_there_are_at_least_sixty_such_payloads() -> None:
    assert len(set(OFF_SITE)) >= 60


def test_sec_14_a_browser_would_stay_on_the_site() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed, and its URL is read as browsers read it")
    script = (
        "const list = JSON.parse(require('fs').readFileSync(0));"
        "const hosts = list.map((x) => { try {"
        " return new URL(x, 'https://here.example/a').origin } catch { return '' } });"
        "console.log(JSON.stringify(hosts))"
    )

    def origins(paths: list[str]) -> list[str]:
        answer = subprocess.run(
            [node, "-e", script],
            input=json.dumps(paths).encode(),
            capture_output=True,
            check=True,
        )
        found: list[str] = json.loads(answer.stdout)
        return found

    kept = [same_site_path(text) for text in [*OFF_SITE, *ON_SITE]]
    assert set(origins(kept)) == {"https://here.example"}
    # And the payloads are worth trying: many do leave when nobody looks.
    left = [o for o in origins(OFF_SITE) if o != "https://here.example"]
    assert len(left) >= 20


@pytest.mark.parametrize(
    "text", ["//evil.example", "/\\evil.example", "https:evil.example"]
)
def test_sec_14_no_sign_in_ends_on_another_site(
    app: Flask, client: FlaskClient, text: str
) -> None:
    assert (
        'name="next" value="/"'
        in client.get("/sign-in", query_string={"next": text}).text
    )
    ask_for_link(client, next_path=text)
    assert press_button(client, newest_link(app), "Ada").location == "/"
    theme = {
        "csrf_token": form_token(client, "/account"),
        "theme": "dark",
        "next": text,
    }
    assert client.post("/theme", data=theme).location == "/"
    assert client.get("/sign-in", query_string={"next": text}).location == "/"
