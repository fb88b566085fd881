"""The sentences that are made of events: what people read, from values alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iss_viewer.situation.words import Words
from iss_viewer.situation.words.alarms import change_words
from iss_viewer.situation.words.numbers import (
    chance_text,
    chance_words,
    whole_shares,
)
from iss_viewer.situation.words.topics import topic_of
from iss_viewer.station import read_station
from iss_viewer.station.actions import (
    FailSensor,
    MoveCrew,
    MoveHatch,
    MoveValve,
    OpenLeak,
    PatchModule,
    ReadGauge,
    SealLeak,
    SetFeed,
    SwitchFans,
)
from iss_viewer.telemetry.events import (
    ActionDone,
    ActionRefusedInScript,
    Advice,
    AdviceKind,
    Alarm,
    AlarmAssigned,
    AlarmChange,
    AlarmChanged,
    CommandRefused,
    FaultChanged,
    FeedChanged,
    Filtered,
    FilterRestarted,
    FloodChanged,
    FloodPhase,
    GaugeRead,
    Grounds,
    Judged,
    JudgementFailed,
    LeakChanged,
    LeakOpened,
    LimitEdited,
    LocationEstimated,
    NoteWritten,
    PartShare,
    PersonIncapacitated,
    RankedLocation,
    Reason,
    ResponseStarted,
    SearchOrder,
    SurroundingsChanged,
    VerdictGiven,
    Why,
)
from iss_viewer.telemetry.events.refused import Hindrance, Obstacle
from iss_viewer.telemetry.status import AlarmClass, AlarmState, FeedState, Verdict

WORDS = Words.of(read_station("iss"))
DAY_S = 86400.0
ALARM = Alarm(
    "SM_PRK.leak", "SM_PRK", "leak", AlarmClass.WARNING, AlarmState.UNACKNOWLEDGED, True, 0.0, 0.0,
    1.0, 1.0, "leak_evidence_1",
)  # fmt: skip


def located(none: float, best: float) -> RankedLocation:
    return RankedLocation((("LAB", best),), 1.0 - none, none, 0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("event", "topic", "words"),
    [
        (ActionDone(1.0, MoveHatch("H02", False), "H02"), "hatch", "hatch PrK aft port closed"),
        (ActionDone(1.0, MoveHatch("H02", False), "H02", is_reported=True), "hatch",
         "hatch H02 closed, as told"),
        (ActionDone(1.0, MoveValve("H01", True), "H01"), "command",
         "equalisation valve of Zvezda - PrK opened"),
        (ActionDone(1.0, SwitchFans(False), "FANS"), "command", "intermodule ventilation off"),
        (ActionDone(1.0, SetFeed("O2_FEED", 1.9444e-5), "O2_FEED"), "command",
         "oxygen introduction by hand, 0.01944 g/s"),
        (ActionDone(1.0, MoveCrew(("A", "B"), "PMA1"), "PMA1"), "command", "A, B moved to PMA1"),
        (ActionDone(1.0, PatchModule("LAB", 0.5), "LAB"), "command", "patch applied in LAB"),
        (ActionDone(1.0, ReadGauge("LAB"), "LAB"), "command",
         "reading the manovacuumeter in LAB: 2 min"),
        (ActionDone(1.0, OpenLeak("X", "LAB", 0.002), "LAB"), "truth", "a hole of 2 mm opened in LAB"),
        (ActionDone(1.0, SealLeak("X", 0.5), "LAB"), "truth", "leak X sealed by 50%"),
        (ActionDone(1.0, FailSensor("P", "bias", 4.0), "P"), "truth", "P: bias"),
        (ResponseStarted(1.0, SwitchFans(False), "FANS"), "command",
         "rapid depressurization response: intermodule ventilation stopped"),
        (CommandRefused(1.0, MoveHatch("H01", True), Obstacle(Hindrance.NOBODY_NEAR, "H01")), "command",
         "open_hatch H01 was not possible: nobody who could do it can get to H01"),
        (ActionRefusedInScript(1.0, "open_hatch", "H01", "it jams"), "note",
         "open_hatch H01 was not possible: it jams"),
        (FeedChanged(1.0, FeedState.LIVE, 0.5), "feed", "feed live"),
        (FeedChanged(1.0, FeedState.DELAYED, 42.0), "feed", "feed delayed: the newest value is 42 s old"),
        (FeedChanged(1.0, FeedState.LOST), "feed", "feed lost: nothing has come yet"),
        (FeedChanged(1.0, FeedState.LOST, 90.0), "feed", "feed lost: nothing has come for 1 min 30 s"),
        (GaugeRead(1.0, "SM_RO", 97858.348), "gauge", "manovacuumeter in SM_RO: 734 mmHg"),
        (LeakOpened(1.0, "X", "LAB"), "truth", "leak X opened in LAB"),
        (LeakChanged(1.0, "X", "LAB", 0.05, "a patch"), "truth",
         "leak X goes to 0.05 of its size (a patch)"),
        (PersonIncapacitated(1.0, "Anna", "SM_RO"), "truth",
         "Anna is incapacitated by the air of Zvezda work compartment (RO)"),
        (FaultChanged(1.0, "P", "bias", -800.0), "truth", "P: bias -800"),
        (FaultChanged(1.0, "P", "bias", has_ended=True), "truth", "P: bias ended"),
        (SurroundingsChanged(1.0, "STATION", -0.4, 28800.0), "truth",
         "surroundings of STATION go -0.40 K over 8 h"),
        (NoteWritten(1.0, "LAB", "a hiss"), "note", "a hiss"),
        (LimitEdited(1.0, "leak", "on_delay_s", 30.0, 10.0, "leak_evidence_1", 1), "limit",
         "Limit leak: on delay from 10 s to 30 s"),
        (LocationEstimated(1.0, located(0.87, 0.03)), "location", "No leak with probability 87%"),
        (LocationEstimated(1.0, located(0.1, 0.8)), "location",
         "The leak is in LAB with probability 80%"),
        (LocationEstimated(1.0, located(0.1, 0.3)), "location",
         "Something is wrong with probability 90%, most likely LAB with 30%"),
        (FilterRestarted(1.0, "SM_PRK", Filtered.AIR_SPACE, 1), "detector",
         "Detector restarted: air space of Zvezda transfer chamber (PrK) held no number; "
         "what was known of its leak is lost"),
        (FilterRestarted(1.0, "LAB", Filtered.BAROMETER, 3), "detector",
         "Detector restarted: barometer of Destiny (US Laboratory) held no number, 3 times so far; "
         "how it errs is learned again"),
        (JudgementFailed(1.0, "LAB", Judged.ESTIMATE, "ValueError: nan"), "detector",
         "Detector fault: Destiny (US Laboratory) could not be judged (ValueError: nan); the rest is"),
        (JudgementFailed(1.0, "STATION", Judged.LOCATION, "ValueError: nan"), "detector",
         "Detector fault: location and advice stand as they were (ValueError: nan)"),
        (JudgementFailed(1.0, "STATION", Judged.LOSS, "ValueError: nan"), "detector",
         "Detector fault: losses are told by the alarm tests alone (ValueError: nan)"),
        (JudgementFailed(1.0, "STATION", Judged.STANDING, "ValueError: nan"), "detector",
         "Detector fault: losses stand as they were (ValueError: nan)"),
        (VerdictGiven(1.0, "crew", Verdict.WATCH, ()), "verdict", "crew: monitor"),
        (FloodChanged(1.0, FloodPhase.OVER, 4), "flood", "The alarm flood is over"),
        (FloodChanged(1.0, FloodPhase.BEGUN, 11, ALARM), "flood",
         "11 new alarms in 10 minutes; look first at: Zvezda transfer chamber (PrK): air is being lost"),
    ],
)  # fmt: skip
def test_an_event_is_said_in_one_sentence(event, topic, words):
    assert (topic_of(event), WORDS.event(event)) == (topic, words)


def test_an_alarm_names_its_air_space_what_else_it_may_be_and_that_it_has_grown():
    told = replace(ALARM, is_of_air_space=True, drift_probability_1=0.07, has_grown=True)
    assert WORDS.event(AlarmChanged(told, AlarmChange.GROW)) == (
        "Air space of Zvezda transfer chamber (PrK): air is being lost, or sensor drift "
        "(single gauge, 7%), more than before"
    )
    sure = replace(told, drift_probability_1=0.004)
    assert "drift" not in WORDS.event(AlarmChanged(sure, AlarmChange.GROW))
    assert WORDS.alarm(replace(ALARM, rule="of_nobody")).endswith(": of nobody")
    assert WORDS.guidance(replace(ALARM, rule="of_nobody")) == ""


@pytest.mark.parametrize(
    ("party", "reason", "words"),
    [
        ("mission", Reason(Why.CALM), "Nothing shortens the mission"),
        ("crew", Reason(Why.RESERVE_TIME, span_s=2 * DAY_S, span_low_s=DAY_S),
         "Reserve time 2 d 00 h, at least 1 d 00 h with 95 % confidence"),
        ("crew", Reason(Why.PROBABLE_LOSS, 0.928),
         "Air is probably lost where people are (93 %), how much is not measured yet"),
        ("crew", Reason(Why.RAPID), "Rapid depressurization"),
        ("operations", Reason(Why.RAPID), "Rapid depressurization: all else waits"),
        ("operations", Reason(Why.LOSS, rate_kg_s=1473.0 / DAY_S, subjects=("SM_PRK", "LAB")),
         "Air is lost at 1,473 kg/day where people work (suspected: PrK, Destiny)"),
        ("operations", Reason(Why.UNCOOLED, subjects=("RTOD",)),
         "Coolant lost: Nauka spare radiator loop (RTOd)"),
        ("mission", Reason(Why.GAS, rate_kg_s=1.0 / DAY_S, span_s=float("inf")),
         "Gas is spent at 1.00 kg/day: it lasts without end"),
        ("mission", Reason(Why.TOLD, told="as it was"), "as it was"),
    ],
)  # fmt: skip
def test_a_reason_is_said_with_its_number(party, reason, words):
    assert WORDS.reasons(VerdictGiven(0.0, party, Verdict.WATCH, (reason,))) == (words,)


def test_an_advice_to_close_says_what_it_tells_and_why_it_is_better_than_waiting():
    shares = (PartShare(("SM_PRK",), 0.7), PartShare(("LAB", "NODE1"), 0.3))
    grounds = Grounds(
        shut=("H01",), shares=shares, pace_nats_s=1e-3, idle_nats_s=1e-4, has_moves=True
    )
    told = WORDS.advice(Advice(AdviceKind.CLOSE, 0.0, grounds, parts=2))
    assert told.title == "Close hatch Zvezda–PrK"
    assert (
        told.tells
        == "Isolates the leak to one of 2 volumes: PrK 70\u00a0%, Destiny and 1 more 30\u00a0%."
    )
    assert told.reason == (
        "It tells about 10.0 times as much an hour as waiting. "
        "Those who would be cut off from their vehicle move first."
    )
    classic = Advice(AdviceKind.CLOSE, 0.0, grounds, parts=2, order=SearchOrder.CLASSIC)
    assert WORDS.advice(classic).reason.startswith("Next in the crew's order")


def test_every_kind_of_advice_has_words():
    grounds = Grounds(("SM_PRK",), 0.95, ("H01",), ("H02",), reserve_s=3600.0)
    titles = {k: WORDS.advice(Advice(k, 0.0, grounds, wait_s=600.0)).title for k in AdviceKind}
    assert titles[AdviceKind.WATCH] == "Continue monitoring: no leak indicated"
    assert titles[AdviceKind.LEAVE] == "Go into the ships that hold, and shut them"
    assert titles[AdviceKind.AIR] == "Open hatch PrK–Progress 95"
    assert titles[AdviceKind.ISOLATE] == "Isolate PrK"
    assert titles[AdviceKind.WAIT] == "Wait about 10 min 00 s"


def test_certainty_is_claimed_nowhere():
    assert [chance_text(1.0), chance_text(0.001), chance_text(0.5)] == ["> 99 %", "< 1 %", "50 %"]
    assert [chance_words(1.0), chance_words(0.0)] == ["over 99\u00a0%", "under 1\u00a0%"]
    assert whole_shares([0.926, 0.075]) == [0.93, 0.07]
    assert whole_shares([0.333, 0.333, 0.334]) == [0.33, 0.33, 0.34]


def test_an_alarm_that_changes_says_what_was_remarked_and_to_whom_it_is_assigned():
    event = AlarmChanged(replace(ALARM, reason="crew hears a hiss"), AlarmChange.ACKNOWLEDGE)
    assert change_words(event) == ": acknowledged, crew hears a hiss"
    assert change_words(replace(event, change=AlarmChange.CLEAR)) == ": cleared"
    words = WORDS.named(AlarmAssigned(1.0, event.alarm, "SM_PRK"))
    assert words.endswith(", assigned to SM_PRK")  # what a person typed stays as it was typed
    assert WORDS.event(AlarmAssigned(1.0, event.alarm, "")).endswith("assigned to nobody any more")
