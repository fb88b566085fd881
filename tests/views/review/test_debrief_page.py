"""The debrief of a class: all of it on the page and on one sheet of paper, however much was expected."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QLabel

from iss_viewer.link.cover import ExpectedCard
from iss_viewer.situation.moment import OpenRun
from iss_viewer.situation.training.class_debrief import class_debrief
from iss_viewer.situation.training.debrief_lanes import Lane, LaneBar
from iss_viewer.views.review.debrief_page import DebriefPage
from tests.situation.training.test_class_debrief import EVENTS, LIMIT_PA, run_with


def expecting(count: int) -> OpenRun:
    """The run of a class of which so many actions were expected."""
    run = run_with(EVENTS)
    words = "The holed module is shut off, nobody is in it and the way to both ships is open"
    cards = tuple(ExpectedCard(f"a{k}", words, "", 300.0, 10.0, False) for k in range(count))
    sheet = replace(run.opened.cover.sheet, expected=cards)
    cover = replace(run.opened.cover, sheet=sheet)
    return OpenRun(replace(run.opened, cover=cover), run.history)


@pytest.fixture
def page(qtbot, posted):
    made = DebriefPage(None, posted.context)
    qtbot.addWidget(made)
    made.show()
    return made


def words(page) -> list[str]:
    QCoreApplication.processEvents()
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible()]


def test_the_plan_of_the_adviser_what_the_class_did_and_the_digest_are_shown(page):
    debrief = class_debrief(expecting(2), LIMIT_PA)
    page.show_debrief(debrief)
    assert debrief.plan is not None
    assert {*debrief.plan.advised, *debrief.plan.done} <= set(words(page))
    assert any(debrief.digest in one for one in words(page))


@pytest.mark.parametrize("count", [2, 15])
def test_all_of_it_goes_on_one_sheet_with_nothing_cut(page, tmp_path, count):
    page.show_debrief(class_debrief(expecting(count), LIMIT_PA))
    QCoreApplication.processEvents()
    page.area.setWidgetResizable(False)
    wide, high = page._fit_to(277.0 / 190.0)
    sheet = page.sheet.rect()
    assert (sheet.width(), sheet.height()) == (wide, high)
    for one in page.sheet.findChildren(QLabel):
        if one.isVisible():
            assert sheet.contains(
                one.rect().translated(one.mapTo(page.sheet, one.rect().topLeft()))
            )
            assert one.height() >= one.heightForWidth(one.width())
    page.write_pdf(str(tmp_path / "debrief.pdf"))
    assert (tmp_path / "debrief.pdf").read_bytes().count(b"/Type /Page\n") == 1


def test_words_of_the_lanes_stay_in_their_lane_and_lie_over_no_others(qtbot, page):
    debrief = class_debrief(expecting(2), LIMIT_PA)
    long = (
        "Commander, pilot, mission specialist 1, mission specialist 2, flight engineer, to Harmony"
    )
    bars = tuple(LaneBar(t, t, long, "closed") for t in (500.0, 2000.0, 2100.0, 4000.0))
    page.show_debrief(replace(debrief, lanes=(Lane("Done", "", bars, "accent", "none"),)))
    page.lanes.resize(600, page.lanes.height())
    metrics = QFontMetricsF(page.lanes._letters())
    ((_, placed, _, _),) = page.lanes._tops
    assert len(placed) == len(bars)
    reach = [(one.line, one.words_left, metrics.horizontalAdvance(one.words)) for one in placed]
    for line, left, wide in reach:
        assert left >= 100.0 and left + wide <= 600.0
        others = [(at, w) for k, at, w in reach if k == line and (at, w) != (left, wide)]
        assert all(left + wide < other or other + w < left for other, w in others)
