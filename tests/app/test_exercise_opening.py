"""An exercise opens by its name as a scenario does, hides its name from trainees, and goes on from its recording."""

from __future__ import annotations

from pathlib import Path

import pytest

from iss_viewer.app.authoring import malfunction_mistakes
from iss_viewer.app.opening.exercise import drawn_exercise, is_exercise, played_host
from iss_viewer.app.opening.requests import ScenarioRequest, TakeOverRequest
from iss_viewer.app.opening.take_over import take_over_host
from iss_viewer.datafile import FileMistakes
from iss_viewer.datafile.editing import SetValue
from iss_viewer.debrief.exercise_debrief import score_of_run
from iss_viewer.debrief.score import points_of
from iss_viewer.exercise.referee import Referee
from iss_viewer.telemetry.commands import Command, FireMalfunction, GiveAnswer
from iss_viewer.telemetry.events import AnswerJudged
from iss_viewer.telemetry.recording import RecordedRun

LAB = "two-people-in-the-lab"


def test_names_of_exercises_and_scenarios_are_told_apart():
    assert is_exercise(LAB)
    assert not is_exercise("prk-2024")
    assert not is_exercise("no-such-thing")


def test_a_seed_is_drawn_where_none_is_given_and_gives_the_same_exercise_again():
    first = drawn_exercise(ScenarioRequest(LAB))
    again = drawn_exercise(ScenarioRequest(LAB, seed=first.exercise.seed))
    assert again.exercise == first.exercise
    assert again.written == first.written


def test_values_of_an_exercise_cannot_be_set_for_one_run():
    with pytest.raises(FileMistakes, match="another seed"):
        drawn_exercise(ScenarioRequest(LAB, changes=(SetValue("seed", "4"),)))


def test_an_exercise_begins_from_the_condition_that_is_asked_for_and_keeps_its_own_changes():
    own = drawn_exercise(ScenarioRequest(LAB, seed=3)).exercise
    night = drawn_exercise(ScenarioRequest(LAB, seed=3, condition="night"))
    assert night.exercise.condition.start_utc.hour == 2
    assert night.exercise.malfunctions == own.malfunctions
    assert '"title": "Night"' in night.written


def test_a_scenario_cannot_begin_from_a_starting_condition():
    with pytest.raises(FileMistakes, match="has its own start"):
        played_host(ScenarioRequest("quiet-day", condition="night"))


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("exercise") / "session.mcap"
    host = played_host(ScenarioRequest(LAB, seed=3, is_running=False, recording=file))
    session = host.session
    session.advance(20.0)
    session.go_to(20.0)
    for order in (FireMalfunction("HOLE"), GiveAnswer("place", "JPM")):
        session.post(Command(order, "Ann"))
    session.turn(0.0)
    while session.time_s < 60.0:
        session.advance(60.0)
    session.record.write_snapshot(session.source.time_s, session.snapshot())
    while session.time_s < 90.0:
        session.advance(90.0)
    session.close()
    return file


def test_a_malfunction_that_is_written_live_is_checked_against_the_exercise_of_the_recording(
    recorded,
):
    table = '[[malfunctions]]\nkind = "repair"\nof = "{}"\nmode = "fails"'
    hole = '[[malfunctions]]\nkind = "leak"\nplace = "JPM"\ndiameter = "3 mm"'
    asked = str(recorded), "NEW"
    assert malfunction_mistakes(*asked, table.format("HOLE"), ()) == ()
    assert malfunction_mistakes(*asked, table.format("LIVE1"), (("LIVE1", hole),)) == ()
    (wrong,) = malfunction_mistakes(*asked, table.format("LIVE1"), ())
    assert wrong.startswith("of: no leak of this exercise is named 'LIVE1'")


def test_a_recording_keeps_the_exercise_its_seed_its_score_and_how_answers_were_judged(recorded):
    with RecordedRun(recorded) as run:
        assert run.header.title == "Exercise 4"
        assert run.header.seed == 3
        found = score_of_run(run)
        judged = [event for event in run.events if isinstance(event, AnswerJudged)]
        assert points_of(run) == 0.0
    assert found is not None
    assert found.points == 0.0
    assert [(one.question, one.right, one.is_right) for one in judged] == [("place", "COL", False)]


def test_a_recorded_exercise_is_gone_on_with_as_if_it_had_never_stopped(recorded):
    through = take_over_host(TakeOverRequest(recorded, 90.0)).session
    from_60 = take_over_host(TakeOverRequest(recorded, 60.0)).session
    from_60.go_to(90.0)
    assert from_60.source.snapshot() == through.source.snapshot()
    assert from_60.umpires[-1].snapshot() == through.umpires[-1].snapshot()
    referee = through.umpires[-1]
    assert isinstance(referee, Referee)
    assert referee.malfunctions.records["HOLE"].is_active
