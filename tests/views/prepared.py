"""A prepared run for tests of the window: a small station, a leak in PrK, its alarms, and a link
that plays the run and remembers what was posted.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache

import numpy as np

from iss_viewer.datafile import assets_dir, text_of
from iss_viewer.detection.assessment import STATION, assessed_channels
from iss_viewer.link.link import Ended, Message, Mode, Opened, Pace
from iss_viewer.situation.board import Ledger
from iss_viewer.situation.moment import Moment, OpenRun
from iss_viewer.station import Station
from iss_viewer.station.actions import MoveHatch, ReadGauge
from iss_viewer.telemetry.channels import Channel, ChannelTable
from iss_viewer.telemetry.commands import Command, Freeze, Order, Run
from iss_viewer.telemetry.events import (
    ActionDone,
    Advice,
    AdviceGiven,
    AdviceKind,
    Alarm,
    AlarmChange,
    AlarmChanged,
    Event,
    Grounds,
    NoteWritten,
    Reason,
    VerdictGiven,
    Why,
)
from iss_viewer.telemetry.frames import Frames, Samples
from iss_viewer.telemetry.history import History
from iss_viewer.telemetry.status import AlarmClass, AlarmState, ModuleStatus, Verdict

PERIOD_S = 10.0
CLOSED_S = 3600.0  # when the hatch to PrK is closed
ALARM_S = 4000.0
ACKNOWLEDGED_S = 5000.0
LENGTH_S = 6 * 3600.0
START_UTC_S = 1709251200.0  # 2024-03-01
MMHG = 133.322387415
RECORDING = "/recordings/prepared.mcap"  # where the run says that it is recorded

_ASSUMED = {"source": "made for a test", "confidence": "assumed"}


def _module(id_, short, x_m, length_m, volume_m3, **more):
    return {
        "id": id_,
        "name": more.pop("name", f"{short} of the test"),
        "short": short,
        "operator": more.pop("operator", "Roscosmos"),
        "segment": more.pop("segment", "ROS"),
        "free_volume_m3": volume_m3,
        "length_m": length_m,
        "diameter_m": 3.0,
        "end_a_m": (x_m, 0.0, 0.0),
        "end_b_m": (x_m + length_m, 0.0, 0.0),
        "about": "A volume of air.",
        **_ASSUMED,
        **more,
    }


def _hatch(id_, a, b, normally="open"):
    return {
        "id": id_, "a": a, "b": b, "opening": "round", "size_m": 0.8, "normally": normally,
        "valve_diameter_m": 0.02, **_ASSUMED,
    }  # fmt: skip


@lru_cache(maxsize=1)
def station() -> Station:
    """Six volumes in a row, from a Progress behind PrK to a Dragon in front of the laboratory."""
    usos = {"operator": "NASA", "segment": "USOS"}
    return Station.model_validate_json(json.dumps({
        "id": "test", "name": "Test Station", "as_of": "2024-03-01",
        "atmosphere": {"pressure_pa": 101325.0, "oxygen_pa": 21200.0, "carbon_dioxide_pa": 400.0,
                       "water_pa": 1300.0, "temperature_k": 295.0, **_ASSUMED},
        "thermal": {"film_w_m2_k": 4.0, "area_per_volume_two_thirds": 6.0,
                    "wall_heat_capacity_j_m2_k": 2e4, "control_w_m2_k": 10.0,
                    "mixing_speed_m_s": 0.02, **_ASSUMED},
        "modules": [
            _module("SM_PRK", "PrK", -24.0, 2.0, 7.0, name="Zvezda transfer chamber (PrK)"),
            _module("SM_RO", "Zvezda", -22.0, 12.0, 75.0, name="Zvezda"),
            _module("FGB", "Zarya", -10.0, 12.0, 55.0, name="Zarya"),
            _module("NODE1", "Unity", 2.0, 6.0, 55.0, name="Unity", **usos),
            _module("LAB", "Destiny", 8.0, 8.0, 85.0, name="Destiny", **usos),
            _module("SOYUZ", "Soyuz", -16.0, 6.0, 9.0, name="Soyuz MS-25", kind="vehicle",
                    crew_seats=3, port="MRM2"),
            _module("DRAGON", "Dragon", 16.0, 6.0, 9.3, name="Crew Dragon Endurance",
                    kind="vehicle", crew_seats=4, **{**usos, "operator": "SpaceX"}),
        ],
        "hatches": [
            _hatch("H01", "SM_RO", "SM_PRK"), _hatch("H02", "SM_PRK", "VACUUM", "closed"),
            _hatch("H03", "SM_RO", "FGB"), _hatch("H04", "FGB", "NODE1"),
            _hatch("H05", "NODE1", "LAB"), _hatch("H06", "LAB", "DRAGON"),
            _hatch("H07", "SM_RO", "SOYUZ"),
        ],
        "sensor_classes": [{
            "id": "cabin", "name": "cabin pressure gauge", "quantity": "pressure", "noise": 5.0,
            "quantum": 1.0, "lag_s": 2.0, "bias": 20.0, "drift_per_sqrt_day": 3.0, "high": 110e3,
            **_ASSUMED,
        }],
        "sensors": [{"id": "P_PRK", "module": "SM_PRK", "sensor_class": "cabin", **_ASSUMED}],
        "tanks": [{"id": "AIR", "name": "Progress air", "module": "SM_PRK", "gas": "air",
                   "content_kg": 40.0, "volume_m3": 0.1, **_ASSUMED}],
        "crew": [
            {"id": "kononenko", "name": "O. Kononenko", "agency": "Roscosmos", "module": "SM_RO",
             "vehicle": "SOYUZ"},
            {"id": "ohara", "name": "L. O'Hara", "agency": "NASA", "module": "LAB",
             "vehicle": "SOYUZ"},
            {"id": "moghbeli", "name": "J. Moghbeli", "agency": "NASA", "module": "LAB",
             "vehicle": "DRAGON"},
        ],
    }))  # fmt: skip


@lru_cache(maxsize=1)
def sampled() -> ChannelTable:
    """Pressures and temperatures of all modules, hatches, the tank."""
    ids = station().module_ids
    hatches = [hatch.id for hatch in station().hatches]
    return ChannelTable((
        *(Channel(m, "pressure_pa") for m in ids),
        *(Channel(m, "temperature_k") for m in ids),
        *(Channel(m, "crew") for m in ids),
        *(Channel(h, "is_open") for h in hatches),
        *(Channel(h, "valve_is_open") for h in hatches),
        Channel("AIR", "content_kg"),
    ))  # fmt: skip


def opened(mode: Mode = Mode.SIMULATION) -> Opened:
    """The first message."""
    return Opened(
        title="PrK leaks (prepared)",
        mode=mode,
        station=station(),
        sampled=sampled(),
        assessed=assessed_channels(station()),
        start_utc_s=START_UTC_S,
        end_s=LENGTH_S,
        story="The hatch to PrK is closed and the pressure there falls.",
    )


def opened_with_limits(old: str, new: str) -> Opened:
    """The first message of a run that began with other limits than the program's: one text for another."""
    limits = text_of(assets_dir() / "limits.toml")
    assert f'"{old}"' in limits
    return replace(opened(), limits_text=limits.replace(f'"{old}"', f'"{new}"'))


