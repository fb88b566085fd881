"""Why the pressure of an air space changes: what leak, warmth, breath, feeds and seals have in it, each with a band.

An air space of volume V at one pressure P holds n = P/R sum(V_i/T_i) moles. Differentiated,

    dP/dt = P (dT/dt)/T  +  R T/V dn/dt,   dn/dt = feeds + breath - leak - seals,

so that all terms are slopes over the same stretch of time: that of the dP/dt that the detector tells. The leak is the
detector's, feeds are metered, warmth is what thermometers say, breath what people are reckoned to do and what analysers
say less what the other terms do to their gases. Valid for air as an ideal gas (error
below 0.1 % at cabin pressure). None of them is fitted to the sum: whether it meets what is measured is the check.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from iss_viewer.detection.belief import Z95
from iss_viewer.detection.limits import Limits
from iss_viewer.physics import (
    AIR_KG_MOL,
    CO2_KG_MOL,
    GAMMA,
    H2O_KG_MOL,
    N2_KG_MOL,
    O2_KG_MOL,
    STANDARD_PA,
    R,
)
from iss_viewer.situation.moment import Moment
from iss_viewer.situation.slopes_now import Slope, mean_rate, slope_of
from iss_viewer.station import Module, Station
from iss_viewer.telemetry.frames import Floats
from iss_viewer.units import S_PER_DAY

_SPAN_SCALES = 4.0  # of the fading weights are looked at; what is older weighs under 2 %
_MOST_POINTS = 600
_COOLED_S = 180.0  # in which air that cooled by spreading gets its warmth back: fitted to simulated holes of 10 mm
_OXYGEN_OF_AIR_1 = 0.2095  # of the moles of dry air (CIPM 2007)
_GASES = ("oxygen", "carbon_dioxide", "water")
_FED = {
    "oxygen_feed": O2_KG_MOL,
    "oxygen_generation": O2_KG_MOL,
    "nitrogen_feed": N2_KG_MOL,
    "air_feed": AIR_KG_MOL,
}


@dataclass(frozen=True)
class Term:
    """One cause, and what it does to the pressure, Pa/s, with the ends of its 95 % band."""

    name: str
    rate_pa_s: float
    low_pa_s: float
    high_pa_s: float

    @classmethod
    def of(cls, name: str, rate_pa_s: float, error_pa_s: float) -> Term:
        """A cause with a normal error, 1-sigma."""
        return cls(name, rate_pa_s, rate_pa_s - Z95 * error_pa_s, rate_pa_s + Z95 * error_pa_s)


@dataclass(frozen=True)
class PressureBalance:
    """What is measured of an air space, and what makes it so.

    modules: of the air space; scale_s: e-folding time of the stretch that all are slopes of; measured: as the detector
    tells it, with the ends of its 95 % band.
    """

    modules: tuple[str, ...]
    volume_m3: float
    scale_s: float
    terms: tuple[Term, ...]
    measured: Term

    @property
    def sum(self) -> Term:
        """All causes together; they err each for itself."""
        low, high = (
            math.sqrt(math.fsum((end - t.rate_pa_s) ** 2 for t, end in ends))
            for ends in (
                [(t, t.low_pa_s) for t in self.terms],
                [(t, t.high_pa_s) for t in self.terms],
            )
        )
        rate = math.fsum(t.rate_pa_s for t in self.terms)
        return Term("Sum", rate, rate - low, rate + high)

    @property
    def missing_pa_s(self) -> float:
        """What is measured and no cause explains, Pa/s."""
        return self.measured.rate_pa_s - self.sum.rate_pa_s

    @property
    def is_closed(self) -> bool:
        """Whether the sum meets what is measured within the bands of both."""
        total, missing = self.sum, self.missing_pa_s
        own = total.high_pa_s - total.rate_pa_s if missing > 0 else total.rate_pa_s - total.low_pa_s
        return abs(missing) <= math.hypot(own, self.measured.high_pa_s - self.measured.rate_pa_s)

    def term(self, name: str) -> Term:
        """One of the causes. Raises KeyError."""
        for one in self.terms:
            if one.name == name:
                return one
        raise KeyError(name)


LEAK, WARMTH, BREATH, FEEDS, SEALS = (
    "Leak", "Temperature", "Breathing, vapour", "Feeds", "Seals, neighbours",
)  # fmt: skip


def balance_of(moment: Moment, module: str) -> PressureBalance | None:
    """Why the pressure of the air space of a module changes; None while its dP/dt is not known."""
    measured_pa_s = moment.value(module, "dpdt_pa_s")
    pressure_pa = moment.value(module, "space_pressure_pa")
    if not (math.isfinite(measured_pa_s) and pressure_pa > 0.0):
        return None
    scale_s = _scale_s(moment, module, measured_pa_s)
    if scale_s is None:
        return None
    air = _Air.of(moment, module, pressure_pa, scale_s)
    error_pa_s = moment.value(module, "dpdt_error_pa_s")
    leak = _leak(moment, module, air)
    feeds = _feeds(moment, air)
    warmth = _warmth(moment, air, leak, feeds)
    breath = _breath(moment, air, warmth, leak)
    return PressureBalance(
        air.modules, air.volume_m3, scale_s,
        (leak, warmth, breath, feeds, _seals(moment, air, leak)),
        Term.of("Measured", measured_pa_s, error_pa_s if math.isfinite(error_pa_s) else 0.0),
    )  # fmt: skip


def _scale_s(moment: Moment, module: str, told_pa_s: float) -> float | None:
    """Over which of its time scales the detector took the slope that it tells; None: none of them can be retaken."""
    found: list[tuple[float, float]] = []
    column = moment.run.table.get(module, "space_pressure_pa")
    for scale_s in moment.words.limits.estimation.slope_scales_s:
        times, (level,) = _curves(moment, module, [column], scale_s)
        slope = slope_of(times, level, scale_s) if len(times) else Slope(math.nan, 0.0, 0.0)
        if slope.rate == slope.rate:
            found.append((abs(slope.rate - told_pa_s), scale_s))
    return min(found)[1] if found else None


def _curves(
    moment: Moment, module: str, columns: Sequence[int | None], scale_s: float
) -> tuple[Floats, list[Floats]]:
    """Curves of the last of the run, as long as the air space of a module is made of the same modules.

    Times (n,), and a curve (n,) a column: of NaN where there is no such column.
    """
    table, ids = moment.run.table, moment.station.module_ids
    spaces = [table.column(m, "air_space") for m in ids]
    known = [c for c in columns if c is not None]
    times, values = moment.run.history.curves(
        [*spaces, *known], moment.time_s - _SPAN_SCALES * scale_s, moment.time_s, _MOST_POINTS
    )
    past = times <= moment.time_s
    times, values = times[past], values[:, past]
    own, now = values[: len(ids)], moment.row[spaces]
    is_member = own == own[ids.index(module)]
    is_same = (is_member == (now == now[ids.index(module)])[:, None]).all(axis=0)
    first = int(np.flatnonzero(~is_same)[-1]) + 1 if not is_same.all() else 0
    rest = iter(values[len(ids) :, first:])
    nothing = np.full(len(times) - first, np.nan)
    return times[first:], [nothing if c is None else next(rest) for c in columns]


@dataclass(frozen=True)
class _Air:
    """An air space and its last stretch."""

    modules: tuple[str, ...]
    volumes_m3: Floats
    pressure_pa: float
    temperature_k: float
    scale_s: float
    time_s: Floats
    curves: dict[tuple[str, str], Floats]

    @property
    def volume_m3(self) -> float:
        return float(self.volumes_m3.sum())

    @classmethod
    def of(cls, moment: Moment, module: str, pressure_pa: float, scale_s: float) -> _Air:
        modules, station = moment.sharing_air(module), moment.station
        wanted = [(m, q) for m in modules for q in ("temperature_k", *(f"{g}_pa" for g in _GASES))]
        wanted += [(e.id, "flow_kg_s") for e in station.equipment if e.module in modules]
        columns = [moment.run.table.get(*name) for name in wanted]
        times, curves = _curves(moment, module, columns, scale_s)
        temperatures = [moment.value(m, "temperature_k") for m in modules]
        known = [t for t in temperatures if math.isfinite(t)]
        return cls(
            modules, np.array([station.module(m).free_volume_m3 for m in modules]), pressure_pa,
            float(np.mean(known)) if known else station.atmosphere.temperature_k, scale_s, times,
            dict(zip(wanted, curves, strict=True)),
        )  # fmt: skip

    def pa_s(self, kg_s: float, kg_mol: float) -> float:
        """What a flow into the air does to its pressure."""
        return kg_s * R * self.temperature_k / (kg_mol * self.volume_m3)

    def slopes(self, quantity: str) -> list[tuple[float, Slope]]:
        """The slope of a quantity in each module that measures it, with the module's volume."""
        found = [
            (float(volume), slope_of(self.time_s, self.curves[module, quantity], self.scale_s))
            for module, volume in zip(self.modules, self.volumes_m3, strict=True)
        ]
        return [(volume, slope) for volume, slope in found if slope.rate == slope.rate]


