"""The toolkits that are installed are those that this project can run on."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject


def test_qt_calls_that_return_nothing_keep_the_references_to_none():
    """PySide6 6.12.0 loses one reference to None a call and aborts on Python 3.11."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(2000):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 50
