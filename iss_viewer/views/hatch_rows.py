"""The hatches of a module with their buttons, and the warning before one cuts somebody off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from iss_viewer.station import VACUUM, Hatch
from iss_viewer.station.actions import Action, MoveCrew, MoveHatch, MoveValve
from iss_viewer.views.desk import Desk
from iss_viewer.views.dialogs import confirm
from iss_viewer.views.egress import cut_off
from iss_viewer.views.moment import Moment, name_of
from iss_viewer.views.theme import set_role
from iss_viewer.views.widgets import button, column, label, narrow, row, say


class HatchRow(QWidget):
    """One hatch: where it leads, open or closed, its valve, and buttons for both."""

    def __init__(self, desk: Desk, hatch: Hatch, module: str) -> None:
        super().__init__()
        self._desk, self.hatch = desk, hatch
        there = hatch.b if hatch.a == module else hatch.a
        assert desk.run is not None
        name = "outside" if there == VACUUM else name_of(desk.run.station, there)
        self.state = label("")
        self.move = button("", self.toggle)
        self.valve = button("", self.toggle_valve)
        self.move.setFixedWidth(48)
        self.valve.setFixedWidth(76)
        self.valve.setVisible(hatch.valve_diameter_m > 0)
        set_role(self.move, "small")
        set_role(self.valve, "small")
        where = label(f"→ {name}")
        where.setToolTip(
            f"Hatch {hatch.id}, {desk.run.station.hatch_words(hatch.id)}: {hatch.opening}, {hatch.size_m:g} m. {hatch.source} ({hatch.confidence})"
        )
        words = column(narrow(where), narrow(self.state), spacing=0)
        line = row(words, self.valve, self.move, spacing=4)
        line.setStretch(0, 1)
        self.setLayout(line)

    def show_moment(self, moment: Moment) -> None:
        """Show whether it is open."""
        is_open, valve = moment.is_hatch_open(self.hatch.id), moment.is_valve_open(self.hatch.id)
        if is_open is None:
            say(self.state, "unknown", "muted")
        elif is_open:
            say(self.state, "open", "good")
        else:
            say(self.state, "valve open" if valve else "closed", "warn" if valve else "info")
        self.move.setText("Close" if is_open else "Open")
        self.valve.setText("Close valve" if valve else "Open valve")
        leads_out = VACUUM in (self.hatch.a, self.hatch.b)
        self.move.setEnabled(moment.can_act and not (leads_out and not is_open))
        self.valve.setEnabled(moment.can_act and not is_open and not leads_out)

    def toggle(self) -> None:
        """Open or close; a closing that cuts people off from their vehicle is asked about first."""
        moment = self._desk.moment
        if moment is not None:
            move_hatch(self._desk, self, self.hatch.id, not moment.is_hatch_open(self.hatch.id))

    def toggle_valve(self) -> None:
        """Open or close the equalisation valve."""
        moment = self._desk.moment
        if moment is not None:
            self._desk.act(MoveValve(self.hatch.id, not moment.is_valve_open(self.hatch.id)))


def move_hatch(desk: Desk, parent: QWidget, hatch: str, is_open: bool) -> bool:
    """Order a hatch to be moved unless a person, warned, thinks better of it. Whether ordered."""
    return carry_out(desk, parent, (MoveHatch(hatch, is_open),))


def carry_out(desk: Desk, parent: QWidget, actions: Sequence[Action]) -> bool:
    """Order actions, all or none; first asks where they cut people off who do not move before.

    To close a hatch means to isolate: an equalisation valve that stands open is closed with it.
    """
    moment = desk.moment
    if moment is None:
        return False
    crew_at = dict(moment.board.crew_at)
    for action in actions:
        if isinstance(action, MoveCrew):
            crew_at.update(dict.fromkeys(action.crew, action.module))
    closing = [a.hatch for a in actions if isinstance(a, MoveHatch) and not a.is_open]
    names = cut_off(moment.station, crew_at, moment.open_hatches(), *closing)
    who = " and ".join(", ".join(names).rsplit(", ", 1))
    what = " and ".join(moment.station.hatch_words(hatch) for hatch in closing)
    warning = f"Closing {what} cuts {who} off from their vehicle."
    if names and not confirm(parent, "This cuts people off", warning, "Close it all the same"):
        return False
    for action in actions:
        desk.act(action)
        if (
            isinstance(action, MoveHatch)
            and not action.is_open
            and moment.is_valve_open(action.hatch)
        ):
            desk.act(MoveValve(action.hatch, False))
    return True
