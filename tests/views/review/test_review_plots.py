"""Curves of the review pages, read at an instant."""

from __future__ import annotations

import numpy as np

from iss_viewer.views.review.review_plots import ReviewCurve, ReviewPlots, Sheet


def test_a_line_is_read_as_it_stood_at_an_instant(posted, qtbot):
    plots = ReviewPlots(posted.context)
    qtbot.addWidget(plots)
    line = ReviewCurve("A", np.array([0.0, 10.0]), np.array([1.0, 2.0]), "accent")
    plots.draw([Sheet("Pressure", (line,), lambda value: f"{value:g}")])
    assert plots.words_at(9.0) == "T+00:00:09:  A 1"
    assert plots.words_at(10.0) == "T+00:00:10:  A 2"
