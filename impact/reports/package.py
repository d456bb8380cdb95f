"""Office files as packages: the receipt as a part of its own, and the same bytes for the same content."""

import io
import re
import zipfile
from datetime import date
from xml.sax.saxutils import escape

from impact.reports.receipt import Receipt

SPACE = "urn:score-impact:receipt"
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps"
PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
DATA_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def packed(content: bytes, receipt: Receipt, main: str) -> bytes:
    """The package with the receipt as custom XML of its part `main`, such as `word/document.xml`.

    A receipt that is in it already is replaced.
    """
    parts = _parts(content)
    said = f'{HEAD}<receipt xmlns="{SPACE}">{escape(receipt.model_dump_json())}</receipt>'.encode()
    old = next((n for n in parts if n.startswith("customXml/item") and SPACE.encode() in parts[n]), "")
    if old:
        parts[old] = said
        return _zipped(parts, receipt.as_of)
    number = 1 + max([int(m[1]) for n in parts if (m := re.fullmatch(r"customXml/item(\d+)\.xml", n))] or [0])
    item = f"customXml/item{number}.xml"
    parts[item] = said
    parts[f"customXml/itemProps{number}.xml"] = (
        f'{HEAD}<ds:datastoreItem ds:itemID="{{5C0E1A9A-3B6D-4E0F-9C59-0B1D5A5C0E1A}}" xmlns:ds="{DATA_STORE}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{SPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()
    parts[f"customXml/_rels/item{number}.xml.rels"] = (
        f'{HEAD}<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{PROPERTIES}" '
        f'Target="itemProps{number}.xml"/></Relationships>'
    ).encode()
    folder, _, name = main.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    relation = f'<Relationship Id="rIdReceipt" Type="{CUSTOM}" Target="../{item}"/></Relationships>'
    parts[relations] = parts[relations].replace(b"</Relationships>", relation.encode())
    override = f'<Override PartName="/customXml/itemProps{number}.xml" ContentType="{PROPERTIES_TYPE}"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override.encode())
    return _zipped(parts, receipt.as_of)


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _zipped(parts: dict[str, bytes], as_of: date) -> bytes:
    """The parts as a package without a clock, also within packages that it holds."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            if name.endswith(".xlsx"):
                part = _zipped(_parts(part), as_of)  # noqa: PLW2901 - the part as it is written
            elif name == "docProps/core.xml":
                part = MOMENT.sub(f"{as_of.isoformat()}T00:00:00Z".encode(), part)  # noqa: PLW2901
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return written.getvalue()
