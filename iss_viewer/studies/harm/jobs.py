"""The runs that the study of harm is made of, as plain values."""

from __future__ import annotations

from iss_viewer.station import Station, read_station
from iss_viewer.studies.results import Row

#: diameters of a sharp-edged hole, mm; from the largest on nothing helps who does not know where it is
DIAMETERS_MM = (2.0, 5.0, 10.0, 20.0, 60.0)
_FAULTS = (("stuck", 0.0), ("drift", -400.0))
_EVERY = 3  # of the modules, with an erring barometer, with few people, and asleep


def jobs(scale: float, only: str = "", crew: int | None = None, seed: int = 0) -> list[Row]:
    """All runs, thinned out by `scale`; or the one that `only` names: ``MODULE:10mm``."""
    station = read_station("iss")
    if only:
        return [_only(station, only, crew, seed)]
    found: list[Row] = []
    count = max(round(len(station.modules) * scale), 1)
    step = len(station.modules) / count
    modules = [station.module_ids[int(k * step)] for k in range(count)]
    for diameter in DIAMETERS_MM:
        found += [_job(module, diameter, seed) for module in modules]
    for diameter in (5.0, 10.0, 20.0):
        some = modules[::_EVERY]
        found += [_job(module, diameter, seed, crew=3) for module in some]
        found += [_job(module, diameter, seed, asleep=1) for module in some]
        for kind, size in _FAULTS:
            found += [
                _job(module, diameter, seed, fault=kind, size=size, sensor=_barometer(station, module))
                for module in some
            ]  # fmt: skip
    return found


def _job(module: str, diameter_mm: float, seed: int, **more: object) -> Row:
    step_s = 5.0 if diameter_mm > 2.0 else 10.0
    follow_s = 3600.0 * (2.0 if diameter_mm >= 10.0 else 4.0)
    plain: Row = {"module": module, "diameter_mm": diameter_mm, "seed": seed, "step_s": step_s}
    return {**plain, "follow_s": follow_s, **more}


def _barometer(station: Station, module: str) -> str:
    """A barometer elsewhere, so that it points to the wrong place: that of the next module that has one."""
    kinds = {kind.id for kind in station.sensor_classes if kind.quantity == "pressure"}
    sensors = [s for s in station.sensors if s.sensor_class in kinds and s.module != module]
    after = station.module_ids.index(module)
    return min(sensors, key=lambda s: (station.module_ids.index(s.module) - after) % 100).id


def _only(station: Station, only: str, crew: int | None, seed: int) -> Row:
    """The job of ``SOYUZ_MS28:10mm``. Raises ValueError in plain words."""
    module, _, size = only.partition(":")
    if module not in station.module_ids:
        raise ValueError(f"no module {module}; there are {', '.join(station.module_ids)}")
    try:
        diameter = float(size.removesuffix("mm").strip())
    except ValueError:
        raise ValueError(f"write a module and a diameter, such as {module}:10mm") from None
    if not 0.0 < diameter <= 1000.0:
        raise ValueError("a hole is between 0 and 1000 mm")
    most = len(station.crew)
    if crew is not None and crew > most:
        raise ValueError(f"at most {most} people: {station.name} has no ships for more")
    more = {} if crew is None else {"crew": crew}
    return _job(module, diameter, seed, **more)
