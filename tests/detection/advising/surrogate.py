"""A station in a few lines for a schedule to advise: air that mixes at once, one hole, barometers with noise, and people
who do what was announced as it was timed. Cheap enough to be played for many holes and seeds.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from iss_viewer.detection.advising.air import orifice_m3_s
from iss_viewer.detection.advising.schedule import LocalisationSchedule
from iss_viewer.detection.state.estimate import SpaceEstimate
from iss_viewer.physics import AIR_KG_PA_M3
from iss_viewer.station import Station
from iss_viewer.station.actions import Action, MoveCrew, MoveHatch
from iss_viewer.station.topology import part_with, parts_of
from iss_viewer.telemetry.events import Advice, AdviceGiven
from iss_viewer.telemetry.events.advice import CrewStep

LOOK_S = 10.0
LEVEL_PA = 10.0  # of a barometer
KEPT = 0.95  # of an error from one look to the next
FRESH_PA, OXYGEN_1 = 101000.0, 0.209


@dataclass
class SurrogateRun:
    """One hole. acts: whether people do what is advised.

    told: every advice that was announced, with the hatches and places when it was.
    """

    station: Station
    module: str
    diameter_mm: float
    seed: int
    acts: bool = True
    told: list[tuple[Advice, frozenset[str], tuple[tuple[str, str], ...]]] = field(
        default_factory=list
    )

    def __post_init__(self) -> None:
        self.schedule = LocalisationSchedule(self.station)
        self.schedule.choose("prior", "uniform")
        self.time_s = 0.0
        self.closed = {h.id for h in self.station.hatches if h.normally == "closed"}
        self.places = {person.id: person.module for person in self.station.crew}
        self.pressures = dict.fromkeys(self.station.module_ids, FRESH_PA)
        self._volumes = {m.id: m.free_volume_m3 for m in self.station.modules}
        self._rng = np.random.default_rng([self.seed, int(10.0 * self.diameter_mm)])
        self._stood_s = dict.fromkeys(parts_of(self.station, self.closed), -7200.0)
        self._errors: dict[frozenset[str], float] = {}
        self._left: list[tuple[Action, CrewStep]] = []
        self._advised_s = 0.0
        self.schedule.move_hatches(0.0, frozenset(self.closed))

    def play(self, seconds: float) -> SurrogateRun:
        """Let time pass, look by look."""
        until_s = self.time_s + seconds
        while self.time_s < until_s:
            self.time_s += LOOK_S
            if self.acts:
                self._act()
            self._breathe_out()
            self._look()
        return self

    @property
    def last(self) -> Advice:
        """What is advised in the end."""
        return self.told[-1][0]

    def _breathe_out(self) -> None:
        """The hole, and air that mixes in each part."""
        hole = orifice_m3_s(1e-3 * self.diameter_mm, 0.6)
        for part in parts_of(self.station, self.closed):
            whole = sum(self._volumes[m] for m in part)
            mean = sum(self._volumes[m] * self.pressures[m] for m in part) / whole
            mean *= float(np.exp(-hole / whole * LOOK_S)) if self.module in part else 1.0
            self.pressures.update(dict.fromkeys(part, mean))

    def _look(self) -> None:
        parts = parts_of(self.station, self.closed)
        self._stood_s = {p: self._stood_s.get(p, self.time_s) for p in parts}
        hole = orifice_m3_s(1e-3 * self.diameter_mm, 0.6)
        seen: list[SpaceEstimate] = []
        for part in parts:
            span_s = self.time_s - self._stood_s[part]
            volume = sum(self._volumes[m] for m in part)
            pressure = self.pressures[min(part)]
            loss = hole * pressure * AIR_KG_PA_M3 if self.module in part else 0.0
            watched_s = min(span_s, self.time_s) if self.module in part else span_s
            noise = 2.0**0.5 * LEVEL_PA * volume * AIR_KG_PA_M3 / max(watched_s, 1e-3)
            read = loss + noise * self._error(part)
            is_read = watched_s >= 2.0 * LOOK_S
            seen.append(
                SpaceEstimate(
                    time_s=self.time_s, modules=tuple(sorted(part)), since_s=self._stood_s[part], span_s=span_s,
                    volume_m3=volume, pressure_pa=pressure + LEVEL_PA * float(self._rng.standard_normal()),
                    temperature_k=295.0, loss_kg_s=read if is_read else np.nan,
                    loss_error_kg_s=noise if is_read else np.nan, mean_loss_kg_s=read if is_read else np.nan,
                    mean_loss_error_kg_s=noise if is_read else np.nan, evidence_1=0.0,
                    leak_probability=0.9999 if loss > 3.0 * noise else 0.0, onset_s=0.0,
                    is_detected=loss > 3.0 * noise, is_settled=True, is_main=len(part) > 3,
                    oxygen_pa=OXYGEN_1 * pressure, mmhg_fall_s=np.inf,
                )
            )  # fmt: skip
        counts: dict[str, int] = {}
        for module in self.places.values():
            counts[module] = counts.get(module, 0) + 1
        part = part_with(parts, self.module)
        reserve_s = float(np.log(FRESH_PA / 65300.0)) * sum(self._volumes[m] for m in part) / hole
        events = self.schedule.update(self.time_s, seen, counts, reserve_s)
        for advice in (event.advice for event in events if isinstance(event, AdviceGiven)):
            self.told.append((advice, frozenset(self.closed), tuple(sorted(self.places.items()))))
            self._left = list(zip(advice.actions, advice.steps, strict=True))
            self._advised_s = self.time_s

    def _error(self, part: frozenset[str]) -> float:
        """By how many sigmas the loss of a part is off: it changes slowly, as that of a filter does."""
        before = self._errors.get(part, float(self._rng.standard_normal()))
        self._errors[part] = KEPT * before + (1.0 - KEPT**2) ** 0.5 * self._rng.standard_normal()
        return self._errors[part]

    def _act(self) -> None:
        """Steps whose time has come, in order; nobody passes a shut hatch."""
        while self._left:
            action, step = self._left[0]
            if self.time_s - self._advised_s < 20.0 + step.ends_s:
                return
            self._left.pop(0)
            if isinstance(action, MoveCrew):
                parts = parts_of(self.station, self.closed)
                for name in action.crew:
                    if action.module in part_with(parts, self.places[name]):
                        self.places[name] = action.module
                        self.schedule.move_crew(self.time_s, (name,), action.module)
            elif isinstance(action, MoveHatch) and all(
                self.places[name] == step.start for name in step.crew
            ):
                (self.closed.discard if action.is_open else self.closed.add)(action.hatch)
                self.schedule.move_hatches(self.time_s, frozenset(self.closed))
