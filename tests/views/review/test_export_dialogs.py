"""What a person wants written: a range in words of time, a picture of a size."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QAbstractSpinBox

from iss_viewer.situation.results import SheetForm
from iss_viewer.situation.words.clock import ELAPSED, Clock
from iss_viewer.views.review.export_dialogs import (
    OfferedRange,
    PictureDialog,
    RangeDialog,
    sheet_signs,
    written,
)
from iss_viewer.views.shared.dialogs import LeakDialog


def test_a_range_is_asked_for_in_words_of_time(qtbot):
    dialog = RangeDialog(
        None, [OfferedRange("Loop", 600.0, 5025.5), OfferedRange("All", 0.0, 90000.0)]
    )
    qtbot.addWidget(dialog)
    assert dialog.stretch() == (600.0, 5025.5)
    assert dialog.ending() == ".csv"
    dialog.range.setCurrentIndex(1)
    assert dialog.to.text() == "1d 1h"
    dialog.to.setText("soon")
    assert "'soon' is not a duration" in dialog.fault.text()
    dialog.from_.setText("2h")
    dialog.to.setText("1h")
    assert dialog.fault.text() == "The range ends before it begins."


@pytest.mark.parametrize(
    ("place", "signs", "words"),
    [
        ("de_DE", (";", ","), "Germany"),
        ("en_US", (",", "."), "United States"),
        ("C", (",", "."), ""),
    ],
)
def test_a_spreadsheet_has_the_signs_of_the_country_first(qtbot, monkeypatch, place, signs, words):
    monkeypatch.setattr(QLocale, "system", lambda: QLocale(place))
    first, *others = sheet_signs().items()
    assert first[1] == signs and words in first[0] and len(others) == 3
    dialog = RangeDialog(None, [OfferedRange("All", 0.0, 600.0)], Clock(), ("COL.pressure_pa",))
    qtbot.addWidget(dialog)
    assert dialog.form() is None and dialog.ending() == ".csv"
    dialog.format.setCurrentIndex(2)
    assert dialog.form() == SheetForm(ELAPSED, *signs, ("COL.pressure_pa",))
    assert dialog.instants.text() == "T+00:00:00 to T+00:10:00"


def test_an_instant_is_written_as_it_can_be_read_again(qapp):
    assert [written(t) for t in (0.0, 90.5, 86400.0)] == ["0s", "1min 30.5s", "1d"]


def test_a_picture_has_the_size_that_was_asked_for(qtbot):
    dialog = PictureDialog(None)
    qtbot.addWidget(dialog)
    assert (dialog.width_px.value(), dialog.height_px.value()) == (1600, 900)
    dialog.size_.setCurrentIndex(3)
    assert (dialog.width_px.value(), dialog.height_px.value()) == (3840, 2160)


def test_number_fields_have_room_for_their_numbers(opened, qtbot):
    for dialog in (PictureDialog(opened.window), LeakDialog(opened.window, {"A": "A"}, "A")):
        qtbot.addWidget(dialog)
        dialog.show()
        for box in dialog.findChildren(QAbstractSpinBox):
            needed = box.fontMetrics().horizontalAdvance(box.text())
            assert box.lineEdit().width() > needed