def _mean(slopes: list[tuple[float, Slope]]) -> Slope:
    """The slope of the whole air: by volumes; its error by the scatter in each module and between them."""
    weights = np.array([volume for volume, _ in slopes])
    weights /= weights.sum()
    rates = np.array([s.rate for _, s in slopes])
    rate = float(weights @ rates)
    inside = float(np.sum((weights * np.array([s.error for _, s in slopes])) ** 2))
    between = float(weights @ (rates - rate) ** 2) / max(len(slopes) - 1, 1)
    level = float(weights @ np.array([s.level for _, s in slopes]))
    return Slope(rate, math.sqrt(inside + between), level)


def _leak(moment: Moment, module: str, air: _Air) -> Term:
    rates = [moment.value(module, f"leak_rate{end}_kg_s") for end in ("", "_high", "_low")]
    known = [-air.pa_s(rate if math.isfinite(rate) else 0.0, AIR_KG_MOL) for rate in rates]
    return Term(LEAK, known[0], min(known[1], known[0]), max(known[2], known[0]))


def _warmth(moment: Moment, air: _Air, leak: Term, feeds: Term) -> Term:
    """By thermometers. Air that spreads out or is pressed together cools or warms at once, thermometers follow late."""
    slopes, assumed = air.slopes("temperature_k"), moment.words.limits.estimation
    sd_k = assumed.thermal_sd_unsensed_k
    if slopes:
        sd_k = max(assumed.thermal_sd_single_k / len(slopes) ** 0.75, assumed.thermal_sd_k)
    span_s = 2.0 * air.scale_s
    wander = sd_k * math.sqrt(-2.0 * math.expm1(-span_s / assumed.thermal_time_s)) / span_s
    mean = _mean(slopes) if slopes else Slope(0.0, 0.0, air.temperature_k)
    per_k = air.pressure_pa / max(mean.level, 1.0)
    sudden = (GAMMA - 1.0) * leak.rate_pa_s * _freshness(moment, air) / Z95  # at the most
    fed = (GAMMA - 1.0) * feeds.rate_pa_s * math.exp(-air.scale_s / assumed.fed_warmth_s)
    error = math.hypot(per_k * math.hypot(mean.error, wander), sudden, fed)
    return Term.of(WARMTH, per_k * mean.rate, error)


