"""The journal: still there after any death, never in the way."""

import subprocess
import sys

from iss_viewer.situation.board import Board
from iss_viewer.telemetry.events import AlarmChanged, LimitEdited, NoteWritten
from iss_viewer.telemetry.journal import Journal

EDIT = LimitEdited(2.0, "leak", "value", 2.0, 1.0, "leak_evidence_1", 1)

_KILLED = """
import os, signal, sys
from pathlib import Path
from iss_viewer.telemetry.journal import Journal
from iss_viewer.telemetry.events import LimitEdited
journal = Journal(Path(sys.argv[1]), "run")
for k in range(50):
    journal.write([LimitEdited(float(k), "leak", "value", k, 1.0, "leak_evidence_1", k)])
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_journal_outlives_a_killed_process(tmp_path):
    path = tmp_path / "journal.sqlite"
    dead = subprocess.run([sys.executable, "-c", _KILLED, str(path)], check=False)
    assert dead.returncode == -9
    journal = Journal(path, "later")
    assert [event.version for event in journal.read("run")] == list(range(50))
    assert journal.notice == ""


def test_damaged_journal_is_set_aside_with_a_note_and_a_new_one_begun(tmp_path):
    path = tmp_path / "journal.sqlite"
    path.write_bytes(b"this is no database" * 100)
    journal = Journal(path, "run")
    assert "damaged" in journal.notice
    aside = [found for found in tmp_path.iterdir() if ".damaged-" in found.name]
    assert aside[0].read_bytes().startswith(b"this is no database")
    journal.write([EDIT])
    assert len(journal.read("run")) == 1


def test_journal_passes_over_what_is_not_its_business(tmp_path):
    journal = Journal(tmp_path / "j.sqlite", "run")
    journal.write([NoteWritten(1.0, "STATION", "hello"), EDIT])
    assert journal.read() == (EDIT,)
    assert journal.runs() == ("run",)


def test_alarms_of_a_journal_fold_to_the_same_list(tmp_path, leaking_run):
    _, _, events = leaking_run
    journal = Journal(tmp_path / "j.sqlite", "run")
    journal.write(events)
    alarms = Board.of(events).alarms
    assert Board.of(journal.read("run", (AlarmChanged,))).alarms == alarms
    assert alarms
