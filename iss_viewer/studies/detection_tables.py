"""The tables of the page about the detector, from the rows of its runs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

from iss_viewer.station import read_station
from iss_viewer.studies.bounds import Detectability
from iss_viewer.studies.detection_jobs import (
    FAULTS,
    METABOLIC,
    SIMULATED_SIZES,
    SIZES,
    rate_pa_s,
)
from iss_viewer.studies.detection_trial import NOISES
from iss_viewer.studies.pages import (
    hours_text,
    most_probable_rate,
    share_limits,
    table,
    verdict,
)
from iss_viewer.studies.real_station import volume_sigmas
from iss_viewer.studies.results import Row

YEAR_DAYS = 365.25


def delay_table(rows: Sequence[Row], bounds: dict[str, Detectability]) -> str:
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
                _onset_text(runs),
            ]
        )
    head = ["leak", "bound", "median delay", "ratio", "found", "goal 1.5", "onset told, x delay"]
    return table(head, lines)


def _onset_text(runs: Sequence[Row]) -> str:
    """Median and middle nine tenths of the error of the onset, in delays; positive: told too late."""
    errors = sorted(
        row["onset_error_s"] / max(row["delay_s"], 1.0)
        for row in runs
        if row["delay_s"] is not None and row.get("onset_error_s") is not None
    )
    if not errors:
        return "-"
    low, high = errors[len(errors) // 20], errors[-1 - len(errors) // 20]
    return f"{median(errors):+.2f} ({low:+.2f} to {high:+.2f})"


def _median_delay(runs: Sequence[Row]) -> float | None:
    """The median over runs, where those that did not find it count as longest."""
    delays = [r["delay_s"] if r["delay_s"] is not None else float("inf") for r in runs]
    middle = median(delays)
    return None if middle == float("inf") else float(middle)


def quiet_table(rows: Sequence[Row], simulated: Sequence[Row]) -> str:
    lines = []
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(f"{row['noise']}, a sample each {row['step_s']:.0f} s", []).append(row)
    for name, runs in groups.items():
        lines.append(
            _alarm_line(name, math.fsum(r["days"] for r in runs), _sum(runs, "false_alarms"))
        )
    calm = ("quiet", "quiet, sensors twice as noisy", "cooling", *(name for name, _ in METABOLIC))
    for label in calm:
        runs = [r for r in simulated if r["label"] == label]
        days = math.fsum(r["hours"] for r in runs) / 24.0
        if runs:
            lines.append(_alarm_line(f"simulated: {label}", days, _sum(runs, "leak_alarms")))
    return table(["samples", "days watched", "false alarms", "a year", "at most (95 %)"], lines)


def _alarm_line(name: str, days: float, count: int) -> list[str]:
    rate, most = most_probable_rate(count, days / YEAR_DAYS)
    return [name, f"{days:.4g}", str(count), f"{rate:.2g}", f"{most:.2g}"]


def _sum(rows: Sequence[Row], key: str) -> int:
    return int(sum(row[key] for row in rows))


def wrong_table(rows: Sequence[Row], bounds: dict[str, Detectability]) -> str:
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


def coverage_table(delays: Sequence[Row], simulated: Sequence[Row]) -> str:
    lines = []
    for noise in NOISES:
        runs = [r for r in delays if r["noise"] == noise and r["delay_s"] is not None]
        inside = sum(r["low_kg_s"] <= r["true_kg_s"] <= r["high_kg_s"] for r in runs)
        lines.append(_share_line(f"known noise: {noise}", inside, len(runs)))
    for label in (leak.label for leak in SIMULATED_SIZES):
        for worse, words in ((1.0, ""), (2.0, ", sensors twice as noisy")):
            runs = [r for r in simulated if r["label"] == label and r["sensor_noise"] == worse]
            if runs:
                lines.append(_clustered_line(f"simulated: {label}{words}", runs))
    head = ["runs", "looks", "inside", "share", "95 % limits of the share", "volume far off"]
    return table(head, lines)


def _clustered_line(name: str, runs: Sequence[Row]) -> list[str]:
    """Looks of one run are not independent: limits from the spread between runs."""
    runs = [run for run in runs if run["looks"]]
    covered, looks = _sum(runs, "covered"), _sum(runs, "looks")
    if len(runs) < 2:
        return _share_line(name, covered, looks)
    share, count = covered / looks, len(runs)
    squares = math.fsum((run["covered"] - share * run["looks"]) ** 2 for run in runs)
    error = math.sqrt(squares * count / (count - 1)) / looks
    low, high = max(share - 1.96 * error, 0.0), min(share + 1.96 * error, 1.0)
    off = sum(abs(_volume_sigmas(run)) > 1.96 for run in runs)
    limits, unlucky = f"{low:.0%} to {high:.0%}", f"{off} of {count} runs"
    return [name, str(looks), str(covered), f"{share:.1%}", limits, unlucky]


def _volume_sigmas(run: Row) -> float:
    return volume_sigmas(read_station("iss"), run["seed"], run["module"])


def _share_line(name: str, count: int, of: int) -> list[str]:
    low, high = share_limits(count, of)
    share = f"{count / of:.1%}" if of else "-"
    return [name, str(of), str(count), share, f"{low:.0%} to {high:.0%}", ""]


def simulated_table(rows: Sequence[Row]) -> str:
    lines = []
    for label in (leak.label for leak in SIMULATED_SIZES):
        runs = [r for r in rows if r["label"] == label]
        for row in runs:
            noise = "" if row["sensor_noise"] == 1.0 else "x2"
            early = str(row["early_alarms"])
            delay = hours_text(row["delay_s"])
            lines.append([label, row["module"], noise, delay, early, str(row["fault_alarms"])])
    head = ["leak", "module", "sensor noise", "delay", "leak alarms before", "sensor alarms"]
    return table(head, lines)


def fault_table(rows: Sequence[Row]) -> str:
    """Faults of barometers: of those with neighbours in the same air, and of lone ones."""
    lines = []
    for kind, size in FAULTS:
        runs = [r for r in rows if r["label"] == f"{kind} {size:+.0f}"]
        for words, some in (("neighbours", _with_neighbours(runs)), ("alone", _alone(runs))):
            if some:
                lines.append([kind, _size_text(kind, size), words, *_fault_line(some)])
    head = [
        "sensor fault", "size", "barometer has", "runs", "called a leak", "called a sensor fault",
        "median delay", "leak believed at the end",
    ]  # fmt: skip
    return table(head, lines) + "\n" + _fault_words([r for r in rows if r["fault"]])


def _size_text(kind: str, size: float) -> str:
    unit = {"bias": " Pa", "drift": " Pa/day", "noise": " Pa"}.get(kind)
    return "" if unit is None else f"{size:+.0f}{unit}"


def _with_neighbours(runs: Sequence[Row]) -> list[Row]:
    return [r for r in runs if r["barometers"] > 1]


def _alone(runs: Sequence[Row]) -> list[Row]:
    return [r for r in runs if r["barometers"] == 1]


def _fault_line(runs: Sequence[Row]) -> list[str]:
    leaks = sum(r["leak_alarms"] > 0 for r in runs)
    delays = [r["fault_delay_s"] for r in runs if r["fault_delay_s"] is not None]
    believed = median(r["leak_probability"] for r in runs)
    delay = hours_text(median(delays)) if delays else "-"
    return [str(len(runs)), str(leaks), str(len(delays)), delay, f"{believed:.0%}"]


def _fault_words(runs: Sequence[Row]) -> str:
    """The shares that were not called a leak, with and without what cannot be told apart."""
    drifts = [r for r in _alone(runs) if r["fault"] == "drift" and r["size"] < 0.0]
    groups = (
        ("All", runs),
        ("Of barometers with neighbours", _with_neighbours(runs)),
        ("Of all but lone barometers that drift downward", [r for r in runs if r not in drifts]),
    )
    words = []
    for name, some in groups:
        right = sum(r["leak_alarms"] == 0 for r in some)
        low, high = share_limits(right, len(some))
        share = f"{right / len(some):.1%}" if some else "-"
        words.append(
            f"{name}: {right} of {len(some)} not called a leak, {share} ({low:.1%} to {high:.1%} with "
            "95 % confidence; goal 99 %)."
        )
    return "\n".join(words)
