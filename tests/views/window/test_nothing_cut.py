"""No word of any workspace is cut at the sizes of screens, and nothing scrolls sideways unseen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea

from iss_viewer.situation.words.clock import IN_UTC
from iss_viewer.views.style import letters
from iss_viewer.views.window.workspaces import WORKSPACES
from tests.views.window.made_dialogs import made_dialogs

#: points; 1280x680 is what a screen of 1920x1080 has left at 150 %
SIZES = [(1280, 680), (1280, 800), (1600, 1000), (1920, 1080)]


def cut_words(window) -> list[str]:
    """Labels and buttons in sight whose words are wider than they are; wrapped ones have room below."""
    found = []
    for one in (*window.findChildren(QLabel), *window.findChildren(QAbstractButton)):
        is_wrapped = isinstance(one, QLabel) and one.wordWrap()
        if not one.isVisible() or one.visibleRegion().isEmpty() or is_wrapped:
            continue
        lines = one.text().replace("&", "").split("\n")
        needed = max(one.fontMetrics().horizontalAdvance(line) for line in lines)
        if needed > one.width() + 1:
            found.append(f"{one.text()!r} needs {needed} of {one.width()}")
    return found


def hidden_sideways(window) -> list[str]:
    """Contents wider than the area that scrolls them up and down alone."""
    return [
        f"{type(area.parent()).__name__}: {area.widget().width()} in {area.viewport().width()}"
        for area in window.findChildren(QScrollArea)
        if area.isVisible()
        and area.widget() is not None
        and area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        and area.widget().width() > area.viewport().width() + 1
    ]


def assert_read_whole(opened, qtbot, workspace):
    """Every word of a workspace is read whole once it has shared out its room."""
    window = opened.window
    window.workspaces.go_to(workspace)
    qtbot.wait(20)
    window.workspaces.share_room()
    opened.tick(4)
    qtbot.wait(20)
    assert cut_words(window) == []
    assert hidden_sideways(window) == []


@pytest.mark.parametrize(
    ("size", "share_1"), [((1600, 1000), 1.25), ((1920, 1080), 1.5)], ids=["125 %", "150 %"]
)
def test_every_word_is_read_whole_in_larger_letters(
    opened, qtbot, size, share_1, ordinary_letters_again
):
    window = opened.window
    while letters.share_1() < share_1:
        window.appearance.enlarge(1)
    window.resize(*size)
    for workspace in WORKSPACES:
        assert_read_whole(opened, qtbot, workspace)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("workspace", WORKSPACES, ids=lambda one: one.name)
def test_every_word_is_read_whole(opened, qtbot, workspace, size):
    opened.window.resize(*size)
    assert_read_whole(opened, qtbot, workspace)


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_word_is_read_whole_beside_two_cursors_and_in_utc(opened, qtbot, size):
    window = opened.window
    window.resize(*size)
    window.context.use_notation(IN_UTC)
    window.panels.plots.reading.toggle()
    for workspace in WORKSPACES:
        assert_read_whole(opened, qtbot, workspace)


@pytest.mark.parametrize("share_1", [1.0, 1.5], ids=["100 %", "150 %"])
def test_every_word_of_a_dialog_is_read_whole(opened, qtbot, share_1, ordinary_letters_again):
    window = opened.window
    while letters.share_1() < share_1:
        window.appearance.enlarge(1)
    for dialog in made_dialogs(window):
        dialog.show()
        qtbot.wait(1)
        assert (dialog.windowTitle(), cut_words(dialog), hidden_sideways(dialog)) == (
            dialog.windowTitle(),
            [],
            [],
        )
        dialog.close()
