"""How a row of numbers lies in a recording: one Protobuf message of fixed length a row.

All fields of a row are doubles, so each value has a fixed place in the message. Thousands of rows
are therefore written and read by copying whole columns, and yet each row is a plain message that
any Protobuf reader understands: ``samples.SM_PRK.pressure_pa``.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.frames import Bytes, Floats
from iss_viewer.telemetry.recording.schemas import by_subject, row_schema

#: head of an MCAP message record: opcode, length, channel, sequence, log time, publish time
MESSAGE_HEAD = struct.Struct("<BQHIQQ")
MESSAGE_OPCODE = 5
_DOUBLE, _BYTES = 1, 2  # Protobuf wire types


@dataclass(frozen=True)
class _Run:
    """Columns as far apart in a table as their values are in a message: moved in one copy.

    columns: which. count: how many. offset, step: bytes to the first value and between two.
    """

    columns: slice
    count: int
    offset: int
    step: int


class RowLayout:
    """The place of every column of a table in its message, head of the MCAP record included."""

    def __init__(self, name: str, channel_id: int, table: ChannelTable, has_quality: bool) -> None:
        self.name, self.channel_id, self.columns = name, channel_id, len(table)
        self.has_quality = has_quality
        self.schema = row_schema(name, table, has_quality)
        body = bytearray(_tag(1, _DOUBLE))
        places = {"time_s": ("<f8", MESSAGE_HEAD.size + len(body))}
        values: list[tuple[int, int]] = []
        body += bytes(8)
        if has_quality:
            body += _tag(2, _BYTES) + _varint(len(table))
            places["quality"] = (f"({len(table)},)u1", MESSAGE_HEAD.size + len(body))
            body += bytes(len(table))
        for number, (_, columns) in enumerate(by_subject(table), start=3):
            tags = [_tag(field, _DOUBLE) for field in range(1, len(columns) + 1)]
            body += _tag(number, _BYTES) + _varint(sum(len(tag) + 8 for tag in tags))
            for tag, column in zip(tags, columns, strict=True):
                body += tag
                values.append((column, MESSAGE_HEAD.size + len(body)))
                body += bytes(8)
        head = MESSAGE_HEAD.pack(
            MESSAGE_OPCODE, len(body) + MESSAGE_HEAD.size - 9, channel_id, 0, 0, 0
        )
        self._template = np.frombuffer(head + bytes(body), np.uint8)
        self.row_bytes = len(self._template)
        self._record = _record(places, self.row_bytes)
        self._runs = tuple(_runs(values))

    def encode(
        self, time_s: Floats, log_ns: NDArray[np.uint64], values: Floats, quality: Bytes | None
    ) -> memoryview:
        """Rows as MCAP message records, end to end.

        time_s, log_ns: shape (n,). values, quality: shape (n, columns).
        """
        data = np.empty((len(time_s), self.row_bytes), np.uint8)
        data[:] = self._template
        rows = data.view(self._record)[:, 0]
        rows["log_ns"] = rows["publish_ns"] = log_ns
        rows["time_s"] = time_s
        if quality is not None and self.has_quality:
            rows["quality"] = quality
        for run in self._runs:
            self._cells(data, len(time_s), 0, run)[:] = values[:, run.columns]
        return data.reshape(-1).data

    def rows_in(self, data: bytes, start: int = 0) -> int:
        """How many rows of this layout follow each other in `data` from `start` on."""
        most = (len(data) - start) // self.row_bytes
        rows = np.frombuffer(data, self._record, most, start)
        own = (rows["opcode"] == MESSAGE_OPCODE) & (rows["channel"] == self.channel_id)
        own &= rows["length"] == self.row_bytes - 9
        return most if own.all() else int(np.argmin(own))

    def times(self, data: bytes, count: int, start: int = 0) -> Floats:
        """The times of `count` rows from `start` on, shape (count,)."""
        rows = np.frombuffer(data, self._record, count, start)
        return rows["time_s"].astype(np.float64)

    def decode(self, data: bytes, count: int, start: int = 0) -> tuple[Floats, Floats, Bytes]:
        """`count` rows from `start` on: times (count,), values and quality (count, columns)."""
        rows = np.frombuffer(data, self._record, count, start)
        values = np.empty((count, self.columns))
        for run in self._runs:
            values[:, run.columns] = self._cells(data, count, start, run)
        width = self.columns if self.has_quality else 0
        quality = np.empty((count, width), np.uint8)
        if self.has_quality:
            quality[:] = rows["quality"]
        return self.times(data, count, start), values, quality

    def _cells(self, data: bytes | memoryview | Bytes, count: int, start: int, run: _Run) -> Floats:
        """The values of a run in `count` rows from `start` on, as a view (count, run.count)."""
        shape, strides = (count, run.count), (self.row_bytes, run.step)
        if not count:
            return np.empty(shape)
        return np.ndarray(shape, "<f8", data, start + run.offset, strides)


def _runs(values: list[tuple[int, int]]) -> Iterator[_Run]:
    """Pairs of column and offset, in order of their offsets, as few runs."""
    runs: list[list[tuple[int, int]]] = []
    for value in values:
        if runs and _goes_on(runs[-1], value):
            runs[-1].append(value)
        else:
            runs.append([value])
    for run in runs:
        columns, step = _apart(run[0], run[1]) if len(run) > 1 else (1, 0)
        yield _Run(slice(run[0][0], run[-1][0] + 1, columns), len(run), run[0][1], step)


def _goes_on(run: list[tuple[int, int]], value: tuple[int, int]) -> bool:
    apart = _apart(run[-1], value)
    return apart[0] > 0 and (len(run) == 1 or apart == _apart(run[-2], run[-1]))


def _apart(one: tuple[int, int], next_one: tuple[int, int]) -> tuple[int, int]:
    return next_one[0] - one[0], next_one[1] - one[1]


def _record(places: dict[str, tuple[str, int]], size: int) -> np.dtype[np.void]:
    head = {"opcode": ("u1", 0), "length": ("<u8", 1), "channel": ("<u2", 9)}
    head |= {"log_ns": ("<u8", 15), "publish_ns": ("<u8", 23)}
    fields = head | places
    return np.dtype(
        {
            "names": list(fields),
            "formats": [form for form, _ in fields.values()],
            "offsets": [offset for _, offset in fields.values()],
            "itemsize": size,
        }
    )


def _tag(number: int, wire: int) -> bytes:
    return _varint(number << 3 | wire)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)
