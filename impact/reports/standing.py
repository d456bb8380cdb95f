"""What stands in a file: read by other libraries than those that wrote it, place by place."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import unescape

import openpyxl
from docx import Document
from pptx import Presentation
from pypdf import PdfReader

from impact.reports import ReportError, receipt
from impact.reports.receipt import Receipt

ENVELOPE = re.compile(rb"<receipt[^>]*>(.*)</receipt>", re.DOTALL)
LARGEST = 100_000_000
# As printed, several letters in one sign.
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})
MARKUP = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass
class Standing:
    """A file as it is now: its receipt, texts by place (`""` for a file without places), fields, charts and cells."""

    receipt: Receipt
    texts: dict[str, str] = field(default_factory=dict)
    fields: dict[str, list[str]] = field(default_factory=dict)
    charts: dict[str, list[list[list[Any]]]] = field(default_factory=dict)
    sheets: dict[str, Any] = field(default_factory=dict)


def read(path: Path) -> Standing:
    """Read a file of one of the kinds that hold a receipt."""
    content = path.read_bytes()
    readers = {".pdf": _pdf, ".xlsx": _workbook, ".pptx": _slides, ".docx": _document}
    if path.suffix.lower() not in readers:
        raise ReportError(f"{path.name}: only {', '.join(readers)} can be verified.")
    try:
        return readers[path.suffix.lower()](content)
    except ReportError as error:
        raise ReportError(f"{path.name}: {error}") from None
    except Exception as error:  # whatever a library finds wrong with a file that may come from anywhere
        raise ReportError(f"{path.name} cannot be read: {error}") from None


def _pdf(content: bytes) -> Standing:
    reader = PdfReader(io.BytesIO(content))
    attached = reader.attachments.get(receipt.NAME)
    if not attached:
        raise ReportError("There is no receipt in it: it was not made here, or was printed anew.")
    said = "\n".join(page.extract_text() for page in reader.pages).translate(LIGATURES)
    return Standing(receipt.read(attached[0]), {"": said})


def _workbook(content: bytes) -> Standing:
    _checked(content)
    book = openpyxl.load_workbook(io.BytesIO(content))
    if receipt.SHEET not in book.sheetnames:
        raise ReportError("There is no receipt in it: the sheet 'Receipt' is gone.")
    said = "".join(str(row[0] or "") for row in book[receipt.SHEET].iter_rows(min_row=2, max_col=1, values_only=True))
    return Standing(receipt.read(said), sheets={sheet.title: sheet for sheet in book})


def _document(content: bytes) -> Standing:
    document = Document(io.BytesIO(content))
    found = Standing(receipt_of(content))
    for place in document.element.body.iter(f"{{{MARKUP}}}sdt"):
        tag = place.find(f"{{{MARKUP}}}sdtPr/{{{MARKUP}}}tag")
        if tag is not None:
            said = "".join(node.text or "" for node in place.iter(f"{{{MARKUP}}}t"))
            found.fields.setdefault(str(tag.get(f"{{{MARKUP}}}val")), []).append(said)
    return found


def _slides(content: bytes) -> Standing:
    found = Standing(receipt_of(content))
    for number, slide in enumerate(Presentation(io.BytesIO(content)).slides, 1):
        for place, shape in _shapes(slide, number):
            if shape.has_text_frame:
                found.texts[place] = shape.text_frame.text
            elif shape.has_chart:
                shown = [list(series.values) for series in shape.chart.plots[0].series]
                found.charts[place] = [shown, _behind(shape.chart)]
    return found


def _shapes(slide: Any, number: int) -> Iterator[tuple[str, Any]]:
    for shape in slide.shapes:
        yield f"{number}/{shape.name}", shape


def _behind(chart: Any) -> list[list[Any]]:
    """The series in the workbook behind a chart, which is what somebody edits who edits the chart."""
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    rows = list(book.worksheets[0].iter_rows(min_row=2, min_col=2, values_only=True))
    return [list(column) for column in zip(*rows, strict=True)]


def receipt_of(content: bytes) -> Receipt:
    """The receipt of a document or of slides: a part of its own, which editors leave as it is."""
    with zipfile.ZipFile(_checked(content)) as package:
        for name in package.namelist():
            if name.startswith("customXml/item") and (match := ENVELOPE.search(package.read(name))):
                return receipt.read(unescape(match[1].decode("utf-8"), {"&quot;": '"'}))
    raise ReportError("There is no receipt in it: it was not made here, or an editor dropped it.")


def _checked(content: bytes) -> io.BytesIO:
    """The package, unless what it unpacks to is larger than any file of ours."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if sum(info.file_size for info in package.infolist()) > LARGEST:
            raise ReportError("It is larger than a file of this kind can be.")
    return io.BytesIO(content)
