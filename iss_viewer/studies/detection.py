"""Prove the detector: delays against the bound, false alarms, coverage, faults told from leaks.

``write_detection_study(out_dir)`` runs what is missing, and writes `detection.md` and its pictures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

from iss_viewer.station import read_station
from iss_viewer.studies.bounds import Detectability, detectability
from iss_viewer.studies.detection_trial import NOISES, run_job
from iss_viewer.studies.detection_words import (
    CONFUSION_WORDS,
    COVERAGE_WORDS,
    DELAY_WORDS,
    QUIET_WORDS,
    WRONG_WORDS,
)
from iss_viewer.studies.pages import (
    figure,
    hours_text,
    most_probable_rate,
    put_section,
    share_limits,
    table,
    verdict,
)
from iss_viewer.studies.results import Progress, Row, collect
from iss_viewer.studies.synthetic import five_sensor_station
from iss_viewer.units import KG_PER_LB, S_PER_DAY

KG_PER_PA = 0.0289647 / (8.314463 * 295.15)
YEAR_DAYS = 365.25


@dataclass(frozen=True)
class Size:
    """A leak of the table: loss of the whole station, how finely and how long it is watched."""

    label: str
    kg_day: float
    fine_s: float
    length_s: float


SIZES = (
    Size("0.3 lb/day", 0.3 * KG_PER_LB, 60.0, 10 * S_PER_DAY),
    Size("0.6 lb/day", 0.6 * KG_PER_LB, 60.0, 6 * S_PER_DAY),
    Size("1 lb/day", KG_PER_LB, 60.0, 4.5 * S_PER_DAY),
    Size("2 lb/day", 2 * KG_PER_LB, 60.0, 2.5 * S_PER_DAY),
    Size("3.7 lb/day", 3.7 * KG_PER_LB, 60.0, 1.5 * S_PER_DAY),
    Size("1 mm", 12.94, 1.0, 9000.0),
    Size("2 mm", 51.8, 1.0, 1500.0),
    Size("5 mm", 323.0, 1.0, 300.0),
    Size("10 mm", 1294.0, 1.0, 180.0),
    Size("50 mm", 32350.0, 1.0, 120.0),
)
SIMULATED_SIZES = (
    ("1 lb/day", KG_PER_LB, 60, 10.0),
    ("3.7 lb/day", 3.7 * KG_PER_LB, 40, 10.0),
    ("1 mm", 12.94, 24, 10.0),
    ("10 mm", 1294.0, 14, 2.0),
)
FAULTS = (("bias", -300.0), ("drift", -400.0), ("stuck", 0.0), ("noise", 50.0), ("dropout", 0.0))


def write_detection_study(
    out_dir: Path, scale: float = 1.0, progress: Progress | None = None, processes: int = 2
) -> Path:
    """Run what is missing of the study and write its page; `out_dir` is the folder of the docs.

    Results lie in `out_dir`/detection/detection.jsonl; delete it to start anew. Returns the page.
    """
    folder = out_dir / "detection"
    rows = collect(folder / "detection.jsonl", run_job, jobs(scale), processes, progress)
    page = out_dir / "detection.md"
    put_section(page, "detection", "\n\n".join(_sections(rows, folder)))
    return page


def jobs(scale: float) -> list[Row]:
    """All runs of the study, plain values each."""
    return [*_synthetic_jobs(scale), *_simulated_jobs(scale)]


def _synthetic_jobs(scale: float) -> list[Row]:
    found: list[Row] = []
    for size in SIZES:
        found += [_delay_job(size, "good", seed) for seed in range(_count(6, scale))]
    for noise in list(NOISES)[1:]:
        for size in (SIZES[4], SIZES[5]):
            found += [_delay_job(size, noise, seed) for seed in range(_count(3, scale))]
    for noise in NOISES:
        for seed in range(_count(16 if noise == "good" else 2, scale)):
            found.append(_quiet_job(noise, 91.3125, 600.0, seed))
    for seed in range(_count(3, scale)):
        found.append(_quiet_job("good", 0.5, 1.0, 100 + seed))
    return found


def _simulated_jobs(scale: float) -> list[Row]:
    station = read_station("iss")
    modules = station.module_ids
    kinds = {kind.id for kind in station.sensor_classes if kind.quantity == "pressure"}
    sensors = [sensor.id for sensor in station.sensors if sensor.sensor_class in kinds]
    found: list[Row] = []
    for index, (label, kg_day, hours, step_s) in enumerate(SIMULATED_SIZES):
        for seed in range(_count(3, scale)):
            module = modules[(7 * index + 5 * seed) % len(modules)]
            leak: Row = {"leak_kg_s": kg_day / S_PER_DAY, "module": module, "label": label}
            found.append(_simulated_job(seed, hours=hours, step_s=step_s, **leak))
            worse: Row = {"sensor_noise": 2.0, "seed": 50 + seed}
            if index in (1, 2) and seed < 2:
                found.append(_simulated_job(hours=hours, step_s=step_s, **leak, **worse))
    for index, (kind, size) in enumerate(FAULTS):
        for seed in range(_count(3, scale)):
            sensor = sensors[(3 * index + 11 * seed) % len(sensors)]
            fault: Row = {"fault": kind, "sensor": sensor, "size": size, "label": kind}
            found.append(_simulated_job(seed, **fault))
    found += [_simulated_job(s, cooling_k=0.5, label="cooling") for s in range(_count(4, scale))]
    found += [_simulated_job(s, hours=48, label="quiet") for s in range(_count(4, scale))]
    noisy: Row = {"sensor_noise": 2.0, "label": "quiet, sensors twice as noisy"}
    found += [_simulated_job(s, hours=48, **noisy) for s in range(_count(3, scale))]
    return found


def _delay_job(size: Size, noise: str, seed: int) -> Row:
    return {
        "kind": "delay", "label": size.label, "noise": noise, "rate_pa_s": rate_pa_s(size.kg_day),
        "fine_s": size.fine_s, "length_s": size.length_s, "seed": seed,
    }  # fmt: skip


def _quiet_job(noise: str, days: float, step_s: float, seed: int) -> Row:
    return {"kind": "quiet", "noise": noise, "days": days, "step_s": step_s, "seed": seed}


def _simulated_job(seed: int = 0, **changes: Any) -> Row:
    """A quiet simulated station with the given changes."""
    plain: Row = {
        "kind": "simulated", "label": "", "seed": seed, "hours": 36, "step_s": 10.0,
        "leak_kg_s": 0.0, "module": "", "fault": "", "sensor": "", "size": 0.0, "cooling_k": 0.0,
        "sensor_noise": 1.0,
    }  # fmt: skip
    return {**plain, **changes}


def _count(full: int, scale: float) -> int:
    return max(round(full * scale), 1)


def rate_pa_s(kg_day: float) -> float:
    """The fall of the study's whole station for a loss."""
    return kg_day / S_PER_DAY / (_volume_m3() * KG_PER_PA)


