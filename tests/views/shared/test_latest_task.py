"""Of many tasks that are asked for in a row only the last is done, and only what comes of that is told."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject

from iss_viewer.situation.results import Outcome
from iss_viewer.views.shared.latest_task import LatestTask
from tests.views.messenger import Ready


@pytest.fixture
def latest(qapp):
    parent = QObject()
    made = LatestTask(parent, 10_000)
    made.heard = []
    made.done.connect(made.heard.append)
    made.refused.connect(made.heard.append)
    yield made


def test_only_the_last_that_was_asked_for_is_begun(latest):
    begun = []
    for number in range(3):
        latest.ask(lambda number=number: begun.append(number) or Ready(Outcome(number)))
    assert begun == []
    latest.begin()
    latest.look()
    assert begun == [2] and latest.heard == [2] and not latest.is_waited_for


def test_what_ends_after_another_was_asked_for_is_not_told(latest):
    first, second = Ready(), Ready(Outcome(refusal="No."))
    latest.ask(lambda: first)
    latest.begin()
    latest.ask(lambda: second)
    latest.begin()
    first.result = Outcome("of before")
    latest.look()
    assert latest.heard == []
    latest.look()
    assert latest.heard == ["No."] and not first.is_abandoned


def test_what_is_stopped_is_abandoned_and_tells_nothing(latest):
    task = Ready()
    latest.ask(lambda: task)
    latest.begin()
    latest.stop()
    assert task.is_abandoned and not latest.is_waited_for
    task.result = Outcome(1)
    latest.look()
    assert latest.heard == []
