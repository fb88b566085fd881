"""The editor of scenarios is opened from the window, which is not closed while a text would be lost."""

from __future__ import annotations

import pytest

from iss_viewer.views.authoring import author_page
from iss_viewer.views.authoring.draft_choice import DraftChoice
from iss_viewer.views.authoring.draft_file import DraftFile
from iss_viewer.views.window import sessions
from tests.views.prepared_checker import PreparedChecker


@pytest.fixture
def window(make_window):
    made = make_window()
    made.context.checker = PreparedChecker()
    yield made
    if made.editing.page is not None:
        made.editing.page.turn_to(DraftFile(""))


def test_nobody_edits_where_nobody_checks(make_window):
    assert not make_window().editing.is_possible()


def test_a_template_is_opened_as_a_text_of_its_own(window, monkeypatch):
    monkeypatch.setattr(DraftChoice, "exec", lambda dialog: dialog._take() or 1)
    window.editing.open()
    draft = window.editing.page.draft
    assert draft.path is None and draft.name == "my-exercise.toml"
    assert "[[malfunctions]]" in window.editing.page.editor.text


def test_the_window_stays_while_changes_would_be_lost(window, monkeypatch):
    window.show()
    window.editing.edit(DraftFile("a = 1"))
    window.editing.page.editor.insertPlainText("b")
    monkeypatch.setattr(author_page, "confirm", lambda *_: False)
    assert not window.close() and window.isVisible()
    monkeypatch.setattr(author_page, "confirm", lambda *_: True)
    assert window.close() and not window.editing.page.isVisible()


def test_what_is_run_from_the_editor_is_played_by_the_window(window, monkeypatch, tmp_path):
    monkeypatch.setattr(sessions, "confirm", lambda *_: True)
    window.editing.edit(DraftFile("a = 1"))
    window.editing.page.run_asked.emit(str(tmp_path / "own.toml"))
    assert window.sessions.scenario == str(tmp_path / "own.toml")
