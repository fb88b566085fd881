"""The index of a recording that has none, or a damaged one, made anew from its chunks."""

from __future__ import annotations

from typing import BinaryIO

import numpy as np
from mcap.opcode import Opcode

from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.recording.header import RunHeader
from iss_viewer.telemetry.recording.index import Index, IndexBuilder
from iss_viewer.telemetry.recording.plain import UnknownWord
from iss_viewer.telemetry.recording.scan import Damage, Record, records, unpack_chunk
from iss_viewer.telemetry.recording.topics import EVENTS, Topics, parse_event, single_messages


def rebuilt_index(file: BinaryIO, header: RunHeader, topics: Topics) -> tuple[Index, str]:
    """The index of all chunks up to the first damage, and what is wrong with the file, in words."""
    builder = IndexBuilder(len(header.sampled), len(header.assessed))
    held = np.full(len(header.assessed), np.nan)
    try:
        for record in records(file):
            if record.opcode == Opcode.CHUNK:
                held = _add_chunk(builder, record, topics, held)
    except (Damage, UnknownWord) as damage:
        return builder.built(), str(damage)
    return builder.built(), "it has no index, or a damaged one; it was made anew"


def _add_chunk(builder: IndexBuilder, record: Record, topics: Topics, held: Floats) -> Floats:
    """Take in a chunk, given the assessments that held before it; those that hold after it."""
    data = unpack_chunk(record.body, record.place)
    samples, assessed = topics.samples, topics.assessed
    count = samples.rows_in(data)
    kept = assessed.rows_in(data, count * samples.row_bytes)
    rest = count * samples.row_bytes + kept * assessed.row_bytes
    singles = list(single_messages(data, rest))
    events = [parse_event(single) for single in singles if single.channel == EVENTS]
    time_s, values, _ = samples.decode(data, count)
    when, rows, _ = assessed.decode(data, kept, count * samples.row_bytes)
    known = np.concatenate([held[np.newaxis], rows])
    filled = known[np.searchsorted(when, time_s, side="right")]
    has_more = len(singles) > len(events)
    builder.add_chunk((record.place, record.length), count, kept, has_more)
    builder.add_rows(time_s, values, filled)
    builder.add_events(events)
    return np.asarray(known[-1])
