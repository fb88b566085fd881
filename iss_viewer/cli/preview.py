"""The command that shows a scenario or an exercise at one glance before it is run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iss_viewer.cli.commands import app, out, printable, table_of

if TYPE_CHECKING:
    from iss_viewer.scenario.exercise import Exercise
    from iss_viewer.studies.preview.idle_run import Preview


@app.command()
def preview(
    file: Annotated[str, typer.Argument(help="An exercise or a scenario, by name or file.")],
    out_file: Annotated[
        Path | None, typer.Option("--out", help="The PNG or SVG file to draw into.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Which case of an exercise's draws.")] = 1,
    condition: Annotated[
        str, typer.Option(help="Another starting condition for an exercise, by name.")
    ] = "",
) -> None:
    """Show the pressures of a whole run at once, as they come if nobody does anything.

    A scenario goes by its script. Of an exercise it is told when each malfunction comes, and how far two readings must lie apart for T.res.
    """
    from iss_viewer.studies.preview.preview_text import remarks, table_of_pressures

    course, exercise = _course(file, seed, condition)
    heads, rows = table_of_pressures(course)
    table = table_of(heads)
    for row in rows:
        table.add_row(*row)
    out.print(course.title, style="bold", highlight=False)
    if exercise is not None and exercise.drawn_values:
        drawn = ", ".join(f"{name} = {value}" for name, value in exercise.drawn_values.items())
        out.print(f"Seed {seed}: {drawn}", highlight=False)
    out.print(table)
    for remark in remarks(course, exercise):
        out.print(remark, highlight=False, soft_wrap=True)
    if out_file is not None:
        _draw(course, out_file)


def _course(file: str, seed: int, condition: str) -> tuple[Preview, Exercise | None]:
    from iss_viewer.app.checking import found_file, kind_of
    from iss_viewer.scenario import read_scenario
    from iss_viewer.scenario.exercise import read_exercise
    from iss_viewer.studies.preview.idle_run import preview_of_exercise, preview_of_scenario

    path = found_file(Path(file))
    if kind_of(path) != "exercise":
        return preview_of_scenario(*read_scenario(path)), None
    sheet = read_exercise(path, condition)
    exercise = sheet.drawn(seed)
    return preview_of_exercise(exercise, sheet.station), exercise


def _draw(course: Preview, path: Path) -> None:
    from iss_viewer.cli.commands import refuse
    from iss_viewer.studies.preview.preview_picture import draw_preview

    try:
        draw_preview(course, path)
    except ValueError as error:
        raise refuse(error) from None
    out.print(f"Wrote {printable(str(path))}", highlight=False)
