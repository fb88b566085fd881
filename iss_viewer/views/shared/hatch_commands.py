"""Order hatches and people about: all or none; what cannot be done is refused, what may harm is asked first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from iss_viewer.situation.hazards import hazards
from iss_viewer.situation.orders_now import actions_on_order
from iss_viewer.station.actions import Action, MoveHatch, MoveValve
from iss_viewer.views.shared.dialogs import confirm
from iss_viewer.views.shared.window_context import WindowContext


def move_hatch(context: WindowContext, parent: QWidget, hatch: str, is_open: bool) -> bool:
    """Order a hatch to be moved unless a person, warned, thinks better of it. Whether ordered."""
    return carry_out(context, parent, (MoveHatch(hatch, is_open),))


def carry_out(
    context: WindowContext,
    parent: QWidget,
    actions: Sequence[Action],
    deeds: Sequence[str] = (),
    people: Sequence[tuple[str, ...]] = (),
) -> bool:
    """Order actions, all or none, by what they would do to people; deeds: all of them in words, for the question.
    people: who does each; none: whoever is near. What is on order already is not ordered again.

    To close a hatch means to isolate: an equalisation valve that stands open is closed with it, by the same people.
    """
    moment = context.moment
    if moment is None:
        return False
    found = hazards(moment, actions, context.units)
    barred = [hazard.text for hazard in found if hazard.is_barred]
    if barred:
        context.show_message(f"Not done: {barred[0]}", "notice")
        return False
    question = "\n\n".join((*(hazard.text for hazard in found), "\n".join(deeds))).strip()
    if found and not confirm(parent, "This may harm people", question, "Do it all the same"):
        return False
    ordered = actions_on_order(moment)
    by = (*people, *((),) * (len(actions) - len(people)))
    for action, who in zip(actions, by, strict=True):
        if action in ordered:
            continue
        context.act(action, by=who)
        if (
            isinstance(action, MoveHatch)
            and not action.is_open
            and moment.is_valve_open(action.hatch)
        ):
            context.act(MoveValve(action.hatch, False), by=who)
    return True
