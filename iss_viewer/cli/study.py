"""Commands that measure: benchmarks, the validation of the physics, studies of the detector."""

from __future__ import annotations

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

    with Progress(console=err, transient=True) as progress:
        progress.add_task("Validating", total=None)
        write_validation(out_dir)
    out.print(f"Wrote {out_dir / 'validation.md'}", highlight=False)
