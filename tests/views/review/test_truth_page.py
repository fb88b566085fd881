"""Truth vs estimate: hidden until it is asked for."""

from __future__ import annotations

import numpy as np
import pytest

from iss_viewer.situation.results import Belief, Onset, Outcome, TrueLeak, TruthAgainstBelief
from iss_viewer.station.actions import MoveHatch
from iss_viewer.telemetry.events import ActionDone
from iss_viewer.views.review.truth_page import TruthPage
from tests.views import prepared
from tests.views.messenger import Messenger
from tests.views.review.layouts_read import texts

NAN = float("nan")


def truth() -> TruthAgainstBelief:
    """PrK leaks from one hour on; Zarya is named wrongly for a while."""
    time_s = np.arange(0.0, prepared.LENGTH_S, 60.0)
    true = np.where(time_s >= prepared.CLOSED_S, 1.1e-5, 1e-6)
    belief = Belief(
        TrueLeak(
            "CRACK", "SM_PRK", prepared.CLOSED_S, prepared.LENGTH_S, 1.0e-5, {"oxygen_kg": 0.2}
        ),
        suspected_s=prepared.CLOSED_S + 300,
        alarmed_s=prepared.ALARM_S,
        located_s=NAN,
        isolated_s=prepared.CLOSED_S,
        onset=Onset(prepared.CLOSED_S - 120.0, prepared.ALARM_S),
        wrong=("FGB",),
    )
    chance = np.full(len(time_s), 0.7)
    actions_done = (ActionDone(prepared.CLOSED_S, MoveHatch("H01", False), "H01", "crew"),)
    return TruthAgainstBelief(
        time_s, true, true * 0.9, true * 0.5, true * 1.5,
        {"CRACK": true}, {"FGB": 1 - chance, "SM_PRK": chance}, (belief,), actions_done,
    )  # fmt: skip


@pytest.fixture
def page(recorded, qtbot):
    messenger = Messenger()
    made = TruthPage(None, recorded, messenger.truth)
    made.messenger = messenger
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_truth_is_hidden_until_it_is_asked_for(page, qtbot):
    assert page.pages.currentIndex() == 0
    assert page.messenger.asked == []
    page.ask_button.click()
    assert page.messenger.asked == [("truth", prepared.RECORDING)]
    assert page.pages.currentIndex() == 1
    page.messenger.tasks[0].result = Outcome(truth())
    page.progress.look()
    assert page.pages.currentIndex() == 2


def test_it_tells_when_the_leak_was_known_and_what_people_did(page):
    page.show_truth(truth())
    words = texts(page.leaks)
    assert "PrK · CRACK" in words
    assert "T+01:05:00" in words
    assert "  after 5 min 00 s" in words
    estimated = words.index("Began, as estimated")
    assert words[estimated + 1 : estimated + 3] == ["T+00:58:00", "  early by 2 min 00 s"]
    assert words[words.index("Located for good") + 1] == "never"
    assert words[words.index("Wrongly named") + 1] == "Zarya"
    assert texts(page.action_list) == ["T+01:00:00", "hatch Zvezda–PrK closed (crew)"]
    read = page.plots.words_at(2 * 3600.0)
    assert "believed 0.855, true, seals included 0.95" in read
    assert "PrK, truly 70 %, Zarya 30 %" in read


def test_another_run_and_closing_cover_the_truth_again(page, recorded):
    page.show_truth(truth())
    page.close()
    assert page.truth is None
    page.show_truth(truth())
    recorded.open(recorded.run)
    assert page.pages.currentIndex() == 0


def test_a_run_without_truth_says_why(page):
    page.ask()
    page.messenger.tasks[0].result = Outcome(refusal="this run was no simulation")
    page.progress.look()
    assert page.pages.currentIndex() == 0
    assert page.refusal.text() == "this run was no simulation"


def test_a_look_back_is_one_click_from_the_truth(page, recorded, qtbot):
    page.show_truth(truth())
    with qtbot.waitSignal(recorded.time_asked) as asked:
        page.action_list.itemAt(0).widget().layout().itemAt(0).widget().click()
    assert asked.args == [prepared.CLOSED_S]
