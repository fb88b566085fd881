"""A status must be told by colour, shape and word, each on its own, on either background."""

from __future__ import annotations

from itertools import combinations

import numpy as np
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
from iss_viewer.views.style.theme import DARK, LIGHT, QUIET

BACKGROUNDS = {
    Theme.DARK: [
        getattr(p, s) for p in (DARK, QUIET) for s in ("window", "panel", "raised", "field")
    ],
    Theme.QUIET: [getattr(QUIET, s) for s in ("window", "panel", "raised", "field")],
    Theme.LIGHT: [getattr(LIGHT, s) for s in ("window", "panel", "raised", "field")],
}

#: how linear red, green and blue reach an eye without one of its cones, in full
#: (Machado, Oliveira and Fernandes, IEEE Trans. Vis. Comput. Graph. 15, 2009, table of severity 1.0)
EYES = {
    "all cones": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = TO_XYZ.sum(axis=1)


def as_seen(colour: str, eye: np.ndarray) -> np.ndarray:
    """L*, a*, b* of CIE 1976 of a colour as an eye sees it."""
    plain = np.array(rgb(colour))
    linear = np.where(plain <= 0.04045, plain / 12.92, ((plain + 0.055) / 1.055) ** 2.4)
    share = TO_XYZ @ np.clip(eye @ linear, 0.0, 1.0) / WHITE
    f = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16.0 / 116.0)
    return np.array([116.0 * f[1] - 16.0, 500.0 * (f[0] - f[1]), 200.0 * (f[1] - f[2])])


@pytest.mark.parametrize("eye", EYES)
def test_any_two_statuses_are_told_apart_by_colour_for_every_eye(eye: str) -> None:
    colours = {kind.name: style.dark for kind, style in STATUS_STYLES.items()}
    colours |= {"holds": VERDICT_STYLES[Verdict.NONE].dark, "advisory": "#ffffff"}
    seen = {name: as_seen(colour, EYES[eye]) for name, colour in colours.items()}
    for (first, one), (second, other) in combinations(seen.items(), 2):
        assert np.linalg.norm(one - other) >= 14.0, (first, second)


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
