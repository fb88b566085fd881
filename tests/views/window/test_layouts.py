"""Where the panels stand: remembered, saved, passed on, and never broken by a broken file."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings

from iss_viewer.views.style import theme
from iss_viewer.views.window import arrangement
from iss_viewer.views.window.layouts import Layouts


def test_the_window_is_no_larger_than_its_screen(opened):
    opened.window.resize(9000, 7000)
    arrangement.fit_screen(opened.window)
    room = opened.window.screen().availableGeometry()
    assert opened.window.width() <= max(room.width(), opened.window.minimumSizeHint().width())
    assert opened.window.height() <= max(room.height(), opened.window.minimumSizeHint().height())


def test_the_layout_is_remembered_between_starts(make_window, tmp_path):
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
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


def test_broken_settings_never_block_the_start(make_window, tmp_path):
    path = tmp_path / "window.ini"
    path.write_text("[window]\nstate=@ByteArray(nonsense)\ngeometry=7\n\ntheme=pink\n[x", "utf-8")
    settings = QSettings(str(path), QSettings.Format.IniFormat)
    window = make_window(settings=settings)
    window.show()
    assert window.context.palette is theme.DARK
    assert window.panels.docks["alarms"].isVisible()


def test_a_layout_goes_to_another_window_as_a_file(qtbot, opened, tmp_path):
    settings = QSettings(str(tmp_path / "a.ini"), QSettings.Format.IniFormat)
    layouts = Layouts(opened.window, settings)
    opened.window.panels.docks["knowing"].hide()
    layouts.write_file(tmp_path / "layout.json")
    layouts.save("without advice")
    opened.window.panels.docks["knowing"].show()
    assert layouts.read_file(tmp_path / "layout.json")
    assert opened.window.panels.docks["knowing"].isHidden()
    assert layouts.names() == ["without advice"]


@pytest.mark.parametrize("text", ["", "{}", '{"state": "%%%"}', "[1]", '{"state": "AAAA"}'])
def test_a_file_that_is_no_layout_is_refused(opened, tmp_path, text):
    path = tmp_path / "layout.json"
    path.write_text(text, "utf-8")
    settings = QSettings(str(tmp_path / "a.ini"), QSettings.Format.IniFormat)
    assert not Layouts(opened.window, settings).read_file(path)
