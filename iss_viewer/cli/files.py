"""Commands about files that people write: check them, list the scenarios."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from iss_viewer import units
from iss_viewer.cli.commands import app, err, out, titled


@app.command()
def check(
    files: Annotated[list[str], typer.Argument(help="Stations, scenarios, incidents, limits.")],
) -> None:
    """Check files and tell all mistakes: file, line, field, what is allowed. Exit code 2 if any."""
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
        raise typer.Exit(2)


@app.command()
def scenarios() -> None:
    """List the scenarios that can be played, with their stories."""
    from iss_viewer.app.scenario_list import scenario_list

    table = Table(show_lines=True, header_style="bold")
    table.add_column("Scenario", no_wrap=True)  # a name that can be copied
    for column in ("When", "Length", "Story"):
        table.add_column(column, overflow="fold")
    for entry in scenario_list():
        story = textwrap.shorten(entry.briefing, 300, placeholder=" …")
        length = units.duration_text(entry.duration_s)
        table.add_row(titled(entry.id, entry.kind), entry.date, length, story)
    out.print(table)
