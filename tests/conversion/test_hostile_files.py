"""Files made to harm: one clear sentence or a sound text, within limits, no trace."""

import json
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from select import select
from threading import Thread

import pytest

from consensus.conversion.pandoc import Deadline, run_limited
from consensus.conversion.reading import read_file
from consensus.errors import Invalid
from consensus.schema import Block, check_blocks, inline_nodes
from tests.conversion.conftest import Read
from tests.conversion.second_readers import DATA
from tests.conversion.word_files import document, packed, paragraph, run, word_file

ODD = DATA / "5-office-files" / "odd-and-hostile"
MOST_MEMORY = 700_000  # kB, of the largest child
_ENTITIES = '<!DOCTYPE w [<!ENTITY a "bomb">]>'

_DEEP_RUN = "<w:ins>" * 300 + run("x") + "</w:ins>" * 300

HOSTILE_WORD = {
    "ratio": (word_file(paragraph(run("a" * 9_000_000))), "far more than it holds"),
    "entities": (word_file(paragraph(run("a")), prolog=_ENTITIES), "entities"),
    "paragraphs": (word_file("<w:p w:a='{}'/>" * 20_001), "too large"),
    "many": (word_file("<w:p/>" * 400_000), "far more than it holds|too large"),
    "deep": (word_file(paragraph(_DEEP_RUN)), "damaged"),
    "traversal": (
        packed({"../../evil": "x", "word/document.xml": document("")}),
        "damaged",
    ),
    "absolute": (packed({"/etc/evil": "x"}), "damaged"),
    "drive": (packed({"C:\\evil": "x"}), "damaged"),
    "parts": (packed({f"p{number}": "" for number in range(3_001)}), "too large"),
    "empty zip": (packed({}), "not a Word file"),
    "no body": (packed({"_rels/.rels": "<a/>"}), "not a Word file"),
    "broken xml": (packed({"_rels/.rels": "<a"}), "damaged"),
    "locked": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "password"),
    "text": (b"Just words.", "not a Word file"),
    "nothing": (b"", "not a Word file"),
    "cut short": (word_file(paragraph(run("a")))[:-40], "damaged"),
}

HOSTILE_MARKDOWN = {
    "brackets": "[" * 20_000,
    "tags": "<a " * 20_000,
    "backticks": "".join("`" * count + " " for count in range(1, 200)),
    "pictures": "![" * 5_000,
    "notes": "^[" * 3_000,
    "quotes": "> " * 5_000 + "x",
    "stars": "*a **b " * 1_000,
    "lists": "".join(f"{'  ' * depth}- x\n" for depth in range(400)),
    "frames": "<div>" * 100_000 + "x",
    "spans": "<span>" * 3_000 + "x",
    "table": "|" * 5_000 + "\n" + "|-" * 5_000 + "|\n" + "|x" * 5_000,
    "note loop": "a[^1]\n\n[^1]: b[^1]\n",
    "entities": "&#0;&#x1F;&#xD800;&#xFFFF;x",
}
REFUSED_MARKDOWN = {
    *("tags", "backticks", "quotes", "lists"),
    *("frames", "spans", "table", "note loop"),
}


@pytest.mark.parametrize("case", HOSTILE_WORD)
def test_a_hostile_word_file_is_refused_with_one_sentence(
    read: Read, case: str
) -> None:
    content, said = HOSTILE_WORD[case]
    with pytest.raises(Invalid, match=said) as refusal:
        read(content, "a.docx")
    assert str(refusal.value).count("\n") == 0


def test_an_encrypted_entry_is_told_as_protected(read: Read) -> None:
    content = bytearray(word_file(paragraph(run("a"))))
    entry = content.index(b"PK\x01\x02")
    content[entry + 8] |= 1
    with pytest.raises(Invalid, match="password"):
        read(bytes(content), "a.docx")


@pytest.mark.parametrize("case", HOSTILE_MARKDOWN)
def test_hostile_markdown_is_read_or_refused(read: Read, case: str) -> None:
    blocks: list[Block] = []
    if case in REFUSED_MARKDOWN:
        with pytest.raises(Invalid, match=r"too deep|too tangled|is longer than"):
            read(HOSTILE_MARKDOWN[case], "a.md")
    else:
        blocks = read(HOSTILE_MARKDOWN[case], "a.md").blocks
        assert blocks
    check_blocks(blocks)


