"""How a run is opened that a header describes: live, or to be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iss_viewer.link.cover import read_cover
from iss_viewer.link.link import Mode, Opened

if TYPE_CHECKING:
    from iss_viewer.telemetry.recording import RunHeader


def opened_of(header: RunHeader, mode: Mode, recording: str, more: str = "") -> Opened:
    """What a window is told of a run; `more` is added to its story."""
    return Opened(
        title=header.title,
        mode=mode,
        station=header.station,
        sampled=header.sampled,
        assessed=header.assessed,
        start_utc_s=header.start_utc_s,
        end_s=header.end_s,
        story=header.story + more,
        recording=recording,
        limits_text=header.limits_text,
        cover=read_cover(header.extra.get("cover")),
        detector=header.detector,
    )
