"""What was published of the isolated PrK, against the laws of the network: no constant is fitted but
where a case says so, and a disagreement stays a disagreement.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from iss_viewer.incidents import read_incidents
from iss_viewer.physics import AIR_KG_MOL, R
from iss_viewer.simulation.air import AirLeak, usual_controls
from iss_viewer.simulation.air.gas import CHOKED
from iss_viewer.station import read_station
from iss_viewer.studies.validation.case import Case
from iss_viewer.studies.validation.closed_forms import run
from iss_viewer.studies.validation.stations import tanks
from iss_viewer.units import PA_PER_MMHG, S_PER_DAY

Floats = NDArray[np.float64]

WARM_K = 295.0
#: air in a cubic metre for each mmHg
KG_M3_MMHG = PA_PER_MMHG * AIR_KG_MOL / (R * WARM_K)
_PRK = "SM_PRK"


@dataclass(frozen=True, slots=True)
class PressureReading:
    """Pressure in the shut PrK some time after it was shut."""

    after_s: float
    pressure_mmhg: float


@dataclass(frozen=True, slots=True)
class Isolation:
    """A time for which PrK stood shut, and the loss of the whole station then, as published.

    `loss_spread` is the relative 1-sigma with which that loss, and the hours, are known.
    """

    name: str
    source: str
    readings: tuple[PressureReading, ...]
    loss_kg_day: float | None = None
    loss_spread: float = 0.25
    remark: str = ""


def _weekend_2021() -> tuple[PressureReading, PressureReading]:
    """As the archive has it, which the scenario `prk-february-2021` plays."""
    incident = read_incidents().incident("2021-02-26-weekend")
    shut, opened, between = incident.readings[:3]
    return (
        PressureReading(0.0, shut.value_si / PA_PER_MMHG),
        PressureReading(between.value_si, opened.value_si / PA_PER_MMHG),
    )


_HOUR = 3600.0
JULY_2021 = Isolation(
    "14-25 July 2021",
    "Roscosmos, via gazeta.ru",
    (
        PressureReading(0.0, 473.0),
        PressureReading(6 * S_PER_DAY, 273.0),
        PressureReading(11 * S_PER_DAY, 200.0),
    ),
)
OTHERS = (
    Isolation(
        "27 December 2020",
        "Roscosmos, December 2020",
        (PressureReading(0.0, 730.0), PressureReading(18 * _HOUR, 620.0)),
        0.65,
        0.23,
        "station loss 0.5 to 0.8 kg/day published; its middle taken",
    ),
    Isolation(
        "26 February - 1 March 2021",
        "Interfax and newizv.ru, 1 March 2021",
        _weekend_2021(),
        0.58,
        0.30,
        "station 0.3 to 0.5 mmHg/day, 0.4 in 916 m3 taken; 'in two days' by newizv.ru",
    ),
    Isolation(
        "12-13 March 2021",
        "Roscosmos, 13 March 2021",
        (PressureReading(0.0, 730.0), PressureReading(11.5 * _HOUR, 678.0)),
        0.58,
        0.35,
        "after two repairs; station loss of two weeks before taken",
    ),
)
LAWS = ("orifice", "crack")


def prk_volume_m3() -> float:
    """The free volume of PrK in the station file."""
    return read_station("iss").module(_PRK).free_volume_m3


def decay_mmhg(
    law: str, rate_kg_s: float, at_mmhg: float, start_mmhg: float, times_s: Floats
) -> Floats:
    """Pressure in the shut PrK, whose leak passes `rate_kg_s` at `at_mmhg`; isothermal walls."""
    at_pa = at_mmhg * PA_PER_MMHG
    if law == "orifice":
        flux = CHOKED * at_pa / math.sqrt(R / AIR_KG_MOL * WARM_K)
        leak = AirLeak("hole", _PRK, orifice_m2=rate_kg_s / flux)
    else:
        leak = AirLeak("crack", _PRK, crack_kg_s_pa2=rate_kg_s / at_pa**2)
    station = tanks({_PRK: prk_volume_m3()}, film_w_m2_k=4.0)
    controls = replace(usual_controls(station), leaks=(leak,))
    oxygen = 0.21
    start = start_mmhg * PA_PER_MMHG
    partial = np.array([[start * (1.0 - oxygen), start * oxygen, 0.0, 0.0]])
    rows = run(station, controls, partial, np.array([WARM_K]), times_s)
    return rows.pressure_pa[:, 0] / PA_PER_MMHG


def anchored_rate_kg_s(law: str, isolation: Isolation) -> float:
    """The rate at the first reading by which the law meets the second (closed form, isothermal)."""
    first, second = isolation.readings[:2]
    days = second.after_s - first.after_s
    p0, p1 = first.pressure_mmhg, second.pressure_mmhg
    fall = math.log(p0 / p1) * p0 if law == "orifice" else (p0 / p1 - 1.0) * p0
    return fall / days * KG_M3_MMHG * prk_volume_m3()


def published_cases() -> Iterator[Case]:
    """July 2021: two readings set each law, the third judges it. The rest: from the station's loss."""
    third = JULY_2021.readings[2]
    first = JULY_2021.readings[0]
    for law in LAWS:
        rate = anchored_rate_kg_s(law, JULY_2021)
        got = decay_mmhg(
            law, rate, first.pressure_mmhg, first.pressure_mmhg, np.array([third.after_s])
        )
        yield Case(
            f"PrK shut, {JULY_2021.name}: {law} law", "third reading, from the first two",
            JULY_2021.source, third.pressure_mmhg, float(got[0]), "mmHg", None,
            "the law alone is judged: its size is set by the first two readings",
        )  # fmt: skip
    for isolation in OTHERS:
        start, last = isolation.readings[0], isolation.readings[-1]
        assert isolation.loss_kg_day is not None
        for law in LAWS:
            rate = isolation.loss_kg_day / S_PER_DAY
            got = decay_mmhg(law, rate, 730.0, start.pressure_mmhg, np.array([last.after_s]))
            yield Case(
                f"PrK shut, {isolation.name}: {law} law", "last reading, from the station's loss",
                isolation.source, last.pressure_mmhg, float(got[0]), "mmHg", None, isolation.remark,
            )  # fmt: skip
