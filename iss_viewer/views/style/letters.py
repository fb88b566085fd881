"""How large letters are, and all that must grow with them: chosen by a key, for everything at once.

Sizes are written in the pixels of ordinary letters everywhere; who paints or lays out asks here what they are now.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtWidgets import QApplication, QWidget

#: times the ordinary size
SHARES = (1.0, 1.1, 1.25, 1.4, 1.5)

Setter = Literal[
    "setFixedHeight", "setFixedWidth", "setMinimumHeight", "setMinimumWidth", "setMaximumWidth"
]


class _Letters:
    """The size in use."""

    share_1 = 1.0


_letters = _Letters()
_GIVEN = "sizes in pixels of ordinary letters"  # the property of a widget that keeps them


def share_1() -> float:
    """How large letters are: times the ordinary size."""
    return _letters.share_1


def px(size_px: float) -> int:
    """A size of ordinary letters as it is now, whole pixels."""
    return round(size_px * _letters.share_1)


def give_size(widget: QWidget, setter: Setter, size_px: float) -> None:
    """Give a widget a size that follows the letters."""
    widget.setProperty(_GIVEN, {**(widget.property(_GIVEN) or {}), setter: size_px})
    getattr(widget, setter)(px(size_px))


def use(wanted_1: float) -> None:
    """Have letters of another size, the nearest that there is; all sizes that were given follow."""
    _letters.share_1 = min(SHARES, key=lambda share: abs(share - wanted_1))
    for widget in QApplication.allWidgets():
        for setter, size_px in (widget.property(_GIVEN) or {}).items():
            getattr(widget, setter)(px(size_px))


def next_share(step: int) -> float:
    """The size that is `step` larger (smaller where negative) than the one in use; 0: the ordinary one."""
    at = SHARES.index(_letters.share_1) + step
    return SHARES[min(max(at, 0), len(SHARES) - 1)] if step else SHARES[0]
