"""Letters that the font of the paper lacks stand there as boxes, and nothing on it vanishes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from iss_viewer.debrief.paper import drawable

LETTERS = frozenset(map(ord, "abcdefg Ж"))


@given(st.text())
def test_every_letter_is_drawn_or_stands_as_a_box(text):
    drawn = drawable(text, LETTERS)
    assert len(drawn) == len(text)
    assert all(c in "abcdefg Ж\n" or c == "\u25a1" for c in drawn)
    assert all(c == t for c, t in zip(drawn, text, strict=True) if ord(t) in LETTERS)
