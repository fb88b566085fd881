"""One run of the detector: on samples of exactly known noise, or on a simulated station."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from iss_viewer.detection import StationDetector
from iss_viewer.detection.assessment import STATION
from iss_viewer.detection.limits import Limits, read_limits
from iss_viewer.physics import AIR_KG_PA_M3, STANDARD_PA
from iss_viewer.simulation import SimulatedSource
from iss_viewer.station import Station
from iss_viewer.studies.bounds import GOOD, NoiseClass
from iss_viewer.studies.real_station import UnseenWarmth, as_built
from iss_viewer.studies.results import Row
from iss_viewer.studies.simulated_story import ONSET_S, simulated_story
from iss_viewer.studies.synthetic import (
    AirChange,
    columns,
    draw,
    five_sensor_station,
    sample_times,
)
from iss_viewer.telemetry.events import ANNOUNCED, AlarmChanged, Event
from iss_viewer.telemetry.frames import Floats
from iss_viewer.units import S_PER_DAY

HISTORY_S = 10.0 * S_PER_DAY
LOOKS = 30  # at the interval in a simulated run
LEAK_RULES = ("leak", "rapid_depressurization")

#: noise that the detector is fed with; it reckons with "good" always
NOISES: dict[str, tuple[NoiseClass, bool]] = {
    "good": (GOOD, False),
    "heavy tails": (GOOD, True),
    "white x3": (replace(GOOD, white_pa=15.0), False),
    "residual x2": (replace(GOOD, residual_k=0.06), False),
    "residual 12 h": (replace(GOOD, residual_time_s=12.0 * 3600.0), False),
}


def run_job(job: Row) -> Row:
    """The job with its result; see the functions below for the kinds of job."""
    kinds = {"delay": _delay, "quiet": _quiet, "simulated": _simulated}
    return {**job, **kinds[job["kind"]](job)}


def _delay(job: Row) -> Row:
    """A leak of known rate in noise of known covariance: when is it found, how well is it sized."""
    station = five_sensor_station()
    times = sample_times(HISTORY_S, 300.0, job["length_s"], job["fine_s"])
    noise, heavy = NOISES[job["noise"]]
    course = AirChange(job["rate_pa_s"], HISTORY_S, heavy)
    samples = draw(station, noise, times, course, job["seed"])
    detector = StationDetector(station, columns(station), _rarely(read_limits()))
    assessed, events = detector.update(samples)
    alarms = raised(events, LEAK_RULES)
    delays = [t - HISTORY_S for t in alarms if t >= HISTORY_S]
    column = detector.channels.column
    low, rate, high = (
        float(assessed[-1, column(STATION, f"leak_rate{end}_kg_s")])
        for end in ("_low", "", "_high")
    )
    lasted_s = float(times[-1]) - HISTORY_S
    true = job["rate_pa_s"] * np.exp(-job["rate_pa_s"] / STANDARD_PA * lasted_s)
    volume_m3 = math.fsum(
        module.free_volume_m3 for module in as_built(station, job["seed"]).modules
    )
    return {
        "delay_s": min(delays, default=None),
        "onset_error_s": _onset_error_s(events, HISTORY_S, delays),
        "false_alarms": sum(t < HISTORY_S for t in alarms),
        "true_kg_s": float(true * volume_m3 * AIR_KG_PA_M3),
        "low_kg_s": low,
        "estimate_kg_s": rate,
        "high_kg_s": high,
    }


def _quiet(job: Row) -> Row:
    """Days without a leak: how often is one reported."""
    station = five_sensor_station()
    times = np.arange(0.0, job["days"] * S_PER_DAY, job["step_s"])
    noise, heavy = NOISES[job["noise"]]
    samples = draw(station, noise, times, AirChange(heavy_tails=heavy), job["seed"])
    detector = StationDetector(station, columns(station), _rarely(read_limits()))
    _, events = detector.update(samples)
    return {"false_alarms": len(raised(events, LEAK_RULES))}


def _simulated(job: Row) -> Row:
    """A whole simulated station through its own instruments: leak, sensor fault, cooling or nothing."""
    scenario, station = simulated_story(job)
    onset_s = job.get("history_s", ONSET_S)
    source = SimulatedSource(scenario, as_built(station, job["seed"]), job["seed"])
    unseen = UnseenWarmth(station, source.channels, job["seed"])
    detector = StationDetector(station, source.channels, is_advising=False)
    events: list[Event] = []
    inside: list[bool] = []
    look_rows = max(round((job["hours"] * 3600.0 - onset_s) / job["step_s"] / LOOKS), 1)
    while True:
        samples, truth, told = source.read_with_truth(np.inf, look_rows)
        for event in told:
            detector.note(event)
        if not len(samples):
            break
        assessed, news = detector.update(unseen.hide(samples))
        events += news
        if job["leak_kg_s"] and _is_found(detector, assessed[-1], job["module"]):
            flow = truth[-1, source.truth_channels.column("L", "flow_kg_s")]
            low, high = _interval(detector, assessed[-1], job["module"])
            inside.append(bool(low <= flow <= high))
    alarms = raised(events, LEAK_RULES)
    after = [t - onset_s for t in alarms if t >= onset_s]
    faults = raised(events, ("sensor_fault",))
    return {
        "delay_s": min(after, default=None) if job["leak_kg_s"] else None,
        "onset_error_s": _onset_error_s(events, onset_s, after) if job["leak_kg_s"] else None,
        **(_about_sensor(detector, station, job["sensor"]) if job["fault"] else {}),
        "leak_alarms": len(alarms),
        "early_alarms": sum(t < onset_s for t in alarms),
        "fault_alarms": len(faults),
        "fault_delay_s": min((t - onset_s for t in faults if t >= onset_s), default=None),
        "covered": sum(inside),
        "looks": len(inside),
    }


def _interval(detector: StationDetector, row: Floats, module: str) -> tuple[float, float]:
    """The 95 % interval of the loss of the air space that a module is in."""
    column = detector.channels.column
    low = float(row[column(module, "leak_rate_low_kg_s")])
    return low, float(row[column(module, "leak_rate_high_kg_s")])


def _is_found(detector: StationDetector, row: Floats, module: str) -> bool:
    """Whether a leak is held to be detected in the air space of a module."""
    return bool(np.isfinite(row[detector.channels.column(module, "leak_onset_s")]))


def _about_sensor(detector: StationDetector, station: Station, sensor: str) -> Row:
    """How many barometers share a sensor's air, and the probability that this air leaks, at the end."""
    quantities = {kind.id: kind.quantity for kind in station.sensor_classes}
    barometers = {
        s.id: s.module for s in station.sensors if quantities[s.sensor_class] == "pressure"
    }
    module = barometers[sensor]
    space = next(e for e in detector.estimates() if module in e.modules)
    together = sum(other in space.modules for other in barometers.values())
    return {"barometers": together, "leak_probability": space.leak_probability}


