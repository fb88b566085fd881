"""A reviewer asks for more than the panels show: the truth, a comparison, files, in the real window."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from iss_viewer.telemetry.recording import RecordedRun

PATIENCE_MS = 60_000


@pytest.fixture
def reviewer(person, qtbot):
    """Somebody who reviews the first hours of the PrK leak while they still go on."""
    person.sit_down("prk-2024")
    person.wait(720)
    qtbot.waitUntil(lambda: is_written(person), timeout=PATIENCE_MS)
    return person


def is_written(person) -> bool:
    """Whether the recording holds all that is shown; it follows within a second."""
    person.look()
    with RecordedRun(Path(person.moment.run.opened.recording)) as run:
        return len(run) > 0 and run.time_s[-1] == person.moment.time_s


def test_a_reviewer_sees_the_truth_of_a_run_that_goes_on_and_takes_its_numbers_home(
    reviewer, qtbot, tmp_path
):
    person, window, reviewing = reviewer, reviewer.window, reviewer.window.review

    # The truth is covered until it is asked for; then it is run again beside the window.
    reviewing.show_truth()
    page = reviewing.truth_page
    assert page.pages.currentIndex() == 0
    page.ask_button.click()
    qtbot.waitUntil(lambda: page.truth is not None, timeout=PATIENCE_MS)
    (belief,) = page.truth.beliefs
    assert belief.leak.module == "SM_PRK"
    assert belief.leak.began_s < belief.alarmed_s < person.moment.time_s
    assert page.truth.true_kg_s.max() == pytest.approx(belief.leak.peak_kg_s, rel=0.3)

    # A click on a time in it looks back at that instant.
    page.action_list.itemAt(0).widget().layout().itemAt(0).widget().click()
    person.look()
    assert person.moment.time_s == page.truth.actions_done[0].time_s
    assert not person.moment.is_live

    # The stretch that is looped becomes a table.
    window.playhead.loop = (600.0, 1200.0)
    file = tmp_path / "loop.csv"
    stretch = reviewing.stretches()[0]
    reviewing.export_to(str(file), stretch.from_s, stretch.to_s)
    notice = reviewing.pages[-1]
    qtbot.waitUntil(lambda: bool(notice.files), timeout=PATIENCE_MS)
    lines = [line for line in file.read_text().splitlines() if not line.startswith("#")]
    times = [float(line["time_s"]) for line in csv.DictReader(lines)]
    assert (times[0], times[-1]) == (600.0, 1200.0)
    assert f"{len(times)} rows" in notice.outcome.text()


def test_two_recordings_are_compared_and_a_panel_is_drawn(reviewer, qtbot, tmp_path):
    person, reviewing = reviewer, reviewer.window.review
    first = person.moment.run.opened.recording
    person.sit_down("prk-2024")
    person.wait(360)
    second = person.moment.run.opened.recording
    person.sit_down(first)

    reviewing.compare_with(second, "the run after")
    page = reviewing.pages[-1]
    qtbot.waitUntil(lambda: page.comparison is not None, timeout=PATIENCE_MS)
    alarm = next(d for d in page.comparison.differences if d.name == "time to the first alarm")
    assert alarm.change == 0.0
    assert page.comparison.pressure_pa[0] == pytest.approx(page.comparison.pressure_pa[1])

    file = tmp_path / "plots.svg"
    reviewing.draw_to(str(file), "plots", 1000, 500)
    notice = reviewing.pages[-1]
    qtbot.waitUntil(lambda: bool(notice.files), timeout=PATIENCE_MS)
    text = Path(notice.files[0]).read_text()
    assert 'viewBox="0 0 1000 500"' in text
    assert text.count("<path") + text.count("<polyline") > 20

    # What cannot be written says why.
    reviewing.draw_to("/proc/no/such/place.png", "plots", 1000, 500)
    notice = reviewing.pages[-1]
    qtbot.waitUntil(lambda: notice.closer.isVisible(), timeout=PATIENCE_MS)
    assert notice.outcome.text().startswith("Not done:")


def test_the_keys_open_the_pages(reviewer):
    person, reviewing = reviewer, reviewer.window.review
    control = Qt.KeyboardModifier.ControlModifier
    person.press(Qt.Key.Key_I, control)
    assert reviewing.figures_page.isVisible()
    reviewing.figures_page.close()
    person.press(Qt.Key.Key_B, control)
    assert reviewing.truth_page.isVisible()
    reviewing.truth_page.close()
