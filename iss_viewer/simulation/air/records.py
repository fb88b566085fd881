"""Arrays of records for compiled functions: a class names the fields of one record, once for numpy,
numba and mypy. Every field is a float, an int or one float of each `Species`, so a record has no gaps.

``row = rows[3]; row.warm_k`` reads one record, in Python as in compiled code; ``rows["warm_k"]`` is
the column of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Protocol, TypeVar, cast, get_type_hints, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from iss_viewer.simulation.air.gas import SPECIES

Row = TypeVar("Row", covariant=True)
_Row = TypeVar("_Row")
#: one number of nitrogen, oxygen, carbon dioxide and water each
Species = Annotated[NDArray[np.float64], len(SPECIES)]
_FIELDS: dict[Any, tuple[Any, ...]] = {
    float: (np.float64,),
    int: (np.int64,),
    Species: (np.float64, (len(SPECIES),)),
}
_DTYPES: dict[type[Any], np.dtype[np.void]] = {}


class Records(Protocol[Row]):
    """A numpy array of records, as mypy sees it."""

    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: str) -> NDArray[Any]: ...


def dtype_of(row: type[Any]) -> np.dtype[np.void]:
    """The dtype of a class of records, always the same one. Raises KeyError for a field of another type."""
    if row not in _DTYPES:
        hints = get_type_hints(row, include_extras=True)
        fields = [(name, *_FIELDS[hint]) for name, hint in hints.items()]
        _DTYPES[row] = np.dtype((np.record, np.dtype(fields, align=True)))
    return _DTYPES[row]


def empty(row: type[_Row], length: int) -> Records[_Row]:
    """Records that hold anything."""
    return cast("Records[_Row]", np.empty(length, dtype_of(row)))


def filled(row: type[_Row], length: int, **columns: ArrayLike) -> Records[_Row]:
    """Records from all their columns. Raises ValueError where one has another length."""
    assert list(columns) == list(get_type_hints(row)), "columns are the fields, in their order"
    rows = empty(row, length)
    for name, values in columns.items():
        rows[name][...] = np.reshape(values, rows[name].shape)
    return rows


def of_rows(row: type[_Row], rows: Sequence[tuple[Any, ...]]) -> Records[_Row]:
    """Records from rows of plain fields, in the order of the class."""
    return cast("Records[_Row]", np.array(rows, dtype_of(row)))
