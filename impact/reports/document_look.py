"""How a text document looks: one family of letters, quiet tables, shaded places for the editor."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

MAIN, INK, QUIET, PALE, RULE = "0B6E75", "1F2A30", "56626A", "EEF4F3", "D5D9DA"
FONT = "Arial"  # on every system, or a font of the same widths

# Style: size of its letters, and space before and after, in points.
STYLES = {
    "Normal": (10, 0, 6),
    "Title": (26, 0, 10),
    "Heading 1": (20, 0, 8),
    "Heading 2": (14, 10, 4),
    "Heading 3": (11.5, 10, 4),
    "Intense Quote": (9.5, 6, 6),
    "Quote": (10, 4, 6),
    "List": (9, 0, 4),
}


def dress(file: Any) -> None:
    """Give a new document its page and its styles."""
    file.core_properties.title = "SCORE"
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(1.8), Cm(1.8)
    for name, (size, before, after) in STYLES.items():
        style = file.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(theme), None)
        style.font.color.rgb = RGBColor.from_string(INK if name in ("Normal", "List") else MAIN)
        form = style.paragraph_format
        form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.1
    for name in ("Title", "Intense Quote"):
        for border in file.styles[name].element.pPr.findall(qn("w:pBdr")):
            file.styles[name].element.pPr.remove(border)
    _placed(file.styles["Intense Quote"])
    file.styles["List"].paragraph_format.left_indent = file.styles["List"].paragraph_format.first_line_indent = Cm(0)


def _placed(style: Any) -> None:
    """A place to fill: shaded, with a bar at its left."""
    style.font.bold, style.font.italic = False, True
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Cm(0.3)
    borders = OxmlElement("w:pBdr")
    borders.append(_line("w:left", MAIN, "24", "6"))
    # In the order that the format wants: borders, then shading, before spacing and indents.
    spacing = style.element.pPr.find(qn("w:spacing"))
    spacing.addprevious(borders)
    shaded(style.element.pPr, PALE)
    spacing.addprevious(style.element.pPr.find(qn("w:shd")))


def shaded(properties: Any, colour: str) -> None:
    """A ground of one colour, for a cell or a paragraph."""
    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)):
        shade.set(qn(name), value)
    properties.append(shade)


def ruled(properties: Any) -> None:
    """A thin line below a cell."""
    borders = OxmlElement("w:tcBorders")
    borders.append(_line("w:bottom", RULE, "4", "0"))
    properties.append(borders)


def _line(side: str, colour: str, thick: str, space: str) -> Any:
    line = OxmlElement(side)
    for name, value in (("w:val", "single"), ("w:sz", thick), ("w:space", space), ("w:color", colour)):
        line.set(qn(name), value)
    return line
