"""What a person wants written: which stretch of the run as a table, which panel as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from iss_viewer.situation.results import PLOTS, STATION_VIEW, SheetForm
from iss_viewer.situation.words.clock import Clock
from iss_viewer.units import UnitError, parse
from iss_viewer.views.shared.dialogs import ok_and_cancel
from iss_viewer.views.shared.widgets import column, label, named, row, set_text
from iss_viewer.views.style import letters

_SIZES = ((1280, 720), (1600, 900), (1920, 1080), (3840, 2160))
_LEAST_PX, _MOST_PX = 320, 8192
_SHEET = "sheet"
_SIGNS = {
    "1,5 ; 2,5  decimal comma, semicolons": (";", ","),
    "1.5 , 2.5  decimal point, commas": (",", "."),
    "1.5 ; 2.5  decimal point, semicolons": (";", "."),
    "1,5 ⇥ 2,5  decimal comma, tabs": ("\t", ","),
}


@dataclass(frozen=True)
class OfferedRange:
    """A stretch of the run that a person may mean, with its words."""

    words: str
    from_s: float
    to_s: float


class RangeDialog(QDialog):
    """Asks from when to when, in which format, and what of it is for a spreadsheet.

    clock: what writes the instants; drawn: the channels that the plots show.
    """

    def __init__(
        self,
        parent: QWidget | None,
        stretches: Sequence[OfferedRange],
        clock: Clock | None = None,
        drawn: Sequence[str] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export a range")
        self._stretches, self._clock, self._drawn = tuple(stretches), clock or Clock(), tuple(drawn)
        self.range, self.format = QComboBox(), QComboBox()
        self.range.addItems([stretch.words for stretch in stretches])
        self.format.addItem("CSV, with units and limits in its head", ".csv")
        self.format.addItem("Parquet, with units and limits in its metadata", ".parquet")
        self.format.addItem("CSV for a spreadsheet, in the form of your country", _SHEET)
        self.from_, self.to = QLineEdit(), QLineEdit()
        self.instants = label("", "muted", wraps=True)
        self.sheet = named(QComboBox(), "Signs of the spreadsheet")
        for words, signs in sheet_signs().items():
            self.sheet.addItem(words, signs)
        self.columns = named(QComboBox(), "Which columns")
        self.columns.addItem("All", ())
        if drawn:
            self.columns.insertItem(0, f"What the plots show ({len(drawn)})", self._drawn)
        self.columns.setCurrentIndex(0)
        self.fault = label("", tone="notice", wraps=True)
        form = QFormLayout()
        form.addRow("Range", self.range)
        form.addRow("From", self.from_)
        form.addRow("To", self.to)
        form.addRow("", self.instants)
        form.addRow("Format", self.format)
        form.addRow("Signs", self.sheet)
        form.addRow("Columns", self.columns)
        self._form = form
        explanation = label(
            "Times count from the start of the run: 1h 20min, 90s. Sampled channels and conclusions "
            "are written, in SI: the unit ends a name.",
            "muted",
            wraps=True,
        )
        head = label("Export a range", "title")
        self.buttons = ok_and_cancel(self, "Choose a file…")
        self.setLayout(
            column(head, explanation, form, self.fault, self.buttons, spacing=10, margin=16)
        )
        letters.give_size(self, "setMinimumWidth", 440)
        self.range.currentIndexChanged.connect(self._fill)
        for field in (self.from_, self.to):
            field.textChanged.connect(lambda _: self._check())
        self.format.currentIndexChanged.connect(lambda _: self._show_sheet())
        self._show_sheet()
        self._fill(0)

    def _show_sheet(self) -> None:
        """Ask for signs and columns where a spreadsheet is meant."""
        is_sheet = self.format.currentData() == _SHEET
        for part in (self.sheet, self.columns):
            self._form.setRowVisible(part, is_sheet)

    def _fill(self, index: int) -> None:
        stretch = self._stretches[index]
        self.from_.setText(written(stretch.from_s))
        self.to.setText(written(stretch.to_s))

    def _check(self) -> None:
        try:
            from_s, to_s = self.stretch()
            fault = "" if from_s < to_s else "The range ends before it begins."
            self.instants.setText(f"{self._clock.text(from_s)} to {self._clock.text(to_s)}")
        except UnitError as error:
            fault = str(error)
            self.instants.setText("")
        set_text(self.fault, fault)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not fault)

    def stretch(self) -> tuple[float, float]:
        """From when to when, s. Raises UnitError for what is no duration."""
        return parse(self.from_.text(), "duration"), parse(self.to.text(), "duration")

    def ending(self) -> str:
        """The ending of the file's name."""
        ending = str(self.format.currentData())
        return ".csv" if ending == _SHEET else ending

    def form(self) -> SheetForm | None:
        """How a spreadsheet wants it; None: none is meant."""
        if self.format.currentData() != _SHEET:
            return None
        delimiter, decimal = self.sheet.currentData()
        columns = tuple(self.columns.currentData())
        return SheetForm(self._clock.notation, delimiter, decimal, columns)


