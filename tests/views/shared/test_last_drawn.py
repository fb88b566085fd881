"""A panel draws again where, and only where, something that it shows has changed."""

from __future__ import annotations

from iss_viewer.views.shared.last_drawn import LastDrawn


def test_the_same_values_are_not_new():
    last = LastDrawn()
    assert last.is_new("LAB", 1.0)
    assert not last.is_new("LAB", 1.0)
    assert last.is_new("LAB", 2.0)


def test_nothing_at_all_is_new_once():
    last = LastDrawn()
    assert last.is_new()
    assert not last.is_new()


def test_an_equal_thing_is_another_thing():
    last, board = LastDrawn(), {"alarm": 1}
    assert last.is_new("LAB", of=board)
    assert not last.is_new("LAB", of=board)
    assert last.is_new("LAB", of=dict(board))


def test_after_forgetting_all_is_new():
    last = LastDrawn()
    last.is_new("LAB")
    last.forget()
    assert last.is_new("LAB")
