"""Columns by their names."""

from __future__ import annotations

from iss_viewer.telemetry import ChannelTable


def test_columns_of_a_quantity_are_found_for_many_subjects_and_minus_one_where_there_is_none():
    table = ChannelTable.of(["A.pressure_pa", "B.temperature_k", "B.pressure_pa"])
    assert table.columns(["B", "C", "A"], "pressure_pa").tolist() == [2, -1, 0]
    assert table.get("B", "temperature_k") == 1
    assert table.get("A", "temperature_k") is None
    assert table.subjects("pressure_pa") == ("A", "B")