def _freshness(moment: Moment, air: _Air) -> float:
    """How much of its warmth the air may still lack since the leak began, or has it to itself, 0 to 1."""
    onset_s = moment.value(air.modules[0], "leak_onset_s")
    ages_s = [moment.time_s - onset_s] if math.isfinite(onset_s) else []
    if len(air.time_s) and moment.time_s - air.time_s[0] < (_SPAN_SCALES - 1.0) * air.scale_s:
        ages_s.append(moment.time_s - float(air.time_s[0]))
    return math.exp(-max(min(ages_s), 0.0) / _COOLED_S) if ages_s else 0.0


def _breath(moment: Moment, air: _Air, warmth: Term, leak: Term) -> Term:
    """What people are reckoned to do to each gas, and what its analysers show beside warmth, leak and feeds: the mean
    of both by their certainty. Over seconds analysers say little, over an hour nearly all.
    """
    fed_pa_s = _fed_pa_s(moment.station, air, (O2_KG_MOL,))[0]
    fed_pa_s += _OXYGEN_OF_AIR_1 * _fed_pa_s(moment.station, air, (AIR_KG_MOL,))[0]
    rate, variance = 0.0, 0.0
    for gas in _GASES:
        reckoned, error = _reckoned(moment, air, gas)
        slopes = air.slopes(f"{gas}_pa")
        if slopes:
            mean = _mean(slopes)
            others = mean.level / air.pressure_pa * (warmth.rate_pa_s + leak.rate_pa_s)
            others += fed_pa_s if gas == "oxygen" else 0.0
            reckoned, error = _weighed((mean.rate - others, mean.error), (reckoned, error))
        rate, variance = rate + reckoned, variance + error * error
    return Term.of(BREATH, rate, math.sqrt(variance))


