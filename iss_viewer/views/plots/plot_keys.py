"""The keys of the plots, while the keyboard is there: zoom, move, one trace alone, all of them again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from iss_viewer.views.plots.legend import LegendModel
from iss_viewer.views.plots.shown_stretch import ShownStretch

_STEP, _ZOOM = 0.2, 1.5  # of the stretch shown
#: key -> which trace is isolated, from the one that is
_NEXT = {Qt.Key.Key_Period: 1, Qt.Key.Key_Comma: -1}
#: key -> by how much of the stretch the plots move, and how many times they zoom in
_MOVES = {
    Qt.Key.Key_Plus: (0.0, _ZOOM), Qt.Key.Key_Equal: (0.0, _ZOOM), Qt.Key.Key_Minus: (0.0, 1 / _ZOOM),
    Qt.Key.Key_PageUp: (-_STEP, 1.0), Qt.Key.Key_PageDown: (_STEP, 1.0),
}  # fmt: skip


class PlotKeys:
    """Escape brings all traces back, full stop and comma show one alone; plus and minus zoom, Page up and down move."""

    def __init__(self, stretch: ShownStretch, legend: LegendModel) -> None:
        self._stretch, self._legend = stretch, legend

    def has(self, event: QKeyEvent, is_on_canvas: bool) -> bool:
        """Whether a key does something here, before the window has it."""
        is_back = event.key() == Qt.Key.Key_Escape and bool(self._legend.hidden)
        return is_back or (is_on_canvas and event.key() in (_MOVES | _NEXT))

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key does; whether it does anything."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self._legend.hidden:
            self._legend.show_only(set())
        elif key in _NEXT and self._legend.modules:
            self._isolate_next(_NEXT[key])
        elif key in _MOVES:
            by, zoom = _MOVES[key]
            left, right = self._stretch.now()
            middle, half = (left + right) / 2 + by * (right - left), (right - left) / 2 / zoom
            self._stretch.show(middle - half, middle + half)
        else:
            return False
        return True

    def _isolate_next(self, step: int) -> None:
        """Show the next trace of the legend alone."""
        modules, hidden = self._legend.modules, self._legend.hidden
        alone = next(iter(set(modules) - hidden), "") if self._legend.is_isolated else ""
        at = modules.index(alone) + step if alone else (0 if step > 0 else -1)
        self._legend.show_only({modules[at % len(modules)]})
