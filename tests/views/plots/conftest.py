"""A panel of plots that shows every trace of the prepared run as it was read."""

from __future__ import annotations

import pytest

from iss_viewer.views.plots.plot_bar import AS_READ
from iss_viewer.views.plots.plot_panel import PlotPanel


@pytest.fixture
def panel(qtbot, posted):
    made = PlotPanel(posted.context)
    qtbot.addWidget(made)
    made.resize(620, 560)
    made.show()
    made.bar.traces.setCurrentText(AS_READ)
    made.show_moment(posted.context.moment)
    return made
