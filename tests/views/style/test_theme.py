"""Both themes can be read, and every icon can be drawn."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel

from iss_viewer.situation.emphasis import ALARM_TONE, VERDICT_TONE
from iss_viewer.telemetry.status import AlarmClass, Verdict
from iss_viewer.views.style import icons
from iss_viewer.views.style.status_style import contrast
from iss_viewer.views.style.style_sheet import style_sheet
from iss_viewer.views.style.theme import PALETTES, SMALL_PX, mixed, set_tone

TONES = ("text", "muted", "accent", "bad", "warn", "notice", "good", "info")


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("tone", TONES)
def test_every_tone_can_be_read_on_every_surface(palette, tone):
    for surface in (palette.panel, palette.field):
        assert contrast(palette.tone(tone), surface) >= 4.5


def test_nothing_is_smaller_than_eleven_pixels():
    assert SMALL_PX >= 11


def test_every_class_and_verdict_has_a_tone():
    assert set(ALARM_TONE) == set(AlarmClass)
    assert set(VERDICT_TONE) == set(Verdict)


def test_a_sheet_names_no_colour_that_it_could_not_fill_in(qapp):
    for palette in PALETTES.values():
        assert "$" not in style_sheet(palette)


def test_a_mixture_lies_between_its_colours(qapp):
    assert mixed("#ffffff", "#000000", 0.5) == "#808080"


@pytest.mark.parametrize("name", icons.NAMES)
def test_every_icon_draws_something(qapp, name):
    picture = icons.pixmap(name, "#ffffff").toImage()
    wide, high = picture.width(), picture.height()
    marked = sum(picture.pixelColor(x, y).alpha() > 100 for x in range(wide) for y in range(high))
    assert 20 < marked < wide * high


def test_a_tone_is_set_once(qapp):
    label = QLabel("x")
    set_tone(label, "bad")
    assert label.property("tone") == "bad"


def test_the_binding_keeps_its_references_to_none():
    before = sys.getrefcount(None)
    for _ in range(2000):
        QObject().setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 50
