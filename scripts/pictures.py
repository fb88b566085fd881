"""Pictures of every workspace in five situations and three palettes, from the real window; needs no display.

python scripts/pictures.py [FOLDER]     # 60 pictures into the folder (out/pictures), five sheets into docs/pictures
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from iss_viewer.app.opening.requests import ScenarioRequest
from iss_viewer.app.opening.scenario import scenario_host
from iss_viewer.app.opening.session_host import settle
from iss_viewer.app.pictures import window_offscreen
from iss_viewer.link.link import Ended

if TYPE_CHECKING:
    from iss_viewer.views.window.main_window import MainWindow

ROOT = Path(__file__).resolve().parent.parent
SIZE = (1600, 1000)
_SHARE = 0.42  # of a picture in a sheet


@dataclass(frozen=True)
class Situation:
    """A run up to an instant, and what is done in the window then."""

    name: str
    scenario: str
    at_s: float
    look_at_s: float | None = None
    is_lost: bool = False


SITUATIONS = (
    Situation("quiet", "quiet-day", 7200.0),
    Situation("alarm", "prk-2024", 10800.0),
    Situation("emergency", "debris-strike", 2040.0),
    Situation("looking-back", "debris-strike", 2040.0, look_at_s=900.0),
    Situation("link-lost", "prk-2024", 10800.0, is_lost=True),
)


def main() -> int:
    """Draw all; the exit code is 0."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "out/pictures"
    folder.mkdir(parents=True, exist_ok=True)
    for situation in SITUATIONS:
        draw(situation, folder)
        sheet(situation.name, folder, ROOT / "docs/pictures" / f"{situation.name}.png")
        print(situation.name, flush=True)
    return 0


def draw(situation: Situation, folder: Path) -> None:
    """All workspaces in all palettes, in one situation."""
    from PySide6.QtCore import QCoreApplication

    host = scenario_host(ScenarioRequest(situation.scenario, None, None))
    with window_offscreen(SIZE, "dark") as window:
        settle(host, situation.at_s, window.take)
        if situation.is_lost:
            window.take(Ended("The session ended without a word.", True))
        for file, dress in _forms(window, situation.name):
            dress()
            QCoreApplication.processEvents()  # panels take their places in the loop of events
            window.settle(situation.look_at_s)
            if not window.picture().save(str(folder / file)):
                raise OSError(f"{folder / file} cannot be written")
    host.close()


def _forms(window: MainWindow, name: str) -> list[tuple[str, Callable[[], None]]]:
    from iss_viewer.views.style.theme import PALETTES, Palette
    from iss_viewer.views.window.workspaces import WORKSPACES, Workspace

    def form(workspace: Workspace, palette: Palette) -> Callable[[], None]:
        def dress() -> None:
            window.workspaces.go_to(workspace)
            window.context.use_palette(palette)

        return dress

    return [
        (f"{name}-{one.name.lower()}-{palette.name}.png", form(one, palette))
        for palette in PALETTES.values()
        for one in WORKSPACES
    ]


def sheet(name: str, folder: Path, file: Path) -> None:
    """The twelve pictures of a situation on one: a column for each workspace, a row for each palette."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage, QPainter

    from iss_viewer.views.style.theme import PALETTES
    from iss_viewer.views.window.workspaces import WORKSPACES

    wide, high = (round(_SHARE * side) for side in SIZE)
    whole = QImage(wide * len(WORKSPACES), high * len(PALETTES), QImage.Format.Format_RGB32)
    painter = QPainter(whole)
    for row, palette in enumerate(PALETTES):
        for column, workspace in enumerate(WORKSPACES):
            one = QImage(str(folder / f"{name}-{workspace.name.lower()}-{palette}.png"))
            smooth = Qt.TransformationMode.SmoothTransformation
            ratio = Qt.AspectRatioMode.IgnoreAspectRatio
            painter.drawImage(column * wide, row * high, one.scaled(wide, high, ratio, smooth))
    painter.end()
    file.parent.mkdir(parents=True, exist_ok=True)
    if not whole.save(str(file)):
        raise OSError(f"{file} cannot be written")


if __name__ == "__main__":
    sys.exit(main())
