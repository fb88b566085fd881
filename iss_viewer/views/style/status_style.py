"""How each status, alarm class and verdict looks: a colour, a shape and a word, never a colour alone.

Free of Qt: colours are ``#rrggbb`` and shapes are outlines in the unit square, so that the 3D scene,
the hatch map, tables and reports all show the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from math import cos, pi, sin

from iss_viewer.situation.module_state import ModuleCondition
from iss_viewer.situation.words.status import CLASS_WORDS, STATUS_WORDS, VERDICT_WORDS
from iss_viewer.telemetry.status import AlarmClass, ModuleStatus, Verdict

Point = tuple[float, float]


class Theme(Enum):
    """Which background the colours must stand out against."""

    DARK = "dark"
    LIGHT = "light"
    QUIET = "quiet"  # dark, and what is well has no colour


class Shape(Enum):
    """The outline of a symbol."""

    CIRCLE = "circle"
    RING = "ring"
    SQUARE = "square"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"
    OCTAGON = "octagon"
    CROSS = "cross"


@dataclass(frozen=True, slots=True)
class Style:
    """A colour, a shape and a word.

    dark: the colour of the symbol, on any background, and of words and lines on a dark one. light: of words
    and lines on a light one, where the symbol gets an outline. quiet: where all that is well is grey; empty: as on dark.
    """

    word: str
    shape: Shape
    dark: str
    light: str
    quiet: str = ""

    def colour(self, theme: Theme = Theme.DARK) -> str:
        """The colour of words and lines as ``#rrggbb``."""
        return self.light if theme is Theme.LIGHT else self.symbol_colour(theme)

    def symbol_colour(self, theme: Theme = Theme.DARK) -> str:
        """The colour of the symbol, which has an outline on a light background."""
        return (theme is Theme.QUIET and self.quiet) or self.dark


STATUS_STYLES: Mapping[ModuleStatus, Style] = {
    ModuleStatus.NOMINAL: Style(
        STATUS_WORDS[ModuleStatus.NOMINAL], Shape.CIRCLE, "#a9b5c4", "#4f5d6e"
    ),
    ModuleStatus.NO_DATA: Style(
        STATUS_WORDS[ModuleStatus.NO_DATA], Shape.RING, "#7f8c9e", "#66717f"
    ),
    ModuleStatus.ISOLATED: Style(
        STATUS_WORDS[ModuleStatus.ISOLATED], Shape.SQUARE, "#2dccff", "#00668f"
    ),
    ModuleStatus.WATCH: Style(
        STATUS_WORDS[ModuleStatus.WATCH], Shape.DIAMOND, "#fce83a", "#6b5700"
    ),
    ModuleStatus.SUSPECTED: Style(
        STATUS_WORDS[ModuleStatus.SUSPECTED], Shape.TRIANGLE, "#ff9a1f", "#9a4a00"
    ),
    ModuleStatus.LEAKING: Style(
        STATUS_WORDS[ModuleStatus.LEAKING], Shape.OCTAGON, "#ff5f5f", "#c8102e"
    ),
    ModuleStatus.VACUUM: Style(
        STATUS_WORDS[ModuleStatus.VACUUM], Shape.CROSS, "#c77dff", "#7b2fbe"
    ),
}

#: colours as aboard: emergency and warning red, caution yellow, advisory white; the shape tells them apart
ALARM_STYLES: Mapping[AlarmClass, Style] = {
    AlarmClass.NONE: Style(CLASS_WORDS[AlarmClass.NONE], Shape.CIRCLE, "#7f8c9e", "#66717f"),
    AlarmClass.ADVISORY: Style(
        CLASS_WORDS[AlarmClass.ADVISORY], Shape.CIRCLE, "#ffffff", "#142032"
    ),
    AlarmClass.CAUTION: Style(CLASS_WORDS[AlarmClass.CAUTION], Shape.DIAMOND, "#fce83a", "#6b5700"),
    AlarmClass.WARNING: Style(
        CLASS_WORDS[AlarmClass.WARNING], Shape.TRIANGLE, "#ff5f5f", "#c8102e"
    ),
    AlarmClass.EMERGENCY: Style(
        CLASS_WORDS[AlarmClass.EMERGENCY], Shape.OCTAGON, "#ff5f5f", "#c8102e"
    ),
}