def _weighed(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """The mean of two values by their 1-sigma, and its own."""
    a, b = one[1] ** 2, other[1] ** 2
    if a + b == 0.0:
        return other
    return (one[0] * b + other[0] * a) / (a + b), math.sqrt(a * b / (a + b))


def _reckoned(moment: Moment, air: _Air, gas: str) -> tuple[float, float]:
    """What people are reckoned to do to a gas, with its 1-sigma, Pa/s; water may condense as it is breathed."""
    limits: Limits = moment.words.limits
    crew = [moment.value(m, "crew") for m in air.modules]
    people = math.fsum(c for c in crew if c == c)
    breathing, share = limits.breathing, limits.estimation.metabolic_slope_share_1
    if gas == "water":
        full = air.pa_s(people * breathing.water_kg_s, H2O_KG_MOL)
        return 0.0, limits.estimation.unsensed_water_share_1 * full
    if gas == "oxygen":
        used = air.pa_s(people * breathing.oxygen_kg_s, O2_KG_MOL)
        return -used, share * used
    given = air.pa_s(people * breathing.carbon_dioxide_kg_s, CO2_KG_MOL)
    is_removed = any(
        e.kind == "co2_removal" and e.module in air.modules and moment.value(e.id, "is_on") > 0
        for e in moment.station.equipment
    )
    return (0.0 if is_removed else given), share * given


def _fed_pa_s(station: Station, air: _Air, kinds_kg_mol: tuple[float, ...]) -> tuple[float, float]:
    """What metered feeds of some gases do to the pressure, with its 1-sigma by when they changed between two samples."""
    found = [
        (mean_rate(air.time_s, air.curves[e.id, "flow_kg_s"], air.scale_s), _FED[e.kind])
        for e in station.equipment
        if e.module in air.modules and _FED.get(e.kind) in kinds_kg_mol
    ]
    rate_pa_s = math.fsum(air.pa_s(rate, kg_mol) for (rate, _), kg_mol in found)
    return rate_pa_s, math.hypot(*(air.pa_s(error, kg_mol) for (_, error), kg_mol in found))


def _feeds(moment: Moment, air: _Air) -> Term:
    return Term.of(FEEDS, *_fed_pa_s(moment.station, air, (O2_KG_MOL, N2_KG_MOL, AIR_KG_MOL)))


def _seals(moment: Moment, air: _Air, leak: Term) -> Term:
    """What seals let through to space and to neighbours by the difference now, and machines lose with what they remove.

    Where air leaks behind a closed hatch, as much of it as the floor of that law of the detector is of the pressure may
    come back past the hatch's seal: the upper end holds it.
    """
    flows = [-m.background_leak_kg_s * air.pressure_pa / STANDARD_PA for m in _inside(moment, air)]
    higher, limits = False, moment.words.limits
    for hatch in moment.station.hatches:
        ends = (hatch.a, hatch.b)
        inside = [end in air.modules for end in ends]
        if inside[0] != inside[1]:
            beyond_pa = moment.value(ends[inside.index(False)], "space_pressure_pa")
            beyond_pa = beyond_pa if math.isfinite(beyond_pa) else 0.0
            higher = higher or beyond_pa > air.pressure_pa
            flows.append(hatch.seal_leak_kg_s * (beyond_pa - air.pressure_pa) / STANDARD_PA)
    for machine in moment.station.equipment:
        if machine.kind == "co2_removal" and machine.module in air.modules:
            is_on = moment.value(machine.id, "is_on") > 0
            flows.append(-machine.air_loss_kg_day / S_PER_DAY * is_on)
    share, base = limits.estimation.seal_leak_share_1, limits.estimation.baseline_slope_sd_pa_s
    unknown_kg_s = share * math.sqrt(math.fsum(flow * flow for flow in flows))
    known = Term.of(
        SEALS,
        air.pa_s(math.fsum(flows), AIR_KG_MOL),
        math.hypot(air.pa_s(unknown_kg_s, AIR_KG_MOL), base),
    )
    back = min(limits.laws.seal_floor_pa / air.pressure_pa, 1.0) * abs(leak.rate_pa_s) * higher
    above = math.hypot(known.high_pa_s - known.rate_pa_s, back)
    return Term(SEALS, known.rate_pa_s, known.low_pa_s, known.rate_pa_s + above)


def _inside(moment: Moment, air: _Air) -> list[Module]:
    return [moment.station.module(m) for m in air.modules]
