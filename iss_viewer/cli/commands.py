"""The command line itself: its options, its words, and what no command means."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

import iss_viewer
from iss_viewer import units

app = typer.Typer(
    name="iss-viewer",
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
out = Console()
err = Console(stderr=True)


def duration(text: str) -> float:
    """A written duration such as ``2h`` or ``1d 6h`` in seconds, for options."""
    try:
        return units.parse(text, "duration")
    except units.UnitError as error:
        raise typer.BadParameter(str(error)) from None


def _tell_version(asked: bool) -> None:
    if asked:
        out.print(f"iss-viewer {iss_viewer.__version__}", highlight=False)
        raise typer.Exit()


@app.callback(invoke_without_command=True)
def iss_viewer_command(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="The version.")
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
    [bold]Scripts[/]    iss-viewer run prk-2024 --headless --until 6h --out DIR
    """
    if context.invoked_subcommand is None:
        from iss_viewer.cli.run import run

        run()
