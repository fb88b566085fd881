"""What a reviewer asks of the window: the truth, a comparison, alarm figures, files."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iss_viewer.situation.moment import OpenRun
from iss_viewer.situation.results import PLOTS, Outcome
from tests.views import prepared


@pytest.fixture
def reviewed(opened):
    """A window on the prepared run, with a reviewer."""
    window = opened.window
    run = window.context.run
    recorded = OpenRun(replace(run.opened, recording=prepared.RECORDING), run.history)
    window.context.run = window.pump.run = recorded
    return window


def test_the_menu_offers_the_review(reviewed):
    texts_ = [action.text() for action in reviewed.menus.by_name["Re&view"].actions()]
    assert "Truth vs estimate…" in texts_
    assert "Write the report" in texts_


def test_the_report_is_one_action_and_its_end_is_told(reviewed, opened):
    messenger = opened.messenger
    reviewed.review.write_report()
    assert messenger.asked == [("report", prepared.RECORDING, "/recordings/prepared-report")]
    notice = reviewed.review.pages[-1]
    page = "/recordings/prepared-report/report.html"
    messenger.tasks[-1].result = Outcome((page,))
    notice.progress.look()
    assert notice.outcome.text().endswith("in /recordings/prepared-report")
    assert notice.files == (page,)


def test_a_notice_that_was_closed_is_given_back_when_the_next_one_opens(reviewed, qtbot):
    reviewed.review.write_report()
    (first,) = reviewed.review.pages
    with qtbot.waitSignal(first.destroyed):
        first.close()
        reviewed.review.write_report()
    assert len(reviewed.review.pages) == 1


def test_the_looped_and_the_visible_range_are_offered_for_export(reviewed, opened):
    reviewed.playhead.loop = (600.0, 1200.0)
    reviewed.panels.plots.stretch.show(1800.0, 3600.0)
    loop, visible, whole = reviewed.review.stretches()
    assert (loop.from_s, loop.to_s) == (600.0, 1200.0)
    assert (visible.from_s, visible.to_s) == pytest.approx((1800.0, 3600.0))
    assert (whole.from_s, whole.to_s) == (0.0, prepared.LENGTH_S)
    reviewed.review.export_to("/out/a.csv", 600.0, 1200.0)
    assert opened.messenger.asked == [("table", prepared.RECORDING, "/out/a.csv", 600.0, 1200.0)]


def test_a_picture_is_drawn_of_what_is_seen(reviewed, opened):
    reviewed.context.selection.choose("SM_PRK")
    reviewed.panels.plots.stretch.show(1800.0, 3600.0)
    reviewed.review.draw_to("/out/a.svg", PLOTS, 1600, 900)
    _, recording, wanted = opened.messenger.asked[0]
    assert recording == prepared.RECORDING
    assert (wanted.width_px, wanted.height_px, wanted.selected) == (1600, 900, "SM_PRK")
    assert wanted.view_s == pytest.approx((1800.0, 3600.0))
    assert wanted.time_s == reviewed.context.moment.time_s


def test_a_run_that_is_not_recorded_cannot_be_reviewed(opened):
    opened.window.review.write_report()
    assert opened.messenger.asked == []
    assert opened.window.notice.said == "This run has no recording to review."


def test_what_was_recovered_at_the_start_is_told(opened):
    reviewing = opened.window.review
    reviewing.take_in_sessions()
    opened.messenger.tasks[0].result = Outcome(("a.mcap: 0.4 s were lost", "b.mcap: whole"))
    reviewing.recovery.look()
    (notice,) = reviewing.pages
    assert notice.isVisible()
    assert notice.outcome.text() == "a.mcap: 0.4 s were lost\n\nb.mcap: whole"
    assert not notice.opener.isVisible()


def test_a_start_after_nothing_happened_is_quiet(opened):
    reviewing = opened.window.review
    reviewing.take_in_sessions()
    opened.messenger.tasks[0].result = Outcome(())
    reviewing.recovery.look()
    assert reviewing.pages == []


def test_closing_the_window_ends_what_is_under_way(reviewed, opened):
    reviewed.review.write_report()
    reviewed.review.take_in_sessions()
    reviewed.close()
    assert [task.is_abandoned for task in opened.messenger.tasks] == [True, True]
