"""Commands about runs that are over: list, see again, check, export, report."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.table import Table

from iss_viewer import units
from iss_viewer.app.display import has_display
from iss_viewer.cli.commands import (
    app,
    duration,
    err,
    out,
    refuse,
    stretch,
    table_of,
    titled,
)
from iss_viewer.cli.found import (
    opened,
    print_line,
    replay_headless,
    show_damage,
    show_summary,
)

if TYPE_CHECKING:
    from iss_viewer.telemetry.catalogue import Catalogue, SessionEntry

File = Annotated[Path, typer.Argument(help="A recording (.mcap).", exists=True, dir_okay=False)]
Time = typer.Option(parser=duration, metavar="TIME")


@app.command()
def replay(
    file: Annotated[
        Path, typer.Argument(help="A recording, or a CSV of readings.", exists=True, dir_okay=False)
    ],
    map_file: Annotated[
        Path | None, typer.Option("--map", help="Says what the columns of a CSV are.")
    ] = None,
    headless: Annotated[bool, typer.Option("--headless", help="Without a window.")] = False,
    out_dir: Annotated[
        Path | None, typer.Option("--out", help="Folder for tables and summary.")
    ] = None,
    limits: Annotated[
        Path | None, typer.Option(help="Alarm limits by which it is judged, with --again or --map.")
    ] = None,
    again: Annotated[
        bool,
        typer.Option("--again", help="Let this version's detector judge a recording, headless."),
    ] = False,
) -> None:
    """See a run again, or let the detector judge somebody's readings.

    With --headless, the page and summary.json are those of `run`.
    """
    from iss_viewer.app.opening.requests import ReadingsRequest
    from iss_viewer.cli.tables import TableOptions, is_table_file, play_table
    from iss_viewer.telemetry.recording import RecordingRefused

    is_table = map_file is not None or is_table_file(str(file))
    if again and is_table:
        raise refuse("--again: readings are judged each time; it is for recordings")
    if limits is not None and not is_table and not again:
        raise refuse("--limits: a recording was judged by its own; --again judges it by others")
    wanted = ReadingsRequest(file, map_file, limits=limits) if map_file else file
    if again:
        _judge_again(file, limits, out_dir)
        return
    if is_table and map_file is None:
        play_table([file], TableOptions(limits), headless, out_dir)
        return
    if not headless and not has_display():
        out.print("There is no display here: this is what was found.", highlight=False)
        headless = True
    if headless:
        replay_headless(wanted, out_dir)
        return
    try:
        from iss_viewer.app.window import open_window
        from iss_viewer.telemetry.readings.map_reading import read_map

        if map_file is not None:
            read_map(map_file)  # what is wrong with it is told here, not in a window
        raise typer.Exit(open_window(wanted))
    except RecordingRefused as refusal:
        raise refuse(f"{file}: {refusal}") from None


def _judge_again(file: Path, limits: Path | None, out_dir: Path | None) -> None:
    from iss_viewer.app.replaying import judge_again

    with opened(file, with_samples=True) as run:
        summary = judge_again(run, limits, out_dir, print_line)
        damage = (*run.damage, *run.gaps)
    show_summary(summary, out_dir, damage)


@app.command()
def export(
    file: File,
    csv: Annotated[Path | None, typer.Option(help="The CSV file to write.")] = None,
    parquet: Annotated[Path | None, typer.Option(help="The Parquet file to write.")] = None,
    from_s: Annotated[float | None, typer.Option("--from", parser=duration, metavar="TIME")] = None,
    to_s: Annotated[float | None, typer.Option("--to", parser=duration, metavar="TIME")] = None,
) -> None:
    """Write a stretch of a recording as a table with units and limits in it."""
    from iss_viewer.debrief.export import export_table

    target = csv or parquet
    if target is None or (csv and parquet):
        raise refuse("give either --csv OUT.csv or --parquet OUT.parquet")
    if parquet and parquet.suffix.lower() != ".parquet":
        raise refuse(f"{parquet}: the name of a Parquet file ends in .parquet")
    with opened(file) as run:
        rows = export_table(run, target, *stretch(from_s, to_s))
        damage = (*run.damage, *run.gaps)
    out.print(f"Wrote {target} ({rows} rows)", highlight=False)
    show_damage(damage)


@app.command()
def report(
    file: File,
    out_dir: Annotated[Path, typer.Option("--out", help="Folder of the report.")] = Path("report"),
) -> None:
    """Write the report of a recording: HTML and PDF, with plots and pictures of the station."""
    from iss_viewer.app.reporting import report_with_pictures
    from iss_viewer.telemetry.recording import RecordingRefused

    try:
        for path in report_with_pictures(file, out_dir):
            out.print(f"Wrote {path}", highlight=False)
    except RecordingRefused as refusal:
        raise refuse(f"{file}: {refusal}") from None


@app.command()
def verify(file: File) -> None:
    """Check a recording. Exit code 0: whole, 1: read in part, 2: unreadable."""
    from iss_viewer.telemetry.recording import verify as check

    findings = check(file)
    style = {0: "green", 1: "yellow"}.get(findings.exit_code, "red")
    out.print(findings.words, style=style, highlight=False, soft_wrap=True)
    raise typer.Exit(findings.exit_code)


@app.command()
def compare(
    first: File,
    second: Annotated[Path, typer.Argument(help="Another recording.", exists=True)],
) -> None:
    """Lay two recordings beside each other, from the start of the leak, and read the differences."""
    from iss_viewer.debrief.comparison import compare as lay

    with opened(first, True) as one, opened(second, True) as other:
        told = lay(one, other)
    starts = " and ".join(units.clock_text(start) for start in told.leak_start_s)
    out.print(f"Counted from the start of the leak, {starts}", highlight=False)
    table = table_of(("", *told.titles, "Difference"))
    for difference in told.differences:
        figures = (difference.first, difference.second, difference.change)
        table.add_row(difference.name, *(_figure(value, difference.unit) for value in figures))
    out.print(table)


def _figure(value: float, unit: str) -> str:
    """A figure as people read it."""
    system = units.UNIT_SYSTEMS[0]
    if value != value:
        return "—"
    match unit:
        case "s":
            return units.duration_text(value)
        case "Pa":
            return system.pressure_text(value)
        case "kg/s":
            return system.mass_rate_text(value)
        case _:
            return f"{value:g}"


@app.command()
def sessions(
    search: Annotated[str, typer.Argument(help="Only those with this text.")] = "",
    delete: Annotated[str, typer.Option(help="Delete the session of this name.")] = "",
    judge: Annotated[
        bool, typer.Option("--score", help="Judge the exercises that have no score yet.")
    ] = False,
) -> None:
    """List the recorded sessions."""
    from iss_viewer.situation.words import Words
    from iss_viewer.telemetry.catalogue import Catalogue

    catalogue = Catalogue(words_for=Words.of_run)
    with err.status("Looking for recordings") as status:
        notices = catalogue.refresh(
            lambda done, of: status.update(f"Read {done} of {of} recordings")
        )
    for notice in notices:
        err.print(notice, style="yellow", highlight=False, soft_wrap=True)
    if delete:
        if not catalogue.delete(delete):
            raise refuse(f"no session that can be deleted is named '{delete}'")
        out.print(f"Deleted {delete}", highlight=False)
        return
    if judge:
        from iss_viewer.app.judging import judge_sessions

        with err.status("Running the truth of the exercises again"):
            judge_sessions(catalogue)
    _list_sessions(catalogue, search)


def _list_sessions(catalogue: Catalogue, search: str) -> None:
    """A table that fits 80 letters, with names that can be copied; the story's title stands below."""
    table = Table(header_style="bold", box=box.SIMPLE, padding=(0, 1, 0, 0))
    for heading in ("Session", "Recorded", "Length", "Alarms", "Places", "Score"):
        table.add_column(heading, no_wrap=True)
    for entry in catalogue.find(search):
        title = textwrap.fill(entry.title, max(len(entry.name), 20))
        table.add_row(
            titled(entry.name, title),
            entry.recorded.replace(" ", "\n"),
            units.duration_text(entry.length_s),
            str(entry.alarms),
            str(entry.incidents),
            _score_text(entry),
        )
    if table.row_count:
        out.print(table)
        out.print(f"In {catalogue.folder}", highlight=False)
    else:
        out.print("No session is recorded yet.")


def _score_text(entry: SessionEntry) -> str:
    """The score; an ellipsis where it is not yet known, a dash where it was no exercise."""
    if entry.score == entry.score:
        return f"{entry.score:.0f}"
    return "—" if entry.is_judged else "…"
