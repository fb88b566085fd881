"""The report of a run: everything a reader needs who was not there, as one page and on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from matplotlib.figure import Figure

from iss_viewer import units
from iss_viewer.debrief.alarm_figures import AlarmFigures, alarm_figures
from iss_viewer.debrief.module_report import ModuleReport, module_reports
from iss_viewer.debrief.plots import (
    alarm_plot,
    leak_plot,
    place_plot,
    pressure_plot,
)
from iss_viewer.debrief.score import Score, exercise_score
from iss_viewer.debrief.truth import NoTruth, human_actions, truth_against_belief
from iss_viewer.incidents import Archive, Incident
from iss_viewer.situation.losses import surest_s
from iss_viewer.situation.outcome import moment_in, outcome_rows
from iss_viewer.situation.results import TruthAgainstBelief
from iss_viewer.situation.words import Words
from iss_viewer.situation.words.alarms import change_words
from iss_viewer.situation.words.modules import leak_words
from iss_viewer.situation.words.review import (
    average_text,
    by_class_text,
    flood_words,
    lost_words,
    lowest_words,
    peak_words,
    points_words,
    when,
)
from iss_viewer.situation.words.topics import topic_of
from iss_viewer.station import Station
from iss_viewer.station.names import name_of
from iss_viewer.telemetry.events import AlarmChanged, Event, closed_hatch, is_truth
from iss_viewer.telemetry.history import History
from iss_viewer.telemetry.recording import RecordedRun
from iss_viewer.telemetry.run_digest import run_digest, short_digest

#: draws the station as it stood at an instant; PNG
Picture = Callable[[float], bytes]

_TIMELINE = ("alarm", "hatch", "command", "note", "truth", "flood", "gauge")
_MOST_LINES, _MOST_MODULES, _MOST_INCIDENTS = 400, 6, 8


@dataclass(frozen=True)
class ReportLine:
    """A row of the timeline."""

    clock: str
    utc: str
    kind: str
    text: str
    actor: str


@dataclass(frozen=True)
class Report:
    """What a report says, in words and figures; pictures and plots beside it."""

    title: str
    mode: str
    station: Station
    facts: tuple[tuple[str, str], ...]
    story: str
    outcome: tuple[tuple[str, str], ...]
    modules: tuple[tuple[str, ModuleReport], ...]
    truth: TruthAgainstBelief | None
    score: Score | None
    alarms: AlarmFigures
    lines: tuple[ReportLine, ...]
    left_out: int
    actions: tuple[ReportLine, ...]
    incidents: tuple[Incident, ...]
    damage: tuple[str, ...]
    plots: tuple[tuple[str, Figure], ...]
    pictures: tuple[tuple[str, bytes], ...]
    system: units.UnitSystem
    words: Words


def gather(
    run: RecordedRun,
    picture: Picture | None = None,
    archive: Archive | None = None,
    system: units.UnitSystem = units.UNIT_SYSTEMS[0],
    with_truth: bool = True,
) -> Report:
    """All that the report of a recording says."""
    history, station = run.history(), run.header.station
    tales = module_reports(history, station, station.module_ids)
    touched = sorted((t for t in tales if t.is_incident), key=lambda t: t.detected_s)
    touched = touched[:_MOST_MODULES]
    names = {module.id: module.name for module in station.modules}
    truth = _truth(run) if with_truth else None
    begin_s, end_s = (history.start_s, history.end_s) if len(run) else (0.0, 0.0)
    figures = alarm_figures(run.events, begin_s, end_s)
    told = [
        event
        for event in history.events()
        if topic_of(event) in _TIMELINE and (with_truth or not is_truth(event))
    ]
    words = Words.of(station, run.header.limits_text)
    lines = [_line(event, run, words) for event in told]
    acted = [_line(event, run, words) for event in human_actions(told)]
    modules = [tale.module for tale in touched]
    shown = {module: name_of(station, module) for module in modules}
    return Report(
        title=run.header.title,
        mode=run.header.mode,
        station=station,
        facts=_facts(run, history, begin_s, end_s),
        story=run.header.story.strip(),
        outcome=_outcome(run, history, system),
        modules=tuple((names[tale.module], tale) for tale in touched),
        truth=truth,
        score=exercise_score(run, truth),
        alarms=figures,
        lines=tuple(lines[:_MOST_LINES]),
        left_out=max(0, len(lines) - _MOST_LINES),
        actions=tuple(acted[:_MOST_LINES]),
        incidents=_incidents(archive, modules, run.header.scenario_id),
        damage=run.damage,
        plots=_plots(history, shown, system, truth, figures),
        pictures=_pictures(run, history, picture),
        system=system,
        words=words,
    )


def key_moments(run: RecordedRun, history: History) -> dict[str, float]:
    """What is worth a picture: the start, the first alarm, the surest leak, the first hatch closed, the end."""
    moments = {"The start": history.start_s}
    for event in run.events:
        if isinstance(event, AlarmChanged):
            moments.setdefault("The first alarm", event.time_s)
        if closed_hatch(event):
            moments.setdefault("The first hatch closed", event.time_s)
    surest = surest_s(history)
    if surest == surest:
        moments["The surest leak"] = surest
    moments["The end"] = history.end_s
    return dict(sorted(moments.items(), key=lambda item: item[1]))


def report_words(report: Report) -> dict[str, list[tuple[str, ...]]]:
    """The tables of a report as rows of words, the same for page and paper."""
    system = report.system
    return {
        "modules": [
            (
                name,
                when(tale.detected_s),
                tale.onset.words() or "—",
                peak_words(tale.peak_kg_s, tale.peak_s, system),
                lowest_words(tale.lowest_pa, tale.lowest_s, system),
                f"{when(tale.acknowledged_s)} {tale.acknowledged_by}".strip(),
            )
            for name, tale in report.modules
        ],
        "beliefs": [
            (
                leak_words(report.station, belief.leak.id, belief.leak.module),
                when(belief.leak.began_s),
                belief.onset.words() or "—",
                system.mass_rate_text(belief.leak.peak_kg_s),
                when(belief.alarmed_s),
                when(belief.located_s),
                units.duration_text(belief.delay_s),
                ", ".join(name_of(report.station, module) for module in belief.wrong) or "none",
            )
            for belief in (report.truth.beliefs if report.truth else ())
        ],
        "lost": [
            (
                leak_words(report.station, belief.leak.id, belief.leak.module),
                lost_words(belief.leak.lost_kg, belief.leak.lost),
            )
            for belief in (report.truth.beliefs if report.truth else ())
        ],
        "score": [
            (mark.name, points_words(mark.weight * mark.share, mark.weight), mark.reason)
            for mark in (report.score.marks if report.score else ())
            if mark.weight
        ],
        "alarms": _alarm_rows(report.alarms),
        "actors": [(report.words.alarm(a.alarm), str(a.count)) for a in report.alarms.bad_actors],
    }


def _alarm_rows(figures: AlarmFigures) -> list[tuple[str, ...]]:
    classes = by_class_text(figures.by_class)
    flood, share = flood_words(figures.flood_s, figures.flood_share)
    return [
        ("Alarms", f"{figures.count}" + (f" ({classes})" if classes else "")),
        ("In ten minutes, on average", average_text(figures.average_per_ten_minutes)),
        ("In the worst ten minutes", f"{figures.most_in_ten_minutes}"),
        ("Time in flood", f"{flood} ({share})"),
        ("Chattering", ", ".join(figures.chattering) or "none"),
        ("Stale (active for over a day)", ", ".join(figures.stale) or "none"),
        ("Shelved", str(figures.shelved)),
        ("Not acknowledged at the end", str(figures.unacknowledged)),
        ("Median time to acknowledge", units.duration_text(figures.to_acknowledge_s)),
    ]


def _facts(
    run: RecordedRun, history: History, begin_s: float, end_s: float
) -> tuple[tuple[str, str], ...]:
    header = run.header
    start = datetime.fromtimestamp(header.start_utc_s, UTC)
    return (
        ("Station", header.station.name),
        ("Scenario", f"{header.scenario_id}, seed {header.seed}" if header.scenario_id else "—"),
        ("Second 0", f"{start:%Y-%m-%d %H:%M:%S} UTC"),
        ("Length", f"{units.duration_text(end_s - begin_s)}, {len(run)} samples"),
        ("Recording", run.path.name),
        ("Digest", short_digest(run_digest(history)) or "—"),
        ("ISS Viewer", header.version or "—"),
        ("Judged by", f"the detector {header.detector}" if header.detector else "its own detector"),
    )


def _outcome(
    run: RecordedRun, history: History, system: units.UnitSystem
) -> tuple[tuple[str, str], ...]:
    """The key figures at the end of the run."""
    if history.is_empty:
        return (("Samples", "none"),)
    return outcome_rows(moment_in(run.header, history, history.end_s), system)


def _line(event: Event, run: RecordedRun, words: Words) -> ReportLine:
    utc = datetime.fromtimestamp(run.header.start_utc_s + max(event.time_s, 0.0), UTC)
    change = change_words(event) if isinstance(event, AlarmChanged) else ""
    text = f"{words.named(event)}{change}"
    return ReportLine(
        units.clock_text(max(event.time_s, 0.0)),
        f"{utc:%d %b %H:%M:%S}",
        topic_of(event),
        text,
        event.actor,
    )


def _plots(
    history: History,
    shown: dict[str, str],
    system: units.UnitSystem,
    truth: TruthAgainstBelief | None,
    figures: AlarmFigures,
) -> tuple[tuple[str, Figure], ...]:
    """shown: names of the modules that are told of."""
    plots = [
        ("Pressures", pressure_plot(history, shown, system)),
        ("Leak rate", leak_plot(history, system, truth)),
    ]
    if shown:
        plots.append(("Location", place_plot(history, shown)))
    return (*plots, ("Alarms", alarm_plot(figures)))


def _pictures(
    run: RecordedRun, history: History, picture: Picture | None
) -> tuple[tuple[str, bytes], ...]:
    if picture is None or not len(run):
        return ()
    return tuple(
        (f"{words}, {units.clock_text(time_s)}", picture(time_s))
        for words, time_s in key_moments(run, history).items()
    )


def _incidents(
    archive: Archive | None, modules: Sequence[str], scenario: str
) -> tuple[Incident, ...]:
    """What happened in these modules: what the run itself is of, and the latest, in order of time."""
    if archive is None:
        return ()
    own = [i for i in archive if scenario and i.scenario == scenario]
    others = [i for i in archive if i not in own and not set(modules).isdisjoint(i.concerns)]
    kept = own + others[::-1][: max(_MOST_INCIDENTS - len(own), 0)]
    return tuple(i for i in archive if i in kept)


def _truth(run: RecordedRun) -> TruthAgainstBelief | None:
    try:
        return truth_against_belief(run)
    except NoTruth:
        return None
