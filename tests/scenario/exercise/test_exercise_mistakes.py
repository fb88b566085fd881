"""An exercise that asks for the impossible is refused with all its mistakes, each with line, column and nearest word."""

from __future__ import annotations

from pathlib import Path

import pytest

from iss_viewer.datafile import FileMistakes
from iss_viewer.scenario.exercise import read_exercise, read_procedure

HEAD = """format = 1
id = "bad"
title = "Exercise"
name = "Bad"
length = "2 h"
station = "trio"
brief = { for_trainee = "A", objectives = ["B"], difficulty = "easy", outcome = "C" }
condition = { start_utc = 2026-01-01T00:00:00Z }
"""
LEAK = '[[malfunctions]]\nid = "HOLE"\nkind = "leak"\nplace = "WORK"\ndiameter = "5 mm"\n'
EXPECTED = (
    '[[expected]]\nid = "shut"\ntext = "Shut"\nafter = "time > 5 min"\nwithin = "10 min"\n'
    'evidence = "hatch D2 is closed"\ncritical = true\n'
)


def mistakes(body: str, folder: Path) -> list[str]:
    """What is said about an exercise, without its path."""
    path = folder / "bad.toml"
    path.write_text(HEAD + body)
    try:
        read_exercise(path)
    except FileMistakes as refused:
        return [str(m).removeprefix(f"{path}:") for m in refused.mistakes]
    return []


def malfunction(kind: str, rest: str) -> str:
    return f'[[malfunctions]]\nid = "M"\nkind = "{kind}"\n{rest}\n{EXPECTED}'


def action(**changes: str) -> str:
    """A good expected action with some fields changed."""
    fields = {
        "id": '"shut"', "text": '"Shut"', "after": '"time > 5 min"', "within": '"10 min"',
        "evidence": '"hatch D2 is closed"', "critical": "true",
    } | changes  # fmt: skip
    return "[[expected]]\n" + "".join(f"{key} = {value}\n" for key, value in fields.items())


def when(sentence: str, rest: str = "") -> str:
    return f'{LEAK}when = "{sentence}"\n{rest}{EXPECTED}'


