"""A column of a strange table as it is understood by now."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ColumnDraft:
    """A column of the table. name: as the map writes it; title: as a person reads it. quantity: empty: not read.

    doubts: what was taken without being written. is_time: whether time is read from it. is_settled: a person decided
    that it is what it is, however unlikely.
    """

    name: str
    title: str
    quantity: str = ""
    unit: str = ""
    module: str = ""
    hatch: str = ""
    decimal: str = ""
    file: str = ""
    doubts: tuple[str, ...] = ()
    is_time: bool = False
    is_settled: bool = False
