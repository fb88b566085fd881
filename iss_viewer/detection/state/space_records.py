"""One air space (connected open modules): all that the detector believes of it, as one record.

Fields are eight bytes each, so that a record has no padding and its bytes are its value.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.state.sensor_records import FLOAT, GAS_COUNT, INT

#: the states of an air space's Kalman filter, places in its mean and covariance. Pa: N2-equivalent
#: pressure, slow temperature residual, daily and orbital swing (cosine and sine part each), what the noise
#: of smoothed thermometers leaves, what the gases that are followed are off, slow air; Pa/s: steady loss that
#: is no leak, leak, rate of slow air
X, BASE, LEAK, THETA, DAY_C, DAY_S, ORBIT_C, ORBIT_S, WARMTH, GAS, SLOW_AIR, RATE = range(12)
STATES = 12
ONSETS = 40  # onsets that a GLR bank tries at once
OCTAVES = 27  # time scales 2^0 .. 2^26 s
SLOPE_SCALES = 4  # time scales of the plain slopes
AIR_LAGS = 9  # lags 2 min .. 8.5 h of which second differences are asked
AIR_KEPT = 10  # readings kept for each: of twice the lag
AIR_SIGNALS = 3  # pressure, warmth, analysed gases


class FilterState(IntEnum):
    """How far the filter of an air space is."""

    NOT_STARTED = 0
    RUNNING = 1
    KEPT = 2  # goes on with all it knew but the level, which is new


class Witness(IntEnum):
    """What may explain a fall of pressure, and never makes one."""

    NOBODY = 0
    THERMOMETERS = 1
    ANALYSERS = 2


#: one onset of the GLR bank: what the innovations say of a change of the leak at that moment
ONSET = np.dtype(
    [
        ("onset_s", FLOAT),
        ("signature_s", FLOAT),  # pressure that a unit change has taken so far, Pa per Pa/s
        ("score", FLOAT),  # b: innovations times the unit change's trace in them, over variance
        ("thermal_score", FLOAT),  # what of the score thermometers say, not the pressure,
        ("gas_score", FLOAT),  # and what analysers do
        ("information", FLOAT),  # J: that trace squared, over variance
        ("odds_1", FLOAT),  # of a leak at this very onset, beside those of the time it stands for
        ("level_pa", FLOAT),  # pressure then, less what was fed before
        ("response", FLOAT, (STATES,)),  # what the filter has made of a unit change
    ]
)

#: a change of the leak that is weighed at one onset
CHANGE = np.dtype(
    [
        ("probability", FLOAT),
        ("size_pa_s", FLOAT),
        ("variance", FLOAT),  # (Pa/s)^2
    ]
)

#: how much noisier the air is than was assumed, on one time scale
NOISE_SCALE = np.dtype(
    [
        ("mean_square", FLOAT),  # half the mean square difference of looks; 1 as assumed
        ("looks", INT),  # that it rests on
        ("excess_1", FLOAT),  # by how much variances are larger than assumed
        ("last_look", FLOAT),  # sigmas; NaN: none yet
        ("look_before", FLOAT),
        ("withheld", INT),  # looks that hold the onset of a leak that is suspected,
        ("withheld_square", FLOAT),  # and their mean square
    ]
)

#: second differences of the air over one lag, see `air_noise`
AIR_LAG = np.dtype(
    [
        ("times_s", FLOAT, (AIR_KEPT,)),  # of the last readings kept
        ("signals", FLOAT, (AIR_KEPT, AIR_SIGNALS)),  # Pa
        ("count", INT),
        ("last_s", FLOAT),
        ("looks", FLOAT),  # independent differences that the products rest on
        ("products", FLOAT, (AIR_SIGNALS, AIR_SIGNALS)),  # mean products of differences, Pa^2
        ("withheld", FLOAT),  # those that hold the onset of a leak that was found, or is suspected
        ("withheld_products", FLOAT, (AIR_SIGNALS, AIR_SIGNALS)),
    ]
)

#: exponentially weighted sums for the slopes on one time scale; t counts from now, s
SLOPE_SUMS = np.dtype(
    [
        ("w", FLOAT), ("wt", FLOAT), ("wtt", FLOAT),  # weights, times t, times t^2
        ("ww", FLOAT), ("wwt", FLOAT), ("wwtt", FLOAT),  # squared weights likewise
        ("pressure", FLOAT), ("pressure_t", FLOAT),  # weights times a signal in Pa, and times t
        ("thermal", FLOAT), ("thermal_t", FLOAT),
        ("gas", FLOAT), ("gas_t", FLOAT),
    ]
)  # fmt: skip

#: what is known to flow into an air space, by machines, people and seals
KNOWN_FLOWS = np.dtype(
    [
        ("nitrogen_kg_s", FLOAT),
        ("oxygen_kg_s", FLOAT),
        ("carbon_dioxide_kg_s", FLOAT),  # breathed out
        ("scrubbing_1_s", FLOAT),  # rate constant with which carbon dioxide is removed
        ("unmetered_kg2_s2", FLOAT),  # squares of what ways pass that are known but not metered
        ("water_kg_s", FLOAT),  # breathed out
    ]
)

AIR_SPACE = np.dtype(
    [
        # what it is and what was measured last
        ("volume_m3", FLOAT),
        ("volume_sd_1", FLOAT),  # 1-sigma of the volume, relative
        ("module_share_1", FLOAT),  # of the station's modules
        ("changed_s", FLOAT),  # when a hatch around it last moved
        ("is_settled", INT),  # its pressures are equal: it is measured
        ("equal_s", FLOAT),  # since when its pressures are equal
        ("born_s", FLOAT),  # since when it is measured as it is
        ("valid_s", FLOAT),  # when its pressure was last measured; -inf: never
        ("level_pa", FLOAT),  # pressure that its sensors agree on
        ("agreed_variance_pa2", FLOAT),  # of that at this sample; inf: nothing was measured
        ("sensor_count", INT),  # barometers that agree
        ("rounding_pa", FLOAT),  # coarsest step of them that their noise does not even out
        ("noise_factor_1", FLOAT),  # mean square residual of all barometers over their classes'
        ("temperature_k", FLOAT),  # mean of the gas
        ("thermometer_count", INT),  # that this rests on at this sample
        ("temperature_readings", INT),  # that the thermometer of its first module has given
        ("behind_k", FLOAT),  # how far their mean reading is from that mean now,
        ("behind_variance_k2", FLOAT),  # the variance of that by their noise,
        ("thermometer_lag_s", FLOAT),  # and how slowly they follow
        ("gases_pa", FLOAT, (GAS_COUNT,)),  # partial pressures by Gas; NaN before the first sample
        ("sensed_share_1", FLOAT),  # of the pressure, that analysers follow
        ("is_vapour_sensed", INT),  # a hygrometer tells of it
        (
            "fallen_pa",
            FLOAT,
        ),  # what gases without analysers lost with the air; it counts as air lost
        ("gas_doubt_pa", FLOAT),  # 1-sigma of all these gases together
        ("last_pa_k", FLOAT),  # pressure over temperature at the last sample, as it would be now
        ("gas_walk_pa2_day", FLOAT),  # how analysers wander, as variance a day
        ("gas_lag_pa", FLOAT),  # how far analysers run behind
        ("gas_lag_variance_pa2", FLOAT),  # what that adds to a measurement
        ("warmth_behind_pa", FLOAT),  # how far thermometers run behind, smoothed,
        ("level_lagged_pa", FLOAT),  # the pressure through their own lag,
        ("level_smooth_pa", FLOAT),  # and smoothed as they are; NaN: not measured yet
        ("level_behind_pa", FLOAT),  # and how far that runs behind
        ("warmth_lag_share_1", FLOAT),  # of a change of pressure, that is warmth they run behind
        ("warmth_fall_pa_s", FLOAT),  # how fast that made the pressure change of late
        ("warmth_lag_pa2", FLOAT),  # square of how far thermometers ran behind of late
        ("warmth_lag_variance_pa2", FLOAT),  # what that adds to a measurement
        ("fed_pa", FLOAT),  # fed of late, which may still be warm
        ("is_vented", INT),  # open to vacuum on purpose
        ("is_let_down", INT),  # it was, and is not filled yet
        ("is_narrow", INT),  # parts of it are joined by a valve alone
        ("has_flowed", INT),  # air came or went unmeasured since the filter ran last
        # mass balance
        ("filter_state", INT),  # a FilterState
        ("reference_pa", FLOAT),  # pressure and temperature at which the filter was begun
        ("reference_k", FLOAT),
        ("mean", FLOAT, (STATES,)),  # of the filter
        ("covariance", FLOAT, (STATES, STATES)),
        ("thermal_mean", FLOAT, (STATES,)),  # what of the mean thermometers say, not the pressure,
        ("gas_mean", FLOAT, (STATES,)),  # and what analysers do
        ("breath_doubt_pa_s", FLOAT),  # 1-sigma of what people are reckoned to do to gases
        ("analysed_pa", FLOAT),  # what analysers have added to what is reckoned of gases
        ("slope_variance", FLOAT),  # of steady losses that nobody measures, (Pa/s)^2
        # how the air of a lone barometer moves about, and what witnesses tell of it
        ("air_lags", AIR_LAG, (AIR_LAGS,)),
        ("is_air_learned", INT),
        ("fast_pa2", FLOAT),  # variance of the fast part,
        ("rate_pa2_s2", FLOAT),  # and of the rate of slow air
        ("warmth_share_1", FLOAT),  # of what thermometers say, that the pressure follows,
        ("gas_share_1", FLOAT),  # and of what analysers say
        ("looked_shares_1", FLOAT, (2,)),  # both, when looks at the noise were begun anew
        ("unfollowed_k", FLOAT),  # what thermometers said that it did not follow,
        ("unfollowed_pa", FLOAT),  # and analysers
        ("fed_so_far_pa", FLOAT),  # what is known to have come in
        ("last_z_pa", FLOAT),  # last N2-equivalent pressure, and its step from the one before
        ("last_step_pa", FLOAT),
        ("white_variance_pa2", FLOAT),  # of steps between samples
        ("jitter_pa2", FLOAT),  # mean square of second differences; 0: none yet
        ("is_jumpy", INT),  # a single barometer jitters as never before
        ("measurement_variance_pa2", FLOAT),  # of the last sample
        ("outliers", INT),  # in a row
        ("first_residual_pa", FLOAT),  # innovation of the last outlier
        ("residual_pa", FLOAT),  # smoothed innovation
        ("step_probability", FLOAT),  # that a single barometer's last readings stepped
        ("outlier_probability", FLOAT),  # that they stepped or scatter
        ("drift_1", FLOAT),  # probability that a fall is a single barometer's drift
        (
            "gauge_log_odds",
            FLOAT,
        ),  # what the hand gauge said: for air that is gone, against that drift
        ("gauge_s", FLOAT),  # when it was read last; -inf: never
        ("unseen_kg_s", FLOAT),  # 97.5 % of what may leak unseen; 0: its pressure is measured
        # leak
        ("onset_count", INT),  # onsets in use of the bank
        ("bank", ONSET, (ONSETS,)),
        ("noise_scales", NOISE_SCALE, (OCTAVES,)),
        ("anchor_s", FLOAT),  # since when the leak that is believed in is measured
        ("has_changed", INT),  # a change of the leak was believed since the filter started
        ("log_score", FLOAT),  # evidence for that leak less the log density of zero
        ("found_pa_s", FLOAT),  # its size when it was found
        ("suspected_s", FLOAT),  # onset of a loss that stands out to several barometers; inf: none
        ("misled_by", INT),  # a change stood out that these show, and not the pressure: a Witness
        ("is_found", INT),  # by the leak test
        ("was_found", INT),  # at the last look
        ("is_taken_up", INT),  # what the test found was taken up
        ("is_detected", INT),  # a loss was found here or goes on here, and nothing has disproved it
        ("has_grown", INT),  # much, and is to be announced anew
        ("is_gaining", INT),  # air seems to come from nowhere
        ("evidence_1", FLOAT),  # of the leak test, over its threshold
        ("leak_probability", FLOAT),
        ("leak_onset_s", FLOAT),  # NaN: no leak is detected
        # what is told
        ("leak_sd_pa_s", FLOAT),
        ("loss_kg_s", FLOAT),
        ("loss_low_kg_s", FLOAT),  # 2.5 %
        ("loss_high_kg_s", FLOAT),  # 97.5 %
        ("reserve_s", FLOAT),
        ("reserve_low_s", FLOAT),
        ("reserve_high_s", FLOAT),
        ("slopes", SLOPE_SUMS, (SLOPE_SCALES,)),
        ("dpdt_pa_s", FLOAT),
        ("dpdt_error_pa_s", FLOAT),
        ("thermal_slope_pa_s", FLOAT),  # what temperature and gases have in it
        ("gas_slope_pa_s", FLOAT),
    ]
)

AirSpace: TypeAlias = np.void
AirLag: TypeAlias = np.void
AirSpaces: TypeAlias = NDArray[np.void]  # shape (modules,): at the first module of each air space
Onset: TypeAlias = np.void
Bank: TypeAlias = NDArray[np.void]  # shape (ONSETS,)
Change: TypeAlias = np.void
Changes: TypeAlias = NDArray[np.void]  # shape (ONSETS,)
NoiseScale: TypeAlias = np.void
NoiseScales: TypeAlias = NDArray[np.void]  # shape (OCTAVES,)
SlopeSums: TypeAlias = np.void
Slopes: TypeAlias = NDArray[np.void]  # shape (SLOPE_SCALES,)
KnownFlows: TypeAlias = np.void

_NOT_KNOWN = (
    "level_pa", "temperature_k", "gases_pa", "last_pa_k", "dpdt_pa_s", "dpdt_error_pa_s", "loss_kg_s",
    "leak_onset_s", "level_smooth_pa",
)  # fmt: skip


class SlowAirMotion(NamedTuple):
    """What a step does to slow air, see `estimation.slow_air`; variances are those of a rate of unit variance."""

    keep: float
    span_s: float  # what a unit rate moves it by
    rate_keep: float
    air_s2: float  # variances that are added
    cross_s: float
    rate_1: float


class Motion(NamedTuple):
    """What a step does to the slow states of a filter: decays, and turns of the swings that fade."""

    dt_s: float
    theta_keep: float
    day_cos: float
    day_sin: float
    orbit_cos: float
    orbit_sin: float
    warmth_keep: float
    gas_keep: float
    slow_air: SlowAirMotion


def new_spaces(modules: int) -> AirSpaces:
    """Air spaces of which nothing was measured yet."""
    spaces = np.zeros(modules, AIR_SPACE)
    for name in _NOT_KNOWN:
        spaces[name] = np.nan
    spaces["valid_s"] = spaces["gauge_s"] = -np.inf
    spaces["suspected_s"] = np.inf
    scales = spaces["noise_scales"]
    scales["excess_1"] = 1.0
    scales["last_look"] = scales["look_before"] = np.nan
    spaces["warmth_share_1"] = spaces["gas_share_1"] = spaces["looked_shares_1"] = 1.0
    return spaces
