"""The hatch map with its head line and the card of a hatch: what stands beside the 3D view, or in its place."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from iss_viewer.situation.hatches_now import HatchStands
from iss_viewer.situation.moment import Moment
from iss_viewer.situation.words.modules import last_known_words
from iss_viewer.station import Station
from iss_viewer.views.hatch_map import marks
from iss_viewer.views.hatch_map.hatch_card import HEAD_PX, HatchCard
from iss_viewer.views.hatch_map.hatch_map import HatchMap
from iss_viewer.views.hatch_map.map_facts import MapFacts
from iss_viewer.views.hatch_map.map_fonts import Fonts
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import Palette

_LOW_PX = 320  # below which every line counts


class MapView(QFrame):
    """The whole of it."""

    module_selected = Signal(str)

    def __init__(self, station: Station, context: WindowContext, note: str = "") -> None:
        super().__init__()
        self._context, self._worst = context, ""
        self.head = MapHead(note)
        self.map = HatchMap(station)
        self.card = HatchCard(context)
        self.area = _Area(self.map)
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(0, 0, 0, 0)
        self._room.setSpacing(0)
        for part in (self.head, self.area, self.card):
            self._room.addWidget(part)
        self._is_low = False
        self.card.turned.connect(self._share_lines)
        self._connect()
        self.apply_looks()

    @property
    def station(self) -> Station:
        """The station that is drawn."""
        return self.map.station

    def open(self, station: Station) -> None:
        """Turn to another station."""
        if station != self.station:
            self._context.selection.pointed.disconnect(self.map.point_at)
            self.map = HatchMap(station)
            self.area.put(self.map)
            self._connect()
            self.apply_looks()

    def _connect(self) -> None:
        self.setFocusProxy(self.map)
        self.map.module_selected.connect(self.module_selected)
        self.map.module_pointed.connect(self._context.selection.point_at)
        self.map.hatch_touched.connect(self.card.show_hatch)
        self.map.hatch_asked.connect(self.card.ask)
        self.map.spot_walked.connect(self.area.follow)
        self._context.selection.pointed.connect(self.map.point_at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the map the room that it needs: where that is little, a hatch that is touched takes the head's."""
        super().resizeEvent(event)
        is_low = self.height() < letters.px(_LOW_PX)
        if is_low is not self._is_low:
            self._is_low = is_low
            self.card.set_compact(is_compact=is_low)
            self._room.insertWidget(0 if is_low else 2, self.card)
            self._share_lines()

    def _share_lines(self) -> None:
        has_card = not self._is_low or self.card.has_hatch
        self.card.setVisible(has_card)
        self.head.setVisible(not (self._is_low and has_card))

    def show_moment(self, moment: Moment) -> None:
        """Draw an instant of a run; what leaks comes into sight where the map is larger than its room."""
        self.map.show_moment(moment)
        worst = self.map.facts.worst
        if worst != self._worst:
            self._worst = worst
            self._bring(worst)
        self.card.show_moment(moment)
        late = "" if moment.is_current else last_known_words(moment.clock.text(moment.known_s))
        self.head.show_facts(self.map.facts, self.map.places.is_upright, late)

    def forget(self) -> None:
        """Nothing is known of any module."""
        self.map.forget()
        self.card.show_hatch("")

    def select(self, module: str) -> None:
        """Mark a module as selected ("" for none), and bring it into sight."""
        self.map.select(module)
        self._bring(module)

    def _bring(self, key: str) -> None:
        spot = self.map.spots.get(key)
        if spot is not None:
            self.area.follow(spot.geometry())

    def apply_looks(self) -> None:
        """Take units and colours of the window."""
        palette = self._context.palette
        self.map.use_looks(self._context.units, palette)
        self.head.use_looks(self._context.units.pressure, palette)