@cache
def _volume_m3() -> float:
    return sum(module.free_volume_m3 for module in five_sensor_station().modules)


def _sections(rows: Sequence[Row], folder: Path) -> list[str]:
    bound = detectability(replace(NOISES["good"][0]))
    coarse = detectability(replace(NOISES["good"][0], sample_every_s=60.0))
    bounds = {size.label: (coarse if size.fine_s > 1.0 else bound) for size in SIZES}
    delays = [row for row in rows if row["kind"] == "delay"]
    quiet = [row for row in rows if row["kind"] == "quiet"]
    simulated = [row for row in rows if row["kind"] == "simulated"]
    folder.mkdir(parents=True, exist_ok=True)
    _draw_delays(delays, bounds, folder / "delay.png")
    return [
        "## Detection",
        DELAY_WORDS,
        _delay_table(delays, bounds),
        "![Delay against the bound](detection/delay.png)",
        QUIET_WORDS,
        _quiet_table(quiet, simulated),
        WRONG_WORDS,
        _wrong_table(delays, bounds),
        COVERAGE_WORDS,
        _coverage_table(delays, simulated),
        CONFUSION_WORDS,
        _simulated_table(simulated),
        _fault_table(simulated),
    ]


def _delay_table(rows: Sequence[Row], bounds: dict[str, Detectability]) -> str:
    lines = []
    for size in SIZES:
        runs = [r for r in rows if r["label"] == size.label and r["noise"] == "good"]
        if not runs:
            continue
        limit = bounds[size.label].delay_s(rate_pa_s(size.kg_day))
        middle = _median_delay(runs)
        found = sum(r["delay_s"] is not None for r in runs)
        ratio = middle / limit if middle is not None else float("inf")
        reached = verdict(middle is not None and middle <= 1.5 * limit)
        lines.append(
            [
                size.label,
                hours_text(limit),
                hours_text(middle),
                f"{ratio:.2f}",
                f"{found}/{len(runs)}",
                reached,
            ]
        )
    head = ["leak", "bound", "median delay", "ratio", "found", "goal 1.5"]
    return table(head, lines)


def _median_delay(runs: Sequence[Row]) -> float | None:
    """The median over runs, where those that did not find it count as longest."""
    delays = [r["delay_s"] if r["delay_s"] is not None else float("inf") for r in runs]
    middle = median(delays)
    return None if middle == float("inf") else float(middle)


def _quiet_table(rows: Sequence[Row], simulated: Sequence[Row]) -> str:
    lines = []
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(f"{row['noise']}, a sample each {row['step_s']:.0f} s", []).append(row)
    for name, runs in groups.items():
        lines.append(_alarm_line(name, sum(r["days"] for r in runs), _sum(runs, "false_alarms")))
    for label in ("quiet", "quiet, sensors twice as noisy", "cooling"):
        runs = [r for r in simulated if r["label"] == label]
        days = sum(r["hours"] for r in runs) / 24.0
        if runs:
            lines.append(_alarm_line(f"simulated: {label}", days, _sum(runs, "leak_alarms")))
    return table(["samples", "days watched", "false alarms", "a year", "at most (95 %)"], lines)


