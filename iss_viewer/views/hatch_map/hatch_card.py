"""One hatch below the map: how it stands, what may be ordered, and why what may not."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from iss_viewer.situation.hatches_now import (
    hatch_text,
    hatches_now,
    next_moves,
    order_label,
    why_not,
)
from iss_viewer.situation.moment import Moment
from iss_viewer.station.actions import Action
from iss_viewer.views.shared.hatch_commands import carry_out
from iss_viewer.views.shared.widgets import OneLine, as_tip, button, column, row
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import set_role

HEAD_PX = 26  # of a line above the map
_EMPTY = (
    "Point at a hatch, or walk there with the arrows. Enter opens or closes it, V moves its valve."
)


class HatchCard(QFrame):
    """The hatch that was touched last; its height is always the same, so that nothing jumps."""

    turned = Signal()  # to another hatch, or to none

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context, self._hatch = context, ""
        self.said, self.why = OneLine(), OneLine("notice")
        self.mover = button("Close", lambda: self.ask(self._hatch, is_valve=False))
        self.valve = button("Open valve", lambda: self.ask(self._hatch, is_valve=True))
        for part in (self.mover, self.valve):
            set_role(part, "small")
            letters.give_size(part, "setFixedWidth", 92)
        self.set_compact(is_compact=False)
        line = row(column(self.said, self.why, spacing=0), self.valve, self.mover, spacing=8)
        line.setContentsMargins(8, 1, 8, 1)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.show_hatch("")

    def set_compact(self, is_compact: bool) -> None:
        """One line in place of two, where the map needs the room: why something is refused in place of what it is."""
        self._is_compact = is_compact
        letters.give_size(self, "setFixedHeight", HEAD_PX if is_compact else 44)
        self._share_lines()

    @property
    def has_hatch(self) -> bool:
        """Whether a hatch was touched last, and not the ground between them."""
        return bool(self._hatch)

    def _share_lines(self) -> None:
        is_refused = bool(self.why.toolTip())
        self.said.setVisible(not (self._is_compact and is_refused))
        self.why.setVisible(is_refused or not self._is_compact)

    def show_hatch(self, hatch: str) -> None:
        """Turn to a hatch; "" for none."""
        self._hatch = hatch
        moment = self._context.moment
        if moment is not None:
            self.show_moment(moment)
        else:
            self._show_none()
        self.turned.emit()

    def _show_none(self) -> None:
        self.said.set_text(_EMPTY)
        self.why.set_text("")
        self._share_lines()
        for part in (self.mover, self.valve):
            part.hide()

    def show_moment(self, moment: Moment) -> None:
        """The hatch as it stands at an instant."""
        if not any(hatch.id == self._hatch for hatch in moment.station.hatches):
            self._show_none()
            return
        one, units = hatches_now(moment)[self._hatch], self._context.units
        words = hatch_text(moment, one, units)
        self.said.set_text(words)
        move, valve = next_moves(one)
        reasons = [why_not(moment, action, units) for action in (move, valve)]
        self.mover.setText("Open" if one.stands.is_closed else "Close")
        self.valve.setText("Close valve" if one.stands.value == "valve open" else "Open valve")
        self.mover.setVisible(True)
        self.valve.setVisible(valve is not None)
        self.mover.setEnabled(not reasons[0])
        self.valve.setEnabled(not reasons[1])
        refused = [
            (f"{part.text()} refused", reason)
            for part, reason in zip((self.mover, self.valve), reasons, strict=True)
            if reason and not part.isHidden()
        ]
        is_same = len({reason for _, reason in refused}) == 1
        heads = " and ".join(head for head, _ in refused) if len(refused) < 2 else "Refused"
        self.why.set_text(
            f"{heads}: {refused[0][1]}" if is_same else " ".join(f"{h}: {r}" for h, r in refused)
        )
        self._share_lines()
        for part, reason in zip((self.mover, self.valve), reasons, strict=True):
            part.setAccessibleName(order_label(moment.station, self._hatch, part.text()))
            part.setAccessibleDescription(reason)
            part.setToolTip(as_tip(reason))

    def ask(self, hatch: str, is_valve: bool) -> None:
        """Order a hatch, or its valve, to be moved from how it stands; where that is refused, say why."""
        moment = self._context.moment
        if moment is None or not any(one.id == hatch for one in moment.station.hatches):
            return
        self.show_hatch(hatch)
        action: Action | None = next_moves(hatches_now(moment)[hatch])[is_valve]
        reason = why_not(moment, action, self._context.units)
        if reason or action is None:
            self._context.show_message(f"Not done: {reason}", "notice")
            return
        carry_out(self._context, self, (action,))
