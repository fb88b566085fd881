"""Orders of an exercise's file as commands to a session."""

from __future__ import annotations

from iss_viewer.exercise.referee import Referee
from iss_viewer.scenario.exercise.orders import AUTO, OrderLine
from iss_viewer.scenario.exercise.verbs import REPAIRS, VEHICLES
from iss_viewer.station.actions import (
    Action,
    ApplyRepair,
    CheckLeak,
    IsolateLoop,
    MoveCrew,
    MoveHatch,
    MoveValve,
    ReadGauge,
    SearchLeak,
    SetFeed,
    SwitchEquipment,
    SwitchFans,
    TimeFall,
)
from iss_viewer.telemetry.commands import Acknowledge, Act, Command, GiveAnswer, TickStep


def commands_of(line: OrderLine, referee: Referee, actor: str) -> tuple[Command, ...]:
    """The commands by which an order is given now."""
    if line.verb == "acknowledge":
        seen = referee.facts.alarms.alarms
        ids = tuple(name for name, one in seen.items() if one.rule == line.target)
        return (Command(Acknowledge(ids), actor),) if ids or not line.target else ()
    if line.verb == "report":
        text = referee.answers.right_text(line.target, as_read=True)
        answer = text if line.answer == AUTO else line.answer
        return (Command(GiveAnswer(line.target, answer), actor),)
    if line.verb == "tick":
        names = [name for name, step in referee.ticks.current.items() if step == line.target]
        return (Command(TickStep(names[0] if names else "", line.target, actor), actor),)
    return tuple(Command(Act(one, line.by), actor) for one in _actions(line, referee))


def _actions(line: OrderLine, referee: Referee) -> tuple[Action, ...]:
    truth = referee.facts.truth
    people = () if truth is None else tuple(truth.now.able)
    target, value = line.target, line.value_si
    if line.verb == "gather" and target == VEHICLES:
        ships = {
            person.id: person.vehicle for person in referee.station.crew if person.id in people
        }
        groups = dict.fromkeys(ships.values())
        return tuple(
            MoveCrew(tuple(p for p, own in ships.items() if own == ship), ship) for ship in groups
        )
    if line.verb in REPAIRS:
        return (ApplyRepair(target, line.verb),)  # type: ignore[arg-type]  # one of the three
    actions: dict[str, Action] = {
        "open_hatch": MoveHatch(target, True),
        "close_hatch": MoveHatch(target, False),
        "open_valve": MoveValve(target, True),
        "close_valve": MoveValve(target, False),
        "fans_on": SwitchFans(True, target),
        "fans_off": SwitchFans(False, target),
        "switch_on": SwitchEquipment(target, True),
        "switch_off": SwitchEquipment(target, False),
        "set_feed": SetFeed(target, value),
        "auto_feed": SetFeed(target, None),
        "isolate_loop": IsolateLoop(target),
        "move": MoveCrew(line.by or people, target),
        "gather": MoveCrew(line.by or people, target),
        "read_gauge": ReadGauge(target),
        "search": SearchLeak(target),
        "leak_check": CheckLeak(target),
    }
    if line.verb == "time_fall":
        return (TimeFall(target, value or 0.0),)
    return (actions[line.verb],)
