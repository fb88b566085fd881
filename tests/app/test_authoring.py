"""A text that is written is checked and played as its file would be, in a process that is kept."""

from __future__ import annotations

import os
import time

import numpy as np
import pytest

from iss_viewer.app.authoring import checked_text, kind_of_text, previewed_text
from iss_viewer.app.kept_process import KeptProcess, KeptTask
from iss_viewer.datafile import named
from iss_viewer.situation.results import Outcome

PATIENCE_MS = 60_000
SCENARIO = named("templates")["scenario"].read_text()
EXERCISE = named("templates")["exercise"].read_text()


@pytest.mark.parametrize(("text", "kind"), [(SCENARIO, "scenario"), (EXERCISE, "exercise")])
def test_a_template_is_good_as_it_stands(text, kind, tmp_path):
    found = checked_text(text, str(tmp_path / "own.toml"))
    assert (found.kind, found.mistakes) == (kind, ())


def test_a_mistake_is_told_with_its_line_and_ids_to_write_with_come_along(tmp_path):
    text = SCENARIO.replace('module = "COL"', 'module = "COLL"')
    found = checked_text(text, str(tmp_path / "own.toml"))
    (mistake,) = found.mistakes
    assert text.splitlines()[mistake.line - 1] == 'module = "COLL"'
    assert "COL" in mistake.words and mistake.field == "leaks[0].module"
    ids = {one.id for one in found.ids}
    assert {"COL", "H17", "CR12_CDR", "HOLE", "rapid_depressurization"} <= ids


def test_a_text_that_is_half_written_still_has_its_ids(tmp_path):
    found = checked_text('station = "trio"\n[[leaks]]\nplace = "', str(tmp_path / "own.toml"))
    assert "not valid TOML" in found.mistakes[0].words
    assert "WORK" in {one.id for one in found.ids}


def test_the_kind_of_a_text_is_known_before_it_is_whole():
    assert kind_of_text("[[malfunctions]]\nid = ") == "exercise"
    assert kind_of_text("[[leaks]]\n") == "scenario"


def test_a_preview_shows_the_air_of_the_crew_fall_through_the_hole_that_is_written(tmp_path):
    text = SCENARIO.replace('duration = "6 h"', 'duration = "1 h"')
    shown = previewed_text(text, str(tmp_path / "own.toml"), 1)
    first = shown.curves[0].pressure_pa
    begun = np.searchsorted(shown.time_s, 1800.0)
    assert first[0] - first[begun] < 20.0 < first[begun] - first[-1]


@pytest.fixture
def process():
    made = KeptProcess()
    yield made
    made.end()


@pytest.fixture
def outcome_of(qtbot):
    """Waits for the end of a task as a window does."""

    def wait(task: KeptTask) -> Outcome:
        qtbot.waitUntil(lambda: task.outcome() is not None, timeout=PATIENCE_MS)
        return task.outcome()

    return wait


def test_a_kept_process_does_one_task_after_another(process, outcome_of):
    first, second = outcome_of(process.do(os.getpid)), outcome_of(process.do(os.getpid))
    assert first.value == second.value != os.getpid()


def test_the_next_task_ends_one_that_is_under_way_and_a_dead_process_is_told(process, outcome_of):
    slow = process.do(time.sleep, 60.0)
    quick = process.do(max, 1, 2)
    assert slow.outcome() == Outcome(refusal="It was abandoned.")
    assert outcome_of(quick) == Outcome(2)
    assert "has ended" in outcome_of(process.do(os._exit, 1)).refusal
