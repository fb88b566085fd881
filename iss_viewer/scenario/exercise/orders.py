"""Orders as an exercise writes them, for its model trainee and the buttons of a checklist: ``close_hatch H17 by CR12_CDR``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from iss_viewer.scenario.exercise.sentence_tokens import SentenceMistake, TokenReader
from iss_viewer.scenario.exercise.verbs import VEHICLES, VERBS, OrderVerb, VerbTarget, VerbValue
from iss_viewer.station import Station
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

#: as an answer: what the readings of this run come to
AUTO = "auto"


@dataclass(frozen=True, slots=True)
class OrderLine:
    """An order: verb, target, who ("" empty: whoever is nearest), and what the verb needs beside.

    value_si: kg/s of ``set_feed``, Pa of ``time_fall``; answer: of ``report``.
    """

    verb: str
    target: str = ""
    by: tuple[str, ...] = ()
    value_si: float | None = None
    answer: str = ""
    column: int = field(default=1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Pause:
    """``wait 8 min``: nothing is ordered for so long after the order before has been done."""

    wait_s: float


def actions_of(line: OrderLine, station: Station) -> tuple[Action, ...]:
    """What an order asks of the plant; none for ``acknowledge``, ``report`` and ``tick``, which ask people.

    ``gather vehicles`` is one move for each ship; without ``by``, ``gather`` and ``move_crew`` mean all aboard.
    """
    if line.verb in ("gather", "move_crew"):
        return _moves(line, station)
    target, make = line.target, _ACTIONS.get(line.verb)
    if line.verb == "set_feed":
        return (SetFeed(target, line.value_si),)
    if line.verb == "time_fall":
        return (TimeFall(target, line.value_si or 0.0),)
    return () if make is None else (make(target),)


def _moves(line: OrderLine, station: Station) -> tuple[Action, ...]:
    people = [person for person in station.crew if not line.by or person.id in line.by]
    if line.target != VEHICLES:
        return (MoveCrew(tuple(person.id for person in people), line.target),)
    ships = dict.fromkeys(person.vehicle for person in people if person.vehicle)
    return tuple(
        MoveCrew(tuple(person.id for person in people if person.vehicle == ship), ship)
        for ship in ships
    )


_ACTIONS: dict[str, Callable[[str], Action]] = {
    "open_hatch": lambda target: MoveHatch(target, True),
    "close_hatch": lambda target: MoveHatch(target, False),
    "open_valve": lambda target: MoveValve(target, True),
    "close_valve": lambda target: MoveValve(target, False),
    "fans_on": lambda target: SwitchFans(True, target),
    "fans_off": lambda target: SwitchFans(False, target),
    "switch_on": lambda target: SwitchEquipment(target, True),
    "switch_off": lambda target: SwitchEquipment(target, False),
    "auto_feed": lambda target: SetFeed(target, None),
    "isolate_loop": IsolateLoop,
    "read_gauge": ReadGauge,
    "search": SearchLeak,
    "tape": lambda target: ApplyRepair(target, "tape"),
    "patch": lambda target: ApplyRepair(target, "patch"),
    "sealant": lambda target: ApplyRepair(target, "sealant"),
    "leak_check": CheckLeak,
}


def read_order_line(text: str) -> OrderLine | Pause:
    """The order that a text says. Raises SentenceMistake with its column."""
    reader = TokenReader(text)
    if reader.peek == "wait":
        reader.take()
        line: OrderLine | Pause = Pause(reader.quantity("duration"))
    else:
        line = _order(reader)
    if not reader.is_over:
        raise reader.mistake(f"'{reader.shown}' after the end of the order")
    return line


def _order(reader: TokenReader) -> OrderLine:
    verb = reader.choice("an order", (*VERBS, "wait"))
    row = VERBS[verb]
    column, target = reader.column, _target(reader, row)
    if row.value is VerbValue.ANSWER:
        if reader.is_over:
            raise reader.mistake("here must stand the answer")
        return OrderLine(verb, target, answer=reader.rest(), column=column)
    value_si = None if row.value is VerbValue.NOTHING else reader.quantity(row.value.value)
    return OrderLine(verb, target, _people(reader), value_si, column=column)


def _target(reader: TokenReader, row: OrderVerb) -> str:
    if row.target is VerbTarget.NOTHING or (row.is_optional and reader.peek in ("", "by")):
        return ""
    return reader.name(row.target.value)


def _people(reader: TokenReader) -> tuple[str, ...]:
    if reader.peek != "by":
        return ()
    reader.take()
    people = [reader.name("person")]
    while reader.peek == ",":
        reader.take()
        people.append(reader.name("person"))
    return tuple(people)


__all__ = ["AUTO", "OrderLine", "Pause", "SentenceMistake", "actions_of", "read_order_line"]
