"""A display that is not there is seen before Qt ends in a core dump."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from iss_viewer.app.display import has_display


@pytest.fixture
def nothing_set(monkeypatch, tmp_path):
    """An environment without any display."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return monkeypatch


def test_without_any_setting_there_is_no_display(nothing_set):
    assert not has_display()


@pytest.mark.parametrize("name", [":77", "localhost:77.0", "nonsense", ":"])
def test_a_display_that_does_not_answer_is_none(nothing_set, name):
    nothing_set.setenv("DISPLAY", name)
    assert not has_display()


def test_a_compositor_is_there_as_long_as_somebody_listens(nothing_set, tmp_path):
    nothing_set.setenv("WAYLAND_DISPLAY", "wayland-7")
    assert not has_display()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "wayland-7"))
        listening.listen()
        assert has_display()
    assert not has_display()


def test_who_chooses_another_platform_knows_what_they_want(nothing_set):
    nothing_set.setenv("QT_QPA_PLATFORM", "offscreen")
    assert has_display()


def test_a_run_on_a_dead_display_is_run_without_a_window(tmp_path):
    kept = {k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")}
    done = subprocess.run(
        [sys.executable, "-m", "iss_viewer", "replay", "nowhere.mcap"],
        env={**kept, "DISPLAY": ":77"}, cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 2
    (tmp_path / "a.csv").write_text("t,p\n0,1\n")
    (tmp_path / "a.toml").write_text("title = 3\n")
    done = subprocess.run(
        [sys.executable, "-m", "iss_viewer", "replay", "a.csv", "--map", "a.toml"],
        env={**kept, "DISPLAY": ":77"}, cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert "There is no display here" in done.stdout
    assert done.returncode == 2


def test_a_picture_on_a_dead_display_is_drawn_without_a_word(tmp_path):
    kept = {k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")}
    script = (
        "from iss_viewer.app.display import go_without_display; go_without_display();"
        "from iss_viewer.views.scene.stage import Stage; Stage().close()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**kept, "DISPLAY": ":77"}, cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