def test_no_script_and_no_unsafe_link_comes_through(read: Read) -> None:
    lines = [
        "<script>stolen()</script>",
        "<style>stolen</style>",
        "<iframe src=//x>stolen</iframe>",
        "[a](javascript:x) [b](JaVaScRiPt:x) [c](data:text/html,x) [d](vbscript:x)",
        '<a href="java&#10;script:x">e</a> <a href=" javascript:x">f</a>',
        "[g](file:///etc/passwd) <b onclick=x>h</b> <javascript:x>",
    ]
    blocks = read("\n\n".join(lines), "a.md").blocks
    text = json.dumps(blocks)
    assert "stolen" not in text
    assert "onclick" not in text
    nodes = [node for block in blocks for node in inline_nodes(block)]
    marks = [mark["type"] for node in nodes for mark in node.get("marks", [])]
    assert set(marks) == {"strong"}


@pytest.mark.skipif(not ODD.is_dir(), reason="the hostile files are not at hand")
def test_odd_and_hostile_files_stay_within_700_mb_and_get_a_sentence(
    tmp_path: Path,
) -> None:
    loop = tmp_path / "loop.md"
    loop.write_text(HOSTILE_MARKDOWN["note loop"])
    paths = [loop, *sorted(ODD.iterdir())]
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from consensus.conversion.reading import read_file\n"
        "from consensus.errors import Invalid\n"
        "for path in map(Path, sys.argv[1:]):\n"
        "    name = path.name.replace('.ooxml', '.docx')\n"
        "    try:\n"
        "        said = len(read_file(path, name=name).blocks)\n"
        "    except Invalid as refusal:\n"
        "        said = refusal\n"
        "    print(path.name, said, sep='\\t')\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, paths)],
        capture_output=True,
        check=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    *said, memory = done.stdout.splitlines()
    sys.stdout.write(done.stdout)
    assert done.stderr == ""
    assert len(said) == len(paths)
    assert all(line.split("\t")[1] for line in said)
    assert int(memory) <= MOST_MEMORY


def test_a_child_that_hangs_is_killed_with_all_its_own_and_told(
    tmp_path: Path,
) -> None:
    mark = tmp_path / "still-alive"
    script = f'(sleep 3; touch "{mark}") & sleep 60'
    with pytest.raises(Invalid, match="takes too long"):
        run_limited(["/bin/sh", "-c", script], b"", by=Deadline.after(0.3))
    assert _is_gone(str(mark))


def _is_gone(words: str) -> bool:
    """Whether no process with these words in its command is left, soon."""
    for _ in range(100):  # the system takes a moment to bury what was killed
        if words not in _commands():
            return True
        select([], [], [], 0.02)
    return False


def _commands() -> str:
    listed = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline")]
    return b"\n".join(listed).decode(errors="replace")


def test_a_child_that_writes_without_end_is_stopped() -> None:
    with pytest.raises(Invalid, match="damaged or too tangled"):
        run_limited(["/bin/cat", "/dev/zero"], b"", by=Deadline.after(20))


def test_a_child_sees_an_empty_folder_and_a_bare_environment() -> None:
    seen = run_limited(["/bin/sh", "-c", "ls -A; env"], b"", by=Deadline.after(20))
    names = {line.split("=")[0] for line in seen.decode().splitlines()}
    assert names <= {"HOME", "LANG", "PWD", "OLDPWD", "SHLVL", "_"}


def test_a_file_with_many_parts_at_once_is_read_whole(read: Read) -> None:
    body = "".join(paragraph(run(f"Paragraph {number}")) for number in range(5_000))
    assert len(read(word_file(body), "a.docx").blocks) == 5_000


def test_no_file_outside_the_scratch_folder_is_read_or_written(
    read: Read, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the canary sings")
    lines = [f"![x]({secret})", f'<img src="file://{secret}">', f"<{secret}>", "Words."]
    imported = read("\n\n".join(lines), "a.md")
    assert "canary" not in json.dumps(imported.blocks)
    before = {path.name for path in tmp_path.iterdir()}
    assert before == {"given", "scratch", "secret.txt"}


def test_nothing_is_fetched(read: Read) -> None:
    asked: list[str] = []

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    server = HTTPServer(("127.0.0.1", 0), Canary)
    Thread(target=server.serve_forever, daemon=True).start()
    place = f"http://127.0.0.1:{server.server_port}"
    lines = [f"![x]({place}/a)", f"<img src={place}/b>", f"<iframe src={place}/c>"]
    picture = f"<v:imagedata r:href='{place}/d' r:id='{place}/e'/>"
    body = paragraph(run("Words") + f"<w:r><w:pict>{picture}</w:pict></w:r>")
    try:
        read("\n\n".join(["Words", *lines]), "a.md")
        read(word_file(body), "a.docx")
    finally:
        server.shutdown()
        server.server_close()
    assert asked == []


def test_a_file_that_is_gone_is_no_refusal(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / "none.md", name="none.md")
