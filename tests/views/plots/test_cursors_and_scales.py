"""Two cursors with what happens between them, marked ranges, axes of values moved by hand, and the notation of time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QWidget

from iss_viewer.situation.words.clock import GMT
from iss_viewer.telemetry.commands import WriteNote
from iss_viewer.telemetry.events import NoteWritten
from iss_viewer.telemetry.frames import Frames
from iss_viewer.units import UNIT_SYSTEMS
from iss_viewer.views.plots.plot_bar import PlotBar
from iss_viewer.views.plots.scale_dialog import ScaleDialog


def rows(panel):
    panel.reading._measure()
    return panel.reading.card.table.text().splitlines()


def test_cursors_measure_every_trace_that_is_drawn(panel):
    panel.reading.cursors.show(1000.0, 3000.0)
    head, *lines = rows(panel)
    assert head.split("\t")[:4] == ["Trace", "At 1", "At 2", "Difference"]
    assert len(lines) == len(panel.measured(panel._context.moment)) > 2
    assert panel.reading.card.isVisible()
    assert "201" in lines[0].split("\t")[-1]  # a sample each 10 s


def test_a_cursor_comes_where_the_window_looks_and_brings_the_other(panel, posted):
    panel.reading.put(1)
    first_s, second_s = panel.reading.cursors.stretch
    assert first_s < second_s == posted.context.moment.time_s
    panel.reading.put(0)
    assert panel.reading.cursors.stretch[1] == posted.context.moment.time_s


def test_values_in_a_gap_are_not_counted(panel):
    panel.reading.cursors.show(9050.0, 9550.0)
    name = panel.pressures.name(panel._context.moment, "LAB")
    lab = next(line for line in rows(panel) if line.startswith(name))
    assert "left out" in lab.split("\t")[-1] or lab.split("\t")[-1].startswith("0")


def test_a_range_is_marked_by_a_note_and_drawn_from_it(panel, posted):
    panel.reading.cursors.show(1000.0, 3000.0)
    panel.reading.mark("before the hatch")
    order = posted.orders[-1]
    assert isinstance(order, WriteNote) and order.at_s == 1000.0
    run = posted.context.run
    note = NoteWritten(order.at_s, order.subject, order.text, "me")
    run.history.append(Frames.empty(run.history.sampled, run.history.assessed, (note,)))
    panel.reading.marks.draw(posted.context.moment, posted.context.palette)
    (marked,) = panel.reading.marks.ranges
    assert (marked.name, marked.from_s, marked.to_s) == ("before the hatch", 1000.0, 3000.0)


def test_limits_that_are_typed_stay_until_they_are_automatic_again(panel, posted):
    scale = panel.scales.all[0]
    dialog = ScaleDialog(panel, [scale])
    low, high = dialog.limits["Pressure"]
    low.setValue(700.0)
    high.setValue(800.0)
    dialog.apply()
    panel.show_moment(posted.context.moment)
    assert panel.pressure.getViewBox().viewRange()[1] == pytest.approx([700.0, 800.0])
    assert not panel.bar.automatic.isHidden()
    panel.scales.release()
    assert panel.bar.automatic.isHidden()
    assert panel.pressure.getViewBox().viewRange()[1] != pytest.approx([700.0, 800.0])


def test_limits_by_hand_are_the_same_in_other_units(panel, posted):
    panel.scales.all[0].set(700.0, 800.0)
    posted.context.use_units(UNIT_SYSTEMS[1])
    low, high = panel.pressure.getViewBox().viewRange()[1]
    assert (low, high) == pytest.approx((93.33, 106.66), abs=0.01)


def test_the_lowest_limit_lies_below_the_highest(panel):
    dialog = ScaleDialog(panel, [panel.scales.all[0]])
    low, high = dialog.limits["Pressure"]
    low.setValue(800.0)
    high.setValue(700.0)
    assert "Pressure: the lowest must lie below" in dialog.fault.text()


def test_axis_and_crosshair_are_written_in_the_notation_that_was_chosen(panel, posted):
    posted.context.use_notation(GMT)
    axis = panel.pressure.getAxis("bottom")
    step_s, ticks = axis.tickValues(0.0, 6 * 3600.0, 500)[0]
    assert axis.tickStrings(ticks, 1.0, step_s)[0].count(":") == 1
    assert posted.context.clock.text(0.0) == "GMT 061/00:00:00"  # 1 March 2024


def test_boxes_above_the_plots_stand_beside_each_other_in_a_narrow_panel(qtbot):
    bar = PlotBar()
    place = QWidget()
    qtbot.addWidget(place)
    bar.setParent(place)
    place.show()
    bar.show()
    for room, spared in ((900, 0), (360, 1), (290, 3), (900, 0)):
        bar.resize(room, 40)
        qtbot.wait(20)
        shown = [w for w in (bar.traces, bar.span, bar.follow, bar.below) if w.isVisible()]
        ends = [(w.geometry().left(), w.geometry().right()) for w in shown]
        assert all(before[1] < after[0] for before, after in pairwise(ends))
        gone = [part.isHidden() for part in (bar.limits, bar.cursors, bar.follow)]
        assert gone == sorted(gone, reverse=True) and sum(gone) >= min(spared, 1)
        assert bar.minimumSizeHint().width() <= 290


def test_a_table_that_is_cut_is_offered_in_a_window_of_its_own(panel, qtbot):
    panel.reading.cursors.show(1000.0, 3000.0)
    rows(panel)
    panel.resize(400, 260)
    qtbot.wait(20)
    card = panel.reading.card
    assert card.table.isHidden() and card.all.isVisible()
    card.all.click()
    assert card.apart.isVisible() and card.apart.table.rowCount() > 2
    panel.reading.cursors.hide()
    assert not card.apart.isVisible()


def test_the_ends_of_the_range_are_numbered_at_once(panel):
    panel.reading.toggle()
    assert [name.toPlainText() for name in panel.reading.cursors._names] == ["1", "2"]
