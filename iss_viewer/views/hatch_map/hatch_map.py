"""The hatch map as a widget: what is painted, pointed at, clicked, walked on with arrows, and read out.

One paint of the whole: what stands still is kept as a picture, what changes goes over it. Each module and hatch is
also a button without a face, by which the keyboard walks and a screen reader speaks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QToolTip, QWidget

from iss_viewer.situation.hatches_now import hatch_label, hatch_text
from iss_viewer.situation.moment import Moment
from iss_viewer.situation.words.modules import module_lines
from iss_viewer.station import VACUUM, Station
from iss_viewer.units import UNIT_SYSTEMS, UnitSystem
from iss_viewer.views.hatch_map.grid import grid_of
from iss_viewer.views.hatch_map.map_facts import MapFacts
from iss_viewer.views.hatch_map.map_fonts import Fonts
from iss_viewer.views.hatch_map.map_layout import MapLayout, Point, Rect, layout_of
from iss_viewer.views.hatch_map.map_painter import MapPainter
from iss_viewer.views.shared.widgets import as_tip
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import DARK, Palette

_REACH_PX = 12.0  # from a hatch, within which the mouse is on it
_LEAST_AHEAD_1 = 0.3  # cosine: how far aside of an arrow a place may lie
_STEPS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
_ACTS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Spot(QAbstractButton):
    """A module or a hatch for keyboard and screen reader; it has no face, the map paints it."""

    focused = Signal(str)
    left = Signal()

    def __init__(self, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.key, self._whole = key, parent
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # arrows lead here; Tab goes past
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing: the map has painted it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The map knows what keys do."""
        event.ignore()

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Tab leaves the map, and does not come back to it at once."""
        whole = self._whole
        whole.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        left = super().focusNextPrevChild(is_next)
        whole.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return left

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard is here."""
        super().focusInEvent(event)
        self.focused.emit(self.key)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that it is not here any more."""
        super().focusOutEvent(event)
        self.left.emit()


class HatchMap(QWidget):
    """The map of one station; it grows beyond its room where that is too small, and is scrolled then."""

    module_selected = Signal(str)  # "" where a click met nothing
    module_pointed = Signal(str)  # "" where the mouse is on none
    hatch_asked = Signal(str, bool)  # its id, and whether its valve is meant
    hatch_touched = Signal(str)  # pointed at, or walked to; "" for none
    spot_walked = Signal(QRect)  # where the keyboard is now

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.station, self._grid = station, grid_of(station)
        self.units: UnitSystem = UNIT_SYSTEMS[0]
        self.colours: Palette = DARK
        self.facts = MapFacts.empty(station)
        self._moment: Moment | None = None
        self._room = (800.0, 400.0)
        self._fonts = Fonts(self.font())
        self.places: MapLayout = self._laid_out()
        self._ground: tuple[object, QPixmap] | None = None
        self.selected = self.pointed = self.focused = ""
        self._spots = {key: self._spot(key) for key in (*station.module_ids, *self._hatch_ids())}
        self._place_spots()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"Hatch map of {station.name}: arrows walk from module to hatch")

    def _hatch_ids(self) -> tuple[str, ...]:
        return tuple(hatch.id for hatch in self.station.hatches)

    def _spot(self, key: str) -> Spot:
        spot = Spot(key, self)
        spot.setAccessibleName(key)
        spot.focused.connect(self._walked_to)
        spot.left.connect(self._left_spot)
        spot.clicked.connect(lambda: self._act(key))
        return spot

    # what a window tells

    def show_moment(self, moment: Moment) -> None:
        """Draw an instant; repaints where something visible changed."""
        self._moment = moment
        facts = MapFacts.of(moment, self.units, self._grid)
        if facts != self.facts:
            self.facts = facts
            self._name_spots()
            self.update()

    def forget(self) -> None:
        """Nothing is known any more."""
        self._moment, self.facts = None, MapFacts.empty(self.station)
        self.update()

    def select(self, module: str) -> None:
        """Mark a module as selected ("" for none) without telling anybody."""
        if module != self.selected:
            self.selected = module
            self.update()

    def point_at(self, module: str) -> None:
        """Mark a module that the mouse is on elsewhere ("" for none)."""
        if module != self.pointed:
            self.pointed = module
            self.update()

    def use_looks(self, units: UnitSystem, palette: Palette) -> None:
        """Write in other units, in other colours."""
        self.units, self.colours, self._ground = units, palette, None
        self._fonts = Fonts(self.font())
        if self._moment is not None:
            self.facts = MapFacts.of(self._moment, units, self._grid)
        scale = letters.share_1()
        self.fit(self._room[0] * scale, self._room[1] * scale)
        self.update()

    def fit(self, width: float, height: float) -> None:
        """Lay the map out for a room, px."""
        scale = letters.share_1()
        self._room = (width / scale, height / scale)
        self.places = self._laid_out()
        self._ground = None
        self.setFixedSize(round(scale * self.places.width), round(scale * self.places.height))
        self._place_spots()

    def _laid_out(self) -> MapLayout:
        return layout_of(self.station, self._fonts.widths(self.station, self.units), self._room)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """What stands still from its picture, and over it what changes."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._kept_ground())
        painter.scale(letters.share_1(), letters.share_1())
        over = self._map_painter(painter)
        over.paint_figures(self.station)
        over.paint_touch(self.selected, self.pointed, self._focus())
        painter.end()

    def _focus(self) -> str:
        """Where the keyboard is, as long as it is on the map."""
        return self.focused if self.focused and self._spots[self.focused].hasFocus() else ""

    def _kept_ground(self) -> QPixmap:
        scale = self.devicePixelRatioF()
        key = (
            self.facts.ground_key,
            self.colours.name,
            scale,
            tuple(self.facts.heads),
            letters.share_1(),
        )
        if self._ground is None or self._ground[0] != key:
            picture = QPixmap(self.size() * scale)
            picture.setDevicePixelRatio(scale)
            painter = QPainter(picture)
            painter.scale(letters.share_1(), letters.share_1())
            self._map_painter(painter).paint_ground(self.station)
            painter.end()
            self._ground = (key, picture)
        return self._ground[1]

    def _map_painter(self, painter: QPainter) -> MapPainter:
        return MapPainter(painter, self.places, self.facts, self.colours, self._fonts, self.units)

    # spots

    def _place_spots(self) -> None:
        for module, box in self.places.boxes.items():
            self._spots[module].setGeometry(_whole(box))
        for hatch, door in self.places.doors.items():
            self._spots[hatch].setGeometry(_whole(Rect(*door.at, *door.at).grown(_REACH_PX)))

    def _name_spots(self) -> None:
        for key, spot in self._spots.items():
            words = self.words(key)
            if spot.accessibleName() != words:
                spot.setAccessibleName(words)

    def words(self, key: str) -> str:
        """A module or a hatch, as it stands, in a line."""
        return ". ".join(self._lines(key))

    def _lines(self, key: str) -> tuple[str, ...]:
        if key in self.places.boxes:
            lines = module_lines(self.station.module(key), self.facts.states[key], self.units)
            count, who = self.facts.heads.get(key, 0), self.facts.who.get(key, ())
            people = (", ".join(who) or f"{count} aboard",) if count else ()
            return (*lines, *people)
        if self._moment is None or key not in self.facts.hatches:
            return (hatch_label(self.station, key),)
        return (hatch_text(self._moment, self.facts.hatches[key], self.units),)

    def _part_lines(self, point: QPointF) -> tuple[str, ...]:
        """What is said of the part whose boundary is round a point, in full; the innermost of them."""
        point = point / letters.share_1()
        here, found = Rect(point.x(), point.y(), point.x(), point.y()), []
        for part in self.facts.parts:
            rects = [self.places.round(piece) for piece in part.pieces]
            found += [(rect.width * rect.height, part) for rect in rects if rect.meets(here)]
        if not found:
            return ()
        part = min(found, key=lambda pair: pair[0])[1]
        ways = tuple(words for words, _ in part.ways)
        return tuple(line for line in (part.name, part.air, part.people, *ways) if line)

    # mouse

    def key_at(self, point: QPointF) -> str:
        """The hatch or the module at a point; hatches, which are small, first; "" for none."""
        point = point / letters.share_1()
        doors, x, y = self.places.doors, point.x(), point.y()
        near = min(doors, key=lambda key: _apart(doors[key].at, x, y), default="")
        if near and _apart(doors[near].at, x, y) <= _REACH_PX:
            return near
        here = Rect(x, y, x, y)
        return next((key for key, box in self.places.boxes.items() if box.meets(here)), "")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light what the mouse is on, here and everywhere."""
        self._point(self.key_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is on nothing."""
        self._point("")

    def _point(self, key: str) -> None:
        if key == self.pointed:
            return
        self.pointed = key
        is_module = key in self.places.boxes
        self.setCursor(Qt.CursorShape.PointingHandCursor if key else Qt.CursorShape.ArrowCursor)
        self.module_pointed.emit(key if is_module else "")
        if key and not is_module:
            self.hatch_touched.emit(key)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a module selects it, on a hatch orders it; with Shift, its valve."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        key = self.key_at(event.position())
        if key in self.places.doors:
            self._spots[key].setFocus(Qt.FocusReason.MouseFocusReason)
            is_valve = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.hatch_asked.emit(key, is_valve)
            return
        if key:
            self._spots[key].setFocus(Qt.FocusReason.MouseFocusReason)
        self.module_selected.emit(key)

    def event(self, event: QEvent) -> bool:
        """Say what is under the mouse; keep the keys that walk here."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            key = self.key_at(QPointF(event.pos()))
            lines = self._lines(key) if key else self._part_lines(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), as_tip("\n".join(lines)), self)
            return True
        is_asked = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_asked and self._walks(cast(QKeyEvent, event).key()):
            event.accept()
            return True
        return super().event(event)

    # keyboard

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard comes to where it was last, to the selected module, or to the first."""
        super().focusInEvent(event)
        key = self.focused or self.selected or self.station.module_ids[0]
        self._spots[key].setFocus(event.reason())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk from module to hatch to module; Enter selects or orders; V is a hatch's valve."""
        key = event.key()
        if self.focused and key in _STEPS:
            self.walk(*_STEPS[Qt.Key(key)])
        elif self.focused and key in _ACTS:
            self._act(self.focused)
        elif self.focused in self.places.doors and key == Qt.Key.Key_V:
            self.hatch_asked.emit(self.focused, True)
        else:
            super().keyPressEvent(event)

    @staticmethod
    def _walks(key: int) -> bool:
        return key in _STEPS or key in (*_ACTS, Qt.Key.Key_V)

    def walk(self, dx: float, dy: float) -> None:
        """Go on from where the keyboard is: from a module to a hatch of it, from a hatch to a module beyond it, or
        where none lies that way to the hatch beside it.
        """
        best = next(
            (key for near in self._near(self.focused) if (key := self._ahead(near, dx, dy))), ""
        )
        if best:
            self.focused = best
            self._spots[best].setFocus(Qt.FocusReason.OtherFocusReason)

    def _ahead(self, near: Sequence[str], dx: float, dy: float) -> str:
        """What of some places lies most in a direction from where the keyboard is; "" where nothing does."""
        here, best, most = self._place(self.focused), "", _LEAST_AHEAD_1
        for key in near:
            to = self._place(key)
            away = max(_apart(to, here.x, here.y), 1e-6)
            ahead = ((to.x - here.x) * dx + (to.y - here.y) * dy) / away
            if ahead > most:
                best, most = key, ahead
        return best

    def _near(self, key: str) -> tuple[Sequence[str], ...]:
        """Where one gets from a module or a hatch, first by the way through, then to the side."""
        if key in self.places.boxes:
            return ([hatch.id for hatch in self.station.hatches_of(key)],)
        hatch = self.station.hatch(key)
        modules = [module for module in (hatch.a, hatch.b) if module != VACUUM]
        beside = [one.id for module in modules for one in self.station.hatches_of(module)]
        return modules, [one for one in beside if one != key]

    def _place(self, key: str) -> Point:
        boxes = self.places.boxes
        return boxes[key].centre if key in boxes else self.places.doors[key].at

    def _act(self, key: str) -> None:
        if key in self.places.boxes:
            self.module_selected.emit(key)
        else:
            self.hatch_asked.emit(key, False)

    def _walked_to(self, key: str) -> None:
        self.focused = key
        self.hatch_touched.emit("" if key in self.places.boxes else key)
        self.spot_walked.emit(self._spots[key].geometry())
        self.update()

    def _left_spot(self) -> None:
        self.update()

    @property
    def spots(self) -> Mapping[str, Spot]:
        """Modules and hatches by their ids."""
        return self._spots


def _whole(rect: Rect) -> QRect:
    scale = letters.share_1()
    sides = (rect.left, rect.top, rect.width, rect.height)
    return QRect(*(round(scale * side) for side in sides))


def _apart(point: Point, x: float, y: float) -> float:
    return float(((point.x - x) ** 2 + (point.y - y) ** 2) ** 0.5)
