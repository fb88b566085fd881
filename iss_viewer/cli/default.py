"""What ``iss-viewer`` does without a command: its words, and the desktop."""

from __future__ import annotations

from typing import Annotated

import typer

import iss_viewer
from iss_viewer.cli.commands import app, out
from iss_viewer.cli.run import run


def _show_version(asked: bool) -> None:
    if asked:
        out.print(f"iss-viewer {iss_viewer.__version__}", highlight=False)
        raise typer.Exit()


@app.callback(invoke_without_command=True)
def iss_viewer_command(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="The version.")
    ] = False,
) -> None:
    """Mission control for the air leaks of the International Space Station.

    Without a command, the desktop opens on [bold]prk-2024[/]: the leak of
    Zvezda's transfer chamber in 2024. Where there is no display, it is run
    without a window; recording, report and pictures go to [bold]out/[/].

    [bold]Operators[/]  iss-viewer                          the desktop
    [bold]Trainers[/]   iss-viewer scenarios                what can be played
                iss-viewer run debris-strike        play it
    [bold]Reviewers[/]  iss-viewer sessions                 what was recorded
                iss-viewer replay FILE              see it again
                iss-viewer run LOG.csv              judge a table of real readings
    [bold]Scripts[/]    iss-viewer run prk-2024 --headless --until 6h --out DIR
    """
    if context.invoked_subcommand is None:
        run()
