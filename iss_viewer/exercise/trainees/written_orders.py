"""Orders of an exercise's file as commands to a session."""

from __future__ import annotations

from iss_viewer.exercise.referee import Referee
from iss_viewer.scenario.exercise.orders import AUTO, OrderLine, actions_of
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
    return tuple(Command(Act(one, line.by), actor) for one in actions_of(line, referee.station))
