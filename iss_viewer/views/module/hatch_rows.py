"""The hatches of a module with their buttons; what cannot be done or may harm is said first."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from iss_viewer.situation.moment import Moment, name_of
from iss_viewer.situation.words.modules import hatch_facts
from iss_viewer.station import VACUUM, Hatch
from iss_viewer.station.actions import MoveValve
from iss_viewer.views.shared.hatch_commands import carry_out, move_hatch
from iss_viewer.views.shared.widgets import as_tip, button, column, label, narrow, row, set_text
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import set_role


class HatchRow(QWidget):
    """One hatch: where it leads, open or closed, its valve, and buttons for both."""

    def __init__(self, context: WindowContext, hatch: Hatch, module: str) -> None:
        super().__init__()
        self._context, self.hatch = context, hatch
        there = hatch.b if hatch.a == module else hatch.a
        assert context.run is not None
        self._name = name = "outside" if there == VACUUM else name_of(context.run.station, there)
        self.state = label("")
        self.mover = button("", self.toggle)
        self.valve = button("", self.toggle_valve)
        letters.give_size(self.mover, "setFixedWidth", 48)
        letters.give_size(self.valve, "setFixedWidth", 76)
        self.valve.setVisible(hatch.valve_diameter_m > 0)
        set_role(self.mover, "small")
        set_role(self.valve, "small")
        where = label(f"→ {name}")
        where.setToolTip(as_tip(hatch_facts(context.run.station, hatch)))
        words = column(narrow(where), narrow(self.state), spacing=0)
        line = row(words, self.valve, self.mover, spacing=4)
        line.setStretch(0, 1)
        self.setLayout(line)

    def show_moment(self, moment: Moment) -> None:
        """Show whether it is open."""
        is_open, valve = moment.is_hatch_open(self.hatch.id), moment.is_valve_open(self.hatch.id)
        if is_open is None:
            set_text(self.state, "unknown", "muted")
        elif is_open:
            set_text(self.state, "open", "good")
        else:
            set_text(
                self.state, "valve open" if valve else "closed", "notice" if valve else "closed"
            )
        self.mover.setText("Close" if is_open else "Open")
        self.valve.setText("Close valve" if valve else "Open valve")
        for part in (self.mover, self.valve):
            part.setAccessibleName(f"{part.text()}, hatch to {self._name}")
        leads_out = VACUUM in (self.hatch.a, self.hatch.b)
        self.mover.setEnabled(moment.can_act and not (leads_out and not is_open))
        self.valve.setEnabled(moment.can_act and not is_open and not leads_out)

    def toggle(self) -> None:
        """Open or close; what may harm people is asked about first."""
        moment = self._context.moment
        if moment is not None:
            move_hatch(self._context, self, self.hatch.id, not moment.is_hatch_open(self.hatch.id))

    def toggle_valve(self) -> None:
        """Open or close the equalisation valve."""
        moment = self._context.moment
        if moment is not None:
            is_open = not moment.is_valve_open(self.hatch.id)
            carry_out(self._context, self, (MoveValve(self.hatch.id, is_open),))
