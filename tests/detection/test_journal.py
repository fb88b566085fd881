"""The journal: still there after any death, never in the way."""

import subprocess
import sys

from iss_viewer.detection.alarms.alarm import alarms_at
from iss_viewer.telemetry.events import Event
from iss_viewer.telemetry.journal import Journal

_KILLED = """
import os, signal, sys
from pathlib import Path
from iss_viewer.telemetry.journal import Journal
from iss_viewer.telemetry.events import Event
journal = Journal(Path(sys.argv[1]), "run")
for k in range(50):
    journal.write([Event(float(k), "limit", "leak", "changed", {"k": k})])
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_journal_outlives_a_killed_process(tmp_path):
    path = tmp_path / "journal.sqlite"
    dead = subprocess.run([sys.executable, "-c", _KILLED, str(path)], check=False)
    assert dead.returncode == -9
    journal = Journal(path, "later")
    assert [event.data["k"] for event in journal.read("run")] == list(range(50))
    assert journal.notice == ""


def test_damaged_journal_is_set_aside_with_a_note_and_a_new_one_begun(tmp_path):
    path = tmp_path / "journal.sqlite"
    path.write_bytes(b"this is no database" * 100)
    journal = Journal(path, "run")
    assert "damaged" in journal.notice
    aside = [found for found in tmp_path.iterdir() if ".damaged-" in found.name]
    assert aside[0].read_bytes().startswith(b"this is no database")
    journal.write([Event(1.0, "limit", "leak", "changed", {})])
    assert len(journal.read("run")) == 1


def test_journal_passes_over_what_is_not_its_business(tmp_path):
    journal = Journal(tmp_path / "j.sqlite", "run")
    journal.write([Event(1.0, "note", "STATION", "hello"), Event(2.0, "limit", "leak", "x")])
    assert [event.kind for event in journal.read()] == ["limit"]
    assert journal.runs() == ("run",)


def test_alarms_of_a_journal_fold_to_the_same_list(tmp_path, leaking_run):
    _, _, events = leaking_run
    journal = Journal(tmp_path / "j.sqlite", "run")
    journal.write(events)
    assert alarms_at(journal.read("run", "alarm"), 1e9) == alarms_at(events, 1e9)
    assert alarms_at(events, 1e9)
