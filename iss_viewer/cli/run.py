"""Commands that play a scenario: in the window, without one, or as a picture of the window."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from iss_viewer.cli.commands import PictureTheme, app, duration, err, out

Scenario = Annotated[str, typer.Argument(help="A scenario by name or file.", show_default=True)]
Station = Annotated[str | None, typer.Option(help="Another station, by name or file.")]
Seed = Annotated[
    int | None, typer.Option(min=0, max=2**63 - 1, help="Another seed for all that is random.")
]


def has_display() -> bool:
    """Whether a window can be opened here."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@app.command()
def run(
    scenario: Scenario = "prk-2024",
    headless: Annotated[bool, typer.Option("--headless", help="Without a window.")] = False,
    until: Annotated[
        float | None, typer.Option(parser=duration, metavar="TIME", help="How far, e.g. 6h.")
    ] = None,
    out_dir: Annotated[
        Path | None, typer.Option("--out", help="Folder for tables, recording and summary.")
    ] = None,
    station: Station = None,
    seed: Seed = None,
    speed: Annotated[
        float | None, typer.Option(min=0.1, max=100000.0, help="Simulated seconds a second.")
    ] = None,
) -> None:
    """Play a scenario in the window; with --headless, as fast as it goes and into files.

    --out DIR receives truth.csv, samples.csv, summary.json and session.mcap.
    """
    from iss_viewer.app.opening.requests import ScenarioRequest

    if until is not None and until <= 0.0:
        raise typer.BadParameter("a run goes on for longer than 0 s", param_hint="--until")
    request = ScenarioRequest(scenario, station, seed, speed)
    if headless:
        _run_headless(request, until, out_dir)
    elif has_display():
        from iss_viewer.app.window import open_window

        raise typer.Exit(open_window(request))
    else:
        _run_without_display(request, until, out_dir or Path("out"))


def _run_headless(request: object, until_s: float | None, out_dir: Path | None) -> None:
    from rich.progress import Progress, TimeRemainingColumn

    from iss_viewer.app.headless import run_headless
    from iss_viewer.app.opening.requests import ScenarioRequest
    from iss_viewer.app.summary import print_summary

    assert isinstance(request, ScenarioRequest)
    columns = (*Progress.get_default_columns()[:3], TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task("Running", total=None)
        summary = run_headless(
            request,
            until_s,
            out_dir,
            lambda done_s, end_s: progress.update(task, completed=done_s, total=end_s),
        )
    print_summary(summary, out)
    if out_dir is not None:
        out.print(f"Tables, summary and recording: {out_dir}", highlight=False)
    for words in summary.missing:
        err.print(words, style="yellow", highlight=False, soft_wrap=True)
    if summary.missing:
        raise typer.Exit(1)


def _run_without_display(request: object, until_s: float | None, out_dir: Path) -> None:
    from iss_viewer.app.opening.requests import ScenarioRequest

    assert isinstance(request, ScenarioRequest)
    out.print(
        f"There is no display here: '{request.scenario}' is run without a window.", highlight=False
    )
    _run_headless(request, until_s, out_dir)
    from iss_viewer.app.reporting import report_with_pictures

    for path in report_with_pictures(out_dir / "session.mcap", out_dir):
        out.print(f"Wrote {path}", highlight=False)


@app.command()
def shot(
    scenario: Scenario = "prk-2024",
    at: Annotated[
        float, typer.Option(parser=duration, metavar="TIME", help="At which time of the run.")
    ] = 7200.0,
    size: Annotated[str, typer.Option(metavar="WxH", help="Size of the window.")] = "1600x1000",
    out_file: Annotated[Path, typer.Option("--out", help="The PNG file.")] = Path("window.png"),
    station: Station = None,
    seed: Seed = None,
    select: Annotated[str, typer.Option(help="A module to select.")] = "",
    theme: Annotated[PictureTheme, typer.Option(help="The colours.")] = PictureTheme.DARK,
) -> None:
    """Draw the real window of a scenario at an instant into a PNG; needs no display."""
    from iss_viewer.app.opening.requests import ScenarioRequest
    from iss_viewer.app.pictures import shoot_window

    width, height = _parse_size(size)
    if at < 0.0:
        raise typer.BadParameter("a run begins at 0 s", param_hint="--at")
    shoot_window(
        ScenarioRequest(scenario, station, seed), at, (width, height), out_file, select, theme.value
    )
    out.print(f"Wrote {out_file}", highlight=False)


def _parse_size(text: str) -> tuple[int, int]:
    parts = text.lower().split("x")
    if len(parts) == 2 and all(part.isdigit() for part in parts):
        width, height = int(parts[0]), int(parts[1])
        if 640 <= width <= 7680 and 480 <= height <= 4320:
            return width, height
    raise typer.BadParameter("a size is written as 1600x1000, from 640x480 to 7680x4320")
