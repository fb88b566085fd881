"""What the menus ask a person before the window does it, and the files they let them choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from iss_viewer.station.actions import MoveCrew
from iss_viewer.telemetry.events import LimitEdited
from iss_viewer.views.alarms.limits_dialog import LimitsDialog
from iss_viewer.views.review.recordings import RecordingsDialog
from iss_viewer.views.shared.dialogs import ask_text, confirm
from iss_viewer.views.window.layouts import ask_and_read
from iss_viewer.views.window.shortcuts import ShortcutSheet

if TYPE_CHECKING:
    from iss_viewer.views.window.main_window import MainWindow


def choose_recording(window: MainWindow) -> None:
    """Choose among the recorded sessions and look at one."""
    from iss_viewer.telemetry.catalogue import Catalogue

    dialog = RecordingsDialog(window, Catalogue(), window.reviewer)
    if dialog.exec() and dialog.chosen():
        window.start(dialog.chosen())


def open_recording(window: MainWindow) -> None:
    """Choose a recording by its file and look at it."""
    path, _ = QFileDialog.getOpenFileName(window, "Recording", "", "Recordings (*.mcap)")
    if path:
        window.start(path)


def edit_limits(window: MainWindow) -> None:
    """Open the limits behind the alarms."""
    moment = window.desk.moment
    changes = moment.run.history.events(to_s=moment.time_s, kinds=(LimitEdited,)) if moment else ()
    changed = moment.board.limits if moment else {}
    LimitsDialog(window, window.desk, changed, changes).exec()


def send_to_safe_haven(window: MainWindow) -> None:
    """Order everybody to their own vehicle."""
    run = window.desk.run
    if run is None or not run.station.crew:
        return
    if confirm(window, "Safe haven", "Send everybody to their own vehicle?", "Send them"):
        for vehicle in sorted({person.vehicle for person in run.station.crew}):
            people = tuple(p.id for p in run.station.crew if p.vehicle == vehicle)
            window.desk.act(MoveCrew(people, vehicle))


def show_keys(window: MainWindow) -> None:
    """Open the sheet of keys."""
    ShortcutSheet(window, window.deeds).exec()


def save_layout(window: MainWindow) -> None:
    """Save the layout under a name."""
    name = ask_text(window, "Save layout", "Name of this layout")
    if name and window.layouts is not None:
        window.layouts.save(name)


def read_layout(window: MainWindow) -> None:
    """Take up a layout from a file."""
    if not ask_and_read(window):
        window.tell("This file holds no layout that fits.", "warn")


def save_picture(window: MainWindow) -> None:
    """Save the window as a picture."""
    path, _ = QFileDialog.getSaveFileName(window, "Picture", "iss-viewer.png", "Pictures (*.png)")
    if path and not window.picture().save(path):
        window.tell("The picture could not be written there.", "warn")
