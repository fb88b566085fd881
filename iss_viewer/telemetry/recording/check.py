"""Whether a recording is whole, and how one that is not is made whole again."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from operator import itemgetter
from pathlib import Path

import numpy as np
from mcap.opcode import Opcode
from mcap.writer import MCAP0_MAGIC

from iss_viewer import units
from iss_viewer.telemetry.chunks import CHUNK_ROWS
from iss_viewer.telemetry.recording.header import RecordingRefused, RunHeader
from iss_viewer.telemetry.recording.lock import is_being_written
from iss_viewer.telemetry.recording.recorded_run import RecordedRun
from iss_viewer.telemetry.recording.recorder import Recorder
from iss_viewer.telemetry.recording.scan import (
    Damage,
    FileRecord,
    read_attachment,
    records,
    unpack_chunk,
)
from iss_viewer.telemetry.recording.topics import WordsOf, name_of

WHOLE, IN_PART, UNREADABLE = 0, 1, 2
#: what makes the sentences of the events of a run
WordsFor = Callable[[RunHeader], WordsOf]


def nameless(header: RunHeader) -> WordsOf:
    """Where nobody makes better words of events than what kind they are."""
    return name_of


@dataclass(frozen=True)
class CheckResult:
    """What a check of a recording found; exit_code is WHOLE, IN_PART or UNREADABLE."""

    exit_code: int
    words: str


def verify(path: Path) -> CheckResult:
    """Read every byte of a recording and say whether it is whole, in words for a person."""
    try:
        with RecordedRun(path) as run:
            is_unfinished = run.is_being_written
            damage = [*run.damage, *(() if is_unfinished else _damage_in_file(path))]
            rows, begin_s, end_s, gaps = len(run), *_span(run), run.gaps
    except RecordingRefused as refusal:
        return CheckResult(UNREADABLE, f"{path}: cannot be read: {refusal}")
    except OSError as error:
        return CheckResult(UNREADABLE, f"{path}: cannot be read: {error.strerror or error}")
    found = f"{rows} samples, {units.clock_text(begin_s)} to {units.clock_text(end_s)}"
    if not rows:
        found = "no samples"
    if is_unfinished and not damage and not gaps:
        return CheckResult(WHOLE, f"{path}: is being written ({found} so far)")
    if gaps and not damage:
        return CheckResult(IN_PART, f"{path}: whole, with gaps ({found}); {'; '.join(gaps)}")
    if damage:
        return CheckResult(IN_PART, f"{path}: read in part ({found}); {'; '.join(unique(damage))}")
    return CheckResult(WHOLE, f"{path}: whole ({found})")


def recover(path: Path, words_for: WordsFor = nameless) -> str:
    """Make a recording whole whose end, header or index is missing or damaged; what was lost, in words.

    What can be read is written anew beside it and then takes its place; the damaged file is kept
    as ``<name>.damaged``. An empty text: nothing was done, its writer came to the end or still writes.
    Damage in the midst of a finished file is left where it is: readers leave out what it hits, and `verify`
    tells of it. Raises RecordingRefused when nothing can be read, OSError when there is no room.
    """
    if is_being_written(path):
        return ""
    with RecordedRun(path) as run:
        if run.is_finished:
            return ""
        damage = [*run.damage, *_damage_in_file(path)]
        fresh = path.with_name(f"{path.name}.recovering")
        try:
            _rewrite(run, fresh, words_for)
        except OSError:
            fresh.unlink(missing_ok=True)
            raise
        damage = unique([*run.damage, *damage])
        rows, (_, end_s) = len(run), _span(run)
    path.replace(path.with_name(f"{path.name}.damaged"))
    fresh.replace(path)
    upto = f"{rows} samples up to {units.clock_text(end_s)}" if rows else "no samples"
    return f"{path.name}: recovered {upto}; {'; '.join(damage)}"


def unique(words: list[str]) -> list[str]:
    """The same without repetitions."""
    return list(dict.fromkeys(words))


def _rewrite(run: RecordedRun, fresh: Path, words_for: WordsFor) -> None:
    recorder = Recorder(fresh, run.header, words_of=words_for(run.header))
    for start in range(0, len(run), CHUNK_ROWS):
        recorder.write(run.frames(start, min(start + CHUNK_ROWS, len(run))))
    last_s = run.time_s[-1] if len(run) else -np.inf
    late = tuple(event for event in run.events if event.time_s > last_s)
    if late:
        recorder.write(replace(run.frames(0, 0), events=late))
    acts = [
        (order, partial(recorder.write_command, command, time_s))
        for order, time_s, command in run.ordered_commands
    ]
    acts += [
        (state.order, partial(recorder.write_snapshot, state.time_s, state.state))
        for state in run.snapshots()
    ]
    for _, write in sorted(acts, key=itemgetter(0)):
        write()
    recorder.close()
    if recorder.notice:
        raise OSError(recorder.notice)


def _span(run: RecordedRun) -> tuple[float, float]:
    return (float(run.time_s[0]), float(run.time_s[-1])) if len(run) else (0.0, 0.0)


def _damage_in_file(path: Path) -> list[str]:
    """What is wrong with the records of a file, up to where they can no longer be told apart."""
    found: list[str] = []
    with path.open("rb") as file:
        checksum, end = zlib.crc32(file.read(len(MCAP0_MAGIC))), len(MCAP0_MAGIC)
        has_ended = False
        try:
            for record in records(file):
                end = record.place + record.length
                found += _faults(record)
                if record.opcode == Opcode.DATA_END:
                    has_ended = True
                    found += _checksum_fault(record, checksum, is_explained=bool(found))
                head = struct.pack("<BQ", record.opcode, len(record.body))
                checksum = zlib.crc32(record.body, zlib.crc32(head, checksum))
            if not has_ended:
                found.append("where the data ends is damaged")
            file.seek(end)
            if file.read() != MCAP0_MAGIC:
                found.append(f"at byte {end}: the end of the file is damaged")
        except Damage as damage:
            found.append(str(damage))
    return found


def _faults(record: FileRecord) -> list[str]:
    try:
        if record.opcode == Opcode.CHUNK:
            unpack_chunk(record.body, record.place)
        elif record.opcode == Opcode.ATTACHMENT:
            read_attachment(record)
    except Damage as damage:
        return [str(damage)]
    return []


def _checksum_fault(record: FileRecord, checksum: int, is_explained: bool) -> list[str]:
    stated = int.from_bytes(record.body[:4], "little")
    if stated in (checksum, 0) or is_explained:  # 0: whoever wrote it reckoned none
        return []
    return [f"at byte {record.place} or before: the checksum differs, some bits have changed"]
