"""Commands that measure: benchmarks, the validation of the physics, studies of the detector."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from iss_viewer.cli.commands import app, err, out

if TYPE_CHECKING:
    from iss_viewer.studies.results import Workers

study = typer.Typer(help="Remake the studies that prove simulator and detector.")
app.add_typer(study, name="study")

Out = Annotated[Path, typer.Option("--out", help="Where the pages and pictures are written.")]
Scale = Annotated[float, typer.Option(min=0.01, help="1 is the published size; less is quicker.")]
Count = Annotated[int, typer.Option("--workers", min=0, help="Processes here; 0: one a core.")]
Cluster = Annotated[str, typer.Option(help="A Dask scheduler instead: tls://HOST:PORT or tcp://.")]
Certificate = Annotated[
    Path | None, typer.Option("--tls-cert", exists=True, help="This client's certificate.")
]
Key = Annotated[Path | None, typer.Option("--tls-key", exists=True, help="The key to it.")]
Authority = Annotated[
    Path | None,
    typer.Option("--tls-ca", exists=True, help="Who signs certificates of the cluster."),
]


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
    out.print(f"Wrote {page}", highlight=False, soft_wrap=True)


def _add(name: str, words: str, load: Callable[[], Callable[..., Path]], told: str) -> None:
    """Add a study whose only choices are its size, where its page goes and who does its runs."""

    @study.command(name, help=told)
    def run(
        out_dir: Out = Path("docs"),
        scale: Scale = 1.0,
        workers: Count = 0,
        cluster: Cluster = "",
        certificate: Certificate = None,
        key: Key = None,
        authority: Authority = None,
    ) -> None:
        where = _workers(workers, cluster, certificate, key, authority)
        _study(words, load(), out_dir, scale, where)


def _detection() -> Callable[..., Path]:
    from iss_viewer.studies.detection import write_detection_study

    return write_detection_study


def _coverage() -> Callable[..., Path]:
    from iss_viewer.studies.coverage import write_coverage_study

    return write_coverage_study


def _hatches() -> Callable[..., Path]:
    from iss_viewer.studies.hatch_moves import write_hatch_study

    return write_hatch_study


def _localisation() -> Callable[..., Path]:
    from iss_viewer.studies.localisation import write_localisation_study

    return write_localisation_study


_add(
    "detection", "Detecting", _detection,
    "Run the detector on many seeded leaks, faults and quiet days; goes on where it was stopped.",
)  # fmt: skip
_add(
    "coverage", "Looking", _coverage,
    "Look at the interval that is shown, evenly through many runs: does it hold the truth.",
)  # fmt: skip
_add(
    "hatches", "Moving hatches", _hatches,
    "Let hatches move while something leaks, or nothing does: is it denied, is the interval true.",
)  # fmt: skip
_add(
    "localisation", "Searching", _localisation,
    "Let the adviser search for many leaks, against other orders; goes on where it was stopped.",
)  # fmt: skip


@study.command()
def harm(
    out_dir: Out = Path("docs"),
    scale: Scale = 1.0,
    only: Annotated[
        str,
        typer.Option(
            help="One run, told step by step: MODULE:10mm, MODULE:1lb/day, tiangong/MODULE:10mm."
        ),
    ] = "",
    crew: Annotated[int | None, typer.Option(min=0, help="People aboard, of --only.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of --only.")] = 0,
    workers: Count = 0,
    cluster: Cluster = "",
) -> None:
    """Let people do what is advised to the letter while a hole is somewhere: is anybody harmed."""
    if only:
        _show_harm_run(only, crew, seed)
        return
    from iss_viewer.studies.harm import write_harm_study

    where = _workers(workers, cluster, None, None, None)
    _study("Following advice", write_harm_study, out_dir, scale, where)


def _show_harm_run(only: str, crew: int | None, seed: int) -> None:
    """One run of the study of harm: every advice, what was done and when, and how it ended."""
    from iss_viewer.studies.harm.document import last_line
    from iss_viewer.studies.harm.jobs import jobs
    from iss_viewer.studies.harm.trial import run_harm

    try:
        (job,) = jobs(1.0, only, crew, seed)
    except ValueError as mistake:
        err.print(f"--only: {mistake}", highlight=False)
        raise typer.Exit(2) from None
    row = run_harm(job, lambda line: out.print(line, highlight=False, soft_wrap=True))
    out.print(last_line(row), highlight=False)


@study.command()
def real(
    out_dir: Out = Path("docs"),
    scale: Scale = 1.0,
    only: Annotated[str, typer.Option(help="Series whose id begins so; else all.")] = "",
    workers: Count = 0,
    cluster: Cluster = "",
    certificate: Certificate = None,
    key: Key = None,
    authority: Authority = None,
) -> None:
    """Run the detector on readings of real instruments, as they are and with leaks planted in them."""
    from iss_viewer.studies.real import write_real_study

    where = _workers(workers, cluster, certificate, key, authority)
    _study("Reading", partial(write_real_study, only=only), out_dir, scale, where)


def _workers(
    count: int, cluster: str, certificate: Path | None, key: Path | None, authority: Path | None
) -> Workers:
    """Who does the runs: a cluster if one is named, else processes of this machine."""
    from iss_viewer.studies.workers import ClusterWorkers, LocalWorkers

    if not cluster:
        return LocalWorkers(count)
    return ClusterWorkers(cluster, authority, certificate, key)


def _study(
    words: str, write: Callable[..., Path], out_dir: Path, scale: float, workers: Workers
) -> None:
    """Run a study with a bar; what a person stops, or a cluster fails to do, is gone on with next time."""
    from iss_viewer.studies.workers import ClusterMistake

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("runs,"),
        TimeElapsedColumn(), TextColumn("gone,"), TimeRemainingColumn(), TextColumn("left"),
    )  # fmt: skip
    try:
        with Progress(*columns, console=err, transient=True, speed_estimate_period=600.0) as bar:
            task = bar.add_task(words, total=None)
            page = write(
                out_dir, scale, lambda done, of: bar.update(task, completed=done, total=of), workers
            )
    except ClusterMistake as mistake:
        err.print(f"{mistake}\nWhat is done is kept; the same command goes on.", highlight=False)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        err.print("Stopped. What is done is kept; the same command goes on.", highlight=False)
        raise typer.Exit(130) from None
    out.print(f"Wrote {page}", highlight=False, soft_wrap=True)


@study.command()
def exercises(
    out_dir: Out = Path("docs"),
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Play this exercise; several times: several."),
    ] = None,
    trainee: Annotated[
        list[str] | None,
        typer.Option("--trainee", help="Play by this one: expected, idle, panic, patches."),
    ] = None,
    workers: Count = 0,
    cluster: Cluster = "",
) -> None:
    """Play every exercise by four scripted trainees and write what each scores; goes on where it was stopped."""
    from iss_viewer.app.exercise_study import write_exercise_page
    from iss_viewer.exercise.trainees.trainees import TRAINEES
    from iss_viewer.scenario.exercise.heads import exercise_heads

    names, trainees = only or [], trainee or []
    _refuse_unknown("--only", "exercise", names, [head.id for head in exercise_heads()])
    _refuse_unknown("--trainee", "trainee", trainees, list(TRAINEES))
    _study(
        "Playing",
        lambda out, _, told, where: write_exercise_page(out, names, trainees, where, told),
        out_dir,
        1.0,
        _workers(workers, cluster, None, None, None),
    )


def _refuse_unknown(option: str, what: str, names: list[str], known: list[str]) -> None:
    """End with a sentence at the first name that nothing has."""
    for name in names:
        if name not in known:
            err.print(f"{option}: no {what} '{name}'; one of {', '.join(known)}", highlight=False)
            raise typer.Exit(2)
