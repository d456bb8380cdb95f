"""A text document: paragraphs and tables whose numbers are fields of their own, each a link to its view."""

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from impact.reports.document_look import MAIN, QUIET, dress, ruled, shaded
from impact.reports.ledger import Ledger
from impact.reports.package import packed
from impact.reports.receipt import MARK, Figure
from impact.text import t


class Draft:
    """A document that grows at its end; `content` gives its bytes with the ledger's receipt."""

    def __init__(self, ledger: Ledger, content: bytes | None = None) -> None:
        self.ledger = ledger
        self.file = Document(io.BytesIO(content)) if content else Document()
        self._bookmarks = len(self.file.element.body.findall(f".//{qn('w:bookmarkStart')}"))
        if not content:
            dress(self.file)

    def heading(self, said: str, level: int, bookmark: str = "") -> Any:
        """A heading; with a bookmark it is found again in the next draft."""
        made = self.file.add_heading(said, level)
        if bookmark:
            made.paragraph_format.page_break_before = True
            self._bookmarks += 1
            for kind, place in (("w:bookmarkStart", 0), ("w:bookmarkEnd", len(made._p))):
                mark = OxmlElement(kind)
                mark.set(qn("w:id"), str(1000 + self._bookmarks))
                if kind == "w:bookmarkStart":
                    mark.set(qn("w:name"), bookmark)
                made._p.insert(1 if place == 0 and made._p.pPr is not None else place, mark)
        return made

    def text(self, template: str, style: str | None = None, *, quiet: bool = False) -> Paragraph:
        """A paragraph; the marks in it become fields."""
        made: Paragraph = self.file.add_paragraph(style=style)
        self.write(made, template, quiet=quiet)
        return made

    def place(self, said: str) -> None:
        """A place that the editor fills: a shaded line that says with what."""
        self.file.add_paragraph(said, style="Intense Quote")

    def term(self, term: str, meaning: str) -> None:
        """A definition, in small letters."""
        made = self.file.add_paragraph(style="List")
        self.write(made, f"{term}. ", bold=True)
        self.write(made, meaning)

    def write(self, paragraph: Paragraph, template: str, *, quiet: bool = False, bold: bool = False) -> None:
        """Words as runs, numbers as fields."""
        for n, part in enumerate(MARK.split(template)):
            if n % 2:
                paragraph._p.append(self._field(paragraph, self.ledger.figures[part], bold))
            elif part:
                run = paragraph.add_run(part)
                run.bold = bold or None
                if quiet:
                    run.font.color.rgb, run.font.size = RGBColor.from_string(QUIET), Pt(9)

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], *, together: bool = True
    ) -> None:
        """A table with a repeated head; widths in centimetres; a short one is kept `together` on a page."""
        made = self.file.add_table(rows=1, cols=len(heads))
        made.autofit = False
        for cell, head in zip(made.rows[0].cells, heads, strict=True):
            run = cell.paragraphs[0].add_run(head)
            run.bold, run.font.color.rgb = True, RGBColor(255, 255, 255)
            shaded(cell._tc.get_or_add_tcPr(), MAIN)
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        made.rows[0]._tr.get_or_add_trPr().append(repeated)
        for row in rows:
            cells = made.add_row().cells
            for cell, said in zip(cells, row, strict=True):
                ruled(cell._tc.get_or_add_tcPr())
                self.write(cell.paragraphs[0], said)
        # Some programs go by the columns, others by the cells.
        for column, wide in zip(made.columns, widths, strict=True):
            column.width = Cm(wide)
        rows_made = list(made.rows)
        last = rows_made[-1]
        for row in rows_made:
            unbroken = OxmlElement("w:cantSplit")
            row._tr.get_or_add_trPr().append(unbroken)
            for cell, wide in zip(row.cells, widths, strict=True):
                cell.width = Cm(wide)
                form = cell.paragraphs[0].paragraph_format
                form.keep_with_next = together and row is not last
                form.space_before, form.space_after, form.line_spacing = Pt(1.5), Pt(1.5), 1.0
                for run in cell.paragraphs[0]._p.iter(qn("w:r")):
                    Run(run, cell.paragraphs[0]).font.size = Pt(9)
        self.file.add_paragraph().paragraph_format.space_after = Pt(2)

    def picture(self, content: bytes, wide: float, alt: str) -> None:
        """A picture with its description; width in centimetres."""
        placed = self.file.add_picture(io.BytesIO(content), width=Cm(wide))
        placed._inline.docPr.set("descr", alt)

    def foot(self, said: str) -> None:
        """The origin and the page number at the foot of every page."""
        footer = self.file.sections[0].footer.paragraphs[0]
        footer.text = ""
        run = footer.add_run(said + "  ")
        run.font.size, run.font.color.rgb = Pt(7.5), RGBColor.from_string(QUIET)
        number = OxmlElement("w:fldSimple")
        number.set(qn("w:instr"), "PAGE")
        inner = Run(OxmlElement("w:r"), footer)
        inner.text, inner.font.size = "1", Pt(9)
        number.append(inner._r)
        footer._p.append(number)

    def content(self) -> bytes:
        """The finished file."""
        written = io.BytesIO()
        self.file.save(written)
        return packed(written.getvalue(), self.ledger.receipt(), "word/document.xml")

    def _field(self, paragraph: Paragraph, figure: Figure, bold: bool) -> Any:
        """A content control that holds one number and is named after it; its text is a link to the number's view."""
        control, settings = OxmlElement("w:sdt"), OxmlElement("w:sdtPr")
        about = " ".join([figure.column, *(str(v) for v in figure.row.values())])
        for name, value in (("w:alias", about[:60]), ("w:tag", figure.id), ("w:lock", "contentLocked")):
            one = OxmlElement(name)
            one.set(qn("w:val"), value)
            settings.append(one)
        inner, link = OxmlElement("w:sdtContent"), OxmlElement("w:hyperlink")
        target = self.ledger.link(figure)
        link.set(qn("r:id"), paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run = Run(OxmlElement("w:r"), paragraph)
        run.text, run.bold = figure.said, True if bold else None
        run.font.color.rgb = RGBColor.from_string(MAIN)
        link.append(run._r)
        inner.append(link)
        control.append(settings)
        control.append(inner)
        return control


def fields(draft: Draft) -> list[tuple[str, Run]]:
    """The fields of a document with their ids: the run that holds each number."""
    found = []
    for control in draft.file.element.body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        run = next(control.iter(qn("w:r")), None)
        if tag is not None and run is not None:
            found.append((str(tag.get(qn("w:val"))), Run(run, draft.file.paragraphs[0])))
    return found


def renew(draft: Draft, run: Run, figure: Figure, before: str) -> bool:
    """Put the number of today in its field; one that changed is marked, and a comment says what it was."""
    if run.text == figure.said:
        run.font.highlight_color = None
        return False
    said = t("Was {before} in the last draft, and is {now} now.", before=run.text, now=figure.said)
    run.text = figure.said
    run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    draft.file.add_comment(run, text=f"{said} {before}", author="SCORE Impact", initials="SI")
    return True
