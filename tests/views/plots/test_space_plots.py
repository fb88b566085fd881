"""The plots by air space: traces through hatch moves, forecast, names, isolating, flags, overview, written quantities."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QComboBox

from iss_viewer.situation.feed_now import newest_age_text
from iss_viewer.situation.marks import MARKED
from iss_viewer.views.plots.event_flags import FLAG_PX, flag_text, flags_of
from iss_viewer.views.plots.plot_bar import AIR_SPACES, AS_READ, GAUGES
from iss_viewer.views.plots.plot_panel import PlotPanel
from iss_viewer.views.plots.why_panel import CAUSE_COLOURS, WhyPanel
from iss_viewer.views.plots.write_dialog import WriteDialog
from iss_viewer.views.plots.written_traces import Written
from iss_viewer.views.style.theme import PALETTES
from tests.views import prepared


@pytest.fixture
def panel(qtbot, posted):
    made = PlotPanel(posted.context)
    qtbot.addWidget(made)
    made.resize(620, 560)
    made.show()
    made.show_moment(posted.context.moment)
    return made


def drawn(panel):
    return {name for name, item in panel.pressures.curves.curves.items() if item.isVisible()}


def at(panel, key, time_s):
    times, values = panel.pressures.curves.curves[key].getData()
    near = int(np.searchsorted(times, time_s))
    box = panel.pressure.getViewBox()
    return box.mapViewToScene(QPointF(float(times[near]), float(values[near])))


def test_air_spaces_are_drawn_by_default_and_a_part_that_splits_becomes_two(panel, posted):
    assert panel.bar.traces.currentText() == AIR_SPACES
    assert drawn(panel) == {"SM_PRK", "LAB"}
    other = panel.pressures.curves.curves["LAB"].getData()
    assert np.isnan(other[1][other[0] < prepared.CLOSED_S - 60.0]).all()
    assert not np.isnan(other[1][other[0] > prepared.CLOSED_S + 60.0]).all()
    posted.show(1000.0)
    panel.redraw()
    assert len(drawn(panel)) == 1


def test_the_forecast_begins_now_and_stands_in_the_plot(panel, posted):
    ahead = panel.spaces.forecast
    assert ahead.time_s[0] == posted.context.moment.time_s
    assert panel.stretch.now()[1] >= ahead.time_s[-1] > ahead.time_s[0]
    posted.show(1000.0)
    panel.redraw()
    assert panel.spaces.forecast is None


def test_a_click_isolates_a_trace_and_another_or_escape_brings_all_back(panel, qtbot):
    place = at(panel, "SM_PRK", 9000.0)
    key, _ = panel.pointer._trace_at(place)
    assert key == "SM_PRK"
    panel.pointer._isolate(key)
    assert drawn(panel) == {"SM_PRK"}
    panel.pointer._isolate(key)
    assert drawn(panel) == {"SM_PRK", "LAB"}
    panel.pointer._isolate(key)
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Escape)
    assert drawn(panel) == {"SM_PRK", "LAB"}


def test_keys_zoom_move_and_isolate(panel, qtbot):
    panel.canvas.setFocus()
    left, right = panel.stretch.now()
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Plus)
    assert np.diff(panel.stretch.now())[0] == pytest.approx((right - left) / 1.5)
    qtbot.keyClick(panel.canvas, Qt.Key.Key_PageUp)
    assert panel.stretch.now()[1] < right
    assert not panel.bar.follow.isChecked()
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Period)
    assert len(drawn(panel)) == 1


def test_a_trace_is_named_where_it_is_pointed_at(panel):
    place = at(panel, "SM_PRK", 9000.0)
    panel.canvas.scene().sigMouseMoved.emit(place)
    assert "PrK" in panel.crosshair.text()


def test_the_age_of_what_is_pointed_at_is_that_of_its_own_gauges(panel, posted):
    moment = posted.context.moment
    panel.bar.traces.setCurrentText(GAUGES)
    one = panel.pressures.gauged(moment, "LAB")
    assert newest_age_text(moment, one, 9300.0).endswith("old")  # its gauge is silent there
    assert panel.pointer._words(moment, "LAB", 735.0, 9300.0).endswith("old")
    panel.bar.traces.setCurrentText(AIR_SPACES)
    main = next(space for space in panel.pressures.spaces if "LAB" in space.modules)
    assert panel.pressures.gauged(moment, main.named_by) == main.modules
    assert newest_age_text(moment, main.modules, 9300.0) == ""  # others of its gauges are heard


def test_offsets_of_gauges_are_removed_and_a_switch_brings_them_back(panel):
    panel.bar.traces.setCurrentText(GAUGES)
    calibrated = panel.gauges.curves.curves["LAB"].getData()[1].copy()
    panel.bar.traces.setCurrentText(AS_READ)
    read = panel.gauges.curves.curves["LAB"].getData()[1]
    offset = panel.gauges.offsets(panel._context.moment)["LAB"]
    assert np.nanmax(np.abs(read - calibrated - offset / prepared.MMHG)) < 1e-6


def test_events_that_are_close_share_a_flag_that_names_each(panel, posted):
    run = posted.context.run
    history = run.history
    whole = (0.0, prepared.LENGTH_S)
    crowded, apart = flags_of(history, whole, 100), flags_of(history, whole, 20000)
    assert sum(len(flag.events) for flag in crowded) == sum(len(flag.events) for flag in apart)
    assert len(crowded) < len(apart)
    reach_s = prepared.LENGTH_S / 100 * FLAG_PX
    starts = [flag.time_s for flag in crowded]
    assert all(b - a >= reach_s for a, b in pairwise(starts))
    several = max(crowded, key=lambda flag: len(flag.events))
    assert len(flag_text(several, run).splitlines()) >= 2
    assert all(flag.kind in MARKED for flag in crowded)


def test_the_window_of_the_overview_moves_the_plots(panel):
    panel.overview.window.setRegion((2000.0, 4000.0))
    assert panel.stretch.now() == pytest.approx((2000.0, 4000.0))
    assert not panel.bar.follow.isChecked()
    panel.bar.follow.setChecked(True)
    assert panel.overview.window.getRegion() == pytest.approx(panel.stretch.now())


def test_what_lies_beyond_a_limit_is_filled(panel, posted):
    assert panel.spaces.outside_edges() is not None
    posted.show(1000.0)
    panel.redraw()
    assert panel.spaces.outside_edges() is None


def test_a_written_quantity_is_drawn_kept_and_taken_up_again(panel, qtbot, posted):
    panel.below.kept = [
        Written("SM_RO.pressure - SM_PRK.pressure"),
        Written("LAB.pressure", "FGB.pressure"),
    ]
    panel.below.show("SM_RO.pressure - SM_PRK.pressure")
    times, values = panel.below.written.curve.getData()
    assert values[times > 11000.0][0] == pytest.approx(0.9 * (11000.0 - 3600.0) / 133.32, abs=1.0)
    other = PlotPanel(posted.context)
    qtbot.addWidget(other)
    other.show()
    other.take_state(panel.state())
    assert other.below.kept == panel.below.kept
    assert other.below.written.value.text == "SM_RO.pressure - SM_PRK.pressure"
    other.bar.below.setCurrentIndex(2)
    other.bar.below.activated.emit(2)
    assert other.below.written.against is not None
    assert not other.rate.isVisible()


@pytest.mark.parametrize(
    "state", [None, [], {"written": 3}, {"written": [["a"], 5, ["a", 1]]}, {"traces": 1}]
)
def test_a_broken_state_is_passed_over(panel, state):
    panel.take_state(state)
    assert panel.below.kept == []


def test_a_quantity_that_this_run_does_not_have_gives_the_rate_and_a_word(panel, posted):
    said = []
    posted.context.message.connect(lambda text, tone: said.append(text))
    panel.take_state({"written": [["COL.pressure", ""]], "below": "COL.pressure"})
    assert "no 'COL'" in said[0]
    assert panel.rate.isVisible()


def test_the_dialog_says_each_mistake_while_it_is_typed(qtbot, posted):
    dialog = WriteDialog(posted.context.run, [])
    qtbot.addWidget(dialog)
    ok = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
    dialog.text.setText("LAB.presure")
    assert "Did you mean pressure_pa" in dialog.says.text()
    assert not ok.isEnabled()
    dialog.text.setText("LAB.pressure")
    assert ok.isEnabled()
    dialog.against.setText("LAB.temperature")
    ok.click()
    assert dialog.chosen == Written("LAB.pressure", "LAB.temperature")


def test_every_control_has_a_name(panel):
    for box in panel.bar.findChildren(QComboBox):
        assert box.accessibleName()
    assert panel.canvas.accessibleName()
    assert panel.bar.edit.accessibleName()


def test_why_it_falls_tells_every_cause_to_screen_readers(qtbot, posted):
    why = WhyPanel(posted.context)
    qtbot.addWidget(why)
    why.show()
    posted.context.selection.choose("SM_PRK")
    why.show_moment(posted.context.moment)
    told = why.bars.accessibleDescription()
    assert all(name in told for name in (*CAUSE_COLOURS, "Leak", "Sum", "Measured"))
    assert why.place.text() == "PrK"


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_bars_stand_out_from_their_ground_in_every_palette():
    for palette in PALETTES.values():
        ground = luminance(palette.field)
        for dark, light in CAUSE_COLOURS.values():
            own = luminance(light if palette.name == "light" else dark)
            ratio = (max(own, ground) + 0.05) / (min(own, ground) + 0.05)
            assert ratio >= 3.0, (palette.name, dark, light)


@pytest.mark.parametrize(("height", "shown"), [(220, 1), (300, 2), (560, 3)])
def test_where_the_panel_is_low_the_pressure_keeps_its_room(panel, height, shown):
    panel.resize(420, height)
    panel.redraw()
    plots = (panel.pressure, panel.rate, panel.overview.plot)
    assert [plot.isVisible() for plot in plots] == [True] * shown + [False] * (3 - shown)
    assert panel.pressure.getViewBox().height() >= 55


def test_no_control_above_the_plots_is_wider_than_a_panel_of_400_points(panel):
    assert panel.bar.minimumSizeHint().width() <= 400


def test_flags_keep_apart_also_where_a_forecast_has_room(panel):
    starts = [flag.time_s for flag in panel.spaces.flags.flags]
    pixel_s = panel.pressure.getViewBox().viewPixelSize()[0]
    assert all((b - a) / pixel_s >= FLAG_PX - 1 for a, b in pairwise(starts))


def test_why_it_falls_is_read_without_scrolling_in_a_panel_of_210_points(qtbot, posted):
    why = WhyPanel(posted.context)
    qtbot.addWidget(why)
    why.resize(320, 210)
    why.show()
    why.show_moment(posted.context.moment)
    bottom = why.bars.mapTo(why, why.bars.rect().bottomLeft()).y()
    assert bottom <= 210
