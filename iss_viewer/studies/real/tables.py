"""The tables of the page about real readings, from the rows of its runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from iss_viewer.studies.pages import hours_text, most_probable_rate, table, verdict
from iss_viewer.studies.real.jobs import LEAKS, UNTOUCHED, given
from iss_viewer.studies.real.series import series_files, series_of
from iss_viewer.studies.results import Row

MONTH_DAYS = 365.25 / 12.0
#: goals of the study
FALSE_A_MONTH, DELAY_BOUNDS, COVERED = 1.0, 3.0, (0.93, 0.97)
GROUND_DAYS, ABOARD_DAYS = 230.0, 2.0


def totals(rows: Sequence[Row]) -> str:
    """False leak alarms aboard and on the ground, beside the goals."""
    lines = []
    for asked in ("pressure", "all"):
        aboard = _quiet(rows, asked, is_aboard=True)
        count, days, most = _rate(aboard, 1.0, "day")
        reached = verdict(count == 0 and days >= ABOARD_DAYS)
        goal = f"none in at least {ABOARD_DAYS:g} days"
        lines.append(["aboard", asked, days_text(days), str(count), most, goal, reached])
        ground = _quiet(rows, asked, is_aboard=False)
        count, days, most = _rate(ground, MONTH_DAYS, "month")
        is_rare = days > 0.0 and count / days * MONTH_DAYS <= FALSE_A_MONTH
        goal = f"{FALSE_A_MONTH:g} a month in at least {GROUND_DAYS:g} days"
        reached = verdict(is_rare and days >= GROUND_DAYS)
        lines.append(["ground", asked, days_text(days), str(count), most, goal, reached])
    head = ["where", "given", "days", "false leak alarms", "that is (at most, 95 %)", "goal", ""]
    return table(head, lines)


def quiet_table(rows: Sequence[Row]) -> str:
    """One line a series: alarms while nothing was planted."""
    lines = []
    for row in (row for row in rows if row["leak"] == UNTOUCHED):
        lines.append(
            [
                series_name(row),
                given(row["quantities"]),
                days_text(row["days"]),
                str(row["rows"]),
                str(row["false_alarms"]),
                str(row["fault_alarms"]),
                share_text(row["inside"], row["looks"]),
                share_text(row["blank_looks"], row["looks"]),
            ]
        )
    head = [
        "series", "given", "days", "rows", "false leak alarms", "sensor alarms", "looks that hold 0",
        "looks that tell nothing",
    ]  # fmt: skip
    return table(head, lines)


def leak_table(rows: Sequence[Row]) -> str:
    """One line a series and leak: found, delay and bound, coverage."""
    lines = []
    for runs in planted(rows):
        first, can_be = runs[0], seen_in_time(runs)
        found = [run for run in can_be if run["delay_s"] is not None]
        lines.append(
            [
                series_name(first),
                given(first["quantities"]),
                first["leak"],
                f"{len(found)}/{len(can_be)}" if can_be else "-",
                str(sum(run["has_stood"] for run in runs)),
                hours_text(median_delay(can_be)) if can_be else "-",
                hours_text(median(run["bound_s"] for run in can_be)) if can_be else "not in time",
                _ratio_text(can_be, "bound_s"),
                _ratio_text(can_be, "known_onset_s"),
                _ratio_text(can_be, "sought_onset_s"),
                _limit_text(runs),
                share_text(_sum(runs, "inside"), _sum(runs, "looks")),
                share_text(_sum(runs, "found_inside"), _sum(runs, "found_looks")),
            ]
        )
    head = [
        "series", "given", "leak", "found", "alarm stood already", "delay", "bound", "delay / bound",
        "/ known onset at 3.1 sigmas", "/ onset sought",
        "limit holds it unseen", "looks that hold it", "while detected",
    ]  # fmt: skip
    return table(head, lines)


def coverage_table(rows: Sequence[Row]) -> str:
    """Coverage of all looks, by leak, aboard and on the ground."""
    lines = []
    for is_aboard, where in ((True, "aboard"), (False, "ground")):
        for leak in (UNTOUCHED, *LEAKS):
            runs = [r for r in rows if r["leak"] == leak and r["is_aboard"] == is_aboard]
            if not runs:
                continue
            inside, looks = _sum(runs, "inside"), _sum(runs, "looks")
            reached = verdict(looks > 0 and covers(inside / looks))
            found = share_text(_sum(runs, "found_inside"), _sum(runs, "found_looks"))
            lines.append([where, leak, str(len(runs)), share_text(inside, looks), reached, found])
    return table(["where", "leak", "runs", "all looks", "goal 93 to 97 %", "while detected"], lines)


def failure_table(rows: Sequence[Row]) -> str:
    """Every series that misses a goal, and by what."""
    lines = [*_false_failures(rows), *_leak_failures(rows)]
    return table(["series", "given", "leak", "what fails"], lines)


def sources_table() -> str:
    """Whose readings they are."""
    lines = []
    for file in series_files().values():
        at = f"[{file.repository.removeprefix('https://github.com/')}]({file.repository}) `{file.commit[:7]}`"
        lines.append([file.title, file.measured_by, at, file.licence, file.instrument])
    return table(["series", "measured by", "from", "licence", "instrument"], lines)


def planted(rows: Sequence[Row]) -> list[list[Row]]:
    """The runs with a leak, those that differ in its onset alone together."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        if row["leak"] != UNTOUCHED:
            name = (row["series"], row["worse"], given(row["quantities"]), row["leak"])
            groups.setdefault(name, []).append(row)
    return list(groups.values())


