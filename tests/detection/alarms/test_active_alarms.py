"""The board of alarms: floods, roots, and the fold of its events."""

from hypothesis import given, settings
from hypothesis import strategies as st

from iss_viewer.detection.alarms.active_alarms import AlarmBoard
from iss_viewer.situation.board import Board, ranked
from iss_viewer.telemetry.events import Alarm, AlarmChange
from iss_viewer.telemetry.status import AlarmClass, AlarmState
from tests.detection.air import alarms_at


def is_flood_at(events, time_s):
    return Board.of(event for event in events if event.time_s <= time_s).flood


def alarm(name, alarm_class=AlarmClass.CAUTION):
    return Alarm(
        id=f"{name}.pressure_low",
        subject=name,
        rule="pressure_low",
        alarm_class=alarm_class,
        state=AlarmState.NORMAL,
        is_active=False,
        raised_s=0.0,
        changed_s=0.0,
        value=9e4,
        limit=9.3e4,
        quantity="space_pressure_pa",
    )


_DEED = st.tuples(
    st.sampled_from("ABCDEF"),
    st.sampled_from(["raise", "clear", *list(AlarmChange)[:-2]]),
    st.floats(0.0, 200.0),
)


@settings(max_examples=100)
@given(deeds=st.lists(_DEED, max_size=60))
def test_fold_of_the_events_is_the_board_at_any_time(deeds):
    board, events, now = AlarmBoard(), [], 0.0
    seen = []
    for name, deed, wait in deeds:
        now += wait
        one = alarm(name)
        if isinstance(deed, str):
            events += board.turn(one, deed == "raise", True, now)
        else:
            events += board.order([one.id], deed, now, "Anna", "why", now + 100.0)
        events += board.expire(now)
        seen.append((now, ranked(board.alarms.values())))
    last = dict(seen)
    for time_s, alarms in last.items():
        assert alarms_at(events, time_s) == alarms


def test_flood_is_told_and_its_root_alarm_stands_on_top():
    board, events = AlarmBoard(), []
    events += board.turn(alarm("ROOT", AlarmClass.EMERGENCY), True, True, 10.0)
    for k in range(11):
        events += board.turn(alarm(f"M{k}"), True, True, 20.0 + k)
    assert not is_flood_at(events, 19.0)
    assert is_flood_at(events, 40.0)
    top = alarms_at(events, 40.0)[0]
    assert (top.subject, top.is_root) == ("ROOT", True)
    events += board.expire(2000.0)
    assert not is_flood_at(events, 2000.0)
    assert not any(a.is_root for a in alarms_at(events, 2000.0))


def test_chattering_alarm_does_not_make_a_flood_by_being_acknowledged():
    board = AlarmBoard()
    board.turn(alarm("A"), True, True, 0.0)
    for k in range(30):
        board.order(["A.pressure_low"], AlarmChange.ACKNOWLEDGE, float(k), "Anna")
    assert not board.is_flood


def flooded():
    """A flood of cautions led by an emergency."""
    board, events = AlarmBoard(), []
    events += board.turn(alarm("FIRST", AlarmClass.EMERGENCY), True, True, 10.0)
    for k in range(11):
        events += board.turn(alarm(f"M{k:02d}"), True, True, 20.0 + k)
    return board, events


def root_of(events, time_s):
    return [a.subject for a in alarms_at(events, time_s) if a.is_root]


def test_flood_whose_root_returned_is_led_by_the_worst_alarm_that_lasts():
    board, events = flooded()
    events += board.turn(alarm("FIRST", AlarmClass.EMERGENCY), False, True, 60.0)
    assert root_of(events, 60.0) == ["M00"]
    assert is_flood_at(events, 60.0)


def test_root_that_somebody_shelves_hands_its_place_on():
    board, events = flooded()
    events += board.order(["FIRST.pressure_low"], AlarmChange.SHELVE, 60.0, "Anna", "why", 1e4)
    assert root_of(events, 60.0) == ["M00"]


def test_flood_of_which_nothing_lasts_keeps_its_root():
    board, events = flooded()
    for name in (f"M{k:02d}" for k in range(11)):
        events += board.turn(alarm(name), False, True, 50.0)
    events += board.turn(alarm("FIRST", AlarmClass.EMERGENCY), False, True, 60.0)
    assert root_of(events, 60.0) == ["FIRST"]


def test_alarm_out_of_service_for_a_while_comes_back_by_itself():
    board, events = AlarmBoard(), []
    events += board.turn(alarm("A"), True, True, 0.0)
    events += board.order(["A.pressure_low"], AlarmChange.TAKE_OUT, 1.0, "Anna", "gauge", 100.0)
    events += board.expire(99.0)
    assert alarms_at(events, 99.0)[0].state is AlarmState.OUT_OF_SERVICE
    events += board.expire(100.0)
    assert alarms_at(events, 100.0)[0].state is AlarmState.UNACKNOWLEDGED


def test_shelved_alarm_whose_time_is_over_comes_back_by_itself():
    board, events = AlarmBoard(), []
    events += board.turn(alarm("A"), True, True, 0.0)
    events += board.order(["A.pressure_low"], AlarmChange.SHELVE, 1.0, "Anna", "known", 100.0)
    events += board.expire(99.0)
    assert alarms_at(events, 99.0)[0].state is AlarmState.SHELVED
    events += board.expire(100.0)
    assert alarms_at(events, 100.0)[0].state is AlarmState.UNACKNOWLEDGED
