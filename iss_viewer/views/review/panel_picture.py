"""One panel of the window drawn into a PNG or SVG of a chosen size, of a run that is over."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pyqtgraph import GraphicsLayoutWidget, PlotCurveItem, PlotItem
from PySide6.QtCore import QCoreApplication, QRect, Qt
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from iss_viewer.link import Pace, Recalled
from iss_viewer.situation.board import Ledger
from iss_viewer.situation.moment import Moment, OpenRun, moment_of
from iss_viewer.situation.playhead import Playhead
from iss_viewer.situation.results import PLOTS, PictureWanted
from iss_viewer.units import UNIT_SYSTEMS
from iss_viewer.views.plots.plot_panel import PlotPanel
from iss_viewer.views.scene.camera import Pose
from iss_viewer.views.shared.widgets import column, label
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.station.station_view import StationView
from iss_viewer.views.style import style_sheet, theme

ENDINGS = (".png", ".svg")


def draw_panel(
    application: QApplication, recalled: Recalled, mode: str, wanted: PictureWanted
) -> Path:
    """Draw a panel as it stands at an instant of a run; the file's path.

    mode: what kind of run it was, for the caption. Raises OSError, and ValueError for a run without
    samples or a stretch outside of it.
    """
    file, moment = Path(wanted.file), _moment(recalled, wanted.time_s)
    context = WindowContext(lambda command: None)
    context.palette = theme.PALETTES[wanted.theme]
    context.units = next((s for s in UNIT_SYSTEMS if s.name == wanted.units), UNIT_SYSTEMS[0])
    style_sheet.apply(application, context.palette)
    context.open(moment.run)
    context.moment = moment
    context.selection.choose(wanted.selected)
    sheet = _sheet(caption(mode, moment), wanted)
    (_add_plots if wanted.panel == PLOTS else _add_station)(sheet, context, moment, wanted)
    file.parent.mkdir(parents=True, exist_ok=True)
    _write(sheet, file)
    sheet.close()
    return file


def _moment(recalled: Recalled, time_s: float) -> Moment:
    history = recalled.history
    if history.is_empty:
        raise ValueError("the recording has no samples yet")
    playhead = Playhead()
    playhead.look_at(time_s)
    at_s = playhead.time_s(history)
    pace = Pace(history.end_s, False, 0.0, 0.0)
    return moment_of(OpenRun(recalled.opened, history), Ledger(history).at(at_s), at_s, False, pace)


def caption(mode: str, moment: Moment) -> str:
    """What a picture is of: the run, its mode, the instant."""
    when = ", ".join(moment.clock.face(max(moment.time_s, 0.0)))
    return f"{mode}  ·  {moment.run.opened.title}  ·  {when}"


def _sheet(words: str, wanted: PictureWanted) -> QWidget:
    """A window that nobody sees, of the size that is wanted, with a caption."""
    sheet = QFrame()
    sheet.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    theme.set_role(sheet, "panel")
    sheet.setLayout(column(label(words, "muted"), margin=8))
    sheet.resize(wanted.width_px, wanted.height_px)
    return sheet


def _add_plots(
    sheet: QWidget, context: WindowContext, moment: Moment, wanted: PictureWanted
) -> None:
    panel = PlotPanel(context)
    panel.legend_model.hidden |= wanted.hidden
    panel.bar.hide()
    _put(sheet, panel)
    if wanted.view_s is not None:
        history = moment.run.history
        from_s, to_s = max(wanted.view_s[0], history.start_s), min(wanted.view_s[1], history.end_s)
        if from_s >= to_s:
            raise ValueError("the stretch to be drawn lies outside of the recording")
        panel.stretch.show(from_s, to_s)
    for _ in range(2):  # the first drawing settles the width of the axes
        panel.show_moment(moment)
        panel.redraw()


def _add_station(
    sheet: QWidget, context: WindowContext, moment: Moment, wanted: PictureWanted
) -> None:
    panel = StationView(moment.station)
    panel.use_units(context.units)
    panel.select(wanted.selected)
    for control in panel.canvas.covers:
        control.hide()
    _put(sheet, panel)
    panel.show_moment(moment)
    panel.build_now()
    if isinstance(wanted.pose, Pose):
        panel.canvas.look(wanted.pose)
        panel.build_now()


def _put(sheet: QWidget, panel: QWidget) -> None:
    layout = sheet.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.addWidget(panel, 1)
    sheet.show()
    for _ in range(3):  # layouts settle in turns, the inner after the outer
        QCoreApplication.sendPostedEvents()


def _write(sheet: QWidget, file: Path) -> None:
    """Draw a widget into a file; lines and words stay lines and words in SVG. Raises OSError."""
    if file.suffix.lower() == ".png":
        if not sheet.grab().save(str(file)):
            raise OSError(f"{file} cannot be written")
        return
    sheet.grab()  # has everything laid out
    _cut_curves(sheet)
    drawing = QSvgGenerator()
    drawing.setFileName(str(file))
    drawing.setSize(sheet.size())
    drawing.setViewBox(QRect(0, 0, sheet.width(), sheet.height()))
    drawing.setResolution(96)
    drawing.setTitle("ISS Viewer")
    sheet.render(drawing)
    if not file.exists():
        raise OSError(f"{file} cannot be written")


def _cut_curves(sheet: QWidget) -> None:
    """Keep curves within their plots: this kind of SVG cuts nothing off at edges."""
    for canvas in sheet.findChildren(GraphicsLayoutWidget):
        for plot in (item for item in canvas.ci.items if isinstance(item, PlotItem)):
            bottom, top = plot.getViewBox().viewRange()[1]
            for curve in plot.items:
                if isinstance(curve, PlotCurveItem) and curve.yData is not None:
                    curve.setData(curve.xData, np.clip(curve.yData, bottom, top))
