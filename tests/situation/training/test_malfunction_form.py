"""The form of a new malfunction has the kinds, keys and modes of an exercise's file, and writes its table."""

from __future__ import annotations

import tomllib
from typing import get_args

import pytest
from pydantic import BaseModel

from iss_viewer.link.cover import InstructorSheet, MalfunctionCard
from iss_viewer.scenario.exercise.added_malfunction import added_malfunction
from iss_viewer.scenario.exercise.malfunctions import Malfunction
from iss_viewer.situation.board import Board
from iss_viewer.situation.training.malfunction_form import (
    ENDS,
    FORMS,
    ONSETS,
    fields_of,
    free_name,
    table_text,
    things_of,
)
from iss_viewer.telemetry.events import MalfunctionWritten
from tests.exercise.refereed import STATION, exercise_of

MODELS: dict[str, type[BaseModel]] = {
    get_args(model.model_fields["kind"].annotation)[0]: model
    for model in get_args(get_args(Malfunction)[0])
}
HOLE = {"id": "HOLE", "kind": "leak", "place": "COL", "diameter": "3 mm", "at": "1 min"}
EXERCISE = exercise_of(HOLE)
#: an example of what is written for sensors, where the form gives three in one
SIZES = {"bias": "5 mmHg", "drift": "-30 mmHg/day", "noise": "5 mmHg", "dropout": "0.2"}


def keys_of(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def test_the_form_has_every_kind_and_no_key_that_a_file_has_not():
    assert FORMS.keys() == MODELS.keys()
    for kind, fields in FORMS.items():
        assert {one.key for one in fields} <= keys_of(MODELS[kind]), kind
        assert {key for key, _ in (*ONSETS.values(), *ENDS.values()) if key} <= keys_of(
            MODELS[kind]
        )


def modes_of(kind: str) -> tuple[str, ...]:
    return next((one.choices for one in FORMS[kind] if one.key == "mode"), ("",))


def test_every_mode_of_every_kind_is_offered():
    for kind, model in MODELS.items():
        written = (
            get_args(model.model_fields["mode"].annotation) if "mode" in model.model_fields else ()
        )
        assert set(modes_of(kind)) - {""} == set(written), kind


@pytest.mark.parametrize(
    ("kind", "mode"), [(kind, mode) for kind in FORMS for mode in modes_of(kind)]
)
def test_what_is_filled_in_as_the_examples_say_is_good(kind, mode):
    values = {}
    for one in fields_of(kind, mode):
        things = things_of(one.things, STATION, ("leak",), ("HOLE",))
        values[one.key] = things[0].id if things else one.choices[0] if one.choices else one.example
    if kind == "leak":
        values |= {"rate": ""}  # or its diameter
    if kind == "sensor":
        values["sensor"] = next(
            s.id for s in STATION.sensors if "PRESS" in s.id or "pressure" in s.sensor_class
        )
        values["size"] = SIZES.get(mode, "")
    if "mode" in values:
        values["mode"] = mode
    text = table_text("NEW", kind, values)
    assert added_malfunction(text, "NEW", EXERCISE, (), STATION).kind == kind


def test_the_table_is_as_in_a_file_without_what_was_left_empty():
    values = {
        "hatch": " H17 ",
        "mode": "will_not_close",
        "tries": "2",
        "when": "",
        "text": 'a "cable"',
    }
    assert table_text("LIVE1", "hatch", values) == (
        '[[malfunctions]]\nid = "LIVE1"\nkind = "hatch"\nhatch = "H17"\nmode = "will_not_close"\n'
        'tries = 2\ntext = "a \\"cable\\""'
    )
    assert tomllib.loads(table_text("LIVE1", "hatch", values))["malfunctions"][0]["tries"] == 2


def test_a_new_malfunction_gets_an_id_that_none_has():
    sheet = InstructorSheet("", "", (MalfunctionCard("LIVE1", "", "", "", ""),), ())
    written = MalfunctionWritten(1.0, "LIVE2", "Leak", "", "", "", "")
    assert free_name(sheet, Board.of([written])) == "LIVE3"