def frames(from_s: float = 0.0, to_s: float = LENGTH_S) -> Frames:
    """The rows and events of the run with from_s <= time <= to_s."""
    time_s = np.arange(0.0, LENGTH_S + 1, PERIOD_S)
    time_s = time_s[(time_s >= from_s) & (time_s <= to_s)]
    values = _sampled_values(time_s)
    happened = tuple(event for event in events() if from_s <= event.time_s <= to_s)
    samples = Samples(time_s, values, np.isnan(values).astype(np.uint8) * 2)
    return Frames(samples, _assessed_values(time_s, values), happened)


def _sampled_values(time_s: np.ndarray) -> np.ndarray:
    table, rng = sampled(), np.random.default_rng(4)
    values = np.zeros((len(time_s), len(table)))
    since = np.clip(time_s - CLOSED_S, 0.0, None)
    for channel in table:
        column = table.column(channel.subject, channel.quantity)
        if channel.quantity == "pressure_pa":
            values[:, column] = 745 * MMHG - 0.002 * time_s + rng.normal(0, 5, len(time_s))
            if channel.subject == "SM_PRK":
                values[:, column] -= since * 0.9
        elif channel.quantity == "temperature_k":
            values[:, column] = 295.0
        elif channel.quantity == "crew":
            values[:, column] = {"SM_RO": 1.0, "LAB": 2.0}.get(channel.subject, 0.0)
        elif channel.quantity == "is_open":
            values[:, column] = station().hatch(channel.subject).normally == "open"
        elif channel.quantity == "content_kg":
            values[:, column] = 40.0
    values[time_s > CLOSED_S, table.column("H01", "is_open")] = 0.0
    gap = (time_s > 9000) & (time_s < 9600)
    values[gap, table.column("LAB", "pressure_pa")] = np.nan
    return values


