"""What was found in a recording or in readings, printed: events as they come, figures, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from iss_viewer.cli.commands import err, out, refuse

if TYPE_CHECKING:
    from iss_viewer.app.opening.requests import ReadingsRequest
    from iss_viewer.app.summary import Summary
    from iss_viewer.telemetry.recording import RecordedRun


def opened(file: Path, with_samples: bool = False) -> RecordedRun:
    """A recording; where it is none, or has no samples, that is told and the command ends."""
    from iss_viewer.telemetry.recording import RecordedRun, RecordingRefused

    try:
        run = RecordedRun(file)
    except RecordingRefused as refusal:
        raise refuse(f"{file}: {refusal}") from None
    if with_samples and not len(run):
        run.close()
        raise refuse(f"{file}: it holds no samples")
    return run


def replay_headless(wanted: ReadingsRequest | Path, out_dir: Path | None) -> None:
    """Judge readings, or go through a recording, and print what was found. Raises FileMistakes."""
    from iss_viewer.app.replaying import judge_readings, replay_recording

    damage: Sequence[str] = ()
    if isinstance(wanted, Path):
        with opened(wanted, with_samples=True) as run:
            summary = replay_recording(run, out_dir, print_line)
            damage = (*run.damage, *run.gaps)
    else:
        summary = judge_readings(wanted, out_dir, print_line)
    show_summary(summary, out_dir, damage)


def show_summary(summary: Summary, out_dir: Path | None, damage: Sequence[str]) -> None:
    """Print the figures of a run, where its tables are, and what is missing."""
    from iss_viewer.app.summary import print_summary

    print_summary(summary, out)
    if out_dir is not None:
        out.print(f"Tables and summary: {out_dir}", highlight=False)
    show_damage(damage)


def print_line(line: str) -> None:
    """Print a line as the text that it is."""
    out.print(line, highlight=False)


def show_damage(damage: Sequence[str]) -> None:
    """Say what of a recording could not be read, and end with the code for missing data."""
    for words in damage:
        err.print(f"Missing: {words}", style="yellow", highlight=False, soft_wrap=True)
    if damage:
        raise typer.Exit(1)
