"""Commands about files that people write: check them, list what can be played and the ids to write with."""

from __future__ import annotations

import textwrap
import time
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from iss_viewer import units
from iss_viewer.cli.commands import app, err, out, refuse, titled

#: between two looks at watched files
_LOOK_S = 0.3


@app.command()
def check(
    files: Annotated[
        list[str],
        typer.Argument(
            help="Stations, scenarios, exercises, procedures, conditions, incidents, limits."
        ),
    ],
    watch: Annotated[
        bool, typer.Option("--watch", help="Check again whenever a file changes, until Ctrl+C.")
    ] = False,
) -> None:
    """Check files and tell all mistakes: file, line, field, what is allowed. Exit code 2 if any."""
    count = _check(files)
    if watch:
        _check_again(files)
    if count:
        raise typer.Exit(2)


def _check(files: list[str]) -> int:
    """Say what is wrong with files; how many mistakes there are."""
    from iss_viewer.app.checking import check_file

    count = 0
    for name in files:
        what, mistakes = check_file(Path(name))
        count += len(mistakes)
        for mistake in mistakes:
            err.print(str(mistake), style="red", highlight=False, soft_wrap=True)
        if not mistakes:
            out.print(f"{name}: a good {what} file", style="green", highlight=False)
    if count:
        err.print(f"{count} mistake{'s' if count > 1 else ''} found.", highlight=False)
    return count


def _check_again(files: list[str]) -> None:
    """Check each file whenever it is written, until somebody stops it."""
    from iss_viewer.app.checking import changed_files

    out.print("Watching for changes; Ctrl+C ends.", highlight=False)
    for changed in changed_files([Path(name) for name in files], lambda: time.sleep(_LOOK_S)):
        if changed:
            out.print(f"{datetime.now():%H:%M:%S} changed", highlight=False)
            _check([str(path) for path in changed])


@app.command()
def names(
    station: Annotated[str, typer.Argument(help="A station by name or file.")] = "iss",
    word: Annotated[str, typer.Argument(help="Only ids, names and kinds with this in them.")] = "",
) -> None:
    """List every id of a station with its kind and name, as scenarios and exercises write them."""
    from iss_viewer.scenario.exercise.checks.known import alarm_rules
    from iss_viewer.station import read_station
    from iss_viewer.station.ids import NamedId, ids_of

    alarms = [NamedId("alarm", rule, "") for rule in alarm_rules()]
    table = Table(header_style="bold", box=None, pad_edge=False)
    table.add_column("Kind", no_wrap=True)
    table.add_column("Id", no_wrap=True)  # a name that can be copied
    for column in ("Name", "More"):
        table.add_column(column, overflow="fold")
    for one in (*ids_of(read_station(station)), *alarms):
        row = (one.kind, one.id, one.name, one.detail)
        if word.casefold() in " ".join(row).casefold():
            table.add_row(*row)
    if not table.row_count:
        raise refuse(f"no id, name or kind has '{word}' in it")
    out.print(table)


@app.command()
def scenarios() -> None:
    """List what can be played: exercises, the conditions they start from, and scenarios with their stories."""
    _list_exercises()
    _list_conditions()
    _list_scenarios()


def _list_exercises() -> None:
    from iss_viewer.scenario.exercise.heads import exercise_heads

    table = Table(title="Exercises", title_justify="left", show_lines=True, header_style="bold")
    table.add_column("Exercise", no_wrap=True)
    for column in ("Difficulty", "Length", "What the trainee does"):
        table.add_column(column, overflow="fold")
    for head in exercise_heads():
        length = units.duration_text(head.length_s)
        objectives = "\n".join(head.brief.objectives)
        table.add_row(titled(head.id, head.title), head.brief.difficulty, length, objectives)
    if table.row_count:
        out.print(table)


def _list_conditions() -> None:
    from iss_viewer.scenario.exercise.heads import condition_heads

    table = Table(title="Starting conditions", title_justify="left", header_style="bold")
    table.add_column("Condition", no_wrap=True)
    for column in ("Title", "About"):
        table.add_column(column, overflow="fold")
    for head in condition_heads():
        table.add_row(head.id, head.title, head.about)
    if table.row_count:
        out.print(table)


def _list_scenarios() -> None:
    from iss_viewer.app.scenario_list import scenario_list

    table = Table(title="Scenarios", title_justify="left", show_lines=True, header_style="bold")
    table.add_column("Scenario", no_wrap=True)  # a name that can be copied
    for column in ("When", "Length", "Story"):
        table.add_column(column, overflow="fold")
    for entry in scenario_list():
        story = textwrap.shorten(entry.briefing, 300, placeholder=" …")
        length = units.duration_text(entry.duration_s)
        table.add_row(titled(entry.id, entry.kind), entry.date, length, story)
    out.print(table)


@app.command()
def dictionary(
    station: Annotated[str, typer.Argument(help="A station by name or file.")] = "iss",
    out_file: Annotated[Path, typer.Option("--out", help="The XTCE file to write.")] = Path(
        "dictionary.xml"
    ),
) -> None:
    """Write the dictionary of a station's columns as XTCE 1.2, for Yamcs and others."""
    from iss_viewer.app.dictionary import dictionary_of

    try:
        text = dictionary_of(station)
    except ModuleNotFoundError:
        raise refuse("this needs yamcs-pymdb: pip install 'iss-viewer[feeds]'") from None
    out_file.write_text(text, encoding="utf-8")
    out.print(f"Wrote {out_file}", highlight=False)
