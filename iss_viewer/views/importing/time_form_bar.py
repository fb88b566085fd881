"""Where the time of a table stands and how it is written; each can be changed, and what the sample makes of it is told."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from iss_viewer.situation.words.tables import sampled_time_words, time_form_words
from iss_viewer.telemetry.readings.column_map import TimeColumn
from iss_viewer.telemetry.readings.guessing.draft import Draft
from iss_viewer.telemetry.readings.guessing.time_choice import (
    OF_YEAR,
    TIME_FORMS,
    cells_of,
    has_summer_time,
    is_zoned,
    time_form,
    with_form,
    with_format,
    without_summer_time,
    year_of,
)
from iss_viewer.telemetry.readings.rows import names_unlike
from iss_viewer.views.shared.widgets import OneLine, column, label, named, row
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import set_role, set_tone

_COUNTS = ("seconds", "minutes", "hours", "days")
_YEARS = (1990, 2100)


class TypedLine(QLineEdit):
    """Enter takes what was typed, and does nothing else."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter from the page, which it would open."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.editingFinished.emit()
            event.accept()
        else:
            super().keyPressEvent(event)


class TimeFormBar(QWidget):
    """columns_chosen: the names of the columns that time stands in. changed: how it is written now."""

    columns_chosen = Signal(tuple)
    changed = Signal(TimeColumn)
    zone_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._draft: Draft | None = None
        self._summer_zone = ""  # that daylight saving was taken from
        self.first = self._box("Column of the time")
        self.second = self._box("Second column of the time")
        self.form = self._box("How the time is written")
        for form in TIME_FORMS:
            self.form.addItem(time_form_words(form), form)
        self.format, self.year, self.start = (
            named(TypedLine(), name)
            for name in ("Format of the time", "Year of the first row", "When the count began")
        )
        self.format.setToolTip(
            "%Y year, %m month, %d day, %j day of the year, %H:%M:%S, %f fraction, %z zone"
        )
        self.start.setPlaceholderText("began at: unknown")
        self.start.setToolTip("2024-02-26 06:00, or empty: then elapsed time is shown")
        for line, px in ((self.format, 150), (self.year, 52), (self.start, 140)):
            set_role(line, "small")
            letters.give_size(line, "setFixedWidth", px)
        self.saving = QCheckBox("Daylight saving")
        self.made = OneLine("soft")
        top = row(
            label("Time in", "muted"), self.first, self.second, label("as", "muted"), self.form,
            self.format, self.year, self.start, self.saving, None, spacing=6,
        )  # fmt: skip
        self.setLayout(column(top, self.made, spacing=3))
        self._connect()

    def _box(self, name: str) -> QComboBox:
        made = named(QComboBox(), name)
        set_role(made, "small")
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(8)
        return made

    def _connect(self) -> None:
        self.first.activated.connect(lambda _: self._choose_columns(is_first=True))
        self.second.activated.connect(lambda _: self._choose_columns(is_first=False))
        self.form.activated.connect(lambda _: self._choose_form())
        self.format.editingFinished.connect(self._take_format)
        self.year.editingFinished.connect(self._take_year)
        self.start.editingFinished.connect(self._take_start)
        self.saving.clicked.connect(self._switch_saving)

    # ------------------------------------------------------------------ what is shown

    def show_draft(self, draft: Draft) -> None:
        """Show how a draft takes its time to be written."""
        self._draft, time = draft, draft.time
        self._show_columns(draft)
        form = time_form(time)
        self.form.setCurrentIndex(self.form.findData(form))
        self.format.setVisible(form == "format")
        self.format.setText(time.format)
        self.format.setCursorPosition(0)
        year = year_of(time)
        self.year.setVisible(year is not None or time.lacks_year)
        self.year.setText("" if year is None else str(year))
        self.start.setVisible(form in _COUNTS)
        self.start.setText("" if time.start is None else f"{time.start:%Y-%m-%d %H:%M}")
        self._show_saving(time)
        words, is_good = sampled_time_words(draft)
        self.made.set_text(("✓ " if is_good else "◆ ") + words)
        set_tone(self.made, "good" if is_good else "notice")

    def _show_columns(self, draft: Draft) -> None:
        names = names_unlike(draft.layout.names or [""] * draft.layout.width)
        titles = [title.replace("\n", " ")[:40] for title in (draft.layout.titles or names)]
        chosen = draft.time.columns
        for box, at in ((self.first, 0), (self.second, 1)):
            box.clear()
            if at:
                box.addItem("alone", "")
            for name, title in zip(names, titles, strict=False):
                box.addItem(title or name, name)
        self.second.setVisible(len(chosen) <= 2)
        if len(chosen) > 2:
            self.first.insertItem(0, ", ".join(chosen), chosen[0])
            self.first.setCurrentIndex(0)
            return
        self.first.setCurrentIndex(max(self.first.findData(chosen[0]), 0))
        self.second.setCurrentIndex(self.second.findData(chosen[1]) if len(chosen) > 1 else 0)

    def _show_saving(self, time: TimeColumn) -> None:
        has_saving = is_zoned(time) and has_summer_time(time.zone, self._year())
        if has_saving:
            self._summer_zone = time.zone
        can_have = bool(self._summer_zone) and time.zone == without_summer_time(
            self._summer_zone, self._year()
        )
        self.saving.setVisible(is_zoned(time))
        self.saving.setEnabled(has_saving or can_have)
        self.saving.setChecked(has_saving)
        self.saving.setToolTip(
            "Clocks were set forward in summer, as in a zone with a name; without, they kept one offset all year"
        )

    # ------------------------------------------------------------------ what a person does

    def _choose_columns(self, is_first: bool) -> None:
        first, second = str(self.first.currentData()), str(self.second.currentData() or "")
        if self._draft is not None and (is_first or self.second.isVisible()):
            names = (first, second) if second and second != first else (first,)
            if names != self._draft.time.columns:
                self.columns_chosen.emit(names)

    def _choose_form(self) -> None:
        if self._draft is not None:
            time, form = self._draft.time, str(self.form.currentData())
            texts = [
                " ".join(parts) for parts in zip(*cells_of(self._draft.layout, time), strict=True)
            ]
            self.changed.emit(with_form(time, form, self._year(), texts))

    def _take_format(self) -> None:
        if self._draft is not None and self.format.text().strip() != self._draft.time.format:
            text = self.format.text().strip()
            self.changed.emit(with_format(self._draft.time, text, self._year()))

    def _take_year(self) -> None:
        text, draft = self.year.text().strip(), self._draft
        if draft is None or text == str(year_of(draft.time) or ""):
            return
        if not text.isdigit() or not _YEARS[0] <= int(text) <= _YEARS[1]:
            self._refuse(f"A year lies between {_YEARS[0]} and {_YEARS[1]}, not '{text}'.")
            return
        form = time_form(draft.time)
        if form in OF_YEAR:
            self.changed.emit(with_form(draft.time, form, int(text), ()))
        else:
            self.changed.emit(draft.time.model_copy(update={"year": int(text)}))

    def _take_start(self) -> None:
        text, draft = self.start.text().strip(), self._draft
        shown = (
            ""
            if draft is None or draft.time.start is None
            else f"{draft.time.start:%Y-%m-%d %H:%M}"
        )
        if draft is None or text == shown:
            return
        try:
            start = datetime.fromisoformat(text) if text else None
        except ValueError:
            self._refuse(f"'{text}' is no date and time such as 2024-02-26 06:00.")
            return
        self.changed.emit(draft.time.model_copy(update={"start": start}))

    def _switch_saving(self, has_saving: bool) -> None:
        if self._draft is not None:
            zone = self._draft.time.zone
            self.zone_chosen.emit(
                self._summer_zone if has_saving else without_summer_time(zone, self._year())
            )

    def _refuse(self, words: str) -> None:
        self.made.set_text(f"◆ {words}")
        set_tone(self.made, "notice")

    def _year(self) -> int:
        """The year that is meant where none is said: of the first sampled row, or when the file was written."""
        assert self._draft is not None, "something is shown"
        known = year_of(self._draft.time)
        if known is not None:
            return known
        first_s = self._draft.sampled_times.first_s
        if first_s == first_s and not self._draft.time.is_counted:
            return datetime.fromtimestamp(first_s, UTC).year
        return datetime.fromtimestamp(self._draft.table.stat().st_mtime, UTC).year
