"""`make mutants` changes code that runs uncompiled, and no widgets."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def lines():
    place = importlib.util.spec_from_file_location(
        "changeable", ROOT / "tests/mutants/changeable.py"
    )
    module = importlib.util.module_from_spec(place)
    place.loader.exec_module(module)
    return module


def test_widgets_are_left_out_and_the_scene_is_not(lines):
    names = [str(file.relative_to(ROOT)) for file in lines.sources()]
    assert not [name for name in names if "/views/" in name and "/views/scene/" not in name]
    assert "iss_viewer/views/scene/plume.py" in names


@pytest.mark.parametrize("name", ["kernel_step", "kernel_laws"])
def test_compiled_code_is_left_out_with_the_constants_beside_it(lines, name):
    text = (ROOT / f"iss_viewer/simulation/air/{name}.py").read_text()
    assert lines.changeable(text) in ([], [1])  # the file's own docstring


def test_annotations_imports_and_arguments_of_dataclasses_are_left_out(lines):
    text = (
        "from dataclasses import dataclass\n"
        "@dataclass(frozen=True)\n"
        "class Hole:\n"
        "    width_m: float | None\n"
        "    depth_m: float = 0.1\n"
    )
    assert lines.changeable(text) == [3, 5]


def test_the_statement_of_a_line_is_the_innermost_and_of_a_compound_one_its_head(lines):
    text = (
        "@decorated\n"
        "def flow(\n"
        "    area_m2=1.0,\n"
        "):\n"
        "    for each in (\n"
        "        1, 2,\n"
        "    ):\n"
        "        total = sum(\n"
        "            area_m2, each\n"
        "        )\n"
        "    return total\n"
    )
    spans = [lines.statement(text, line) for line in (1, 3, 6, 9, 11)]
    assert spans == [range(1, 5), range(1, 5), range(5, 8), range(8, 11), range(11, 12)]
