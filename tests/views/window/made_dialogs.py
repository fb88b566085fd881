"""The dialogs that the window opens, made for walks over all controls and all words."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QDialog

from iss_viewer.situation.library import LibraryEntry, StartChoice
from iss_viewer.situation.marked_ranges import MarkedRange
from iss_viewer.views.alarms.limits_dialog import LimitsDialog
from iss_viewer.views.authoring.draft_choice import DraftChoice
from iss_viewer.views.plots.marks_dialog import MarksDialog
from iss_viewer.views.plots.scale_dialog import ScaleDialog
from iss_viewer.views.plots.write_dialog import WriteDialog
from iss_viewer.views.review.export_dialogs import OfferedRange, PictureDialog, RangeDialog
from iss_viewer.views.shared.dialogs import AIR_LEAK, AsideDialog, LeakDialog
from iss_viewer.views.trainer.malfunction_dialog import MalfunctionDialog
from iss_viewer.views.window.library import LibraryDialog
from iss_viewer.views.window.main_window import MainWindow
from iss_viewer.views.window.shortcuts import ShortcutSheet
from tests.views import prepared

_CONDITION = StartChoice("calm", "A calm day", "Nothing is wrong, and all hatches stand open.")
_STORY = LibraryEntry(
    "prk", "PrK", "class", "2024", 3600.0, 60.0, "Told.", "", (), conditions=(_CONDITION,)
)


def made_dialogs(window: MainWindow) -> Iterator[QDialog]:
    """One of each."""
    plots, run = window.panels.plots, window.context.run
    assert plots is not None and run is not None
    marked = (MarkedRange("before the hatch", 60.0, 600.0),)
    yield ShortcutSheet(window, window.menus.actions)
    yield LeakDialog(window, {"SM_PRK": "PrK"}, "SM_PRK", AIR_LEAK)
    yield AsideDialog(window, "An alarm")
    yield LibraryDialog(window, (_STORY,))
    yield LimitsDialog(window, window.context, {})
    yield RangeDialog(window, (OfferedRange("All", 0.0, 60.0),))
    yield PictureDialog(window)
    yield DraftChoice(window, (_STORY,))
    yield MalfunctionDialog(window, prepared.moment_at(600.0), None)
    yield ScaleDialog(window, plots.scales.all)
    yield MarksDialog(window, marked, run.clock, lambda _: None, lambda _: None)
    yield MarksDialog(window, (), run.clock, lambda _: None, lambda _: None)
    yield WriteDialog(run, [], window)
