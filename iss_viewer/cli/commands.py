"""The command line itself: its options, its words, and what no command means."""

from __future__ import annotations

import typer
from rich.console import Console

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
