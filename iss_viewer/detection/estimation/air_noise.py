"""How air that few instruments sense (`is_sparsely_sensed`) moves about by itself, learned from its pressure, whatever
the station file assumes: slow air (or weather), a fast part, and how far thermometers and analysers tell of the pressure.

Only second differences ``D(L) = z(t) - 2 z(t-L) + z(t-2L)`` are asked, in which a steady leak drops out:

    E D^2 = sf^2 (6 - 8 e^(-L/4h) + 2 e^(-2L/4h)) + sv^2 B(L) + 6 R

with sf the fast part, sv the rate of slow air (B: `slow_air`) and R the noise of a reading, none negative. Of pressure, warmth and
analysed gases all products are kept, so that what follows for one weight of a witness follows for any.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from iss_viewer.detection.estimation.process_noise import (
    assumed_rate,
    fast_variance,
    pa_per_k,
    rate_variance,
    thermal_variance,
)
from iss_viewer.detection.estimation.slow_air import slow_bend
from iss_viewer.detection.estimation.witnesses import is_sparsely_sensed
from iss_viewer.detection.sensors.habits import BEND_VARIANCE
from iss_viewer.detection.state.clock import DAY_S
from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.records import Floats
from iss_viewer.detection.state.settings import Settings
from iss_viewer.detection.state.space_records import (
    AIR_KEPT,
    AIR_LAGS,
    AIR_SIGNALS,
    AirLag,
    AirSpace,
)


class AirNoiseSettings(NamedTuple):
    """How the noise of the air is learned. Found on public series of cabins, habitats, a house and 48 ground
    stations, where no reason is given.
    """

    first_lag_s: float = 120.0  # doubled from one lag to the next, up to 8.5 h
    spacing: float = 4.0  # readings kept in a lag
    slack_s: float = 1e-3  # by which a sample may be early
    off: float = 0.2  # of a lag, that two readings may be off together
    memory_s: float = 15.0 * DAY_S
    prior: float = 4.0  # independent second differences' worth of trust in the station file
    clipped: float = 12.0  # times what is expected, that one of them counts for
    least_seen: float = 0.1  # of what is seen: no model counts as exact
    beyond_1: float = 2.0  # of its scatter: so much slow air, where none is assumed, is none
    turns: int = 5  # of weights by the model and model by the weights
    sweeps: int = 40  # of the least squares between limits
    fitted_from: int = 2  # lags: a new difference of a shorter one changes little
    witness_from: int = 3  # lags of 16 min and more: shorter ones hold the noise of witnesses
    otherwise_1: float = 0.2  # of a weight: so much, and noise that was seen before tells nothing
    witness_sd_1: float = 0.5  # how far what witnesses say may not be the air's


AIR_NOISE = AirNoiseSettings()
PARTS = 3  # fast, rate, reading
FAST, RATE, READING = range(PARTS)
WITNESSES = AIR_SIGNALS - 1
TINY = 1e-30
SCATTER = 2.0  # variance of a squared normal number, of its mean square
ONCE, TWICE = (
    -8.0,
    2.0,
)  # in E D^2, of the covariance over a lag and over two; BEND_VARIANCE: over none


@inner
def forget_air(space: AirSpace) -> None:
    """Other air: nothing is known of how it moves, nor of its witnesses."""
    cut_air(space)
    for lag in space["air_lags"]:
        lag["looks"] = lag["withheld"] = 0.0
        lag["products"][:] = 0.0
        lag["withheld_products"][:] = 0.0
    space["fast_pa2"], space["rate_pa2_s2"] = 0.0, 0.0
    space["is_air_learned"] = 0
    space["warmth_share_1"] = space["gas_share_1"] = 1.0
    space["looked_shares_1"][:] = 1.0
    space["unfollowed_k"] = space["unfollowed_pa"] = space["fed_so_far_pa"] = 0.0


@inner
def cut_air(space: AirSpace) -> None:
    """What happened to the pressure meanwhile is not known: no difference is taken across it."""
    for lag in space["air_lags"]:
        lag["count"] = 0


@inner
def learn_air(space: AirSpace, settings: Settings, reading_pa2: float, now_s: float) -> None:
    """Take in what the barometers of sparsely sensed air agree on. reading_pa2: its variance."""
    if not is_sparsely_sensed(space):
        return
    signals = np.empty(AIR_SIGNALS)
    signals[0] = space["level_pa"] - space["fed_so_far_pa"]
    signals[1] = space["level_pa"] * (space["temperature_k"] / space["reference_k"] - 1.0)
    signals[2] = space["analysed_pa"]
    is_new = False
    for k in range(AIR_LAGS):
        lag, lag_s = space["air_lags"][k], AIR_NOISE.first_lag_s * 2.0**k
        if lag["withheld"] > 0.0 and _leaks_since_s(space) == math.inf:
            _release(lag)
        is_due = (
            lag["count"] == 0
            or now_s - lag["last_s"] >= lag_s / AIR_NOISE.spacing - AIR_NOISE.slack_s
        )
        if is_due and _take(space, lag, lag_s, signals, settings, reading_pa2, now_s):
            is_new = is_new or k >= AIR_NOISE.fitted_from
    if is_new:
        _weigh_witnesses(space)
        _fit(space, settings, reading_pa2)


@inner
def _take(
    space: AirSpace,
    lag: AirLag,
    lag_s: float,
    signals: Floats,
    settings: Settings,
    reading_pa2: float,
    now_s: float,
) -> bool:
    """Keep a reading and take the difference that ends with it; whether there is one."""
    place = lag["count"] % AIR_KEPT
    lag["times_s"][place] = now_s
    for i in range(AIR_SIGNALS):
        lag["signals"][place, i] = signals[i]
    since_s = now_s - lag["last_s"]
    lag["last_s"] = now_s
    lag["count"] += 1
    once, twice = _nearest(lag, now_s - lag_s), _nearest(lag, now_s - 2.0 * lag_s)
    once_s, twice_s = lag["times_s"][once], lag["times_s"][twice]
    off_s = abs(now_s - lag_s - once_s) + abs(now_s - 2.0 * lag_s - twice_s)
    if off_s > AIR_NOISE.off * lag_s or not twice_s < once_s < now_s:
        return False
    ratio = (now_s - once_s) / (once_s - twice_s)
    bend = np.empty(AIR_SIGNALS)
    for i in range(AIR_SIGNALS):
        kept = lag["signals"]
        bend[i] = signals[i] - (1.0 + ratio) * kept[once, i] + ratio * kept[twice, i]
    air = bend[0] - space["warmth_share_1"] * bend[1] - space["gas_share_1"] * bend[2]
    fast, rate = fast_variance(space, settings), rate_variance(space, settings)
    expected = fast * fast_bend(lag_s, settings["thermal_time_s"])
    expected += rate * slow_bend(lag_s, settings) + BEND_VARIANCE * reading_pa2
    counts = 1.0
    if air * air > AIR_NOISE.clipped * expected:
        counts = AIR_NOISE.clipped * expected / (air * air)
    worth, most = min(since_s / lag_s, 1.0), AIR_NOISE.memory_s / lag_s
    if twice_s < _leaks_since_s(space) < math.inf:
        lag["withheld"] += worth
        _mix_in(lag["withheld_products"], bend, worth / lag["withheld"], counts)
        return False
    lag["looks"] = min(lag["looks"] + worth, most)
    _mix_in(lag["products"], bend, worth / lag["looks"], counts)
    return True


@inner
def _leaks_since_s(space: AirSpace) -> float:
    """The onset of a leak that was found, or that several barometers let suspect; inf: there is none."""
    return float(space["anchor_s"] if space["is_found"] == 1 else space["suspected_s"])


@inner
def _nearest(lag: AirLag, wanted_s: float) -> int:
    best, off_s = 0, math.inf
    for i in range(min(lag["count"], AIR_KEPT)):
        if abs(lag["times_s"][i] - wanted_s) < off_s:
            best, off_s = i, abs(lag["times_s"][i] - wanted_s)
    return best


@inner
def _mix_in(products: Floats, bend: Floats, share: float, counts: float) -> None:
    for i in range(AIR_SIGNALS):
        for j in range(AIR_SIGNALS):
            products[i, j] += share * (counts * bend[i] * bend[j] - products[i, j])


@inner
def _release(lag: AirLag) -> None:
    """What was held for a leak is none: its differences count."""
    both = lag["looks"] + lag["withheld"]
    for i in range(AIR_SIGNALS):
        for j in range(AIR_SIGNALS):
            more = lag["withheld_products"][i, j] - lag["products"][i, j]
            lag["products"][i, j] += lag["withheld"] / both * more
            lag["withheld_products"][i, j] = 0.0
    lag["looks"], lag["withheld"] = both, 0.0


@inner
def fast_bend(lag_s: float, time_s: float) -> float:
    """E D^2 of an Ornstein-Uhlenbeck course of unit variance."""
    once = math.exp(-lag_s / time_s)
    return BEND_VARIANCE + ONCE * once + TWICE * once * once


@inner
def _square(space: AirSpace, lag: AirLag) -> float:
    """The mean square of the difference of what the filter is given."""
    products, warmth, gas = lag["products"], space["warmth_share_1"], space["gas_share_1"]
    total = products[0, 0] + warmth * warmth * products[1, 1] + gas * gas * products[2, 2]
    total += 2.0 * (warmth * gas * products[1, 2] - warmth * products[0, 1] - gas * products[0, 2])
    return float(max(total, 0.0))


@inner
def _fit(space: AirSpace, settings: Settings, reading_pa2: float) -> None:
    """The variances that explain the squares best; the station's are worth a few looks."""
    assumed, scale = np.empty(PARTS), np.empty(PARTS)
    assumed[FAST], assumed[READING] = thermal_variance(space, settings), reading_pa2
    assumed[RATE] = assumed_rate(space, settings)
    scale[FAST], scale[READING] = assumed[FAST] + TINY, assumed[READING] + TINY
    scale[RATE] = settings["slow_air_pa_s"] ** 2
    found, shape, matrix, vector = (
        assumed.copy(),
        np.empty(PARTS),
        np.empty((PARTS, PARTS)),
        np.empty(PARTS),
    )
    for _ in range(AIR_NOISE.turns):
        matrix[:] = 0.0
        for i in range(PARTS):
            weight = AIR_NOISE.prior / (scale[i] * scale[i])
            matrix[i, i], vector[i] = weight, weight * assumed[i]
        for k in range(AIR_LAGS):
            lag, lag_s = space["air_lags"][k], AIR_NOISE.first_lag_s * 2.0**k
            if lag["looks"] <= 0.0:
                continue
            shape[FAST] = fast_bend(lag_s, settings["thermal_time_s"])
            shape[RATE] = slow_bend(lag_s, settings)
            shape[READING] = BEND_VARIANCE
            square, model = _square(space, lag), 0.0
            for i in range(PARTS):
                model += shape[i] * found[i]
            error = max(model, AIR_NOISE.least_seen * square) + TINY
            weight = lag["looks"] / (error * error)
            for i in range(PARTS):
                vector[i] += weight * shape[i] * square
                for j in range(PARTS):
                    matrix[i, j] += weight * shape[i] * shape[j]
        if space["sensor_count"] > 1:
            _doubt_rate(matrix, vector)
        solve_between(matrix, vector, math.inf, found)
    least = settings["thermal_sd_k"] * pa_per_k(space)
    space["fast_pa2"], space["rate_pa2_s2"] = max(found[FAST], least * least), found[RATE]
    space["is_air_learned"] = 1


