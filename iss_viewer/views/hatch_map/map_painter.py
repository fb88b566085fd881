"""The hatch map with QPainter: first what stands still, boxes and boundaries; then figures, hatches, people over it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from iss_viewer.situation.hatches_now import HatchStands, difference_text, flow_text
from iss_viewer.situation.module_state import ModuleCondition
from iss_viewer.station import Station
from iss_viewer.units import UnitSystem
from iss_viewer.views.hatch_map import marks
from iss_viewer.views.hatch_map.map_facts import MapFacts, PartFacts
from iss_viewer.views.hatch_map.map_fonts import PAD_PX, Fonts
from iss_viewer.views.hatch_map.map_labels import FreeRoom, beside_hatch, near_rect, within
from iss_viewer.views.hatch_map.map_layout import (
    FOOT_PX,
    Door,
    DoorKind,
    MapLayout,
    Rect,
)
from iss_viewer.views.style.status_style import CONDITION_STYLES
from iss_viewer.views.style.status_symbol import paint_symbol
from iss_viewer.views.style.theme import Palette, mixed

LINE_PX = 15.0
_LABEL_PX = 13.0  # a line that nothing stands above or below
_CHIP = (26.0, 15.0)
_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
#: told by a boundary, or by a dashed edge, not by a colour
_SIGNLESS = (ModuleCondition.NOMINAL, ModuleCondition.PLANNED, ModuleCondition.ISOLATED)
_PLAIN = (*_SIGNLESS, ModuleCondition.NO_DATA)


def framed(rect: Rect) -> QRectF:
    """A rectangle as the toolkit has it."""
    return QRectF(rect.left, rect.top, rect.width, rect.height)


class MapPainter:
    """Paints one map: a layout, what is known, and the looks."""

    def __init__(
        self,
        painter: QPainter,
        layout: MapLayout,
        facts: MapFacts,
        palette: Palette,
        fonts: Fonts,
        units: UnitSystem,
    ) -> None:
        self._painter, self._layout, self._facts = painter, layout, facts
        self._units, self._figure_px = units, fonts.figure_px(units)
        self._palette, self._fonts = palette, fonts
        self._theme = palette.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    # what stands still

    def paint_ground(self, station: Station) -> None:
        """Boundaries, ways and boxes with their names."""
        bounds = QRectF(0, 0, self._layout.width, self._layout.height)
        self._painter.fillRect(bounds, QColor(self._palette.panel))
        for part in self._facts.parts:
            if not part.is_planned:
                for piece in part.pieces:
                    self._boundary(part, piece)
        self._painter.setPen(QPen(QColor(self._palette.edge), 2.0))
        for hatch, door in self._layout.doors.items():
            if door.path:
                self._way(door, hatch)
        for module in station.modules:
            self._box(module.id, module.short_name)

    def _boundary(self, part: PartFacts, piece: tuple[str, ...]) -> None:
        rect, ground = framed(self._layout.round(piece)), self._palette.panel
        if part.condition is ModuleCondition.NOMINAL:
            edge, inner = self._palette.border, mixed(self._palette.raised, ground, 0.55)
        else:
            edge = CONDITION_STYLES[part.condition].colour(self._theme)
            inner = mixed(edge, ground, 0.06)
        self._painter.setPen(QPen(QColor(edge), 1.5))
        self._painter.setBrush(QColor(inner))
        self._painter.drawRoundedRect(rect, 6, 6)

    def _way(self, door: Door, hatch: str) -> None:
        pen = self._painter.pen()
        style = Qt.PenStyle.SolidLine if door.kind is DoorKind.LINE else Qt.PenStyle.DotLine
        pen.setStyle(style)
        self._painter.setPen(pen)
        self._painter.drawPolyline(QPolygonF([QPointF(*point) for point in door.path]))

    def _box(self, module: str, name: str) -> None:
        painter, palette, state = self._painter, self._palette, self._facts.states[module]
        box, condition = framed(self._layout.boxes[module]), state.condition
        is_planned = module in self._facts.planned
        plain = condition in _PLAIN
        edge = palette.edge if plain else CONDITION_STYLES[condition].colour(self._theme)
        pen = QPen(QColor(edge), 1.2 if plain else 2.0)
        if is_planned or condition is ModuleCondition.NO_DATA:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(palette.field if is_planned else palette.raised))
        painter.drawRoundedRect(box, 4, 4)
        if condition is ModuleCondition.NO_DATA or state.is_old:
            self._hatched(box)
        painter.setPen(QColor(palette.muted if is_planned else palette.text))
        self._name(name, self._name_box(module))
        if condition not in _SIGNLESS:
            corner = QRectF(box.left() - 4, box.top() - 5, 11, 11)
            paint_symbol(painter, corner, CONDITION_STYLES[condition], self._theme)

    def _name(self, name: str, box: QRectF) -> None:
        """A name, in narrower letters where there is little room; where even they have none it is cut, but not the
        number by which ships are told apart.
        """
        room = box.width() + 1.0
        fitting = [one for one in self._fonts.names if one[1].horizontalAdvance(name) <= room]
        font, metrics = fitting[0] if fitting else self._fonts.names[-1]
        is_numbered = name[-1:].isdigit()
        cut = Qt.TextElideMode.ElideMiddle if is_numbered else Qt.TextElideMode.ElideRight
        self._painter.setFont(font)
        alignment = _LEFT if self._layout.is_upright else _CENTRE
        self._painter.drawText(box, alignment, metrics.elidedText(name, cut, room))

    def _hatched(self, box: QRectF) -> None:
        """Slanting lines: what is in the box is not of now."""
        painter = self._painter
        painter.save()
        painter.setClipRect(box.adjusted(1, 1, -1, -1))
        painter.setPen(QPen(QColor(self._palette.border), 1.0))
        x = box.left() - box.height()
        while x < box.right():
            painter.drawLine(QLineF(x, box.bottom(), x + box.height(), box.top()))
            x += 7.0
        painter.restore()

    def _name_box(self, module: str) -> QRectF:
        box = framed(self._layout.boxes[module]).adjusted(2, 0, -2, 0)
        if self._layout.is_upright:
            return box.adjusted(PAD_PX, 0, -self._figure_px - 2 * PAD_PX, 0)
        return QRectF(box.left(), box.center().y() - LINE_PX, box.width(), LINE_PX)

    def _figure_box(self, module: str) -> QRectF:
        box = framed(self._layout.boxes[module]).adjusted(2, 0, -2, 0)
        if self._layout.is_upright:
            wide = self._figure_px + PAD_PX
            return QRectF(box.right() - PAD_PX - wide, box.top(), wide, box.height())
        return QRectF(box.left(), box.center().y(), box.width(), LINE_PX)

    # what changes

    def paint_figures(self, station: Station) -> None:
        """Pressures, hatches with what is said of them, people, and what is said of each part."""
        painter, facts = self._painter, self._facts
        painter.setFont(self._fonts.text)
        for module in station.module_ids:
            self._figure(module)
        chips = {module: self._chip(module) for module in facts.heads}
        for hatch, door in self._layout.doors.items():
            if hatch in facts.hatches:
                self._hatch(hatch, door)
        painter.setFont(self._fonts.name)
        for module, chip in chips.items():
            marks.paint_heads(painter, framed(chip), facts.heads[module], self._palette)
        room = FreeRoom(self._layout.width, self._layout.height, self._taken(chips))
        self._label_parts(room)
        self._label_hatches(room)

    def _figure(self, module: str) -> None:
        state = self._facts.states[module]
        if module in self._facts.planned or state.condition is ModuleCondition.NO_DATA:
            colour = self._palette.muted
        elif state.condition in _PLAIN:
            colour = self._palette.soft
        else:
            colour = CONDITION_STYLES[state.condition].colour(self._theme)
        self._painter.setPen(QColor(colour))
        alignment = _CENTRE
        if self._layout.is_upright:
            alignment = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        box = self._figure_box(module)
        words, metrics = self._facts.digits[module], self._fonts.of_text
        if self._fonts.wide(metrics, words) > box.width() + 2:
            words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width() + 2)
        self._painter.drawText(box, alignment, words)

    def _chip(self, module: str) -> Rect:
        """Where the heads of a module are counted."""
        box, (width, height) = self._layout.boxes[module], _CHIP
        if self._layout.is_upright:
            return Rect(box.right - width - 2, box.top - 10, box.right - 2, box.top + 3)
        left = max(box.left - 8, 0.0)
        return Rect(left, box.bottom - 7, left + width, box.bottom - 7 + height)

    def _hatch(self, hatch: str, door: Door) -> None:
        one, at = self._facts.hatches[hatch], QPointF(*door.at)
        tone = marks.hatch_tone(one, hatch in self._facts.nexts)
        marks.paint_hatch(
            self._painter, at, one.stands, tone, self._palette, door.is_level, door.kind
        )

    def _taken(self, chips: Mapping[str, Rect]) -> Iterator[Rect]:
        yield from (box.grown(1.0) for box in self._layout.boxes.values())
        yield from chips.values()
        for hatch, door in self._layout.doors.items():
            one = self._facts.hatches.get(hatch)
            if door.kind is not DoorKind.OUTSIDE or (one is not None and not one.is_planned):
                yield Rect(*door.at, *door.at).grown(7.0)
            for a, b in pairwise(door.path):
                yield Rect(min(a.x, b.x), min(a.y, b.y), max(a.x, b.x), max(a.y, b.y)).grown(1.0)

    def _label_parts(self, room: FreeRoom) -> None:
        for part in self._facts.parts:
            if part.is_planned:
                continue
            rect = self._layout.round(part.pieces[0])
            if set(part.pieces[0]) & set(self._layout.grid.axis):
                self._head(part, rect, room)
            elif part.air:
                self._beside(part, rect, room)

    def _head(self, part: PartFacts, rect: Rect, room: FreeRoom) -> None:
        """Name and air of a part of the axis, and its people with their ways where there is room for a foot."""
        tone = self._part_colour(part)
        if self._layout.is_upright:
            self._in_free_room(part, rect, room, tone)
            return
        left, width = rect.left + 8, max(rect.width - 12, 0.0)
        self._line(self._fonts.text, self._palette.muted, part.name, (left, rect.top + 3, width))
        self._air(part, tone, (left, rect.top + 18, width))
        if self._layout.has_foot:
            top = rect.bottom - FOOT_PX + 2
            self._line(self._fonts.text, self._palette.text, part.people, (left, top, width))
            self._foot_ways(part, (left, top + LINE_PX + 1, width))

    def _air(self, part: PartFacts, tone: str, at: tuple[float, float, float]) -> None:
        """The air of a part, as much of it and as large as there is room for."""
        for font, metrics in (
            (self._fonts.lead, self._fonts.of_lead),
            (self._fonts.name, self._fonts.of_name),
        ):
            for words in part.airs:
                if self._fonts.wide(metrics, words) <= at[2]:
                    self._line(font, tone, words, at)
                    return
        self._line(self._fonts.name, tone, part.airs[-1], at)

    def _foot_ways(self, part: PartFacts, at: tuple[float, float, float]) -> None:
        """Whether the ways to the ships are open, one beside the other."""
        left, top, width = at
        for words, is_well in part.ways:
            colour = self._palette.good if is_well else self._palette.bad
            self._line(self._fonts.text, colour, words, (left, top, width))
            used = self._fonts.wide(self._fonts.of_text, words) + 12
            left, width = left + used, width - used

    def _in_free_room(self, part: PartFacts, rect: Rect, room: FreeRoom, tone: str) -> None:
        words = f"{part.name} · {part.air}"
        wide = min(self._fonts.wide(self._fonts.of_name, words), rect.width - 20)
        found = room.take(within(rect, wide, LINE_PX))
        if found is None:
            words, wide = part.air, self._fonts.wide(self._fonts.of_name, part.air)
            found = room.take(within(rect, wide, LINE_PX))
        if found is not None:
            self._line(self._fonts.name, tone, words, (found.left, found.top, found.width + 1))

    def _beside(self, part: PartFacts, rect: Rect, room: FreeRoom) -> None:
        """The air of a part away from the axis, beside its boundary."""
        wide = self._fonts.wide(self._fonts.of_name, part.air)
        found = room.take(near_rect(rect, wide, LINE_PX))
        if found is not None:
            colour = self._part_colour(part)
            self._line(self._fonts.name, colour, part.air, (found.left, found.top, wide + 1))

    def _part_colour(self, part: PartFacts) -> str:
        if part.condition is ModuleCondition.NOMINAL:
            return self._palette.text
        return CONDITION_STYLES[part.condition].colour(self._theme)

    def _line(self, font: QFont, colour: str, words: str, at: tuple[float, float, float]) -> None:
        """A line of words at left and top, elided to a width."""
        left, top, width = at
        metrics = self._fonts.of_lead if font is self._fonts.lead else self._fonts.of_text
        if width < 16 or not words:
            return
        if self._fonts.wide(metrics, words) > width:
            words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
        self._painter.setFont(font)
        self._painter.setPen(QColor(colour))
        height = 18.0 if font is self._fonts.lead else LINE_PX
        self._painter.drawText(QRectF(left, top, width + 2, height), _LEFT, words)

    def _label_hatches(self, room: FreeRoom) -> None:
        """Words beside hatches, those first that a person must not miss; then what flows; then the rest."""
        ranked = sorted(self._facts.hatches, key=self._rank)
        urgent = [hatch for hatch in ranked if self._rank(hatch) == 0]
        for hatch in urgent:
            self._label_hatch(hatch, self._fonts.name, room)
        for hatch in ranked:
            if self._facts.hatches[hatch].flow_kg_s:
                self._flow(hatch, self._layout.doors[hatch], room)
        for hatch in ranked[len(urgent) :]:
            self._label_hatch(hatch, self._fonts.text, room)

    def _label_hatch(self, hatch: str, font: QFont, room: FreeRoom) -> None:
        words, door = self._hatch_words(hatch), self._layout.doors[hatch]
        if not words:
            return
        wide = self._fonts.wide(self._fonts.of_name, words)
        found = room.take(beside_hatch(self._layout, door, wide, _LABEL_PX))
        if found is not None:
            tone = marks.hatch_tone(self._facts.hatches[hatch], hatch in self._facts.nexts)
            at = (found.left, found.top - 1, wide + 1)
            self._line(font, self._palette.tone(tone), words, at)

    def _rank(self, hatch: str) -> int:
        one = self._facts.hatches[hatch]
        if hatch in self._facts.nexts or (
            one.stands is not HatchStands.UNKNOWN and not one.is_planned
        ):
            return 0
        return 1 if one.stands.is_closed and not one.leads_out else 2

    def _hatch_words(self, hatch: str) -> str:
        one = self._facts.hatches[hatch]
        if one.leads_out and one.is_planned:
            return ""
        if one.stands is HatchStands.HALF_OPEN:
            return f"{hatch} half open"
        if not one.stands.is_closed or one.is_planned:
            return hatch
        difference = difference_text(one, self._units)
        if one.stands is HatchStands.VALVE_OPEN:
            return f"{hatch} valve, {difference}" if difference else f"{hatch} valve"
        return f"{hatch} {difference}".strip()

    def _flow(self, hatch: str, door: Door, room: FreeRoom) -> None:
        """An arrow along a hatch with what flows."""
        one = self._facts.hatches[hatch]
        words = flow_text(one.flow_kg_s)
        text = self._fonts.wide(self._fonts.of_text, words)
        wide = max(text, marks.ARROW_PX)
        found = room.take(beside_hatch(self._layout, door, wide, LINE_PX + 10))
        if found is None:  # then at least which way
            words, found = "", room.take(beside_hatch(self._layout, door, marks.ARROW_PX, 10.0))
        if found is None:
            return
        colour = QColor(self._palette.text)
        start, end = self._arrow(hatch, door, found)
        marks.paint_arrow(self._painter, start, end, colour)
        self._line(
            self._fonts.text, self._palette.text, words, (found.left, found.top + 9, wide + 1)
        )

    def _arrow(self, hatch: str, door: Door, at: Rect) -> tuple[QPointF, QPointF]:
        """From where to where: the way that the air goes."""
        one = self._facts.hatches[hatch]
        source, sink = one.hatch.a, one.hatch.b
        if one.flow_kg_s < 0:
            source, sink = sink, source
        boxes = self._layout.boxes
        start = boxes[source].centre if source in boxes else door.at
        end = boxes[sink].centre if sink in boxes else door.at
        half = marks.ARROW_PX / 2
        x, y = at.left + half, at.top + 5
        if door.is_level:
            sign = 1.0 if end.x >= start.x else -1.0
            return QPointF(x - sign * half, y), QPointF(x + sign * half, y)
        sign = 1.0 if end.y >= start.y else -1.0
        return QPointF(at.left + 4, y - sign * 5 + 1), QPointF(at.left + 4, y + sign * 5 + 1)

    # what is pointed at

    def paint_touch(self, selected: str, pointed: str, focused: str) -> None:
        """Marks round what is selected, what the mouse is on, and what the keyboard is on; modules or hatches."""
        for key, colour, width in (
            (pointed, self._palette.accent, 1.5),
            (selected, self._palette.text, 1.6),
        ):
            if key in self._layout.boxes:
                self._painter.setPen(QPen(QColor(colour), width))
                self._painter.setBrush(Qt.BrushStyle.NoBrush)
                self._painter.drawRoundedRect(framed(self._layout.boxes[key].grown(3)), 6, 6)
            elif key in self._layout.doors:
                at = QPointF(*self._layout.doors[key].at)
                marks.paint_focus(self._painter, at, self._palette, is_pointed=True)
        if focused in self._layout.boxes:
            self._painter.setPen(QPen(QColor(self._palette.accent), 2.0, Qt.PenStyle.DashLine))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRoundedRect(framed(self._layout.boxes[focused].grown(5)), 7, 7)
        elif focused in self._layout.doors:
            at = QPointF(*self._layout.doors[focused].at)
            marks.paint_focus(self._painter, at, self._palette, is_pointed=False)
