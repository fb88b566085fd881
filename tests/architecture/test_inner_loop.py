"""`make check` finds the tests of what changed by where it lies."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def check():
    place = importlib.util.spec_from_file_location("check", ROOT / "scripts/check.py")
    module = importlib.util.module_from_spec(place)
    place.loader.exec_module(module)
    return module


def test_a_changed_file_is_tested_by_the_folder_of_tests_that_lies_where_it_lies(check):
    found = check.tests_of("iss_viewer/detection/alarms/rules.py")
    assert "tests/detection/alarms/test_life_cycle.py" in found
    assert all(name.startswith("tests/detection/alarms/test_") for name in found)


def test_a_changed_file_without_tests_beside_it_is_tested_by_its_room(check):
    found = check.tests_of("iss_viewer/detection/cycle/step.py")
    assert "tests/detection/test_station_detector.py" in found


def test_a_changed_test_is_run_by_itself(check):
    name = "tests/units/test_units.py"
    assert check.tests_of(name) == [name]


def test_what_no_test_can_see_runs_none(check):
    assert check.tests_of("Makefile") == check.tests_of(".ci/run") == []


def test_without_a_name_every_check_is_asked(check, monkeypatch):
    asked = []
    monkeypatch.setattr("sys.argv", ["check.py", "--since", "HEAD"])
    monkeypatch.setattr(check, "run", lambda title, command: asked.append(title) or True)
    monkeypatch.setattr(check, "run_tests", lambda files: asked.append("tests") or True)
    assert check.main() == 0
    assert asked == [*check.CHECKS, "tests"]


def test_a_check_of_no_such_name_is_refused(check, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["check.py", "nonsense"])
    with pytest.raises(SystemExit):
        check.main()
    assert "no check is named nonsense" in capsys.readouterr().err
