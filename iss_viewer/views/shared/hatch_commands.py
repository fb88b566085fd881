"""Order hatches and people about: all or none, and asked first where a hatch cuts somebody off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from iss_viewer.situation.egress import cut_off_by
from iss_viewer.station.actions import Action, MoveCrew, MoveHatch, MoveValve
from iss_viewer.views.shared.dialogs import confirm
from iss_viewer.views.shared.window_context import WindowContext


def move_hatch(context: WindowContext, parent: QWidget, hatch: str, is_open: bool) -> bool:
    """Order a hatch to be moved unless a person, warned, thinks better of it. Whether ordered."""
    return carry_out(context, parent, (MoveHatch(hatch, is_open),))


def carry_out(context: WindowContext, parent: QWidget, actions: Sequence[Action]) -> bool:
    """Order actions, all or none; first asks where they cut people off who do not move before.

    To close a hatch means to isolate: an equalisation valve that stands open is closed with it.
    """
    moment = context.moment
    if moment is None:
        return False
    crew_at = dict(moment.board.crew_at)
    for action in actions:
        if isinstance(action, MoveCrew):
            crew_at.update(dict.fromkeys(action.crew, action.module))
    closing = [a.hatch for a in actions if isinstance(a, MoveHatch) and not a.is_open]
    names = cut_off_by(moment.station, crew_at, moment.open_hatches(), *closing)
    who = " and ".join(", ".join(names).rsplit(", ", 1))
    what = " and ".join(moment.station.hatch_words(hatch) for hatch in closing)
    warning = f"Closing {what} cuts {who} off from their vehicle."
    if names and not confirm(parent, "This cuts people off", warning, "Close it all the same"):
        return False
    for action in actions:
        context.act(action)
        if (
            isinstance(action, MoveHatch)
            and not action.is_open
            and moment.is_valve_open(action.hatch)
        ):
            context.act(MoveValve(action.hatch, False))
    return True
