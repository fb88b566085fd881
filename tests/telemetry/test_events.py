"""Events and commands as text: all of a value survives, and what does not fit is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iss_viewer.station.actions import (
    Action,
    ApplyRepair,
    FailSensor,
    MoveCrew,
    MoveHatch,
    OpenLeak,
    ReadGauge,
    SetFeed,
    SwitchFans,
    TimeFall,
    verb_of,
)
from iss_viewer.telemetry.commands import (
    Acknowledge,
    Act,
    Arm,
    AskQuestion,
    Assign,
    Command,
    Freeze,
    FreezeWhen,
    GiveAnswer,
    SendMessage,
    SetCosts,
    SetSpeed,
    Step,
    TickStep,
    Withdraw,
    WriteNote,
)
from iss_viewer.telemetry.events import (
    ActionDone,
    ActionRefusedInScript,
    Advice,
    AdviceGiven,
    AdviceKind,
    Alarm,
    AlarmAssigned,
    AlarmChange,
    AlarmChanged,
    AnswerGiven,
    AnswerJudged,
    BoundReached,
    CommandRefused,
    CostsSet,
    Event,
    ExerciseEnded,
    ExpectedDue,
    ExpectedMet,
    FallTimed,
    FaultChanged,
    FeedChanged,
    Filtered,
    FilterRestarted,
    FloodChanged,
    FloodPhase,
    ForbiddenDone,
    FreezeAsked,
    GaugeRead,
    Grounds,
    Judged,
    JudgementFailed,
    LeakChanged,
    LeakCheckEnded,
    LeakOpened,
    LimitEdited,
    LocationEstimated,
    MalfunctionChanged,
    MalfunctionState,
    MalfunctionWritten,
    MessageCame,
    NoteWritten,
    OptionSet,
    OrderChanged,
    OrderState,
    PartShare,
    PersonIncapacitated,
    PriorChoice,
    QuestionAsked,
    RankedLocation,
    Reason,
    Remark,
    RepairEnded,
    ResponseStarted,
    RunAgain,
    RunFrozen,
    SearchEnded,
    StepReached,
    StepTicked,
    SurroundingsChanged,
    VerdictGiven,
    Why,
)
from iss_viewer.telemetry.events.malformed import Malformed
from iss_viewer.telemetry.events.reader import (
    checked,
    command_text,
    event_text,
    read_command,
    read_event,
)
from iss_viewer.telemetry.events.refused import Hindrance, Obstacle
from iss_viewer.telemetry.reserve_sheet import ReserveSheet
from iss_viewer.telemetry.status import AlarmClass, AlarmState, FeedState, Verdict

INF = float("inf")
ALARM = Alarm(
    "PRK.leak", "PRK", "leak", AlarmClass.WARNING, AlarmState.SHELVED, True, 0.1, 0.3, 1.25, 1.0,
    "leak_evidence_1", True, 0.07, True, "Anna", "why", 1e9, True, -12.5,
)  # fmt: skip
GROUNDS = Grounds(("PRK",), 0.9, ("H1",), ("H2",), (PartShare(("PRK",), 0.7),), 1e-3, 1e-4, 2, True)
ADVICE = Advice(
    AdviceKind.CLOSE, 5.0, GROUNDS, (MoveHatch("H1", False), ReadGauge("PRK")), ("H1",), 3, 60.0
)
EVENTS: tuple[Event, ...] = (
    AlarmChanged(ALARM, AlarmChange.SHELVE),
    AlarmAssigned(0.5, ALARM, "Ben", "Anna"),
    FloodChanged(1.0, FloodPhase.BEGUN, 11, ALARM),
    VerdictGiven(2.0, "crew", Verdict.ACT, (Reason(Why.RESERVE_TIME, span_s=7.5, span_low_s=INF),)),
    AdviceGiven(ADVICE),
    LocationEstimated(
        3.0,
        RankedLocation(
            (("PRK", 0.75),), 0.8, 0.1, 0.05, 0.05, 0.0, {"H1": 0.1}, {"PRK": 0.2}, 1e-6, 2e-6, 3e-6,
            (("PRK", "FGB"),), PriorChoice.UNIFORM,
        ),
    ),
    FilterRestarted(3.5, "PRK", Filtered.BAROMETER, 2),
    JudgementFailed(3.7, "PRK", Judged.ESTIMATE, "ZeroDivisionError: division by zero"),
    LimitEdited(4.0, "leak", "value", 2.0, 1.0, "leak_evidence_1", 1, "Anna", "why"),
    OptionSet(4.5, "prior", "uniform", "Anna"),
    NoteWritten(5.0, "PRK", "a hiss, “loud” \\ \n", "Ben"),
    StepReached(6.0, 2, "title", "text", "question?", "hint"),
    ActionDone(7.0, SetFeed("N2", None), "N2", "crew", "why"),
    ActionRefusedInScript(8.0, "open_hatch", "H1", "it jams", "crew"),
    CommandRefused(
        8.5, MoveHatch("H1", True), Obstacle(Hindrance.HELD_SHUT, "H1", most=300.0, amount=4e4), "Ben"
    ),
    ResponseStarted(9.0, SwitchFans(False), "FANS"),
    GaugeRead(10.0, "PRK", 97858.348),
    FeedChanged(11.0, FeedState.DELAYED, 42.0),
    FeedChanged(12.0, FeedState.LOST),
    LeakOpened(11.0, "CRACK", "PRK"),
    LeakChanged(12.0, "CRACK", "PRK", 0.05, "the hooks are driven again"),
    FaultChanged(13.0, "P1", "bias", -800.0),
    PersonIncapacitated(13.5, "ANNA", "PRK"),
    SurroundingsChanged(14.0, "STATION", -0.4, 28800.0),
    Remark(15.0, "truth", "PRK", "the crack opens"),
    OrderChanged(
        16.0, "3", TimeFall("PRK", 133.3), OrderState.REFUSED, ("ANNA",), INF,
        Obstacle(Hindrance.TOO_FEW, place="PRK", amount=2.0, most=1.0), "Ben",
    ),
    CostsSet(17.0, True, "Ben"),
    SearchEnded(18.0, "PRK", 1),
    RepairEnded(19.0, "PRK", "sealant", 1),
    LeakCheckEnded(20.0, "PRK", -12.5, 1800.0, True),
    FallTimed(21.0, "PRK", 133.3, 600.0),
    MalfunctionChanged(22.0, "HOLE", MalfunctionState.ACTIVE, "time > 10 min", "Ben"),
    MalfunctionWritten(22.5, "NEW", "Leak 3 mm", "Columbus", "T+00:41:00", "", "kind = 1", "Ben"),
    ExpectedMet(23.0, "gather", 20.0, 0.8, "patched instead"),
    ForbiddenDone(24.0, "hatch", 5.0, "H1"),
    BoundReached(25.0, "low", "too low", "end"),
    MessageCame(26.0, "Houston", "Read the gauge.", "Ben"),
    QuestionAsked(27.0, "q1", "Which hatch?", "h", ("H1", "H2"), "Ben"),
    AnswerGiven(
        28.0, "q1", "H1", "Anna", ReserveSheet("PRK", 9.6e4, 1.0, 9.5e4, 61.0, -16.0, 1800.0)
    ),
    StepTicked(29.0, "depressurization", "gather", "Anna", "gauge", "no time", "Ben"),
    RunFrozen(30.0, "question 1", "Ben"),
    FreezeAsked(30.5, "hatch H17 is closed", "question 1", False, "Ben"),
    FreezeAsked(30.5, "", "question 1", True, "Ben", 2460.0),
    RunAgain(31.0, 60.0, 2, "Ben"),
    ExpectedDue(22.5, "gather", True),
    AnswerJudged(28.5, "q1", False, "H2", 1800.0, INF),
    ExerciseEnded(32.0, "success", 84.0, 89.0, 5.0, "satisfactory", ("a bound",)),
)  # fmt: skip
COMMANDS = (
    Command(Freeze(3.5), "CDR"),
    Command(Step(4), "CDR"),
    Command(SetSpeed(60.0)),
    Command(WriteNote("seen", "PRK", 3.0)),
    Command(Acknowledge(("A",), "a hiss")),
    Command(Assign(("A", "B"), "Ben"), "CDR"),
    Command(Act(OpenLeak("A", "PRK", 0.002))),
    Command(Act(MoveCrew(("Anna", "Ben"), "PRK"))),
    Command(Act(FailSensor("P1", "bias", 400.0))),
    Command(Act(ApplyRepair("PRK", "tape"), ("Anna", "Ben"))),
    Command(Withdraw("3")),
    Command(SetCosts(True)),
    Command(Freeze(at_event=True, reason="what next?")),
    Command(Freeze(2460.0, is_withdrawn=True)),
    Command(FreezeWhen("hatch H17 is closed", "why?", True)),
    Command(TickStep("depressurization", "gather", "Anna", "gauge")),
    Command(GiveAnswer("q1", "H1")),
    Command(AskQuestion("q2", "Why?", ("a", "b"))),
    Command(SendMessage("Houston", "Go.")),
    Command(Arm("HOLE", 'kind = "leak"')),
)


def test_there_is_an_example_of_every_kind_of_event():
    assert {type(event) for event in EVENTS} == set(get_args(get_args(Event)[0]))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
def test_an_event_survives_as_text(event):
    assert read_event(event_text(event)) == event


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_keeps_every_bit(value):
    event = GaugeRead(1.0, "PRK", value)
    assert read_event(event_text(event)).pressure_pa.hex() == value.hex()


@given(st.text(), st.text())
def test_a_note_of_any_words_survives(text, actor):
    event = NoteWritten(1.0, "PRK", text.encode(errors="ignore").decode(), "me")
    assert read_event(event_text(event)) == event


@pytest.mark.parametrize(
    ("kind", "place", "value"),
    [
        ("GaugeRead", "pressure_pa", "high"),
        ("GaugeRead", "pressure_pa", float("nan")),
        ("GaugeRead", "time_s", INF),
        ("GaugeRead", "kind", "GaugeEaten"),
        ("ActionDone", "action", {"kind": "MoveHatch", "hatch": 3, "is_open": True}),
        ("ActionDone", "action", {"kind": "EatHatch", "hatch": "H1"}),
        ("VerdictGiven", "verdict", "DANCE"),
        ("AlarmChanged", "change", "eaten"),
        ("LocationEstimated", "location", {"ranked": [["PRK", 7.0]]}),
    ],
)
def test_what_does_not_fit_is_refused(kind, place, value):
    plain = json.loads(event_text(next(event for event in EVENTS if event.kind == kind)))
    with pytest.raises(Malformed):
        read_event(json.dumps(plain | {place: value}))


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin1")))
def test_no_text_breaks_the_reader(text):
    for read in (read_event, read_command):
        try:
            read(text)
        except Malformed:
            continue


_JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(command=st.sampled_from(COMMANDS), junk=_JUNK, place=st.integers(0, 5), data=st.data())
def test_a_malformed_command_is_refused_in_words_or_is_sound(command, junk, place, data):
    order = command.order
    name = data.draw(st.sampled_from(type(order).__slots__))
    malformed = data.draw(
        st.sampled_from(
            [replace(command, order=replace(order, **{name: junk})), replace(command, order=junk)]
        )
    )
    try:
        sound = checked(malformed)
    except Malformed as refusal:
        assert str(refusal)
    else:
        assert read_command(command_text(sound)) == sound


@pytest.mark.parametrize(
    "order",
    [
        SetSpeed(float("nan")), SetSpeed("fast"), Step(-1), Step(2.5), Freeze("noon"),
        WriteNote(4), Act(None), Act(MoveHatch(5, True)), Act("open"), MoveHatch("H1", True), None,
    ],
)  # fmt: skip
def test_an_order_of_wrong_types_or_bounds_is_refused(order):
    with pytest.raises(Malformed):
        checked(Command(order))


def test_an_action_is_named_as_scripts_name_it():
    actions = (MoveHatch("H1", False), SetFeed("N2", None), ReadGauge("PRK"), SwitchFans(True))
    verbs = [verb_of(action) for action in actions]
    assert verbs == ["close_hatch", "auto_feed", "read_gauge", "fans_on"]
    assert len(get_args(get_args(Action)[0])) == 18


def test_what_is_not_told_of_an_alarm_is_that_it_is_of_one_module_and_nothing_more():
    alarm = Alarm(
        "LAB.leak", "LAB", "leak", AlarmClass.WARNING, AlarmState.UNACKNOWLEDGED, True, 1.0, 1.0,
        2.0, 1.0, "leak_evidence_1",
    )  # fmt: skip
    plain = json.loads(event_text(AlarmChanged(alarm, AlarmChange.RAISE)))
    for name in ("is_of_air_space", "has_grown", "is_root", "actor", "reason", "until_s"):
        del plain["alarm"][name]
    assert read_event(json.dumps(plain)) == AlarmChanged(alarm, AlarmChange.RAISE)
    assert not (alarm.is_of_air_space or alarm.has_grown or alarm.is_root)


def _strict(text: str) -> None:
    """What every other reader of JSON does: no word but true, false and null."""
    json.loads(text, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))


@given(st.floats(), st.text())
def test_no_number_makes_an_event_that_is_no_json_and_each_comes_back(value, text):
    alarm = Alarm(
        "a", "a", "leak", AlarmClass.CAUTION, AlarmState.NORMAL, False, 0.0, 0.0, value, value,
        "dpdt_pa_s", reason=f"{text} NaN Infinity", until_s=INF,
    )  # fmt: skip
    event = AlarmChanged(alarm, AlarmChange.RAISE)
    written = event_text(event)
    _strict(written)
    assert repr(read_event(written)) == repr(event)
