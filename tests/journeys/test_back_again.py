"""An instructor goes back within a session, with another set of malfunctions: the same orders give the same bits."""

from __future__ import annotations

import numpy as np

from iss_viewer.telemetry.commands import FireMalfunction, GoBack, HoldMalfunction

BACK_S, DECIDED_S, UNTIL_S = 4, 8, 20

EXERCISE = """format = 1
id = "small"
title = "Exercise 1"
name = "Two holes"
length = "1 h"
station = "trio"
brief = { for_trainee = "A", objectives = ["B"], difficulty = "easy", outcome = "C" }
condition = { start_utc = 2026-01-01T10:00:00Z }
[[malfunctions]]
id = "HOLE"
kind = "leak"
place = "WORK"
diameter = "4 mm"
at = "30 min"
[[malfunctions]]
id = "OTHER"
kind = "leak"
place = "STORE"
diameter = "6 mm"
armed = "by_hand"
[[expected]]
id = "look"
text = "Look"
after = "time > 5 s"
within = "1 min"
evidence = "done read_gauge any"
critical = true
"""


def bits(person, until_s: float) -> bytes:
    """All that instruments read and the detector concluded up to an instant, to the last bit."""
    times, values = person.window.context.run.history.rows(0.0, until_s)
    known = np.where(np.isnan(values), np.float32(np.nan), np.asarray(values, np.float32))
    return times.tobytes() + known.tobytes()


def try_with(person, *orders) -> tuple[bytes, bytes]:
    """The bits up to where it was gone back to, and up to the end of a try in which some orders were given."""
    person.wait(DECIDED_S - round(person.moment.time_s))
    for order in orders:
        person.command(order)
    person.wait(UNTIL_S - DECIDED_S)
    assert person.moment.time_s == UNTIL_S
    return bits(person, BACK_S), bits(person, UNTIL_S)


def go_back(person) -> None:
    person.command(GoBack(float(BACK_S)))
    person.look()
    assert person.moment.time_s == BACK_S


def test_going_back_with_another_set_of_malfunctions_and_again_with_the_first_finds_the_same_bits(
    person, tmp_path
):
    (tmp_path / "small.toml").write_text(EXERCISE)
    person.sit_down(str(tmp_path / "small.toml"))
    person.wait(1)
    before, leaking = try_with(person, FireMalfunction("HOLE"))
    assert person.moment.board.malfunctions["HOLE"].state.value == "active"
    go_back(person)
    other = try_with(person, HoldMalfunction("HOLE"), FireMalfunction("OTHER"))
    states = {name: e.state.value for name, e in person.moment.board.malfunctions.items()}
    assert states == {"HOLE": "held", "OTHER": "active"}
    go_back(person)
    again = try_with(person, FireMalfunction("HOLE"))
    assert other[0] == again[0] == before
    assert again[1] == leaking != other[1]
