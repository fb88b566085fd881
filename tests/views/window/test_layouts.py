"""Where the panels stand: remembered, saved, passed on, and never broken by a broken file."""

from __future__ import annotations

import json
import stat

import pytest
from PySide6.QtWidgets import QFileDialog

from iss_viewer.views.shared.settings import WindowSettings
from iss_viewer.views.style import theme
from iss_viewer.views.window import file_dialogs, shell
from iss_viewer.views.window.layouts import Layouts


def test_the_window_is_no_larger_than_its_screen(opened):
    opened.window.resize(9000, 7000)
    shell.fit_screen(opened.window)
    room = opened.window.screen().availableGeometry()
    assert opened.window.width() <= max(room.width(), opened.window.minimumSizeHint().width())
    assert opened.window.height() <= max(room.height(), opened.window.minimumSizeHint().height())


def test_the_layout_is_remembered_between_starts(make_window, tmp_path):
    settings = WindowSettings(tmp_path / "window.json")
    first = make_window(settings=settings)
    first.show()
    first.panels.docks["training"].setFloating(True)
    first.panels.docks["alarms"].hide()
    first.close()
    second = make_window(settings=settings)
    assert second.panels.docks["training"].isFloating()
    assert second.panels.docks["alarms"].isHidden()


def test_long_words_in_a_panel_do_not_widen_the_window(opened):
    least = opened.window.minimumSizeHint().width()
    opened.window.panels.advice.countdown.setText("a very long hatch name " * 20)
    opened.window.panels.advice.countdown.show()
    opened.window.panels.module.name.setText("AModuleWithAVeryLongNameWithoutAnySpace" * 5)
    opened.tick(4)
    assert opened.window.minimumSizeHint().width() == least <= 1280


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[1]", "[" * 100_000, '{"theme": 7, "window/state": null}',
        '{"theme": "pink", "window/state": "bm9uc2Vuc2U=", "window/geometry": "%", "units": "@Variant(x)"}',
    ],
)  # fmt: skip
def test_broken_settings_never_block_the_start(make_window, tmp_path, text):
    path = tmp_path / "window.json"
    path.write_text(text, "utf-8")
    settings = WindowSettings(path)
    window = make_window(settings=settings)
    window.show()
    assert window.context.palette is theme.DARK
    assert window.panels.docks["alarms"].isVisible()


def test_a_layout_goes_to_another_window_as_a_file(qtbot, opened, tmp_path):
    settings = WindowSettings(tmp_path / "a.json")
    layouts = Layouts(opened.window, settings)
    opened.window.panels.docks["knowing"].hide()
    layouts.write_file(tmp_path / "layout.json")
    layouts.save("without advice")
    layouts.save("Day/night console")
    opened.window.panels.docks["knowing"].show()
    assert layouts.read_file(tmp_path / "layout.json")
    assert opened.window.panels.docks["knowing"].isHidden()
    assert layouts.names() == ["Day/night console", "without advice"]
    assert stat.S_IMODE((tmp_path / "a.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["mine", "mine.json"])
def test_a_layout_is_written_with_its_ending(opened, tmp_path, monkeypatch, name):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / name), ""))
    window = opened.window
    file_dialogs.write_layout(window, window.context, window.layouts)
    assert window.layouts.read_file(tmp_path / "mine.json")


def test_where_no_layout_can_be_written_is_told(opened, tmp_path, monkeypatch):
    place = str(tmp_path / "nowhere" / "layout")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (place, ""))
    window = opened.window
    file_dialogs.write_layout(window, window.context, window.layouts)
    assert "could not be written there: No such file or directory" in window.notice.said


def test_a_picture_of_the_window_has_an_ending_whatever_name_it_was_given(
    opened, tmp_path, monkeypatch
):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "seen"), ""))
    file_dialogs.save_picture(opened.window, opened.window.context)
    assert (tmp_path / "seen.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("text", ["", "{}", '{"state": "%%%"}', "[1]", '{"state": "AAAA"}'])
def test_a_file_that_is_no_layout_is_refused(opened, tmp_path, text):
    path = tmp_path / "layout.json"
    path.write_text(text, "utf-8")
    settings = WindowSettings(tmp_path / "a.json")
    assert not Layouts(opened.window, settings).read_file(path)


def test_quantities_that_were_written_are_kept_with_the_layout(make_window, tmp_path):
    settings = WindowSettings(tmp_path / "window.json")
    first = make_window(settings=settings)
    first.show()
    first.panels.load_plots()
    first.panels.plots.take_state({"written": [["LAB.pressure - FGB.pressure", ""]]})
    first.layouts.write_file(tmp_path / "layout.json")
    first.close()
    second = make_window(settings=settings)
    second.panels.load_plots()
    assert [one.text for one in second.panels.plots.below.kept] == ["LAB.pressure - FGB.pressure"]
    second.panels.plots.take_state({})
    assert second.layouts.read_file(tmp_path / "layout.json")
    assert [one.text for one in second.panels.plots.below.kept] == ["LAB.pressure - FGB.pressure"]


@pytest.mark.parametrize("content", [7, "{", "[[[", '{"plots": {"written": 3}}', None])
def test_a_broken_content_of_a_layout_is_passed_over(make_window, tmp_path, content):
    window = make_window(settings=WindowSettings(tmp_path / "window.json"))
    window.panels.load_plots()
    window.layouts.write_file(tmp_path / "layout.json")
    told = json.loads((tmp_path / "layout.json").read_text())
    (tmp_path / "layout.json").write_text(json.dumps({**told, "content": content}))
    assert window.layouts.read_file(tmp_path / "layout.json")
    assert window.panels.plots.below.kept == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"iss_viewer_layout": 99, "state": "AAAA"}', "of version 99, and this ISS Viewer reads version 2"),
        ('{"iss_viewer_layout": "new", "state": "AAAA"}', "no layout that fits"),
        ("[]", "no layout that fits"),
    ],
)  # fmt: skip
def test_a_layout_of_another_version_is_refused_in_words_and_nothing_moves(
    opened, tmp_path, monkeypatch, text, words
):
    path = tmp_path / "layout.json"
    path.write_text(text, "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    window = opened.window
    before = window.saveState()
    file_dialogs.read_layout(window, window.context, window.layouts)
    assert words in window.notice.said
    assert window.saveState() == before
