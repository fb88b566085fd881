"""What the mouse does over the plots: it names the trace that it is near, opens flags, isolates, looks back, follows."""

from __future__ import annotations

import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QToolTip

from iss_viewer.detection.assessment import STATION
from iss_viewer.situation.air_spaces import space_of
from iss_viewer.situation.feed_now import newest_age_text
from iss_viewer.situation.moment import Moment
from iss_viewer.views.plots.event_flags import flag_text
from iss_viewer.views.plots.legend import LegendModel
from iss_viewer.views.plots.plot_parts import Crosshair
from iss_viewer.views.plots.space_traces import SpaceTraces
from iss_viewer.views.plots.traces import GaugeTraces, RateTraces
from iss_viewer.views.shared.widgets import as_tip
from iss_viewer.views.shared.window_context import WindowContext

_NEAR_PX = 12.0  # of a trace that is pointed at


class PlotPointer(QObject):
    """pressures: the traces that the upper plot draws now, of the two that it may."""

    followed = Signal()  # a double click: follow the newest again
    time_picked = Signal(float)  # look back at this instant
    moved = Signal(object)  # Moment: values at the crosshair are to be told anew

    def __init__(
        self,
        canvas: pg.GraphicsLayoutWidget,
        upper: tuple[SpaceTraces, GaugeTraces],
        rates: RateTraces,
        crosshair: Crosshair,
        context: WindowContext,
        legend: LegendModel,
    ) -> None:
        super().__init__(canvas)
        self._canvas, self._rates, self._crosshair = canvas, rates, crosshair
        self.pressures: SpaceTraces | GaugeTraces = upper[0]
        self._gauges = upper[1]
        self._context, self._legend, self._hovered = context, legend, ""
        context.selection.pointed.connect(self.light)
        canvas.scene().sigMouseMoved.connect(self._point)
        canvas.scene().sigMouseClicked.connect(self._click)

    def _point(self, where: QPointF) -> None:
        moment = self._context.moment
        box = self.pressures.plot.getViewBox()
        if moment is None or not self._is_over(where):
            self._hover("")
            self._crosshair.hide()
        else:
            key, value = self._trace_at(where)
            self._hover(key)
            time_s = float(box.mapSceneToView(where).x())
            words = self._words(moment, key, value, time_s) if key else ""
            self._crosshair.show_at(time_s, moment.clock.text(time_s), words)
            self._show_flag_text(where, moment)
        if moment is not None:
            self.moved.emit(moment)

    def _words(self, moment: Moment, key: str, value: float, at_s: float) -> str:
        """The trace, its value at an instant, and how old what it rests on was then."""
        text = f"{self._name(moment, key)} {self._shown(value)}"
        age = newest_age_text(moment, self.pressures.gauged(moment, key), at_s)
        return f"{text} · {age}" if age else text

    def _shown(self, value: float) -> str:
        """A value of a plot, which is in the reader's units already."""
        return f"{value:,.{self._context.units.pressure_digits}f}"

    def _show_flag_text(self, where: QPointF, moment: Moment) -> None:
        flag = self.pressures.flags.at(where)
        if flag is not None:
            QToolTip.showText(QCursor.pos(), as_tip(flag_text(flag, moment.run)), self._canvas)
        else:
            QToolTip.hideText()

    def _trace_at(self, where: QPointF) -> tuple[str, float]:
        """The trace that is nearest to a place of the scene, and its value there; empty: none is near."""
        for traces in (self.pressures, self._rates):
            box = traces.plot.getViewBox()
            if traces.plot.isVisible() and box.sceneBoundingRect().contains(where):
                return traces.curves.nearest(traces.plot, box.mapSceneToView(where), _NEAR_PX)
        return "", float("nan")

    def _name(self, moment: Moment, key: str) -> str:
        return "Station" if key == STATION else self.pressures.name(moment, key)

    def _hover(self, key: str) -> None:
        if key != self._hovered:
            self._hovered = key
            self._context.selection.point_at("" if key == STATION else key)
            self.pressures.curves.stress(key)

    def light(self, module: str) -> None:
        """Stress the trace of a module that the mouse is on elsewhere, or of its air; "" for none."""
        moment = self._context.moment
        space = space_of(moment, module) if moment is not None and module else None
        is_gauge = self.pressures is self._gauges or space is None
        self.pressures.curves.stress(module if is_gauge or space is None else space.named_by)

    def _is_over(self, where: QPointF) -> bool:
        return any(
            plot.getViewBox().sceneBoundingRect().contains(where)
            for plot in (self.pressures.plot, self._rates.plot)
        )

    def _click(self, click: MouseClickEvent) -> None:
        if not self._is_over(click.scenePos()):
            return
        if click.double():
            self.followed.emit()
        elif click.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.time_picked.emit(
                float(self.pressures.plot.getViewBox().mapSceneToView(click.scenePos()).x())
            )
        else:
            self._isolate(self._trace_at(click.scenePos())[0])

    def _isolate(self, key: str) -> None:
        """Show the trace alone that was clicked; once more: all again. A gauge's module is selected with it."""
        if not key:
            return
        if key in self._legend.modules:
            self._legend.isolate(key)
        if self.pressures is self._gauges and key != STATION:
            self._context.selection.choose(key)
