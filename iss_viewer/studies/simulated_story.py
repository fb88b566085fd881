"""The scenario of a simulated run of the study, from the plain values of its job."""

from __future__ import annotations

from datetime import UTC, datetime

from iss_viewer.scenario.scenario import (
    CrewPlan,
    HeatRamp,
    HeatSwing,
    Leak,
    Scenario,
    ScriptedAction,
    SensorFault,
    Story,
)
from iss_viewer.station import Station, read_station
from iss_viewer.studies.results import Row

ONSET_S = 12.0 * 3600.0


def simulated_story(job: Row) -> tuple[Scenario, Station]:
    """The scenario of a simulated job, and its station, whose instruments may be worse than ours.

    Keys: hours, history_s (quiet until then; half a day if it is not given), leak_kg_s and module, fault
    and sensor with size, cooling_k, sensor_noise (a factor); doubling_s of a leak that grows, second and
    second_kg_s of another leak at the same time.
    """
    station = read_station("iss")
    worse = job.get("sensor_noise", 1.0)
    kinds = tuple(
        kind.model_copy(
            update={
                "noise": kind.noise * worse,
                "drift_per_sqrt_day": kind.drift_per_sqrt_day * worse,
            }
        )
        for kind in station.sensor_classes
    )
    station = station.model_copy(update={"sensor_classes": kinds})
    rate = f"{job['leak_kg_s']:.12f} kg/s"
    onset = f"{job.get('history_s', ONSET_S)} s"
    leaks = _leaks(job, rate, onset)
    ramp = {"at": onset, "change": f"{-job['cooling_k']} K", "over": "8 h"}
    fault = {
        "sensor": job["sensor"],
        "kind": job["fault"],
        "size": job["size"],
        "at": onset,
    }
    swings = (
        HeatSwing.model_validate({"period": "92.7 min", "amplitude": "0.02 K"}),
        HeatSwing.model_validate({"period": "24 h", "amplitude": "0.1 K"}),
    )
    scenario = Scenario.model_validate(
        {
            "id": "study",
            "title": "A run of the study",
            "start_utc": datetime(2026, 6, 10, tzinfo=UTC),
            "duration": f"{job['hours']} h",
            "sample_every": f"{job['step_s']} s",
            "story": Story(briefing="Made by the study."),
            "leaks": leaks,
            "heat_swings": swings,
            "heat_ramps": (HeatRamp.model_validate(ramp),) if job["cooling_k"] else (),
            "actions": tuple(
                ScriptedAction.model_validate({"at": onset, "do": "switch_off", "target": machine})
                for machine in job.get("switch_off", ())
            ),
            "crew": CrewPlan(activity=job.get("activity", 1.0)),
            "faults": (SensorFault.model_validate(fault),) if job["fault"] else (),
        }
    )
    return scenario, station


def _leaks(job: Row, rate: str, onset: str) -> tuple[Leak, ...]:
    """The leak of a job, and a second one where it has one."""
    if not job["leak_kg_s"]:
        return ()
    first = {"id": "L", "module": job["module"], "rate": rate, "at": onset}
    if "doubling_s" in job:
        first["doubling"] = f"{job['doubling_s']} s"
    more = [first]
    if "second" in job:
        rate = f"{job['second_kg_s']:.12f} kg/s"
        more.append({"id": "M", "module": job["second"], "rate": rate, "at": onset})
    return tuple(Leak.model_validate(one) for one in more)
