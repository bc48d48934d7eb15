"""A version as one HTML file that opens and is complete without the server (INV-39)."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from consensus.publication import cover_lines
from consensus.publication.edition import Edition
from consensus.publication.pictures import Pictures, data_address

TEMPLATES = Path(__file__).parents[2] / "templates"
STYLE_PLACE = "<!--style-->"
STYLES = ("version.css", "version-text.css", "version-blocks.css", "version-print.css")


def publication_html(edition: Edition, pictures: Pictures) -> bytes:
    """
    The file, UTF-8, with the pictures of its figures in it. Same edition, same bytes:
    nothing in it depends on when or where it is made. It holds no script, and nothing
    is fetched when it is opened.
    """
    page = _environment().get_template("output/version.html")
    addresses = {name: data_address(data) for name, data in pictures.items()}
    html = page.render(edition=edition, fixed=cover_lines, picture=addresses.get)
    before, place, after = html.partition(STYLE_PLACE)
    if not place:
        raise LookupError("the template of a version has lost its place for styles")
    return f"{before}<style>\n{_style()}</style>{after}".lstrip().encode("utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> str:
    return "".join((TEMPLATES / "output" / name).read_text("utf-8") for name in STYLES)
