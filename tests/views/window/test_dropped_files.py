"""A file that is dropped on the window is opened; what is no file is left to others."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from iss_viewer.views.window.dropped_files import DroppedFiles
from iss_viewer.views.window.sessions import Sessions


def test_the_first_file_that_is_dropped_is_opened(qapp, qtbot):
    window, asked = QWidget(), []
    qtbot.addWidget(window)
    dropped = DroppedFiles(window, asked.append)
    data = QMimeData()
    drop = QDropEvent(QPointF(1, 1), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)  # fmt: skip
    assert not dropped.eventFilter(window, drop)
    data.setUrls([QUrl.fromLocalFile("/a/LOG.csv"), QUrl.fromLocalFile("/a/b.csv")])
    assert dropped.eventFilter(window, drop)
    qtbot.waitUntil(lambda: asked == ["/a/LOG.csv"])


@pytest.mark.parametrize(
    ("name", "asked"), [("run.mcap", "start"), ("own.toml", "start"), ("LOG.csv", "import_table")]
)
def test_a_recording_or_a_scenario_begins_and_all_else_is_a_table(monkeypatch, name, asked):
    calls = []
    for method in ("start", "import_table"):
        monkeypatch.setattr(Sessions, method, lambda self, path, m=method: calls.append((m, path)))
    sessions = Sessions.__new__(Sessions)
    Sessions.open_file(sessions, name)
    assert calls == [(asked, name)]