CASES = {
    "a module that is not there, inside a sentence": (
        action(evidence='"hatch D2 is closed and place WROK is empty"'),
        "14: expected[0].evidence: column 30: no module is named 'WROK'; did you mean 'WORK'?",
    ),
    "a word that no sentence has": (
        action(after='"alarm leak is rased"'),
        "12: expected[0].after: column 15: 'rased' is not a state of alarm; did you mean 'raised'?",
    ),
    "an alarm that there is not": (
        action(after='"alarm leek is raised"'),
        "column 7: no alarm is named 'leek'; did you mean 'leak'?",
    ),
    "a valve that the hatch does not have": (
        action(evidence='"valve D3 is open"'),
        "column 7: the hatch 'D3' has no equalisation valve",
    ),
    "a malfunction that there is not": (
        LEAK + action(after='"malfunction HOLES is active"'),
        "column 13: no malfunction is named 'HOLES'; did you mean 'HOLE'?",
    ),
    "a kind of malfunction that there is not": (
        malfunction("leek", 'place = "WORK"'),
        "11: malfunctions[0].kind: no such kind: 'leek'; did you mean 'leak'?",
    ),
    "a key that its kind does not have": (
        malfunction("leak", 'place = "WORK"\ndiametr = "5 mm"'),
        "13: malfunctions[0].diametr: unknown key; did you mean 'diameter'?",
    ),
    "a leak without a size": (
        malfunction("leak", 'place = "WORK"'),
        "9: malfunctions[0]: give its size once",
    ),
    "a leak in a module that is not there": (
        malfunction("leak", 'place = "WROK"\ndiameter = "5 mm"'),
        "12: malfunctions[0].place: no module is named 'WROK'; did you mean 'WORK'?",
    ),
    "a seal without a size": (
        malfunction("hatch", 'hatch = "D2"\nmode = "does_not_seal"'),
        "malfunctions[0]: give its size once: diameter or rate",
    ),
    "a drift without a size": (
        malfunction("sensor", 'sensor = "WORK_PRESSURE"\nmode = "drift"'),
        "malfunctions[0].size: is missing: how much, such as '5 mmHg/day'",
    ),
    "a drift in a unit of pressure alone": (
        malfunction("sensor", 'sensor = "WORK_PRESSURE"\nmode = "drift"\nsize = "5 mmHg"'),
        "malfunctions[0].size: unit 'mmHg' is not one of pressure_rate",
    ),
    "a bias beyond the instrument's range": (
        malfunction("sensor", 'sensor = "WORK_PRESSURE"\nmode = "bias"\nsize = "3 MPa"'),
        "malfunctions[0].size: more than this instrument can show",
    ),
    "a flow that the feed cannot give": (
        malfunction("feed", 'machine = "NITROGEN_FEED"\nmode = "sticks_open"\nflow = "90 kg/s"'),
        "malfunctions[0].flow: more than this feed can give: at most ",
    ),
    "a feed that sticks open without a flow": (
        malfunction("feed", 'machine = "NITROGEN_FEED"\nmode = "sticks_open"'),
        "malfunctions[0].flow: is missing for this mode",
    ),
    "a machine that is no feed": (
        malfunction("feed", 'machine = "COOLER"\nmode = "sticks_closed"'),
        "malfunctions[0].machine: no feed is named 'COOLER'",
    ),
    "a repair of what is no leak": (
        malfunction("repair", 'of = "HOLE"\nmode = "fails"'),
        "malfunctions[0].of: no leak of this exercise is named 'HOLE'",
    ),
    "a delayed link without a delay": (
        malfunction("signal", 'mode = "delayed"'),
        "malfunctions[0].delay: is missing for this mode",
    ),
    "a swing without a period": (
        malfunction("temperature", 'mode = "swing"\nchange = "1 K"'),
        "malfunctions[0].period: is missing for this mode",
    ),
    "a malfunction after the end": (
        LEAK + 'at = "3 h"\n' + EXPECTED,
        "malfunctions[0].at: never comes: not before the exercise ends",
    ),
    "a condition after the end": (
        when("time > 150 min"),
        "malfunctions[0].when: never holds: not before 2 h 30 min, and the exercise ends at 2 h 00 min",
    ),
    "a malfunction that waits for itself": (
        when("10 min after malfunction HOLE is active"),
        "malfunctions[0].when: never holds: it waits for itself",
    ),
    "two malfunctions that wait for each other": (
        when(
            "malfunction B is active",
            '[[malfunctions]]\nid = "B"\nkind = "signal"\nmode = "lost"\nwhen = "malfunction HOLE is active"\n',
        ),
        "malfunctions[0].when: never holds: it waits for itself",
    ),
    "bounds that exclude one another": (
        when("pressure of WORK < 600 mmHg and pressure of WORK > 700 mmHg"),
        "malfunctions[0].when: column 45: never holds together with what stands before",
    ),
    "states that exclude one another": (
        when("hatch D1 is open and (place WORK is manned and hatch D1 is closed for 5 min)"),
        "never holds together with what stands before",
    ),
    "a thing and its contrary": (
        when("fans are on and not fans are on"),
        "never holds together with what stands before",
    ),
    "less than nothing": (
        when("pressure of WORK < 0 mmHg"),
        "never holds: pressure is never below 0 mmHg",
    ),
    "more people than there are": (
        when("people in WORK > 2"),
        "never holds: people is never above 2",
    ),
    "a temperature of no air": (
        when("temperature of WORK > 400 K"),
        "never holds: temperature is never above 400 K",
    ),
    "a clock that the trainee starts": (
        action(after='"done close_hatch D2 or answer x is given"')
        + '[[questions]]\nid = "x"\ntext = "X?"\nright = "y"\n',
        "expected[0].after: names what only the trainee does: who never acts would never be late",
    ),
    "a need that stands below": (
        action(needs='["b"]') + action(id='"b"'),
        "expected[0].needs[0]: 'b' stands below: an action may need only those above it",
    ),
    "a need that there is not": (
        action() + action(id='"b"', needs='["shit"]'),
        "expected[1].needs[0]: no expected action is named 'shit'; did you mean 'shut'?",
    ),
    "late before it is due": (
        action(late='"5 min"'),
        "expected[0].late: is less than 'within'",
    ),
    "due after the end": (
        action(within='"118 min"'),
        "expected[0].within: the exercise ends at 2 h 00 min, before it could be late at 2 h 03 min",
    ),
    "nothing that is critical": (action(critical="false"), "expected: no action is critical"),
    "nothing to earn": (action(weight="0"), "expected: all weights are 0: nothing can be earned"),
    "two actions of one name": (action() + action(), "expected[1]: 'shut' is named twice"),
    "a step without a procedure": (
        action(step='"gather"'),
        "expected[0].step: this exercise names no procedure",
    ),
    "an order that nobody can give": (
        action(do='["close_hatch D9 by ANN, BNE"]'),
        "expected[0].do[0]: column 13: no person is named 'BNE'; did you mean 'BEN'?",
    ),
    "an order of a verb that there is not": (
        action(do='["clse_hatch D2"]'),
        "expected[0].do[0]: column 1: 'clse_hatch' is not an order; did you mean 'close_hatch'?",
    ),
    "a reserve time without a tolerance": (
        action() + '[[questions]]\nid = "t"\ntext = "T?"\nright = "reserve of station"\nunit = "h"\n',
        "questions[0].tolerance: is missing: nobody works a reserve time out exactly",
    ),
    "a right answer that is not offered": (
        action() + '[[questions]]\nid = "t"\ntext = "T?"\nright = "leak"\noptions = ["sensor"]\n',
        "questions[0].options: the right answer 'leak' is not offered",
    ),
    "a draw that there is not": (
        LEAK.replace("WORK", "$wher.place") + EXPECTED + '[[draw]]\nid = "where"\none_of = [{ place = "WORK" }]\n',
        "12: malfunctions[0].place: column 1: no draw is named 'wher'; did you mean 'where'?",
    ),
    "a key that its draw does not have": (
        LEAK.replace("WORK", "$where.plac") + EXPECTED + '[[draw]]\nid = "where"\none_of = [{ place = "WORK" }]\n',
        "no key of 'where' is named 'plac'; did you mean 'place'?",
    ),
    "a row of a draw that is wrong": (
        LEAK.replace("WORK", "$where.place")
        + EXPECTED
        + '[[draw]]\nid = "where"\none_of = [{ place = "WORK" }, { place = "WROK" }]\n',
        "no module is named 'WROK'; did you mean 'WORK'? (when where.place = WROK)",
    ),
    "a range downwards": (
        LEAK.replace("5 mm", "$size") + EXPECTED + '[[draw]]\nid = "size"\nbetween = ["9 mm", "6 mm"]\n',
        "draw[0].between: the first must be less than the second",
    ),
    "a range of two units": (
        LEAK.replace("5 mm", "$size") + EXPECTED + '[[draw]]\nid = "size"\nbetween = ["9 mm", "6 cm"]\n',
        "draw[0].between: both ends in one unit, not mm and cm",
    ),
    "a procedure that there is not": (
        'procedures = ["depresurization"]\n' + EXPECTED,
        "9: procedures[0]: no procedure has this name and no file either; did you mean 'depressurization'?",
    ),
    "a procedure for another station": (
        'procedures = ["depressurization"]\n' + EXPECTED,
        "9: procedures[0]: is for the station 'iss'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_impossible_is_named_at_its_place(case: str, tmp_path: Path) -> None:
    body, words = CASES[case]
    found = mistakes(body, tmp_path)
    assert any(words in one for one in found), found
    assert len(found) <= 2, found


def test_all_mistakes_of_a_file_come_in_one_pass(tmp_path: Path) -> None:
    body = (
        malfunction("sensor", 'sensor = "WORK_PRESURE"\nmode = "drift"')
        + action(id='"b"', evidence='"hatch D7 is closed"', late='"1 min"', needs='["c"]')
        + '[[bounds]]\nid = "x"\nwhen = "pressure of WORK < 0 Pa"\ntext = ""\n[hatches]\nfree = ["D8"]\n'
    )
    assert len(mistakes(body, tmp_path)) == 6


def test_mistakes_of_fields_and_of_names_come_together(tmp_path: Path) -> None:
    found = mistakes(action(within='"10 mn"') + LEAK.replace("WORK", "WROK"), tmp_path)
    assert any("'mn'" in one for one in found) and any("'WROK'" in one for one in found)


def test_a_person_and_a_module_of_the_condition_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    head = HEAD.replace("00Z }", '00Z, people = { ANNE = "WROK" } }')
    path.write_text(head + EXPECTED)
    with pytest.raises(FileMistakes) as refused:
        read_exercise(path)
    assert {m.message for m in refused.value.mistakes} == {
        "no crew member is named 'ANNE'; did you mean 'ANN'?",
        "no module is named 'WROK'; did you mean 'WORK'?",
    }


PROCEDURE = """format = 1
id = "p"
title = "P"
version = "1"
source = "assumed"
station = "trio"
"""
STEPS = {
    "a step that nothing leads to": (
        '[[steps]]\nid = "a"\ntext = "A"\nby_hand = true\nnext = ""\n'
        '[[steps]]\nid = "b"\ntext = "B"\nby_hand = true\nnext = ""\n',
        "13: steps[1].id: no step leads here",
    ),
    "what a crew cannot know": (
        '[[steps]]\nid = "a"\ntext = "A"\ntick = "pressure of WORK < 700 mmHg"\nnext = ""\n',
        "10: steps[0].tick: column 13: a crew does not know the true pressure: write 'shown pressure'",
    ),
    "a malfunction that a crew asks for": (
        '[[steps]]\nid = "a"\ntext = "A"\ntick = "malfunction X is active"\nnext = ""\n',
        "column 13: a crew does not know of a malfunction",
    ),
    "a step that is never done": (
        '[[steps]]\nid = "a"\ntext = "A"\nnext = ""\n',
        "steps[0]: is never done: give 'tick', or 'by_hand = true'",
    ),
    "a step that leads nowhere": (
        '[[steps]]\nid = "a"\ntext = "A"\nby_hand = true\nnext = "aa"\n',
        "steps[0].next: no step is named 'aa'; did you mean 'a'?",
    ),
    "branches that may all fail": (
        '[[steps]]\nid = "a"\ntext = "A"\n[[steps.branches]]\ntext = "T"\ngo = ""\nwhen = "fans are on"\n',
        "steps[0].branches: may all fail",
    ),
}


@pytest.mark.parametrize("case", STEPS)
def test_what_a_procedure_cannot_do_is_named_at_its_place(case: str, tmp_path: Path) -> None:
    body, words = STEPS[case]
    path = tmp_path / "p.toml"
    path.write_text(PROCEDURE + body)
    with pytest.raises(FileMistakes) as refused:
        read_procedure(path)
    assert any(words in str(mistake) for mistake in refused.value.mistakes), str(refused.value)
