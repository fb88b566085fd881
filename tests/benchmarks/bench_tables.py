"""How long tables of a million and of ten million rows take to be understood and read, and with how much memory.

``python tests/benchmarks/bench_tables.py [rows in millions] [columns] [de]``: processor and wall seconds, and the peak of
memory that belongs to the process alone (what lies in files that the system may let go of is not counted).
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from iss_viewer.telemetry.readings.guessing.table_guess import guess_table
from iss_viewer.telemetry.readings.readings import readings_by

_BLOCK = 100_000


def write_table(path: Path, rows: int, columns: int, is_german: bool) -> None:
    """A table of pressures each second, a thousandth of its rows broken."""
    rng = np.random.default_rng(1)
    letter, point = (";", ",") if is_german else (",", ".")
    names = [f"P{k} [hPa]" for k in range(columns)]
    with path.open("w", encoding="utf-8") as file:
        file.write(letter.join(["Time", *names]) + "\n")
        for first in range(0, rows, _BLOCK):
            stamps = np.datetime64("2024-01-01T00:00:00") + np.arange(first, first + _BLOCK)
            values = 1013.0 + rng.normal(0.0, 0.1, (_BLOCK, columns))
            for k, (stamp, row) in enumerate(zip(stamps, values, strict=True)):
                if (first + k) % 1000 == 999:
                    file.write("broken\n")
                    continue
                cells = letter.join(f"{value:.2f}" for value in row)
                file.write(f"{stamp}{letter}{cells.replace('.', point)}\n")


def own_memory_mb() -> float:
    """Memory of the process that lies in no file, now."""
    text = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in text.splitlines() if "RssAnon" in line) / 1024


def main() -> None:
    rows = int(float(sys.argv[1]) * 1e6) if len(sys.argv) > 1 else 1_000_000
    columns = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "table.csv"
        write_table(path, rows, columns, "de" in sys.argv)
        print(f"{rows:,} rows, {columns} columns, {path.stat().st_size / 1e6:,.0f} MB")
        began_s, cpu_s = time.monotonic(), time.process_time()
        draft = guess_table(path, module="COL")
        print(f"guess {time.monotonic() - began_s:.1f} s, {len(draft.questions)} questions open")
        modules = draft.station.module_ids
        for place in range(1, columns + 1):
            draft = draft.edited(_of_module(place, modules[place % len(modules)]))
        peak = _Peak()
        readings = readings_by(path, draft.to_map(), draft.station)
        peak.stop()
        took = f"{time.process_time() - cpu_s:.1f} s of a processor, {time.monotonic() - began_s:.1f} s"
        print(f"read {len(readings.samples):,} rows in {took}, {peak.most_mb:,.0f} MB at most")
        print(readings.balance.words(), readings.balance.is_even)


def _of_module(place: int, module: str):
    from iss_viewer.telemetry.readings.guessing.question import DraftEdit

    return DraftEdit(("columns", place, "module"), module)


class _Peak:
    """Watches the memory of the process ten times a second."""

    def __init__(self) -> None:
        import threading

        self.most_mb, self._is_over = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._is_over.wait(0.1):
            self.most_mb = max(self.most_mb, own_memory_mb())

    def stop(self) -> None:
        """Watch no longer."""
        self._is_over.set()
        self._thread.join()


if __name__ == "__main__":
    main()
