"""A stranger's table replays: any columns, any rate, gaps and all, every mistake named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iss_viewer.datafile import FileMistakes
from iss_viewer.physics import saturation_over_water_pa
from iss_viewer.station.actions import MoveHatch, SealLeak
from iss_viewer.telemetry import ActionRefused, Quality
from iss_viewer.telemetry.events import ActionDone
from iss_viewer.telemetry.readings.readings import read_readings
from iss_viewer.telemetry.readings.readings_source import ReadingsSource

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
MAP = """
station = "trio"
[time]
column = "t"
written = "{written}"
{more}
[[columns]]
column = "p"
module = "{module}"
quantity = "pressure"
unit = "kPa"
"""


def _read(folder: Path, table: str, written: str = "seconds", more: str = "", module: str = ""):
    from iss_viewer.station import read_station

    module = module or read_station("trio").module_ids[0]
    (folder / "a.csv").write_text(table, encoding="utf-8")
    (folder / "a.toml").write_text(MAP.format(written=written, more=more, module=module))
    return read_readings(folder / "a.csv", folder / "a.toml")


def _mistakes(folder: Path, table: str, **how: str) -> list[str]:
    with pytest.raises(FileMistakes) as refusal:
        _read(folder, table, **how)
    return [f"{m.path.name}:{m.line}:{m.field}: {m.message}" for m in refusal.value.mistakes]


def test_the_example_of_the_documentation_reads():
    readings = read_readings(EXAMPLES / "readings.csv", EXAMPLES / "readings.toml")
    assert readings.unmapped == ("Remarks",)
    assert readings.channels.names == (
        "SM_PRK.pressure_pa", "SM_RO.pressure_pa", "SM_RO.temperature_k", "SM_RO.water_pa",
        "H01.is_open",
    )  # fmt: skip
    assert readings.start_utc_s == 1708927200.0  # 26 February 2024, 06:00 UTC
    assert readings.samples.values[0, 0] == pytest.approx(738.2 * 133.322387415)
    assert readings.samples.quality[3].tolist() == [Quality.MISSING, 0, 0, 0, 0]
    assert readings.samples.values[-1, 4] == 0.0


@pytest.mark.parametrize(
    ("written", "more", "cells"),
    [
        ("seconds", "start = 2024-02-29T12:00:00Z", ("0", "90")),
        ("minutes", "start = 2024-02-29T12:00:00Z", ("0", "1.5")),
        ("iso", "", ("2024-02-29T12:00:00Z", "2024-02-29 12:01:30+00:00")),
        ("iso", 'zone = "Europe/Moscow"', ("2024-02-29T15:00:00", "2024-02-29T15:01:30")),
        ("iso", 'zone = "+05:30"', ("2024-02-29T17:30:00", "2024-02-29T17:31:30")),
        ("iso", 'zone = "-03:30"', ("2024-02-29T08:30:00", "2024-02-29T08:31:30")),
        ("unix", "", ("1709208000", "1709208090")),
        ("unix_ms", "", ("1709208000000", "1709208090000")),
        (
            "format",
            'format = "%m/%d/%y %I:%M:%S %p"',
            ("02/29/24 12:00:00 PM", "02/29/24 12:01:30 PM"),
        ),
    ],
)
def test_time_may_be_written_in_many_ways(tmp_path, written, more, cells):
    table = f"t,p\n{cells[0]},101.3\n{cells[1]},101.2\n"
    readings = _read(tmp_path, table, written=written, more=more)
    assert readings.start_utc_s == 1709208000.0
    assert readings.samples.time_s.tolist() == [0.0, 90.0]


def test_what_cannot_be_read_is_left_out_counted_and_named_by_its_line(tmp_path):
    readings = _read(tmp_path, "t,p\n0,101\nx,100\n\n2,1e\n3,100,7\n4,--\n5,102\n")
    assert readings.samples.time_s.tolist() == [0.0, 2.0, 4.0, 5.0]
    assert readings.samples.quality[:, 0].tolist() == [0, Quality.MISSING, Quality.MISSING, 0]
    lines = {(each.line, each.column, each.text) for each in readings.balance.examples}
    assert lines == {(3, "t", "x"), (5, "p", "1e"), (6, "", "3,100,7")}
    assert readings.balance.is_even
    assert readings.notes == (
        "1 row left out: has 3 cells, the table has 2 (line 6).",
        "1 row left out: is not a time such as 12.5 (line 3).",
        "1 cell left out: is not a number (line 5).",
    )


def test_a_table_most_of_which_cannot_be_read_is_refused_with_lines_and_columns(tmp_path):
    told = _mistakes(tmp_path, "t,p\n0,101\nx,100\n\n2,1e\n3,100,7\n4,4,4\n")
    assert [words.split(": ")[0] for words in told] == [
        "a.csv:3:t", "a.csv:5:p", "a.csv:6:", "a.csv:7:",
    ]  # fmt: skip
    assert "'1e' is not a number; if it stands for no value, add it to 'missing'" in told[1]


def test_a_time_that_cannot_be_read_is_quoted_up_to_its_fortieth_character(tmp_path):
    long = "29 February of the leap year 2024, about noon"
    told = _mistakes(tmp_path, f't,p\n"{long}",101\n', written="iso")
    assert told == [f"a.csv:2:t: '{long[:40]}' is not a time such as 2024-02-29T13:05:00Z"]


def test_a_file_that_cannot_be_read_is_refused_as_a_whole_and_by_no_line(tmp_path):
    _read(tmp_path, "t,p\n0,101\n")
    (tmp_path / "a.csv").unlink()
    with pytest.raises(FileMistakes) as refusal:
        read_readings(tmp_path / "a.csv", tmp_path / "a.toml")
    (mistake,) = refusal.value.mistakes
    assert (mistake.line, mistake.field) == (0, "")
    assert mistake.message.startswith("cannot be read as a table: No such file")


def test_a_column_that_the_table_lacks_is_told_in_the_map(tmp_path):
    (told,) = _mistakes(tmp_path, "t,P1\n0,101\n")
    assert told.startswith("a.toml:8:column: the table has no column 'p'")


def test_mistakes_of_the_map_are_told_all_at_once(tmp_path):
    told = _mistakes(tmp_path, "t,p\n", more='zone = "Mars/Olympus"\nformat = "%d"', module="NOPE")
    assert len(told) == 3
    assert any("no time zone is named 'Mars/Olympus'" in words for words in told)
    assert any("no module is named 'NOPE'" in words for words in told)


def test_a_hundred_mistakes_are_counted_not_all_printed(tmp_path):
    told = _mistakes(tmp_path, "t,p\n" + "".join(f"{i},bad\n" for i in range(100)))
    assert len(told) == 21
    assert "80 more" in told[-1]


def test_rows_out_of_order_are_put_in_order_and_that_is_noted(tmp_path):
    readings = _read(tmp_path, "t,p\n0,1\n2,3\n1,2\n2,9\n")
    assert readings.samples.time_s.tolist() == [0.0, 1.0, 2.0]
    assert readings.samples.values[:, 0].tolist() == [1e3, 2e3, 3e3]
    assert readings.notes == (
        "1 row left out: has the time of an earlier row (line 5).",
        "1 row out of order, put in order.",
    )


def test_impossible_values_are_flagged_and_kept(tmp_path):
    readings = _read(tmp_path, "t,p\n0,-5\n1,100\n2,900\n3,NaN\n")
    codes = readings.samples.quality[:, 0].tolist()
    assert codes == [Quality.OUT_OF_RANGE, Quality.GOOD, Quality.OUT_OF_RANGE, Quality.MISSING]
    assert readings.samples.values[0, 0] == -5e3


def test_a_source_of_readings_yields_them_in_any_pieces(tmp_path):
    readings = _read(tmp_path, "t,p\n" + "".join(f"{i * 7},{100 + i}\n" for i in range(20)))
    source = ReadingsSource(readings)
    first, _ = source.read(20.0, 100)
    place = source.snapshot()
    second, _ = source.read(1e9, 4)
    source.restore(place)
    again, _ = source.read(1e9, 4)
    rest, _ = source.read(1e9, 100)
    assert first.time_s.tolist() == [0.0, 7.0, 14.0]
    assert second.time_s.tolist() == again.time_s.tolist()
    assert len(first) + len(second) + len(rest) == 20
    assert source.time_s == source.end_s == 133.0
    assert source.sample_period_s == 7.0


def test_a_hatch_can_be_told_but_a_leak_not_sealed(tmp_path):
    source = ReadingsSource(_read(tmp_path, "t,p\n0,100\n"))
    hatch = source.station.hatches[0].id
    told = source.act(MoveHatch(hatch, False))
    assert told == ActionDone(0.0, MoveHatch(hatch, False), hatch, is_reported=True)
    with pytest.raises(ActionRefused):
        source.act(SealLeak("L"))


def test_saturation_pressure_of_water_as_published():
    # IAPWS tables: 23.39 hPa at 20 °C; the Magnus formula is 0.3 % below
    assert saturation_over_water_pa(np.array([293.15]))[0] == pytest.approx(2339.0, rel=4e-3)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    table=st.binary(max_size=200) | st.text('0123456789.,;-te"\n\r p', max_size=80).map(str.encode)
)
def test_any_bytes_give_readings_or_mistakes(tmp_path, table):
    (tmp_path / "a.toml").write_text(MAP.format(written="seconds", more="", module="A"))
    from iss_viewer.station import read_station

    module = read_station("trio").module_ids[0]
    (tmp_path / "a.toml").write_text(MAP.format(written="seconds", more="", module=module))
    for start in (b"", b"t,p\n"):
        (tmp_path / "a.csv").write_bytes(start + table)
        try:
            readings = read_readings(tmp_path / "a.csv", tmp_path / "a.toml")
        except FileMistakes as refusal:
            assert refusal.mistakes
        else:
            assert (np.diff(readings.samples.time_s) > 0).all()


def test_noise_and_steps_that_a_map_states_are_those_of_the_modules_instrument(tmp_path):
    from iss_viewer.detection.state.channel_map import channel_map_of

    (tmp_path / "a.csv").write_text("t,p\n0,101.3\n1,101.2\n")
    stated = MAP.format(written="seconds", more="", module="TRIO_A") + "quantum = 0.1\n"
    module = _read(tmp_path, "t,p\n0,101.3\n").station.module_ids[1]
    stated = stated.replace("TRIO_A", module)
    (tmp_path / "a.toml").write_text(stated)
    readings = read_readings(tmp_path / "a.csv", tmp_path / "a.toml")
    plain = channel_map_of(_read(tmp_path, "t,p\n0,101.3\n").station, readings.channels)
    pressure = channel_map_of(readings.station, readings.channels).modules["pressure"]
    assert pressure["quantum"][1] == pytest.approx(100.0)
    assert pressure["noise"][1] == plain.modules["pressure"]["noise"][1], "not stated: as it was"
    assert pressure["quantum"][0] == plain.modules["pressure"]["quantum"][0], "another module's"


def test_noise_of_what_is_no_instrument_is_a_mistake_of_the_map(tmp_path):
    from iss_viewer.station import read_station

    (tmp_path / "a.csv").write_text("t,p\n0,3\n")
    text = MAP.format(written="seconds", more="", module=read_station("trio").module_ids[0])
    text = text.replace('"pressure"', '"crew"').replace('unit = "kPa"', "noise = 1.0")
    (tmp_path / "a.toml").write_text(text)
    with pytest.raises(FileMistakes, match="noise and quantum are of an instrument"):
        read_readings(tmp_path / "a.csv", tmp_path / "a.toml")


def test_a_gap_of_years_is_leapt_over_once_what_lies_before_it_is_read(tmp_path):
    year_s = 365 * 86400
    source = ReadingsSource(_read(tmp_path, "t,p\n" + "".join(f"{t},100\n" for t in (0, 1, 2, year_s, year_s + 1))))  # fmt: skip
    assert source.read(2.0, 100)[0].time_s.tolist() == [0.0, 1.0, 2.0]
    assert source.read(3.0, 100)[0].time_s.tolist() == [year_s]
    assert len(source.read(4.0, 100)[0]) == 0, "not due yet, and no gap before it"