class _Area(QScrollArea):
    """Scrolls a map that is larger than its room, and goes where the keyboard goes."""

    def __init__(self, content: HatchMap) -> None:
        super().__init__()
        self._map = content
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        self.setMinimumSize(240, 150)

    def put(self, content: HatchMap) -> None:
        """Another map in the place of this one."""
        self._map = content
        self.setWidget(content)  # the one before is deleted
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the map out anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.maximumViewportSize()
        self._map.fit(room.width(), room.height())
        if self._map.width() > room.width() or self._map.height() > room.height():
            bar = self.verticalScrollBar().sizeHint().width()
            is_high = self._map.height() > room.height()
            self._map.fit(room.width() - (bar if is_high else 0), room.height())

    def follow(self, place: QRect) -> None:
        """Bring a place of the map into sight."""
        self.ensureVisible(place.center().x(), place.center().y(), place.width(), place.height())


class MapHead(QWidget):
    """What the map shows: units, how it lies, and how many hatches stand how, each with its sign."""

    def __init__(self, note: str) -> None:
        super().__init__()
        self._note, self._late, self._unit = note, "", ""
        self._facts: MapFacts | None = None
        self._is_upright = False
        self._palette: Palette | None = None
        letters.give_size(self, "setFixedHeight", HEAD_PX)
        self.setToolTip(note)

    def show_facts(self, facts: MapFacts, is_upright: bool, late: str) -> None:
        """Count anew; late: words where what is shown is not of now."""
        same = self._counts(facts) == self._counts(self._facts)
        if same and (is_upright, late) == (self._is_upright, self._late):
            return
        self._facts, self._is_upright, self._late = facts, is_upright, late
        self.setAccessibleName(self._subtitle())
        self.update()

    def use_looks(self, unit: str, palette: Palette) -> None:
        """Take units and colours."""
        self._unit, self._palette = unit, palette
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(240, letters.px(HEAD_PX))

    @staticmethod
    def _counts(facts: MapFacts | None) -> tuple[tuple[str, int], ...]:
        """A word for each way that hatches stand, and how many do."""
        hatches = [] if facts is None else list(facts.hatches.values())
        counts = {
            word: sum(one.stands is stands and planned in (None, one.is_planned) for one in hatches)
            for word, (stands, planned, _) in _COUNTED.items()
        }
        return tuple((word, count) for word, count in counts.items() if count)

    def _subtitle(self) -> str:
        ways = (
            "left: zenith and port, right: nadir and starboard"
            if self._is_upright
            else ("above: zenith and port, below: nadir and starboard")
        )
        return f"{self._unit} · {ways}"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words on the left, signs on the right; where both have no room, the words give way."""
        if self._palette is None:
            return
        painter, fonts = QPainter(self), Fonts(self.font())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(letters.share_1(), letters.share_1())
        x = self.width() / letters.share_1() - 8
        for word, count in reversed(self._counts(self._facts)):
            words = f"{word} {count}"
            x -= fonts.of_text.horizontalAdvance(words)
            painter.setFont(fonts.text)
            painter.setPen(QColor(self._palette.soft))
            painter.drawText(QPointF(x, 17), words)
            x -= 12
            stands, _, tone = _COUNTED[word]
            marks.paint_hatch(painter, QPointF(x + 2, 13), stands, tone, self._palette)
            x -= 16
        late = self._palette.notice if self._late else self._palette.muted
        painter.setPen(QColor(late))
        told = self._late or " · ".join(part for part in (self._note, self._subtitle()) if part)
        painter.setFont(fonts.text)
        room = max(x - 10, 0.0)
        painter.drawText(
            QPointF(8, 17), fonts.of_text.elidedText(told, Qt.TextElideMode.ElideRight, room)
        )
        painter.end()


#: word -> how a hatch stands, whether that is by plan (None: either way), and the tone of its sign
_COUNTED: dict[str, tuple[HatchStands, bool | None, str]] = {
    "open": (HatchStands.OPEN, None, "muted"),
    "half open": (HatchStands.HALF_OPEN, None, "notice"),
    "closed": (HatchStands.CLOSED, False, "closed"),
    "valve open": (HatchStands.VALVE_OPEN, None, "closed"),
    "by plan": (HatchStands.CLOSED, True, "plan"),
}
