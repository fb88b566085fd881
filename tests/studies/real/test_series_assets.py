"""The series of real readings on file: whole, sourced, and as much of them as the study needs."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from iss_viewer.datafile import FileMistakes, assets_dir
from iss_viewer.station import read_station
from iss_viewer.studies.real.planting import rounded
from iss_viewer.studies.real.room import opened
from iss_viewer.studies.real.series import (
    Column,
    SeriesReadings,
    polled,
    read_series_file,
    readings_of,
    room_file,
    series_files,
)

FOLDER = assets_dir() / "series"
FILES = series_files()
SERIES = [series.id for file in FILES.values() for series in file.series]
MOST_BYTES = 6_000_000


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_series_says_who_measured_it_where_from_and_by_which_licence(name: str):
    file = FILES[name]
    assert file.id == name
    assert file.repository.startswith("https://github.com/")
    said = (file.title, file.measured_by, file.where, file.licence, file.instrument, file.kept)
    assert all(said)
    assert file.room.source
    assert file.room.confidence == "assumed"


@pytest.mark.parametrize("series_id", SERIES)
def test_every_series_opens_as_readings_of_a_room_of_possible_values(series_id: str):
    readings = readings_of(series_id)
    assert (np.diff(readings.time_s) > 0.0).all()
    part = readings.rows(0, 200)
    found = opened(part, 75.0)
    assert not found.unmapped
    assert len(found.samples) == len(part.time_s)
    assert not found.samples.quality[np.isfinite(found.samples.values)].any()
    pressure = found.samples.values[:, found.channels.names.index("ROOM.pressure_pa")]
    assert 60_000.0 < np.nanmin(pressure) <= np.nanmax(pressure) < 110_000.0


@pytest.mark.parametrize("series_id", SERIES)
def test_what_was_read_lies_within_half_a_step_of_what_can_be_read(series_id: str):
    readings = readings_of(series_id)
    for place, column in enumerate(readings.columns):
        off = np.abs(rounded(readings.values[:, place], column) - readings.values[:, place])
        assert np.nanmax(off) <= 0.5 * column.step + 1e-9


def test_there_are_enough_days_of_the_ground_and_of_the_station():
    days = {True: 0.0, False: 0.0}
    seen = set()
    for file in FILES.values():
        for series in file.series:
            if (series.path, series.columns[0].column) not in seen:
                seen.add((series.path, series.columns[0].column))
                time_s = readings_of(series.id).time_s
                days[file.is_aboard] += (time_s[-1] - time_s[0]) / 86400.0
    assert days[True] > 2.0
    assert days[False] > 230.0


def test_every_table_is_used_and_all_of_them_are_small():
    tables = {path.name for path in FOLDER.glob("*.csv.gz")}
    assert tables == {series.table for file in FILES.values() for series in file.series}
    assert sum(path.stat().st_size for path in FOLDER.rglob("*")) < MOST_BYTES


def test_the_room_that_series_are_played_in_has_an_instrument_of_each_kind():
    station = read_station(room_file())
    assert station.module_ids == ("ROOM",)
    assert len(station.sensors) == len(station.sensor_classes) == 5


def test_a_series_without_its_table_is_told_with_its_line(tmp_path: Path):
    path = tmp_path / "house-2016.toml"
    shutil.copy(FOLDER / "house-2016.toml", path)
    with pytest.raises(FileMistakes, match=r"there is no file 'house-2016\.csv\.gz'"):
        read_series_file(path)


def test_a_console_that_polls_reads_what_was_sent_last():
    column = Column(column="p", quantity="pressure", unit="Pa")
    sent = SeriesReadings(
        np.array([3.0, 12.0, 18.0, 41.0]), np.array([[1.0], [2.0], [3.0], [4.0]]), (column,)
    )
    read = polled(sent, 10.0)
    assert read.time_s.tolist() == [10.0, 20.0, 30.0, 40.0]
    assert read.values[:, 0].tolist() == [1.0, 3.0, 3.0, 3.0]
