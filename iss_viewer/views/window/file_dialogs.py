"""What the menus ask a person first, and the files they let them choose."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from iss_viewer.situation.words.actions import order_words
from iss_viewer.station.actions import MoveCrew
from iss_viewer.telemetry.events import LimitEdited
from iss_viewer.views.alarms.limits_dialog import LimitsDialog
from iss_viewer.views.shared.dialogs import ask_text, confirm, ended, is_accepted
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.window.layouts import Layouts, refusal_of


def edit_limits(parent: QWidget, context: WindowContext) -> None:
    """Open the limits behind the alarms."""
    moment = context.moment
    events = moment.run.history.events(to_s=moment.time_s) if moment else ()
    changes = [event for event in events if isinstance(event, LimitEdited)]
    changed = moment.board.limits if moment else {}
    is_accepted(LimitsDialog(parent, context, changed, changes))


def can_send_to_safe_haven(context: WindowContext) -> bool:
    """Whether there are people aboard whom an order would reach."""
    moment = context.moment
    return moment is not None and moment.can_act and bool(moment.station.crew)


def send_to_safe_haven(parent: QWidget, context: WindowContext) -> None:
    """Order everybody to their own vehicle."""
    run = context.run
    if run is None or not run.station.crew:
        return
    moves = [
        MoveCrew(tuple(p.id for p in run.station.crew if p.vehicle == vehicle), vehicle)
        for vehicle in sorted({person.vehicle for person in run.station.crew})
    ]
    who = "\n".join(order_words(run.station, move) for move in moves)
    if confirm(parent, "Safe haven", f"Send everybody to their own vehicle?\n\n{who}", "Send them"):
        context.act(*moves)


def save_layout(parent: QWidget, layouts: Layouts) -> None:
    """Save the layout under a name."""
    name = ask_text(parent, "Save layout", "Name of this layout")
    if name:
        layouts.save(name)


def write_layout(parent: QWidget, context: WindowContext, layouts: Layouts) -> None:
    """Ask for a file and write the layout to it."""
    path, _ = QFileDialog.getSaveFileName(parent, "Layout", "layout.json", "Layouts (*.json)")
    if path:
        try:
            layouts.write_file(Path(ended(path, ".json")))
        except OSError as error:
            context.show_message(
                f"The layout could not be written there: {error.strerror}", "notice"
            )


def read_layout(parent: QWidget, context: WindowContext, layouts: Layouts) -> None:
    """Ask for a file and take up its layout."""
    path, _ = QFileDialog.getOpenFileName(parent, "Layout", "", "Layouts (*.json)")
    if path and not layouts.read_file(Path(path)):
        context.show_message(refusal_of(Path(path)), "notice")


def save_picture(window: QWidget, context: WindowContext) -> None:
    """Save the window as a picture."""
    path, _ = QFileDialog.getSaveFileName(window, "Picture", "iss-viewer.png", "Pictures (*.png)")
    if path and not window.grab().save(ended(path, ".png")):
        context.show_message("The picture could not be written there.", "notice")
