"""What happened in one module during a run: when it was seen, how bad it got, what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from iss_viewer.debrief.curves import curves_of
from iss_viewer.debrief.onset import alarm_onset
from iss_viewer.detection.assessment import STATION
from iss_viewer.situation.losses import LOW_END, are_sure
from iss_viewer.situation.moment import parts_in
from iss_viewer.situation.results import Onset
from iss_viewer.station import Station
from iss_viewer.telemetry.events import (
    AdviceGiven,
    AlarmChange,
    AlarmChanged,
    Event,
    LocationEstimated,
    VerdictGiven,
    is_truth,
)
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.history import History
from iss_viewer.telemetry.status import AlarmClass, ModuleStatus

#: what is of the whole station
_UNTOLD = (VerdictGiven, AdviceGiven, LocationEstimated)
_CURVE_POINTS = 4000
#: leak rates count where their low ends do
_QUANTITIES = ("leak_rate_kg_s", LOW_END, "pressure_pa", "status")


@dataclass(frozen=True)
class ModuleReport:
    """The figures of a module's incident; NaN where there was none.

    peak_kg_s: the greatest leak rate of its air space while it was sure that there was any.
    onset: the detector's estimate of when the leak began, told by an alarm of the module, else by
    one of the station while the module was under suspicion. events: alarms, hatch moves, repairs,
    readings and notes that concern the module, in order of time.
    """

    module: str
    detected_s: float
    onset: Onset
    peak_kg_s: float
    peak_s: float
    lowest_pa: float
    lowest_s: float
    acknowledged_s: float
    acknowledged_by: str
    events: tuple[Event, ...]

    @property
    def is_incident(self) -> bool:
        """Whether anything was detected here at all."""
        return not np.isnan(self.detected_s)


def module_report(
    history: History, station: Station, module: str, upto_s: float = float("inf")
) -> ModuleReport:
    """The tale of a module from the start of a run up to an instant."""
    (tale,) = module_reports(history, station, [module], upto_s)
    return tale


def module_reports(
    history: History, station: Station, modules: Sequence[str], upto_s: float = float("inf")
) -> list[ModuleReport]:
    """The tales of several modules, in one pass over the run."""
    names = [(module, quantity) for module in modules for quantity in _QUANTITIES]
    times, curves = curves_of(history, names, _CURVE_POINTS, upto_s)
    missing = np.full(len(times), np.nan)
    return [
        _report_of(
            history.events(to_s=upto_s), station, module, times,
            [curves.get((module, quantity), missing) for quantity in _QUANTITIES],
        )
        for module in modules
    ]  # fmt: skip


def _report_of(
    told: tuple[Event, ...], station: Station, module: str, times: Floats, curves: list[Floats]
) -> ModuleReport:
    """The tale of a module; curves: of _QUANTITIES."""
    own = parts_in(station, module)
    concerned = own | {hatch.id for hatch in station.hatches_of(module)}
    events = tuple(event for event in told if _concerns(event, concerned))
    alarms = [e for e in events if isinstance(e, AlarmChanged) and e.subject in own]
    raised_s = min((e.time_s for e in alarms if _is_raised(e)), default=np.nan)
    answer = next((e for e in alarms if e.change is AlarmChange.ACKNOWLEDGE), None)
    rate_kg_s, low_kg_s, pressure_pa, status = curves
    peak_s, peak_kg_s = _extreme(
        times, np.where(are_sure(times, times, low_kg_s), rate_kg_s, np.nan), sign=1.0
    )
    lowest_s, lowest_pa = _extreme(times, pressure_pa, sign=-1.0)
    seen = np.flatnonzero(np.isin(status, (ModuleStatus.SUSPECTED, ModuleStatus.LEAKING)))
    seen_s = float(times[seen[0]]) if len(seen) else np.nan
    detected_s = float(np.fmin(seen_s, raised_s))
    return ModuleReport(
        module=module,
        detected_s=detected_s,
        onset=_onset(told, module, detected_s),
        peak_kg_s=peak_kg_s,
        peak_s=peak_s,
        lowest_pa=lowest_pa,
        lowest_s=lowest_s,
        acknowledged_s=answer.time_s if answer else np.nan,
        acknowledged_by=answer.actor if answer else "",
        events=events,
    )


def _onset(events: tuple[Event, ...], module: str, detected_s: float) -> Onset:
    if np.isnan(detected_s):
        return Onset()
    own = alarm_onset(events, module, detected_s)
    return alarm_onset(events, STATION, detected_s) if np.isnan(own.time_s) else own


def _concerns(event: Event, names: frozenset[str]) -> bool:
    is_told = not (is_truth(event) or isinstance(event, _UNTOLD))
    return is_told and event.subject in names


def _is_raised(event: AlarmChanged) -> bool:
    """Whether an alarm came that is more than an advisory (a sensor at fault is no incident)."""
    is_advisory = event.alarm.alarm_class is AlarmClass.ADVISORY
    return event.change is AlarmChange.RAISE and not is_advisory


def _extreme(times: Floats, values: Floats, sign: float) -> tuple[float, float]:
    """When and how great the greatest value was (sign 1), or the least (sign -1)."""
    if not len(values) or np.isnan(values).all():
        return float("nan"), float("nan")
    place = int(np.nanargmax(sign * values))
    return float(times[place]), float(values[place])
