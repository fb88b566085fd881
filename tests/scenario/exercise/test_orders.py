"""Orders of an exercise: as they are written, and what each asks of the plant."""

from __future__ import annotations

import pytest

from iss_viewer.scenario.exercise.orders import (
    OrderLine,
    Pause,
    SentenceMistake,
    actions_of,
    read_order_line,
)
from iss_viewer.scenario.exercise.verbs import VERBS, VerbTarget
from iss_viewer.station import read_station
from iss_viewer.station.actions import MoveCrew, SetFeed, verb_of

TRIO = read_station("trio")


def order(text: str) -> OrderLine:
    line = read_order_line(text)
    assert isinstance(line, OrderLine)
    return line


def test_an_order_has_people_values_and_answers() -> None:
    assert order("close_hatch D2 by ANN, BEN") == OrderLine("close_hatch", "D2", ("ANN", "BEN"))
    assert order("set_feed NITROGEN_FEED 86.4 kg/day").value_si == pytest.approx(0.001)
    assert order("report place in the Workshop").answer == "in the Workshop"
    assert read_order_line("wait 8 min") == Pause(480.0)


@pytest.mark.parametrize(
    "text", ["wait", "close_hatch", "report x", "gather CORE now", "set_feed F"]
)
def test_an_order_that_is_cut_off_is_refused(text: str) -> None:
    with pytest.raises(SentenceMistake):
        read_order_line(text)


def test_all_gather_in_one_place_or_each_in_the_own_ship() -> None:
    assert actions_of(order("gather CORE"), TRIO) == (MoveCrew(("ANN", "BEN"), "CORE"),)
    assert actions_of(order("move_crew CORE by BEN"), TRIO) == (MoveCrew(("BEN",), "CORE"),)
    assert actions_of(order("gather vehicles"), TRIO) == (MoveCrew(("ANN", "BEN"), "FERRY_1"),)
    assert actions_of(order("auto_feed F"), TRIO) == (SetFeed("F", None),)


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_asks_the_plant_for_the_action_that_scripts_call_by_it(verb: str) -> None:
    line = OrderLine(verb, "X", value_si=1.0)
    is_of_people = VERBS[verb].target in (VerbTarget.RULE, VerbTarget.QUESTION, VerbTarget.STEP)
    verbs = {verb_of(action) for action in actions_of(line, TRIO)}
    assert verbs == (set() if is_of_people else {"move_crew" if verb == "gather" else verb})
