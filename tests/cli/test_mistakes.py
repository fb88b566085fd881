"""Whatever a person types, and whatever a file says: words, and an exit code that is not 70."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iss_viewer.telemetry.commands import Command, WriteNote
from iss_viewer.telemetry.events import NoteWritten
from iss_viewer.telemetry.recording import RecordedRun, Recorder

#: markup, codes of emoji, escape sequences, formulas, line ends, letters that few fonts have
TYPED = (
    "[/red]", "[bold]x", "[link=file:///etc]x", ":smile:", "\x1b[2J\x1b]0;owned\x07", "=1+1",
    "a\r=HYPERLINK(1)", "a\u2028b", "\u202egnp.exe", "漏气", "हवा", "🚀",
)  # fmt: skip


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording of ten minutes of a quiet day."""
    from iss_viewer.app.headless import run_headless
    from iss_viewer.app.opening.requests import ScenarioRequest

    folder = tmp_path_factory.mktemp("quiet")
    run_headless(ScenarioRequest("quiet-day"), 600.0, folder, lambda done_s, end_s: None)
    return folder / "session.mcap"


def noted(quiet: Path, path: Path, texts: Sequence[str]) -> Path:
    """The same recording with a title and notes that somebody typed."""
    with RecordedRun(quiet) as run:
        recorder = Recorder(path, replace(run.header, title=texts[0]))
        frames, last_s = run.frames(0, len(run)), float(run.time_s[-1])
        notes = tuple(NoteWritten(last_s, "", text, text) for text in texts)
        recorder.write(replace(frames, events=(*frames.events, *notes)))
        recorder.write_command(Command(WriteNote(texts[-1]), texts[-1]), last_s)
        recorder.close()
    return path


def is_text(shown: str) -> bool:
    """Whether a terminal would obey nothing of it."""
    return not any(ord(letter) < 32 and letter not in "\n\t" for letter in shown)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.sampled_from(TYPED), more=st.lists(st.text(max_size=60), max_size=20))
def test_what_people_typed_is_shown_as_text_and_stays_in_its_lines(
    type_in, tmp_path, quiet, first, more
):
    texts = (first, *more, *TYPED)
    file, table = noted(quiet, tmp_path / "a.mcap", texts), tmp_path / "a.csv"
    code, told, errors = type_in("replay", file, "--headless")
    assert (code, errors) == (0, "")
    assert is_text(told)
    for text in texts:
        if text.isprintable() and text.strip() == text:
            assert text in told.replace("\n", "")
    assert type_in("compare", file, file)[0] == 0
    assert type_in("export", file, "--csv", table)[0] == 0
    lines = table.read_text(encoding="utf-8").splitlines()
    names = next(at for at, line in enumerate(lines) if not line.startswith("#"))
    assert lines[names].startswith('"time_s"')
    assert all(line[0].isdigit() or line[0] == "-" for line in lines[names + 1 :])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.sampled_from(TYPED) | st.text(max_size=60))
def test_a_file_with_any_words_in_it_is_checked_and_told_of(type_in, tmp_path, text):
    file = tmp_path / "a.toml"
    file.write_bytes(f"id = {text}\ntitle = '''{text}'''\n".encode(errors="replace"))
    code, told, errors = type_in("check", file)
    assert code == 2
    assert is_text(told + errors)


LONG = "n" * 300


