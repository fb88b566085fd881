"""What is kept of a run as it goes by, and the summary of it: alike for a run and for its replay."""

from __future__ import annotations

import numpy as np

from iss_viewer.app.summary import Findings, ModuleSummary, Summary, first_alarms
from iss_viewer.simulation import SimulatedSource
from iss_viewer.simulation.ledgers import Books
from iss_viewer.situation.words import Words
from iss_viewer.telemetry.events import Event
from iss_viewer.telemetry.frames import Floats, Frames
from iss_viewer.telemetry.recording import RunHeader
from iss_viewer.telemetry.run_digest import RunDigest

_FIGURES = (
    "leak_rate_kg_s", "leak_rate_low_kg_s", "leak_rate_high_kg_s",
    "reserve_s", "reserve_low_s", "reserve_high_s",
)  # fmt: skip


class Tally:
    """What happened, how many samples there were, and the last row.

    missing: what of recording and tables could not be written.
    """

    def __init__(self) -> None:
        self.missing: tuple[str, ...] = ()
        self.events: list[Event] = []
        self._digest = RunDigest()
        self.samples = 0
        self.time_s = 0.0
        self.sampled: Floats = np.empty(0)
        self.assessed: Floats = np.empty(0)

    def take(self, frames: Frames) -> None:
        """Keep what a summary needs of some rows."""
        self.events += frames.events
        if len(frames):
            self.samples += len(frames)
            self._digest.take(frames.samples.time_s, frames.samples.values)
            self.time_s = float(frames.samples.time_s[-1])
            self.sampled, self.assessed = frames.samples.values[-1], frames.assessed[-1]

    def summary(
        self, header: RunHeader, wall_s: float, simulated: SimulatedSource | None
    ) -> Summary:
        """The run in figures; simulated: at its end, where what was real is known."""
        found = self.found(header)
        books = Books({}, {}) if simulated is None else simulated.books()
        return Summary(
            version=header.version,
            scenario=header.scenario_id,
            title=header.title,
            station=header.station.name,
            seed=header.seed,
            end_s=self.time_s,
            samples=self.samples,
            wall_s=wall_s,
            station_pressure_pa=found.station("pressure_pa"),
            **{name: found.station(name) for name in _FIGURES},
            verdict_crew=found.verdict("crew"),
            verdict_operations=found.verdict("operations"),
            verdict_mission=found.verdict("mission"),
            modules=self._modules(header, found),
            alarms=first_alarms(tuple(self.events), Words.of(header.station, header.limits_text)),
            truth_lost_kg=books.lost_kg,
            truth_lost=books.leaks,
            truth_passed=books.things,
            steps=None if simulated is None else simulated.steps(),
            digest=self._digest.text(self.events),
            detector=header.detector,
            missing=self.missing,
        )

    def found(self, header: RunHeader) -> Findings:
        """What was concluded at the last row."""
        return Findings(header.assessed, self.assessed)

    def _modules(self, header: RunHeader, found: Findings) -> tuple[ModuleSummary, ...]:
        sampled = Findings(header.sampled, self.sampled)
        return tuple(
            ModuleSummary(
                module=module.id,
                name=module.name,
                status=found.status(module.id).name.lower(),
                pressure_pa=sampled.value(module.id, "pressure_pa"),
                leak_rate_kg_s=found.value(module.id, "leak_rate_kg_s"),
                leak_probability=found.value(module.id, "leak_probability"),
            )
            for module in header.station.modules
        )
