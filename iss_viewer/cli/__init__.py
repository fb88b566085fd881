"""The commands: what a person types, and what comes of it."""

from __future__ import annotations

import errno
import os
import sys
import traceback

#: exit codes: some data are missing; a person's mistake; a fault of ours
MISSING, MISTAKE, FAULT = 1, 2, 70
#: what keeps a file from being written that is nobody's mistake
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EIO)


def main() -> None:
    """The entry point of ``iss-viewer``: a mistake is told in words, a fault goes to the log."""
    os.environ["PYTHONSAFEPATH"] = "1"  # no child of ours imports from the current folder
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        _commands() if sys.argv[1:] else _desktop()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # noqa: BLE001  the last door: nobody is to see a traceback
        sys.exit(_report(error))


def _desktop() -> None:
    """What is done where nothing is typed; the command line itself, which takes time to load, is not needed for it."""
    from iss_viewer.app.display import has_display

    if not has_display():
        _commands()
        return
    from iss_viewer.app.opening.requests import ScenarioRequest
    from iss_viewer.app.window import open_window

    sys.exit(open_window(ScenarioRequest()))


def _commands() -> None:
    from iss_viewer.cli import (  # each registers its own
        default,
        files,
        picture,
        preview,
        review,
        run,
        study,
        tables,
    )
    from iss_viewer.cli.commands import app

    assert default and files and picture and preview and review and run and study and tables
    app(prog_name="iss-viewer")


def _report(error: Exception) -> int:
    """Tell what stopped a command; the exit code that goes with it."""
    from iss_viewer.datafile import FileMistakes
    from iss_viewer.situation.words.typed import printable
    from iss_viewer.telemetry.recording import RecordingRefused
    from iss_viewer.units import UnitError

    if isinstance(error, FileMistakes | UnitError | RecordingRefused):
        code, words = MISTAKE, str(error)
    elif isinstance(error, OSError):
        code, words = MISSING if error.errno in _NO_ROOM else MISTAKE, _place_words(error)
    else:
        code = FAULT
        words = f"ISS Viewer stopped by a fault of its own ({error}).\nDetails: {_log_fault()}"
    sys.stderr.write(f"{printable(words)}\n")
    return code


def _place_words(error: OSError) -> str:
    """What is wrong with a file or folder that was to be read or written."""
    place = error.filename if isinstance(error.filename, str) else ""
    words = error.strerror or str(error)
    return f"{place}: {words}" if place and place not in words else words


def _log_fault() -> str:
    from datetime import UTC, datetime
    from pathlib import Path

    from platformdirs import user_log_dir

    try:
        path = Path(user_log_dir("iss-viewer", ensure_exists=True)) / "faults.log"
        log = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a")
    except OSError:
        traceback.print_exc()
        return "above"
    log.reconfigure(encoding="utf-8", errors="backslashreplace")
    with log:
        log.write(f"\n{datetime.now(UTC).isoformat()} {' '.join(sys.argv)}\n")
        traceback.print_exc(file=log)
    return str(path)
