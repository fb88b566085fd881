"""What is remembered of leaks: one record for each air space while its modules stand together (a segment),
and what is left of it when a hatch has moved (an account).

Fields are eight bytes each, so that a record has no padding and its bytes are its value.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.state.sensor_records import FLOAT, INT

#: states of a segment's filter, places in its mean and covariance. Pa: N2-equivalent pressure; what
#: thermometers miss slowly, what they miss just after air was parted or joined, gases that were not mixed
#: as is thought, what the noise of smoothed thermometers leaves, daily and orbital swing (cosine and sine
#: part each), slow air; Pa/s: breath that nobody measures, rate of slow air
LEVEL, SLOW, FRESH, MIXED, SMOOTHED, DAY_COS, DAY_SIN, ORBIT_COS, ORBIT_SIN = range(9)
SLOW_AIR, BREATH, AIR_RATE = range(9, 12)
SEGMENT_STATES = 12
SLOTS = 16  # onsets that a segment tries at once
KEPT_SLOTS = 10  # onsets that are left in an account
STEADY = SLOTS  # the place behind the onsets: a steady flow that is no leak
REGRESSORS = SLOTS + 1


class LeakLaw(IntEnum):
    """How a leak's flow follows the pressure: places in arrays of a segment."""

    HOLE = 0  # choked, or free molecules: as the pressure
    CRACK = 1  # laminar with slip: nearly as its square


LEAK_LAWS = len(LeakLaw)

_ACCOUNT = [
    ("modules", INT),  # a bit for each
    ("start_s", FLOAT),
    ("end_s", FLOAT),  # when it was last measured
    ("count", INT),  # onsets in use; the first is the start
    ("onset_s", FLOAT, (SLOTS,)),
    # Pa per kg/s at one atmosphere, or per Pa/s of the steady flow: traces in the innovations
    ("score", FLOAT, (LEAK_LAWS, REGRESSORS)),  # b: traces times innovations over variance
    (
        "information",
        FLOAT,
        (LEAK_LAWS, REGRESSORS, REGRESSORS),
    ),  # N: traces over variance; lower half
    ("slope_variance", FLOAT),  # of the steady flow, (Pa/s)^2
    ("excess_1", FLOAT),  # by how much all variances turned out larger than assumed
    ("volume_m3", FLOAT),
]
#: what a segment says of any history of leaks: ln of the likelihood ratio is b.D - D.N.D/2 for steps D
#: of the rate at its onsets
ACCOUNT = np.dtype(_ACCOUNT)
SEGMENT = np.dtype(
    [
        *_ACCOUNT,
        ("is_open", INT),  # it is measured
        ("reference_k", FLOAT),
        ("mean", FLOAT, (SEGMENT_STATES,)),
        ("covariance", FLOAT, (SEGMENT_STATES, SEGMENT_STATES)),
        ("signature", FLOAT, (LEAK_LAWS, SLOTS)),  # what a unit rate has done to the pressure
        ("cold", FLOAT, (LEAK_LAWS, SLOTS)),  # and does for a while: gas that expands is colder
        ("response", FLOAT, (LEAK_LAWS, SLOTS, SEGMENT_STATES)),  # what the filter made of it
        ("steady_signature", FLOAT),
        ("steady_response", FLOAT, (SEGMENT_STATES,)),
        ("unevenness_pa", FLOAT),  # how far pressures of what came together were apart
    ]
)
#: what is believed of all leaks together
STATION_LOSS = np.dtype(
    [
        ("looked_s", FLOAT),  # when the posterior was asked last,
        ("next_look_s", FLOAT),  # and when again; earlier if something is new
        ("pause_s", FLOAT),  # between the two; 0: something is new
        ("leak_probability", FLOAT),  # that anything leaks now; NaN: not asked yet
        ("ended_probability", FLOAT),  # that something leaked and does no more
        ("rate_kg_s", FLOAT),
        ("rate_low_kg_s", FLOAT),  # 2.5 %
        ("rate_high_kg_s", FLOAT),  # 97.5 %
        ("is_established", INT),  # a loss was found, and nothing has disproved it
        ("established_s", FLOAT),  # since when
        ("alarm_nats", FLOAT),  # by which the alarm test was surer than this when it found it,
        ("alarm_s", FLOAT),  # when that was last
        ("onset_s", FLOAT),
    ]
)

Segment: TypeAlias = np.void
Segments: TypeAlias = NDArray[np.void]  # shape (modules,): at the first module of each air space
Account: TypeAlias = np.void
Accounts: TypeAlias = NDArray[np.void]  # shape (accounts,)


def new_segments(modules: int) -> Segments:
    """Segments of which nothing was measured yet."""
    return np.zeros(modules, SEGMENT)


def new_station_loss() -> NDArray[np.void]:
    """Nothing is believed yet, shape (1,)."""
    loss = np.zeros(1, STATION_LOSS)
    for name in (
        "leak_probability",
        "rate_kg_s",
        "rate_low_kg_s",
        "rate_high_kg_s",
        "onset_s",
        "established_s",
        "alarm_s",
    ):
        loss[name] = np.nan
    loss["looked_s"] = loss["next_look_s"] = -np.inf
    return loss


def accounts_of(segments: Segments, firsts: NDArray[np.int64]) -> Accounts:
    """What the open segments of air spaces say by now, in the order of `firsts`."""
    open_ones = segments[firsts[segments["is_open"][firsts] == 1]]
    accounts = np.zeros(len(open_ones), ACCOUNT)
    for name in ACCOUNT.names or ():
        accounts[name] = open_ones[name]
    return accounts
