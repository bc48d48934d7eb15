"""Word files into blocks: checked, repaired, read by pandoc."""

from consensus.conversion.assembly import Assembly
from consensus.conversion.pandoc import Deadline, pandoc
from consensus.conversion.syntax_tree import read_tree
from consensus.conversion.word_package import open_package
from consensus.conversion.word_pictures import WordPictures
from consensus.conversion.word_repairs import repaired_styles, repaired_text


def read_word(content: bytes, into: Assembly, *, by: Deadline) -> str | None:
    """Add the blocks of a Word file; return the title in its properties, if any."""
    package = open_package(content)
    changed = {
        name: repaired_text(package.parts[name], into.tally) for name in package.notes
    }
    pictures = WordPictures(package.media) if into.takes_pictures else None
    body = package.parts[package.document]
    changed[package.document] = repaired_text(body, into.tally, pictures)
    if pictures is not None:
        into.figures = pictures.figures
    if package.styles in package.parts:
        changed[package.styles] = repaired_styles(package.parts[package.styles])
    into.tally.headers = package.headers
    source = package.packed(changed)
    read_tree(pandoc(source, reader="docx", writer="json", by=by), into)
    return package.title
