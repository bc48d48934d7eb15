"""Every kind of block goes its whole way: form, page, wording, file, bundle, verify."""

import hashlib
import io
import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from consensus.drafting.queries import blocks_of
from consensus.pictures import read_picture
from consensus.publication.bundle import HTML, TEXT
from consensus.publication.verify import verify
from consensus.schema import SCHEMA_VERSION
from consensus.wordings.canonical import wording_hash
from tests.deliberation.stories import Story
from tests.figures.pictures import picture, with_metadata
from tests.publication.bundles import OTHER_KEY, Opened
from tests.publication.publishing import agreed, output, publishes, saved_bundle

PICTURE = read_picture(picture())
PLACE = f"figures/{PICTURE.name}.png"
FORMS: list[dict[str, object]] = [
    {"kind": "recommendation", "words": "Read **it** out.", "whom": "All chairs"},
    {"kind": "key_finding", "words": "Few hear it."},
    {"kind": "issue_to_explore", "words": "Who listens?"},
    {"kind": "collected_view", "words": "Shorter, I say.", "whom": "A survey"},
    {"kind": "options", "label-0": "Short", "option-0": "Read.", "option-1": "Shout."},
    {"kind": "figure", "alt": "A map of \"rivers\" & more", "caption": "Three rivers"},
    {"kind": "paragraph", "words": '<abbr title="Internet Forum">IGF</abbr> reads.'},
    {"kind": "paragraph", "words": "يقرأ", "lang": "ar", "dir": ""},
]  # fmt: skip
SHOWN = {
    "Rec 1": "Recommendation Read it out. To: All chairs",
    "Finding 1": "Key finding Few hear it.",
    "Issue 1": "Issue to explore Who listens?",
    "View 1": "Collected view; not put to the coalition for agreement. "
    "Shorter, I say. Suggested by: A survey",
    "Options 1": "Wordings side by side; no one of them is agreed Short Read. B Shout.",
    "Figure 1": "Three rivers",
}


@pytest.fixture
def published(story: Story) -> Story:
    """A text with a block of every new kind, written by forms, agreed, published."""
    path = f"/documents/{story.document}/paragraphs/new"
    for form in reversed(FORMS):
        fields = dict(form)
        if fields["kind"] == "figure":
            fields["picture"] = (io.BytesIO(picture()), "map.png")
        answer = story.editor.post(path, after="b1", **fields)
        assert answer.status_code == 302, answer.get_data(as_text=True)
    agreed(story)
    answer = publishes(story)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return story


def shown_in(page: BeautifulSoup) -> dict[str, str]:
    """What the page prints of each of the new blocks, by the number beside it."""
    found = {}
    for one in page.select(".opara"):
        label, body = one.select_one(".gut-no, .kb-no"), one.select_one(".otext")
        assert label is not None
        assert body is not None
        if (name := label.get_text()) in SHOWN:
            words = " ".join(body.get_text(" ").split()).removeprefix(name)
            found[name] = words.replace(" .", ".").strip()
    return found


def test_each_kind_is_published_as_what_it_is(published: Story) -> None:
    for file in ("", "publication.html"):
        page = BeautifulSoup(output(published, file).data, "html5lib")
        assert shown_in(page) == SHOWN
        assert page.select_one('.otext abbr[title="Internet Forum"]') is not None
        arabic = page.select_one('.otext [lang="ar"]')
        assert arabic is not None
        assert arabic["dir"] == "rtl"
        figure = page.select_one("figure img")
        assert figure is not None
        assert figure["alt"] == 'A map of "rivers" & more'


def test_inv_39_the_file_holds_its_pictures(published: Story) -> None:
    page = BeautifulSoup(output(published, "publication.html").data, "html5lib")
    sources = [str(image["src"]) for image in page.select("img")]
    assert [source.partition(",")[0] for source in sources] == ["data:image/png;base64"]


def test_the_bundle_proves_words_and_pictures(published: Story, tmp_path: Path) -> None:
    bundle = saved_bundle(published, tmp_path)
    verdict = verify(bundle)
    assert verdict.faults == []
    files = Opened.at(bundle).files
    assert files[PLACE] == PICTURE.data
    assert hashlib.sha256(files[PLACE]).hexdigest() == PICTURE.name
    text = json.loads(files[TEXT])
    for one in text["blocks"]:
        assert wording_hash(one["block"]) == one["wording"]
    with published.world.session() as session:
        now = [row.hash for row in blocks_of(session, published.document)]
    assert [one["wording"] for one in text["blocks"]] == now


def forged(published: Story, tmp_path: Path, **files: bytes | None) -> list[str]:
    """What verify says of the bundle with files changed, signed by somebody else."""
    opened = Opened.at(saved_bundle(published, tmp_path))
    for name, data in files.items():
        if data is None:
            del opened.files[name]
        else:
            opened.files[name] = data
    opened.sign_anew(OTHER_KEY)
    return verify(opened.save(tmp_path / "forged.zip")).faults


def test_what_is_done_to_a_picture_is_noticed(published: Story, tmp_path: Path) -> None:
    other = read_picture(with_metadata())
    page = output(published, "publication.html").data
    cases: list[tuple[dict[str, bytes | None], str]] = [
        ({PLACE: other.data}, "is not the picture that it is named for"),
        ({PLACE: None}, "The pictures are not those that the figures of the text name"),
        ({f"figures/{other.name}.jpg": other.data}, "The pictures are not those"),
        ({HTML: page.replace(b"A map of", b"A mop of")}, "as described"),
        ({HTML: page.replace(b"base64,iVBOR", b"base64,iVBAR")}, "as described"),
        ({HTML: page.replace(b"All chairs", b"All charts")}, "the words of Rec 1"),
        ({HTML: page.replace(b"A survey", b"A member")}, "the words of View 1"),
        ({"figures/evil.svg": b"<svg/>"}, "holds a file it should not hold"),
    ]
    for files, fault in cases:
        found = forged(published, tmp_path, **files)
        assert any(fault in one for one in found), (fault, found)


def test_a_figure_without_its_picture_is_not_published(story: Story) -> None:
    path = f"/documents/{story.document}/paragraphs/new"
    upload = (io.BytesIO(picture()), "map.png")
    story.editor.post(path, after="b1", kind="figure", alt="A map", picture=upload)
    agreed(story)
    with story.at_work() as (session, _):
        session.connection().exec_driver_sql("DELETE FROM figure_file")
        session.commit()
    answer = publishes(story)
    assert answer.status_code == 409
    assert "Figure 1 has no picture" in answer.get_data(as_text=True)


def test_a_text_with_the_new_kinds_needs_the_second_schema() -> None:
    assert SCHEMA_VERSION >= 2
