"""What a reviewer asks of the window: truth, comparison, alarm figures, report, exports, pictures.

Everything that takes longer than a moment is a task; the window goes on meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from iss_viewer.situation.marked_ranges import marked_ranges
from iss_viewer.situation.playhead import Playhead
from iss_viewer.situation.results import PictureWanted, Reviewer, SheetForm
from iss_viewer.views.review.export_dialogs import OfferedRange, PictureDialog, RangeDialog
from iss_viewer.views.review.recordings import RecordingsDialog
from iss_viewer.views.scene.camera import Pose
from iss_viewer.views.shared.actions import MenuAction
from iss_viewer.views.shared.dialogs import ended, is_accepted
from iss_viewer.views.shared.task_progress import TaskNotice, TaskProgress
from iss_viewer.views.shared.window_context import WindowContext

if TYPE_CHECKING:
    from iss_viewer.views.review.alarm_figures_page import AlarmFiguresPage
    from iss_viewer.views.review.debrief_page import DebriefPage
    from iss_viewer.views.review.truth_page import TruthPage

_MENU = "Re&view"
_MOST_NOTICES = 5


@dataclass(frozen=True)
class Shown:
    """What of a run the panels show now, so that a picture or a table can be of the same.

    plots_s: the stretch of time in the plots; None before there are plots. hidden: modules without
    a trace. pose: where the camera stands; None where there is none. cursors_s: the stretch between the cursors; None:
    there are none. columns: the names of the channels that are drawn.
    """

    plots_s: tuple[float, float] | None = None
    hidden: frozenset[str] = frozenset()
    pose: Pose | None = None
    cursors_s: tuple[float, float] | None = None
    columns: tuple[str, ...] = ()


class ReviewPages(QObject):
    """The review of the run that a window is on.

    window: the parent of pages and dialogs. shown: asked for what the panels show at the time.
    """

    def __init__(
        self,
        window: QWidget,
        context: WindowContext,
        playhead: Playhead,
        reviewer: Reviewer,
        shown: Callable[[], Shown],
    ) -> None:
        super().__init__(window)
        self._window, self._context, self._playhead = window, context, playhead
        self._reviewer, self._shown = reviewer, shown
        self.truth_page: TruthPage | None = None
        self.figures_page: AlarmFiguresPage | None = None
        self.debrief_page: DebriefPage | None = None
        context.export_asked.connect(lambda: self.export_range(is_of_cursors=True))
        self.pages: list[QDialog] = []  # comparisons and notices
        self.recovery, self.judging = TaskProgress(), TaskProgress()
        for progress in (self.recovery, self.judging):
            progress.setParent(window)
            progress.hide()
        self.recovery.done.connect(self._show_recovered)
        self.recovery.refused.connect(self._show_not_listed)

    def actions(self) -> tuple[MenuAction, ...]:
        """What the menu and the keys do."""

        def of_recording(text: str, key: str, do: Callable[[], object]) -> MenuAction:
            return MenuAction(_MENU, text, (key,), do, is_enabled=self.has_recording)

        return (
            MenuAction(_MENU, "Truth vs estimate…", ("Ctrl+B",), self.show_truth),
            of_recording("Compare with another session…", "Ctrl+D", self.choose_comparison),
            MenuAction(_MENU, "Debrief of the class…", ("Ctrl+Shift+D",), self.show_debrief),
            MenuAction(_MENU, "Alarm KPIs", ("Ctrl+I",), self.show_alarm_figures, True),
            of_recording("Write the report", "Ctrl+G", self.write_report),
            of_recording("Export a range…", "Ctrl+Shift+E", self.export_range),
            of_recording("Export panel image…", "Ctrl+Shift+P", self.draw_panel),
        )

    # ------------------------------------------------------------------ pages

    def show_truth(self) -> None:
        """Open the page of the truth, which stays covered until it is asked for."""
        if self.truth_page is None:
            from iss_viewer.views.review.truth_page import TruthPage

            self.truth_page = TruthPage(self._window, self._context, self._reviewer.truth)
        _bring(self.truth_page)

    def show_debrief(self) -> None:
        """Open the debrief of the class as the run stands now."""
        if self.debrief_page is None:
            from iss_viewer.views.review.debrief_page import DebriefPage

            self.debrief_page = DebriefPage(self._window, self._context)
        self.debrief_page.refresh()
        _bring(self.debrief_page)

    def show_alarm_figures(self) -> None:
        """Open the alarm figures."""
        if self.figures_page is None:
            from iss_viewer.views.review.alarm_figures_page import AlarmFiguresPage

            self.figures_page = AlarmFiguresPage(self._window, self._context, self._playhead)
        self.figures_page.refresh()
        _bring(self.figures_page)

    def choose_comparison(self) -> None:
        """Choose another session and lay it beside this one."""
        from iss_viewer.telemetry.catalogue import Catalogue

        if not self._recording():
            return
        dialog = RecordingsDialog(self._window, Catalogue(), self._reviewer)
        dialog.setWindowTitle("Compare with")
        dialog.opener.setText("Compare")
        other = dialog.entry() if is_accepted(dialog) else None
        if other is not None:
            self.compare_with(other.path, other.title)

    def compare_with(self, other: str, title: str) -> None:
        """Lay another session beside this one."""
        from iss_viewer.views.review.comparison_page import ComparisonPage

        recording = self._recording()
        if recording:
            task = self._reviewer.comparison(recording, other)
            self._open(ComparisonPage(self._window, self._context, task, f"“{title}”"))

    # ------------------------------------------------------------------ files

    def write_report(self) -> None:
        """Write the report of the run beside its recording, and say where it is."""
        recording = self._recording()
        if not recording:
            return
        folder = str(Path(recording).with_suffix("")) + "-report"
        notice = TaskNotice(self._window, "Report")
        notice.progress.done.connect(
            lambda paths: notice.show_result(f"Written as a page and on paper, in {folder}", paths)
        )
        task = self._reviewer.report(recording, folder)
        notice.progress.wait_for(task, "Writing the report, with pictures of the station")
        self._open(notice)

    def export_range(self, is_of_cursors: bool = False) -> None:
        """Ask for a stretch of the run and write it as a table. is_of_cursors: for a spreadsheet, first of all."""
        recording = self._recording()
        if not recording:
            return
        dialog = RangeDialog(
            self._window, self.stretches(), self._context.clock, self._shown().columns
        )
        if is_of_cursors:
            dialog.format.setCurrentIndex(dialog.format.count() - 1)
        if not is_accepted(dialog):
            return
        ending = dialog.ending()
        name = f"{Path(recording).stem}{ending}"
        file, _ = QFileDialog.getSaveFileName(self._window, "Export", name, f"Tables (*{ending})")
        if file:
            self.export_to(ended(file, ending), *dialog.stretch(), dialog.form())

    def export_to(
        self, file: str, from_s: float, to_s: float, sheet: SheetForm | None = None
    ) -> None:
        """Write the rows between two instants into a file."""
        recording = self._recording()
        if recording:
            notice = TaskNotice(self._window, "Export")
            notice.progress.done.connect(
                lambda rows: notice.show_result(f"Written: {file}, {rows:,} rows", (file,))
            )
            task = self._reviewer.table(recording, file, from_s, to_s, sheet)
            notice.progress.wait_for(task, "Writing the table")
            self._open(notice)

    def draw_panel(self) -> None:
        """Ask for a panel and a size and draw it into a file."""
        recording = self._recording()
        if not recording:
            return
        dialog = PictureDialog(self._window)
        if not is_accepted(dialog):
            return
        panel, ending = str(dialog.panel.currentData()), str(dialog.format.currentData())
        name = f"{Path(recording).stem}-{panel}{ending}"
        file, _ = QFileDialog.getSaveFileName(
            self._window, "Picture", name, f"Pictures (*{ending})"
        )
        if file:
            size = dialog.width_px.value(), dialog.height_px.value()
            self.draw_to(ended(file, ending), panel, *size)

    def draw_to(self, file: str, panel: str, width_px: int, height_px: int) -> None:
        """Draw a panel as it is seen now into a file."""
        recording, moment, shown = self._recording(), self._context.moment, self._shown()
        if not recording or moment is None:
            return
        wanted = PictureWanted(
            panel=panel,
            file=file,
            width_px=width_px,
            height_px=height_px,
            time_s=moment.time_s,
            view_s=shown.plots_s,
            pose=shown.pose,
            selected=self._context.selection.module,
            theme=self._context.palette.name,
            units=self._context.units.name,
            hidden=shown.hidden,
        )
        notice = TaskNotice(self._window, "Picture")
        notice.progress.done.connect(lambda path: notice.show_result(f"Written: {path}", (path,)))
        notice.progress.wait_for(self._reviewer.picture(recording, wanted), "Drawing")
        self._open(notice)

    def stretches(self) -> list[OfferedRange]:
        """The stretches that a person may mean, likeliest first."""
        if self._context.run is None:
            return []
        found, history, shown = [], self._context.run.history, self._shown()
        shown_s = shown.plots_s
        if shown.cursors_s is not None:
            found.append(OfferedRange("Between the cursors", *shown.cursors_s))
        marked = [OfferedRange(m.name, m.from_s, m.to_s) for m in marked_ranges(history)]
        if self._playhead.loop is not None:
            found.append(OfferedRange("The looped range", *self._playhead.loop))
        if shown_s is not None:
            low_s, high_s = max(shown_s[0], history.start_s), min(shown_s[1], history.end_s)
            if low_s < high_s:
                found.append(OfferedRange("What the plots show", low_s, high_s))
        found += marked[::-1]
        found.append(OfferedRange("The whole run", history.start_s, history.end_s))
        return found

    # ------------------------------------------------------------------ sessions

    def take_in_sessions(self) -> None:
        """Bring the list of sessions up to date, and tell what had to be recovered."""
        self.recovery.wait_for(self._reviewer.recovery(), "Looking for recordings")

    def _show_recovered(self, notices: tuple[str, ...]) -> None:
        self.judging.wait_for(self._reviewer.scores(), "Judging the exercises")
        if notices:
            notice = TaskNotice(self._window, "Recordings of interrupted sessions")
            shown = "\n\n".join(notices[:_MOST_NOTICES])
            left = len(notices) - _MOST_NOTICES
            more = f"\n\nAnd {left} more: see Recordings." if left > 0 else ""
            notice.show_result(f"{shown}{more}", ())
            self._open(notice)

    def _show_not_listed(self, reason: str) -> None:
        self._context.show_message(f"The recorded sessions could not be listed: {reason}", "notice")

    def close(self) -> None:
        """End whatever is under way."""
        for progress in (self.recovery, self.judging):
            progress.blockSignals(True)
            progress.abandon()
        for page in (*self.pages, self.truth_page, self.figures_page, self.debrief_page):
            if page is not None:
                page.close()

    def has_recording(self) -> bool:
        """Whether the run is recorded, and has begun."""
        run = self._context.run
        return run is not None and bool(run.opened.recording) and not run.history.is_empty

    def _recording(self) -> str:
        """The recording of the run; empty, and told, where there is none."""
        run = self._context.run
        if run is None or not self.has_recording():
            self._context.show_message("This run has no recording to review.", "notice")
            return ""
        return run.opened.recording

    def _open(self, page: QDialog) -> None:
        for closed in [one for one in self.pages if not one.isVisible()]:
            self.pages.remove(closed)
            closed.deleteLater()  # its parent, the window, would keep it
        self.pages.append(page)
        _bring(page)


def _bring(page: QDialog) -> None:
    page.show()
    page.raise_()
    page.activateWindow()
