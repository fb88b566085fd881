"""The report on paper: the same words, plots and pictures as a PDF of A4 pages."""

from __future__ import annotations

import io
import struct
from collections.abc import Container, Sequence
from pathlib import Path

import matplotlib
from fpdf import FPDF
from fpdf.enums import TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace, TTFFont

from iss_viewer.debrief.plots import png_bytes
from iss_viewer.debrief.report import Report
from iss_viewer.debrief.report_sections import (
    Block,
    CurveBlock,
    FactBlock,
    PictureBlock,
    Section,
    TableBlock,
    TextBlock,
    sections,
)
from iss_viewer.situation.words.typed import printable

_FONT, _BOX = "DejaVu", "\u25a1"
_INK, _MUTED = (28, 39, 51), (93, 107, 122)
_MARGIN_MM, _WIDTH_MM = 18.0, 174.0
_ROOM_MM = {CurveBlock: 75.0, PictureBlock: 130.0}  # below a heading


def write_pdf(report: Report, path: Path) -> None:
    """Write a report as PDF. Raises OSError."""
    paper = _Paper(report.title)
    paper.head(report)
    for section in sections(report):
        paper.section(section)
    paper.output(str(path))


def drawable(text: str, letters: Container[int]) -> str:
    """A text with a box in the place of each letter that a font lacks."""
    return "".join(c if ord(c) in letters or c == "\n" else _BOX for c in printable(text))


class _Paper(FPDF):
    """A4 pages with a foot, in a font that has the letters of the station's languages."""

    def __init__(self, title: str) -> None:
        super().__init__(format="A4")
        fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
        self.add_font(_FONT, "", fonts / "DejaVuSans.ttf")
        self.add_font(_FONT, "B", fonts / "DejaVuSans-Bold.ttf")
        self.set_margins(_MARGIN_MM, 16.0)
        self.set_auto_page_break(True, 18.0)
        font = self.fonts[_FONT.lower()]
        assert isinstance(font, TTFFont)
        self._letters = frozenset(font.cmap)
        self.set_title(title)
        self._title = title
        self.add_page()

    def normalize_text(self, text: str) -> str:
        """A text as it is drawn."""
        return str(super().normalize_text(drawable(text, self._letters)))

    def footer(self) -> None:
        """Title and page number."""
        self.set_y(-13.0)
        self._ink(7.5, muted=True)
        self.cell(_WIDTH_MM / 2, 5, self._title)
        self.cell(_WIDTH_MM / 2, 5, f"{self.page_no()}", align="R")

    def head(self, report: Report) -> None:
        """Title, banner and facts."""
        self._ink(17, bold=True)
        self.multi_cell(_WIDTH_MM, 8, report.title, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self._ink(9, bold=True)
        self.cell(_WIDTH_MM, 6, report.mode, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.pairs(report.facts)
        if report.damage:
            self.text_block(f"The recording is damaged: {'; '.join(report.damage)}", bold=True)

    def section(self, section: Section) -> None:
        """A heading, on the next page if there is no room for what follows it, and its blocks."""
        if self.will_page_break(_ROOM_MM.get(type(section.blocks[0]), 30.0)):
            self.add_page()
        self.ln(4)
        self._ink(12, bold=True)
        self.cell(_WIDTH_MM, 7, section.title, border="B", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(1.5)
        for block in section.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case FactBlock():
                self.pairs(block.rows)
            case TableBlock():
                self.rows(block.names, block.rows, block.widths_mm)
            case TextBlock():
                self.text_block(block.text, block.tone == "heading", block.tone == "muted")
            case CurveBlock():
                for _, figure in block.figures:
                    self.picture(png_bytes(figure))
            case PictureBlock():
                for name, png in block.pictures:
                    self.picture(png, name)

    def pairs(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Names and values."""
        for name, value in rows:
            self._ink(8.5, muted=True)
            self.cell(52, 5, name)
            self._ink(8.5)
            self.multi_cell(_WIDTH_MM - 52, 5, value, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def text_block(self, text: str, bold: bool = False, muted: bool = False) -> None:
        """A paragraph."""
        self._ink(7.5 if muted else 9, bold, muted)
        self.multi_cell(_WIDTH_MM, 4.6, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(1)

    def rows(
        self, names: Sequence[str], rows: Sequence[tuple[str, ...]], widths_mm: Sequence[int]
    ) -> None:
        """A table whose head is repeated on each page."""
        self._ink(7.5)
        with self.table(
            col_widths=tuple(widths_mm),
            width=_WIDTH_MM,
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            headings_style=FontFace(emphasis="BOLD", color=_MUTED),
            line_height=4.2,
            text_align="LEFT",
        ) as table:
            for row in (names, *rows):
                table.row([str(cell) for cell in row])

    def picture(self, png: bytes, caption: str = "") -> None:
        """A picture over the whole width."""
        width_px, height_px = struct.unpack(">II", png[16:24])  # of the head of every PNG
        height = _WIDTH_MM * height_px / width_px
        if self.will_page_break(height + 6):
            self.add_page()
        self.image(io.BytesIO(png), w=_WIDTH_MM)
        if caption:
            self.text_block(caption, muted=True)

    def _ink(self, size: float, bold: bool = False, muted: bool = False) -> None:
        self.set_font(_FONT, "B" if bold else "", size)
        self.set_text_color(*(_MUTED if muted else _INK))
        self.set_draw_color(205, 212, 220)
