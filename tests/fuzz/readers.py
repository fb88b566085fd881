"""Bytes of strangers in all readers: each is read, or refused in words, in bounded time.

``python tests/fuzz/readers.py 100000`` is for a night; ``make test`` takes 3,000. The same seed is the same
bytes: what is told of an input that failed is its reader, the seed and its number.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import struct
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import zstandard
from mcap.opcode import Opcode

from iss_viewer.app.checking import check_file
from iss_viewer.datafile import FileMistakes, assets_dir
from iss_viewer.station import read_station
from iss_viewer.station.actions import MoveHatch
from iss_viewer.telemetry import ChannelTable, Frames, Samples
from iss_viewer.telemetry.catalogue import Catalogue
from iss_viewer.telemetry.commands import Act, Command, WriteNote
from iss_viewer.telemetry.events import ActionDone, LimitEdited, NoteWritten
from iss_viewer.telemetry.events.malformed import Malformed
from iss_viewer.telemetry.events.reader import command_text, event_text, read_command, read_event
from iss_viewer.telemetry.journal import Journal
from iss_viewer.telemetry.packing import SnapshotError, pack, unpack
from iss_viewer.telemetry.readings.guessing.table_guess import guess_table
from iss_viewer.telemetry.readings.readings import read_readings, readings_by
from iss_viewer.telemetry.recording import (
    RecordedRun,
    Recorder,
    RecordingRefused,
    RunHeader,
    notes_path,
    verify,
)
from iss_viewer.telemetry.recording.scan import records

#: what a reader may say no with; all else is a fault of ours
REFUSALS = (FileMistakes, RecordingRefused, Malformed, SnapshotError)
#: processor seconds that no input of this size may take
MOST_S = 20.0
_WORDS = (
    b"", b"=", b"[", b"{", b'"', b"'''", b"\x00", b"\xff\xfe", b"\r", b"-1", b"1e999", b"nan", b"9" * 400,
    b"[" * 60, b"a." * 40, b"null", b"Infinity", b"\xe2\x80\xa8", b"\xed\xa0\x80", b"[/red]", b"\x1b[2J",
)  # fmt: skip
_MAP = """station = "trio"
[time]
column = "t"
written = "seconds"
[[columns]]
column = "p"
module = "CORE"
quantity = "pressure"
unit = "kPa"
"""

_STRANGE = "# logger\nDatum;Zeit;P Node2;T Node2\n;;[Pa];[°C]\n" + "".join(
    f'20.06.2026;10:{k:02d}:00;"97.{992 - k}";22,{k % 10}\n' for k in range(30)
)


@dataclass(frozen=True)
class Target:
    """A reader, and good bytes for it. mend: makes checksums right again behind a change."""

    name: str
    good: bytes
    read: Callable[[Path, bytes], object]
    mend: Callable[[bytes], bytes] = lambda data: data


def mutated(good: bytes, rng: random.Random) -> bytes:
    """The bytes with some of them changed, taken out, doubled, or words between them."""
    data = bytearray(good)
    for _ in range(1 + min(int(rng.expovariate(0.5)), 30)):
        at = rng.randrange(len(data) + 1)
        span = slice(at, at + int(rng.expovariate(0.1)))
        match rng.randrange(6):
            case 0 if data:
                data[at % len(data)] ^= 1 << rng.randrange(8)
            case 1:
                data[at:at] = rng.choice(_WORDS)
            case 2:
                del data[span]
            case 3:
                data[at:at] = data[span]
            case 4:
                data[span] = rng.randbytes(len(data[span]))
            case _ if rng.random() < 0.2:
                del data[at:]
    return bytes(data)


def with_checksums(data: bytes) -> bytes:
    """A recording whose attachments and chunks have right checksums, whatever is in them."""
    mended = bytearray(data)
    path = Path(tempfile.gettempdir()) / f"fuzz-{id(mended)}"
    path.write_bytes(data)
    try:
        with path.open("rb") as file:
            for record in records(file):
                at, body = record.place + 9, record.body
                if record.opcode == Opcode.ATTACHMENT and len(body) > 4:
                    crc = zlib.crc32(body[:-4])
                    mended[at + len(body) - 4 : at + len(body)] = struct.pack("<I", crc)
                elif record.opcode == Opcode.CHUNK:
                    mended[at + 24 : at + 28] = bytes(4)  # 0: whoever wrote it reckoned none
    except (ValueError, struct.error):
        pass
    finally:
        path.unlink()
    return bytes(mended)


def _look(path: Path, data: bytes) -> None:
    """All that people look at of a recording."""
    path.write_bytes(data)
    assert verify(path).exit_code in (0, 1, 2)
    with RecordedRun(path) as run:
        run.frames(0, len(run))
        run.history().curves(range(len(run.history().table)), -1e9, 1e9, 40)
        assert len(run.commands) + len(list(run.snapshots())) >= 0


def _check(path: Path, data: bytes) -> None:
    path.with_suffix(".toml").write_bytes(data)
    check_file(path.with_suffix(".toml"))


def _notes(path: Path, data: bytes) -> None:
    from iss_viewer.telemetry.recording.notes import read_notes

    notes_path(path).write_bytes(data)
    read_notes(path)


def _journal(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    journal = Journal(path, "now")
    journal.write([LimitEdited(1.0, "a", "value", 1.0, 0.0, "x", 1)])
    assert len(journal.read("now")) >= 1
    journal.close()


def _catalogue(path: Path, data: bytes) -> None:
    (path.parent / "catalogue.sqlite").write_bytes(data)
    catalogue = Catalogue(path.parent)
    catalogue.find("a")
    catalogue.set_score(path, 3.0)


def _table(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    path.with_suffix(".toml").write_text(_MAP)
    read_readings(path, path.with_suffix(".toml"))


def _map(path: Path, data: bytes) -> None:
    path.write_bytes(b"t,p\n0,101\n10,101.1\n20,101\n")
    path.with_suffix(".toml").write_bytes(data)
    read_readings(path, path.with_suffix(".toml"))


def _exercise_of_the_page() -> bytes:
    """The exercise for the station of three rooms that docs/formats-exercise.md shows."""
    page = Path(__file__).parents[2] / "docs" / "formats-exercise.md"
    return page.read_text().split("```toml\n")[1].split("```")[0].encode()


def targets(folder: Path) -> list[Target]:
    """All readers, each with good bytes of its own."""
    assets = assets_dir()
    incident = next(iter(sorted((assets / "incidents").glob("*.toml"))))
    scenario = (assets / "scenarios/quiet-day.toml").read_bytes()
    event = event_text(ActionDone(1.0, MoveHatch("D1", is_open=True), "CDR"))
    command = command_text(Command(WriteNote("a note"), "CDR"))
    state = pack({"a": np.arange(9.0), "b": (1, "two", None, frozenset({3}))})
    rows = "".join(f"{t},{101 + t % 7 / 10}\n" for t in range(0, 600, 10))
    recording = recording_of(folder / "good.mcap")
    return [
        Target("station", (assets / "stations/trio.toml").read_bytes(), _check),
        Target("scenario", scenario.replace(b'"iss"', b'"trio"'), _check),
        Target("limits", (assets / "limits.toml").read_bytes(), _check),
        Target("incident", incident.read_bytes(), _check),
        Target("exercise", _exercise_of_the_page(), _check),
        Target("map", _MAP.encode(), _map),
        Target("table", f"t,p\n{rows}".encode(), _table),
        Target("guess", _STRANGE.encode("cp1252"), _guess),
        Target("recording", recording, _look),
        Target("behind checksums", recording, _look, with_checksums),
        Target("notes", (event + "\n").encode() * 3, _notes),
        Target("event", event.encode(), lambda _, data: read_event(data.decode(errors="replace"))),
        Target(
            "command", command.encode(), lambda _, data: read_command(data.decode(errors="replace"))
        ),
        Target("state", state, lambda _, data: unpack(data)),
        Target("journal", _database(folder, Journal(folder / "j", "before")), _journal),
        Target("list", _list(folder), _catalogue),
    ]


def _guess(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    draft = guess_table(path).suggested()
    while draft.questions:
        draft = draft.answer(draft.questions[0].key, 0)
    if not draft.open_points():
        readings_by(path, draft.to_map(), draft.station)


def recording_of(path: Path) -> bytes:
    """A small good recording, written to a path."""
    sampled, assessed = ChannelTable.of(["CORE.pressure_pa"]), ChannelTable.of(["CORE.status"])
    header = RunHeader("A run", "SIMULATION", read_station("trio"), sampled, assessed, 1.7e9, 100.0)
    recorder = Recorder(path, header)
    for start in range(0, 100, 20):
        time_s = np.arange(start, start + 20.0)
        samples = Samples(time_s, np.full((20, 1), 101325.0), np.zeros((20, 1), np.uint8))
        events = (NoteWritten(float(start), "", "a note", "CDR"),)
        recorder.write(Frames(samples, np.zeros((20, 1)), events))
        recorder.write_command(Command(Act(MoveHatch("D1", is_open=True)), "CDR"), float(start))
        recorder.write_snapshot(float(start), zstandard.compress(b"state"))
        recorder.flush()
    recorder.close()
    return path.read_bytes()


def _database(folder: Path, journal: Journal) -> bytes:
    for number in range(60):
        journal.write([LimitEdited(float(number), "a", "value", 1.0, 0.0, "x", 1)])
    journal.close()
    return (folder / "j").read_bytes()


def _list(folder: Path) -> bytes:
    catalogue = Catalogue(folder)
    for number in range(20):
        catalogue.add(folder / "good.mcap", note=f"{number}" * 50)
    return (folder / "catalogue.sqlite").read_bytes()


def failures(count: int, seed: int) -> list[str]:
    """What `count` changed inputs, spread over all readers, brought to light: a line each."""
    found = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "good").mkdir()
        readers = targets(folder / "good")
        for number in range(count):
            target = readers[number % len(readers)]
            rng = random.Random(f"{seed} {number}")
            data = target.mend(mutated(target.good, rng))
            here = folder / "here"
            here.mkdir()
            began_s = time.process_time()
            try:
                target.read(here / "a.mcap", data)
            except REFUSALS:
                pass
            except Exception as error:  # noqa: BLE001  that is what is looked for
                found.append(
                    f"{target.name}, seed {seed}, {number}: {type(error).__name__}: {error}"
                )
            if time.process_time() - began_s > MOST_S:
                found.append(f"{target.name}, seed {seed}, {number}: too slow")
            shutil.rmtree(here)
    return found


def main() -> int:
    """Read as many changed inputs as asked for; 1 if any failed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("count", type=int, nargs="?", default=100_000)
    asked.add_argument("--seed", type=int, default=int(time.time()))
    given = asked.parse_args()
    found = failures(given.count, given.seed)
    summary = {"inputs": given.count, "seed": given.seed, "failed": len(found)}
    sys.stdout.write("\n".join((*found, json.dumps(summary))) + "\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
