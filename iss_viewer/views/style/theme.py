"""How the window looks: two palettes, the sizes of its letters, and the tones and roles of widgets.

Widgets never name a colour. They carry a *tone* (``set_tone(label, "bad")``) or a *role*
(``set_role(label, "heading")``), and the style sheet of the palette in use gives it its colour, so
that a change of theme reaches everything at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:  # with it come the words of every status
    from iss_viewer.views.style.status_style import Theme


@dataclass(frozen=True)
class Palette:
    """The colours of a theme as ``#rrggbb``; text on panel has at least 4.5:1 contrast."""

    name: str
    window: str
    panel: str
    raised: str
    field: str
    border: str
    text: str
    muted: str
    accent: str
    on_accent: str
    bad: str
    warn: str
    notice: str
    good: str
    info: str
    plot: str
    grid: str
    trace: str

    @property
    def theme(self) -> Theme:
        """Which of the two colours of a status style stands out on this palette."""
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
    text="#e3eaf4",
    muted="#8fa0b8",
    accent="#3cbcf7",
    on_accent="#04121c",
    bad="#ff5555",
    warn="#ff9a1f",
    notice="#fce83a",
    good="#56d364",
    info="#2dccff",
    plot="#0b121e",
    grid="#1c2739",
    trace="#4f6b92",
)
LIGHT = Palette(
    name="light",
    window="#e9eef4",
    panel="#ffffff",
    raised="#eef2f7",
    field="#f6f8fb",
    border="#cbd5e1",
    text="#142032",
    muted="#51617a",
    accent="#0369a1",
    on_accent="#ffffff",
    bad="#c8102e",
    warn="#a85400",
    notice="#7a6400",
    good="#1a7f37",
    info="#00709c",
    plot="#ffffff",
    grid="#e3e9f0",
    trace="#8ba3c2",
)
PALETTES = {palette.name: palette for palette in (DARK, LIGHT)}


#: pixels; nothing a person must read is smaller than the first
SMALL_PX, BASE_PX, LARGE_PX, FIGURE_PX = 11, 12, 15, 20


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
    """Give a widget a tone: bad, warn, notice, good, info, accent, muted, or "" for none."""
    _set(widget, "tone", tone)


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget a role: panel, card, heading, muted, title, figure, headline, badge, ..."""
    _set(widget, "role", role)


def _set(widget: QWidget, name: str, value: str) -> None:
    if (widget.property(name) or "") == value:
        return
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
