"""The command line itself: its options, how it prints, and its words of refusal."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from iss_viewer import units
from iss_viewer.situation.words.typed import printable


class PictureTheme(StrEnum):
    """The two palettes of pictures."""

    DARK = "dark"
    LIGHT = "light"


class PlainConsole(Console):
    """Prints strings as the text that they are: no markup, no codes of emoji, nothing to be obeyed."""

    def __init__(self, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, markup=False, emoji=False)

    def render_str(self, text: str, **options: Any) -> Text:
        """A string as the text that is shown of it."""
        return super().render_str(printable(text), **options)


app = typer.Typer(
    name="iss-viewer",
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
out = PlainConsole()
err = PlainConsole(stderr=True)


def titled(title: str, below: str) -> Text:
    """A cell of a table: a title in bold, and a line below it."""
    return Text.assemble((printable(title), "bold"), f"\n{printable(below)}")


def table_of(names: Sequence[str]) -> Table:
    """A table with these names of columns, which somebody may have typed."""
    table = Table(header_style="bold")
    for name in names:
        table.add_column(Text(printable(name)))
    return table


def refuse(reason: object) -> typer.Exit:
    """Say what a person asked for that cannot be; what to raise."""
    err.print(str(reason), style="red", highlight=False, soft_wrap=True)
    return typer.Exit(2)


def duration(text: str | float) -> float:
    """A written duration such as ``2h`` or ``1d 6h`` in seconds, for options; a default as it is."""
    if isinstance(text, float):
        return text
    try:
        return units.parse(text, "duration")
    except units.UnitError as error:
        raise typer.BadParameter(str(error)) from None


def stretch(from_s: float | None, to_s: float | None) -> tuple[float, float]:
    """The instants between which something is asked for; without them, all of it."""
    begin_s = -float("inf") if from_s is None else from_s
    end_s = float("inf") if to_s is None else to_s
    if begin_s > end_s:
        raise typer.BadParameter("it ends before it begins", param_hint="--from, --to")
    return begin_s, end_s
