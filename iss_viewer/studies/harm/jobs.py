"""The runs that the study of harm is made of, as plain values."""

from __future__ import annotations

from collections.abc import Sequence

from iss_viewer.datafile import named
from iss_viewer.scenario import read_scenario
from iss_viewer.station import Station, read_station
from iss_viewer.studies.results import Row
from iss_viewer.units import S_PER_DAY

#: diameters of a sharp-edged hole, mm; from the largest on nothing helps who does not know where it is
DIAMETERS_MM = (1.0, 2.0, 5.0, 10.0, 20.0, 60.0, 150.0)
#: leaks that are told by what they lose, lb/day
LOSSES_LB_DAY = (0.5, 1.0)
#: other stations, and the ISS of other dates or with other ships: names of station files and of scenarios
STATIONS = (
    "handover-thirteen", "tiangong", "destiny-hose-2004", "soyuz-ms09-2018", "progress-ms21-2023",
)  # fmt: skip
_ELSEWHERE_MM = (5.0, 10.0, 20.0, 60.0)
_SOME_MM = (5.0, 10.0, 20.0)
_FAULTS = (("stuck", 0.0), ("drift", -400.0))
_CARELESS_MM = (2.0, 5.0, 10.0)  # searched as if nobody could be harmed, too
_EVERY = 3  # of the modules, with an erring barometer, with few people, and asleep


def jobs(scale: float, only: str = "", crew: int | None = None, seed: int = 0) -> list[Row]:
    """All runs, thinned out by `scale`, the longest last; or the one that `only` names: ``MODULE:10mm``, ``MODULE:1lb/day``, or with the
    name of a station or scenario, ``tiangong/MODULE:10mm``.
    """
    if only:
        return [_only(only, crew, seed)]
    iss = station_named("")
    modules, found = _thinned(iss.module_ids, scale), list[Row]()
    for diameter in reversed(DIAMETERS_MM):
        found += [_fast(module, diameter, seed) for module in modules]
    for diameter in _SOME_MM:
        some = modules[::_EVERY]
        found += [_fast(module, diameter, seed, crew=3) for module in some]
        found += [_fast(module, diameter, seed, asleep=1) for module in some]
        for kind, size in _FAULTS:
            found += [
                _fast(module, diameter, seed, fault=kind, size=size, sensor=_barometer(iss, module))
                for module in some
            ]  # fmt: skip
    for diameter in _CARELESS_MM:
        found += [_fast(module, diameter, seed, careless=1) for module in modules[::_EVERY]]
    for name in STATIONS:
        for module in _thinned(station_named(name).module_ids, scale):
            found += [_fast(module, diameter, seed, station=name) for diameter in _ELSEWHERE_MM]
    for loss in LOSSES_LB_DAY:
        found += [_slow(module, loss, seed) for module in modules]
    return found


def station_named(name: str) -> Station:
    """The station of a station file or as a scenario has it; none: the usual one."""
    if name and name in named("scenarios"):
        return read_scenario(name)[1]
    return read_station(name or "iss")


def _thinned(modules: Sequence[str], scale: float) -> list[str]:
    """Some of the modules, evenly, from the middle of each stretch."""
    count = max(round(len(modules) * scale), 1)
    return [modules[int((k + 0.5) * len(modules) / count)] for k in range(count)]


def _fast(module: str, diameter_mm: float, seed: int, **more: object) -> Row:
    """A hole that is seen within the hour."""
    step_s = 5.0 if diameter_mm > 2.0 else 10.0
    follow_s = 3600.0 * (2.0 if diameter_mm >= 10.0 else 4.0 if diameter_mm > 1.0 else 12.0)
    plain: Row = {"module": module, "diameter_mm": diameter_mm, "seed": seed, "step_s": step_s}
    return {**plain, "follow_s": follow_s, **more}


def _slow(module: str, loss_lb_day: float, seed: int, **more: object) -> Row:
    """A leak that takes hours to stand out of what was learned in days."""
    plain: Row = {"module": module, "loss_lb_day": loss_lb_day, "seed": seed, "step_s": 60.0}
    return {**plain, "history_s": 5.0 * S_PER_DAY, "follow_s": 3.0 * S_PER_DAY, **more}


def _barometer(station: Station, module: str) -> str:
    """A barometer elsewhere, so that it points to the wrong place: that of the next module that has one."""
    kinds = {kind.id for kind in station.sensor_classes if kind.quantity == "pressure"}
    sensors = [s for s in station.sensors if s.sensor_class in kinds and s.module != module]
    after = station.module_ids.index(module)
    return min(sensors, key=lambda s: (station.module_ids.index(s.module) - after) % 100).id


def _only(only: str, crew: int | None, seed: int) -> Row:
    """The job of ``SOYUZ_MS28:10mm``. Raises ValueError in plain words."""
    name, case = _apart(only)
    known = {*named("stations"), *named("scenarios")}
    if name and name not in known:
        raise ValueError(f"no station or scenario {name}; there are {', '.join(sorted(known))}")
    station = station_named(name)
    module, _, size = case.partition(":")
    if module not in station.module_ids:
        raise ValueError(f"no module {module}; there are {', '.join(station.module_ids)}")
    is_slow = size.endswith("lb/day")
    try:
        number = float(size.removesuffix("lb/day").removesuffix("mm").strip())
    except ValueError:
        raise ValueError(
            f"write a module and a size, such as {module}:10mm or {module}:1lb/day"
        ) from None
    if not 0.0 < number <= 1000.0:
        raise ValueError("a hole is between 0 and 1000 mm, a leak between 0 and 1000 lb/day")
    most = len(station.crew)
    if crew is not None and crew > most:
        raise ValueError(f"at most {most} people: {station.name} has no ships for more")
    more: Row = {} if crew is None else {"crew": crew}
    more = {**more, "station": name} if name else more
    return (_slow if is_slow else _fast)(module, number, seed, **more)


def _apart(only: str) -> tuple[str, str]:
    """The station that a case names before its module, none: the usual one; and the rest."""
    name, slash, _ = only.partition(":")[0].partition("/")
    return (name, only[len(name) + 1 :]) if slash else ("", only)
