"""How the alarm system did, up to the instant shown or in the looped range."""

from __future__ import annotations

from iss_viewer.situation.playhead import Playhead
from iss_viewer.views.review.alarm_figures_page import AlarmFiguresPage
from tests.views import prepared
from tests.views.review.layouts_read import texts


def test_alarm_figures_are_those_up_to_the_instant_shown(posted, qtbot):
    made = AlarmFiguresPage(None, posted.context, Playhead())
    qtbot.addWidget(made)
    assert made.values["count"].text() == "2: 1 warning, 1 advisory"
    assert made.values["most"].text() == "2"
    assert made.values["flood"].text() == "none"
    assert made.values["acknowledge"].text() == "16 min 40 s"
    assert "Zvezda transfer chamber (PrK): air is being lost" in texts(made.actors)
    posted.show(prepared.ALARM_S + 50, is_live=False)
    made.refresh()
    assert made.values["count"].text() == "1: 1 warning"
    posted.show(600.0, is_live=False)
    made.refresh()
    assert texts(made.actors) == ["no alarm came"]


def test_alarm_figures_are_also_those_of_the_looped_range(posted, qtbot):
    playhead = Playhead()
    made = AlarmFiguresPage(None, posted.context, playhead)
    qtbot.addWidget(made)
    made.range.setCurrentIndex(1)
    assert "no range is looped" in made.state.text()
    playhead.loop = (prepared.ALARM_S + 50, prepared.ALARM_S + 200)
    made.refresh()
    assert made.values["count"].text() == "1: 1 advisory"