def _alarm_line(name: str, days: float, count: int) -> list[str]:
    rate, most = most_probable_rate(count, days / YEAR_DAYS)
    return [name, f"{days:.4g}", str(count), f"{rate:.2g}", f"{most:.2g}"]


def _sum(rows: Sequence[Row], key: str) -> int:
    return int(sum(row[key] for row in rows))


def _wrong_table(rows: Sequence[Row], bounds: dict[str, Detectability]) -> str:
    lines = []
    for noise in NOISES:
        for size in (SIZES[4], SIZES[5]):
            runs = [r for r in rows if r["noise"] == noise and r["label"] == size.label]
            if runs:
                found = sum(r["delay_s"] is not None for r in runs)
                early = _sum(runs, "false_alarms")
                delay = hours_text(_median_delay(runs))
                lines.append([noise, size.label, delay, f"{found}/{len(runs)}", str(early)])
    return table(["noise", "leak", "median delay", "found", "false before onset"], lines)


def _coverage_table(delays: Sequence[Row], simulated: Sequence[Row]) -> str:
    lines = []
    for noise in NOISES:
        runs = [r for r in delays if r["noise"] == noise and r["delay_s"] is not None]
        inside = sum(r["low_kg_s"] <= r["true_kg_s"] <= r["high_kg_s"] for r in runs)
        lines.append(_share_line(f"known noise: {noise}", inside, len(runs)))
    for label, *_ in SIMULATED_SIZES:
        for worse, words in ((1.0, ""), (2.0, ", sensors twice as noisy")):
            runs = [r for r in simulated if r["label"] == label and r["sensor_noise"] == worse]
            if runs:
                covered, looks = _sum(runs, "covered"), _sum(runs, "looks")
                lines.append(_share_line(f"simulated: {label}{words}", covered, looks))
    return table(["runs", "looks", "inside", "share", "95 % limits if independent"], lines)


def _share_line(name: str, count: int, of: int) -> list[str]:
    low, high = share_limits(count, of)
    share = f"{count / of:.1%}" if of else "-"
    return [name, str(of), str(count), share, f"{low:.0%} to {high:.0%}"]


def _simulated_table(rows: Sequence[Row]) -> str:
    lines = []
    for label, *_ in SIMULATED_SIZES:
        runs = [r for r in rows if r["label"] == label]
        for row in runs:
            noise = "" if row["sensor_noise"] == 1.0 else "x2"
            early = str(row["early_alarms"])
            delay = hours_text(row["delay_s"])
            lines.append([label, row["module"], noise, delay, early, str(row["fault_alarms"])])
    head = ["leak", "module", "sensor noise", "delay", "leak alarms before", "sensor alarms"]
    return table(head, lines)


def _fault_table(rows: Sequence[Row]) -> str:
    lines = []
    for kind, _ in FAULTS:
        runs = [r for r in rows if r["label"] == kind]
        if runs:
            leaks = sum(r["leak_alarms"] > 0 for r in runs)
            named = sum(r["fault_delay_s"] is not None for r in runs)
            delays = [r["fault_delay_s"] for r in runs if r["fault_delay_s"] is not None]
            delay = hours_text(median(delays)) if delays else "-"
            lines.append([kind, str(len(runs)), str(leaks), str(named), delay])
    head = ["sensor fault", "runs", "called a leak", "called a sensor fault", "median delay"]
    total = [r for r in rows if r["fault"]]
    right = sum(r["leak_alarms"] == 0 for r in total)
    low, _ = share_limits(right, len(total))
    words = (
        f"Not called a leak: {right} of {len(total)} (goal 99 %; with so many runs the share is "
        f"above {low:.0%})."
    )
    return table(head, lines) + "\n" + words


def _draw_delays(rows: Sequence[Row], bounds: dict[str, Detectability], path: Path) -> None:
    drawing, axes = figure()
    sizes = [size for size in SIZES if any(r["label"] == size.label for r in rows)]
    limits = [bounds[size.label].delay_s(rate_pa_s(size.kg_day)) for size in sizes]
    kg_day = [size.kg_day for size in sizes]
    axes.plot(kg_day, limits, color="#1f6feb", marker="o", markersize=4, label="bound")
    axes.plot(
        kg_day, [1.5 * t for t in limits], color="#1f6feb", linestyle=":", label="1.5 x bound"
    )
    for size in sizes:
        runs = [r for r in rows if r["label"] == size.label and r["noise"] == "good"]
        found = [max(r["delay_s"], 1.0) for r in runs if r["delay_s"] is not None]
        label = "runs" if size is sizes[0] else None
        axes.plot(
            [size.kg_day] * len(found), found, "x", color="#d4620f", markersize=5, label=label
        )
    axes.set(xscale="log", yscale="log", xlabel="leak, kg/day", ylabel="time to the alarm, s")
    axes.legend(frameon=False)
    drawing.savefig(path)
