"""One run of the detector over real readings: as they are, or with a leak planted in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from zlib import crc32

import numpy as np

from iss_viewer.detection import StationDetector
from iss_viewer.detection.assessment import STATION
from iss_viewer.physics import AIR_KG_PA_M3
from iss_viewer.studies.detection_trial import LEAK_RULES, raised
from iss_viewer.studies.real.bound import bound_s
from iss_viewer.studies.real.noise import LearnedNoise, learn
from iss_viewer.studies.real.planting import (
    Coarser,
    Planted,
    changes_alone,
    coarsen,
    plant,
)
from iss_viewer.studies.real.room import ROOM, opened
from iss_viewer.studies.real.series import SeriesReadings, readings_of, series_of
from iss_viewer.studies.real.sought import sought_sigmas
from iss_viewer.studies.results import Row
from iss_viewer.telemetry.events import Event
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.readings.readings_source import ReadingsSource
from iss_viewer.units import S_PER_DAY, to_si

#: evenly spaced, from the first row to the last
LOOKS = 200
#: of the readings before a planted leak, and after it
HISTORY_S, WATCH_S = 14.0 * S_PER_DAY, 16.0 * S_PER_DAY
#: watched until half of the air is gone
_LEFT = 0.5
_ROWS = 4096
#: of a leak whose onset is known, at which other studies call it seen
KNOWN_ONSET_SIGMAS = 3.1
#: the part of a series in which leaks begin
_EARLIEST, _LATEST = 0.2, 0.8


@dataclass(frozen=True)
class Watched:
    """What a detector made of readings: at each look (n,) its time, interval and estimate in kg/s, and whether
    it held a leak to be detected; when leak alarms were raised, and of how many sensors. Times are those of the readings.
    """

    look_s: Floats
    low_kg_s: Floats
    rate_kg_s: Floats
    high_kg_s: Floats
    is_found: Floats
    leaks_s: tuple[float, ...]
    fault_alarms: int


def run_job(job: Row) -> Row:
    """The job with its result; jobs are made in `studies.real.jobs`."""
    file, series = series_of(job["series"])
    whole, volume_m3 = readings_of(job["series"]).of(tuple(job["quantities"])), file.room.volume_m3
    leak = planted(job, whole, volume_m3)
    readings = _cut(whole, leak)
    read = plant(readings, leak)
    coarser = Coarser(**job["coarser"])
    read = coarsen(read, coarser, pa_per_unit(whole))
    if series.is_sent_on_change:
        read = changes_alone(read)
    watched = _watch(read, volume_m3)
    return {
        **job,
        "days": float(read.time_s[-1] - read.time_s[0]) / S_PER_DAY,
        "rows": len(read.time_s),
        **_alarms(watched, leak),
        **_coverage(watched, leak, readings, volume_m3),
        **(_bounds(job["series"], coarser, read, readings, leak) if job["kg_day"] else {}),
    }


def planted(job: Row, readings: SeriesReadings, volume_m3: float) -> Planted:
    """The leak of a job: the loss that it states is at the pressure of its onset, which its seed draws."""
    if not job["kg_day"]:
        return Planted()
    rng = np.random.default_rng([job["seed"], crc32(job["series"].encode())])
    share = rng.uniform(_EARLIEST, _LATEST)
    onset_s = float(readings.time_s[0] + share * (readings.time_s[-1] - readings.time_s[0]))
    time_s, read_pa = pressures(readings)
    at_pa = float(read_pa[max(int(np.searchsorted(time_s, onset_s)) - 1, 0)])
    air_kg = volume_m3 * AIR_KG_PA_M3 * at_pa
    return Planted(job["kg_day"] / S_PER_DAY / air_kg, onset_s)


def pressures(readings: SeriesReadings) -> tuple[Floats, Floats]:
    """Times and pressures in Pa of the rows that have one; both (n,)."""
    place = _place(readings)
    known = np.isfinite(readings.values[:, place])
    return readings.time_s[known], readings.values[known, place] * pa_per_unit(readings)


def pa_per_unit(readings: SeriesReadings) -> float:
    """Of the column of the pressure."""
    return to_si(1.0, readings.columns[_place(readings)].unit, "pressure")


@cache
def learned(series_id: str, coarser: Coarser) -> LearnedNoise:
    """The noise of a whole series, in which nothing is planted."""
    file, _ = series_of(series_id)
    whole = readings_of(series_id)
    read = coarsen(whole, coarser, pa_per_unit(whole))
    return learn(*pressures(read), file.is_aboard)


def _place(readings: SeriesReadings) -> int:
    return next(i for i, c in enumerate(readings.columns) if c.quantity == "pressure")


def _cut(readings: SeriesReadings, leak: Planted) -> SeriesReadings:
    """The rows that a run with a leak is about; all of them where there is none."""
    if not leak.share_1_s:
        return readings
    watch_s = min(WATCH_S, -np.log(_LEFT) / leak.share_1_s)
    wanted = (leak.onset_s - HISTORY_S, leak.onset_s + watch_s)
    first, upto = np.searchsorted(readings.time_s, wanted)
    return readings.rows(int(first), max(int(upto), int(first) + 2))


def _watch(read: SeriesReadings, volume_m3: float) -> Watched:
    source = ReadingsSource(opened(read, volume_m3))
    detector = StationDetector(source.station, source.channels, is_advising=False)
    column = detector.channels.column
    shown = [column(STATION, f"leak_rate{end}_kg_s") for end in ("_low", "", "_high")]
    shown.append(column(ROOM, "leak_onset_s"))
    times: list[Floats] = []
    rows: list[Floats] = []
    events: list[Event] = []
    while True:
        samples, _ = source.read(np.inf, _ROWS)
        if not len(samples):
            break
        assessed, news = detector.update(samples)
        times.append(samples.time_s)
        rows.append(assessed[:, shown])
        events += news
    begun_s = _begun_s(read)
    time_s, table = begun_s + np.concatenate(times), np.concatenate(rows)
    look_s = np.linspace(time_s[0], time_s[-1], LOOKS)
    low, rate, high, onset = table[np.searchsorted(time_s, look_s, side="right") - 1].T
    leaks_s = tuple(begun_s + raised_s for raised_s in raised(events, LEAK_RULES))
    fault_alarms = len(raised(events, ("sensor_fault",)))
    return Watched(look_s, low, rate, high, np.isfinite(onset), leaks_s, fault_alarms)


def _begun_s(read: SeriesReadings) -> float:
    """The time of the first reading: a table without a date counts from there once it is opened."""
    return float(read.time_s[np.isfinite(read.values).any(axis=1)][0])


def _alarms(watched: Watched, leak: Planted) -> Row:
    """Alarms of leaks and of sensors. delay_s: None where a leak alarm stood already as the leak began."""
    after = [t - leak.onset_s for t in watched.leaks_s if t >= leak.onset_s]
    before = watched.is_found[watched.look_s < leak.onset_s]
    stood = bool(leak.share_1_s and len(before) and before[-1])
    return {
        "false_alarms": sum(t < leak.onset_s for t in watched.leaks_s),
        "fault_alarms": watched.fault_alarms,
        "has_stood": stood,
        "delay_s": None if stood else min(after, default=None),
    }


def _coverage(watched: Watched, leak: Planted, readings: SeriesReadings, volume_m3: float) -> Row:
    """How many looks hold the truth: in all, while a leak is held to be detected, and how many tell nothing."""
    time_s, read_pa = pressures(readings)
    there_pa = np.interp(watched.look_s, time_s, read_pa) * leak.left(watched.look_s)
    leaks = watched.look_s >= leak.onset_s
    true = np.where(leaks, leak.share_1_s * volume_m3 * AIR_KG_PA_M3 * there_pa, 0.0)
    inside = (watched.low_kg_s <= true) & (true <= watched.high_kg_s)
    found = np.asarray(watched.is_found, dtype=np.bool_)
    return {
        "looks": len(inside),
        "inside": int(inside.sum()),
        "found_looks": int(found.sum()),
        "found_inside": int((inside & found).sum()),
        "leak_looks": int(leaks.sum()),
        "below_limit": int((true <= watched.high_kg_s)[leaks].sum()),
        "blank_looks": int(np.isnan(watched.high_kg_s).sum()),
        "true_kg_s": float(true[-1]),
        "low_kg_s": _number(watched.low_kg_s[-1]),
        "estimate_kg_s": _number(watched.rate_kg_s[-1]),
        "high_kg_s": _number(watched.high_kg_s[-1]),
    }


def _number(value: float) -> float | None:
    """A number that JSON can hold."""
    return float(value) if np.isfinite(value) else None


@cache
def sought(series_id: str, coarser: Coarser) -> float:
    """The sigmas that seeking the onset asks for in the noise of a whole series."""
    time_s, _ = pressures(
        coarsen(readings_of(series_id), coarser, pa_per_unit(readings_of(series_id)))
    )
    return sought_sigmas(learned(series_id, coarser), float(np.median(np.diff(time_s))))


def _bounds(
    series_id: str, coarser: Coarser, read: SeriesReadings, readings: SeriesReadings, leak: Planted
) -> Row:
    """The least delays, at the rows that the detector got; None: not within them."""
    noise = learned(series_id, coarser)
    time_s, untouched_pa = pressures(readings)
    rows_s, _ = pressures(read)
    there_pa = np.interp(rows_s, time_s, untouched_pa)
    asked = {
        "bound_s": None,
        "known_onset_s": KNOWN_ONSET_SIGMAS,
        "sought_onset_s": sought(series_id, coarser),
    }
    found = {name: bound_s(noise, rows_s, there_pa, leak, sigmas) for name, sigmas in asked.items()}
    return {
        **{name: _number(bound) for name, bound in found.items()},
        "sought_sigmas": asked["sought_onset_s"],
        "watched_s": float(rows_s[-1] - leak.onset_s),
    }
