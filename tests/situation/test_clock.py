"""Instants of a run in every notation, and ticks at its round times."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from iss_viewer.situation.words.clock import ELAPSED, GMT, IN_UTC, NO_CALENDAR, Clock

START_S = datetime(2024, 11, 30, 6, 30, tzinfo=UTC).timestamp()  # day 335
HOUR_S, DAY_S = 3600.0, 86400.0


@pytest.mark.parametrize(
    ("notation", "words"),
    [
        (ELAPSED, "T+02:26:05"),
        (IN_UTC, "30 Nov 08:56:05 UTC"),
        (GMT, "GMT 335/08:56:05"),
        ("Europe/Moscow", "30 Nov 11:56:05 MSK"),
        ("America/Chicago", "30 Nov 02:56:05 CST"),
    ],
)
def test_an_instant_is_written_in_each_notation(notation, words):
    assert Clock(START_S, notation).text(2 * HOUR_S + 26 * 60 + 5) == words


@pytest.mark.parametrize(
    ("notation", "now", "words", "sign"),
    [
        (ELAPSED, 3.0, "T+02:26:05", ""),
        (IN_UTC, 3.0, "08:56:05", "UTC"),
        (IN_UTC, 30.0, "30 Nov 08:56:05", "UTC"),
        (GMT, 3.0, "335/08:56:05", "GMT"),
        ("Europe/Moscow", 3.0, "11:56:05", "MSK"),
    ],
)
def test_an_instant_beside_another_names_its_day_only_where_that_differs(
    notation, now, words, sign
):
    clock = Clock(START_S, notation)
    assert clock.brief(2 * HOUR_S + 26 * 60 + 5, now * HOUR_S) == words
    assert clock.sign(now * HOUR_S) == sign


@pytest.mark.parametrize("notation", [IN_UTC, GMT, "Europe/Moscow"])
def test_a_run_without_a_calendar_start_shows_elapsed_time_and_says_so(notation):
    clock = Clock(0.0, notation)
    assert clock.text(65.0) == "T+00:01:05"
    assert clock.face(65.0) == ("T+00:01:05", NO_CALENDAR)
    assert NO_CALENDAR in clock.words() and "elapsed" in clock.words()


def test_an_instant_before_the_start_has_a_sign():
    assert Clock(START_S).text(-10.0) == "T−00:00:10"


@pytest.mark.parametrize("notation", [ELAPSED, IN_UTC, GMT, "Asia/Kolkata"])
@pytest.mark.parametrize("span_s", [30.0, 600.0, 5 * HOUR_S, 3 * DAY_S, 40 * DAY_S, 900 * DAY_S])
def test_ticks_lie_within_the_axis_in_order_and_are_not_too_many(notation, span_s):
    _, ticks = Clock(START_S, notation).ticks(100.0, 100.0 + span_s, 8)
    assert ticks and ticks == sorted(set(ticks))
    assert all(100.0 <= tick <= 100.0 + span_s for tick in ticks)
    assert len(ticks) <= 17


@pytest.mark.parametrize(("zone", "rest_s"), [(IN_UTC, 0.0), ("Asia/Kolkata", 1800.0)])
def test_ticks_fall_on_round_times_of_the_zone(zone, rest_s):
    _, ticks = Clock(START_S, zone).ticks(0.0, 12 * HOUR_S, 12)
    assert ticks and all((START_S + tick + rest_s) % HOUR_S == 0.0 for tick in ticks)


def test_ticks_stay_on_whole_hours_when_clocks_change():
    start_s = datetime(2024, 3, 30, 12, tzinfo=UTC).timestamp()
    clock = Clock(start_s, "Europe/Berlin")
    step_s, ticks = clock.ticks(0.0, 36 * HOUR_S, 12)
    hours = [clock.at(tick).hour for tick in ticks]
    assert step_s == 3 * HOUR_S and all(hour % 3 == 0 for hour in hours)


def test_ticks_of_days_are_first_days_of_months_and_round_days_of_the_year():
    _, ticks = Clock(START_S, IN_UTC).ticks(0.0, 150 * DAY_S, 6)
    assert {Clock(START_S, IN_UTC).at(tick).day for tick in ticks} == {1}
    clock = Clock(START_S, GMT)
    step_s, ticks = clock.ticks(0.0, 20 * DAY_S, 4)
    assert [clock.tick_text(tick, step_s) for tick in ticks] == ["340", "345", "350", "355"]


def test_the_first_tick_and_each_midnight_name_the_day():
    clock = Clock(START_S, IN_UTC)
    midnight_s = 17.5 * HOUR_S
    assert clock.tick_text(midnight_s, HOUR_S) == "1 Dec"
    assert clock.tick_text(midnight_s - HOUR_S, HOUR_S) == "23:00"
    assert clock.tick_text(midnight_s - HOUR_S, HOUR_S, True) == "30 Nov 23:00"
    assert Clock(START_S, GMT).tick_text(midnight_s, HOUR_S) == "336/00:00"
