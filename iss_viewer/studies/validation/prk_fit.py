"""One free volume and one law of the leak for all closures of PrK: what they say together.

The law is ``flow ~ p^2 + slip p`` of which a crack (slip 0) and an orifice (slip infinite) are the ends; in
a volume without other gains it has the closed form used here. It is a study: nothing is set from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from iss_viewer.studies.validation.published import (
    JULY_2021,
    KG_M3_MMHG,
    OTHERS,
    Isolation,
    prk_volume_m3,
)
from iss_viewer.units import S_PER_DAY

Floats = NDArray[np.float64]

#: 1-sigma of a reading of July 2021: whole mmHg, but only the day is known, not the hour (assumed)
_READING_SIGMA_MMHG = 5.0
#: the leak is compared with the loss of the station at this pressure
_CABIN_MMHG = 730.0
#: slip, mmHg, as the numbers between which the law is sought
_SLIP_RANGE_MMHG = (0.1, 1e5)


@dataclass(frozen=True, slots=True)
class Fit:
    """Volume and slip with their 1-sigma in the logarithm, and the misfits in units of their spread."""

    volume_m3: float
    volume_sigma: float
    slip_mmhg: float
    misfits: Floats

    @property
    def chi2(self) -> float:
        """Sum of the squared misfits."""
        return float(np.sum(self.misfits**2))


def fit_closures(volume_m3: float | None = None) -> Fit:
    """Least squares over volume, slip and the rate of July 2021; `volume_m3` holds the volume fast.

    Five misfits: two readings of July 2021 after the first, and the loss of each other closure.
    """
    from scipy.optimize import least_squares

    low, high = np.log(_SLIP_RANGE_MMHG)
    start, lower, upper = [np.log(74.0), np.log(0.1)], [low, np.log(1e-4)], [high, np.log(10.0)]
    if volume_m3 is None:
        start, lower, upper = [*start, np.log(3.5)], [*lower, np.log(0.5)], [*upper, np.log(20.0)]
    found = least_squares(
        partial(_misfits, volume_m3=volume_m3), start, bounds=(lower, upper), x_scale="jac"
    )
    sigma = np.sqrt(np.diag(np.linalg.pinv(found.jac.T @ found.jac)))
    free = volume_m3 is None
    return Fit(
        float(np.exp(found.x[2])) if volume_m3 is None else volume_m3,
        float(sigma[2]) if free else 0.0,
        float(np.exp(found.x[0])),
        np.asarray(found.fun),
    )


def fall_rate_1_day(isolation: Isolation, slip_mmhg: float) -> float:
    """Share of its air that the shut PrK loses in a day at 730 mmHg, from first and last reading."""
    first, last = isolation.readings[0], isolation.readings[-1]
    days = (last.after_s - first.after_s) / S_PER_DAY
    p0, p1, slip = first.pressure_mmhg, last.pressure_mmhg, slip_mmhg
    fall = np.log(p0 * (p1 + slip) / (p1 * (p0 + slip))) / (slip * days)
    return float(fall * (_CABIN_MMHG + slip))


def _misfits(unknown: Floats, volume_m3: float | None) -> Floats:
    slip, july = np.exp(unknown[:2])
    volume = float(np.exp(unknown[2])) if volume_m3 is None else volume_m3
    first, *later = JULY_2021.readings
    misfits = []
    for reading in later:
        days = reading.after_s / S_PER_DAY
        ratio = first.pressure_mmhg / (first.pressure_mmhg + slip)
        ratio *= np.exp(-july * days * slip / (first.pressure_mmhg + slip))
        got = slip * ratio / (1.0 - ratio)
        misfits.append((got - reading.pressure_mmhg) / _READING_SIGMA_MMHG)
    for isolation in OTHERS:
        assert isolation.loss_kg_day is not None
        leak = fall_rate_1_day(isolation, slip) * KG_M3_MMHG * _CABIN_MMHG * volume
        misfits.append(float(np.log(leak / isolation.loss_kg_day)) / isolation.loss_spread)
    return np.array(misfits)


def fit_page() -> str:
    """The fit as a part of the validation page."""
    held, free = fit_closures(prk_volume_m3()), fit_closures()
    names = ["20 July 2021", "25 July 2021", *(isolation.name for isolation in OTHERS)]
    lines = [
        "\n### One volume and one law for all closures\n",
        "Least squares (scipy) over the free volume, the law (flow as p^2 + slip p: a crack at slip 0, an "
        "orifice at infinite slip) and the rate of July 2021. Misfits are in units of how well the thing is "
        f"known: {_READING_SIGMA_MMHG:.0f} mmHg for July's readings (their hour is not published; assumed), "
        "the published or assumed spread of the station's loss for the others, as a logarithm "
        f"({', '.join(f'{isolation.loss_spread:.2f}' for isolation in OTHERS)}).\n",
        "| Closure | misfit, volume as in the station file | misfit, volume fitted |",
        "|---|---|---|",
    ]
    rows = zip(names, held.misfits, free.misfits, strict=True)
    lines += [f"| {name} | {a:+.2f} | {b:+.2f} |" for name, a, b in rows]
    lines += [
        f"| sum of squares | {held.chi2:.2f} | {free.chi2:.2f} |",
        f"| free volume | {held.volume_m3:.1f} m3 | {free.volume_m3:.2f} m3, "
        f"1-sigma {100 * free.volume_sigma:.0f} % |",
        f"| slip | {held.slip_mmhg:.0f} mmHg | {free.slip_mmhg:.0f} mmHg |",
        "",
        _verdict(held, free),
        "",
    ]
    return "\n".join(lines)


def _verdict(held: Fit, free: Fit) -> str:
    better = held.chi2 - free.chi2
    clear = "clearly" if better > 9.0 else "not clearly"
    return (
        f"The fitted volume is {clear} better: it lowers the sum by {better:.1f} for one more unknown (9 would "
        "be three sigma). Nothing is set from it: the station file keeps its own. All of the station's loss is taken to go through "
        "PrK: each tenth of it that went elsewhere makes the volume a tenth smaller."
    )
