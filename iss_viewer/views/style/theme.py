"""How the window looks: three palettes, the sizes of its letters, and the tones and roles of widgets.

Widgets never name a colour. They carry a *tone* (``set_tone(label, "bad")``) or a *role*
(``set_role(label, "heading")``), and the style sheet of the palette in use gives it its colour, so
that a change of theme reaches everything at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:  # with it come the words of every status
    from iss_viewer.views.style.status_style import Theme


@dataclass(frozen=True)
class Palette:
    """The colours of a theme as ``#rrggbb``, each by what it says.

    Surfaces: window, panel, raised, field; plot. Lines: border parts things and says nothing, edge goes
    round what can be pressed (3:1), grid. Text: text, soft (guidance), muted (labels): 4.5:1 on every surface.
    accent with on_accent: the one next thing to do, and the focus; never a status.
    bad: emergency, warning, leaking. suspect: suspected, and nothing else. notice: caution, doubt, late.
    good: holds, done. closed: shut against plan; plan: shut by plan. truth: what only the simulator knows.
    mode: of what kind the run is, and that the past is shown. trace: curves without a status.
    """

    name: str
    window: str
    panel: str
    raised: str
    field: str
    border: str
    edge: str
    text: str
    soft: str
    muted: str
    accent: str
    on_accent: str
    bad: str
    suspect: str
    notice: str
    good: str
    closed: str
    plan: str
    truth: str
    mode: str
    plot: str
    grid: str
    trace: str

    @property
    def theme(self) -> Theme:
        """Which of the colours of a status style stands out on this palette."""
        from iss_viewer.views.style.status_style import Theme

        return Theme(self.name)

    def tone(self, name: str) -> str:
        """The colour of a tone; plain text for an unknown one."""
        return str(getattr(self, name, self.text)) if name else self.text


DARK = Palette(
    name="dark",
    window="#080c14",
    panel="#101826",
    raised="#182335",
    field="#0b121e",
    border="#223047",
    edge="#5a6f8f",
    text="#e3eaf4",
    soft="#b7c4d6",
    muted="#8fa0b8",
    accent="#3cbcf7",
    on_accent="#04121c",
    bad="#ff5f5f",
    suspect="#ff9a1f",
    notice="#fce83a",
    good="#b2f7a5",
    closed="#2dccff",
    plan="#8d9aac",
    truth="#e86fd4",
    mode="#e3eaf4",
    plot="#0b121e",
    grid="#1c2739",
    trace="#4f6b92",
)
#: the same, with nothing in colour but alarms and statuses: for a wall that is looked at all night
QUIET = replace(
    DARK,
    name="quiet",
    window="#121417",
    panel="#191c20",
    raised="#23272c",
    field="#14171a",
    border="#2c3137",
    edge="#69737f",
    text="#d3d8de",
    soft="#b0b8c1",
    muted="#98a1ac",
    accent="#9fb6cc",
    on_accent="#101418",
    good="#b0b8c1",
    mode="#d3d8de",
    plot="#14171a",
    grid="#23272c",
    trace="#66707c",
)
LIGHT = Palette(
    name="light",
    window="#e9eef4",
    panel="#ffffff",
    raised="#eef2f7",
    field="#f6f8fb",
    border="#cbd5e1",
    edge="#78879c",
    text="#142032",
    soft="#3b4a60",
    muted="#51617a",
    accent="#0369a1",
    on_accent="#ffffff",
    bad="#c8102e",
    suspect="#9a4a00",
    notice="#6b5700",
    good="#146b3a",
    closed="#00668f",
    plan="#5d6878",
    truth="#a3248c",
    mode="#142032",
    plot="#ffffff",
    grid="#e3e9f0",
    trace="#8ba3c2",
)
PALETTES = {palette.name: palette for palette in (DARK, LIGHT, QUIET)}


#: pixels; nothing a person must read is smaller than the first, and the last is what an emergency is decided by
SMALL_PX, BASE_PX, LARGE_PX, FIGURE_PX, GREAT_PX = 12, 13, 15, 20, 44


@cache
def mixed(over: str, under: str, share: float) -> str:
    """A colour between two: `share` of the first."""
    a, b = QColor(over), QColor(under)
    parts = (
        round(x * share + y * (1 - share))
        for x, y in ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    )
    return "#" + "".join(f"{part:02x}" for part in parts)


def set_tone(widget: QWidget, tone: str) -> None:
    """Give a widget a tone: bad, suspect, notice, good, closed, plan, truth, mode, accent, soft, muted, or "" for none."""
    _set(widget, "tone", tone)


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget a role: panel, card, heading, muted, title, figure, headline, badge, ..."""
    _set(widget, "role", role)


def _set(widget: QWidget, name: str, value: str) -> None:
    if (widget.property(name) or "") == value:
        return
    widget.setProperty(name, value)
    if widget.testAttribute(
        Qt.WidgetAttribute.WA_WState_Polished
    ):  # else it is when it is first shown
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
