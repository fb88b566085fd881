"""The commands: what a person types, and what comes of it."""

from __future__ import annotations

import sys
import traceback

#: exit codes: a person's mistake; a fault of ours
MISTAKE, FAULT = 2, 70


def main() -> None:
    """The entry point of ``iss-viewer``: a mistake is told in words, a fault goes to the log."""
    from iss_viewer.datafile import FileMistakes
    from iss_viewer.units import UnitError

    try:
        _commands()
    except (FileMistakes, UnitError) as mistake:
        sys.stderr.write(f"{mistake}\n")
        sys.exit(MISTAKE)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as fault:  # noqa: BLE001  the last door: nobody is to see a traceback
        sys.stderr.write(
            f"ISS Viewer stopped by a fault of its own ({fault}).\nDetails: {_log_fault()}\n"
        )
        sys.exit(FAULT)


def _commands() -> None:
    from iss_viewer.cli import default, files, picture, review, run, study  # each registers its own
    from iss_viewer.cli.commands import app

    assert default and files and picture and review and run and study
    app(prog_name="iss-viewer")


def _log_fault() -> str:
    from datetime import UTC, datetime
    from pathlib import Path

    from platformdirs import user_log_dir

    path = Path(user_log_dir("iss-viewer", ensure_exists=True)) / "faults.log"
    with path.open("a", encoding="utf-8") as log:
        log.write(f"\n{datetime.now(UTC).isoformat()} {' '.join(sys.argv)}\n")
        traceback.print_exc(file=log)
    return str(path)
