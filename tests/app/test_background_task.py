"""A task ends with its result, with a reason, or when it is abandoned; asking never waits."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from iss_viewer.app.background_task import MOST_AT_ONCE, ChildTask
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


def test_no_more_run_at_once_than_a_machine_bears_and_each_comes_to_its_turn(outcome_of):
    tasks = [ChildTask(max, number, 0) for number in range(5)]
    assert sum(task._child is not None for task in tasks) <= MOST_AT_ONCE
    assert [outcome_of(task).value for task in tasks] == [0, 1, 2, 3, 4]


def test_what_wants_more_memory_than_there_is_for_it_is_told_in_words(outcome_of):
    assert (
        outcome_of(ChildTask(bytearray, 6 * 2**30)).refusal == "It needs more than 4 GB of memory."
    )


_WINDOW = """
import os, signal, sys, time
from iss_viewer.app.background_task import MOST_AT_ONCE, ChildTask
if __name__ == "__main__":
    task = ChildTask(time.sleep, float(sys.argv[1]))
    while not task._child.is_alive(): time.sleep(0.01)
    time.sleep(3.0)
    print(task._child.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("seconds", [600, 3])
def test_a_task_ends_with_its_window_and_prints_no_traceback(tmp_path, seconds):
    script = tmp_path / "window.py"
    script.write_text(_WINDOW)
    done = subprocess.run(
        [sys.executable, script, str(seconds)], capture_output=True, text=True, timeout=60
    )
    assert done.stderr == ""
    child = int(done.stdout)
    for _ in range(100):
        if not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text():
            return
        time.sleep(0.1)
    pytest.fail("it goes on")
