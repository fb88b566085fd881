"""The probe must answer truly, quickly the second time, and never take the window down with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from iss_viewer.views.station import gl_probe
from iss_viewer.views.station.gl_probe import Probe, probe, trial


@pytest.fixture(autouse=True)
def no_switch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(gl_probe.SWITCH, raising=False)


def test_this_machine_draws_and_says_with_what(tmp_path: Path) -> None:
    answer = probe(tmp_path)
    assert answer.works
    assert answer.said not in ("", "unknown")


def test_the_second_answer_comes_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gl_probe, "trial", lambda: Probe(True, "a fine card"))
    assert probe(tmp_path) == Probe(True, "a fine card")
    monkeypatch.setattr(gl_probe, "trial", lambda: pytest.fail("tried again"))
    assert probe(tmp_path) == Probe(True, "a fine card")


def test_a_no_is_tried_again_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gl_probe, "trial", lambda: Probe(False, "no driver"))
    assert not probe(tmp_path).works
    monkeypatch.setattr(gl_probe, "trial", lambda: Probe(True, "driver installed"))
    assert probe(tmp_path).works


def test_a_damaged_cache_is_tried_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gl_probe, "trial", lambda: Probe(True, "fresh"))
    probe(tmp_path)
    (kept,) = tmp_path.glob("opengl-*.json")
    kept.write_text("{broken")
    assert probe(tmp_path).said == "fresh"


def test_a_cache_that_cannot_be_written_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gl_probe, "trial", lambda: Probe(True, "fine"))
    (tmp_path / "file").write_text("in the way")
    assert probe(tmp_path / "file" / "below").works


def test_a_crash_in_the_trial_is_a_no_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gl_probe, "_TRIAL", "import os; os.abort()")
    answer = trial()
    assert not answer.works
    assert "no working OpenGL" in answer.said


def test_a_trial_that_hangs_is_a_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gl_probe, "_TRIAL", "import time; time.sleep(60)")
    monkeypatch.setattr(gl_probe, "PATIENCE_S", 0.2)
    assert "did not answer" in trial().said


@pytest.mark.parametrize(("word", "works"), [("off", False), ("on", True)])
def test_the_switch_overrides_all(
    word: str, works: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(gl_probe.SWITCH, word)
    monkeypatch.setattr(gl_probe, "trial", lambda: pytest.fail("tried in spite of the switch"))
    assert probe(tmp_path).works is works
