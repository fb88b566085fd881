"""Whatever crews do in the course of a day, on a small station where nothing leaks: dockings, spacewalks, hatches
that are shut and opened, people who move, gas that is let in. None of it is a leak.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from iss_viewer.detection import StationDetector
from iss_viewer.scenario.scenario import ModuleStart, Scenario, ScriptedAction, Start, Story
from iss_viewer.simulation import SimulatedSource
from iss_viewer.station import Hatch, Station, read_station
from iss_viewer.telemetry.events import AdviceGiven, AdviceKind, AlarmChanged, Event

pytestmark = pytest.mark.timeout(600)  # whole days are played
MINUTE_S = 60.0
LEAK_RULES = ("leak", "rapid_depressurization", "reserve_time", "leak_located", "gas_reserve")
ROOMS = {"STORE": "D1", "LOCK": "D5", "FERRY_1": "D4"}  # what can be shut off, and its hatch


def house() -> Station:
    """The trio with a crew lock at the workshop and its ship; analysers in core and workshop alone."""
    trio = read_station("trio")
    store = next(module for module in trio.modules if module.id == "STORE")
    lock = store.model_copy(
        update={"id": "LOCK", "name": "Lock", "short": "Lock", "free_volume_m3": 6.0}
    )
    outer = next(hatch for hatch in trio.hatches if hatch.id == "D3")
    wide: Hatch = outer.model_copy(update={"a": "LOCK", "valve_diameter_m": 0.02})
    inner = next(hatch for hatch in trio.hatches if hatch.id == "D1")
    joined: Hatch = inner.model_copy(update={"id": "D5", "a": "WORK", "b": "LOCK"})
    kinds = {
        "oxygen": {"noise": 10.0, "quantum": 10.0, "bias": 60.0, "high": 50e3},
        "carbon_dioxide": {"noise": 5.0, "quantum": 5.0, "bias": 20.0, "high": 5e3},
        "water": {"noise": 10.0, "quantum": 10.0, "bias": 30.0, "high": 5e3},
    }
    classes, sensors = list(trio.sensor_classes), list(trio.sensors)
    for quantity, errs in kinds.items():
        usual = {"id": quantity, "quantity": quantity, "drift_per_sqrt_day": 10.0, "lag_s": 60.0}
        classes.append(classes[0].model_copy(update=usual | errs | {"low": 0.0}))
        for module in ("CORE", "WORK"):
            usual = {"id": f"{module}_{quantity}", "module": module, "sensor_class": quantity}
            sensors.append(sensors[0].model_copy(update=usual))
    for kind in ("PRESSURE", "TEMPERATURE"):
        usual = {"id": f"LOCK_{kind}", "module": "LOCK", "sensor_class": kind}
        sensors.append(sensors[0].model_copy(update=usual))
    return trio.model_copy(
        update={
            "modules": (*trio.modules, lock),
            "hatches": (*(h for h in trio.hatches if h.id != "D3"), wide, joined),
            "sensor_classes": tuple(classes),
            "sensors": tuple(sensors),
        }
    )


def deed(at_s: float, do: str, target: str, **more: object) -> ScriptedAction:
    return ScriptedAction.model_validate({"at": f"{at_s} s", "do": do, "target": target, **more})


def opened(at_s: float, hatch: str) -> list[ScriptedAction]:
    """Air is let through the valve first, for a quarter of an hour."""
    shut_s, wide_s = at_s + 14.0 * MINUTE_S, at_s + 15.0 * MINUTE_S
    return [
        deed(at_s, "open_valve", hatch),
        deed(shut_s, "close_valve", hatch),
        deed(wide_s, "open_hatch", hatch),
    ]


def parted(at_s: float, lasts_s: float, room: str) -> list[ScriptedAction]:
    """A room is shut off for a while."""
    return [deed(at_s, "close_hatch", ROOMS[room]), *opened(at_s + lasts_s, ROOMS[room])]


def sheltered(at_s: float, lasts_s: float, room: str) -> list[ScriptedAction]:
    """Both go into a room and shut it; later they come back."""
    crew = ("ANN", "BEN")
    back_s = at_s + lasts_s + 30.0 * MINUTE_S
    moves = [
        deed(at_s - 5.0 * MINUTE_S, "move_crew", room, crew=crew),
        deed(back_s, "move_crew", "CORE", crew=crew),
    ]
    return [*moves, *parted(at_s, lasts_s, room)]


def walked(at_s: float, lasts_s: float, room: str) -> list[ScriptedAction]:
    """The lock is let down to vacuum, opened and, after the spacewalk, filled again from the workshop."""
    shut_s = at_s + lasts_s
    return [
        deed(at_s, "close_hatch", "D5"),
        deed(at_s + 5.0 * MINUTE_S, "open_valve", "D3"),
        deed(at_s + 35.0 * MINUTE_S, "open_hatch", "D3"),
        deed(shut_s, "close_hatch", "D3"),
        deed(shut_s + MINUTE_S, "close_valve", "D3"),
        *opened(shut_s + 5.0 * MINUTE_S, "D5"),
    ]


def fed(at_s: float, lasts_s: float, room: str) -> list[ScriptedAction]:
    """Nitrogen is let in by hand."""
    flow = f"{300.0 / lasts_s / 1000.0:.6f} kg/s"
    return [
        deed(at_s, "set_feed", "NITROGEN_FEED", flow=flow),
        deed(at_s + lasts_s, "set_feed", "NITROGEN_FEED", flow="0 kg/s"),
    ]


DEEDS = {"part": parted, "shelter": sheltered, "walk": walked, "feed": fed}
Step = tuple[str, str, float, float]  # what, room, minutes until it begins, minutes that it lasts


class Day:
    """A day on the station: what was heard, and how often the interval of the whole held none."""

    def __init__(
        self, steps: list[Step], ship_pa: float | None = None, seed: int = 1, leak=()
    ) -> None:
        station = house()
        actions: list[ScriptedAction] = []
        start, at_s = Start(), 40.0 * MINUTE_S
        if ship_pa is not None:
            ship = ModuleStart.model_validate({"module": "FERRY_1", "pressure": f"{ship_pa} Pa"})
            start = Start(closed_hatches=("D4",), modules=(ship,))
            actions += opened(at_s, "D4")
            at_s += 60.0 * MINUTE_S
        for what, room, pause_min, lasts_min in steps:
            at_s += pause_min * MINUTE_S
            actions += DEEDS[what](at_s, lasts_min * MINUTE_S, room)
            at_s += (lasts_min + 60.0) * MINUTE_S
        self.scenario = Scenario.model_validate(
            {
                "id": "day",
                "title": "A day",
                "start_utc": datetime(2026, 6, 10, tzinfo=UTC),
                "duration": f"{at_s + 2.0 * 3600.0} s",
                "sample_every": "10 s",
                "story": Story(briefing="Made by a test."),
                "actions": tuple(sorted(actions, key=lambda a: a.at_s or 0.0)),
                "start": start,
                "leaks": leak,
            }
        )
        self.events: list[Event] = []
        self.looks: list[tuple[float, float]] = []
        self._play(SimulatedSource(self.scenario, station, seed), station)

    def _play(self, source: SimulatedSource, station: Station) -> None:
        detector = StationDetector(station, source.channels)
        low, high = (
            detector.channels.column("STATION", f"leak_rate_{end}_kg_s") for end in ("low", "high")
        )
        while True:
            samples, told = source.read(math.inf, 60)
            for event in told:
                detector.note(event)
            if not len(samples):
                return
            assessed, events = detector.update(samples)
            self.events += events
            if math.isfinite(assessed[-1, low]):
                self.looks.append((float(assessed[-1, low]), float(assessed[-1, high])))

    def raised(self, *rules: str) -> list[str]:
        """The alarms of some rules that were announced, with their times."""
        alarms = [e.alarm for e in self.events if isinstance(e, AlarmChanged)]
        return [f"{a.changed_s:.0f} s {a.id}" for a in alarms if a.rule in rules and a.is_announced]

    def closures(self) -> list[tuple[float, tuple[str, ...]]]:
        """The advices to close hatches or to isolate."""
        kinds = (AdviceKind.CLOSE, AdviceKind.ISOLATE)
        advices = [e.advice for e in self.events if isinstance(e, AdviceGiven)]
        return [(a.time_s, a.hatches) for a in advices if a.kind in kinds]

    def share_that_holds_none(self) -> float:
        return sum(low <= 0.0 <= high for low, high in self.looks) / len(self.looks)


ROOM = st.sampled_from(tuple(ROOMS))
STEPS = st.lists(
    st.tuples(st.sampled_from(tuple(DEEDS)), ROOM, st.floats(1.0, 60.0), st.floats(40.0, 150.0)),
    min_size=1,
    max_size=4,
)
SHIP_PA = st.none() | st.floats(98.4e3, 102.8e3)


@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(STEPS, SHIP_PA)
@example([("walk", "LOCK", 10.0, 120.0), ("part", "STORE", 10.0, 60.0)], None)
@example([("shelter", "FERRY_1", 10.0, 120.0), ("feed", "STORE", 10.0, 60.0)], 98.4e3)
def test_nothing_that_crews_do_on_a_tight_station_is_a_leak(
    steps: list[Step], ship_pa: float | None
) -> None:
    day = Day(steps, ship_pa)
    assert not day.raised(*LEAK_RULES)
    assert not day.raised("sensor_fault")
    assert not day.closures()
    assert day.share_that_holds_none() > 0.93


def test_a_planned_spacewalk_raises_no_alarm_of_air_or_barometers() -> None:
    """An advisory on the lock's thermometer, whose air cools and warms as no other, may come."""
    day = Day([("walk", "LOCK", 10.0, 120.0)])
    told = [e.alarm for e in day.events if isinstance(e, AlarmChanged) and e.alarm.is_announced]
    assert {alarm.rule for alarm in told} <= {"thermometer_fault"}


@pytest.mark.parametrize("at_min", [60.0, 110.0])
def test_a_leak_elsewhere_is_found_while_the_lock_is_let_down(at_min: float) -> None:
    hole = {"id": "L", "module": "CORE", "diameter": "2 mm", "at": f"{at_min} min"}
    day = Day([("walk", "LOCK", 10.0, 150.0)], leak=(hole,))
    found = [e for e in day.events if isinstance(e, AlarmChanged) and e.alarm.rule == "leak"]
    announced = [e.alarm for e in found if e.alarm.is_announced]
    assert announced
    assert announced[0].subject == "STATION"
    assert at_min * MINUTE_S < announced[0].changed_s < (at_min + 10.0) * MINUTE_S
