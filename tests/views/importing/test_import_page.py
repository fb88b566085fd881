"""The import page asks before it opens, takes every change, and writes the map that the table is opened by."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from iss_viewer.app.table_summary import table_summary_of
from iss_viewer.telemetry.readings.guessing.question import DraftEdit
from iss_viewer.telemetry.readings.guessing.table_guess import guess_table
from iss_viewer.telemetry.readings.readings import read_readings
from iss_viewer.views.importing.import_page import ImportPage
from iss_viewer.views.style import style_sheet
from iss_viewer.views.style.theme import DARK
from tests.views.window.test_nothing_cut import SIZES, cut_words, hidden_sideways

TABLE = "Datum;P Node2;P Columbus;Bemerkung\n;[Pa];[hPa];\n" + "".join(
    f"20.06.2026 10:{k:02d}:00;97.{992 - k};{979 - k},9{k % 10};<b>ok</b>\n" for k in range(30)
)


@pytest.fixture
def page(qapp, qtbot, tmp_path):
    style_sheet.apply(qapp, DARK)
    table = tmp_path / "LOG.csv"
    table.write_text(TABLE, encoding="utf-8")
    made = ImportPage(None, guess_table(table))
    qtbot.addWidget(made)
    made.resize(1280, 680)
    made.show()
    return made


def test_the_page_is_dead_until_its_question_is_answered_by_keys(page):
    assert not page.opener.isEnabled() and page.question.isVisible()
    page.open_table()
    assert page.result() == 0 and not page.map_file.exists()
    QTest.keyClick(page, Qt.Key.Key_1)
    QTest.keyClick(page, Qt.Key.Key_Return)
    assert page.draft.answered == {"sign": "Thousands sign"}
    assert page.opener.isEnabled() and not page.question.isVisible()
    QTest.keyClick(page, Qt.Key.Key_Return)
    assert page.result() == 1
    readings = read_readings(page.draft.table, page.map_file)
    assert readings.samples.values[0].tolist() == [97992.0, pytest.approx(97990.0)]


def test_what_is_changed_by_hand_is_in_the_map(page):
    page.answer("sign", 0)
    page.edit(DraftEdit(("columns", 2, "quantity"), ""))
    page.edit(DraftEdit(("columns", 1, "module"), "LAB"))
    page.change_form("zone", "Mars/Olympus")
    assert page.draft.time.zone == "UTC" and "Mars/Olympus" in page.file_words.text()
    page.change_form("zone", "Europe/Moscow")
    page.save_map()
    readings = read_readings(page.draft.table, page.map_file)
    assert readings.channels.names == ("LAB.pressure_pa",)
    assert readings.start_utc_s == 1781938800.0  # 20 June 2026, 07:00 UTC


def test_the_rows_that_were_counted_and_the_curves_are_shown(page):
    page.answer("sign", 0)
    page.take_summary(table_summary_of(str(page.draft.table), page.draft.to_map()))
    assert page.lines.words.text().startswith("32 lines = 30 rows read + 0 left out")
    assert "NODE2, COL" in page.curves.about.text()


def test_a_map_that_is_there_is_not_written_over(page):
    page.map_file.write_text("# somebody's")
    table = page.draft.table
    assert ImportPage(None, guess_table(table)).map_file.name == "LOG-2.toml"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_word_of_the_import_page_is_read_whole(page, qtbot, size):
    page.resize(*size)
    qtbot.wait(20)
    assert cut_words(page) == [] and hidden_sideways(page) == []
    page.answer("sign", 0)
    page.take_summary(table_summary_of(str(page.draft.table), page.draft.to_map()))
    qtbot.wait(20)
    assert cut_words(page) == [] and hidden_sideways(page) == []


def test_column_and_form_of_the_time_are_changed_on_the_page(qtbot, tmp_path):
    table = tmp_path / "LOG.csv"
    rows = (f"2026-06-20 10:{k:02d}:00,{1781938800 + 60 * k},745.{k % 10}" for k in range(30))
    table.write_text("\n".join(["local,stamp,pressure COL [mmHg]", *rows]) + "\n")
    page = ImportPage(None, guess_table(table))
    qtbot.addWidget(page)
    page.edit(DraftEdit(("columns", 2, "module"), "LAB"))
    bar = page.time
    bar.first.setCurrentIndex(bar.first.findData("stamp"))
    bar.first.activated.emit(bar.first.currentIndex())
    assert (page.draft.time.columns, page.draft.time.written) == (("stamp",), "unix")
    assert page.draft.columns[2].module == "LAB"  # what was decided of columns stays
    assert "30 of 30 sampled rows: 20 Jun 2026 07:00:00" in bar.made.accessibleName()
    bar.form.setCurrentIndex(bar.form.findData("excel"))
    bar.form.activated.emit(bar.form.currentIndex())
    assert not page.opener.isEnabled() and "none of 30" in bar.made.accessibleName()


def test_daylight_saving_is_taken_from_a_zone_and_given_back(page):
    page.answer("sign", 0)
    page.change_form("zone", "Europe/Berlin")
    assert page.time.saving.isChecked()
    page.time.saving.click()
    assert page.draft.time.zone == "+01:00" and page.time.saving.isEnabled()
    page.time.saving.click()
    assert page.draft.time.zone == "Europe/Berlin"


def test_a_long_time_leaves_the_state_of_a_column_whole(qapp, qtbot, tmp_path):
    style_sheet.apply(qapp, DARK)
    table = tmp_path / "SM_PRK_pressure.csv"
    rows = (f"2024-03-01T00:{k:02d}:00Z,735.{k}" for k in range(60))
    table.write_text("time,SM_PRK_pressure value\n" + "\n".join(rows), encoding="utf-8")
    page = ImportPage(None, guess_table(table))
    qtbot.addWidget(page)
    page.resize(1280, 770)
    page.show()
    qtbot.wait(10)
    assert hidden_sideways(page) == [] and page.columns.visibleRegion().boundingRect().width() >= (
        page.columns.minimumSizeHint().width()
    )
