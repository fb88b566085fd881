"""The report on paper: the same words, plots and pictures as a PDF of A4 pages."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from pathlib import Path

import matplotlib
from fpdf import FPDF
from fpdf.enums import TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

from iss_viewer.debrief.plots import png_bytes
from iss_viewer.debrief.report import Report, ReportLine, report_words

_FONT = "DejaVu"
_INK, _MUTED = (28, 39, 51), (93, 107, 122)
_MARGIN_MM, _WIDTH_MM = 18.0, 174.0


def write_pdf(report: Report, path: Path) -> None:
    """Write a report as PDF. Raises OSError."""
    paper = _Paper(report.title)
    paper.head(report)
    words = report_words(report)
    names: tuple[str, ...]
    paper.section("At the end of the run")
    paper.pairs(report.outcome)
    if report.story:
        paper.section("The story")
        paper.text_block(report.story)
    if report.modules:
        paper.section("Modules concerned")
        names = ("Module", "Detected", "Onset", "Peak leak rate", "Lowest pressure", "Acknowledged")
        paper.rows(names, words["modules"], (30, 21, 36, 31, 31, 25))
    if words["beliefs"]:
        paper.section("Truth against belief")
        names = ("Leak", "Began", "Estimated", "Peak flow", "Alarm", "Located", "Delay", "Wrong")
        paper.rows(names, words["beliefs"], (27, 20, 32, 29, 20, 20, 13, 13))
    if report.score is not None:
        paper.section(f"Score: {report.score.points:.0f} of 100")
        paper.text_block("The weights are assumed: no standard for such exercises is published.")
        paper.rows(("What", "Points", "Why"), words["score"], (38, 24, 112))
    paper.section("Curves", room_mm=75.0)
    for _, figure in report.plots:
        paper.picture(png_bytes(figure))
    if report.pictures:
        paper.section("The station at key moments", room_mm=130.0)
        for name, png in report.pictures:
            paper.picture(png, name)
    paper.section("Alarms")
    paper.pairs(words["alarms"])
    paper.section("What people did")
    paper.rows(("Elapsed", "UTC", "What", "Who"), _rows(report.actions), (22, 28, 98, 26))
    paper.section("Timeline")
    lines = [(line.clock, line.utc, line.kind, line.text) for line in report.lines]
    paper.rows(("Elapsed", "UTC", "Kind", "What"), lines, (22, 28, 20, 104))
    if report.left_out:
        paper.text_block(f"{report.left_out} later lines are left out; the recording has them all.")
    if report.incidents:
        paper.section("What really happened in these modules")
        for incident in report.incidents:
            paper.text_block(f"{incident.date_text} · {incident.title}", bold=True)
            paper.text_block(incident.summary)
            if incident.differ:
                paper.text_block(f"Where the agencies differ: {incident.differ}")
            paper.text_block(f"Sources: {'; '.join(incident.sources.values())}", muted=True)
    paper.output(str(path))


def _rows(lines: Sequence[ReportLine]) -> list[tuple[str, ...]]:
    return [(line.clock, line.utc, line.text, line.actor) for line in lines]


class _Paper(FPDF):
    """A4 pages with a foot, in a font that has the letters of the station's languages."""

    def __init__(self, title: str) -> None:
        super().__init__(format="A4")
        fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
        self.add_font(_FONT, "", fonts / "DejaVuSans.ttf")
        self.add_font(_FONT, "B", fonts / "DejaVuSans-Bold.ttf")
        self.set_margins(_MARGIN_MM, 16.0)
        self.set_auto_page_break(True, 18.0)
        self.set_title(title)
        self._title = title
        self.add_page()

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

    def section(self, title: str, room_mm: float = 30.0) -> None:
        """A heading, on the next page if there is no room for what follows it."""
        if self.will_page_break(room_mm):
            self.add_page()
        self.ln(4)
        self._ink(12, bold=True)
        self.cell(_WIDTH_MM, 7, title, border="B", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(1.5)

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
        if not rows:
            self.text_block("Nothing.", muted=True)
            return
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
