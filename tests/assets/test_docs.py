"""The documents of the formats name every field, and their examples can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from iss_viewer.incidents import Incident, Position, Reading, read_incident
from iss_viewer.station import read_station, station

DOCS = Path(__file__).parents[2] / "docs"


def example(name: str) -> str:
    return re.findall(r"```toml\n(.*?)```", (DOCS / name).read_text(encoding="utf-8"), re.S)[0]


def models() -> list[type[BaseModel]]:
    return [
        item for item in vars(station).values()
        if isinstance(item, type) and issubclass(item, BaseModel) and item.__module__ == station.__name__
    ]  # fmt: skip


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_the_document_of_stations_names_every_field(model: type[BaseModel]):
    text = (DOCS / "formats-station.md").read_text(encoding="utf-8")
    for name in model.model_fields:
        assert re.search(rf"[`.\[]{name}[`\]. ]", text), name


@pytest.mark.parametrize("model", [Incident, Reading, Position], ids=lambda model: model.__name__)
def test_the_document_of_incidents_names_every_field(model: type[BaseModel]):
    text = (DOCS / "formats-incident.md").read_text(encoding="utf-8")
    for name in model.model_fields:
        assert re.search(rf"[`\[]{name}[`\]]", text), name


def test_the_two_tanks_of_the_document_are_a_station(tmp_path: Path):
    path = tmp_path / "tanks.toml"
    path.write_text(example("formats-station.md"), encoding="utf-8")
    tanks = read_station(path)
    assert tanks.module_ids == ("LEFT", "RIGHT")
    assert tanks.hatch("DOOR").normally == "open"


def test_the_example_of_an_incident_is_an_incident(tmp_path: Path):
    path = tmp_path / "incident.toml"
    path.write_text(example("formats-incident.md"), encoding="utf-8")
    assert read_incident(path).concerns == ("SM_PRK",)
