"""Commands about strange tables of readings: what they may mean, and their maps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iss_viewer.app.display import has_display
from iss_viewer.cli.commands import app, err, out, refuse, table_of

if TYPE_CHECKING:
    from iss_viewer.app.opening.requests import ReadingsRequest
    from iss_viewer.telemetry.readings.guessing.draft import Draft
    from iss_viewer.telemetry.readings.guessing.question import TableQuestion

Answers = Annotated[
    list[str] | None,
    typer.Option("--answer", metavar="KEY=ANSWER", help="Of a question about a table, e.g. unit-2=hPa."),
]  # fmt: skip
Suggested = Annotated[
    bool, typer.Option("--suggested", help="Take the answers for which the evidence is uneven.")
]
Module = Annotated[str, typer.Option(help="Where columns stand that name no module.")]


@app.command()
def guess(
    tables: Annotated[
        list[Path],
        typer.Argument(
            metavar="TABLE...",
            help="A table of readings; several: each with channels of its own.",
            exists=True,
            dir_okay=False,
        ),
    ],
    map_file: Annotated[
        Path | None, typer.Option("--write", help="Write the map that comes of it.")
    ] = None,
    answers: Answers = None,
    suggested: Suggested = False,
    module: Module = "",
    station: Annotated[str, typer.Option(help="The station, by name or file.")] = "iss",
) -> None:
    """Guess what a table of readings means: its form, columns, units; and ask what it does not tell.

    Exit code 0: all is known, 2: questions are open.
    """
    from iss_viewer.app.opening.table_maps import guessed

    draft = guessed(tables, station, module, answers or (), suggested)
    show_draft(draft)
    if draft.open_points():
        raise typer.Exit(2)
    _show_readings(draft)
    if map_file is not None:
        _write(draft, map_file)


@dataclass(frozen=True)
class TableOptions:
    """How a table is to be understood, as far as somebody typed it."""

    limits: Path | None = None
    answers: tuple[str, ...] = ()
    with_suggested: bool = False
    module: str = ""
    station: str = "iss"
    detector: str = ""


def is_table_file(name: str) -> bool:
    """Whether a name is that of a file that may be a table of readings."""
    from iss_viewer.app.opening.table_maps import is_table_file

    return is_table_file(name)


def play_table(
    tables: Sequence[Path], options: TableOptions, headless: bool, out_dir: Path | None
) -> None:
    """Open a table, in one file or several: by the map beside it, else on the import page; without a window by a guess that leaves nothing open."""
    from iss_viewer.app.opening.requests import TableRequest
    from iss_viewer.app.opening.table_maps import map_beside

    if headless or not has_display():
        from iss_viewer.cli.found import replay_headless

        if not headless:
            out.print("There is no display here: this is what was found.", highlight=False)
        replay_headless(_request(tables, options), out_dir)
        return
    from iss_viewer.app.window import open_window

    if map_beside(tables[0], tables[1:]) is not None and not options.answers:
        raise typer.Exit(open_window(_request(tables, options)))
    asked = TableRequest(tuple(tables), options.station, options.module)
    raise typer.Exit(open_window(asked))


def shoot_table(
    table: Path, station: str, size: tuple[int, int], out_file: Path, theme: str
) -> None:
    """Draw the import page of a table into a PNG."""
    from iss_viewer.app.opening.table_maps import guessed
    from iss_viewer.app.pictures import shoot_import_page

    shoot_import_page(guessed([table], station, "", (), False), size, out_file, theme)
    out.print(f"Wrote {out_file}", highlight=False)


def _request(tables: Sequence[Path], options: TableOptions) -> ReadingsRequest:
    """The run of a table by the map beside it, or by a guess that leaves nothing open; else the command ends."""
    from iss_viewer.app.opening.requests import ReadingsRequest
    from iss_viewer.app.opening.table_maps import guessed, map_beside

    beside = map_beside(tables[0], tables[1:])
    if beside is not None and not options.answers:
        out.print(f"By the map beside it: {beside}", highlight=False, soft_wrap=True)
        return ReadingsRequest(tables[0], beside, limits=options.limits, detector=options.detector)
    draft = guessed(
        tables, options.station, options.module, options.answers, options.with_suggested
    )
    show_draft(draft)
    if draft.open_points():
        raise refuse("Answer with --answer KEY=ANSWER, or take what is suggested with --suggested.")
    return ReadingsRequest(
        tables[0], draft.to_map(), limits=options.limits, detector=options.detector
    )


def show_draft(draft: Draft) -> None:
    """Print what a table is understood as, and what is open."""
    from iss_viewer.situation.words.tables import column_row, form_words

    out.print(form_words(draft), highlight=False, soft_wrap=True)
    printed = table_of(("Col.", "Name", "Quantity", "Unit", "Where", "First value"))
    for place in range(len(draft.columns)):
        printed.add_row(*column_row(draft, place))
    out.print(printed)
    for doubt in draft.doubts:
        out.print(doubt, style="yellow", highlight=False, soft_wrap=True)
    for question in draft.questions:
        _show_question(question)


def _show_question(question: TableQuestion) -> None:
    err.print(f"{question.key}: {question.text}", style="bold", highlight=False, soft_wrap=True)
    if question.about:
        err.print(f"  {question.about}", highlight=False, soft_wrap=True)
    for number, choice in enumerate(question.choices, 1):
        mark = "  (suggested)" if question.suggested == number - 1 else ""
        example = f": {choice.example}" if choice.example else ""
        err.print(f"  {number} {choice.title}{example}{mark}", highlight=False, soft_wrap=True)
        for sign, words in (("+", choice.support), ("-", choice.doubt)):
            for each in words:
                err.print(f"      {sign} {each}", style="dim", highlight=False, soft_wrap=True)


def _show_readings(draft: Draft) -> None:
    from iss_viewer.telemetry.readings.readings import readings_by

    readings = readings_by(draft.table, draft.to_map(), draft.station)
    out.print(f"{readings.balance.total:,} lines: {readings.balance.words()}.", highlight=False)
    for note in readings.notes:
        out.print(note, style="yellow", highlight=False, soft_wrap=True)


def _write(draft: Draft, map_file: Path) -> None:
    from iss_viewer.situation.words.tables import map_about
    from iss_viewer.telemetry.readings.map_text import write_map

    write_map(draft.to_map(), map_file, map_about(draft))
    out.print(f"Wrote {map_file}", highlight=False, soft_wrap=True)
