"""The command line itself: its options, how it prints, and its words of refusal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from iss_viewer import units


class PictureTheme(StrEnum):
    """The palettes of pictures."""

    DARK = "dark"
    LIGHT = "light"
    QUIET = "quiet"


class PictureWorkspace(StrEnum):
    """The workspaces of pictures."""

    OPERATOR = "operator"
    TRAINER = "trainer"
    TRAINEE = "trainee"
    REVIEWER = "reviewer"


class PlainConsole(Console):
    """Prints strings as the text that they are: no markup, no codes of emoji, nothing to be obeyed."""

    def __init__(self, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, markup=False, emoji=False)

    def render_str(self, text: str, **options: Any) -> Text:
        """A string as the text that is shown of it."""
        return super().render_str(printable(text), **options)


def printable(text: str) -> str:
    """A text without what a terminal would obey."""
    from iss_viewer.situation.words.typed import printable  # with all that is said of a run

    return printable(text)


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


def misread(reason: object, option: str | None = None) -> typer.BadParameter:
    """Say what is wrong with the value of an option, which somebody typed; what to raise."""
    return typer.BadParameter(printable(str(reason)), param_hint=option)


def duration(text: str | float) -> float:
    """A written duration such as ``2h`` or ``1d 6h`` in seconds, for options; a default as it is."""
    if isinstance(text, float):
        return text
    try:
        return units.parse(text, "duration")
    except units.UnitError as error:
        raise misread(error) from None


def detector(name: str) -> str:
    """The name of a detector that a distribution adds and that can be used, for options; a default as it is."""
    if name:
        from iss_viewer.detection.added_detector import complaint_of

        complaint = complaint_of(name)
        if complaint:
            raise misread(complaint, "--detector")
    return name


def pixels(text: str, least: tuple[int, int], most: tuple[int, int]) -> tuple[int, int]:
    """A written size such as ``1600x900``, for options."""
    found = re.fullmatch(r"([0-9]{1,5})x([0-9]{1,5})", text.lower())
    if found:
        width, height = int(found[1]), int(found[2])
        if least[0] <= width <= most[0] and least[1] <= height <= most[1]:
            return width, height
    smallest, largest = (f"{width}x{height}" for width, height in (least, most))
    raise misread(f"a size is written as 1600x900, from {smallest} to {largest}", "--size")


def stretch(from_s: float | None, to_s: float | None) -> tuple[float, float]:
    """The instants between which something is asked for; without them, all of it."""
    begin_s = -float("inf") if from_s is None else from_s
    end_s = float("inf") if to_s is None else to_s
    if begin_s > end_s:
        raise misread("it ends before it begins", "--from, --to")
    return begin_s, end_s
