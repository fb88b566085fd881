"""The desktop: one window, and the sessions and recordings that it turns to."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from iss_viewer.app.opening.requests import Request, ScenarioRequest, TableRequest

if TYPE_CHECKING:  # nothing is loaded before the shell is painted
    from PySide6.QtWidgets import QApplication

    from iss_viewer.views.shared.settings import WindowSettings
    from iss_viewer.views.window.main_window import MainWindow


#: objects that are made before garbage is looked for: of what a start makes nearly all is kept
_GARBAGE = 50_000


def _application() -> QApplication:
    """The toolkit, at the scale of the desktop; smaller where the screen would not hold the whole window."""
    from PySide6.QtWidgets import QApplication

    from iss_viewer.views.window.shell import share_that_fits

    leave_sources_unread()
    application = QApplication(sys.argv[:1])
    share = share_that_fits(application.primaryScreen().availableSize())
    if share >= 1.0:
        return application
    application.shutdown()  # a scale is read once
    scale = float(os.environ.get("QT_SCALE_FACTOR") or 1.0)
    os.environ["QT_SCALE_FACTOR"] = str(share * scale)
    return QApplication(sys.argv[:1])


def leave_sources_unread() -> None:
    """Have PySide not read the source of each module that is imported, and keep it: 21 MB.

    It looks for modules that switch its features, as none of ours does; it has no public way to be told so.
    """
    feature = sys.modules.get("shibokensupport.feature")  # there once PySide is
    if feature is not None:
        vars(feature)["_mod_uses_pyside"] = lambda module: False


def open_window(first: Request | TableRequest | Path) -> int:
    """Open the desktop on a run, a recording, or the import page of a table; returns when it is closed, with the exit code."""
    gc.set_threshold(_GARBAGE)
    application = _application()
    application.setApplicationName("ISS Viewer")
    application.setOrganizationName("iss-viewer")

    from PySide6.QtCore import QTimer

    from iss_viewer.views.shared.settings import WindowSettings
    from iss_viewer.views.window.shell import Shell, fit_screen

    folder = platformdirs.user_config_path("iss-viewer", appauthor=False)
    settings = WindowSettings(folder / "window.json")
    shell = Shell(settings)
    shell.paint_now()
    window = _window(first, settings)
    shell.give_way(window)
    if not isinstance(first, TableRequest):
        window.start()
    window.show()
    if isinstance(first, TableRequest):
        asked = ([str(table) for table in first.tables], first.station, first.module)
        QTimer.singleShot(0, window, lambda: window.sessions.import_tables(*asked))
    # the frame round it is there by then
    QTimer.singleShot(300, window, lambda: fit_screen(window))
    if window.review is not None:
        window.review.take_in_sessions()
    return application.exec()


def _window(first: Request | TableRequest | Path, settings: WindowSettings) -> MainWindow:
    """The whole window, on what it is opened on."""
    from iss_viewer.app.connector import SessionConnector

    run = None if isinstance(first, TableRequest) else first
    connector = SessionConnector(run)  # its process starts while the window is loaded here

    from iss_viewer.app.authoring import ChildTextChecker
    from iss_viewer.app.review_results import ChildReviewer
    from iss_viewer.app.scenario_list import library
    from iss_viewer.views.window.main_window import MainWindow

    scenario = first.scenario if isinstance(first, ScenarioRequest) else ""
    return MainWindow(
        connector,
        library,
        scenario,
        settings,
        has_sound=True,
        reviewer=ChildReviewer(),
        checker=ChildTextChecker(),
    )