def space_pressure_pa(module: str, time_s: np.ndarray) -> np.ndarray:
    """What the gauges of a module's air space agree on."""
    fall_pa = 0.9 * np.clip(time_s - CLOSED_S, 0.0, None) if module == "SM_PRK" else 0.0
    return 745 * MMHG - 0.002 * time_s - fall_pa


def _assessed_values(time_s: np.ndarray, sampled_values: np.ndarray) -> np.ndarray:
    table = assessed_channels(station())
    values = np.zeros((len(time_s), len(table)))

    def put(subject: str, quantity: str, numbers: object) -> None:
        values[:, table.column(subject, quantity)] = numbers

    is_closed, is_known = time_s > CLOSED_S, time_s >= ALARM_S
    for module in station().module_ids:
        leaks = (module == "SM_PRK") & is_closed
        put(module, "air_space", np.where(leaks, 0.0, 1.0))
        put(module, "space_pressure_pa", space_pressure_pa(module, time_s))
        put(module, "dpdt_pa_s", np.where(leaks, -0.9, -0.002))
        put(module, "dpdt_error_pa_s", 0.001)
        put(module, "leak_rate_kg_s", np.where(leaks, 1.04e-5, 2e-6))
        put(module, "leak_rate_low_kg_s", np.where(leaks, 0.9e-5, 0.0))
        put(module, "leak_rate_high_kg_s", np.where(leaks, 1.2e-5, 4e-6))
        put(module, "reserve_s", np.where(leaks, 36e3, np.inf))
        put(module, "reserve_low_s", np.where(leaks, 32e3, 9e6))
        put(module, "reserve_high_s", np.where(leaks, 41e3, np.inf))
        status = np.where(is_known & (module == "SM_PRK"), ModuleStatus.LEAKING, 0)
        put(module, "status", status)
        put(module, "alarm", np.where(status > 0, AlarmClass.WARNING, 0))
        put(
            module,
            "leak_probability",
            np.where(is_known, 0.95 if module == "SM_PRK" else 0.006, 0.1),
        )
    pressure = sampled_values[:, sampled().column("FGB", "pressure_pa")]
    for quantity, numbers in {
        "pressure_pa": pressure,
        "dpdt_pa_s": -0.0021,
        "leak_rate_kg_s": 1.04e-5,
        "leak_rate_low_kg_s": 0.9e-5,
        "leak_rate_high_kg_s": 1.2e-5,
        "reserve_s": 3.6e6,
        "reserve_low_s": 3.2e6,
        "reserve_high_s": 4.1e6,
        "gas_reserve_s": 6e6,
        "alarm": np.where(is_known, AlarmClass.WARNING, 0),
        "no_leak_probability": np.where(is_known, 0.01, 0.7),
        "seal_probability": 0.004,
        "sensor_fault_probability": 0.002,
        "verdict_operations": np.where(is_known, Verdict.WATCH, Verdict.NONE),
    }.items():
        put(STATION, quantity, numbers)
    return values


LEAK_ALARM = Alarm(
    id="SM_PRK.leak", subject="SM_PRK", rule="leak", alarm_class=AlarmClass.WARNING,
    state=AlarmState.UNACKNOWLEDGED, is_active=True, raised_s=ALARM_S, changed_s=ALARM_S,
    value=1.04e-5, limit=3e-6, quantity="leak_rate_kg_s",
)  # fmt: skip
CO2_ALARM = replace(
    LEAK_ALARM, id="LAB.co2", subject="LAB", rule="co2", alarm_class=AlarmClass.ADVISORY,
    raised_s=ALARM_S + 100, changed_s=ALARM_S + 100, value=700.0, limit=600.0,
    quantity="carbon_dioxide_pa",
)  # fmt: skip


