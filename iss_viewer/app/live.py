"""A live feed without a window: what happens is told line by line, until it is ended; then what was found."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from iss_viewer import units
from iss_viewer.app.opening.feed import FeedHost, feed_host
from iss_viewer.app.opening.requests import FeedRequest
from iss_viewer.app.summary import Summary
from iss_viewer.app.tally import Tally
from iss_viewer.situation.words import Words
from iss_viewer.situation.words.feed import health_lines
from iss_viewer.situation.words.topics import topic_of
from iss_viewer.telemetry.commands import Command, Run
from iss_viewer.telemetry.frames import Frames

_TURN_S = 0.1


def watch(
    wanted: FeedRequest, for_s: float | None, out_dir: Path | None, tell: Callable[[str], None]
) -> Summary:
    """Watch for a time; None: until a person ends it (Ctrl-C). Raises FileMistakes."""
    began_s = time.monotonic()
    if out_dir is not None:
        out_dir.mkdir(parents=True, exist_ok=True)
        wanted = replace(wanted, recording=out_dir / "session.mcap")
    host, tally = feed_host(wanted), Tally()
    assert isinstance(host, FeedHost)
    host.post(Command(Run(), actor="session"))
    words = Words.of(host.header.station, host.header.limits_text)
    try:
        while for_s is None or time.monotonic() - began_s < for_s:
            _take_turn(host, tally, words, tell)
            time.sleep(_TURN_S)
    except KeyboardInterrupt:
        pass
    for line in health_lines(host.source.health):
        tell(line)
    host.close()
    summary = tally.summary(host.header, time.monotonic() - began_s, None)
    if out_dir is not None:
        summary.write_json(out_dir / "summary.json")
    return summary


def _take_turn(host: FeedHost, tally: Tally, words: Words, tell: Callable[[str], None]) -> None:
    for message in host.turn():
        if not isinstance(message, Frames):
            continue
        tally.take(message)
        for event in message.events:
            tell(f"{units.clock_text(event.time_s)}  {topic_of(event):8} {words.named(event)}")