def sheet_signs() -> dict[str, tuple[str, str]]:
    """What separates cells, and the decimal sign, by words; that of the reader's country first."""
    here = QLocale.system()
    own = (";", ",") if here.decimalPoint() == "," else (",", ".")
    is_known = here.territory() != QLocale.Country.AnyCountry
    country = f"  (as in {QLocale.territoryToString(here.territory())})" if is_known else ""
    first = {f"{name}{country}": signs for name, signs in _SIGNS.items() if signs == own}
    return first | {name: signs for name, signs in _SIGNS.items() if signs != own}


class PictureDialog(QDialog):
    """Asks which panel, how big, and as which kind of picture."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export panel image")
        self.panel, self.size_, self.format = QComboBox(), QComboBox(), QComboBox()
        self.panel.addItem("Plots, the stretch that they show", PLOTS)
        self.panel.addItem("The station, from where it is seen", STATION_VIEW)
        self.size_.addItems([f"{width} × {height}" for width, height in _SIZES])
        self.format.addItem("PNG", ".png")
        self.format.addItem("SVG: lines and words stay sharp at any size", ".svg")
        self.width_px, self.height_px = named(QSpinBox(), "Width"), named(QSpinBox(), "Height")
        for box in (self.width_px, self.height_px):
            box.setRange(_LEAST_PX, _MOST_PX)
            box.setSuffix(" px")
            box.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
            box.lineEdit().setTextMargins(8, 0, 8, 0)
        form = QFormLayout()
        form.addRow("What", self.panel)
        form.addRow("Size", self.size_)
        form.addRow("", row(self.width_px, label("×"), self.height_px, None))
        form.addRow("As", self.format)
        head = label("Export panel image", "title")
        self.setLayout(
            column(head, form, ok_and_cancel(self, "Choose a file…"), spacing=10, margin=16)
        )
        self.size_.currentIndexChanged.connect(self._take_size)
        self.size_.setCurrentIndex(1)
        letters.give_size(self, "setMinimumWidth", 440)

    def _take_size(self, index: int) -> None:
        self.width_px.setValue(_SIZES[index][0])
        self.height_px.setValue(_SIZES[index][1])


def written(time_s: float) -> str:
    """An instant of the run as one would write it: ``1d 2h 20min``, ``90.5s``."""
    whole, rest = int(time_s), time_s - int(time_s)
    seconds = whole % 60 + rest
    parts = [
        f"{count}{unit}"
        for count, unit in ((whole // 86400, "d"), (whole % 86400 // 3600, "h"), (whole % 3600 // 60, "min"))
        if count
    ]  # fmt: skip
    if seconds or not parts:
        parts.append(f"{seconds:.3f}".rstrip("0").rstrip(".") + "s")
    return " ".join(parts)
