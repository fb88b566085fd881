"""Pictures of the real window, drawn without a display."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from iss_viewer.app.display import go_without_display
from iss_viewer.app.opening.by_request import session_host
from iss_viewer.app.opening.requests import FeedRequest, ScenarioRequest
from iss_viewer.app.opening.session_host import settle
from iss_viewer.app.review import recorded_link
from iss_viewer.datafile import FileMistakes, unknown
from iss_viewer.datafile.mistakes import Mistake
from iss_viewer.link import Recalled
from iss_viewer.situation.results import PictureWanted
from iss_viewer.station import Station
from iss_viewer.telemetry.recording import RecordedRun

if TYPE_CHECKING:
    from iss_viewer.telemetry.readings.guessing.draft import Draft
    from iss_viewer.views.window.main_window import MainWindow


def shoot_window(
    request: ScenarioRequest | FeedRequest,
    at_s: float,
    size: tuple[int, int],
    file: Path,
    selected: str = "",
    theme: str = "dark",
    workspace: str = "operator",
) -> None:
    """Run a scenario, or a feed that was recorded, to an instant and draw the window of it into a PNG. Raises FileMistakes."""
    host = session_host(request)
    _check_selected(selected, host.opened.station)
    with window_offscreen(size, theme, workspace) as window:
        settle(host, at_s, window.take)
        window.context.selection.choose(selected)
        save(window, file)
    host.close()


def shoot_import_page(draft: Draft, size: tuple[int, int], file: Path, theme: str = "dark") -> None:
    """Draw the import page of a table into a PNG, its whole file read where nothing is open. Raises OSError."""
    from iss_viewer.app.table_summary import table_summary_of

    with window_offscreen(size, theme) as window:
        from PySide6.QtWidgets import QApplication

        from iss_viewer.views.importing.import_page import ImportPage

        page = ImportPage(window, draft, palette=window.context.palette)
        page.resize(*size)
        page.show()
        if page.is_ready():
            page.take_summary(table_summary_of(str(draft.table), draft.to_map()))
        QApplication.processEvents()  # its parts take their places
        file.parent.mkdir(parents=True, exist_ok=True)
        if not page.grab().save(str(file)):
            raise OSError(f"{file} cannot be written")
        page.close()


@contextmanager
def recording_offscreen(
    recording: Path, size: tuple[int, int] = (1600, 1000)
) -> Iterator[Callable[[float], bytes]]:
    """A function that draws the window at an instant of a recording, as PNG bytes.

    Raises RecordingRefused.
    """
    from PySide6.QtCore import QBuffer, QIODevice

    link = recorded_link(recording)
    with window_offscreen(size, "dark") as window:
        for message in link.receive():
            window.take(message)

        def picture_at(time_s: float) -> bytes:
            window.settle(time_s)
            buffer = QBuffer()
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            window.picture().save(buffer, "PNG")
            return bytes(buffer.data().data())

        yield picture_at
    link.close()


def draw_panel(recording: Path, wanted: PictureWanted) -> Path:
    """Draw a panel as it stands at an instant of a recording; the file's path.

    Raises RecordingRefused, FileMistakes, OSError, and ValueError for a file that ends neither in .png nor in .svg.
    """
    go_without_display()
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from iss_viewer.views.review import panel_picture

    qInstallMessageHandler(_pass_on)

    file = Path(wanted.file)
    if file.suffix.lower() not in panel_picture.ENDINGS:
        raise ValueError(f"{file}: the name of a picture ends in .png or .svg")
    application = QApplication.instance() or QApplication(["iss-viewer"])
    assert isinstance(application, QApplication)
    with RecordedRun(recording) as run:
        mode = run.header.mode
        _check_selected(wanted.selected, run.header.station)
    link = recorded_link(recording)
    try:
        recalled = next(m for m in link.receive() if isinstance(m, Recalled))
        return panel_picture.draw_panel(application, recalled, mode, wanted)
    finally:
        link.close()


def _check_selected(module: str, station: Station) -> None:
    """Whether there is a module to be selected. Raises FileMistakes."""
    if module and module not in station.module_ids:
        words = unknown("module", module, station.module_ids)
        raise FileMistakes([Mistake(Path("--select"), 0, "", words)])


@contextmanager
def window_offscreen(
    size: tuple[int, int], theme: str, workspace: str = "operator"
) -> Iterator[MainWindow]:
    """A window that nobody sees, of a size, in a workspace, with nothing remembered from before."""
    go_without_display()
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from iss_viewer.app.connector import SessionConnector
    from iss_viewer.app.scenario_list import library
    from iss_viewer.views.style.theme import PALETTES
    from iss_viewer.views.window.main_window import MainWindow
    from iss_viewer.views.window.workspaces import WORKSPACES

    qInstallMessageHandler(_pass_on)
    application = QApplication.instance() or QApplication(["iss-viewer"])
    window = MainWindow(SessionConnector(), library)
    window.resize(*size)
    window.workspaces.go_to(next(one for one in WORKSPACES if one.name.lower() == workspace))
    window.context.use_palette(PALETTES[theme])
    window.show()
    try:
        yield window
    finally:
        window.close()
        assert application is not None


def save(window: MainWindow, file: Path) -> None:
    """Draw all of a window and write it as a picture. Raises OSError."""
    window.settle()
    file.parent.mkdir(parents=True, exist_ok=True)
    if not window.picture().save(str(file)):
        raise OSError(f"{file} cannot be written")


def _pass_on(_: object, __: object, text: str) -> None:
    """Qt's words, but for what its offscreen platform says of every window."""
    if "propagateSizeHints" not in text:
        sys.stderr.write(f"{text}\n")
