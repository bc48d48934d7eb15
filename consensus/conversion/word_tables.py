"""
Word's tables made square before pandoc reads them.

Pandoc takes a table's width from its first row and drops the cells of wider rows;
so every row is filled up to the widest, and no cell claims more columns than there are.
"""

from lxml import etree

from consensus.conversion.safe_xml import local_name

_MOST_COLUMNS = 63  # in a table, by Word itself


def square_tables(root: etree._Element) -> None:
    """Fill up the rows of every table in place, those within cells included."""
    for table in list(root.iter("{*}tbl")):
        _square(table, str(table.tag).removesuffix("tbl"))


def _square(table: etree._Element, space: str) -> None:
    grid = table.find(f"{space}tblGrid")
    columns = 0 if grid is None else len(grid.findall(f"{space}gridCol"))
    rows = table.findall(f"{space}tr")
    for row in rows:
        for span in row.iterfind(f"{space}tc/{space}tcPr/{space}gridSpan"):
            wide = min(_number(span, space), columns or _MOST_COLUMNS)
            span.set(f"{space}val", str(max(wide, 1)))
        _fill_gap_before(row, space)
    widths = [_width(row, space) for row in rows]
    widest = max(widths, default=0)
    for row, width in zip(rows, widths, strict=True):
        if width < widest:
            row.append(_empty_cell(widest - width, space))
    _set_grid(table, widest, space)


def _fill_gap_before(row: etree._Element, space: str) -> None:
    """Columns that a row leaves free at its start become an empty cell."""
    gap = row.find(f"{space}trPr/{space}gridBefore")
    columns = 0 if gap is None else min(_number(gap, space), _MOST_COLUMNS)
    first = row.find(f"{space}tc")
    if gap is not None and first is not None and columns:
        first.addprevious(_empty_cell(columns, space))
        gap.set(f"{space}val", "0")


def _width(row: etree._Element, space: str) -> int:
    spans = (
        cell.find(f"{space}tcPr/{space}gridSpan") for cell in row.findall(f"{space}tc")
    )
    return sum(1 if span is None else _number(span, space) for span in spans)


def _empty_cell(columns: int, space: str) -> etree._Element:
    cell = etree.Element(f"{space}tc")
    properties = etree.SubElement(cell, f"{space}tcPr")
    etree.SubElement(properties, f"{space}gridSpan", {f"{space}val": str(columns)})
    etree.SubElement(cell, f"{space}p")
    return cell


def _set_grid(table: etree._Element, columns: int, space: str) -> None:
    for child in list(table):
        if local_name(child) == "tblGrid":
            table.remove(child)
    grid = etree.Element(f"{space}tblGrid")
    for _ in range(columns):
        etree.SubElement(grid, f"{space}gridCol", {f"{space}w": "100"})
    place = 1 if len(table) and local_name(table[0]) == "tblPr" else 0
    table.insert(place, grid)


def _number(element: etree._Element, space: str) -> int:
    digits = str(element.get(f"{space}val", ""))[:9]
    return int(digits) if digits.isdecimal() else 0
