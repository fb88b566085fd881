"""Files that are dropped on the window are opened; what is no file is left to others."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from iss_viewer.views.window.dropped_files import DroppedFiles
from iss_viewer.views.window.sessions import Sessions


def test_the_files_that_are_dropped_are_opened_together(qapp, qtbot):
    window, asked = QWidget(), []
    qtbot.addWidget(window)
    dropped = DroppedFiles(window, asked.append)
    data = QMimeData()
    drop = QDropEvent(QPointF(1, 1), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)  # fmt: skip
    assert not dropped.eventFilter(window, drop)
    data.setUrls([QUrl.fromLocalFile("/a/LOG.csv"), QUrl.fromLocalFile("/a/b.csv")])
    assert dropped.eventFilter(window, drop)
    qtbot.waitUntil(lambda: asked == [["/a/LOG.csv", "/a/b.csv"]])


@pytest.mark.parametrize(
    ("names", "asked"),
    [
        (["run.mcap"], ("start", "run.mcap")),
        (["LOG.csv", "own.toml"], ("start", "own.toml")),
        (["LOG.csv", "b.csv"], ("import_tables", ["LOG.csv", "b.csv"])),
    ],
)
def test_a_recording_or_a_scenario_begins_and_all_else_is_a_table(monkeypatch, names, asked):
    calls = []
    for method in ("start", "import_tables"):
        monkeypatch.setattr(Sessions, method, lambda self, what, m=method: calls.append((m, what)))
    Sessions.open_files(Sessions.__new__(Sessions), names)
    assert calls == [asked]
