"""A stretch of a recording as spreadsheets of several countries read it."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from iss_viewer.debrief.sheet import export_sheet, safe
from iss_viewer.situation.results import SheetForm
from iss_viewer.situation.words.clock import ELAPSED, GMT, IN_UTC


def cells(path, delimiter):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


@pytest.mark.parametrize(
    ("delimiter", "decimal"), [(";", ","), (",", "."), (";", "."), ("\t", ",")]
)
def test_numbers_have_the_signs_of_the_country(run, tmp_path, delimiter, decimal):
    path, name = tmp_path / "a.csv", run.header.sampled.names[0]
    form = SheetForm(ELAPSED, delimiter, decimal, (name,))
    rows = export_sheet(run, path, run.time_s[0], run.time_s[5], form)
    head, *body = cells(path, delimiter)
    assert rows == len(body) == 6
    assert head == ["time_s", name]
    values = [float(row[1].replace(decimal, ".")) for row in body]
    np.testing.assert_allclose(values, run.samples(0, 6).values[:, 0], rtol=1e-9)


def test_a_date_is_written_as_spreadsheets_read_it(run, tmp_path):
    path = tmp_path / "a.csv"
    export_sheet(run, path, run.time_s[0], run.time_s[1], SheetForm(IN_UTC))
    head, first, _ = cells(path, ",")
    assert head[:2] == ["time_s", "time UTC"] and len(first[1]) == len("2024-11-30 08:56:05")
    export_sheet(run, path, run.time_s[0], run.time_s[1], SheetForm(GMT))
    assert cells(path, ",")[1][1].count("/") == 2


def test_a_value_that_is_not_known_is_an_empty_cell_and_all_columns_are_there(run, tmp_path):
    path = tmp_path / "a.csv"
    export_sheet(run, path, run.time_s[0], run.time_s[2], SheetForm(ELAPSED))
    head, *body = cells(path, ",")
    assert len(head) == 1 + len(run.header.sampled) + len(run.header.assessed)
    assert "nan" not in {cell for row in body for cell in row}


def test_no_cell_begins_a_formula():
    assert safe("=1+1") == "'=1+1" and safe("SM.pressure_pa") == "SM.pressure_pa"
