"""What a run without a window found, as one value, one JSON file and one page of words."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iss_viewer import units
from iss_viewer.detection.assessment import STATION
from iss_viewer.simulation.ledgers import Steps
from iss_viewer.situation.words import Words
from iss_viewer.situation.words.numbers import percent_text
from iss_viewer.situation.words.quantities import leak_rate_words
from iss_viewer.situation.words.review import lost_words, steps_text
from iss_viewer.situation.words.status import VERDICT_WORDS
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.events import AlarmChanged, Event
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.run_digest import short_digest
from iss_viewer.telemetry.status import ModuleStatus, Verdict

if TYPE_CHECKING:
    from rich.console import Console

_MOST_ALARMS = 20  # on the page of words


@dataclass(frozen=True)
class ModuleSummary:
    """What was concluded of a module at the end of the run."""

    module: str
    name: str
    status: str
    pressure_pa: float
    leak_rate_kg_s: float
    leak_probability: float


@dataclass(frozen=True)
class Summary:
    """A run in figures. Times in seconds, SI units; NaN is written as null."""

    version: str
    scenario: str
    title: str
    station: str
    seed: int
    end_s: float
    samples: int
    wall_s: float
    station_pressure_pa: float
    leak_rate_kg_s: float
    leak_rate_low_kg_s: float
    leak_rate_high_kg_s: float
    reserve_s: float
    reserve_low_s: float
    reserve_high_s: float
    verdict_crew: str
    verdict_operations: str
    verdict_mission: str
    modules: tuple[ModuleSummary, ...]
    alarms: tuple[dict[str, Any], ...]
    truth_lost_kg: dict[str, float]
    truth_lost: dict[str, dict[str, float]]  # through each leak: kg by species, and J
    truth_passed: dict[str, dict[str, float]]  # through each other thing, and what modules hold
    steps: Steps | None  # of the simulated air
    digest: str = ""  # by which the run is known, the same of its recording, report and debrief
    detector: str = ""  # of somebody else, that judged; empty: the program's own
    missing: tuple[str, ...] = ()  # what of recording and tables could not be written

    def write_json(self, path: Path) -> None:
        """Write the figures as JSON."""
        plain = _plain(asdict(self))
        if not self.missing:
            del plain["missing"]
        path.write_text(json.dumps(plain, indent=2) + "\n", encoding="utf-8")


def _plain(value: Any) -> Any:
    """JSON knows neither NaN nor infinity: both become null."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


class Findings:
    """One frame's assessed figures by name."""

    def __init__(self, table: ChannelTable, row: Floats) -> None:
        self._table, self._row = table, row

    def value(self, subject: str, quantity: str) -> float:
        """A figure; NaN where there is none."""
        column = self._table.get(subject, quantity)
        return float("nan") if column is None else float(self._row[column])

    def station(self, quantity: str) -> float:
        """A figure of the whole station."""
        return self.value(STATION, quantity)

    def status(self, module: str) -> ModuleStatus:
        """The status of a module."""
        value = self.value(module, "status")
        return ModuleStatus.NO_DATA if math.isnan(value) else ModuleStatus(int(value))

    def verdict(self, party: str) -> str:
        """The verdict for a party in lower-case words."""
        value = self.station(f"verdict_{party}")
        return "unknown" if math.isnan(value) else VERDICT_WORDS[Verdict(int(value))].lower()


def first_alarms(events: tuple[Event, ...], words: Words) -> tuple[dict[str, Any], ...]:
    """Each alarm once, when it first came."""
    seen: dict[str, dict[str, Any]] = {}
    for event in events:
        if isinstance(event, AlarmChanged) and event.alarm.id not in seen:
            seen[event.alarm.id] = {
                "time_s": event.time_s,
                "alarm": event.alarm.id,
                "subject": event.subject,
                "text": words.event(event),
            }
    return tuple(seen.values())


def print_summary(summary: Summary, out: Console) -> None:
    """Tell a person what the run found."""
    from rich.table import Table

    system = units.UNIT_SYSTEMS[0]
    speed = summary.end_s / summary.wall_s if summary.wall_s else 0.0
    out.print(summary.title, style="bold", highlight=False, end="  ")
    out.print(f"({summary.scenario}, seed {summary.seed})")
    out.print(
        f"{units.duration_text(summary.end_s)} simulated, {summary.samples} samples, "
        f"{speed:,.0f} times real time",
        highlight=False,
    )
    if summary.digest:
        out.print(f"Digest of the run {short_digest(summary.digest)}", highlight=False)
    if summary.detector:
        out.print(f"Judged by the detector {summary.detector}", style="yellow", highlight=False)
    if summary.steps is not None:
        told = summary.steps
        out.print(steps_text(told.tolerance, told.taken, told.tried), highlight=False)
    low, high = summary.leak_rate_low_kg_s, summary.leak_rate_high_kg_s
    rate = leak_rate_words(summary.leak_rate_kg_s, low, high, system)
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_row("Station pressure", system.pressure_text(summary.station_pressure_pa))
    table.add_row("Leak rate", rate)
    table.add_row("Reserve time", units.duration_text(summary.reserve_s))
    table.add_row(
        "Verdict",
        f"crew {summary.verdict_crew}, operations {summary.verdict_operations}, "
        f"mission {summary.verdict_mission}",
    )
    for name, lost_kg in summary.truth_lost_kg.items():
        lost = lost_words(lost_kg, summary.truth_lost[name])
        table.add_row(f"Truth: lost through {name}", lost)
    out.print(table)
    _print_modules(summary, out)
    for alarm in summary.alarms[:_MOST_ALARMS]:
        out.print(f"  {units.clock_text(alarm['time_s'])}  {alarm['text']}", highlight=False)
    if len(summary.alarms) > _MOST_ALARMS:
        out.print(f"  and {len(summary.alarms) - _MOST_ALARMS} more alarms")


def _print_modules(summary: Summary, out: Console) -> None:
    from rich.table import Table

    system = units.UNIT_SYSTEMS[0]
    table = Table(header_style="bold")
    for heading in ("Module", "Status", "Pressure", "Air space loses", "Leak is here"):
        table.add_column(heading)
    for module in summary.modules:
        if module.status != ModuleStatus.NOMINAL.name.lower():
            table.add_row(
                module.name,
                module.status.replace("_", " "),
                system.pressure_text(module.pressure_pa),
                system.mass_rate_text(module.leak_rate_kg_s),
                percent_text(module.leak_probability),
            )
    nominal = len(summary.modules) - table.row_count
    if table.row_count:
        out.print(table)
    if nominal:
        out.print(f"Nominal: {f'the other {nominal}' if table.row_count else f'all {nominal}'}.")


def print_sweep(rows: Sequence[dict[str, float | str]], out: Console) -> None:
    """Tell a person what came of each run of a sweep; rows: figures by name, in SI."""
    from rich.table import Table

    table = Table(header_style="bold")
    for heading in rows[0]:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(v if isinstance(v, str) else f"{v:.6g}" for v in row.values()))
    out.print(table)
