"""The toolkits that are installed are those that this project can run on."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from hypothesis import settings
from PySide6.QtCore import QObject

import iss_viewer

SOURCES = Path(iss_viewer.__file__).parent


def test_qt_calls_that_return_nothing_keep_the_references_to_none():
    """PySide6 6.12.0 loses one reference to None a call and aborts on Python 3.11."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(2000):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 50


def outliving(tree: ast.AST) -> list[int]:
    """The lines that put a call off and name no object without which it is not made."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    put_off = [call for call in calls if ast.unparse(call.func).endswith("singleShot")]
    return [call.lineno for call in put_off if len(call.args) < 3]


def test_what_is_put_off_ends_with_the_object_that_it_is_for():
    """Without its context, a call put off reaches a window that is gone, whose signals then raise."""
    found = {str(file): outliving(ast.parse(file.read_text())) for file in SOURCES.rglob("*.py")}
    assert not {file: lines for file, lines in found.items() if lines}
    assert outliving(ast.parse("QTimer.singleShot(0, lambda: self.draw())")) == [1]


def test_no_property_is_judged_by_the_clock():
    """A first example that waits for a busy machine is not wrong."""
    assert settings().deadline is None
