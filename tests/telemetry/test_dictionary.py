"""The dictionary of every station is valid XTCE 1.2 by the schema of the OMG, and tells each column with its unit."""

from __future__ import annotations

from importlib.resources import files
from xml.etree import ElementTree

import pytest
import xmlschema

from iss_viewer.app.dictionary import dictionary_of
from iss_viewer.datafile import named
from iss_viewer.station import read_station
from iss_viewer.telemetry import ChannelTable
from iss_viewer.telemetry.dictionary import ROW, dictionary_text

XTCE = "{http://www.omg.org/spec/XTCE/20180204}"


@pytest.fixture(scope="module")
def schema() -> xmlschema.XMLSchema:
    """The schema of the OMG, as space-packet-parser brings it."""
    place = files("space_packet_parser") / "xtce" / "schemas" / "SpaceSystem.xsd"
    return xmlschema.XMLSchema(str(place))


@pytest.mark.timeout(900)  # where nothing was compiled yet, it is
@pytest.mark.parametrize("station", sorted(named("stations")))
def test_the_dictionary_of_every_station_is_valid(schema, station):
    text = dictionary_of(station)
    schema.validate(ElementTree.fromstring(text))
    assert text.count("<ParameterRefEntry") == text.count("<Parameter ") > 100


def test_a_broken_dictionary_is_refused_by_the_schema(schema):
    text = dictionary_of("trio").replace("<ContainerSet>", "<ContainerSet><Nonsense/>", 1)
    assert not schema.is_valid(ElementTree.fromstring(text))


def test_a_column_is_a_parameter_of_its_subject_with_its_unit_and_its_place_in_the_row():
    table = ChannelTable.of(["CORE.pressure_pa", "CORE.leak_rate_kg_s", "CORE.status"])
    root = ElementTree.fromstring(dictionary_text(read_station("trio"), table))
    (core,) = root.findall(f"{XTCE}SpaceSystem")
    assert core.get("name") == "CORE"
    assert {unit.text for unit in core.iter(f"{XTCE}Unit")} == {"Pa", "kg/s"}
    entries = [
        each.get("parameterRef").split("/")[-1] for each in root.iter(f"{XTCE}ParameterRefEntry")
    ]
    assert entries == ["time_s", "pressure_pa", "leak_rate_kg_s", "status"]
    assert ROW in [each.get("name") for each in root.iter(f"{XTCE}SequenceContainer")]