@inner
def _doubt_rate(matrix: Floats, vector: Floats) -> None:
    """Let only so much slow air be found as the squares show beyond their own scatter: a mean square of n differences
    is off by sqrt(2/n) of itself, so that the inverse of half the matrix is its covariance.
    """
    shared = matrix[RATE, FAST] * matrix[RATE, FAST] / matrix[FAST, FAST]
    vector[RATE] -= AIR_NOISE.beyond_1 * math.sqrt(SCATTER * max(matrix[RATE, RATE] - shared, 0.0))


@inner
def solve_between(matrix: Floats, vector: Floats, most: float, found: Floats) -> None:
    """Least squares whose parts lie between 0 and `most`, part by part, in place."""
    for _ in range(AIR_NOISE.sweeps):
        for i in range(len(found)):
            left = vector[i]
            for j in range(len(found)):
                if j != i:
                    left -= matrix[i, j] * found[j]
            found[i] = min(max(left / matrix[i, i], 0.0), most)


@inner
def _weigh_witnesses(space: AirSpace) -> None:
    """How much of what thermometers and analysers say the pressure follows: all, if nothing is known; no less
    than nothing. Differences count by those of the pressure itself; what they are over the shortest lag is
    the noise of the instruments, and is taken off.
    """
    known = 1.0 / AIR_NOISE.witness_sd_1**2
    matrix, vector = np.zeros((WITNESSES, WITNESSES)), np.empty(WITNESSES)
    shares = np.empty(WITNESSES)
    for i in range(WITNESSES):
        matrix[i, i] = vector[i] = known
    shortest = 0
    while shortest < AIR_LAGS - 1 and space["air_lags"][shortest]["looks"] == 0.0:
        shortest += 1
    noise = space["air_lags"][shortest]["products"]
    for k in range(max(AIR_NOISE.witness_from, shortest + 1), AIR_LAGS):
        lag = space["air_lags"][k]
        products = lag["products"]
        weight = lag["looks"] / (products[0, 0] + TINY)
        for i in range(WITNESSES):
            if products[i + 1, i + 1] <= noise[i + 1, i + 1]:
                continue
            vector[i] += weight * (products[0, i + 1] - noise[0, i + 1])
            for j in range(WITNESSES):
                matrix[i, j] += weight * (products[i + 1, j + 1] - noise[i + 1, j + 1])
    shares[0], shares[1] = space["warmth_share_1"], space["gas_share_1"]
    solve_between(matrix, vector, 1.0, shares)
    space["warmth_share_1"], space["gas_share_1"] = shares[0], shares[1]
    looked = space["looked_shares_1"]
    if max(abs(shares[0] - looked[0]), abs(shares[1] - looked[1])) > AIR_NOISE.otherwise_1:
        looked[0], looked[1] = shares[0], shares[1]
        for scale in space["noise_scales"]:  # what was seen was mostly what witnesses said
            scale["looks"] = scale["withheld"] = 0
