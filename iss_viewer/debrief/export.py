"""A stretch of a recording as a table for others: CSV or Parquet, with units, limits and time base."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from iss_viewer import units
from iss_viewer.situation.words.alarms import edit_words
from iss_viewer.situation.words.typed import one_line
from iss_viewer.telemetry.channels import Channel
from iss_viewer.telemetry.events import LimitEdited
from iss_viewer.telemetry.recording import RecordedRun

_BLOCK_ROWS = 16384
#: how the names of columns end that have a unit
_ENDINGS = ("_kg_s", "_pa_s", "_m3_s", "_pa", "_kg", "_m3", "_k", "_s")
TIME, UTC_NAME = "time_s", "utc"


def export_table(
    run: RecordedRun, path: Path, from_s: float | None = None, to_s: float | None = None
) -> int:
    """Write the rows with from_s <= time <= to_s (None: the run's ends); how many there were.

    A path that ends in ``.parquet`` becomes Parquet, any other CSV. Sampled channels come first,
    then what was concluded. In CSV, lines that begin with ``#`` say what the columns are; in
    Parquet, the metadata of schema and fields do; also what of it is damaged. Raises OSError.
    """
    start = int(np.searchsorted(run.time_s, -np.inf if from_s is None else from_s, side="left"))
    stop = int(np.searchsorted(run.time_s, np.inf if to_s is None else to_s, side="right"))
    path.parent.mkdir(parents=True, exist_ok=True)
    run.look_through(start, stop)  # what is damaged in there stands in the head
    schema = _schema(run)
    if path.suffix.lower() == ".parquet":
        with path.open("wb") as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
            for table in _tables(run, schema, start, stop):
                writer.write_table(table)
    else:
        with path.open("wb") as file:
            file.write("".join(f"# {line}\n" for line in _heading(run)).encode())
            with pa_csv.CSVWriter(file, schema) as writer:
                for table in _tables(run, schema, start, stop):
                    writer.write_table(table)
    return max(stop - start, 0)


def unit_of(quantity: str) -> str:
    """The SI unit that ends a quantity's name; "1" for pure numbers and states."""
    return units.unit_of(quantity) or "1"


def _tables(run: RecordedRun, schema: Any, start: int, stop: int) -> Iterator[Any]:
    base = np.datetime64(round(run.header.start_utc_s * 1000), "ms")
    for first in range(start, stop, _BLOCK_ROWS):
        last = min(stop, first + _BLOCK_ROWS)
        samples, assessed = run.samples(first, last), run.assessed(first, last)
        utc = base + np.rint(samples.time_s * 1000).astype("timedelta64[ms]")
        columns = [samples.time_s, utc, *samples.values.T, *assessed.T]
        arrays = [pa.array(np.ascontiguousarray(column)) for column in columns]
        yield pa.Table.from_arrays(
            [array.cast(field.type) for array, field in zip(arrays, schema, strict=True)],
            schema=schema,
        )


def _schema(run: RecordedRun) -> Any:
    fields = [
        pa.field(TIME, pa.float64(), metadata={"unit": "s", "about": "since the start of the run"}),
        pa.field(UTC_NAME, pa.timestamp("ms", "UTC")),
    ]
    fields += [_field(channel, "sampled") for channel in run.header.sampled]
    fields += [_field(channel, "concluded") for channel in run.header.assessed]
    return pa.schema(fields, metadata={key: str(value) for key, value in _about(run).items()})


def _field(channel: Channel, kind: str) -> Any:
    about = {"unit": unit_of(channel.quantity), "kind": kind}
    return pa.field(channel.name, pa.float64(), metadata=about)


def _about(run: RecordedRun) -> dict[str, object]:
    header = run.header
    return {
        "title": header.title,
        "mode": header.mode,
        "scenario": header.scenario_id,
        "station": header.station.name,
        "seed": header.seed,
        "version": header.version,
        "recording": run.path.name,
        "start_utc": datetime.fromtimestamp(header.start_utc_s, UTC).isoformat(),
        "time_base": "time_s counts seconds since start_utc",
        "limits": json.dumps(limits_of(run)),
        "damage": "; ".join((*run.damage, *run.gaps)),
    }


def _heading(run: RecordedRun) -> list[str]:
    """What a CSV says before its names."""
    lines = [f"{key}: {value}" for key, value in _about(run).items() if key != "limits" and value]
    lines += [f"limit: {name} {words}" for name, words in limits_of(run).items()]
    lines.append(
        "units: the ending of a name is its unit: "
        + ", ".join(f"{ending} {unit_of(ending)}" for ending in _ENDINGS)
        + "; names without such an ending are pure numbers or states; empty or nan: no value"
    )
    lines.append(f"conclusions of the detector begin at {_first_concluded(run)}")
    return [one_line(line) for line in lines]


def _first_concluded(run: RecordedRun) -> str:
    return next(iter(run.header.assessed.names), "none")


def _with_unit(value: float, quantity: str) -> str:
    unit = unit_of(quantity)
    return f"{value:.6g}" if unit == "1" else f"{value:.6g} {unit}"


def limits_of(run: RecordedRun) -> dict[str, str]:
    """The alarm limits in force at the start and their changes, in words."""
    from iss_viewer.datafile import read_text
    from iss_viewer.detection.limits import Limits, read_limits

    text = run.header.limits_text
    limits = read_text(text, Path("limits.toml"), Limits) if text else read_limits()
    found = {
        rule.id: f"{rule.quantity} {rule.side} {_with_unit(rule.value, rule.quantity)} ({rule.class_name})"
        for rule in limits.rules
    }
    for event in run.events:
        if isinstance(event, LimitEdited):
            when = units.clock_text(event.time_s)
            found[f"{event.limit} from {when}"] = f"Limit {event.limit}: {edit_words(event)}"
    return found
