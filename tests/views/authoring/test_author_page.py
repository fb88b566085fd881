"""Whoever writes a scenario sees its mistakes and how it would go, saves it and runs it, and loses nothing unasked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFileDialog

from iss_viewer.situation.authoring import CheckedText, PreviewCurve, RunPreview, TextMistake
from iss_viewer.situation.library import LibraryEntry
from iss_viewer.situation.results import Outcome
from iss_viewer.station.ids import NamedId
from iss_viewer.views.authoring import author_page
from iss_viewer.views.authoring.author_page import AuthorPage
from iss_viewer.views.authoring.draft_choice import DraftChoice
from iss_viewer.views.authoring.draft_file import DraftFile
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style.theme import LIGHT
from tests.views.prepared_checker import PreparedChecker

TEXT = 'id = "a"\n\n[[leaks]]\nmodule = "CO"\n'
IDS = (NamedId("module", "COL", "Columbus"), NamedId("hatch", "H17", "Harmony to Columbus"))
GOOD = CheckedText("scenario", (), IDS)
FAULTY = CheckedText(
    "scenario", (TextMistake(4, "leaks[0].module", "no module is named 'CO'"),), IDS
)
RUN = RunPreview(
    "a: A", np.array([0.0, 60.0]), (PreviewCurve("JPM", np.array([1e5, 9e4])),), (("HOLE", 20.0),),
    ("HOLE: from 20 s",),
)  # fmt: skip


@pytest.fixture
def checker():
    return PreparedChecker()


@pytest.fixture
def page(qtbot, checker):
    made = AuthorPage(DraftFile(TEXT, name="own.toml"), checker, WindowContext(lambda _: None))
    # nothing is lost by closing it
    qtbot.addWidget(made, before_close_func=lambda page: page.turn_to(DraftFile("")))
    made.show()
    return made


def tell(page: AuthorPage, checker: PreparedChecker, found: CheckedText) -> None:
    """Let the check that is under way end."""
    page._checks.begin()
    checker.tasks[-1].result = Outcome(found)
    page._checks.look()


def test_a_mistake_is_listed_with_its_line_and_choosing_it_goes_there(page, checker, qtbot):
    tell(page, checker, FAULTY)
    assert page.mistakes.state.text() == "1 mistake"
    assert page.mistakes.lines == (4,)
    qtbot.keyClick(page, Qt.Key.Key_F8)
    cursor = page.editor.textCursor()
    assert (cursor.blockNumber(), page.editor.hasFocus() or not page.isActiveWindow()) == (3, True)
    assert checker.previews == []


def test_what_is_good_is_played_and_what_is_changed_meanwhile_is_not(page, checker):
    tell(page, checker, GOOD)
    page._previews.begin()
    assert checker.previews == [TEXT]
    under_way = checker.tasks[-1]
    page.editor.insertPlainText("#")
    assert under_way.is_abandoned
    tell(page, checker, GOOD)
    page._previews.begin()
    checker.tasks[-1].result = Outcome(RUN)
    page._previews.look()
    assert page.preview.shown is RUN
    assert page.preview.remarks.text() == "HOLE: from 20 s"


def test_an_id_is_completed_from_what_was_begun_of_it(page, checker, qtbot):
    tell(page, checker, FAULTY)
    editor = page.editor
    editor.go_to(4)
    editor.moveCursor(editor.textCursor().MoveOperation.EndOfLine)
    editor.moveCursor(editor.textCursor().MoveOperation.Left)
    qtbot.keyClick(editor, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert [editor.popup.item(at).text() for at in range(2)] == [
        "COL   Columbus · module",
        "H17   Harmony to Columbus · hatch",
    ]
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert 'module = "COL"' in editor.text and not editor.popup.isVisible()


def test_a_text_is_saved_where_a_person_says_and_then_run(
    page, checker, qtbot, monkeypatch, tmp_path
):
    file = tmp_path / "own.toml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    page.run()
    assert page.state.text() == "It is still being checked."
    tell(page, checker, GOOD)
    with qtbot.waitSignal(page.run_asked) as asked:
        page.run()
    assert asked.args == [str(file)] and file.read_text() == TEXT
    assert not page.is_changed


def test_what_has_mistakes_is_not_run(page, checker):
    tell(page, checker, FAULTY)
    page.run()
    assert page.state.text() == "Mend its mistakes first."


def test_changes_are_not_lost_and_a_foreign_change_not_overwritten_unasked(
    page, checker, monkeypatch, tmp_path
):
    questions: list[str] = []
    monkeypatch.setattr(author_page, "confirm", lambda *asked: questions.append(asked[2]))
    file = tmp_path / "own.toml"
    file.write_text("a = 1\n")
    page.turn_to(DraftFile.of(file))
    page.editor.insertPlainText("b = 2\n")
    file.write_text("a = 3\n")
    assert not page.save() and file.read_text() == "a = 3\n"
    assert not page.close() and page.isVisible()
    assert ["another program" in questions[0], "not saved" in questions[1]] == [True, True]
    assert not checker.is_closed


def test_the_colours_follow_the_theme(page):
    page._context.use_palette(LIGHT)
    first = page.editor.document().firstBlock().layout().formats()[0]
    assert first.format.foreground().color() == QColor(LIGHT.soft)


def test_what_can_be_edited_is_found_by_its_words_and_what_comes_along_is_copied(qtbot):
    story = LibraryEntry("quiet-day", "A quiet day", "reference", "", 60.0, 1.0, "", "", ())
    dialog = DraftChoice(None, (story,))
    qtbot.addWidget(dialog)
    dialog.found.typed.setText("quiet")
    dialog._take()
    assert dialog.chosen.is_copy and dialog.chosen.file.name == "quiet-day.toml"
    dialog.found.typed.setText("new exercise")
    dialog._take()
    assert Path(dialog.chosen.file).parent.name == "templates"
