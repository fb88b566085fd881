"""What stands in the way of an action is told in a sentence."""

from __future__ import annotations

import pytest

from iss_viewer.situation.words import Words
from iss_viewer.situation.words.refusals import refusal_words
from iss_viewer.station import read_station
from iss_viewer.telemetry.events import ActionRefusedInScript
from iss_viewer.telemetry.events.reader import event_text, read_event
from iss_viewer.telemetry.events.refused import Hindrance, Obstacle

SENTENCES = {
    Obstacle(Hindrance.UNKNOWN, "LAP", "module"): "no module is named 'LAP'",
    Obstacle(Hindrance.UNKNOWN_PERSON, "BOB"): "nobody aboard is named 'BOB'",
    Obstacle(Hindrance.NO_VALVE, "H01"): "hatch H01 has no equalisation valve",
    Obstacle(Hindrance.LEAK_EXISTS, "L1"): "there is a leak 'L1' already",
    Obstacle(Hindrance.HOLE_BOUNDS): "a hole is between 0 and 500 mm wide, its discharge up to 1",
    Obstacle(Hindrance.LOOP_HOLE_BOUNDS): (
        "a hole in a loop is up to 100 mm wide, its discharge up to 1"
    ),
    Obstacle(Hindrance.FRACTION_BOUNDS): "a fraction is from 0 to 1",
    Obstacle(Hindrance.FEEDS_NO_GAS, "Scrubber"): "Scrubber feeds no gas",
    Obstacle(Hindrance.FEED_BOUNDS, "Tank", most=2.5e-3): "Tank feeds from 0 to 2.5 g/s",
    Obstacle(Hindrance.TOO_LITTLE_AIR, place="PRK"): (
        "nobody can live in PRK: it has too little air"
    ),
    Obstacle(Hindrance.INCAPACITATED, "ANN"): "ANN can do nothing any more",
    Obstacle(Hindrance.NO_WAY, "ANN", place="PRK"): "ANN cannot get to PRK: a hatch is closed",
    Obstacle(Hindrance.HELD_SHUT, "H01", most=300.0, amount=38_160.0): (
        "the air holds H01 shut with 38.2 kN, arms pull 0.3 kN"
    ),
    Obstacle(Hindrance.NOBODY_NEAR, "H01"): "nobody who could do it can get to H01",
    Obstacle(Hindrance.FAULT_KIND, "hiccup"): "a sensor cannot have a 'hiccup'",
    Obstacle(Hindrance.FAULT_SIZE): "the size of a fault is a finite number",
    Obstacle(Hindrance.NO_GAUGE): "this station has no manovacuumeter",
    Obstacle(Hindrance.GAUGE_IN_USE, place="PRK"): "the manovacuumeter is being read in PRK",
    Obstacle(Hindrance.GAUGE_OUT_OF_REACH, place="PRK"): (
        "nobody can get to PRK or to the next room: hatches are closed"
    ),
    Obstacle(Hindrance.NOT_DONE_HERE, "Dance"): "nothing here can do a Dance",
    Obstacle(Hindrance.REAL_STATION): (
        "These are readings of a real station: nothing can be done here."
    ),
    Obstacle(Hindrance.RECORDED): (
        "This is a recording. Take over from here to act on the station."
    ),
    Obstacle(Hindrance.NOBODY_ABOARD): "nobody is aboard who could do it",
    Obstacle(Hindrance.COSTS_ARE_OFF): "actions happen at once here: nothing is under way",
    Obstacle(Hindrance.TOO_FEW, place="PRK", amount=2.0, most=1.0): (
        "it needs 2 people, 1 can get to PRK"
    ),
    Obstacle(Hindrance.TOOL_OUT_OF_REACH, "gauge", place="PRK"): (
        "the gauge lies in PRK, where nobody can get it"
    ),
    Obstacle(Hindrance.TOOL_IN_USE, "gauge"): "the gauge is in use",
    Obstacle(Hindrance.AIR_AGAINST, "H01", amount=2_800.0): (
        "21 mmHg stand against H01 and do not equalise"
    ),
    Obstacle(Hindrance.AIR_TOO_THIN, place="PRK", amount=53_330.0, most=65_330.0): (
        "PRK has 400 mmHg, people work there from 490 mmHg"
    ),
    Obstacle(Hindrance.ORDER_IS_OVER, "3"): "order 3 is not under way",
    Obstacle(Hindrance.DOES_NOT_MOVE, "H01", told="a cable lies in the doorway"): (
        "H01 does not move: a cable lies in the doorway"
    ),
    Obstacle(Hindrance.NO_EXERCISE): "no exercise is played here",
    Obstacle(Hindrance.NO_WAY_BACK): "only a recorded run can be gone back in",
    Obstacle(Hindrance.NO_NAME_TO_TICK): "a step that is ticked by hand needs a name",
    Obstacle(Hindrance.NO_REASON_TO_SHELVE): "shelving needs a reason",
    Obstacle(Hindrance.NO_SPAN_TO_SHELVE): "shelving needs a duration",
    Obstacle(Hindrance.NO_REASON_TO_TAKE_OUT): "taking an alarm out of service needs a reason",
    Obstacle(Hindrance.NO_SPAN_TO_TAKE_OUT): (
        "an alarm is out of service for a while, or until it is put back"
    ),
    Obstacle(Hindrance.OPTION_VALUE, "red", "colour"): "no option 'colour' takes 'red'",
    Obstacle(Hindrance.TOLD, told="count cannot be 0"): "count cannot be 0",
}  # fmt: skip


@pytest.mark.parametrize("obstacle", SENTENCES, ids=lambda obstacle: obstacle.hindrance.name)
def test_an_obstacle_is_told_in_its_sentence(obstacle):
    assert refusal_words(obstacle) == SENTENCES[obstacle]


def test_every_hindrance_has_a_sentence():
    assert {obstacle.hindrance for obstacle in SENTENCES} == set(Hindrance)


@pytest.mark.parametrize(
    ("why", "told"),
    [
        (Obstacle(Hindrance.NO_VALVE, "H01"), "hatch H01 has no equalisation valve"),
        ("it jams", "it jams"),  # of a recording of before
    ],
)
def test_a_script_that_was_refused_says_why_also_from_a_recording(why, told):
    event = ActionRefusedInScript(8.0, "open_valve", "H01", why, "crew")
    again = read_event(event_text(event))
    assert again == event
    words = Words.of(read_station("trio"))
    assert words.event(again) == f"open_valve H01 was not possible: {told}"
