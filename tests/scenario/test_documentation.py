"""The format is documented whole: no key of a scenario file is missing from the page that teaches it."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from iss_viewer import units
from iss_viewer.scenario.conditions import VERBS
from iss_viewer.scenario.scenario import Scenario

PAGE = (Path(__file__).parents[2] / "docs" / "formats-scenario.md").read_text()


def keys_of(model: type[BaseModel], seen: set[type]) -> set[str]:
    """All keys that a file may have, at any depth."""
    seen.add(model)
    found = set()
    for name, field in model.model_fields.items():
        found.add(field.alias or name)
        inner = [field.annotation]
        while inner:
            part = inner.pop()
            inner += get_args(part)
            if isinstance(part, type) and issubclass(part, BaseModel) and part not in seen:
                found |= keys_of(part, seen)
    return found


@pytest.mark.parametrize("key", sorted(keys_of(Scenario, set())))
def test_documented_is(key):
    assert key in PAGE


@pytest.mark.parametrize("verb", [*VERBS, "note"])
def test_documented_is_the_action(verb):
    assert f"`{verb}`" in PAGE


def test_all_units_of_the_format_are_listed():
    for quantity in ("pressure", "mass_rate", "mass", "length", "area", "duration", "power"):
        for unit in units.units_of(quantity):
            assert unit in PAGE
