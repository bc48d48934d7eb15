"""
The table of comments as CSV and XLSX, out and in.

Both hold plain text only. In CSV a cell that a spreadsheet would take for a formula
gets an apostrophe in front (OWASP, CSV injection), and so does one that begins with
apostrophes before such a sign: taking one away again is exact, so nothing is lost.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils.exceptions import InvalidFileException

from consensus.comments.table import COLUMNS, Row
from consensus.errors import Invalid

LARGEST_FILE = 10 * 1024 * 1024  # bytes
LARGEST_UNPACKED = 100 * 1024 * 1024  # bytes
MOST_ROWS = 20_000

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_RISKY = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_WIDTHS = (8, 28, 22, 6, 60, 40, 18, 50, 18, 18, 22)

Cells = list[str]


def as_csv(rows: Iterable[Row]) -> bytes:
    """The table as CSV (RFC 4180) in UTF-8 with a mark, so that spreadsheets see it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([guarded(cell) for cell in row.cells] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Row]) -> bytes:
    """The table as an XLSX workbook whose cells are all text, never formulas."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Comments")
    for place, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDEFGHIJK"[place]].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, name, bold=True) for name in COLUMNS])
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row.cells])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_sheet(data: bytes) -> list[Cells]:
    """
    The rows of a table in CSV or XLSX, without the heading; every cell as text.

    Refuses (`Invalid`) a file of more than 10 MB, one that is neither, and one whose
    heading is not ours: the columns may not be moved or renamed.
    """
    if len(data) > LARGEST_FILE:
        raise Invalid("The file is larger than 10 MB.")
    rows = _from_xlsx(data) if data.startswith(b"PK") else _from_csv(data)
    if not rows or tuple(rows[0][: len(COLUMNS)]) != COLUMNS:
        raise Invalid(
            "The first row must be the heading of the table: " + ", ".join(COLUMNS)
        )
    if len(rows) > MOST_ROWS:
        raise Invalid(f"The table has more than {MOST_ROWS:,} rows.")
    width = len(COLUMNS)
    return [(row + [""] * width)[:width] for row in rows[1:]]


def guarded(text: str) -> str:
    """A cell's text as no spreadsheet takes it for a formula."""
    return f"'{text}" if _RISKY.match(text) else text


def unguarded(text: str) -> str:
    """The text that was guarded, to the last character."""
    return text[1:] if _GUARDED.match(text) else text


def _cell(sheet: object, text: str, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # also where it begins like a formula
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = Font(bold=bold)
    return cell


def _from_csv(data: bytes) -> list[Cells]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid("The file is neither XLSX nor CSV in UTF-8.") from error
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)  # spreadsheets of some countries write ;
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return [[unguarded(cell) for cell in line] for line in lines if any(line)]
    except csv.Error as error:
        raise Invalid(f"The CSV cannot be read: {error}.") from error


def _from_xlsx(data: bytes) -> list[Cells]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(one.file_size for one in package.infolist())
        if size > LARGEST_UNPACKED:
            raise Invalid("The workbook is larger than 100 MB when unpacked.")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise Invalid("The XLSX workbook cannot be read.") from error
    rows: Iterable[Sequence[object]] = book.worksheets[0].iter_rows(
        max_row=MOST_ROWS + 2, max_col=len(COLUMNS), values_only=True
    )
    found = [["" if cell is None else str(cell) for cell in row] for row in rows]
    return [row for row in found if any(row)]
