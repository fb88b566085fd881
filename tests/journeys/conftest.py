"""A person before the real window, with a real session in the same process, stepped by hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt

from iss_viewer.app.opening.branching import with_way_back
from iss_viewer.app.opening.by_request import session_host
from iss_viewer.app.opening.requests import ScenarioRequest, TakeOverRequest
from iss_viewer.app.review import recorded_link
from iss_viewer.app.review_results import ChildReviewer
from iss_viewer.link import Link
from iss_viewer.telemetry.commands import Command, Step
from iss_viewer.views.window.frame_pump import PARTS
from iss_viewer.views.window.main_window import MainWindow
from iss_viewer.views.window.station_pane import StationPane
from tests.journeys.in_process import InProcessLink


class Workplace:
    """Makes the sessions that the window asks for, frozen at their start."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.wanted: list[str] = []

    def __call__(self, wanted: str) -> Link:
        """A session of a scenario, recorded; or a recording."""
        self.wanted.append(wanted)
        if wanted.endswith(".mcap"):
            return recorded_link(Path(wanted))
        recording = self._folder / f"{Path(wanted).stem}-{len(self.wanted)}.mcap"
        return _session(ScenarioRequest(wanted, recording=recording))

    def exercise(self, name: str, condition: str) -> Link:
        """A session of an exercise, from another starting condition."""
        self.wanted.append(f"{name} from {condition}")
        recording = self._folder / f"{name}-{len(self.wanted)}.mcap"
        asked = ScenarioRequest(name, condition=condition, recording=recording)
        return _session(asked)

    def take_over(self, recording: str, time_s: float, speed: float) -> Link:
        """A session that goes on from an instant of a recording."""
        self.wanted.append(f"{Path(recording).name}@{time_s:g}")
        return InProcessLink(session_host(TakeOverRequest(Path(recording), time_s, speed)))

    def go_on(self, recording: str, speed: float) -> Link:
        """A session that goes on from the end of a recording."""
        return self.take_over(recording, float("inf"), speed)


def _session(asked: ScenarioRequest) -> Link:
    """A session in which one can go back, as the real one."""
    return InProcessLink(with_way_back(session_host(asked), asked, session_host))


@dataclass
class Person:
    """Looks at the window and presses keys and buttons; time goes on only by `wait`."""

    window: MainWindow
    qtbot: object

    def sit_down(self, wanted: str) -> None:
        """Open the window on a scenario or a recording."""
        self.window.start(wanted)
        self.window.pump.hold()
        self.window.pump.tick()
        self.window.finish_building()
        self.look()

    def wait(self, samples: int) -> None:
        """Let the session make so many samples."""
        self.window.context.post(Step(samples))
        self.look()

    def look(self) -> None:
        """Let the window take what came and draw it."""
        for _ in range(2 * len(PARTS)):  # a tick that had much to take draws nothing
            self.window.pump.tick()

    def press(self, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key in the window."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        self.qtbot.keyClick(self.window, key, modifier)
        self.look()

    def click(self, widget, x: float | None = None, y: float | None = None) -> None:
        """Click a widget, in its middle or at a place."""
        at = widget.rect().center() if x is None else QPoint(round(x), round(y))
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at)
        self.look()

    @property
    def sentence(self) -> str:
        """What the window says first."""
        return self.window.top.sentence.toolTip()

    @property
    def moment(self):
        """The instant that is shown."""
        return self.window.context.moment

    def command(self, order) -> None:
        """Give an order that no button gives."""
        self.window.pump.link.post(Command(order))


@pytest.fixture
def person(qtbot, tmp_path, monkeypatch) -> Person:
    """Somebody before a window without the 3D view, which is tested on its own."""
    monkeypatch.setattr(StationPane, "show_station", lambda self, station: None)
    window = MainWindow(Workplace(tmp_path), tuple, reviewer=ChildReviewer())
    window.resize(1600, 1000)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield Person(window, qtbot)
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
