"""One panel of the window drawn from a recording into a PNG or SVG of a chosen size, without a display."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from iss_viewer.app.review import recorded_link
from iss_viewer.link import Message
from iss_viewer.units import UNIT_SYSTEMS
from iss_viewer.views.reviewer import PLOTS, PictureWanted

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from iss_viewer.views.desk import Desk
    from iss_viewer.views.moment import Moment

ENDINGS = (".png", ".svg")


def draw_panel(recording: Path, wanted: PictureWanted) -> Path:
    """Draw a panel as it stands at an instant of a recording; the file's path.

    Raises RecordingRefused, OSError, and ValueError for a file that ends neither in .png nor in .svg.
    """
    file = Path(wanted.file)
    if file.suffix.lower() not in ENDINGS:
        raise ValueError(f"{file}: the name of a picture ends in .png or .svg")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from iss_viewer.views import theme
    from iss_viewer.views.desk import Desk

    application = QApplication.instance() or QApplication(["iss-viewer"])
    assert isinstance(application, QApplication)
    desk = Desk(lambda command: None)
    desk.palette = theme.PALETTES[wanted.theme]
    desk.units = next((s for s in UNIT_SYSTEMS if s.name == wanted.units), UNIT_SYSTEMS[0])
    theme.apply(application, desk.palette)
    link = recorded_link(recording)
    try:
        moment = _moment(link.receive(), wanted.time_s)
        desk.open(moment.run)
        desk.moment = moment
        desk.selection.choose(wanted.selected)
        draw = _plots if wanted.panel == PLOTS else _station
        panel = draw(desk, moment, wanted)
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(panel, file)
        panel.close()
    finally:
        link.close()
    return file


def _moment(messages: Sequence[Message], time_s: float) -> Moment:
    from iss_viewer.views.frame_pump import FramePump
    from iss_viewer.views.playhead import Playhead

    pump = FramePump(Playhead())
    for message in messages:
        pump.take(message)
    pump.playhead.look_at(time_s)
    moment = pump.moment()
    if moment is None or moment.run.history.is_empty:
        raise ValueError("the recording has no samples yet")
    return moment


def _plots(desk: Desk, moment: Moment, wanted: PictureWanted) -> QWidget:
    from iss_viewer.views.plots import PlotPanel

    panel = PlotPanel(desk)
    panel.legend_model.hidden |= wanted.hidden
    _lay_out(panel, wanted)
    if wanted.view_s is not None:
        panel.show_stretch(*wanted.view_s)
    for _ in range(2):  # the first drawing settles the width of the axes
        panel.show_moment(moment)
        panel.redraw()
    return panel


def _station(desk: Desk, moment: Moment, wanted: PictureWanted) -> QWidget:
    from iss_viewer.views.scene.camera import Pose
    from iss_viewer.views.scene_canvas import SceneCanvas
    from iss_viewer.views.station_view import StationView

    panel = StationView(moment.station)
    panel.use_units(desk.units)
    panel.select(wanted.selected)
    _lay_out(panel, wanted)
    panel.show_moment(moment)
    panel.build_now()
    if isinstance(panel.canvas, SceneCanvas) and isinstance(wanted.pose, Pose):
        panel.canvas.look(wanted.pose)
        panel.build_now()
    return panel


def _lay_out(panel: QWidget, wanted: PictureWanted) -> None:
    """Give a panel its size, as a window that nobody sees."""
    from PySide6.QtCore import QCoreApplication

    panel.resize(wanted.width_px, wanted.height_px)
    panel.show()
    QCoreApplication.sendPostedEvents()


def _write(panel: QWidget, file: Path) -> None:
    """Draw a widget into a file; lines and words stay lines and words in SVG. Raises OSError."""
    from PySide6.QtCore import QRect

    if file.suffix.lower() == ".png":
        if not panel.grab().save(str(file)):
            raise OSError(f"{file} cannot be written")
        return
    from PySide6.QtSvg import QSvgGenerator

    drawing = QSvgGenerator()
    drawing.setFileName(str(file))
    drawing.setSize(panel.size())
    drawing.setViewBox(QRect(0, 0, panel.width(), panel.height()))
    drawing.setResolution(96)
    drawing.setTitle("ISS Viewer")
    panel.grab()  # has everything laid out
    panel.render(drawing)
    if not file.exists():
        raise OSError(f"{file} cannot be written")
