"""How fast the plots pan and zoom: 25 gauges of 24 h at 10 Hz, every picture drawn and painted.

The yardstick is a bare pyqtgraph plot of 25 curves of 1,200 points each, fed anew and painted as often in the same process.
Run by ``python tests/benchmarks/bench_window.py plots``, or alone; it needs no display.
"""

from __future__ import annotations

import json
import os
import sys
import time
from statistics import median

import numpy as np

HOURS, RATE_HZ, MODULES = 24, 10, 25
PICTURES = 60
_ROWS = 1024


def station_of(modules: int):
    """A row of equal modules, joined by open hatches."""
    from iss_viewer.station import Station
    from tests.views import prepared

    one = prepared.station()
    told = json.loads(one.model_dump_json(by_alias=True))
    base = told["modules"][1]
    told["modules"] = [
        {**base, "id": f"M{n}", "name": f"Module {n}", "short_name": f"M{n}", "short": f"M{n}"}
        for n in range(modules)
    ]
    for module in told["modules"]:
        module.pop("short_name", None)
    hatch = told["hatches"][2]
    told["hatches"] = [
        {**hatch, "id": f"H{n}", "a": f"M{n}", "b": f"M{n + 1}"} for n in range(modules - 1)
    ]
    for name in ("sensors", "tanks", "crew", "equipment", "fans", "ports", "coolant_loops"):
        if name in told:
            told[name] = []
    return Station.model_validate_json(json.dumps(told))


def run_of(station):
    """A run of that station: noisy gauges that fall slowly, and what is concluded of them."""
    from iss_viewer.detection.assessment import assessed_channels
    from iss_viewer.telemetry.channels import Channel, ChannelTable
    from iss_viewer.telemetry.frames import Frames, Samples
    from iss_viewer.telemetry.history import History

    ids = station.module_ids
    sampled = ChannelTable(tuple(Channel(m, "pressure_pa") for m in ids))
    assessed = assessed_channels(station)
    history, rng = History(sampled, assessed), np.random.default_rng(3)
    at = [assessed.column(m, "space_pressure_pa") for m in ids]
    for first in range(0, HOURS * 3600 * RATE_HZ, _ROWS):
        time_s = (first + np.arange(_ROWS)) / RATE_HZ
        level_pa = 98e3 - 0.05 * time_s
        told = np.zeros((_ROWS, len(assessed)))
        told[:, at] = level_pa[:, None]
        read = level_pa[:, None] + rng.normal(0.0, 8.0, (_ROWS, len(ids)))
        samples = Samples(time_s, read, np.zeros(read.shape, np.uint8))
        history.append(Frames(samples, told, ()))
        history.pack()
    while history.pack():
        pass
    return sampled, assessed, history


def timed(draw, paint) -> list[float]:
    """Seconds of processor time of each picture, drawn and painted: whatever else the machine does meanwhile."""
    found = []
    for number in range(PICTURES):
        began = time.process_time()
        draw(number)
        paint()
        found.append(time.process_time() - began)
    return found


def measure() -> dict[str, float]:
    """Pictures a second while panning and while zooming, and how many bare plots one takes."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    import pyqtgraph as pg
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    from iss_viewer.link.link import Mode, Opened, Pace
    from iss_viewer.situation.board import Ledger
    from iss_viewer.situation.moment import OpenRun, moment_of
    from iss_viewer.views.plots.plot_bar import GAUGES
    from iss_viewer.views.plots.plot_panel import PlotPanel
    from iss_viewer.views.shared.window_context import WindowContext

    station = station_of(MODULES)
    sampled, assessed, history = run_of(station)
    opened = Opened("plots", Mode.SIMULATION, station, sampled, assessed, 0.0, history.end_s, "")
    run = OpenRun(opened, history)
    context = WindowContext(lambda _: None)
    context.open(run)
    pace = Pace(history.end_s, False, 1.0, 1.0)
    context.moment = moment_of(run, Ledger(history).at(history.end_s), history.end_s, True, pace)
    panel = PlotPanel(context)
    panel.resize(620, 560)
    panel.show()
    panel.bar.traces.setCurrentText(GAUGES)
    panel.show_moment(context.moment)
    end_s = history.end_s

    def pan(number: int) -> None:
        left = end_s * 0.3 * number / PICTURES
        panel.stretch.show(left, left + 0.6 * end_s)

    def zoom(number: int) -> None:
        half = 0.5 * end_s * 0.93**number
        panel.stretch.show(0.5 * end_s - half, 0.5 * end_s + half)

    def paint() -> None:
        panel.canvas.viewport().repaint()
        application.processEvents()

    bare = pg.PlotWidget()
    bare.resize(620, 400)
    bare.show()
    x = np.linspace(0.0, 1.0, 1200)
    curves = [pg.PlotCurveItem(pen=pg.mkPen("w")) for _ in range(MODULES)]
    noise = np.random.default_rng(1).normal(0.0, 1.0, (MODULES, 1200))
    for curve in curves:
        curve.setSegmentedLineMode("off")
        bare.addItem(curve)

    def draw_bare(number: int) -> None:
        for curve, values in zip(curves, noise, strict=True):
            curve.setData(x, values + number, skipFiniteCheck=True)

    def paint_bare() -> None:
        bare.viewport().repaint()
        application.processEvents()

    plain = median(timed(draw_bare, paint_bare))
    rows = {}
    for name, draw in (("pan", pan), ("zoom", zoom)):
        own = median(timed(draw, paint))
        rows[f"{name}_pictures_a_second"] = 1.0 / own
        rows[f"{name}_plain_plots"] = own / plain
    rows["plain_plot_ms"] = 1e3 * plain
    return rows


if __name__ == "__main__":
    print(json.dumps(measure()), flush=True)
    sys.stdout.flush()
    os._exit(0)
