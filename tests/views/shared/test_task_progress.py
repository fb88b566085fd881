"""Waiting for what is made elsewhere: how it ends is said."""

from __future__ import annotations

from iss_viewer.situation.results import Outcome
from iss_viewer.views.shared.task_progress import TaskNotice, TaskProgress
from tests.views.messenger import Ready


def test_nothing_is_written_for_a_task_that_was_refused(qtbot):
    notice = TaskNotice(None, "Report")
    qtbot.addWidget(notice)
    task = Ready()
    notice.progress.wait_for(task, "Writing")
    notice.show()
    task.result = Outcome(refusal="No space left on device")
    notice.progress.look()
    assert notice.outcome.text() == "Not done: No space left on device"
    assert not notice.opener.isVisible()
    assert notice.closer.isVisible()


def test_a_new_task_takes_the_place_of_the_one_under_way(qtbot):
    progress, first, second = TaskProgress(), Ready(), Ready()
    qtbot.addWidget(progress)
    progress.wait_for(first, "Writing")
    progress.wait_for(second, "Writing again")
    assert first.is_abandoned
    assert not second.is_abandoned
