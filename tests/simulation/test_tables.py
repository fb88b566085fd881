"""A run as tables of Arrow, pandas and polars, and what is said where a library is missing."""

from __future__ import annotations

import sys
from types import ModuleType

import numpy as np
import pytest
from stories import tell, trio

from iss_viewer.datafile import FileMistakes
from iss_viewer.simulation import simulate


@pytest.fixture(scope="module")
def run():
    return simulate(tell(duration="5 min", every="1 min"), trio())


class Frame(dict):
    """Stands for a DataFrame: what columns it is made of, and by which it is indexed."""

    index = ""

    def set_index(self, name: str) -> Frame:
        self.index = name
        return self


@pytest.fixture
def libraries(monkeypatch):
    """pandas and polars as far as they are called; neither is installed for the tests."""
    for name in ("pandas", "polars"):
        library = ModuleType(name)
        library.DataFrame = Frame  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, name, library)


def test_an_arrow_table_has_the_truth_or_what_was_measured(run):
    truth, measured = run.to_arrow(), run.to_arrow(measured=True)
    assert truth.column_names == ["time_s", *run.columns.names]
    assert measured.column_names == ["time_s", *run.sampled.names]
    assert truth["CORE.pressure_pa"].to_numpy().tobytes() == run["CORE.pressure_pa"].tobytes()
    assert truth["time_s"].to_pylist() == [0.0, 60.0, 120.0, 180.0, 240.0, 300.0]


def test_pandas_and_polars_are_handed_the_same_columns(run, libraries):
    indexed, plain = run.to_pandas(), run.to_polars()
    assert indexed.index == "time_s"
    for frame in (indexed, plain):
        assert list(frame) == ["time_s", *run.columns.names]
        assert np.array_equal(frame["CORE.pressure_pa"], run["CORE.pressure_pa"])


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_a_library_that_is_missing_is_told_with_how_to_get_it(run, monkeypatch, name):
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'iss-viewer\[tables\]'"):
        getattr(run, f"to_{name}")()


def test_a_scenario_is_simulated_by_its_name_with_values_set():
    shut = simulate("two-leaks", until_s=60.0, changes={"crew.count": 0, "seed": 9})
    assert shut.time_s[-1] == 60.0
    crew = [i for i, c in enumerate(shut.sampled) if c.quantity == "crew"]
    assert shut.samples.values[:, crew].sum() == 0.0


def test_what_a_call_cannot_mean_is_refused():
    with pytest.raises(FileMistakes, match="did you mean 'two-leaks'"):
        simulate("two-leeks")
    with pytest.raises(ValueError, match="on a station that was read"):
        simulate(tell(), "trio")
    with pytest.raises(ValueError, match="read the scenario too"):
        simulate("two-leaks", trio())
    with pytest.raises(ValueError, match="from 0 s on"):
        simulate("two-leaks", until_s=float("nan"))


def test_a_smaller_tolerance_comes_nearer_to_the_truth():
    body = '[[leaks]]\nid = "A"\nmodule = "WORK"\ndiameter = "20 mm"\n[crew]\ncount = 0\n'

    def pressure(tolerance: str) -> float:
        more = f"tolerance = {tolerance}"
        found = simulate(tell(body, duration="30 min", every="1 min", more=more), trio())
        return float(found["WORK.pressure_pa"][-1])

    exact = pressure("1e-9")
    errors = [abs(pressure(tolerance) / exact - 1.0) for tolerance in ("1e-3", "1e-5", "1e-7")]
    assert errors[0] > errors[1] > errors[2]
    assert errors[2] < 1e-7
