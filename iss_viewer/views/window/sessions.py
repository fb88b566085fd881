"""Which session the window is on: a scenario, a recording, or an instant of one gone on from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from iss_viewer.datafile import FileMistakes
from iss_viewer.link.link import Link, Mode
from iss_viewer.situation.library import LibraryEntry
from iss_viewer.situation.results import Reviewer
from iss_viewer.views.review.recordings import RecordingsDialog
from iss_viewer.views.shared.connector import Connector
from iss_viewer.views.shared.dialogs import confirm, is_accepted, show_refusal
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.window.frame_pump import FramePump
from iss_viewer.views.window.library import LibraryDialog

_TABLES = "Tables (*.csv *.txt *.tsv *.dat *.log *.asc *.gz);;All files (*)"


class Sessions(QObject):
    """Turns the window's frame pump from one session to the next; the one before is closed.

    stories: the library of scenarios, read when it is asked for. reviewer: brings the list of
    recordings up to date; None: nobody does.
    """

    begins = Signal()  # the link to another session is about to be made

    def __init__(
        self,
        window: QWidget,
        context: WindowContext,
        pump: FramePump,
        connect: Connector,
        stories: Callable[[], Sequence[LibraryEntry]],
        scenario: str,
        reviewer: Reviewer | None,
    ) -> None:
        super().__init__(window)
        self._window, self._context, self._pump = window, context, pump
        self._connect, self._stories, self._reviewer = connect, stories, reviewer
        self.scenario = scenario
        context.scenario_asked.connect(self.play)

    def start(self, scenario: str = "") -> None:
        """Begin a session of a scenario, or look at a recording; without a name, the last again, as it was set."""
        self.scenario = scenario or self.scenario
        self._turn_to(lambda: self._connect(scenario))

    def restart(self) -> None:
        """Begin the same scenario, or the same recording, anew."""
        run = self._context.run
        is_over = run is not None and run.opened.is_over
        self.start(run.opened.recording if run is not None and is_over else "")

    def go_on(self) -> None:
        """Go on where a session was lost, its alarms as they stood; begin anew where it cannot be."""
        run = self._context.run
        is_kept = run is not None and run.opened.recording and not run.history.is_empty
        if run is None or not is_kept or run.opened.mode is not Mode.SIMULATION:
            self.restart()
            return
        recording, speed = run.opened.recording, self._pump.pace.speed_asked or 1.0
        self._pump.stop()
        self._turn_to(lambda: self._connect.go_on(recording, speed))

    def can_take_over(self) -> bool:
        """Whether a session can go on from the instant that is shown."""
        moment = self._context.moment
        return moment is not None and bool(moment.run.opened.recording)

    def take_over(self) -> None:
        """Go on live from the instant that is shown; the session there was ends."""
        moment = self._context.moment
        if moment is None or not self.can_take_over():
            return
        question = "Resume live from this instant? The present session ends; its recording is kept."
        if confirm(self._window, "Take over", question, "Take over"):
            recording, time_s = moment.run.opened.recording, moment.time_s
            self._pump.stop()
            speed = moment.pace.speed_asked or self._pump.playhead.speed
            self._turn_to(lambda: self._connect.take_over(recording, time_s, speed))

    def _turn_to(self, link: Callable[[], Link]) -> None:
        self.begins.emit()
        self._pump.start(link())

    def choose_scenario(self) -> None:
        """Open the library."""
        dialog = LibraryDialog(self._window, tuple(self._stories()), self.scenario)
        if is_accepted(dialog) and dialog.chosen():
            self._start_from(dialog.chosen(), dialog.condition())

    def _start_from(self, scenario: str, condition: str) -> None:
        """Begin a session from a starting condition; "": from its own."""
        if not condition:
            self.start(scenario)
            return
        self.scenario = scenario
        self._turn_to(lambda: self._connect.exercise(scenario, condition))

    def play(self, scenario: str) -> None:
        """Start a scenario once the person has said so; without a name, open the library."""
        question = f"End this session and start “{scenario}”?"
        if not scenario:
            self.choose_scenario()
        elif confirm(self._window, "Play this", question, "Start it"):
            self.start(scenario)

    def choose_recording(self) -> None:
        """Choose among the recorded sessions and look at one."""
        from iss_viewer.telemetry.catalogue import Catalogue

        dialog = RecordingsDialog(self._window, Catalogue(), self._reviewer)
        if is_accepted(dialog) and dialog.chosen():
            self.start(dialog.chosen())

    def open_recording(self) -> None:
        """Choose a recording by its file and look at it."""
        path, _ = QFileDialog.getOpenFileName(self._window, "Recording", "", "Recordings (*.mcap)")
        if path:
            self.start(path)

    def choose_table(self) -> None:
        """Choose a table of readings by its file, or by several that each have channels of their own, and understand it."""
        paths, _ = QFileDialog.getOpenFileNames(self._window, "Table of readings", "", _TABLES)
        if paths:
            self.import_tables(paths)

    def open_files(self, paths: Sequence[str]) -> None:
        """Open what was dropped on the window: a recording, a scenario, or the files of a table of readings."""
        run = next((path for path in paths if path.lower().endswith((".mcap", ".toml"))), "")
        if run:
            self.start(run)
        else:
            self.import_tables(paths)

    def import_tables(self, paths: Sequence[str], station: str = "iss", module: str = "") -> None:
        """Open the import page on a table, or on several files of one; and the table once a person has said so there."""
        from iss_viewer.telemetry.readings.guessing.several_files import guess_files
        from iss_viewer.views.importing.import_page import ImportPage

        try:
            draft = guess_files([Path(path) for path in paths], station, module)
        except FileMistakes as refusal:
            show_refusal(self._window, "Not opened", str(refusal))
            return
        summarise = self._reviewer.table_summary if self._reviewer is not None else None
        page = ImportPage(
            self._window, draft, summarise, self._context.palette, self._context.units
        )
        page.resize(self._window.size())
        if is_accepted(page):
            self._turn_to(lambda: self._connect.readings(paths[0], str(page.map_file)))
