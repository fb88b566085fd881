"""Two runs beside each other, aligned on the start of the leak, with their differences read out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from iss_viewer.datafile import FileMistakes, read_text
from iss_viewer.debrief.alarm_figures import alarm_figures
from iss_viewer.debrief.curves import curves_of
from iss_viewer.detection.assessment import STATION
from iss_viewer.scenario import Scenario
from iss_viewer.situation.results import Comparison, Difference
from iss_viewer.station.actions import OpenLeak
from iss_viewer.telemetry.commands import Act
from iss_viewer.telemetry.events import AlarmChange, Event, has_change, is_hatch_move
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.history import History
from iss_viewer.telemetry.recording import RecordedRun

_POINTS = 2000
_FIGURES = ("pressure_pa", "leak_rate_kg_s", "reserve_s")


def compare(first: RecordedRun, second: RecordedRun) -> Comparison:
    """Lay two runs beside each other, over the stretch round the start of the leak that both have."""
    runs = (first, second)
    starts = (leak_start_s(first), leak_start_s(second))
    histories = [run.history() for run in runs]
    begin = max(h.start_s - s for h, s in zip(histories, starts, strict=True))
    end = min(h.end_s - s for h, s in zip(histories, starts, strict=True))
    since = np.linspace(begin, max(end, begin), _POINTS)

    along = [_along(h, since + s) for h, s in zip(histories, starts, strict=True)]
    pressure, rate, reserve = (np.stack(pair) for pair in zip(*along, strict=True))
    return Comparison(
        titles=(first.header.title, second.header.title),
        leak_start_s=starts,
        is_leaking=(bool(_leaks_s(first)), bool(_leaks_s(second))),
        since_s=since,
        pressure_pa=pressure,
        leak_rate_kg_s=rate,
        reserve_s=reserve,
        differences=(
            *_event_differences(runs, starts, (begin, end)),
            _difference("lowest station pressure", "Pa", [_least(row) for row in pressure]),
            _difference("greatest leak rate", "kg/s", [-_least(-row) for row in rate]),
            _difference("shortest reserve time", "s", [_least(row) for row in reserve]),
        ),
    )


def leak_start_s(run: RecordedRun) -> float:
    """When the leak began: by the scenario or the trainer, else at the first alarm, else at the start."""
    begin_s = float(run.time_s[0]) if len(run) else 0.0
    return max(begin_s, min(_leaks_s(run), default=begin_s))


def _leaks_s(run: RecordedRun) -> list[float]:
    """When leaks began, or alarms came where nothing tells of leaks."""
    times = [
        t
        for t, c in run.commands
        if isinstance(c.order, Act) and isinstance(c.order.action, OpenLeak)
    ]
    times += _scripted_leaks_s(run)
    raised = [e.time_s for e in run.events if has_change(e, AlarmChange.RAISE)]
    return times or raised


def _scripted_leaks_s(run: RecordedRun) -> list[float]:
    if not run.header.scenario_text:
        return []
    try:
        scenario = read_text(run.header.scenario_text, Path("scenario.toml"), Scenario)
    except FileMistakes:  # of another version: the alarms tell
        return []
    return [leak.at_s or 0.0 for leak in scenario.leaks if leak.when is None]


def _event_differences(
    runs: tuple[RecordedRun, RecordedRun], starts: tuple[float, float], common: tuple[float, float]
) -> list[Difference]:
    """What happened in both between the instants of `common`, in seconds since the leak began."""
    told = [
        [event for event in run.events if common[0] <= event.time_s - start <= common[1]]
        for run, start in zip(runs, starts, strict=True)
    ]
    found = []
    for name, is_meant in (
        ("time to the first alarm", _is_raised),
        ("time to the first acknowledgement", _is_acknowledged),
        ("time to the first hatch moved", is_hatch_move),
    ):
        times = [
            _first_since(events, start, is_meant)
            for events, start in zip(told, starts, strict=True)
        ]
        found.append(_difference(name, "s", times))
    figures = [
        alarm_figures(events, common[0] + start, common[1] + start)
        for events, start in zip(told, starts, strict=True)
    ]
    found.append(_difference("alarms", "1", [float(f.count) for f in figures]))
    found.append(_difference("time in alarm flood", "s", [f.flood_s for f in figures]))
    moves = [float(sum(map(is_hatch_move, events))) for events in told]
    found.append(_difference("hatches moved", "1", moves))
    return found


def _first_since(
    events: Sequence[Event], start_s: float, is_meant: Callable[[Event], bool]
) -> float:
    times = [e.time_s - start_s for e in events if e.time_s >= start_s and is_meant(e)]
    return min(times, default=float("nan"))


def _is_raised(event: Event) -> bool:
    return has_change(event, AlarmChange.RAISE)


def _is_acknowledged(event: Event) -> bool:
    return has_change(event, AlarmChange.ACKNOWLEDGE)


def _difference(name: str, unit: str, values: list[float]) -> Difference:
    return Difference(name, unit, values[0], values[1])


def _along(history: History, time_s: Floats) -> list[Floats]:
    """The _FIGURES of the station at each of some times, as they stood then."""
    names = [(STATION, quantity) for quantity in _FIGURES]
    when, curves = curves_of(history, names, 4 * _POINTS)
    if not len(when):
        return [np.full(len(time_s), np.nan) for _ in names]
    place = np.searchsorted(when, time_s, side="right") - 1
    missing = np.full(len(when), np.nan)
    return [
        np.where(place >= 0, curves.get(name, missing)[np.clip(place, 0, None)], np.nan)
        for name in names
    ]


def _least(values: Floats) -> float:
    return float(np.nanmin(values)) if np.isfinite(values).any() else float("nan")
