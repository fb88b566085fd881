"""A station file that does not fit together is refused with all that is wrong in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iss_viewer.datafile import FileMistakes, assets_dir
from iss_viewer.station import read_station

TRIO = (assets_dir() / "stations" / "trio.toml").read_text(encoding="utf-8")


def mistakes_of(folder: Path, *changes: tuple[str, str]) -> str:
    text = TRIO
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = folder / "trio.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileMistakes) as caught:
        read_station(path)
    return "\n".join(str(mistake).removeprefix(f"{path}:") for mistake in caught.value.mistakes)


def test_many_mistakes_of_many_kinds_are_shown_together(tmp_path: Path):
    found = mistakes_of(
        tmp_path,
        ('b = "CORE"\nopening', 'b = "CROE"\nopening'),
        ("free_volume_m3 = 80.0", "free_volume_m3 = -80.0"),
        ('shape = "node"', 'shap = "node"'),
        ('port = "AFT"', 'port = "AFTER"'),
        ('tank = "NITROGEN"', 'tank = "NITRO"'),
        ('segment = "USOS"\nshape = "lab"', 'segment = "US"\nshape = "lab"'),
    )
    for said in (
        "shap: unknown key; did you mean 'shape'?",
        "free_volume_m3: must be greater than or equal to 0.001 m3 (is -80.0)",
        "segment: must be 'ROS' or 'USOS' (is 'US')",
        "hatches[0].b: no module is named 'CROE'; did you mean 'CORE'?",
        "docked[0].port: no port is named 'AFTER'; did you mean 'AFT'?",
        "equipment[4].tank: no tank is named 'NITRO'; did you mean 'NITROGEN'?",
    ):
        assert said in found
    assert len(found.splitlines()) == 6


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "WORK"\nname', 'id = "CORE"\nname', "'CORE' is named twice"),
        ('vehicle = "', 'vehicle = "X', "no docked vehicle is named 'X"),
        ('id = "WORK"\nname', 'id = "VACUUM"\nname', "'VACUUM' means something else here"),
        ("bias = 0.2", "bias = 35.0", "sensor_classes[1].bias: no instrument of temperature has this: at most 5, in K (is 35)"),
        ("drift_per_sqrt_day = 0.01", "drift_per_sqrt_day = 3.0", "at most 1, in K (is 3)"),
        ("free_volume_m3 = 80.0", "free_volume_m3 = 8e9", "is beyond what is physical: at most 1e+07 m3 (is 8000000000.0)"),
        ('name = "Trio"', 'name = "Trio"\noutside = "CHAMBER"', "outside: no module is named 'CHAMBER'"),
        ('kind = "co2_removal"', 'kind = "co2_removal"\ninto = "WORK"', "equipment[0].into: co2_removal: leads nowhere, as a pump or hose does"),
        ('kind = "co2_removal"', 'kind = "hose"\ninto = "CORE"', "equipment[0].into: leads back to its own module"),
        ('kind = "co2_removal"', 'kind = "hose"\ninto = "WORK"', "equipment[0].diameter_m: is missing: the bore of the hose"),
        ('kind = "co2_removal"\nflow_m3_s = 0.0075', 'kind = "pump"', "equipment[0].flow_m3_s: is missing: what the pump moves"),
        ('kind = "co2_removal"', 'kind = "co2_removal"\nstall_pa = 9e4', "equipment[0].stall_pa: belongs to a pump, not to co2_removal"),
        ('kind = "co2_removal"', 'kind = "co2_removal"\nfresh_s = 60.0', "equipment[0].fresh_s: belongs to a bed: half_cycle_s is missing"),
        ('kind = "co2_removal"', 'kind = "co2_removal"\nhalf_cycle_s = 600.0\ndump_s = 700.0', "equipment[0].dump_s: is longer than half_cycle_s (600)"),
        ('kind = "oxygen_generation"', 'kind = "oxygen_generation"\nhalf_cycle_s = 600.0', "equipment[1].half_cycle_s: oxygen_generation has no beds"),
        ('kind = "oxygen_generation"', 'kind = "oxygen_generation"\ntank = "NITROGEN"', "equipment[1].tank: oxygen_generation needs a tank of water"),
        ('gas = "nitrogen"', 'gas = "water"', "equipment[4].tank: nitrogen_feed needs a tank of gas"),
        ('id = "D2"', 'id = "D.2"', "use letters, digits, _ and - only"),
        ('b = "CORE"\nopening', 'b = "STORE"\nopening', "joins two different volumes"),
        ('a = "WORK"\nb = "VACUUM"', 'a = "VACUUM"\nb = "WORK"', "the outside comes second"),
        ('hatch = "D4"', 'hatch = "D2"', "'D2' is not a hatch of 'STORE'"),
        ('a = "CORE"\nb = "STORE"', 'a = "WORK"\nb = "STORE"', "no hatch joins WORK and STORE"),
        ('id = "STORE_TEMPERATURE"\nmodule = "STORE"', 'id = "S_T"\nmodule = "CORE"',
         "CORE has a sensor of temperature already"),
        ('sensors = ["PRESSURE"', 'sensors = ["PRESURE"', "did you mean 'PRESSURE'?"),
        ("water_pa = 1050.0", "water_pa = 99999.0", "together exceed pressure_pa"),
        ('source = "made_up"', 'source = "made_upp"', "no source is named 'made_upp'"),
        ('module = "CORE"\nvehicle', 'module = "COER"\nvehicle', "did you mean 'CORE'?"),
    ],
)  # fmt: skip
def test_each_kind_of_mistake_is_named(tmp_path: Path, old: str, new: str, said: str):
    assert said in mistakes_of(tmp_path, (old, new))


def test_evidence_of_a_field_that_the_table_does_not_have_is_refused(tmp_path: Path):
    new = 'a = "STORE"\nevidence.sise_m = { source = "made_up", confidence = "low" }'
    assert "did you mean 'size_m'?" in mistakes_of(tmp_path, ('a = "STORE"', new))


def test_two_ships_at_one_port_and_a_ship_at_a_taken_port_are_refused(tmp_path: Path):
    twice = '[[docked]]\nport = "AFT"\ntype = "FERRY"\nid = "F2"\nname = "F2"\n\n[[fans]]'
    assert "another vehicle is at port 'AFT'" in mistakes_of(tmp_path, ("[[fans]]", twice))
    taken = ('a = "STORE"\nb = "VACUUM"', 'a = "STORE"\nb = "WORK"')
    assert "is taken: it joins STORE and WORK" in mistakes_of(tmp_path, taken)


def test_a_station_without_a_table_of_sources_may_write_them_freely(tmp_path: Path):
    text = TRIO.replace('made_up = "made up for tests and first steps"', "")
    path = tmp_path / "free.toml"
    path.write_text(text, encoding="utf-8")
    assert read_station(path).id == "trio"


def test_a_station_that_nothing_has_the_name_of_is_told_with_the_nearest():
    with pytest.raises(FileMistakes, match="did you mean 'trio'"):
        read_station("tria")


@settings(max_examples=60)
@given(st.integers(0, len(TRIO) - 1), st.integers(0, 60), st.text(max_size=4))
def test_a_damaged_station_file_is_read_or_refused_but_never_crashes(
    tmp_path_factory: pytest.TempPathFactory, at: int, cut: int, insert: str
):
    path = tmp_path_factory.getbasetemp() / "damaged.toml"
    path.write_text(TRIO[:at] + insert + TRIO[at + cut :], encoding="utf-8")
    try:
        read_station(path)
    except FileMistakes as error:
        assert error.mistakes
