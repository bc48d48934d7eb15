"""Word files made by the tests, sound and hostile."""

import io
import zipfile

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{_W}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    own = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{own}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inner: str, properties: str = "") -> str:
    """A paragraph of runs."""
    own = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{own}{inner}</w:p>"


def cell(text: str, properties: str = "") -> str:
    """A table cell with one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text))}</w:tc>"


def styles(*names: str) -> str:
    """A part with paragraph styles; the id of each is its name without spaces."""
    each = (
        f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}">'
        f'<w:name w:val="{name}"/></w:style>'
        for name in names
    )
    return f"<w:styles {_SPACES}>{''.join(each)}</w:styles>"


def document(body: str) -> str:
    """The part with the body."""
    return f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>"


def word_file(
    body: str, parts: dict[str, str] | None = None, *, prolog: str = ""
) -> bytes:
    """A Word file; `parts` are related parts by kind (styles, header, …)."""
    more = parts or {}
    related = "".join(
        f'<Relationship Id="x{kind}" Type="{_KIND}/{kind}" Target="{kind}.xml"/>'
        for kind in more
    )
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{_TYPES}"/>',
            "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship '
            f'Id="r1" Type="{_KIND}/officeDocument" Target="word/document.xml"/>'
            "</Relationships>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
            f"{related}</Relationships>",
            "word/document.xml": prolog + document(body),
            **{f"word/{kind}.xml": content for kind, content in more.items()},
        }
    )


def packed(files: dict[str, str]) -> bytes:
    """A zip file of these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def drawing(relation: str, alt: str) -> str:
    """A run with a picture in the line, as Word writes it."""
    place = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{place}"><wp:docPr id="1" name="P" '
        f'descr="{alt}"/><a:graphic><a:graphicData><a:blip r:embed="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def with_pictures(file: bytes, pictures: dict[str, bytes]) -> bytes:
    """A Word file with pictures in it, by relation id."""
    made = io.BytesIO()
    relations = "word/_rels/document.xml.rels"
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == relations:
                more = "".join(
                    f'<Relationship Id="{one}" Type="{_KIND}/image" '
                    f'Target="media/{one}"/>'
                    for one in pictures
                )
                end = b"</Relationships>"
                content = content.replace(end, more.encode() + end)
            new.writestr(name, content)
        for one, data in pictures.items():
            new.writestr(f"word/media/{one}", data)
    return made.getvalue()
