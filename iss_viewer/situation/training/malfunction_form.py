"""What an instructor may fill in of a new malfunction, by its kind, and the ``[[malfunctions]]`` table that comes of it.

The keys are those of an exercise's file (docs/formats-exercise.md); whoever checks the table says what is wrong with it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from iss_viewer.link.cover import InstructorSheet
from iss_viewer.situation.board import Board
from iss_viewer.station import Station
from iss_viewer.station.ids import NamedId, ids_of

#: of which things a field names one
Things = Literal["", "place", "segment", "hatch", "valve", "fan", "machine", "feed", "sensor",
                 "loop", "alarm", "leak"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class MalfunctionField:
    """One key. modes: those that it belongs to; (): all. choices: its values; example: of one that is typed.

    is_number: written without quotes.
    """

    key: str
    words: str
    things: Things = ""
    choices: tuple[str, ...] = ()
    example: str = ""
    modes: tuple[str, ...] = ()
    is_number: bool = False


def _mode(*modes: str) -> MalfunctionField:
    return MalfunctionField("mode", "What happens", choices=modes)


_DIAMETER = MalfunctionField("diameter", "Diameter", example="4 mm")
#: kind -> what is asked of it, in the order in which it is asked
FORMS: dict[str, tuple[MalfunctionField, ...]] = {
    "leak": (
        MalfunctionField("place", "Where", "place"),
        _DIAMETER,
        MalfunctionField("rate", "or its rate", example="2 kg/day"),
        MalfunctionField("law", "Law", choices=("orifice", "crack", "molecular")),
        MalfunctionField("ramp", "Grows to it over", example="10 min"),
        MalfunctionField("doubling", "Doubles every", example="1 h"),
    ),
    "hatch": (
        MalfunctionField("hatch", "Hatch", "hatch"),
        _mode("will_not_close", "will_not_open", "will_not_latch", "does_not_seal"),
        MalfunctionField("diameter", "Gap", example="3 mm", modes=("does_not_seal",)),
        MalfunctionField("tries", "Only the first tries", example="2", is_number=True,
                         modes=("will_not_close", "will_not_open", "will_not_latch")),
    ),
    "valve": (
        MalfunctionField("hatch", "Hatch", "valve"),
        _mode("stuck_open", "stuck_closed", "leaks"),
        MalfunctionField("diameter", "Gap", example="2 mm", modes=("leaks",)),
    ),
    "fan": (
        MalfunctionField("fan", "Fan; none: all", "fan"),
        _mode("stops", "will_not_stop"),
    ),
    "machine": (
        MalfunctionField("machine", "Machine", "machine"),
        _mode("stops", "will_not_start", "will_not_stop"),
    ),
    "feed": (
        MalfunctionField("machine", "Feed", "feed"),
        _mode("sticks_open", "sticks_closed"),
        MalfunctionField("flow", "Flow", example="3 kg/day", modes=("sticks_open",)),
    ),
    "sensor": (
        MalfunctionField("sensor", "Sensor", "sensor"),
        _mode("bias", "drift", "noise", "stuck", "dropout"),
        MalfunctionField("size", "Size", example="5 mmHg, -30 mmHg/day, of a dropout 0.2",
                         modes=("bias", "drift", "noise", "dropout")),
    ),
    "temperature": (
        MalfunctionField("place", "Where; none: everywhere", "segment"),
        _mode("step", "swing"),
        MalfunctionField("change", "Change", example="2 K"),
        MalfunctionField("ramp", "Over", example="10 min", modes=("step",)),
        MalfunctionField("period", "Period", example="92 min", modes=("swing",)),
    ),
    "signal": (
        _mode("lost", "delayed"),
        MalfunctionField("delay", "Delay", example="10 s", modes=("delayed",)),
    ),
    "alarm": (
        MalfunctionField("alarm", "Alarm", "alarm"),
        _mode("silent", "false"),
        MalfunctionField("place", "Where", "place", modes=("false",)),
    ),
    "repair": (
        MalfunctionField("of", "Of which leak", "leak"),
        _mode("fails", "partial", "peels_off"),
        MalfunctionField("effect", "Part that holds", example="0.6", is_number=True,
                         modes=("partial",)),
        MalfunctionField("after_repair", "Comes loose after", example="2 h", modes=("peels_off",)),
        MalfunctionField("tries", "Only the first repairs", example="1", is_number=True),
    ),
    "coolant": (
        MalfunctionField("loop", "Coolant loop", "loop"),
        _DIAMETER,
    ),
}  # fmt: skip
#: when it bites and ends, the same for all kinds: what a person chooses -> the key, and an example
ONSETS = {"Now": ("", ""), "At a time of the run": ("at", "41 min"), "When": ("when", "hatch H17 is closed for 5 min")}  # fmt: skip
ENDS = {"Not by itself": ("", ""), "After": ("lasts", "20 min"), "When": ("until", "time > 1 h")}


def fields_of(kind: str, mode: str) -> tuple[MalfunctionField, ...]:
    """What is asked of a kind, as far as it belongs to a mode."""
    return tuple(one for one in FORMS[kind] if not one.modes or mode in one.modes)


def table_text(name: str, kind: str, values: Mapping[str, str]) -> str:
    """The table of a malfunction as a file has it. values: by key, as they were typed; empty ones are left out."""
    numbers = {one.key for one in FORMS[kind] if one.is_number}
    lines = ["[[malfunctions]]", f"id = {_quoted(name)}", f"kind = {_quoted(kind)}"]
    for key, value in values.items():
        if value.strip():
            lines.append(f"{key} = {value.strip() if key in numbers else _quoted(value.strip())}")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    """A text between quotes; JSON's are TOML's."""
    return json.dumps(text, ensure_ascii=False)


def free_name(sheet: InstructorSheet | None, board: Board) -> str:
    """An id that no malfunction has: ``LIVE1``."""
    taken = {card.id for card in (sheet.malfunctions if sheet else ())} | set(board.inserted)
    return next(
        name for name in (f"LIVE{number}" for number in range(1, 1000)) if name not in taken
    )


def things_of(
    things: Things, station: Station, alarms: tuple[str, ...], leaks: tuple[str, ...]
) -> tuple[NamedId, ...]:
    """What a field may name. alarms: ids of the rules in force; leaks: those of the exercise."""
    match things:
        case "":
            return ()
        case "alarm" | "leak":
            return tuple(
                NamedId(things, name, "") for name in (alarms if things == "alarm" else leaks)
            )
        case "valve":
            with_valve = {hatch.id for hatch in station.hatches if hatch.valve_diameter_m > 0.0}
            return tuple(one for one in ids_of(station) if one.id in with_valve)
        case "place" | "segment":
            modules = tuple(one for one in ids_of(station) if one.id in station.module_ids)
            parts = dict.fromkeys(module.segment for module in station.modules)
            segments = tuple(NamedId("segment", part, "") for part in parts)
            return (*modules, *(segments if things == "segment" else ()))
    kinds = {"loop": ("coolant loop",), "machine": ("machine", "feed")}.get(things, (things,))
    return tuple(one for one in ids_of(station) if one.kind in kinds)
