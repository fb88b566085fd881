"""A task ends with its result, with a reason, or when it is abandoned; asking never waits."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from iss_viewer.app.background_task import ChildTask
from iss_viewer.app.review_results import recovered, table_of, truth_of
from iss_viewer.situation.results import Outcome

PATIENCE_MS = 60_000


@pytest.fixture
def outcome_of(qtbot) -> Callable[[ChildTask], Outcome]:
    """Waits for the end of a task as a window does."""

    def wait(task: ChildTask) -> Outcome:
        qtbot.waitUntil(lambda: task.outcome() is not None, timeout=PATIENCE_MS)
        outcome = task.outcome()
        task.abandon()
        return outcome

    return wait


def test_its_value_comes_back(outcome_of):
    assert outcome_of(ChildTask(max, 3, 5)) == Outcome(5)


def test_a_file_that_is_no_recording_is_refused_in_words(outcome_of, tmp_path):
    file = tmp_path / "rubbish.mcap"
    file.write_bytes(b"no recording at all")
    outcome = outcome_of(ChildTask(truth_of, str(file)))
    assert "rubbish.mcap" in outcome.refusal
    assert "Traceback" not in outcome.refusal


def test_a_missing_file_is_refused_in_words(outcome_of, tmp_path):
    missing, out = str(tmp_path / "none.mcap"), str(tmp_path / "a.csv")
    outcome = outcome_of(ChildTask(table_of, missing, out, 0.0, 1.0))
    assert "none.mcap" in outcome.refusal


def test_a_process_that_dies_is_told(outcome_of):
    outcome = outcome_of(ChildTask(os._exit, 7))
    assert outcome.refusal == "The process that did it ended with code 7."


def test_an_abandoned_task_is_over_at_once(qapp):
    task = ChildTask(os.read, 0, 1)
    task.abandon()
    assert task.outcome() == Outcome(refusal="It was abandoned.")


def test_an_empty_folder_has_nothing_to_recover(qapp):
    assert recovered() == ()