@pytest.mark.parametrize("place", ["{file}/x", "/proc/x", LONG, "{folder}", "a\udcff", "[/red]/a"])
@pytest.mark.parametrize(
    "command",
    [
        ("export", "{quiet}", "--csv"),
        ("export", "{quiet}", "--parquet"),
        ("picture", "{quiet}", "--out"),
        ("run", "quiet-day", "--headless", "--until", "10 s", "--out"),
        ("replay", "{quiet}", "--headless", "--out"),
        ("verify",),
        ("check",),
        ("shot", "quiet-day", "--at", "1 s", "--out"),
    ],
    ids=" ".join,
)
def test_a_place_where_nothing_can_be_written_or_read_is_a_mistake_in_words(
    type_in, tmp_path, quiet, qapp, monkeypatch, command, place
):
    monkeypatch.chdir(tmp_path)
    names = {"file": tmp_path / "file", "folder": tmp_path / "folder", "quiet": quiet}
    names["file"].touch()
    names["folder"].mkdir()
    ending = ".png" if command[0] == "picture" else ".parquet" if "--parquet" in command else ""
    written = [word.format(**names) for word in (*command, place + ending)]
    code, told, errors = type_in(*written)
    assert code in (0, 1, 2)
    assert code == 0 or (told + errors).strip()
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("export", "{quiet}", "--csv", "a.csv", "--from", "5h", "--to", "1h"), "ends before"),
        (("picture", "{quiet}", "--out", "a.png", "--from", "5h", "--to", "1h"), "ends before"),
        (("picture", "{quiet}", "--out", "a.png", "--select", "NOPE"), "no module is named 'NOPE'"),
        (("shot", "nosuch"), "no scenario has this name"),
        (("shot", "quiet-day", "--theme", "pink"), "pink"),
        (("shot", "quiet-day", "--select", "NOPE"), "no module is named 'NOPE'"),
        (("shot", "quiet-day", "--at", "-5 s"), "begins at 0 s"),
        (("run", "quiet-day", "--headless", "--until", "nan s"), "nan s"),
        (("run", "quiet-day", "--headless", "--until", "1e999 s"), "1e999 s"),
        (("run", "quiet-day", "--headless", "--until", "-1 s"), "longer than 0 s"),
        (("run", "quiet-day", "--speed", "nan"), "speed"),
        (("run", "quiet-day", "--headless", "--seed", "-1"), "seed"),
        (("run", "quiet-day", "--headless", "--seed", "1" * 40), "seed"),
        (("run", "quiet-day", "--headless", "--station", "nosuch"), "nosuch"),
        (("sessions", "--delete", "../../x"), "no session"),
        (("compare", "{quiet}", "."), "directory"),
        (("study", "exercises", "--only", "nosuch"), "no exercise 'nosuch'; one of first-readings"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_with_the_reason(
    type_in, tmp_path, quiet, qapp, monkeypatch, words, reason
):
    monkeypatch.chdir(tmp_path)
    code, _, told = type_in(*(word.format(quiet=quiet) for word in words))
    assert code == 2
    assert reason in " ".join(told.replace("│", " ").split())


@pytest.mark.parametrize(
    "line",
    [
        'sample_every = "1e-9 s"', "start_utc = 9999-12-31T23:00:00Z", 'duration = "1e30 d"',
        f'title = "{"t" * 200_000}"', "start_utc = 0001-01-01T00:00:00Z",
    ],
)  # fmt: skip
def test_a_scenario_that_cannot_be_played_is_refused_by_check(type_in, tmp_path, line):
    from iss_viewer.datafile import assets_dir

    key = line.split(" = ")[0]
    text = (assets_dir() / "scenarios" / "quiet-day.toml").read_text()
    kept = [line if found.startswith(f"{key} =") else found for found in text.splitlines()]
    assert line in kept
    file = tmp_path / "a.toml"
    file.write_text("\n".join(kept))
    code, _, told = type_in("check", file)
    assert code == 2
    assert f": {key}: " in told
    assert len(told) < 3000


def test_a_scenario_may_be_named_as_its_station(type_in, tmp_path):
    from iss_viewer.datafile import assets_dir

    text = (assets_dir() / "scenarios" / "quiet-day.toml").read_text()
    (tmp_path / "iss.toml").write_text(text)
    assert type_in("check", tmp_path / "iss.toml")[0] == 0


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_words_are_shown_on_a_terminal_that_lacks_their_letters(quiet, encoding):
    for words in (["scenarios"], ["replay", quiet, "--headless"], ["sessions"]):
        done = subprocess.run(
            [sys.executable, "-m", "iss_viewer", *words],
            env={**os.environ, "PYTHONIOENCODING": encoding},
            capture_output=True,
        )
        assert done.returncode == 0, done.stderr


def test_nothing_is_imported_from_the_current_folder(tmp_path, quiet):
    for name in ("selectors", "platformdirs", "multiprocessing", "numpy"):
        (tmp_path / f"{name}.py").write_text("open('owned', 'w')\nraise SystemExit('owned')\n")
    script = (
        "import sys; sys.path = [p for p in sys.path if p]\n"
        "from iss_viewer.cli import main\n"
        "import multiprocessing, os\n"
        "import iss_viewer.cli as cli\n"
        "def _children():\n"
        "    from iss_viewer.app.background_task import ChildTask\n"
        "    from iss_viewer.views.station.gl_probe import trial\n"
        "    import time\n"
        "    task = ChildTask(os.getpid)\n"
        "    trial()\n"
        "    while task.outcome() is None: time.sleep(0.05)\n"
        "    assert task.outcome().value != os.getpid(), task.outcome()\n"
        "cli._commands = _children\n"
        "if __name__ == '__main__': main()\n"
    )
    (tmp_path.parent / "script.py").write_text(script)
    done = subprocess.run(
        [sys.executable, "-P", tmp_path.parent / "script.py", "children"],
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "owned").exists()