CONDITION_STYLES: Mapping[ModuleCondition, Style] = {
    ModuleCondition[kind.name]: style
    for kind, style in (*STATUS_STYLES.items(), *ALARM_STYLES.items())
    if kind.name in ModuleCondition.__members__
} | {ModuleCondition.PLANNED: Style("Closed by plan", Shape.SQUARE, "#7f8c9e", "#66717f")}

VERDICT_STYLES: Mapping[Verdict, Style] = {
    Verdict.NONE: Style(VERDICT_WORDS[Verdict.NONE], Shape.CIRCLE, "#b2f7a5", "#146b3a", "#b0b8c1"),
    Verdict.WATCH: Style(VERDICT_WORDS[Verdict.WATCH], Shape.DIAMOND, "#fce83a", "#6b5700"),
    Verdict.ACT: Style(VERDICT_WORDS[Verdict.ACT], Shape.TRIANGLE, "#ff5f5f", "#c8102e"),
    Verdict.LEAVE: Style(VERDICT_WORDS[Verdict.LEAVE], Shape.OCTAGON, "#ff5f5f", "#c8102e"),
}

#: hatches: a grey ring where open, a blue disc (as an isolated module) where closed
HATCH_OPEN = Style("Open", Shape.RING, "#a9b5c4", "#4f5d6e")
HATCH_CLOSED = Style("Closed", Shape.CIRCLE, "#2dccff", "#00668f")
#: one that is closed as it usually is asks for no look
HATCH_PLANNED = Style("Closed by plan", Shape.CIRCLE, "#8d9aac", "#5d6878")

#: round a symbol on a light background, where yellow and white would be lost
OUTLINE = "#142032"


def rgb(colour: str) -> tuple[float, float, float]:
    """Red, green, blue in 0..1 of ``#rrggbb``."""
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))  # type: ignore[return-value]


def outline(shape: Shape) -> tuple[Point, ...]:
    """The corners of a shape in the unit square, y downwards; RING is drawn unfilled."""
    return _OUTLINES[shape]


def contrast(first: str, second: str) -> float:
    """The WCAG 2 contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _polygon(corners: int, turn: float, radius: float = 0.5) -> tuple[Point, ...]:
    angles = (turn + 2 * pi * i / corners for i in range(corners))
    return tuple((0.5 + radius * cos(a), 0.5 + radius * sin(a)) for a in angles)


def _cross(arm: float) -> tuple[Point, ...]:
    """An X whose arms are `arm` wide."""
    a, b = arm, 1 - arm
    return (
        (0, a), (a, 0), (0.5, 0.5 - a), (b, 0), (1, a), (0.5 + a, 0.5),
        (1, b), (b, 1), (0.5, 0.5 + a), (a, 1), (0, b), (0.5 - a, 0.5),
    )  # fmt: skip


_OUTLINES: Mapping[Shape, tuple[Point, ...]] = {
    Shape.CIRCLE: _polygon(32, 0.0, 0.44),
    Shape.RING: _polygon(32, 0.0, 0.42),
    Shape.SQUARE: ((0.08, 0.08), (0.92, 0.08), (0.92, 0.92), (0.08, 0.92)),
    Shape.DIAMOND: _polygon(4, 0.0),
    Shape.TRIANGLE: ((0.5, 0.03), (1.0, 0.93), (0.0, 0.93)),
    Shape.OCTAGON: _polygon(8, pi / 8),
    Shape.CROSS: _cross(0.22),
}
