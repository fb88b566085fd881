"""No number of a file is beyond what is physical for its quantity, whatever the field."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iss_viewer import units
from iss_viewer.datafile import FileMistakes, Strict, read_text
from iss_viewer.datafile.quantities import Power
from iss_viewer.datafile.ranges import outside, quantity_ranges
from tests.bounds import instruments_table, ranges_table, section


class Tank(Strict):
    volume_m3: float
    heat_w: Power | None = None
    count: int = 0


@given(st.sampled_from(sorted(quantity_ranges())), st.floats(-1, 1), st.booleans())
def test_a_number_is_taken_from_its_least_to_its_most_and_at_zero_and_told_of_beyond(
    ending, part, is_negative
):
    least, most = quantity_ranges()[ending]
    sign = -1.0 if is_negative else 1.0
    inside = least * (most / least) ** abs(part)
    assert outside(f"x{ending}", sign * min(max(inside, least), most)) == ""
    assert outside(f"x{ending}", 0.0) == ""
    assert f"at most {most:g}" in outside(f"x{ending}", sign * 1.01 * most)
    assert f"at least {least:g}" in outside(f"x{ending}", sign * 0.99 * least)


def test_every_quantity_that_a_name_can_end_in_has_a_range():
    assert set(units.endings()) <= set(quantity_ranges())


def test_a_longer_ending_is_asked_before_a_shorter_one():
    endings = list(quantity_ranges())
    for place, ending in enumerate(endings):
        assert not any(ending.endswith(earlier) for earlier in endings[:place])


def test_all_numbers_beyond_are_told_at_once_with_line_field_and_what_is_allowed():
    with pytest.raises(FileMistakes) as refused:
        read_text(f'volume_m3 = 1e-30\nheat_w = "1e9 kW"\ncount = {10**30}\n', Path("t"), Tank)
    assert [str(mistake) for mistake in refused.value.mistakes] == [
        "t:1: volume_m3: is less than anything physical: 0, or at least 1e-06 m3 (is 1e-30)",
        "t:2: heat_w: is beyond what is physical: at most 1e+06 W (is '1e9 kW')",
        f"t:3: count: is beyond what is physical: at most 1e+18 (is {10**30})",
    ]


def test_the_ranges_are_those_that_are_listed():
    assert ranges_table() == section("Any number")
    assert instruments_table() == section("Instruments")
