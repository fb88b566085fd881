"""Columns as tables of the libraries that people use; pandas and polars need not be installed."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

Floats = NDArray[np.float64]


def arrow(time_s: Floats, names: Sequence[str], values: Floats) -> pa.Table:
    """An Arrow table of ``time_s``, shape (n,), and `names`, the columns of values, shape (n, names)."""
    import pyarrow

    return pyarrow.table(_columns(time_s, names, values))


def pandas(time_s: Floats, names: Sequence[str], values: Floats) -> Any:
    """A DataFrame of pandas with the index ``time_s``. Raises ModuleNotFoundError without pandas."""
    return _library("pandas").DataFrame(_columns(time_s, names, values)).set_index("time_s")


def polars(time_s: Floats, names: Sequence[str], values: Floats) -> Any:
    """A DataFrame of polars. Raises ModuleNotFoundError without polars."""
    return _library("polars").DataFrame(_columns(time_s, names, values))


def _columns(time_s: Floats, names: Sequence[str], values: Floats) -> dict[str, Floats]:
    columns = {name: np.ascontiguousarray(values[:, i]) for i, name in enumerate(names)}
    return {"time_s": time_s, **columns}


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name != name:
            raise
        words = f"{name} is not installed: pip install 'iss-viewer[tables]', or use to_arrow()"
        raise ModuleNotFoundError(words, name=name) from None
