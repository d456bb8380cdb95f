"""Comments of a workbook as its format writes them: a list of texts, and a drawing with a box for each."""

import re
from collections.abc import Mapping, Sequence
from xml.parsers import expat
from xml.sax.saxutils import escape

_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
EMPTY_RELATIONS = (
    _HEAD + b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
EMPTY_NOTES = (
    _HEAD + b'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<authors></authors><commentList></commentList></comments>"
)
EMPTY_DRAWING = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202" coordsize="21600,21600" '
    b'o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/>'
    b"</v:shapetype></xml>"
)
_SHAPE = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{id}" type="#_x0000_t202" '
    'style="position:absolute;width:260pt;height:90pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" '
    'o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 2, {right}, 31, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
# What may follow the drawing of comments in a sheet.
_AFTER = {
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
}
AUTHOR = "SCORE Impact"


def with_notes(part: bytes, texts: Mapping[str, str]) -> tuple[bytes, list[str]]:
    """The list of comments with `texts` by cell, and the cells that had none before."""
    text = part.decode("utf-8")
    found = re.search(r"<(\w+:)?commentList\b", text)
    p = (found[1] or "") if found else ""
    text = re.sub(rf"<{p}(authors|commentList)\s*/>", rf"<{p}\1></{p}\1>", text)
    author = len(re.findall(rf"<{p}author\b", text))
    text = text.replace(f"</{p}authors>", f"<{p}author>{AUTHOR}</{p}author></{p}authors>", 1)
    fresh = []
    added = []
    for cell, said in texts.items():
        run = f'<{p}r><{p}t xml:space="preserve">{{}}{_clean(said)}</{p}t></{p}r>'
        there = re.search(rf'<{p}comment\b[^>]*\bref="{cell}".*?</{p}text>', text, re.DOTALL)
        if there:
            end = there.end() - len(f"</{p}text>")
            text = text[:end] + run.format("\n") + text[end:]
        else:
            fresh.append(cell)
            added.append(
                f'<{p}comment ref="{cell}" authorId="{author}"><{p}text>{run.format("")}</{p}text></{p}comment>'
            )
    return text.replace(f"</{p}commentList>", "".join(added) + f"</{p}commentList>", 1).encode(), fresh


def with_shapes(part: bytes, cells: Sequence[tuple[int, int]], number: int) -> bytes:
    """The drawing with a box for each of the cells (row and column from 1), which opens beside it."""
    text = part.decode("utf-8")
    shapes = [
        _SHAPE.format(
            id=1024 * (number + 60) + n, row=row - 1, column=column - 1,
            left=column, right=column + 4, top=max(row - 2, 0), bottom=row + 4,
        )
        for n, (row, column) in enumerate(cells, 1)
    ]  # fmt: skip
    return text.replace("</xml>", "".join(shapes) + "</xml>", 1).encode()


def place_for_drawing(sheet: str) -> int:
    """Where in a sheet's XML its drawing of comments is named: before all that must follow it."""
    start = max(sheet.rfind("</sheetData>"), sheet.rfind(":sheetData>"), sheet.rfind("<sheetData/>"))
    start = sheet.index(">", start) + 1
    root = re.search(r"<((?:\w+:)?worksheet)\b[^>]*>", sheet)
    if root is None:
        return start
    head, tail = root[0].encode(), sheet[start:].encode()
    end = len(tail)
    found: list[int] = []
    depth = 0
    parser = expat.ParserCreate()

    def begin(name: str, _: object) -> None:
        nonlocal depth
        depth += 1
        if depth == 2 and name.partition(":")[2] in _AFTER | {""} and name.rpartition(":")[2] in _AFTER:
            found.append(parser.CurrentByteIndex - len(head))

    def finish(_: str) -> None:
        nonlocal depth, end
        depth -= 1
        if depth == 0:
            end = parser.CurrentByteIndex - len(head)

    parser.StartElementHandler, parser.EndElementHandler = begin, finish
    parser.Parse(head + tail, True)
    at = min(found, default=end)
    return start + len(tail[:at].decode("utf-8"))


def _clean(text: str) -> str:
    return escape("".join(c for c in text if c.isprintable() or c == "\n"))
