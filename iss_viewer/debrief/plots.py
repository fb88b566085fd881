"""The plots of a report, drawn without a window: SVG for pages, PNG for paper."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from iss_viewer import units
from iss_viewer.debrief.alarm_figures import WINDOW_S, AlarmFigures
from iss_viewer.debrief.curves import curves_of
from iss_viewer.detection.assessment import STATION
from iss_viewer.situation.losses import HIGH_END, LOW_END
from iss_viewer.situation.results import TruthAgainstBelief
from iss_viewer.situation.words.topics import topic_of
from iss_viewer.telemetry.events import ANNOUNCED, Event, has_change
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.history import History

_INK, _MUTED, _GRID = "#1c2733", "#5d6b7a", "#dde3ea"
#: distinct in print and for the colour-blind (Okabe and Ito)
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")
_EVENT_COLOURS = {"alarm": "#c62828", "hatch": "#6a5acd", "note": "#888888"}
_POINTS = 1500


def pressure_plot(history: History, modules: Mapping[str, str], system: units.UnitSystem) -> Figure:
    """Pressures of some modules, given with their names, and of the station."""

    def draw(axes: Axes, hours: Callable[[Floats], Floats]) -> None:
        labels = {STATION: "Station", **modules}
        names = [(subject, "pressure_pa") for subject in labels]
        when, curves = curves_of(history, names, _POINTS)
        for (subject, _), values in curves.items():
            shown = values / units.to_si(1.0, system.pressure, "pressure")
            axes.plot(hours(when), shown, lw=1.2, label=labels[subject])

    return _plot(history, f"Pressure, {system.pressure}", draw)


def leak_plot(
    history: History, system: units.UnitSystem, truth: TruthAgainstBelief | None
) -> Figure:
    """The station's leak rate with its 95 % interval, and the truth where it is known."""
    factor = units.to_si(1.0, system.mass_rate, "mass_rate")

    def draw(axes: Axes, hours: Callable[[Floats], Floats]) -> None:
        names = [(STATION, quantity) for quantity in ("leak_rate_kg_s", LOW_END, HIGH_END)]
        when, curves = curves_of(history, names, _POINTS)
        if len(curves) < len(names):
            return
        rate, low, high = curves.values()
        axes.fill_between(hours(when), low / factor, high / factor, alpha=0.18, lw=0, label="95 %")
        axes.plot(hours(when), rate / factor, lw=1.3, label="as believed")
        if truth is not None:
            axes.plot(hours(truth.time_s), truth.true_kg_s / factor, "k--", lw=1, label="truth")
        settled = np.concatenate([rate, truth.true_kg_s if truth is not None else rate]) / factor
        settled = settled[np.isfinite(settled)]
        if len(settled):
            bottom, top = np.percentile(settled, (1, 99))
            room = max(top - bottom, 0.1) * 0.6
            axes.set_ylim(min(bottom, 0.0) - 0.3 * room, top + room)

    return _plot(history, f"Leak rate of the station, {system.mass_rate}", draw)


def place_plot(history: History, modules: Mapping[str, str]) -> Figure:
    """How probable it was that the leak is in each of some modules, given with their names."""

    def draw(axes: Axes, hours: Callable[[Floats], Floats]) -> None:
        names = [(module, "leak_probability") for module in modules]
        when, curves = curves_of(history, names, _POINTS)
        for (module, _), values in curves.items():
            axes.plot(hours(when), 100.0 * values, lw=1.3, label=modules[module])
        axes.set_ylim(-3, 103)

    return _plot(history, "The leak is here, %", draw)


def alarm_plot(figures: AlarmFigures) -> Figure:
    """Alarms in each ten minutes."""
    figure, axes = _sheet("Alarms in ten minutes")
    hours = (figures.from_s + WINDOW_S * np.arange(len(figures.per_ten_minutes))) / 3600.0
    axes.bar(
        hours, figures.per_ten_minutes, width=WINDOW_S / 3600.0, align="edge", color=_COLOURS[0]
    )
    axes.axhline(10, color=_EVENT_COLOURS["alarm"], lw=1, ls=":")
    axes.set_ylim(0, max(11.0, 1.15 * float(figures.per_ten_minutes.max(initial=0))))
    axes.set_xlabel("hours of the run", color=_MUTED)
    return figure


def svg_text(figure: Figure) -> str:
    """A figure as the text of an SVG element."""
    out = io.StringIO()
    _lay_out(figure)
    figure.savefig(out, format="svg", metadata={"Date": None})
    text = out.getvalue()
    return text[text.index("<svg") :]


def png_bytes(figure: Figure) -> bytes:
    """A figure as a PNG for print."""
    out = io.BytesIO()
    _lay_out(figure)
    figure.savefig(out, format="png", dpi=180)
    return out.getvalue()


def _lay_out(figure: Figure) -> None:
    """Find the places of axes and legends, once: whoever saves a figure would find them anew, and draw it twice."""
    if figure.get_layout_engine() is not None:
        figure.draw_without_rendering()
        figure.set_layout_engine(None)


def _plot(
    history: History, title: str, draw: Callable[[Axes, Callable[[Floats], Floats]], None]
) -> Figure:
    figure, axes = _sheet(title)
    if not history.is_empty:
        draw(axes, lambda time_s: np.asarray(time_s) / 3600.0)
    _mark(axes, history.events())
    if axes.lines:
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.02), frameon=False, fontsize=8)
    axes.set_xlabel("hours of the run", color=_MUTED)
    return figure


def _mark(axes: Axes, events: Sequence[Event]) -> None:
    """Thin lines where something happened; of many, those that are apart on paper."""
    drawn: dict[str, float] = {}
    told = [(topic_of(event), event) for event in events]
    told = [(topic, event) for topic, event in told if topic in _EVENT_COLOURS]
    span = max((event.time_s for _, event in told), default=0.0) / 3600.0
    for topic, event in told:
        hour = event.time_s / 3600.0
        is_new = topic != "alarm" or has_change(event, *ANNOUNCED)
        if is_new and hour - drawn.get(topic, -np.inf) >= span / 300.0:
            axes.axvline(hour, color=_EVENT_COLOURS[topic], lw=0.6, alpha=0.5, zorder=0)
            drawn[topic] = hour


def _sheet(title: str) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(8.6, 2.9), layout="constrained")
    axes = figure.add_subplot()
    axes.set_prop_cycle(color=_COLOURS)
    axes.set_title(title, loc="left", fontsize=10, color=_INK, fontweight="bold")
    axes.grid(color=_GRID, lw=0.7)
    axes.set_axisbelow(True)
    axes.ticklabel_format(useOffset=False)
    axes.tick_params(colors=_MUTED, labelsize=8)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return figure, axes
