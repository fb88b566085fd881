"""Commands that measure: benchmarks, the validation of the physics, studies of the detector."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from iss_viewer.cli.commands import app, err, out

study = typer.Typer(help="Remake the studies that prove simulator and detector.")
app.add_typer(study, name="study")

Out = Annotated[Path, typer.Option("--out", help="Where the pages and pictures are written.")]
Scale = Annotated[float, typer.Option(min=0.01, help="1 is the published size; less is quicker.")]


@app.command()
def bench() -> None:
    """Measure speeds on this machine, as ratios within one run."""
    from iss_viewer.studies.bench import bench_table

    out.print(bench_table())


@study.command()
def validation(out_dir: Out = Path("docs")) -> None:
    """Compare the physics with closed forms, other solvers and published readings."""
    from iss_viewer.studies.validation import write_validation

    with err.status("Comparing"):
        page = write_validation(out_dir)
    out.print(f"Wrote {page}", highlight=False)


@study.command()
def detection(out_dir: Out = Path("docs"), scale: Scale = 1.0) -> None:
    """Run the detector on many seeded leaks, faults and quiet days; goes on where it was stopped."""
    from iss_viewer.studies.detection import write_detection_study

    _study("Detecting", write_detection_study, out_dir, scale)


@study.command()
def localisation(out_dir: Out = Path("docs"), scale: Scale = 1.0) -> None:
    """Let the adviser search for many leaks, against other orders; goes on where it was stopped."""
    from iss_viewer.studies.localisation import write_localisation_study

    _study("Searching", write_localisation_study, out_dir, scale)


def _study(words: str, write: Callable[..., Path], out_dir: Path, scale: float) -> None:
    with Progress(console=err, transient=True) as progress:
        task = progress.add_task(words, total=None)
        page = write(
            out_dir,
            scale,
            lambda done, of: progress.update(task, completed=done, total=of),
        )
    out.print(f"Wrote {page}", highlight=False)
