"""What is said of a live feed: how fresh it is, and what of it was left out."""

from __future__ import annotations

from iss_viewer.telemetry.events import FeedChanged
from iss_viewer.telemetry.feeds.faults import FeedFault, FeedHealth
from iss_viewer.telemetry.status import FeedState
from iss_viewer.units import duration_text

_FAULT_WORDS = {
    FeedFault.UNREADABLE: "messages that cannot be read",
    FeedFault.TOO_LONG: "messages without end",
    FeedFault.NOT_A_NUMBER: "values that are no number",
    FeedFault.NOT_FINITE: "values without bound",
    FeedFault.NO_VALUE: "values that are empty",
    FeedFault.NO_TIME: "values without a time that can be read",
    FeedFault.FUTURE: "values dated in the future",
    FeedFault.LONG_AGO: "values dated before 1990",
    FeedFault.LATE: "values older than what was known",
    FeedFault.REPEATED: "values sent twice",
    FeedFault.PASSED_OVER: "values passed over for newer ones in the same row",
    FeedFault.DROPPED: "values dropped: more came than can be taken",
}
#: what every feed does now and then; told where it is most of what comes
_USUAL = (FeedFault.LATE, FeedFault.REPEATED, FeedFault.PASSED_OVER)
_MOST_NAMED = 4


def feed_words(event: FeedChanged) -> str:
    """How the feed does from now on."""
    match event:
        case FeedChanged(state=FeedState.LIVE):
            return "feed live"
        case FeedChanged(age_s=None):
            return "feed lost: nothing has come yet"
        case FeedChanged(state=FeedState.DELAYED, age_s=age_s):
            return f"feed delayed: the newest value is {duration_text(age_s or 0.0)} old"
        case FeedChanged(age_s=age_s):
            return f"feed lost: nothing has come for {duration_text(age_s or 0.0)}"


def feed_badge(state: FeedState, age_s: float) -> str:
    """The same in a banner."""
    match state:
        case FeedState.LIVE:
            return "LIVE"
        case FeedState.DELAYED:
            return f"DELAYED {duration_text(age_s)}"
        case FeedState.LOST:
            return f"FEED LOST {duration_text(age_s)}" if age_s < float("inf") else "NO DATA YET"


def health_lines(health: FeedHealth, with_usual: bool = True) -> list[str]:
    """What of a feed was left out, a line each, the names of strangers as plain text."""
    lines = [f"Not connected: {health.trouble}."] if health.trouble else []
    if health.unknown:
        lines.append(_unknown_line(health))
    for fault, words in _FAULT_WORDS.items():
        count = health.counts.get(fault, 0)
        if count and (fault not in _USUAL or with_usual or 2 * count > health.taken):
            last = health.last.get(fault, "")
            lines.append(f"{count:,} {words}" + (f", last: {last}" if last else "") + ".")
    return lines


def _unknown_line(health: FeedHealth) -> str:
    ordered = sorted(health.unknown.items(), key=lambda item: -item[1])
    shown = ", ".join(f"{name} ×{count:,}" for name, count in ordered[:_MOST_NAMED])
    more = len(ordered) - _MOST_NAMED
    return f"Not in the map: {shown}" + (f" and {more} more items." if more > 0 else ".")
