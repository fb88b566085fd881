"""The plots: which curves, how many points, gaps, markers, the crosshair and the mouse."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF, Qt

from iss_viewer.detection.assessment import STATION
from iss_viewer.situation.words.clock import elapsed_text
from iss_viewer.units import PA_PER_MMHG, UNIT_SYSTEMS
from iss_viewer.views.plots.plot_bar import WINDOWS
from iss_viewer.views.plots.plot_parts import CurveBundle
from iss_viewer.views.plots.traces import is_vague
from tests.views import prepared


def curve(panel, module):
    return panel.pressures.curves.curves[module].getData()


def pen(panel, module):
    return panel.pressures.curves.curves[module].opts["pen"]


def drawn(panel):
    return {name for name, item in panel.pressures.curves.curves.items() if item.isVisible()}


def test_every_module_has_a_curve_of_few_points(panel):
    assert drawn(panel) == {*prepared.station().module_ids, STATION}
    assert all(len(curve(panel, module)[0]) <= 1250 for module in drawn(panel))


def test_a_curve_is_drawn_in_the_units_of_the_reader(panel, posted):
    in_mmhg = curve(panel, "SM_PRK")[1][0]
    posted.context.use_units(UNIT_SYSTEMS[1])
    assert curve(panel, "SM_PRK")[1][0] == pytest.approx(in_mmhg * PA_PER_MMHG / 1e3, rel=1e-6)
    assert panel.pressure.getAxis("left").labelText == "kPa"


def test_a_moment_before_the_first_row_is_not_drawn_though_rows_have_come_since(panel, posted):
    run = posted.context.moment.run
    early = replace(prepared.moment_at(0.0, run), time_s=float("nan"))
    assert early.is_empty
    posted.context.moment = early
    before = panel.stretch.now()
    posted.context.selection.choose("LAB")
    assert panel.stretch.now() == before


def test_a_gap_in_the_data_is_a_gap_in_the_curve(panel):
    times, values = curve(panel, "LAB")
    assert np.isnan(values[(times > 9050) & (times < 9550)]).all()


def test_a_trace_is_hidden_and_shown_again_from_the_legend(panel):
    panel.legend_model.toggle("LAB")
    assert "LAB" not in drawn(panel)
    panel.legend_model.toggle("LAB")
    assert "LAB" in drawn(panel)


def test_one_trace_alone_and_then_all(panel):
    panel.legend_model.show_only({"SM_PRK"})
    assert drawn(panel) == {"SM_PRK"}
    panel.bar.all_traces.click()
    assert drawn(panel) == {*prepared.station().module_ids, STATION}


def test_the_selected_trace_is_stressed_even_when_it_is_hidden(panel, posted):
    panel.legend_model.toggle("LAB")
    posted.context.selection.choose("LAB")
    assert "LAB" in drawn(panel)
    assert pen(panel, "LAB").width() == 2
    assert pen(panel, "FGB").width() == 1


def test_a_leaking_trace_has_the_colour_of_its_status(panel):
    assert pen(panel, "SM_PRK").color() != pen(panel, "FGB").color()


def test_what_lies_beyond_a_limit_is_drawn_once_more(panel):
    outside = panel.pressures.outside.curves["SM_PRK"].getData()[1]
    assert np.nanmax(outside) < 698.5
    assert "FGB" not in panel.pressures.outside.curves


def test_looking_back_draws_nothing_of_what_came_later(panel, posted):
    panel.show_moment(posted.show(5000.0, is_live=False))
    assert np.nanmax(curve(panel, "SM_PRK")[0]) <= 5000.0


def test_a_time_window_shows_only_its_stretch(panel):
    panel.bar.span.setCurrentIndex([name for name, _ in WINDOWS].index("1 h"))
    left, right = panel.pressure.getViewBox().viewRange()[0]
    assert right - left == pytest.approx(3600.0, rel=0.02)


def test_the_mouse_stops_following_and_a_tick_follows_again(panel, posted):
    panel.pressure.getViewBox().setXRange(1000, 2000, padding=0)
    panel.pressure.getViewBox().sigRangeChangedManually.emit([True, False])
    assert not panel.bar.follow.isChecked()
    panel.show_moment(posted.show(9000.0))
    assert panel.pressure.getViewBox().viewRange()[0] == pytest.approx([1000, 2000])
    panel.bar.follow.setChecked(True)
    assert panel.pressure.getViewBox().viewRange()[0][1] > 8000


def test_both_plots_show_the_same_stretch_of_time(panel):
    assert panel.rate.getViewBox().viewRange()[0] == panel.pressure.getViewBox().viewRange()[0]


def test_the_crosshair_tells_the_values_at_its_time(panel):
    box = panel.pressure.getViewBox()
    over = box.mapViewToScene(QPointF(1000.0, box.viewRange()[1][0]))
    panel.canvas.scene().sigMouseMoved.emit(over)
    at = panel.legend_model.modules.index("SM_PRK")
    assert panel.legend_model.index(at, 1).data() == "745.0"
    panel.canvas.scene().sigMouseMoved.emit(QPointF(-10.0, -10.0))
    assert float(panel.legend_model.index(at, 1).data()) < 700


def test_an_unchanged_instant_is_not_drawn_again(panel, posted, monkeypatch):
    panel.show_moment(posted.context.moment)
    for traces in (panel.spaces, panel.gauges, panel.rates):
        monkeypatch.setattr(traces, "draw", lambda *_: pytest.fail("drawn again"))
    panel.show_moment(posted.context.moment)


@pytest.mark.parametrize(
    ("time_s", "step_s", "words"),
    [
        (3 * 86400, 86400, "72:00"),
        (86400 + 7200, 3600, "26:00"),
        (-90, 60, "−0:01"),
        (7200, 600, "2:00"),
        (61, 10, "0:01:01"),
    ],
)
def test_elapsed_time_has_one_notation_as_exact_as_the_step(time_s, step_s, words):
    assert elapsed_text(time_s, step_s) == words


def test_one_spike_does_not_own_the_axis_and_a_fall_does():
    plot = pg.PlotItem()
    bundle = CurveBundle(plot)
    values = np.full(50, 735.0) + 0.1 * np.sin(np.arange(50))
    values[20] = 0.0
    bundle.begin()
    bundle.draw("LAB", np.arange(50.0), values, "#ffffff", 1, 1)
    assert 734.0 < bundle.low <= bundle.high < 736.0
    values[20:] -= 40.0
    bundle.draw("LAB", np.arange(50.0), values, "#ffffff", 1, 1)
    assert bundle.low < 700.0


def test_a_gauge_that_is_at_fault_does_not_own_the_axis_unless_it_is_selected(panel, posted):
    moment = posted.show()
    faulty = prepared.changed(moment, LAB__sensor_fault_probability=0.99)
    posted.context.moment = faulty
    panel.redraw()
    assert panel.pressures.curves.left_out == {"LAB"}
    posted.context.selection.choose("LAB")
    assert panel.pressures.curves.left_out == frozenset()


def test_the_lines_stand_at_the_limits_of_the_run_not_at_those_of_the_program(panel, posted):
    def lines():
        found = (item for item in panel.pressure.items if isinstance(item, pg.InfiniteLine))
        return {round(line.value()) for line in found if line.angle == 0}

    assert {490, 698} <= lines()
    run = replace(posted.context.run, opened=prepared.opened_with_limits("698 mmHg", "650 mmHg"))
    posted.context.moment = prepared.moment_at(5000.0, run)
    panel.redraw()
    assert {490, 650} <= lines()
    assert 698 not in lines()


def test_the_legend_tells_for_how_long_a_gauge_is_silent(panel, posted):
    silent = prepared.changed(prepared.moment_at(5100.0), SM_PRK__data_age_s=7400.0)
    at = panel.legend_model.modules.index("SM_PRK")
    posted.context.moment = silent
    panel.redraw()
    assert panel.legend_model.index(at, 1).data() == "2 h"
    assert "silent 2 h 03 min" in panel.legend_model.index(at, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert panel.legend_model.index(at - 1, 1).data() != "2 h"


def test_a_rate_that_an_outlier_made_is_not_drawn_and_one_that_lasts_is():
    times = np.arange(0.0, 400.0, 10.0)
    rate, error = np.full(40, 1e-3), np.full(40, 1e-4)
    rate[10], error[10] = 2e-2, 4e-3  # five of its sigmas, and over at once
    rate[20:30], error[20:30] = 2e-2, 4e-3
    assert np.flatnonzero(is_vague(times, rate, error)).tolist() == [10]
    rate[-1], error[-1] = 2e-2, 4e-3  # nobody knows yet whether it lasts
    assert not is_vague(times, rate, error)[-1]