ADVICE = Advice(
    AdviceKind.ISOLATE, ALARM_S + 60,
    Grounds(told=("Keep PrK closed and read the gauge in 30 min",
                  "Whether the rest of the station holds.", "One module explains the loss.")),
    (MoveHatch("H01", False), ReadGauge("SM_PRK")), wait_s=1800.0, hold_s=7200.0, hold_hatch="H01",
)  # fmt: skip


@lru_cache(maxsize=1)
def events() -> tuple[Event, ...]:
    """What happened, in order of time."""
    acknowledged = replace(
        LEAK_ALARM, state=AlarmState.ACKNOWLEDGED, changed_s=ACKNOWLEDGED_S, actor="operator"
    )
    return (
        ActionDone(CLOSED_S, MoveHatch("H01", False), "H01", "crew"),
        AlarmChanged(LEAK_ALARM, AlarmChange.RAISE),
        VerdictGiven(ALARM_S, "operations", Verdict.WATCH,
                     (Reason(Why.TOLD, told="PrK must stay closed"),)),
        AdviceGiven(ADVICE),
        AlarmChanged(CO2_ALARM, AlarmChange.RAISE),
        AlarmChanged(acknowledged, AlarmChange.ACKNOWLEDGE),
        NoteWritten(12000.0, "SM_PRK", "Crew heard no hiss", "operator"),
    )  # fmt: skip


def history(to_s: float = LENGTH_S) -> History:
    """The run as a history."""
    made = History(sampled(), assessed_channels(station()))
    made.append(frames(0.0, to_s))
    return made


class PreparedLink:
    """Gives the prepared run, `stride_s` at each turn while it runs, and remembers orders."""

    def __init__(self, stride_s: float = 600.0, mode: Mode = Mode.SIMULATION) -> None:
        self.posted: list[Order] = []
        self._queue: list[Message] = [opened(mode)]
        self._stride_s, self._time_s, self._is_running = stride_s, -PERIOD_S, True
        self.is_closed = False

    def post(self, command: Command) -> None:
        """Remember an order; run and freeze are obeyed."""
        self.posted.append(command.order)
        if isinstance(command.order, Run | Freeze):
            self._is_running = isinstance(command.order, Run)

    def receive(self) -> list[Message]:
        """What is queued, then the next stretch of the run."""
        messages, self._queue = self._queue, []
        if self._is_running and self._time_s < LENGTH_S:
            upto_s = min(self._time_s + self._stride_s, LENGTH_S)
            messages.append(frames(self._time_s + PERIOD_S, upto_s))
            self._time_s = upto_s
        messages.append(Pace(max(self._time_s, 0.0), self._is_running, 60.0, 59.0))
        return messages

    def say(self, message: Message) -> None:
        """Send any message next."""
        self._queue.append(message)

    def die(self) -> None:
        """End as a killed session does."""
        self.say(Ended("The session process was killed by signal 9.", is_failure=True))
        self._is_running = False

    def close(self) -> None:
        """Remember that it was closed."""
        self.is_closed = True


def moment_at(time_s: float, run: OpenRun | None = None, is_live: bool = True) -> Moment:
    """An instant of the prepared run."""
    run = run or OpenRun(opened(), history())
    return Moment(
        run=run,
        time_s=time_s,
        row=run.history.at(time_s),
        quality=run.history.quality_at(time_s),
        board=Ledger(run.history).at(time_s),
        is_live=is_live,
        pace=Pace(time_s, True, 60.0, 59.0),
    )


def changed(moment: Moment, **values: float) -> Moment:
    """The moment with some numbers changed: ``SUBJECT__quantity=number``."""
    row = moment.row.copy()
    for name, number in values.items():
        subject, quantity = name.split("__")
        row[moment.run.table.column(subject, quantity)] = number
    return replace(moment, row=row)