def seen_in_time(runs: Sequence[Row]) -> list[Row]:
    """The runs in which the leak could be known within the series, and no alarm stood as it began."""
    return [r for r in runs if r["bound_s"] is not None and not r["has_stood"]]


def median_delay(runs: Sequence[Row]) -> float:
    """The median over runs, where those that did not find it count as longest."""
    return median(run["delay_s"] if run["delay_s"] is not None else float("inf") for run in runs)


def covers(share: float) -> bool:
    """Whether so much of the looks held the truth as should."""
    return COVERED[0] <= share <= COVERED[1]


def series_name(row: Row) -> str:
    """The name of a row's series, and how it was made worse."""
    _, series = series_of(row["series"])
    return f"{series.name}, {row['worse']}" if row["worse"] else series.name


def share_text(count: int, of: int) -> str:
    """A share in percent; - of nothing."""
    return f"{count / of:.0%}" if of else "-"


def days_text(days: float) -> str:
    """A number of days with three digits."""
    return f"{days:.3g}" if days < 1e3 else f"{days:.0f}"


def _false_failures(rows: Sequence[Row]) -> Iterator[list[str]]:
    for row in rows:
        if row["leak"] != UNTOUCHED:
            continue
        allowed = 0.0 if row["is_aboard"] else FALSE_A_MONTH * row["days"] / MONTH_DAYS
        faults = []
        if row["false_alarms"] > allowed:
            faults.append(f"{row['false_alarms']} false leak alarms")
        if row["fault_alarms"]:
            faults.append(f"{row['fault_alarms']} times a sensor at fault")
        if row["inside"] < COVERED[0] * row["looks"]:
            faults.append(f"0 in {share_text(row['inside'], row['looks'])} of looks")
        if row["blank_looks"] > 1:  # before the second row nothing is known
            faults.append(
                f"{share_text(row['blank_looks'], row['looks'])} of looks without interval"
            )
        if faults:
            yield [series_name(row), given(row["quantities"]), UNTOUCHED, "; ".join(faults)]


def _leak_failures(rows: Sequence[Row]) -> Iterator[list[str]]:
    for runs in planted(rows):
        faults = []
        can_be = seen_in_time(runs)
        if can_be and median_delay(can_be) > DELAY_BOUNDS * median(r["bound_s"] for r in can_be):
            never = median_delay(can_be) == float("inf")
            faults.append(
                "not found" if never else f"delay {_ratio_text(can_be, 'bound_s')} bounds"
            )
        if any(run["has_stood"] for run in runs):
            faults.append(f"alarm stood before in {sum(run['has_stood'] for run in runs)}")
        unseen = [run for run in runs if run["bound_s"] is None]
        if _sum(unseen, "below_limit") < COVERED[0] * _sum(unseen, "leak_looks"):
            faults.append(f"shown limit holds it in {_limit_text(runs)}")
        if _sum(runs, "inside") < COVERED[0] * _sum(runs, "looks"):
            faults.append(
                f"interval holds it in {share_text(_sum(runs, 'inside'), _sum(runs, 'looks'))}"
            )
        if faults:
            first = runs[0]
            yield [
                series_name(first),
                given(first["quantities"]),
                first["leak"],
                "; ".join(faults),
            ]


def _quiet(rows: Sequence[Row], asked: str, is_aboard: bool) -> list[Row]:
    """The untouched runs as published; of series that are one recording read twice, the first."""
    seen: set[str] = set()
    found = []
    for row in rows:
        if row["leak"] != UNTOUCHED or row["worse"] or row["is_aboard"] != is_aboard:
            continue
        _, series = series_of(row["series"])
        recording = f"{series.path} {series.columns[0].column}"
        if given(row["quantities"]) == asked and recording not in seen:
            seen.add(recording)
            found.append(row)
    return found


def _rate(rows: Sequence[Row], unit_days: float, unit: str) -> tuple[int, float, str]:
    count, days = _sum(rows, "false_alarms"), sum(row["days"] for row in rows)
    if not days:
        return 0, 0.0, "-"
    rate, most = most_probable_rate(count, days / unit_days)
    return count, days, f"{rate:.2g} ({most:.2g}) a {unit}"


def _ratio_text(runs: Sequence[Row], bound: str) -> str:
    """The median delay over the median of a bound of these runs; - where either is not in time."""
    if not runs or any(run[bound] is None for run in runs):
        return "-"
    delay = median_delay(runs)
    return "-" if delay == float("inf") else f"{delay / median(run[bound] for run in runs):.2g}"


def _limit_text(runs: Sequence[Row]) -> str:
    """Of the looks after the onset of leaks that cannot be seen, how many shown limits are above them."""
    unseen = [run for run in runs if run["bound_s"] is None]
    return share_text(_sum(unseen, "below_limit"), _sum(unseen, "leak_looks"))


def _sum(rows: Sequence[Row], key: str) -> int:
    return int(sum(row[key] for row in rows))
