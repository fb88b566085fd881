"""A CSV file that grows row by row: time and one column a channel, an empty cell for no value."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

from iss_viewer.telemetry.frames import Floats


class TableWriter:
    """Writes ``time_s`` and the named columns; the unit of each ends its name."""

    def __init__(self, path: Path, names: Sequence[str]) -> None:
        fields = [pa.field("time_s", pa.float64()), *(pa.field(n, pa.float64()) for n in names)]
        self._schema = pa.schema(fields)
        self._sink = path.open("wb")  # by name, pyarrow knows no name that is not UTF-8
        self._file = csv.CSVWriter(self._sink, self._schema)

    def write(self, time_s: Floats, values: Floats) -> None:
        """Append rows: time_s of shape (n,), values of shape (n, columns)."""
        columns = [time_s, *np.ascontiguousarray(values.T)]
        arrays = [pa.array(column, mask=np.isnan(column)) for column in columns]
        self._file.write_batch(pa.record_batch(arrays, schema=self._schema))

    def close(self) -> None:
        """Finish the file."""
        self._file.close()
        self._sink.close()
