"""The plots of coolant loops: what each holds over time, which of them is named, what its limits are."""

from __future__ import annotations

import numpy as np
import pytest

from iss_viewer.units import PA_PER_MMHG, UNIT_SYSTEMS
from iss_viewer.views.plots.plot_bar import AIR_SPACES, COOLANT
from iss_viewer.views.plots.plot_panel import PlotPanel
from tests.situation.coolant_run import SHIP, STATION, run_of, shown_at

HOUR_S = 3600.0


@pytest.fixture
def panel(qtbot, posted):
    run = run_of(lambda time_s: 1.0 - 0.5 * np.clip(time_s / HOUR_S - 1.0, 0.0, 1.0))
    posted.context.open(run)
    posted.context.moment = shown_at(run, 6 * HOUR_S)
    made = PlotPanel(posted.context)
    qtbot.addWidget(made)
    made.resize(620, 560)
    made.show()
    made.bar.traces.setCurrentText(COOLANT)
    return made


def test_each_loop_has_its_pressure_inventory_and_temperature(panel):
    for bundle, first, last in zip(
        panel.coolant.plots.curves,
        (SHIP.pressure_pa / PA_PER_MMHG, 1e3 * SHIP.inventory_m3, 293.0 - 273.15),
        (SHIP.pressure_pa / PA_PER_MMHG / 2, 500.0 * SHIP.inventory_m3, 303.0 - 273.15),
        strict=True,
    ):
        assert set(bundle.curves) == {loop.id for loop in STATION.coolant_loops}
        times, values = bundle.curves[SHIP.id].getData()
        assert (values[0], values[-1]) == pytest.approx((first, last))
        assert times[-1] <= 6 * HOUR_S


def test_the_loop_that_loses_coolant_is_named_with_its_values_at_any_time(panel, posted):
    moment = posted.context.moment
    assert f"{500.0 * SHIP.inventory_m3:.1f} of" in panel.coolant.plots.values_at(
        moment, 5 * HOUR_S
    )


def test_units_of_the_reader_are_taken(panel, posted):
    posted.context.use_units(UNIT_SYSTEMS[1])
    _, values = panel.coolant.plots.curves[0].curves[SHIP.id].getData()
    assert values[0] == pytest.approx(SHIP.pressure_pa / 1e3)


def test_air_comes_back_and_coolant_is_offered_only_where_there_are_loops(panel, posted):
    panel.bar.traces.setCurrentText(AIR_SPACES)
    assert panel.canvas.isVisible() and not panel.coolant.isVisible()
    dry = STATION.model_copy(update={"coolant_loops": ()})
    panel.bar.offer_coolant(bool(dry.coolant_loops))
    assert panel.bar.traces.findText(COOLANT) < 0


def test_a_low_panel_names_its_plots_without_one_name_over_another(panel, posted, qtbot):
    panel.resize(420, 260)
    qtbot.wait(20)
    plots = panel.coolant.plots
    assert [head.toPlainText() for head in plots.heads] == ["Pressure", "Inventory", "Temperature"]
    for plot in plots.plots:
        axis = plot.getAxis("left")
        assert axis.label.boundingRect().width() < axis.boundingRect().height()
