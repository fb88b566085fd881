"""How a live feed does at an instant, and how old the value of a channel is."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from iss_viewer.situation.air_loss import is_closed_off
from iss_viewer.situation.moment import Moment, once_a_moment
from iss_viewer.situation.words.feed import feed_badge
from iss_viewer.telemetry.frames import Quality
from iss_viewer.telemetry.status import FEED, FeedState
from iss_viewer.units import duration_text

#: a value that is younger is of now
_OF_NOW_S = 2.0


@once_a_moment
def feed_state(moment: Moment) -> FeedState | None:
    """How the feed does; None where the run comes from none."""
    state = moment.value(FEED, "feed_state")
    return FeedState(int(state)) if state == state else None


def feed_text(moment: Moment) -> str:
    """How late a feed is, for a banner; empty where it is live, or the run comes from none."""
    state = feed_state(moment)
    return (
        ""
        if state in (None, FeedState.LIVE)
        else feed_badge(state, moment.value(FEED, "feed_age_s"))
    )


def value_age_s(moment: Moment, subject: str, quantity: str, at_s: float | None = None) -> float:
    """For how long a sampled channel has brought nothing good; 0: it is of now; inf: for very long; NaN: no such.

    at_s: an instant before the moment, s; then the age that it had there.
    """
    column, history = moment.run.opened.sampled.get(subject, quantity), moment.run.history
    if column is None or moment.is_empty:
        return float("nan")
    if at_s is None and column < len(moment.quality) and moment.quality[column] == Quality.GOOD:
        return 0.0
    row_s = moment.time_s if at_s is None else history.step_from(min(at_s, moment.time_s), 0)
    good_s = history.last_good_s(column, row_s)
    return np.inf if good_s is None else row_s - good_s


def newest_age_text(moment: Moment, modules: Iterable[str], at_s: float | None = None) -> str:
    """How old the newest pressure of some modules is, in words; empty where it is of then, or none has a gauge."""
    ages = [value_age_s(moment, module, "pressure_pa", at_s) for module in modules]
    return _age_text(min((age for age in ages if age == age), default=0.0))


def value_age_text(moment: Moment, subject: str, quantity: str) -> str:
    """The age of a value in words; empty where it is of now, or the run has no such channel."""
    return _age_text(value_age_s(moment, subject, quantity))


def _age_text(age_s: float) -> str:
    if not age_s > _OF_NOW_S:
        return ""
    return f"{duration_text(age_s)} old" if np.isfinite(age_s) else "no value"


def aged(text: str, moment: Moment, subject: str, quantity: str) -> str:
    """A value's text with its age, where it is not of now."""
    age = value_age_text(moment, subject, quantity)
    return f"{text} · {age}" if age else text


def air_age_text(moment: Moment) -> str:
    """How old the newest pressure of the main air space is, for who doubts it."""
    modules = [m for m in moment.station.module_ids if not is_closed_off(moment, m)]
    ages = [moment.value(module, "data_age_s") for module in modules]
    age_s = min((age for age in ages if age == age), default=None)
    if age_s is None:
        return ""
    return f"Newest value: {duration_text(age_s)} old" if np.isfinite(age_s) else "No value yet"
