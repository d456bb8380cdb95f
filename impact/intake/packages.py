"""Adding comments and a sheet to somebody else's workbook, and defusing formulas; all else stays byte for byte.

A workbook is a zip of XML parts. Libraries that read it whole write back only what they know; here only the parts that
change are touched, by inserting text at known places.
"""

import posixpath
import re
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from openpyxl.utils import get_column_letter

from impact.formulas import is_formula
from impact.intake import notes

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
Cell = tuple[int, int]  # row and column, from 1


class Package:
    """The parts of one workbook; `content` writes them anew."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as packed:
            self._infos = packed.infolist()
            self._parts = {i.filename: packed.read(i) for i in self._infos}
        self._book = self._target("", "/officeDocument")
        self._sheets = self._sheet_parts()

    def comment(self, sheet: str, said: Mapping[Cell, str]) -> None:
        """Put a comment on each cell; what stands in a cell's comment already stays, and ours follows."""
        part = self._sheets[sheet]
        notes_part, drawing = self._target(part, "/comments"), self._target(part, "/vmlDrawing")
        number = 1 + len([p for p in self._parts if re.search(r"comments\w*\d*\.xml$", p)])
        if not notes_part or not drawing:
            notes_part, drawing = f"xl/commentsImpact{number}.xml", f"xl/drawings/vmlDrawingImpact{number}.vml"
            self._relate(part, "/comments", notes_part)
            self._parts[notes_part] = notes.EMPTY_NOTES
            self._parts[drawing] = notes.EMPTY_DRAWING
            self._declare(f'<Override PartName="/{notes_part}" ContentType="{TYPES}.comments+xml"/>')
            self._declare(
                '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
            )
            self._insert_drawing(part, self._relate(part, "/vmlDrawing", drawing))
        named = {f"{get_column_letter(c)}{r}": (r, c) for r, c in said}
        texts = {name: said[cell] for name, cell in named.items()}
        self._parts[notes_part], fresh = notes.with_notes(self._parts[notes_part], texts)
        self._parts[drawing] = notes.with_shapes(self._parts[drawing], [named[n] for n in fresh], number)

    def add_sheet(self, name: str, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
        """Add a last sheet of texts; the first row in bold where the workbook's styles allow it."""
        part = f"xl/worksheets/sheetImpact{len(self._sheets) + 1}.xml"
        columns = "".join(f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate(widths, 1))
        lines = "".join(
            f'<row r="{r}">' + "".join(_text_cell(r, c, text) for c, text in enumerate(row, 1)) + "</row>"
            for r, row in enumerate(rows, 1)
        )
        self._parts[part] = (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">'
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f"<cols>{columns}</cols><sheetData>{lines}</sheetData>"
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
        ).encode()
        self._declare(f'<Override PartName="/{part}" ContentType="{TYPES}.worksheet+xml"/>')
        own = self._relate(self._book, "/worksheet", part)
        text = self._parts[self._book].decode("utf-8")
        taken = {s.lower() for s in self._sheets}
        name = next(n for n in (name, *(f"{name} {k}" for k in range(2, 1000))) if n.lower() not in taken)
        number = 1 + max(int(n) for n in re.findall(r'\bsheetId="(\d+)"', text))
        prefix = _prefix(text, "sheets")
        said = f'<{prefix}sheet xmlns:r="{OFFICE}" name={quoteattr(name)} sheetId="{number}" r:id="{own}"/>'
        self._parts[self._book] = text.replace(f"</{prefix}sheets>", f"{said}</{prefix}sheets>", 1).encode()

    def formulas(self, sheet: str) -> list[str]:
        """The cells of a sheet that hold a formula, by name."""
        text = self._parts[self._sheets[sheet]].decode("utf-8")
        return re.findall(r'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+\d+)"[^>]*?>\s*<(?:\w+:)?f\b', text)

    def defuse(self, sheet: str) -> None:
        """Make formulas of a sheet text; a cell that holds text already is not run by a spreadsheet, and stays."""
        part = self._sheets[sheet]
        text = self._parts[part].decode("utf-8")
        formula = re.compile(r"<((?:\w+:)?)c\b([^>]*?)>\s*<\1f\b([^>]*?)(?:/>|>(.*?)</\1f>)(.*?)</\1c>", re.DOTALL)
        text = formula.sub(_as_text, text)
        self._parts[part] = text.encode()

    def content(self) -> bytes:
        """The workbook, parts in their order, new ones last."""
        made = BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
            for info in self._infos:
                kept = zipfile.ZipInfo(info.filename, info.date_time)
                kept.external_attr, kept.compress_type = info.external_attr, info.compress_type
                packed.writestr(kept, self._parts[info.filename])
            known = {i.filename for i in self._infos}
            for name in sorted(set(self._parts) - known):
                packed.writestr(
                    zipfile.ZipInfo(name, self._infos[0].date_time), self._parts[name], zipfile.ZIP_DEFLATED
                )
        return made.getvalue()

    def _sheet_parts(self) -> dict[str, str]:
        book = ElementTree.fromstring(self._parts[self._book])  # noqa: S314 - expat refuses entities that grow
        targets = self._relations(self._book)
        found = {}
        for sheet in book.iter():
            own = next((v for k, v in sheet.attrib.items() if k.endswith("relationships}id")), None)
            if sheet.tag.endswith("}sheet") and own in targets:
                found[sheet.attrib["name"]] = targets[own][1]
        return found

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """The parts that a part refers to: id to kind and name."""
        name = _relations_of(part)
        if name not in self._parts:
            return {}
        found = {}
        for one in ElementTree.fromstring(self._parts[name]):  # noqa: S314
            target = one.attrib["Target"]
            base = posixpath.dirname(part)
            full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))
            found[one.attrib["Id"]] = (one.attrib["Type"], full)
        return found

    def _target(self, part: str, kind: str) -> str:
        return next((name for type_, name in self._relations(part).values() if type_.endswith(kind)), "")

    def _relate(self, part: str, kind: str, target: str) -> str:
        """Let a part refer to another; returns the id."""
        name = _relations_of(part)
        text = self._parts.get(name, notes.EMPTY_RELATIONS).decode("utf-8")
        own = f"rIdImpact{1 + text.count('rIdImpact')}"
        said = f'<Relationship Id="{own}" Type="{OFFICE}{kind}" Target="/{target}"/>'
        self._parts[name] = re.sub(r"</((?:\w+:)?)Relationships>", lambda m: f"{said}{m[0]}", text, count=1).encode()
        return own

    def _declare(self, said: str) -> None:
        name = "[Content_Types].xml"
        text = self._parts[name].decode("utf-8")
        if said.startswith("<Default") and re.search(r'Extension="vml"', text, re.IGNORECASE):
            return
        self._parts[name] = text.replace("</Types>", f"{said}</Types>", 1).encode()

    def _insert_drawing(self, part: str, own: str) -> None:
        """Name the comments' drawing at the place that the format has for it."""
        text = self._parts[part].decode("utf-8")
        at = notes.place_for_drawing(text)
        prefix = _prefix(text, "sheetData")
        said = f'<{prefix}legacyDrawing xmlns:r="{OFFICE}" r:id="{own}"/>'
        self._parts[part] = (text[:at] + said + text[at:]).encode()


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _prefix(text: str, element: str) -> str:
    found = re.search(rf"<(\w+:)?{element}\b", text)
    return (found[1] or "") if found else ""


def _text_cell(row: int, column: int, text: str) -> str:
    said = f"'{text}" if is_formula(text) else text
    clean = "".join(c for c in said if c.isprintable() or c == "\n")
    cell = f"{get_column_letter(column)}{row}"
    return f'<c r="{cell}" t="inlineStr"><is><t xml:space="preserve">{escape(clean)}</t></is></c>'


def _as_text(found: re.Match[str]) -> str:
    """A cell with a formula, as a cell with the formula's text; one that shares another's formula keeps its value."""
    prefix, attributes, _, formula, rest = found.groups()
    bare = re.sub(r'\s(t|cm|vm)="[^"]*"', "", attributes)
    if not formula:
        return f"<{prefix}c{attributes}>{rest}</{prefix}c>"
    said = f"<{prefix}is><{prefix}t>'={formula}</{prefix}t></{prefix}is>"
    return f'<{prefix}c{bare} t="inlineStr">{said}</{prefix}c>'
