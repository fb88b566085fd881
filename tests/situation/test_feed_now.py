"""How a live feed does, and how old a value is, is told of any instant; what other air hides says nothing of the main air."""

from __future__ import annotations

import numpy as np
import pytest

from iss_viewer.link.link import Mode, Opened, Pace
from iss_viewer.situation.air_loss import beside_loss, has_air_without_gauge, place_of_loss
from iss_viewer.situation.board import Board
from iss_viewer.situation.feed_now import aged, air_age_text, feed_text, value_age_s
from iss_viewer.situation.headline import headline
from iss_viewer.situation.moment import Moment, OpenRun, moment_of
from iss_viewer.situation.words.feed import health_lines
from iss_viewer.station import read_station
from iss_viewer.telemetry import ChannelTable, Frames, Quality, Samples
from iss_viewer.telemetry.feeds.faults import FeedFault, FeedHealth
from iss_viewer.telemetry.history import History
from iss_viewer.telemetry.status import FeedState
from iss_viewer.units import UNIT_SYSTEMS

UNITS = UNIT_SYSTEMS[0]
STATION = read_station("iss")
SAMPLED = ChannelTable.of(
    ["LAB.pressure_pa", "LAB.temperature_k", "FEED.feed_state", "FEED.feed_age_s"]
)
SHUT = "BEAM"


def assessed() -> ChannelTable:
    spaces = [f"{module}.air_space" for module in STATION.module_ids]
    more = [
        "LAB.data_age_s",
        "SM_PRK.leak_rate_high_kg_s",
        "STATION.leak_rate_kg_s",
        "STATION.leak_rate_high_kg_s",
    ]
    return ChannelTable.of([*spaces, "LAB.status", *more])


def moment_at(time_s: float, state: FeedState = FeedState.LIVE, age_s: float = 0.5) -> Moment:
    """A minute of rows, a second each; the thermometer is stale from 20 s on, the feed as given from 40 s on."""
    table = assessed()
    times = np.arange(60.0)
    values = np.tile([99e3, 295.0, FeedState.LIVE, 0.5], (60, 1))
    values[40:, 2:] = state, age_s
    quality = np.zeros(values.shape, np.uint8)
    quality[20:, 1] = Quality.STALE
    found = np.zeros((60, len(table)))
    found[:, table.column(SHUT, "air_space")] = 1.0
    found[:, table.column("LAB", "data_age_s")] = 3.0
    found[:, table.column("SM_PRK", "leak_rate_high_kg_s")] = 5.0 / 86400.0
    found[:, table.column("STATION", "leak_rate_high_kg_s")] = 30_000.0 / 86400.0
    history = History(SAMPLED, table)
    history.append(Frames(Samples(times, values, quality), found))
    opened = Opened("feed", Mode.LIVE, STATION, SAMPLED, table, 0.0, float("inf"))
    return moment_of(OpenRun(opened, history), Board(), time_s, True, Pace(time_s, True, 1.0, 1.0))


@pytest.mark.parametrize(
    ("state", "age_s", "text", "is_current"),
    [
        (FeedState.LIVE, 0.5, "", True),
        (FeedState.DELAYED, 42.0, "DELAYED 42 s", True),
        (FeedState.LOST, 75.0, "FEED LOST 1 min 15 s", False),
        (FeedState.LOST, float("inf"), "NO DATA YET", False),
    ],
)
def test_a_feed_that_is_late_is_told_with_its_age_and_a_lost_one_is_what_was_known_last(
    state, age_s, text, is_current
):
    moment = moment_at(50.0, state, age_s)
    assert (feed_text(moment), moment.is_current) == (text, is_current)
    assert moment.can_act  # a hatch that was moved can be noted all the same
    assert moment_at(30.0, state, age_s).is_current  # it was live then


def test_what_is_shown_of_a_lost_feed_is_of_the_instant_when_it_was_lost():
    assert moment_at(50.0, FeedState.LOST, 20.0).known_s == pytest.approx(30.0)
    assert moment_at(50.0).known_s == 50.0


def test_the_age_of_a_value_counts_from_its_last_good_one():
    moment = moment_at(50.0)
    assert value_age_s(moment, "LAB", "pressure_pa") == 0.0
    assert value_age_s(moment, "LAB", "temperature_k") == pytest.approx(31.0)
    assert np.isnan(value_age_s(moment, "NODE1", "temperature_k"))
    assert aged("21.9 °C", moment, "LAB", "temperature_k") == "21.9 °C · 31 s old"
    assert aged("743 mmHg", moment, "LAB", "pressure_pa") == "743 mmHg"
    assert air_age_text(moment) == "Newest value: 3 s old"


def test_the_age_of_a_value_of_before_counts_to_the_instant_that_is_pointed_at():
    moment = moment_at(50.0)
    assert value_age_s(moment, "LAB", "temperature_k", at_s=10.0) == 0.0
    assert value_age_s(moment, "LAB", "temperature_k", at_s=40.6) == pytest.approx(21.0)


def test_air_without_a_gauge_in_a_feed_does_not_widen_what_is_said_of_the_main_air():
    moment = moment_at(50.0)
    assert has_air_without_gauge(moment)
    assert place_of_loss(moment) == "main air space" and beside_loss(moment, UNITS) == ("", "")
    assert headline(moment, UNITS).text.startswith(
        "No leak above 5.00 kg/day is seen in the main air"
    )


def test_what_was_left_out_is_told_with_counts_and_the_last_of_each():
    health = FeedHealth(
        counts={FeedFault.NOT_A_NUMBER: 3, FeedFault.PASSED_OVER: 90, FeedFault.REPEATED: 2},
        last={FeedFault.NOT_A_NUMBER: "LAB_P: [/red]high"},
        unknown={f"X{at}": at for at in range(1, 7)},
        taken=100,
    )
    lines = health_lines(health, with_usual=False)
    assert lines == [
        "Not in the map: X6 ×6, X5 ×5, X4 ×4, X3 ×3 and 2 more items.",
        "3 values that are no number, last: LAB_P: [/red]high.",
        "90 values passed over for newer ones in the same row.",
    ]
    assert len(health_lines(health)) == 4
    assert health_lines(FeedHealth(trouble="no route")) == ["Not connected: no route."]