def _onset_error_s(
    events: Sequence[Event], onset_s: float, delays: Sequence[float]
) -> float | None:
    """How much later than it did the first alarm after the onset says that the leak began."""
    first = onset_s + min(delays, default=np.inf)
    alarms = (e.alarm for e in events if e.time_s == first and isinstance(e, AlarmChanged))
    told = [alarm.onset_s for alarm in alarms if alarm.onset_s is not None]
    return told[0] - onset_s if told else None


def raised(events: tuple[Event, ...] | list[Event], rules: tuple[str, ...]) -> list[float]:
    """When alarms of these rules were raised anew, or told that what they tell of has grown."""
    active: set[str] = set()
    times = []
    for event in events:
        if not isinstance(event, AlarmChanged) or event.alarm.rule not in rules:
            continue
        alarm = event.alarm
        is_new = alarm.id not in active or event.change in ANNOUNCED
        if alarm.is_active and is_new:
            times.append(event.time_s)
            active.add(alarm.id)
        elif not alarm.is_active:
            active.discard(alarm.id)
    return times


def _rarely(limits: Limits) -> Limits:
    """Limits with the slow part of the detector, which finds nothing, asked only each quarter day."""
    estimation = limits.estimation.model_copy(update={"tick_s": 21600.0})
    return limits.model_copy(update={"estimation": estimation})
