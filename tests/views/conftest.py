"""Fixtures of the window's tests: a prepared moment, a context that remembers orders, a whole window."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QMessageBox

from iss_viewer.link.link import Mode
from iss_viewer.situation.moment import Moment, OpenRun
from iss_viewer.telemetry.commands import Order
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters
from iss_viewer.views.style.style_sheet import apply
from iss_viewer.views.style.theme import DARK
from iss_viewer.views.window.main_window import MainWindow
from iss_viewer.views.window.station_pane import StationPane
from tests.views import prepared
from tests.views.messenger import Messenger
from tests.views.prepared import moment_at


@pytest.fixture(autouse=True)
def nobody_is_asked(monkeypatch):
    """A question that a test does not answer fails it: there is no person to wait for."""

    def fail(box: QMessageBox) -> None:
        raise AssertionError(f"asked: {box.text()}")

    monkeypatch.setattr(QMessageBox, "exec", fail)


@pytest.fixture
def ordinary_letters_again():
    """Letters, and what the application wears, are of the ordinary size again, whatever a test made them."""
    yield
    letters.use(1.0)
    apply(QApplication.instance(), DARK)


@dataclass
class Posted:
    """A context and the orders that were posted on it."""

    context: WindowContext
    orders: list[Order] = field(default_factory=list)

    def show(self, time_s: float = prepared.LENGTH_S, is_live: bool = True) -> Moment:
        """Make an instant of the prepared run the present one."""
        self.context.moment = moment_at(time_s, self.context.run, is_live)
        return self.context.moment


@pytest.fixture
def posted(qapp) -> Posted:
    """A context on the prepared run, at its end."""
    orders: list[Order] = []
    context = WindowContext(lambda command: orders.append(command.order))
    context.open(OpenRun(prepared.opened(), prepared.history()))
    made = Posted(context, orders)
    made.show()
    return made


@dataclass
class Opened:
    """A window and the link that serves it."""

    window: MainWindow
    links: list[prepared.PreparedLink]
    messenger: Messenger

    @property
    def link(self) -> prepared.PreparedLink:
        """The present link."""
        return self.links[-1]

    def tick(self, times: int = 2) -> None:
        """Let the window take what came and draw, without waiting."""
        for _ in range(times):
            self.window.pump.tick()


class PreparedConnector:
    """Makes prepared links and keeps them."""

    def __init__(self, mode: Mode = Mode.SIMULATION) -> None:
        self.links: list[prepared.PreparedLink] = []
        self.wanted: list[str] = []
        self._mode = mode

    def __call__(self, wanted: str) -> prepared.PreparedLink:
        """A link to the prepared run."""
        self.wanted.append(wanted)
        self.links.append(prepared.PreparedLink(mode=self._mode))
        return self.links[-1]

    def exercise(self, name: str, condition: str) -> prepared.PreparedLink:
        """A link again, remembered by its condition."""
        return self(f"{name} from {condition}")

    def take_over(self, recording: str, time_s: float, speed: float) -> prepared.PreparedLink:
        """A link again, remembered by its instant."""
        return self(f"{recording}@{time_s:g}")

    def go_on(self, recording: str, speed: float) -> prepared.PreparedLink:
        """A link again, remembered as one that goes on."""
        return self(f"{recording}@end")


@pytest.fixture
def make_window(qapp, monkeypatch):
    """Makes windows, without the 3D view unless asked for, and takes them wholly away again."""
    made: list[MainWindow] = []

    def make(
        connector=None, stories=tuple, scenario="", settings=None, has_scene=False, reviewer=None
    ):
        if not has_scene:
            monkeypatch.setattr(StationPane, "show_station", lambda self, station: None)
        window = MainWindow(
            connector or PreparedConnector(), stories, scenario, settings, reviewer=reviewer
        )
        window.resize(1200, 800)
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def opened(make_window) -> Opened:
    """A window on the prepared run, all of it received and drawn; its timer stands still."""
    connector = PreparedConnector()
    messenger = Messenger()
    window = make_window(connector, scenario="prepared", reviewer=messenger)
    window.show()
    window.start()
    window.pump.hold()
    made = Opened(window, connector.links, messenger)
    made.tick(2)
    window.settle()
    made.tick(80)
    return made
