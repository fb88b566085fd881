"""How instants of a run are written: one notation for the whole window, and the round times at which its axes have ticks."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

import numpy as np

from iss_viewer.telemetry.readings.column_map import zone_of
from iss_viewer.units import CALENDAR_FROM_S, S_PER_DAY, clock_text

ELAPSED, GMT, IN_UTC = "T+", "GMT", "UTC"
#: what is offered by name; any other notation is a time zone
NOTATIONS = {
    ELAPSED: "elapsed (T+)",
    IN_UTC: "UTC",
    GMT: "GMT day of year and hour",
}
NO_CALENDAR = "no calendar start"
_STEPS_S = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 10800, 21600, 43200)
_STEPS_DAYS = (1, 2, 7, 14, 30, 90, 365)
#: for each of these, every how manieth day of the year has a tick where days are counted
_OF_YEAR = {1: 1, 2: 2, 7: 5, 14: 10, 30: 50, 90: 100, 365: 366}
_EPOCH = datetime(1970, 1, 1)
_JUST_BELOW_S = 1e-4  # a sum of floats that is so near to a whole second is it


@dataclass
class Clock:
    """The instants of one run as the reader wants them written.

    start_utc_s: Unix time of second 0; of a run without a calendar start it lies before 1990, and elapsed time is
    shown whatever is wanted. notation: `ELAPSED`, `GMT`, `IN_UTC`, or a time zone; switched for everything at once.
    """

    start_utc_s: float = 0.0
    notation: str = ELAPSED

    @property
    def has_calendar(self) -> bool:
        """Whether it is known of which day the run is."""
        return self.start_utc_s >= CALENDAR_FROM_S

    @property
    def is_dated(self) -> bool:
        """Whether instants are written as of a calendar."""
        return self.has_calendar and self.notation != ELAPSED

    @property
    def zone(self) -> tzinfo:
        """The zone in which days begin."""
        return UTC if self.notation in NOTATIONS else zone_of(self.notation)

    def words(self) -> str:
        """The notation as it is named, and that it cannot be used where it cannot."""
        named = NOTATIONS.get(self.notation, self.notation)
        is_missing = self.notation != ELAPSED and not self.has_calendar
        return (
            f"{named}; this run has {NO_CALENDAR}: elapsed time is shown" if is_missing else named
        )

    def text(self, time_s: float) -> str:
        """An instant in full: ``T+2d 04:05:06``, ``26 Feb 06:00:12 UTC``, ``GMT 335/08:56:12``."""
        if not math.isfinite(time_s):
            return "—"
        if not self.is_dated:
            return clock_text(time_s)
        when = self.at(time_s)
        if self.notation == GMT:
            return f"GMT {when:%j/%H:%M:%S}"
        return f"{when:%d %b %H:%M:%S} {when.tzname()}"

    def brief(self, time_s: float, beside_s: float) -> str:
        """An instant beside another one: its day only where that is another day, the notation named by `sign`."""
        if not self.is_dated or self.notation == GMT:
            return self.text(time_s).removeprefix("GMT ")
        when = self.at(time_s)
        day = "" if when.date() == self.at(beside_s).date() else f"{when.day} {when:%b} "
        return f"{day}{when:%H:%M:%S}"

    def sign(self, time_s: float) -> str:
        """What stands for the notation at an instant, over brief ones: ``UTC``, ``GMT``, ``MSK``; empty for elapsed."""
        if not self.is_dated:
            return ""
        return GMT if self.notation == GMT else str(self.at(time_s).tzname())

    def face(self, time_s: float) -> tuple[str, str]:
        """An instant as the clock of the window shows it: in large letters, and the rest below."""
        if not self.has_calendar:
            return self.text(time_s), NO_CALENDAR
        when, elapsed = self.at(time_s), clock_text(time_s)
        if self.notation == ELAPSED:
            return elapsed, f"{when:%H:%M:%S} UTC · {when:%d %b %Y}"
        if self.notation == GMT:
            return f"{when:%j/%H:%M:%S}", f"GMT · {elapsed}"
        return f"{when:%H:%M:%S} {when.tzname()}", f"{elapsed} · {when:%d %b %Y}"

    def at(self, time_s: float) -> datetime:
        """An instant in the zone of the notation."""
        return datetime.fromtimestamp(self.start_utc_s + time_s + _JUST_BELOW_S, self.zone)

    # ------------------------------------------------------------------ ticks

    def ticks(self, low_s: float, high_s: float, most: float) -> tuple[float, list[float]]:
        """The step and the instants of ticks at round times of the notation, about `most` of them, s."""
        wanted_s = (high_s - low_s) / max(most, 1.0)
        short = next((step for step in _STEPS_S if step >= wanted_s), None)
        days = next((d for d in _STEPS_DAYS if d * S_PER_DAY >= wanted_s), _STEPS_DAYS[-1])
        step_s = float(short or days * S_PER_DAY)
        if not self.is_dated:
            first = math.ceil(low_s / step_s)
            return step_s, [i * step_s for i in range(first, int(high_s // step_s) + 1)]
        walls = self._walls(low_s, high_s, short) if short else self._midnights(low_s, high_s, days)
        found = sorted(
            {time_s for wall_s in walls if (time_s := self._instant(wall_s)) is not None}
        )
        return step_s, [time_s for time_s in found if low_s <= time_s <= high_s]

    def tick_text(self, time_s: float, step_s: float, is_first: bool = False) -> str:
        """Short words of a tick; the first one, and each at the beginning of a day, name the day."""
        if not self.is_dated:
            return elapsed_text(time_s, step_s)
        when, is_counted = self.at(time_s), self.notation == GMT
        if step_s >= S_PER_DAY:
            if is_counted:
                return f"{when:%Y/%j}" if step_s >= 30 * S_PER_DAY else f"{when:%j}"
            return f"{when:%b %Y}" if step_s >= 30 * S_PER_DAY else f"{when.day} {when:%b}"
        hands = f"{when:%H:%M:%S}" if step_s < 60 else f"{when:%H:%M}"
        is_midnight = (when.hour, when.minute, when.second) == (0, 0, 0)
        if not (is_first or is_midnight):
            return hands
        if is_counted:
            return f"{when:%j}/{hands}"
        return f"{when.day} {when:%b}" if is_midnight else f"{when.day} {when:%b} {hands}"

    def _wall_s(self, time_s: float) -> float:
        """What the clock on the wall shows at an instant, as seconds since its 1970."""
        shift = self.at(time_s).utcoffset() or timedelta()
        return self.start_utc_s + time_s + shift.total_seconds()

    def _instant(self, wall_s: float) -> float | None:
        """When the clock on the wall shows this; None: it never does, in spring."""
        wall = _EPOCH + timedelta(seconds=wall_s)
        instant = wall.replace(tzinfo=self.zone).astimezone(UTC)
        if instant.astimezone(self.zone).replace(tzinfo=None) != wall:
            return None
        return instant.timestamp() - self.start_utc_s

    def _walls(self, low_s: float, high_s: float, step_s: int) -> Iterator[float]:
        first, last = (self._wall_s(time_s) / step_s for time_s in (low_s, high_s))
        return (i * float(step_s) for i in range(math.ceil(first) - 1, math.floor(last) + 2))

    def _midnights(self, low_s: float, high_s: float, step_days: int) -> Iterator[float]:
        """The beginnings of round days: of weeks, months and years, or round days of the year."""
        first, last = (int(self._wall_s(time_s) // S_PER_DAY) for time_s in (low_s, high_s))
        days = np.arange(first, last + 2).astype("M8[D]")
        months, years = days.astype("M8[M]"), days.astype("M8[Y]")
        day = (days - months.astype("M8[D]")).astype(int) + 1
        month, of_year = (
            (months - years.astype("M8[M]")).astype(int),
            (days - years.astype("M8[D]")).astype(int) + 1,
        )
        if self.notation == GMT:
            every = _OF_YEAR[step_days]
            is_round = (of_year == 1) if every > 365 else (of_year % every == 0)
        else:
            is_round = {
                1: day > 0,
                2: (day % 2 == 1) & (day < 31),
                7: days.astype(int) % 7 == 4,  # Mondays
                14: (day == 1) | (day == 15),
                30: day == 1,
                90: (day == 1) & (month % 3 == 0),
                365: of_year == 1,
            }[step_days]
        return (float(one) * S_PER_DAY for one in days[is_round].astype(int))


def elapsed_text(time_s: float, step_s: float) -> str:
    """An instant of the run in hours and minutes, with seconds where ticks are that close: ``5:20``, ``50:00``, ``5:20:10``.

    One notation for all lengths of a run: hours go on beyond a day.
    """
    sign, whole = ("−" if time_s < 0 else ""), round(abs(time_s))
    hours, minutes = whole // 3600, whole % 3600 // 60
    seconds = f":{whole % 60:02d}" if step_s < 60 else ""
    return f"{sign}{hours}:{minutes:02d}{seconds}"
