"""A status must be told by colour, shape and word, each on its own, on either background."""

from __future__ import annotations

from itertools import combinations

import pytest

from iss_viewer.telemetry.status import AlarmClass, ModuleStatus, Verdict
from iss_viewer.views.style.status_style import (
    ALARM_STYLES,
    STATUS_STYLES,
    VERDICT_STYLES,
    Shape,
    Theme,
    contrast,
    outline,
    rgb,
)

BACKGROUNDS = {Theme.DARK: ("#0a0f1a", "#121a2a"), Theme.LIGHT: ("#ffffff", "#f2f4f8")}


def test_every_word_of_the_vocabulary_has_a_style() -> None:
    assert set(STATUS_STYLES) == set(ModuleStatus)
    assert set(ALARM_STYLES) == set(AlarmClass)
    assert set(VERDICT_STYLES) == set(Verdict)


def test_statuses_differ_in_colour_and_shape_and_word() -> None:
    for first, second in combinations(STATUS_STYLES.values(), 2):
        assert first.word != second.word
        assert first.shape is not second.shape
        assert first.dark != second.dark
        assert first.light != second.light


@pytest.mark.parametrize("theme", list(Theme))
def test_colours_stand_out_at_least_three_to_one(theme: Theme) -> None:
    for styles in (STATUS_STYLES, ALARM_STYLES, VERDICT_STYLES):
        for style in styles.values():
            for background in BACKGROUNDS[theme]:
                assert contrast(style.colour(theme), background) >= 3.0, style


@pytest.mark.parametrize("shape", list(Shape))
def test_outlines_stay_in_the_unit_square(shape: Shape) -> None:
    corners = outline(shape)
    assert len(corners) >= 3
    assert all(-1e-9 <= x <= 1 + 1e-9 and -1e-9 <= y <= 1 + 1e-9 for x, y in corners)


def test_contrast_of_black_and_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert rgb("#ff8000") == pytest.approx((1.0, 128 / 255, 0.0))
