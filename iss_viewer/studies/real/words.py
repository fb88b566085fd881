"""What the page says between the tables of the study of real readings, and the equations of the bound."""

from __future__ import annotations

INTRODUCTION = """# What the detector makes of real instruments

Readings of real barometers, aboard the station and on the ground, go through the whole detector: as they are,
and with leaks planted in them. Made by `iss-viewer study real`: `--scale 0.25` has one onset a leak in place of four, below
that 15 of the 19 Flemish barometers are left out; `--only NAME` plays one series. Nothing in the tables is typed in by hand:
where a goal is missed, the page says so.
"""

QUIET_WORDS = """### False alarms

Each series as published, in a room of one barometer, of which the station file tells general figures, not those of the
instrument (`assets/series/station/room.toml`). Given: its pressure alone, or all that was measured beside
it (temperature, humidity, oxygen, carbon dioxide). A leak alarm is false: no leak is known of any of these hours. Weather
barometers are hard: an open room does lose air when the glass falls, and nothing tells the detector that it is open.
In brackets the most that the count allows with 95 % confidence: none in 2 days is less than 1.5 a day, no more. Totals
count each recording once, as published; readings made coarser, and those that are the same sent another way, are lines of
their own. Looks: 200 evenly spaced from the first row to the last, at the interval that is shown for the station."""

LEAK_WORDS = """### Planted leaks

From an onset on that the seed draws in the middle three fifths of the series, the air falls by exp(-k t): pressure and
partial pressures, rounded again to the steps of the instrument; k is the loss over the air that is there. Volumes are assumed: 984 m3
aboard, 75 m3 on the ground. 2 mm is 51.8 kg/day, 5 mm is 323 kg/day at one atmosphere. A run begins at most 14 days before the onset and ends at
most 16 days after it, or when half of the air is gone. Delay: median over the onsets from the onset to the first leak
alarm. Bound: below. Goal: at most 3 bounds. Not in time: even the bound is longer than the series; there the upper end of the
shown interval has to hold the leak, counted over the looks after the onset. Where a leak alarm stood already as
the leak began, it says nothing: such runs are counted, and left out of delays."""

COVERAGE_WORDS = """### Do the shown intervals hold the truth?

All looks of all runs, from the first row on: before the leak the truth is 0, then it is what was planted. Goal: 93 to 97 %.
Looks of one run hang together, so that a run of bad luck weighs much in a line of few runs. For untouched series the
truth is taken as 0; weather and gas that was fed aboard are in it."""

FAILURE_WORDS = """### Where it fails

Every line of the tables above that misses a goal on the side that counts: false alarms, sensors called faulty that are not known to be, delays, limits
and intervals that do not hold."""

BOUND_WORDS = """### The bound

The noise of a series is learned from the whole of it, untouched, by second differences D(L) = p(t) - 2 p(t-L) + p(t-2L) at L
= 10 s or the usual time between two rows, doubled up to 6.5 h, in which a steady leak drops out:

    E D(L)^2 = ss^2 (6 - 8 e^(-L/30min) + 2 e^(-2L/30min)) + sv^2 (6 g(0) - 8 g(L) + 2 g(2L)) + 6 R
               + so^2 sum over 92.7, 146, 292 min of (6 - 8 c(L) + 2 c(2L))                   (aboard)
    g(L) = b / (b^2 - a^2) (e^(-aL)/a - e^(-bL)/b),  a = 1/2.5 d,  b = 1/6 h;   c(L) = e^(-L/12h) cos(2 pi L / period)

with ss, sv, so and R not negative, by least squares weighted by the number of independent differences and with what is known of others
(6 Pa; 450 Pa/day aboard, 1000 on the ground; 6 Pa) worth four differences. The covariance C of the
readings is made of these, of a level that nobody knows, of a drift of 6 Pa a square root of a day, and of swings of 24 and 12 h
(10 Pa aboard, 60 Pa on the ground). Rows are taken together in bins that grow away from the onset; of rows that repeat the
one before, only changes count. With s the fall p (1 - e^(-kt)) until T after the onset, no test alarms on the leak by then with more than
Phi(d - z), d = sqrt(s^T C^-1 s), where Phi(-z) is how likely it alarms in that stretch on nothing (Neyman and Pearson 1933).
One false alarm a month, the goal, leaves it T / 30 d (the condition of Lai, IEEE Trans. Inf. Theory 44 (1998) 2917). So the
median delay is at least the T at which d reaches z: 4.2 sigmas in 30 s, 3.7 in 5 min, 2.8 in 2 h, 1.8 in a day. Nothing is
granted for seeking the onset and the size, nor for learning the noise, which the bound has from the whole series: whether
anything comes that near is not said by it."""

SOURCES_WORDS = """### Whose readings

`assets/series` has them, each with its source, licence, what is known to have happened, and what is assumed. Not to be had: the logs of the
two Astro Pi of 2016 (eight weeks; the files were too large for the store that was at hand), and the other rows of the
house."""
