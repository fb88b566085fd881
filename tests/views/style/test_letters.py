"""The size of letters: a few steps, all that was given a size follows, and the choice is kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from iss_viewer.views.hatch_map.hatch_map import HatchMap
from iss_viewer.views.shared.settings import WindowSettings
from iss_viewer.views.style import letters
from tests.views import prepared

pytestmark = pytest.mark.usefixtures("ordinary_letters_again")


def test_a_size_that_was_given_follows_the_letters_there_and_back(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    letters.give_size(widget, "setFixedHeight", 20)
    letters.use(1.5)
    assert widget.height() == 30
    letters.use(1.0)
    assert widget.height() == 20


@pytest.mark.parametrize(
    ("wanted", "used"), [(1.26, 1.25), (0.2, 1.0), (9.0, 1.5), (float("nan"), 1.0)]
)
def test_no_letters_are_smaller_than_ordinary_ones_or_larger_than_half_as_large_again(wanted, used):
    letters.use(wanted)
    assert letters.share_1() == used


def test_keys_make_letters_larger_and_smaller(opened, qtbot):
    window = opened.window
    ordinary = window.top.pressure.value.fontMetrics().height()
    control = Qt.KeyboardModifier.ControlModifier
    for key, share in (
        (Qt.Key.Key_Plus, 1.1), (Qt.Key.Key_Equal, 1.25), (Qt.Key.Key_Minus, 1.1), (Qt.Key.Key_0, 1.0),
        (Qt.Key.Key_Plus, 1.1),
    ):  # fmt: skip
        qtbot.keyClick(window, key, control)
        assert letters.share_1() == share
    assert window.top.pressure.value.fontMetrics().height() > ordinary


def test_the_next_start_remembers_the_size(make_window, tmp_path):
    settings = WindowSettings(tmp_path / "window.json")
    make_window(settings=settings).appearance.enlarge(2)
    letters.use(1.0)
    make_window(settings=settings)
    assert letters.share_1() == 1.25


def test_a_click_on_the_map_meets_what_is_drawn_there_in_larger_letters(opened, qtbot):
    window = opened.window
    letters.use(1.5)
    window.context.looks_changed.emit()
    drawn = HatchMap(prepared.station())
    qtbot.addWidget(drawn)
    drawn.fit(900.0, 500.0)
    centre = drawn.spots["LAB"].geometry().center()
    assert drawn.key_at(centre.toPointF()) == "LAB"
    assert drawn.width() <= 900 and drawn.places.width <= 601
    drawn.grab()
