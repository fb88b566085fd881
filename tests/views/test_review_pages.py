"""What a reviewer asks of the window: the truth, a comparison, alarm figures, files."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QAbstractSpinBox

from iss_viewer.debrief.comparison import Comparison, Difference
from iss_viewer.debrief.onset import Onset
from iss_viewer.debrief.truth import Belief, TrueLeak, TruthAgainstBelief
from iss_viewer.situation.moment import Run
from iss_viewer.situation.playhead import Playhead
from iss_viewer.situation.results import PLOTS, Outcome
from iss_viewer.station.actions import MoveHatch
from iss_viewer.telemetry.events import ActionDone
from iss_viewer.units import UNIT_SYSTEMS
from iss_viewer.views.review.alarm_figures_page import AlarmFiguresPage
from iss_viewer.views.review.comparison_page import (
    ComparisonPage,
    change_text,
    sentence,
    value_text,
)
from iss_viewer.views.review.export_dialogs import PictureDialog, RangeDialog, Stretch, written
from iss_viewer.views.review.review_plots import Line, ReviewPlots, Sheet
from iss_viewer.views.review.truth_page import TruthPage
from iss_viewer.views.shared.dialogs import LeakDialog
from iss_viewer.views.shared.task_progress import ErrandNotice, Waiting
from tests.views import prepared
from tests.views.messenger import Messenger, Ready

RECORDING = "/recordings/prepared.mcap"
NAN = float("nan")


def truth() -> TruthAgainstBelief:
    """PrK leaks from one hour on; Zarya is named wrongly for a while."""
    time_s = np.arange(0.0, prepared.LENGTH_S, 60.0)
    true = np.where(time_s >= prepared.CLOSED_S, 1.1e-5, 1e-6)
    belief = Belief(
        TrueLeak("CRACK", "SM_PRK", prepared.CLOSED_S, prepared.LENGTH_S, 1.0e-5, 0.2),
        suspected_s=prepared.CLOSED_S + 300,
        alarmed_s=prepared.ALARM_S,
        located_s=NAN,
        isolated_s=prepared.CLOSED_S,
        onset=Onset(prepared.CLOSED_S - 120.0, prepared.ALARM_S),
        wrong=("FGB",),
    )
    chance = np.full(len(time_s), 0.7)
    deeds = (ActionDone(prepared.CLOSED_S, MoveHatch("H01", False), "H01", "crew"),)
    return TruthAgainstBelief(
        time_s, true, true * 0.9, true * 0.5, true * 1.5,
        {"CRACK": true}, {"FGB": 1 - chance, "SM_PRK": chance}, (belief,), deeds,
    )  # fmt: skip


def comparison() -> Comparison:
    """Two runs, the second slower to notice."""
    since = np.linspace(-600.0, 7200.0, 100)
    curves = np.stack([np.linspace(98e3, 97e3, 100), np.linspace(98e3, 96e3, 100)])
    return Comparison(
        ("First", "Second"), (600.0, 1200.0), (True, False), since, curves, curves * 1e-10, curves * 10.0,
        (
            Difference("time to the first alarm", "s", 120.0, 300.0),
            Difference("time to the first acknowledgement", "s", NAN, 300.0),
            Difference("alarms", "1", 5.0, 3.0),
            Difference("lowest station pressure", "Pa", 97e3, 96e3),
        ),
    )  # fmt: skip


def texts(layout) -> list[str]:
    """All words in a layout, nested ones too."""
    found = []
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item.layout() is not None:
            found += texts(item.layout())
        elif item.widget() is not None:
            widget = item.widget()
            if widget.layout() is not None:
                found += texts(widget.layout())
            elif hasattr(widget, "text"):
                found.append(widget.text())
    return found


@pytest.fixture
def recorded(posted):
    """The desk on the prepared run, as if it were recorded."""
    opened = replace(prepared.opened(), recording=RECORDING)
    posted.desk.open(Run(opened, posted.desk.run.history))
    posted.show()
    return posted.desk


@pytest.fixture
def page(recorded, qtbot):
    messenger = Messenger()
    made = TruthPage(None, recorded, messenger.truth)
    made.messenger = messenger
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_truth_is_hidden_until_it_is_asked_for(page, qtbot):
    assert page.pages.currentIndex() == 0
    assert page.messenger.asked == []
    page.ask_button.click()
    assert page.messenger.asked == [("truth", RECORDING)]
    assert page.pages.currentIndex() == 1
    page.messenger.errands[0].result = Outcome(truth())
    page.waiting.look()
    assert page.pages.currentIndex() == 2


def test_it_tells_when_the_leak_was_known_and_what_people_did(page):
    page.show_truth(truth())
    words = texts(page.leaks)
    assert "PrK · CRACK" in words
    assert "T+01:05:00" in words
    assert "  after 5 min 00 s" in words
    estimated = words.index("Began, as estimated")
    assert words[estimated + 1 : estimated + 3] == ["T+00:58:00", "  early by 2 min 00 s"]
    assert words[words.index("Located for good") + 1] == "never"
    assert words[words.index("Wrongly named") + 1] == "Zarya"
    assert texts(page.deeds) == ["T+01:00:00", "hatch H01 closed (crew)"]
    read = page.plots.words_at(2 * 3600.0)
    assert "believed 0.855, true, seals included 0.95" in read
    assert "PrK, truly 70 %, Zarya 30 %" in read


def test_another_run_and_closing_cover_the_truth_again(page, recorded):
    page.show_truth(truth())
    page.close()
    assert page.told is None
    page.show_truth(truth())
    recorded.open(recorded.run)
    assert page.pages.currentIndex() == 0


def test_a_run_without_truth_says_why(page):
    page.ask()
    page.messenger.errands[0].result = Outcome(refusal="this run was no simulation")
    page.waiting.look()
    assert page.pages.currentIndex() == 0
    assert page.refusal.text() == "this run was no simulation"


def test_a_look_back_is_one_click_from_the_truth(page, recorded, qtbot):
    page.show_truth(truth())
    with qtbot.waitSignal(recorded.time_asked) as asked:
        page.deeds.itemAt(0).widget().layout().itemAt(0).widget().click()
    assert asked.args == [prepared.CLOSED_S]


def test_two_sessions_are_compared_and_their_differences_read_out(recorded, qtbot):
    errand = Ready()
    made = ComparisonPage(None, recorded, errand, "“Second”")
    qtbot.addWidget(made)
    errand.result = Outcome(comparison())
    made.waiting.look()
    assert made.pages.currentIndex() == 1
    assert made.sentence.text() == "In B: the first alarm 3 min 00 s later, 2 fewer alarms."
    words = texts(made.grid)
    assert "+3 min 00 s" in words
    assert "-7.5 mmHg" in words
    recorded.use_units(UNIT_SYSTEMS[1])
    assert "-1.00 kPa" in texts(made.grid)


def test_a_reserve_without_end_is_no_number_of_days(qapp):
    endless = Difference("shortest reserve time", "s", 1e10, 3600.0)
    assert value_text(endless.first, "s", UNIT_SYSTEMS[0]) == "over 5 years"
    assert change_text(endless, UNIT_SYSTEMS[0]) == "—"


def test_a_difference_that_is_unknown_is_a_dash(qapp):
    unknown = Difference("time to the first hatch moved", "s", NAN, 3.0)
    assert change_text(unknown, UNIT_SYSTEMS[0]) == "—"
    same = replace(comparison(), differences=(unknown,))
    assert sentence(same, UNIT_SYSTEMS[0]) == "Neither has anything that the other lacks."


def test_closing_a_comparison_that_is_under_way_ends_it(recorded, qtbot):
    errand = Ready()
    made = ComparisonPage(None, recorded, errand, "“Second”")
    qtbot.addWidget(made)
    made.show()
    made.close()
    assert errand.is_abandoned


def test_alarm_figures_are_those_up_to_the_instant_shown(posted, qtbot):
    made = AlarmFiguresPage(None, posted.desk, Playhead())
    qtbot.addWidget(made)
    assert made.values["count"].text() == "2: 1 warning, 1 advisory"
    assert made.values["most"].text() == "2"
    assert made.values["flood"].text() == "none"
    assert made.values["acknowledge"].text() == "16 min 40 s"
    assert "Zvezda transfer chamber (PrK): air is being lost" in texts(made.actors)
    posted.show(prepared.ALARM_S + 50, is_live=False)
    made.refresh()
    assert made.values["count"].text() == "1: 1 warning"
    posted.show(600.0, is_live=False)
    made.refresh()
    assert texts(made.actors) == ["no alarm came"]


def test_alarm_figures_are_also_those_of_the_looped_range(posted, qtbot):
    playhead = Playhead()
    made = AlarmFiguresPage(None, posted.desk, playhead)
    qtbot.addWidget(made)
    made.range.setCurrentIndex(1)
    assert "no range is looped" in made.state.text()
    playhead.loop = (prepared.ALARM_S + 50, prepared.ALARM_S + 200)
    made.refresh()
    assert made.values["count"].text() == "1: 1 advisory"


def test_nothing_is_written_for_an_errand_that_was_refused(qtbot):
    notice = ErrandNotice(None, "Report")
    qtbot.addWidget(notice)
    errand = Ready()
    notice.waiting.wait_for(errand, "Writing")
    notice.show()
    errand.result = Outcome(refusal="No space left on device")
    notice.waiting.look()
    assert notice.result.text() == "Not done: No space left on device"
    assert not notice.open.isVisible()
    assert notice.closer.isVisible()


def test_a_new_errand_takes_the_place_of_the_one_under_way(qtbot):
    waiting, first, second = Waiting(), Ready(), Ready()
    qtbot.addWidget(waiting)
    waiting.wait_for(first, "Writing")
    waiting.wait_for(second, "Writing again")
    assert first.is_abandoned
    assert not second.is_abandoned


def test_a_line_is_read_as_it_stood_at_an_instant(posted, qtbot):
    plots = ReviewPlots(posted.desk)
    qtbot.addWidget(plots)
    line = Line("A", np.array([0.0, 10.0]), np.array([1.0, 2.0]), "accent")
    plots.draw([Sheet("Pressure", (line,), lambda value: f"{value:g}")])
    assert plots.words_at(9.0) == "T+00:00:09:  A 1"
    assert plots.words_at(10.0) == "T+00:00:10:  A 2"


def test_a_range_is_asked_for_in_words_of_time(qtbot):
    dialog = RangeDialog(None, [Stretch("Loop", 600.0, 5025.5), Stretch("All", 0.0, 90000.0)])
    qtbot.addWidget(dialog)
    assert dialog.stretch() == (600.0, 5025.5)
    assert dialog.ending() == ".csv"
    dialog.range.setCurrentIndex(1)
    assert dialog.to.text() == "1d 1h"
    dialog.to.setText("soon")
    assert "'soon' is not a duration" in dialog.fault.text()
    dialog.from_.setText("2h")
    dialog.to.setText("1h")
    assert dialog.fault.text() == "The range ends before it begins."


def test_an_instant_is_written_as_it_can_be_read_again(qapp):
    assert [written(t) for t in (0.0, 90.5, 86400.0)] == ["0s", "1min 30.5s", "1d"]


def test_a_picture_has_the_size_that_was_asked_for(qtbot):
    dialog = PictureDialog(None)
    qtbot.addWidget(dialog)
    assert (dialog.width_px.value(), dialog.height_px.value()) == (1600, 900)
    dialog.size_.setCurrentIndex(3)
    assert (dialog.width_px.value(), dialog.height_px.value()) == (3840, 2160)


# ---------------------------------------------------------------------- in the window


@pytest.fixture
def reviewed(opened):
    """A window on the prepared run, with a reviewer."""
    window = opened.window
    run = window.desk.run
    recorded = Run(replace(run.opened, recording=RECORDING), run.history)
    window.desk.run = window.pump.run = recorded
    return window


def test_the_menu_offers_the_review(reviewed):
    texts_ = [action.text() for action in reviewed.menus["Re&view"].actions()]
    assert "Truth against belief…" in texts_
    assert "Write the report" in texts_


def test_the_report_is_one_action_and_its_end_is_told(reviewed):
    messenger = reviewed.reviewing._reviewer
    reviewed.reviewing.write_report()
    assert messenger.asked == [("report", RECORDING, "/recordings/prepared-report")]
    notice = reviewed.reviewing.pages[-1]
    page = "/recordings/prepared-report/report.html"
    messenger.errands[-1].result = Outcome((page,))
    notice.waiting.look()
    assert notice.result.text().endswith("in /recordings/prepared-report")
    assert notice.files == (page,)


def test_the_looped_and_the_visible_range_are_offered_for_export(reviewed):
    reviewed.playhead.loop = (600.0, 1200.0)
    reviewed.plots.show_stretch(1800.0, 3600.0)
    loop, visible, whole = reviewed.reviewing.stretches()
    assert (loop.from_s, loop.to_s) == (600.0, 1200.0)
    assert (visible.from_s, visible.to_s) == pytest.approx((1800.0, 3600.0))
    assert (whole.from_s, whole.to_s) == (0.0, prepared.LENGTH_S)
    reviewed.reviewing.export_to("/out/a.csv", 600.0, 1200.0)
    messenger = reviewed.reviewing._reviewer
    assert messenger.asked == [("table", RECORDING, "/out/a.csv", 600.0, 1200.0)]


def test_a_picture_is_drawn_of_what_is_seen(reviewed):
    reviewed.desk.selection.choose("SM_PRK")
    reviewed.plots.show_stretch(1800.0, 3600.0)
    reviewed.reviewing.draw_to("/out/a.svg", PLOTS, 1600, 900)
    _, recording, wanted = reviewed.reviewing._reviewer.asked[0]
    assert recording == RECORDING
    assert (wanted.width_px, wanted.height_px, wanted.selected) == (1600, 900, "SM_PRK")
    assert wanted.view_s == pytest.approx((1800.0, 3600.0))
    assert wanted.time_s == reviewed.desk.moment.time_s


def test_a_run_that_is_not_recorded_cannot_be_reviewed(opened):
    opened.window.reviewing.write_report()
    assert opened.window.reviewing._reviewer.asked == []
    assert opened.window.top.notice.text() == "This run has no recording to review."


def test_what_was_recovered_at_the_start_is_told(opened):
    reviewing = opened.window.reviewing
    reviewing.take_in_sessions()
    reviewing._reviewer.errands[0].result = Outcome(("a.mcap: 0.4 s were lost", "b.mcap: whole"))
    reviewing._recovery.look()
    (notice,) = reviewing.pages
    assert notice.isVisible()
    assert notice.result.text() == "a.mcap: 0.4 s were lost\n\nb.mcap: whole"
    assert not notice.open.isVisible()


def test_a_start_after_nothing_happened_is_quiet(opened):
    reviewing = opened.window.reviewing
    reviewing.take_in_sessions()
    reviewing._reviewer.errands[0].result = Outcome(())
    reviewing._recovery.look()
    assert reviewing.pages == []


def test_closing_the_window_ends_what_is_under_way(reviewed):
    reviewed.reviewing.write_report()
    reviewed.reviewing.take_in_sessions()
    reviewed.close()
    assert [errand.is_abandoned for errand in reviewed.reviewing._reviewer.errands] == [True, True]


def test_number_fields_have_room_for_their_numbers(opened, qtbot):
    for dialog in (PictureDialog(opened.window), LeakDialog(opened.window, {"A": "A"}, "A")):
        qtbot.addWidget(dialog)
        dialog.show()
        for box in dialog.findChildren(QAbstractSpinBox):
            needed = box.fontMetrics().horizontalAdvance(box.text())
            assert box.lineEdit().width() > needed
