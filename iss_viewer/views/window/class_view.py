"""What a window of a class does of itself: keeps from trainees what they are not to see, debriefs at the end."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from iss_viewer.link.link import Opened
from iss_viewer.situation.board import Board
from iss_viewer.situation.moment import Moment, OpenRun
from iss_viewer.situation.training.class_now import has_ended
from iss_viewer.situation.training.help_level import (
    for_trainee,
    hidden_panels,
    shown_help,
    trainee_board,
)
from iss_viewer.views.review.review_pages import ReviewPages
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.window.frame_pump import FramePump
from iss_viewer.views.window.panels import Panels
from iss_viewer.views.window.workspaces import Workspaces


class ClassView(QObject):
    """Trainees are who sits in one of their workspaces."""

    def __init__(
        self,
        parent: QObject,
        context: WindowContext,
        pump: FramePump,
        panels: Panels,
        workspaces: Workspaces,
        review: ReviewPages | None,
    ) -> None:
        super().__init__(parent)
        self._context, self._pump, self._panels = context, pump, panels
        self._workspaces, self._review = workspaces, review
        self._debriefed: Opened | None = None
        workspaces.changed.connect(self.cover_panels)
        pump.show_of = lambda moment: for_trainee(moment) if self._is_trainees else moment
        pump.board_of = self._board_of

    @property
    def _is_trainees(self) -> bool:
        return self._workspaces.current.is_trainees

    def cover_panels(self) -> None:
        """Cover what the level of help of an exercise hides."""
        run, panels = self._context.run, self._panels
        is_covered = run is not None and self._is_trainees
        panels.kept = hidden_panels(run.opened.cover) if run and is_covered else {}
        panels.draw_veils("")
        self._pump.forget_drawn()

    def _board_of(self, run: OpenRun, board: Board) -> Board:
        """The board by which alarms sound."""
        return trainee_board(board, shown_help(run.opened.cover)) if self._is_trainees else board

    def debrief_at_the_end(self, moment: Moment) -> None:
        """Open the debrief by itself when an exercise is over, once for each run."""
        review = self._review
        is_new = moment.run.opened is not self._debriefed
        if review is not None and is_new and has_ended(moment):
            self._debriefed = moment.run.opened
            QTimer.singleShot(0, self, review.show_debrief)
