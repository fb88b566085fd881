"""Several files of one run, each with channels of its own, understood without a map and joined on their times."""

from __future__ import annotations

import numpy as np
import pytest

from iss_viewer.datafile import FileMistakes
from iss_viewer.telemetry.readings.guessing.several_files import guess_files
from iss_viewer.telemetry.readings.map_reading import read_map
from iss_viewer.telemetry.readings.map_text import write_map
from iss_viewer.telemetry.readings.readings import read_readings


def written(folder, name, head, values, minutes=range(30)):
    rows = [f"2026-06-20 07:{m:02d}:00,{v}" for m, v in zip(minutes, values, strict=False)]
    path = folder / name
    path.write_text("\n".join([head, *rows]) + "\n")
    return path


@pytest.fixture
def files(tmp_path):
    pressure = [f"{745.0 - 0.1 * k:.2f}" for k in range(30)]
    warmth = [f"{21.0 + 0.1 * (k % 3):.1f}" for k in range(30)]
    return [
        written(tmp_path, "COL_pressure_mmHg.csv", "time,pressure [mmHg]", pressure),
        written(tmp_path, "COL_temperature.csv", "time,temperature [C]", warmth),
        written(tmp_path, "LAB_pressure.csv", "time,pressure [mmHg]", pressure, range(10, 40)),
    ]


def test_each_file_is_a_channel_and_its_name_tells_the_module(files):
    draft = guess_files(files)
    used = {(c.quantity, c.module, c.file) for c in draft.used}
    assert used == {
        ("pressure", "COL", ""),
        ("temperature", "COL", "COL_temperature.csv"),
        ("pressure", "LAB", "LAB_pressure.csv"),
    }
    assert draft.open_points() == ()


def test_the_map_that_comes_of_it_joins_the_files_on_their_times(files, tmp_path):
    draft = guess_files(files)
    path = tmp_path / "joined.toml"
    write_map(draft.to_map(), path)
    assert read_map(path)[0] == draft.to_map()
    readings = read_readings(files[0], path)
    assert len(readings.samples) == 40 and readings.channels.names == (
        "COL.pressure_pa", "COL.temperature_k", "LAB.pressure_pa",
    )  # fmt: skip
    missing = np.isnan(readings.samples.values).sum(axis=0)
    assert missing.tolist() == [10, 10, 10]


def test_values_of_each_file_stand_under_their_own_column(files):
    draft = guess_files(files)
    places = [place for place, column in enumerate(draft.columns) if column.quantity]
    assert [round(draft.values(place)[0], 1) for place in places] == [745.0, 21.0, 745.0]


def test_a_file_that_is_written_otherwise_is_named_with_what_differs(files, tmp_path):
    other = tmp_path / "NODE2_pressure.csv"
    other.write_text("Zeit;pressure [mmHg]\n" + "".join(f"2026-06-20 07:{m:02d}:00;745,{m}\n" for m in range(30)))  # fmt: skip
    with pytest.raises(FileMistakes) as caught:
        guess_files([files[0], other])
    told = str(caught.value)
    assert "NODE2_pressure.csv" in told and "parted by ';'" in told


def test_a_file_whose_time_stands_under_another_name_is_refused_in_words(files, tmp_path):
    other = written(tmp_path, "NODE2_pressure.csv", "clock,pressure [mmHg]", ["745.0"] * 30)
    with pytest.raises(FileMistakes, match="its time stands in 'clock'"):
        guess_files([files[0], other])


def test_one_file_is_understood_as_before(files):
    assert guess_files(files[:1]).files == ()
