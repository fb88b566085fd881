"""Waiting for what is made elsewhere: how it ends is said."""

from __future__ import annotations

from iss_viewer.situation.results import Outcome
from iss_viewer.views.shared.task_progress import ErrandNotice, Waiting
from tests.views.messenger import Ready


def test_nothing_is_written_for_an_errand_that_was_refused(qtbot):
    notice = ErrandNotice(None, "Report")
    qtbot.addWidget(notice)
    errand = Ready()
    notice.waiting.wait_for(errand, "Writing")
    notice.show()
    errand.result = Outcome(refusal="No space left on device")
    notice.waiting.look()
    assert notice.outcome.text() == "Not done: No space left on device"
    assert not notice.opener.isVisible()
    assert notice.closer.isVisible()


def test_a_new_errand_takes_the_place_of_the_one_under_way(qtbot):
    waiting, first, second = Waiting(), Ready(), Ready()
    qtbot.addWidget(waiting)
    waiting.wait_for(first, "Writing")
    waiting.wait_for(second, "Writing again")
    assert first.is_abandoned
    assert not second.is_abandoned
