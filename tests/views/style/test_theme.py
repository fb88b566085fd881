"""Both themes can be read, and every icon can be drawn."""

from __future__ import annotations

import re
import sys

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QLabel

from iss_viewer.situation.emphasis import ALARM_TONE, VERDICT_TONE
from iss_viewer.telemetry.status import AlarmClass, Verdict
from iss_viewer.views.style import icons
from iss_viewer.views.style.status_style import contrast, rgb
from iss_viewer.views.style.style_sheet import style_sheet
from iss_viewer.views.style.theme import (
    BASE_PX,
    FIGURE_PX,
    GREAT_PX,
    LARGE_PX,
    PALETTES,
    QUIET,
    SMALL_PX,
    mixed,
    set_tone,
)

TONES = (
    "text", "soft", "muted", "accent", "bad", "suspect", "notice", "good", "closed", "plan", "truth",
    "mode",
)  # fmt: skip


def surfaces(palette):
    """All that words stand on."""
    return palette.window, palette.panel, palette.raised, palette.field, palette.plot


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("tone", TONES)
def test_every_tone_can_be_read_on_every_surface(palette, tone):
    for surface in surfaces(palette):
        assert contrast(palette.tone(tone), surface) >= 4.5, surface


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_words_can_be_read_on_what_they_are_put_on(palette):
    assert contrast(palette.on_accent, palette.accent) >= 4.5
    assert contrast(palette.field, palette.mode) >= 4.5
    for tone in TONES:
        tinted = mixed(palette.tone(tone), palette.panel, 0.14)
        assert contrast(palette.tone(tone), tinted) >= 4.5, tone
    assert contrast(palette.text, mixed(palette.bad, palette.panel, 0.3)) >= 4.5
    assert contrast(palette.text, mixed(palette.accent, palette.panel, 0.2)) >= 4.5


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_what_can_be_pressed_has_an_outline_that_is_seen(palette):
    for surface in surfaces(palette):
        assert contrast(palette.edge, surface) >= 3.0, surface


def test_the_quiet_palette_has_no_colour_but_those_of_statuses():
    for name in (
        "window",
        "panel",
        "raised",
        "field",
        "text",
        "soft",
        "muted",
        "edge",
        "trace",
        "good",
    ):
        red, green, blue = rgb(getattr(QUIET, name))
        assert max(red, green, blue) - min(red, green, blue) < 0.1, name


def test_nothing_is_smaller_than_twelve_pixels():
    assert min(SMALL_PX, BASE_PX, LARGE_PX, FIGURE_PX, GREAT_PX) >= 12


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_all_sizes_of_the_style_sheet_are_twelve_pixels_or_more(qapp, palette):
    sizes = [int(size) for size in re.findall(r"font-size: *(\d+)px", style_sheet(palette))]
    assert len(sizes) > 10 and min(sizes) >= 12


def test_numbers_that_change_do_not_move_what_stands_beside_them(qapp, opened):
    metrics = QFontMetricsF(opened.window.top.pressure.value.font())
    wide = {metrics.horizontalAdvance(digit * 6) for digit in "0123456789"}
    assert max(wide) - min(wide) < 0.5


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
