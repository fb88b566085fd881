"""How the station stands at an instant as names and words, one a line: what a report says that a window shows."""

from __future__ import annotations

from collections.abc import Iterator

from iss_viewer.detection.assessment import STATION
from iss_viewer.link.link import Mode, Pace
from iss_viewer.link.opened import opened_of
from iss_viewer.situation.air_loss import (
    loss_band_text,
    loss_text,
    main_name,
    place_of_loss,
    reserve_band_text,
    reserve_text,
    subject_of_loss,
)
from iss_viewer.situation.board import Ledger
from iss_viewer.situation.condition import state_of
from iss_viewer.situation.in_module import age_text
from iss_viewer.situation.module_state import ModuleCondition
from iss_viewer.situation.moment import Moment, OpenRun, moment_of, name_of
from iss_viewer.situation.words.spans import gas_words
from iss_viewer.situation.words.status import CONDITION_WORDS
from iss_viewer.telemetry.history import History
from iss_viewer.telemetry.recording import RunHeader
from iss_viewer.units import UnitSystem

_LOSS = (ModuleCondition.LEAKING, ModuleCondition.SUSPECTED)
_MOST_NAMED = 8  # more of one condition are counted
_USUAL = (ModuleCondition.NOMINAL, ModuleCondition.PLANNED, ModuleCondition.ISOLATED)


def moment_in(header: RunHeader, history: History, time_s: float) -> Moment:
    """An instant of a run that is over, as a window would show it. The run has samples."""
    run = OpenRun(opened_of(header, Mode.REPLAY, ""), history)
    still = Pace(time_s, False, 0.0, 0.0)
    return moment_of(run, Ledger(history).at(time_s), time_s, is_live=False, pace=still)


def outcome_rows(moment: Moment, units: UnitSystem) -> tuple[tuple[str, str], ...]:
    """The key figures, each with the air it speaks of, and every module that is not as usual, the worst first."""
    subject, place, main = subject_of_loss(moment), place_of_loss(moment), main_name(moment)
    gas_s = [moment.value(STATION, f"gas_reserve{end}_s") for end in ("", "_low", "_high")]
    pressure = units.pressure_text(moment.value(STATION, "pressure_pa"))
    return (
        (f"Pressure of {main}" if main else "Station pressure", pressure),
        (_of("Leak rate", place), _with_band(loss_text(moment, subject, units), loss_band_text(moment, subject, units))),
        (_of("Reserve time", place), _with_band(reserve_text(moment, subject), reserve_band_text(moment, subject)[1])),
        ("Gas reserve", _with_band(*gas_words(*gas_s))),
        *_conditions(moment),
    )  # fmt: skip


def _conditions(moment: Moment) -> Iterator[tuple[str, str]]:
    """Which modules stand how; whether any leaks is said always."""
    found: dict[ModuleCondition, list[str]] = {}
    for module in moment.station.module_ids:
        found.setdefault(state_of(moment, module).condition, []).append(_named(moment, module))
    losing = [name for one in _LOSS for name in found.get(one, [])]
    yield "Suspected or leaking", ", ".join(losing) or "no module"
    for condition in sorted(found, key=lambda one: -one.value):
        if condition not in (*_LOSS, *_USUAL):
            names = found[condition]
            yield (
                CONDITION_WORDS[condition],
                ", ".join(names) if len(names) <= _MOST_NAMED else f"{len(names)} modules",
            )


def _named(moment: Moment, module: str) -> str:
    """A module by its name, with the age of its data where they are old."""
    age = age_text(moment, module) if state_of(moment, module).is_old else ""
    return (
        f"{name_of(moment.station, module)} ({age.lower()})"
        if age
        else name_of(moment.station, module)
    )


def _of(what: str, place: str) -> str:
    return f"{what} · {place}" if place else what


def _with_band(value: str, band: str) -> str:
    return f"{value} ({band})" if band else value
