"""The head grows when a warning stands while people breathe air that is lost, and says what to do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iss_viewer.situation.first_limit import first_limit, subject_of_people
from iss_viewer.situation.playhead import Playhead
from iss_viewer.telemetry.status import AlarmClass, ModuleStatus
from iss_viewer.units import PA_PER_MMHG
from iss_viewer.views.operator.key_figures import Top
from tests.views.prepared import LENGTH_S, changed, moment_at


@pytest.fixture
def top(posted):
    made = Top(posted.context, Playhead())
    made.resize(1600, 220)
    made.show()
    return made


def in_danger(alarm=AlarmClass.WARNING):
    """The main air loses air through Destiny; the worst alarm is of a class."""
    moment = changed(
        moment_at(LENGTH_S),
        SM_PRK__status=float(ModuleStatus.NOMINAL),
        LAB__status=float(ModuleStatus.LEAKING),
        LAB__leak_rate_kg_s=2e-2,
        LAB__leak_rate_low_kg_s=1e-2,
        LAB__reserve_s=8 * 3600.0,
        LAB__crew=2.0,
    )
    alarms = {
        key: replace(one, alarm_class=min(one.alarm_class, alarm))
        if alarm < AlarmClass.WARNING
        else replace(one, alarm_class=alarm)
        for key, one in moment.board.alarms.items()
    }
    return replace(moment, board=replace(moment.board, alarms=alarms))


def shown(top):
    return top.great.isVisibleTo(top), top.action.isVisibleTo(top), top.reserve.isVisibleTo(top)


def test_a_calm_head_is_one_line_with_the_reserve_time_among_the_figures(top):
    top.show_moment(in_danger(AlarmClass.ADVISORY))
    assert shown(top) == (False, False, True)


def test_a_warning_with_people_in_the_air_that_is_lost_makes_it_grow_and_stay_so(top):
    moment = in_danger()
    top.show_moment(moment)
    assert shown(top) == (True, True, False)
    first = first_limit(moment, subject_of_people(moment))
    assert top.great.left.text() != "—"
    assert ("oxygen" in top.great.limit.text()) is first.is_oxygen
    assert top.great.rule.text().startswith("490 mmHg: ")
    top.show_moment(in_danger(AlarmClass.EMERGENCY))
    assert shown(top) == (True, True, False)
    top.show_moment(in_danger(AlarmClass.CAUTION))
    assert shown(top) == (False, False, True)


def test_all_figures_stand_in_sight_in_either_form(top):
    for alarm in (AlarmClass.ADVISORY, AlarmClass.WARNING):
        top.show_moment(in_danger(alarm))
        seen = [one for one in top.all if one.isVisibleTo(top)]
        assert set(top.all) - set(seen) <= {top.reserve}
        boxes = [one.geometry() for one in seen]
        assert not any(a.intersects(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_its_height_does_not_change_with_what_it_says(top):
    moment = in_danger()
    top.show_moment(moment)
    high = top.sizeHint().height()
    top.show_moment(changed(moment, LAB__reserve_s=40.0, STATION__pressure_pa=PA_PER_MMHG))
    assert top.sizeHint().height() == high


def test_the_button_gives_what_is_advised_and_is_dead_where_nothing_is(top, qtbot):
    asked = []
    top.execute_asked.connect(lambda: asked.append("execute"))
    top.plan_asked.connect(lambda: asked.append("plan"))
    top.show_moment(in_danger())
    top.action.all.click()
    if top.action.execute.isVisibleTo(top) and top.action.execute.isEnabled():
        top.action.execute.click()
        assert asked == ["plan", "execute"]
    else:
        assert asked == ["plan"]


def test_another_run_begins_with_the_calm_head(top):
    top.show_moment(in_danger())
    top.show_starting()
    assert shown(top) == (False, False, True)


@pytest.mark.parametrize("left_s", [-1.0, 40.0, 8 * 3600.0, 3e7, float("inf"), float("nan")])
def test_what_the_great_figure_says_is_never_cut(top, left_s):
    top.resize(1262, 220)
    top.show_moment(changed(in_danger(AlarmClass.EMERGENCY), LAB__reserve_s=left_s))
    left = top.great.left
    assert left.fontMetrics().horizontalAdvance(left.text()) <= top.great.width() - 24
