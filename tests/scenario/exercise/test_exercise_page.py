"""The formats of training are documented whole, and what the page shows is good."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from iss_viewer.scenario.exercise import Exercise, read_exercise, read_sentence
from iss_viewer.scenario.exercise.malfunctions import Malfunction
from iss_viewer.scenario.exercise.procedure import ChecklistProcedure
from iss_viewer.scenario.exercise.starting_condition import StartingCondition
from iss_viewer.scenario.exercise.verbs import VERBS
from iss_viewer.scenario.exercise.vocabulary import STATES, Measure

PAGE = (Path(__file__).parents[3] / "docs" / "formats-exercise.md").read_text()
#: what a scenario's page teaches
ELSEWHERE = ("docked", "leaks", "start", "heat_swings")


def keys_of(annotation: object) -> set[str]:
    """All keys that a file may have, at any depth, but those of a scenario's tables."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        found = set()
        for name, field in annotation.model_fields.items():
            found.add(field.alias or name)
            if name not in ELSEWHERE:
                found |= keys_of(field.annotation)
        return found
    return {key for part in get_args(annotation) for key in keys_of(part)}


def kinds() -> list[type[BaseModel]]:
    return list(get_args(get_args(Malfunction)[0]))


@pytest.mark.parametrize("model", [Exercise, StartingCondition, ChecklistProcedure, *kinds()])
def test_every_key_is_documented(model: type[BaseModel]) -> None:
    keys = keys_of(model) - {"drawn_values", "condition"}
    assert {key for key in keys if not re.search(rf"\b{key}\b", PAGE)} == set()


def test_every_verb_state_quantity_and_mode_is_documented() -> None:
    modes = {mode for kind in kinds() if "mode" in kind.model_fields
             for mode in get_args(kind.model_fields["mode"].annotation)}  # fmt: skip
    words = {*VERBS, *modes, *Measure, *(state for states in STATES.values() for state in states)}
    assert {word for word in words if not re.search(rf"\b{word}\b", PAGE)} == set()


def test_the_whole_exercise_of_the_page_is_good(tmp_path: Path) -> None:
    example = PAGE.split("```toml\n")[1].split("```")[0]
    path = tmp_path / "example.toml"
    path.write_text(example)
    assert read_exercise(path).id == "hole-in-the-workshop"


def test_every_sentence_of_the_recipes_reads() -> None:
    recipes = re.findall(r'`(?:when|evidence) = "([^"]+)"', PAGE.split("## Recipes")[1])
    assert len(recipes) >= 5
    for text in recipes:
        read_sentence(text)
