"""Rows in which not the air but whoever writes them down has failed: all barometers at once tell what no air does.

A logger that fails writes 0, or a number without meaning, for every instrument. Air of one space may be lost fast, but no
faster than through the widest hole; air that closed hatches part is not lost in the same instant; and no two
barometers agree to the last digit because air is gone. What such a row says counts as missing, until it says
something else: then the air is blind, and told to be.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.state.records import Flags, Floats
from iss_viewer.physics import AIR_KG_MOL, GAMMA, R
from iss_viewer.station.topology import Spaces
from iss_viewer.telemetry.frames import Quality, Samples


class LoggerSettings(NamedTuple):
    """What no air does. Chosen, where no reason is given."""

    least_pa: float = -1e3  # no absolute barometer reads less,
    most_pa: float = 1e6  # nor, about people, more
    had_air_pa: float = 5e3  # before: in emptier air nothing can be seen to fall
    fallen: float = 0.5  # of its pressure, that is left at most where all fall at once,
    gone: float = 0.01  # and where hatches part the air
    widest_m2: float = 1.6  # of holes: a hatch of 1.27 m square; faster is no air lost
    warmest_k: float = 320.0
    stays: float = 0.1  # of the pressure before, within which a failed logger repeats itself


LOGGER = LoggerSettings()
#: volume that leaves through a square metre in a second when the flow is choked, m/s
_CHOKED_M_S = math.sqrt(GAMMA * R * LOGGER.warmest_k / AIR_KG_MOL) * (2.0 / (GAMMA + 1.0)) ** (
    (GAMMA + 1.0) / (2.0 * (GAMMA - 1.0))
)


class LoggerWatch:
    """Finds rows that a failed logger wrote.

    columns: those of the barometers, shape (modules,); -1: there is none. volumes_m3: whole, shape (modules,).
    """

    def __init__(self, columns: NDArray[np.int64], volumes_m3: Floats) -> None:
        self._modules = np.flatnonzero(columns >= 0)
        self._columns, self._volumes_m3 = columns[self._modules], volumes_m3
        count = len(self._modules)
        self._last_pa = np.full(count, np.nan)  # last reading that may be air's,
        self._last_s = np.full(count, np.nan)  # when that was,
        self._failed_pa = np.full(
            count, np.nan
        )  # and what the logger writes since; NaN: it does not

    def without_failures(
        self, samples: Samples, spaces_after: Callable[[Floats], Spaces]
    ) -> Samples:
        """The samples; what a failed logger wrote is missing. spaces_after: the air spaces after these rows."""
        if not len(self._columns) or not len(samples):
            return samples
        read = np.where(
            samples.quality[:, self._columns] == Quality.GOOD,
            samples.values[:, self._columns],
            np.nan,
        )
        if self._is_plain(read):
            self._remember(read, samples.time_s)
            return samples
        values, quality = samples.values.copy(), samples.quality.copy()
        for row in range(len(samples)):
            spaces_before = partial(spaces_after, values[:row])
            failed, is_all = self._judge(read[row], float(samples.time_s[row]), spaces_before)
            hit = slice(None) if is_all else self._columns[failed]
            if is_all or failed.any():
                values[row, hit], quality[row, hit] = np.nan, Quality.MISSING
        return Samples(samples.time_s, values, quality)

    def _is_plain(self, read: Floats) -> bool:
        """Whether no row can be a failed logger's: no barometer that was heard lost half of its air at once."""
        if np.isfinite(self._failed_pa).any():
            return False
        known = np.vstack([self._last_pa, read])
        rows = np.where(np.isfinite(known), np.arange(len(known))[:, None], 0)
        before = np.take_along_axis(known, np.maximum.accumulate(rows[:-1], axis=0), axis=0)
        with np.errstate(invalid="ignore"):
            odd = (
                (read < LOGGER.fallen * before) | (read > LOGGER.most_pa) | (read < LOGGER.least_pa)
            )
        return not odd.any()

    def _remember(self, read: Floats, time_s: Floats) -> None:
        """Keep the last reading of each barometer."""
        known = np.isfinite(read)
        heard = known.any(axis=0)
        last = len(read) - 1 - np.argmax(known[::-1], axis=0)
        self._last_pa[heard] = read[last[heard], np.flatnonzero(heard)]
        self._last_s[heard] = time_s[last[heard]]

    def _judge(
        self, read: Floats, time_s: float, spaces_before: Callable[[], Spaces]
    ) -> tuple[Flags, bool]:
        """Which barometers show what a failed logger writes, shape (barometers,), and whether all do that should
        show air; takes the others in.
        """
        heard = np.isfinite(read)
        with np.errstate(invalid="ignore"):
            failed = (read > LOGGER.most_pa) | (read < LOGGER.least_pa)
            failed |= np.abs(read - self._failed_pa) <= LOGGER.stays * self._last_pa
            fallen = heard & (read < LOGGER.fallen * self._last_pa)
        asked, is_new = heard & (failed | (self._last_pa >= LOGGER.had_air_pa)), fallen & ~failed
        if is_new.any():
            spaces = spaces_before()
            asked &= failed | ~spaces.is_vented[self._modules]
            is_new &= asked
            if is_new.any() and (failed | fallen)[asked].all():
                failed |= is_new & self._is_no_air(read, time_s, is_new, spaces)
        self._failed_pa = np.where(failed, read, np.where(heard, np.nan, self._failed_pa))
        taken = heard & ~failed
        self._last_pa[taken], self._last_s[taken] = read[taken], time_s
        return failed, bool(asked.any() and failed[asked].all())

    def _is_no_air(self, read: Floats, time_s: float, fallen: Flags, spaces: Spaces) -> bool:
        """Whether what all these barometers show at once is no air that is lost."""
        here, before = read[fallen], self._last_pa[fallen]
        if len(here) > 1 and (here == here[0]).all() and not (before == before[0]).all():
            return True
        of = spaces.space_of[self._modules[fallen]].tolist()
        if len(set(of)) > 1 and (here < LOGGER.gone * before).all():
            return True
        span_s = np.abs(time_s - self._last_s[fallen])
        volume_m3 = np.array([self._volumes_m3[list(spaces.modules(s))].sum() for s in of])
        left = np.exp(-GAMMA * LOGGER.widest_m2 * _CHOKED_M_S * span_s / volume_m3)
        return bool(((span_s > 0.0) & (here < left * before)).all())

    def state(self) -> list[Floats]:
        """All there is to keep."""
        return [self._last_pa, self._last_s, self._failed_pa]

    def restore(self, state: list[Floats]) -> None:
        """Go on from `state`."""
        self._last_pa, self._last_s, self._failed_pa = (np.array(one) for one in state)
