"""Open a live feed: its rows judged as they come, at the pace of the clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import iss_viewer
from iss_viewer.app.opening.assembly import detector_named, host_of, limits_in_force
from iss_viewer.app.opening.requests import FeedRequest
from iss_viewer.app.opening.session_host import SessionHost
from iss_viewer.detection.sensors.coverage import certainty_words
from iss_viewer.link import Message, Mode, Pace, Refused
from iss_viewer.situation.words.feed import health_lines
from iss_viewer.telemetry.commands import Command, Freeze, SetSpeed, Step
from iss_viewer.telemetry.feeds.feed_map import FeedMap, read_feed_map
from iss_viewer.telemetry.feeds.feed_source import FeedSource
from iss_viewer.telemetry.feeds.protocols import RECORDING, adapter_of
from iss_viewer.telemetry.feeds.recorded_feed import RecordedFeedSource, recorded_rows
from iss_viewer.telemetry.recording import RunHeader

_PACE_REFUSED = "A live feed goes at its own pace: look back with the time bar."
#: behind the clock by more than this, as after the sleep of a machine, a run leaps to the present
_BEHIND_S = 2.0
#: how often what was left out is told anew
_NOTICE_EVERY_S = 5.0


class FeedHost(SessionHost):
    """Serves the session of a feed: its time is that of the clock, whatever is asked of its pace."""

    def __init__(self, of: SessionHost, source: FeedSource) -> None:
        super().__init__(of.session, of.opened, of.header, of.notices)
        self.source = source
        self._refused = list[Message]()
        self._notice, self._notice_due_s = "", 0.0

    def post(self, command: Command) -> None:
        """Hand a command to the session, but none about its pace."""
        if isinstance(command.order, Freeze | SetSpeed | Step):
            self._refused.append(Refused(command, _PACE_REFUSED))
            return
        super().post(command)

    def turn(self) -> list[Message]:
        """One turn of the session at the present, and what of the feed was left out."""
        pacer, now_s = self.session.pacer, time.monotonic()
        if pacer.is_running and abs(pacer.due_s(now_s) - self.source.present_s) > _BEHIND_S:
            pacer.anchor(now_s, self.source.present_s)
        refused, self._refused = self._refused, []
        told = [self._with_health(m) if isinstance(m, Pace) else m for m in super().turn()]
        return [*refused, *told]

    def _with_health(self, pace: Pace) -> Pace:
        if time.monotonic() >= self._notice_due_s:
            self._notice_due_s = time.monotonic() + _NOTICE_EVERY_S
            self._notice = " ".join(health_lines(self.source.health, with_usual=False))
        return replace(pace, notice=" ".join(filter(None, (pace.notice, self._notice))))

    def close(self) -> None:
        """End the session and what brings its values."""
        super().close()
        self.source.close()


def feed_host(request: FeedRequest, now_utc_s: Callable[[], float] = time.time) -> SessionHost:
    """The session of a feed, live or recorded, at its start. now_utc_s: the clock. Raises FileMistakes."""
    mapped, station = read_feed_map(request.map)
    if mapped.feed.protocol == RECORDING:
        rows = recorded_rows(request.map.parent / mapped.feed.address)
        recorded = RecordedFeedSource(mapped, station, rows)
        return _host(recorded, request, Mode.READINGS, mapped.feed.speed)
    source = FeedSource(mapped, station, now_utc_s, adapter_of(mapped.feed.protocol))
    return FeedHost(_host(source, request, Mode.LIVE, 1.0), source)


def _host(source: FeedSource, request: FeedRequest, mode: Mode, speed: float) -> SessionHost:
    mapped = source.mapped
    limits_text = limits_in_force(request.limits)
    detector = detector_named(request.detector, source, limits_text)
    header = RunHeader(
        title=mapped.title or request.map.stem,
        mode=mode.value,
        station=source.station,
        sampled=source.channels,
        assessed=detector.channels,
        start_utc_s=source.start_utc_s,
        end_s=source.end_s,
        sample_period_s=source.sample_period_s,
        story=_story(mapped, source),
        scenario_id=request.map.stem,
        limits_text=limits_text,
        version=iss_viewer.__version__,
    )
    return host_of(source, detector, header, request, speed)


def _story(mapped: FeedMap, source: FeedSource) -> str:
    """What is known of the feed, and what cannot be judged by it, a line each."""
    origin = f"By {mapped.feed.protocol} from {mapped.feed.address}."
    notes = [mapped.about, origin, *certainty_words(source.station, source.channels)]
    return "\n".join(note for note in notes if note)
