"""A journal that is damaged, held, on a full disk or where nothing may be written: the run goes on."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iss_viewer.app.opening.limit_edits import limit_edits
from iss_viewer.telemetry import sqlite_file
from iss_viewer.telemetry.events import LimitEdited
from iss_viewer.telemetry.journal import Journal

MANY = settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
COUNT = 300


def edit(number: int) -> LimitEdited:
    """The edit of a rule of its own."""
    return LimitEdited(float(number), f"rule-{number}", "value", number, 1.0, "leak_evidence_1", 1)


@pytest.fixture(scope="module")
def content(tmp_path_factory) -> bytes:
    """The bytes of a journal of some pages."""
    path = tmp_path_factory.mktemp("journal") / "journal.sqlite"
    journal = Journal(path, "before")
    for number in range(COUNT):
        journal.write([edit(number)])
    journal.close()
    return path.read_bytes()


@MANY
@given(data=st.data())
def test_no_damage_of_a_journal_keeps_a_session_from_being_kept(tmp_path_factory, content, data):
    path = tmp_path_factory.mktemp("journal") / "journal.sqlite"
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 60))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(damaged[: data.draw(st.integers(1, len(damaged)))])
    orders, _ = limit_edits(path)
    assert all(order.order.limit.startswith("rule") for order in orders if order.order.value)
    journal = Journal(path, "now")
    journal.write([edit(7)])
    assert journal.read("now") == (edit(7),)
    journal.close()


def test_of_a_journal_with_one_bad_page_all_limits_before_and_behind_it_are_saved(
    tmp_path, content
):
    path, size = tmp_path / "journal.sqlite", 4096
    middle = content.index(b"rule-150") // size * size
    path.write_bytes(content[:middle] + b"\xff" * size + content[middle + size :])
    orders, _ = limit_edits(path)
    kept = {int(order.order.limit.removeprefix("rule-")) for order in orders}
    assert {0, 1, COUNT - 2, COUNT - 1} <= kept
    assert COUNT - 40 < len(kept) < COUNT
    assert len(list(tmp_path.glob("journal.sqlite.damaged-*"))) == 1
    assert limit_edits(path)[0] == orders


def test_a_journal_that_another_program_holds_is_written_when_it_is_free(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite_file, "PATIENCE_S", 0.05)
    path, now_s = tmp_path / "journal.sqlite", [0.0]
    Journal(path, "before").close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    journal = Journal(path, "run", wall=lambda: now_s[0])
    journal.write([edit(1)])
    assert "another program holds it" in journal.notice
    holder.execute("COMMIT")
    now_s[0] += 10.0
    journal.write([edit(2)])
    assert (journal.notice, journal.read("run")) == ("", (edit(1), edit(2)))
    assert [file.name for file in tmp_path.glob("*damaged*")] == []


def test_a_journal_where_nothing_can_be_written_is_told_and_ends_nothing(tmp_path):
    (tmp_path / "file").touch()
    for path in (Path("/proc/nowhere/journal.sqlite"), tmp_path / "file" / "journal.sqlite"):
        journal = Journal(path, "run")
        journal.write([edit(1)])
        assert "The run goes on" in journal.notice
        assert (journal.read(), journal.runs()) == ((), ())
        journal.close()


_FULL = """
import resource, signal, sys
from pathlib import Path
from iss_viewer.telemetry.events import LimitEdited
from iss_viewer.telemetry.journal import Journal
now_s = [0.0]
journal = Journal(Path(sys.argv[1]), "run", wall=lambda: now_s[0])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, hard))
for number in range(400):
    now_s[0] += 1.0
    journal.write([LimitEdited(float(number), "leak", "value", number, 1.0, "x", 1)])
print(journal.notice)
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
now_s[0] += 60.0
journal.write([LimitEdited(400.0, "leak", "value", 400, 1.0, "x", 1)])
print(len(journal.read("run")), repr(journal.notice))
"""


def test_a_full_disk_is_told_and_what_waited_is_written_when_there_is_room(tmp_path):
    command = [sys.executable, "-c", _FULL, str(tmp_path / "journal.sqlite")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told, after = done.stdout.splitlines()
    assert "cannot be used" in told
    assert after == "401 ''"
    assert not list(tmp_path.glob("*damaged*"))
