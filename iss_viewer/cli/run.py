"""Commands that play a scenario: in the window, without one, or as a picture of the window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iss_viewer.app.display import has_display
from iss_viewer.app.opening.requests import FeedRequest, ScenarioRequest, TakeOverRequest
from iss_viewer.cli.commands import (
    PictureTheme,
    PictureWorkspace,
    app,
    detector,
    duration,
    err,
    misread,
    out,
    pixels,
)
from iss_viewer.cli.tables import (
    Answers,
    Module,
    Suggested,
    TableOptions,
    is_table_file,
    play_table,
    shoot_table,
)

if TYPE_CHECKING:
    from iss_viewer.datafile.editing import SetValue

Scenario = Annotated[str, typer.Argument(help="A scenario by name or file.", show_default=True)]
Station = Annotated[str | None, typer.Option(help="Another station, by name or file.")]
Seed = Annotated[
    int | None, typer.Option(min=0, max=2**63 - 1, help="Another seed for all that is random.")
]
DetectorName = Annotated[
    str,
    typer.Option(
        "--detector",
        metavar="NAME",
        callback=detector,
        help="Judged by one that is added (docs/plug-points.md).",
    ),
]


@app.command()
def run(
    scenario: Scenario = "prk-2024",
    more: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TABLE...]", help="Further files of a table, each with channels of its own."
        ),
    ] = None,
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
    limits: Annotated[Path | None, typer.Option(help="Alarm limits in place of the usual.")] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="leaks.HOLE.diameter=2mm; 1..10mm: many."),
    ] = None,
    ledgers: Annotated[
        bool, typer.Option("--ledgers", help="truth.csv tells too what each thing has passed.")
    ] = False,
    deeds_take_time: Annotated[
        bool,
        typer.Option(
            "--deeds-take-time", help="Orders take time, people and a way (assets/deeds.toml)."
        ),
    ] = False,
    condition: Annotated[
        str, typer.Option(help="Another starting condition for an exercise, by name or file.")
    ] = "",
    start: Annotated[
        str | None,
        typer.Option("--from", metavar="FILE[@TIME]", help="Resume a recorded run, from then."),
    ] = None,
    detector_name: DetectorName = "",
    answers: Answers = None,
    suggested: Suggested = False,
    module: Module = "",
) -> None:
    """Play a scenario in the window; with --headless, as fast as it goes and into files.

    A table of readings (any file of text with rows and columns) is guessed, asked about, and judged.

    --out DIR receives truth.csv, samples.csv, summary.json and session.mcap. --set sets a value of
    the scenario for this run, in any number; a range (1..10mm, 1..10mm:4) or values by commas run it
    once for each, and --out receives sweep.csv. --from goes on with a recording, bit for bit.
    """
    if until is not None and until <= 0.0:
        raise misread("a run goes on for longer than 0 s", "--until")
    files = _table_files(scenario, more or [])
    if files:
        unfit = (until, seed, speed, changes or None, start, condition or None)
        if any(value is not None for value in unfit):
            raise misread(
                "a table is read whole, at its own times",
                "--until, --seed, --speed, --set, --from, --condition",
            )
        table = TableOptions(
            limits, tuple(answers or ()), suggested, module, station or "iss", detector_name
        )
        play_table(files, table, headless, out_dir)
        return
    if start is not None:
        switches = (changes, ledgers, deeds_take_time, condition, detector_name)
        given = (station, seed, limits, *(value or None for value in switches))
        if any(value is not None for value in given) or scenario != "prk-2024":
            raise misread(
                "a recording has its scenario, station, seed and settings in it", "--from"
            )
        _go_on(_taken_over(start, speed), headless, until, out_dir)
        return
    if deeds_take_time and headless:
        raise misread("nobody gives orders without a window", "--deeds-take-time")
    request = ScenarioRequest(
        scenario,
        station,
        seed,
        speed,
        limits=limits,
        detector=detector_name,
        deeds_take_time=deeds_take_time,
        condition=condition,
        with_ledgers=ledgers,
    )
    _play_each(request, changes or [], headless, until, out_dir)


def _table_files(first: str, more: list[str]) -> list[Path]:
    """The files of the table that is named; none where a scenario is."""
    names = [first, *more]
    no_table = [name for name in names if not is_table_file(name)]
    if more and no_table:
        raise misread(
            f"'{no_table[0]}' is no table: only the files of one table are opened together",
            "TABLE...",
        )
    return [] if no_table else [Path(name) for name in names]


def _play_each(
    request: ScenarioRequest,
    changes: list[str],
    headless: bool,
    until_s: float | None,
    out_dir: Path | None,
) -> None:
    """The run with its changes, or each of the runs that a range of values asks for."""
    runs = _runs(changes)
    if len(runs) == 1:
        _play(replace(request, changes=runs[0]), headless, until_s, out_dir)
    elif headless:
        _sweep(request, runs, until_s, out_dir)
    else:
        raise misread("many runs need --headless", "--set")


def _go_on(
    request: TakeOverRequest, headless: bool, until_s: float | None, out_dir: Path | None
) -> None:
    from iss_viewer.telemetry.recording import RecordingRefused

    try:
        _play(request, headless, until_s, out_dir)
    except RecordingRefused as refusal:
        err.print(f"{request.file}: {refusal}", style="red", highlight=False, soft_wrap=True)
        raise typer.Exit(2) from None


def _play(
    request: ScenarioRequest | TakeOverRequest,
    headless: bool,
    until: float | None,
    out_dir: Path | None,
) -> None:
    if headless:
        _run_headless(request, until, out_dir)
    elif has_display():
        from iss_viewer.app.window import open_window

        raise typer.Exit(open_window(request))
    else:
        _run_without_display(request, until, out_dir or Path("out"))


def _runs(changes: list[str]) -> tuple[tuple[SetValue, ...], ...]:
    """The values that are set in each run that is asked for."""
    if not changes:
        return ((),)
    from iss_viewer.app.sweep import combinations

    try:
        return combinations(changes)
    except ValueError as mistake:
        raise misread(mistake, "--set") from None


def _taken_over(written: str, speed: float | None) -> TakeOverRequest:
    name, at, time = written.rpartition("@")
    file = Path(name if at else written)
    if not file.is_file():
        raise misread(f"there is no file '{file}'", "--from")
    return TakeOverRequest(
        file, duration(time) if at else float("inf"), speed=speed or 60.0, is_running=True
    )


def _sweep(
    request: ScenarioRequest,
    runs: tuple[tuple[SetValue, ...], ...],
    until_s: float | None,
    out_dir: Path | None,
) -> None:
    from rich.progress import Progress

    from iss_viewer.app.summary import print_sweep
    from iss_viewer.app.sweep import run_sweep

    with Progress(console=err, transient=True) as progress:
        task = progress.add_task("Running", total=len(runs))
        rows = run_sweep(
            request, runs, until_s, out_dir, lambda done, of: progress.update(task, completed=done)
        )
    print_sweep([row.figures for row in rows], out)
    if out_dir is not None:
        out.print(f"Table: {out_dir / 'sweep.csv'}", highlight=False)


def _run_headless(
    request: ScenarioRequest | TakeOverRequest, until_s: float | None, out_dir: Path | None
) -> None:
    from rich.progress import Progress, TimeRemainingColumn

    from iss_viewer.app.headless import run_headless
    from iss_viewer.app.summary import print_summary

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


def _run_without_display(
    request: ScenarioRequest | TakeOverRequest, until_s: float | None, out_dir: Path
) -> None:
    name = request.scenario if isinstance(request, ScenarioRequest) else request.file
    out.print(f"There is no display here: '{name}' is run without a window.", highlight=False)
    _run_headless(request, until_s, out_dir)
    from iss_viewer.app.reporting import report_with_pictures

    for path in report_with_pictures(out_dir / "session.mcap", out_dir):
        out.print(f"Wrote {path}", highlight=False)


@app.command()
def live(
    map_file: Annotated[str, typer.Argument(metavar="MAP", help="The map of a feed, or its name.")],
    headless: Annotated[bool, typer.Option("--headless", help="Without a window.")] = False,
    for_s: Annotated[
        float | None,
        typer.Option("--for", parser=duration, metavar="TIME", help="How long, without a window."),
    ] = None,
    out_dir: Annotated[
        Path | None, typer.Option("--out", help="Folder for recording and summary.")
    ] = None,
    limits: Annotated[Path | None, typer.Option(help="Alarm limits in place of the usual.")] = None,
    detector_name: DetectorName = "",
) -> None:
    """Watch a live feed: the map says where it comes from and what its items are (docs/formats-feed.md)."""
    from iss_viewer.datafile import find
    from iss_viewer.telemetry.feeds.feed_map import read_feed_map

    path = find("feeds", map_file)
    mapped, _ = read_feed_map(path)  # what is wrong with it is told here, not in a window
    request = FeedRequest(path, limits=limits, detector=detector_name)
    if not headless and has_display():
        from iss_viewer.app.window import open_window

        raise typer.Exit(open_window(request))
    _live_headless(request, for_s, out_dir, mapped.feed.recorded is not None)


def _live_headless(
    request: FeedRequest, for_s: float | None, out_dir: Path | None, is_recorded: bool
) -> None:
    from iss_viewer.app.live import watch
    from iss_viewer.app.replaying import judge_readings
    from iss_viewer.app.summary import print_summary

    def print_line(line: str) -> None:
        out.print(line, highlight=False)

    if is_recorded:
        summary = judge_readings(request, out_dir, print_line)
    else:
        summary = watch(request, for_s, out_dir, print_line)
    print_summary(summary, out)
    if out_dir is not None:
        out.print(f"Summary and recording: {out_dir}", highlight=False)


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
    workspace: Annotated[
        PictureWorkspace, typer.Option(help="Whose panels.")
    ] = PictureWorkspace.OPERATOR,
) -> None:
    """Draw the real window of a scenario at an instant into a PNG; needs no display."""
    from iss_viewer.app.pictures import shoot_window
    from iss_viewer.datafile import named

    wanted = pixels(size, (640, 480), (7680, 4320))
    if at < 0.0:
        raise misread("a run begins at 0 s", "--at")
    if is_table_file(scenario):
        shoot_table(Path(scenario), station or "iss", wanted, out_file, theme.value)
        return
    feeds = named("feeds")
    is_feed = scenario in feeds
    shoot_window(
        FeedRequest(feeds[scenario]) if is_feed else ScenarioRequest(scenario, station, seed),
        at,
        wanted,
        out_file,
        select,
        theme.value,
        workspace.value,
    )
    out.print(f"Wrote {out_file}", highlight=False)
