"""The command that draws one panel of the window from a recording, without a display."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from iss_viewer.cli.commands import PictureTheme, app, duration, out, pixels, refuse, stretch

LEAST_PX, MOST_PX = (320, 320), (8192, 8192)


class PicturePanel(StrEnum):
    """What can be drawn."""

    PLOTS = "plots"
    STATION = "station"


@app.command()
def picture(
    file: Annotated[Path, typer.Argument(help="A recording (.mcap).", exists=True, dir_okay=False)],
    out_file: Annotated[Path, typer.Option("--out", help="The PNG or SVG file to write.")],
    panel: Annotated[PicturePanel, typer.Option(help="What to draw.")] = PicturePanel.PLOTS,
    at: Annotated[
        float | None,
        typer.Option(parser=duration, metavar="TIME", help="When; else the end of what is shown."),
    ] = None,
    from_s: Annotated[
        float | None, typer.Option("--from", parser=duration, metavar="TIME", help="Plots from …")
    ] = None,
    to_s: Annotated[
        float | None, typer.Option("--to", parser=duration, metavar="TIME", help="… to.")
    ] = None,
    size: Annotated[str, typer.Option(metavar="WxH", help="Pixels.")] = "1600x900",
    select: Annotated[str, typer.Option(help="A module to select.")] = "",
    theme: Annotated[PictureTheme, typer.Option(help="The colours.")] = PictureTheme.DARK,
) -> None:
    """Draw the plots or the station of a recording at an instant; needs no display."""
    from iss_viewer.app.pictures import draw_panel
    from iss_viewer.situation.results import PictureWanted
    from iss_viewer.telemetry.recording import RecordingRefused

    width_px, height_px = pixels(size, LEAST_PX, MOST_PX)
    first_s, last_s = stretch(from_s, to_s)
    has_stretch = from_s is not None or to_s is not None
    wanted = PictureWanted(
        panel=panel.value,
        file=str(out_file),
        width_px=width_px,
        height_px=height_px,
        time_s=last_s if at is None else at,
        view_s=(max(first_s, 0.0), last_s) if has_stretch else None,
        selected=select,
        theme=theme.value,
    )
    try:
        draw_panel(file, wanted)
    except (RecordingRefused, ValueError) as refusal:
        raise refuse(refusal) from None
    out.print(f"Wrote {out_file}", highlight=False)
