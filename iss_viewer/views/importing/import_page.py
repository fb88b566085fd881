"""The page on which a strange table is understood before it is opened: a guess, what is open, and all that can be changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QWidget

from iss_viewer.datafile import FileMistakes
from iss_viewer.situation.results import BackgroundTask
from iss_viewer.situation.table_preview import TableSummary, choice_curves
from iss_viewer.situation.words.tables import file_words, map_about, open_words, settled_words
from iss_viewer.telemetry.folders import sessions_folder
from iss_viewer.telemetry.readings.column_map import ReadingsMap, TimeColumn, zone_of
from iss_viewer.telemetry.readings.guessing.draft import Draft
from iss_viewer.telemetry.readings.guessing.question import DraftEdit
from iss_viewer.telemetry.readings.guessing.several_files import guess_files
from iss_viewer.telemetry.readings.guessing.table_guess import Fixed
from iss_viewer.telemetry.readings.map_text import write_map
from iss_viewer.units import UNIT_SYSTEMS, UnitSystem
from iss_viewer.views.importing.column_editor import ColumnEditor
from iss_viewer.views.importing.form_bar import FormBar
from iss_viewer.views.importing.lines_card import LinesCard
from iss_viewer.views.importing.question_card import QuestionCard
from iss_viewer.views.importing.read_curves import ReadCurves
from iss_viewer.views.importing.rows_view import RowsView
from iss_viewer.views.importing.time_form_bar import TimeFormBar
from iss_viewer.views.shared.task_progress import TaskProgress
from iss_viewer.views.shared.widgets import button, column, frame, label, row, scrolled, set_text
from iss_viewer.views.style.theme import DARK, Palette

Summarise = Callable[[str, ReadingsMap], BackgroundTask]


class ImportPage(QDialog):
    """`map_file` is the map that was written, beside the table, once the page was accepted.

    summarise: reads a whole table elsewhere; None: nobody does, and only the sample is shown.
    """

    def __init__(
        self,
        parent: QWidget | None,
        draft: Draft,
        summarise: Summarise | None = None,
        palette: Palette = DARK,
        system: UnitSystem = UNIT_SYSTEMS[0],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Import {draft.table.name}")
        self._draft, self._summarise = draft, summarise
        self._palette, self._system, self._fixed = palette, system, Fixed()
        self.map_file = _free_name(draft.table)
        self.summary: TableSummary | None = None
        self._build_layout()
        self._show()

    @property
    def draft(self) -> Draft:
        """What the table is understood as by now."""
        return self._draft

    # ------------------------------------------------------------------ what it is made of

    def _build_layout(self) -> None:
        self.rows, self.columns, self.form = RowsView(), ColumnEditor(), FormBar()
        self.time = TimeFormBar()
        self.question, self.lines, self.curves = QuestionCard(), LinesCard(), ReadCurves()
        self.progress = TaskProgress()
        self.progress.setParent(self)
        self.progress.hide()
        self.file_words = label("", "soft")
        self.settled = label("", "soft", wraps=True)
        self.opener = button("Open  (Enter)", self.open_table, "accent")
        self.open_words = label("", "title", wraps=True)
        self.map_words = label("", "soft", wraps=True)
        self._connect()
        grid = QGridLayout()
        grid.setSpacing(8)
        grid.setContentsMargins(10, 8, 10, 10)
        grid.addLayout(self._head(), 0, 0, 1, 2)
        grid.addWidget(_framed("Rows as understood", self.form, self.time, self.rows), 1, 0)
        self._right_top, self._columns = self._right(), _framed("Columns", scrolled(self.columns))
        grid.addWidget(self._foot(), 3, 1)
        for at, stretch in ((0, 8), (1, 5)):
            grid.setColumnStretch(at, stretch)
        for at, stretch in ((1, 8), (2, 8), (3, 6)):
            grid.setRowStretch(at, stretch)
        self._grid = grid
        self.setLayout(grid)

    def _arrange(self) -> None:
        """While something is open, questions and columns have the room that balance and curves take afterwards."""
        is_ready = self.is_ready()
        rows = 1 if is_ready else 2
        self._grid.addWidget(self._right_top, 1, 1, rows, 1)
        self._grid.addWidget(self._columns, 2, 0, rows, 1)
        self._grid.addWidget(self.lines, 2, 1)
        self._grid.addWidget(self.curves, 3, 0)
        self.lines.setVisible(is_ready)
        self.curves.setVisible(is_ready)

    def _head(self) -> QHBoxLayout:
        chip = label("IMPORT", "badge", "mode")
        self.cancel = button("Cancel", self.reject)
        self.saver = button("Save map", self.save_map)
        more = len(self._draft.files) - 1
        others = f" and {more} more" if more > 0 else ""
        title = label(f"{self._draft.table.name}{others}", "title")
        return row(chip, title, self.file_words, None, self.saver, self.cancel, spacing=10)

    def _right(self) -> QFrame:
        """The question, or that none is open."""
        self.nothing_open = _framed("Nothing is open", self.settled, None)
        holder = QFrame()
        holder.setLayout(column(self.question, self.nothing_open, spacing=0))
        return holder

    def _foot(self) -> QFrame:
        return frame(
            "panel",
            column(
                self.open_words, self.map_words, None, row(None, self.opener), spacing=6, margin=12
            ),
        )

    def _connect(self) -> None:
        self.form.changed.connect(self.change_form)
        self.time.columns_chosen.connect(lambda names: self._guess_anew(time=names))
        self.time.changed.connect(self.change_time)
        self.time.zone_chosen.connect(lambda zone: self.change_form("zone", zone))
        self.columns.edited.connect(self.edit)
        self.question.answered.connect(self.answer)
        self.progress.done.connect(self.take_summary)
        self.progress.refused.connect(lambda words: self.lines.show_reason(words))

    # ------------------------------------------------------------------ what a person does

    def answer(self, key: str, place: int) -> None:
        """Answer a question."""
        self._draft = self._draft.answer(key, place)
        self._show()

    def edit(self, change: DraftEdit) -> None:
        """Change one thing by hand."""
        self._draft = self._draft.by_hand(change)
        self._show()

    def change_form(self, name: str, value: str) -> None:
        """Take the table to be written otherwise, and guess anew what hangs on it."""
        if name == "zone":
            self._change_zone(value)
            return
        self._guess_anew(**{name: value})

    def change_time(self, time: TimeColumn) -> None:
        """Take the time to be written as a person says."""
        self._draft = self._draft.with_time(time)
        self._show()

    def _guess_anew(self, **changed: Any) -> None:
        """Guess again by what was decided of the form; what was decided of columns stays, but where they are the time."""
        old, fixed = self._draft, replace(self._fixed, **changed)
        try:
            draft = guess_files(old.files or (old.table,), old.station_name, fixed=fixed)
        except FileMistakes as refusal:
            self.form.show_draft(old)
            self.time.show_draft(old)
            set_text(self.file_words, str(refusal.mistakes[0].message), "notice")
            return
        self._fixed, self._draft = fixed, _with_decided(draft, old)
        self._show()

    def _change_zone(self, value: str) -> None:
        try:
            zone_of(value)
        except ValueError as error:
            set_text(self.file_words, str(error), "notice")
            return
        self.edit(DraftEdit(("time", "zone"), value))

    def open_table(self) -> None:
        """Write the map and open the table; nothing happens while something is open."""
        if self.is_ready() and self._write():
            self.accept()

    def save_map(self) -> None:
        """Write the map beside the table."""
        if self.is_ready() and self._write():
            set_text(self.file_words, f"Wrote {self.map_file.name}", "good")

    def is_ready(self) -> bool:
        """Whether nothing is open."""
        return not self._draft.open_points()

    def _write(self) -> bool:
        try:
            mapped, about = self._draft.to_map(), map_about(self._draft)
            try:
                write_map(mapped, self.map_file, about)
            except OSError:  # the table lies where nothing can be written
                self.map_file = sessions_folder() / self.map_file.name
                write_map(mapped, self.map_file, about)
        except (OSError, FileMistakes) as error:
            set_text(self.file_words, f"The map was not written: {error}", "bad")
            return False
        return True

    # ------------------------------------------------------------------ what is shown

    def _show(self) -> None:
        draft = self._draft
        set_text(self.file_words, file_words(draft), "soft")
        self.form.show_draft(draft)
        self.time.show_draft(draft)
        self.rows.show_draft(draft, self._palette)
        self.columns.show_draft(draft, self._palette)
        self._show_question()
        self._show_foot()
        self._arrange()
        self._read_whole()

    def _show_question(self) -> None:
        questions = self._draft.questions
        self.question.setVisible(bool(questions))
        self.nothing_open.setVisible(not questions)
        self.settled.setText("\n".join(settled_words(self._draft)))
        if questions:
            curves = choice_curves(self._draft, questions[0])
            self.question.show_question(questions[0], len(questions), self._palette, curves)

    def _show_foot(self) -> None:
        is_ready = self.is_ready()
        self.open_words.setText(open_words(self._draft))
        self.map_words.setText(f"Map: {self.map_file.name}, beside the file")
        self.opener.setEnabled(is_ready)
        self.saver.setEnabled(is_ready)

    def _read_whole(self) -> None:
        """Let the whole table be read once nothing is open."""
        self.curves.clear()
        self.summary = None
        if not self.is_ready():
            self.lines.show_reason("The whole file is counted once nothing is open.")
        elif self._summarise is None:
            self.lines.show_reason("Only a sample was read.")
        else:
            self.lines.show_reason("The whole file is being read …")
            task = self._summarise(str(self._draft.table), self._draft.to_map())
            self.progress.wait_for(task, "Reading")

    def take_summary(self, summary: TableSummary) -> None:
        """Show what came of reading the whole table."""
        self.summary = summary
        self.lines.show_summary(summary, self._palette)
        self.curves.show_summary(summary, self._palette, self._system)
        words = file_words(self._draft, summary)
        set_text(self.file_words, words, "soft")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 … 9 choose an answer, Enter confirms it, then opens."""
        if Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9 and self._draft.questions:
            self.question.choose(event.key() - Qt.Key.Key_1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._draft.questions:
                self.question.accept_choice()
            else:
                self.open_table()
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """Closing it ends what is under way."""
        self.progress.blockSignals(True)
        self.progress.abandon()
        super().done(result)


def _with_decided(draft: Draft, before: Draft) -> Draft:
    """A draft with the columns that a person has settled before, where the table is cut alike."""
    if [c.name for c in draft.columns] != [c.name for c in before.columns]:
        return draft
    columns = tuple(
        old if old.is_settled and not new.is_time else new
        for new, old in zip(draft.columns, before.columns, strict=True)
    )
    return replace(draft, columns=columns)


def _free_name(table: Path) -> Path:
    """The map's file beside a table; what is there already is left as it is."""
    first = table.with_suffix(".toml")
    names = (first, *(table.with_name(f"{table.stem}-{count}.toml") for count in range(2, 1000)))
    return next((name for name in names if not name.exists()), first)


def _framed(title: str, *parts: QWidget | None) -> QFrame:
    return frame("panel", column(label(title, "heading"), *parts, spacing=6, margin=10))
