"""What all panels of a window share: the run, the selection, the units, the theme, and one way to
give an order.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from iss_viewer.situation.authoring import TextChecker
from iss_viewer.situation.moment import Moment, OpenRun
from iss_viewer.situation.words.clock import ELAPSED, Clock
from iss_viewer.station.actions import Action
from iss_viewer.telemetry.commands import Act, Command, Order
from iss_viewer.units import UNIT_SYSTEMS, UnitSystem
from iss_viewer.views.shared.selection import Selection
from iss_viewer.views.style.theme import DARK, Palette

NOBODY = "operator"  # who gives orders as long as nobody said their name


class WindowContext(QObject):
    """Handed to every panel; panels talk to each other through nothing else."""

    opened = Signal(object)  # OpenRun
    looks_changed = Signal()  # units, notation of time or theme
    time_asked = Signal(float)  # look back at this instant
    message = Signal(str, str)  # a short word on what was done, and its tone
    incident_asked = Signal(str)  # show an incident by its id
    panel_asked = Signal(str)  # bring a panel to the front by its name
    scenario_asked = Signal(str)  # play a scenario by its id
    export_asked = Signal()  # write the range between the cursors of the plots
    limits_asked = Signal()  # see and change the alarm limits
    mirror_asked = Signal()  # see what the trainees see

    def __init__(self, post: Callable[[Command], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._post = post
        self.actor = NOBODY
        self.selection = Selection(self)
        self.units: UnitSystem = UNIT_SYSTEMS[0]
        self.palette: Palette = DARK
        self.notation = ELAPSED
        self.run: OpenRun | None = None
        self.moment: Moment | None = None
        self.checker: TextChecker | None = None  # checks what is written; None: nobody does

    def post(self, order: Order) -> None:
        """Give an order; it is obeyed at the next sample, or refused with a reason."""
        self._post(Command(order, self.actor))

    def act(self, *actions: Action, by: tuple[str, ...] = ()) -> None:
        """Do things to the station. by: who, where actions take time; none: whoever is near."""
        for action in actions:
            self.post(Act(action, by))

    def show_message(self, text: str, tone: str = "muted") -> None:
        """Say something below the sentence, for a while."""
        self.message.emit(text, tone)

    def open(self, run: OpenRun) -> None:
        """Turn to a run."""
        self.run, self.moment = run, None
        run.clock.notation = self.notation
        if self.selection.module not in run.station.module_ids:
            self.selection.choose("")
        self.opened.emit(run)

    def choose_next(self, step: int) -> None:
        """Select the next or previous module, in the order of the station."""
        if self.run is not None:
            ids, chosen = self.run.station.module_ids, self.selection.module
            at = ids.index(chosen) + step if chosen in ids else 0
            self.selection.choose(ids[at % len(ids)])

    def use_units(self, units: UnitSystem) -> None:
        """Switch the units of everything at once."""
        if units is not self.units:
            self.units = units
            self.looks_changed.emit()

    @property
    def clock(self) -> Clock:
        """What writes the instants of the run, in the notation that was chosen."""
        return self.run.clock if self.run is not None else Clock(notation=self.notation)

    def use_notation(self, notation: str) -> None:
        """Switch how instants are written everywhere at once. notation: see `Clock`."""
        if notation != self.notation:
            self.notation = notation
            if self.run is not None:
                self.run.clock.notation = notation
            self.looks_changed.emit()

    def use_palette(self, palette: Palette) -> None:
        """Switch the theme of everything at once."""
        if palette is not self.palette:
            self.palette = palette
            self.looks_changed.emit()
