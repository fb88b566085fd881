"""Compiled: the flow of each law about the present pressures, linear in their changes."""

from __future__ import annotations

import math

from iss_viewer import physics
from iss_viewer.simulation.air import gas
from iss_viewer.simulation.air.kernel_data import GasAt, LinearFlow
from iss_viewer.simulation.air.kernel_work import entry, kernel

_R = physics.R
_CHOKED = gas.CHOKED
_SPAN = 1.0 - gas.CRITICAL_RATIO
_SPACE_PA = gas.SPACE_PA
_NOTHING_PA = 1e-60  # squares of less may underflow
_REFERENCE_K = gas.REFERENCE_K
_REFERENCE_KG = physics.AIR_KG_MOL
#: below this pressure difference, and this part of the pressure, an orifice turns laminar, so that
#: its flow has a slope at rest; both lie far below where the flow stops being the unknown. At ten
#: times as much it takes 0.25 % off the flow, at a hundred times 0.0025 %
_LAMINAR_PA, _LAMINAR_PART = 1.0, 1e-4
#: up to this part of the critical pressure difference the flow is taken as the unknown
_FLAT = 0.2
#: psi / psi* = sqrt(x (2 - x)) (1 + (1 - x)^2 poly(x)) with x = (1 - r) / (1 - r_c): a least-squares
#: fit to Saint-Venant's psi for gamma 1.4, within 5e-7 of it for every r; poly's coefficients, x^0 first
_BULGE = (
    0.0030467257269458058,
    0.003354257225066125,
    0.002650610738190464,
    0.00022162163727793604,
    0.002412134029103798,
)


@kernel
def _bulge(x: float) -> tuple[float, float]:
    """The factor that turns the ellipse into Saint-Venant's function, and its slope."""
    poly = _BULGE[0] + x * (_BULGE[1] + x * (_BULGE[2] + x * (_BULGE[3] + x * _BULGE[4])))
    slope = _BULGE[1] + x * (2.0 * _BULGE[2] + x * (3.0 * _BULGE[3] + x * 4.0 * _BULGE[4]))
    off = 1.0 - x
    return 1.0 + off * off * poly, off * (off * slope - 2.0 * poly)


@kernel
def _orifice_steep(g: float, up_pa: float, down_pa: float) -> LinearFlow:
    """Choked, or far from rest: flow, and its slopes to the pressures up and (negated) down."""
    x = (up_pa - down_pa) / (_SPAN * up_pa)
    if x >= 1.0:
        return LinearFlow(g * _CHOKED * up_pa, g * _CHOKED, 0.0)
    bulge, slope = _bulge(x)
    root = math.sqrt(x * (2.0 - x))
    s = root * bulge
    ds = (1.0 - x) / root * bulge + root * slope
    flow = g * _CHOKED * up_pa * s
    by_up = g * _CHOKED * (s + ds * down_pa / (_SPAN * up_pa))
    return LinearFlow(flow, by_up, g * _CHOKED * ds / _SPAN)


@kernel
def _orifice_flat(
    g: float, up_pa: float, x: float, difference_pa: float, flow: float
) -> LinearFlow:
    """Near rest, about the present flow (after the global gradient method of pipe networks).

    A flow that is not known yet (NaN) follows from the pressures.
    """
    laminar = min(_LAMINAR_PA, _LAMINAR_PART * up_pa) ** 2
    bulge, _ = _bulge(x)
    k = g * _CHOKED * bulge * math.sqrt((2.0 - x) * up_pa / _SPAN)
    if math.isnan(flow):
        flow = k * difference_pa / math.sqrt(math.sqrt(difference_pa * difference_pa + laminar))
    most = k * math.sqrt(_FLAT * _SPAN * up_pa)
    q = min(abs(flow), most) / k
    q4 = q * q * q * q
    square = 0.5 * (q4 + math.sqrt(q4 * q4 + 4.0 * q4 * laminar))
    drop = math.copysign(math.sqrt(square), flow)
    whole = square + laminar
    slope = k * (0.5 * square + laminar) / (whole * math.sqrt(math.sqrt(whole)))
    about = math.copysign(q * k, flow)
    return LinearFlow(about + slope * (difference_pa - drop), slope, slope)


@kernel
def hole(area_m2: float, a: GasAt) -> LinearFlow:
    """Flow into space; it fades smoothly: a kink would stop Newton's method."""
    g = area_m2 / math.sqrt(a.molar_kg * _R * a.warm_k) * _CHOKED
    part = a.pressure_pa / (a.pressure_pa + _SPACE_PA)
    return LinearFlow(g * a.pressure_pa * part, g * part * (2.0 - part), 0.0)


@entry
def orifice(area_m2: float, a: GasAt, b: GasAt, flow: float) -> LinearFlow:
    """Flow at the present pressures through an effective area, about `flow` (mol/s, NaN: not known)."""
    is_forward = a.pressure_pa >= b.pressure_pa
    up, down = (a, b) if is_forward else (b, a)
    g = area_m2 / math.sqrt(up.molar_kg * _R * up.warm_k)
    if up.pressure_pa < _NOTHING_PA or g == 0.0:
        return LinearFlow(0.0, g * _CHOKED, g * _CHOKED)
    x = (up.pressure_pa - down.pressure_pa) / (_SPAN * up.pressure_pa)
    if x < _FLAT:
        return _orifice_flat(g, up.pressure_pa, x, a.pressure_pa - b.pressure_pa, flow)
    now = _orifice_steep(g, up.pressure_pa, down.pressure_pa)
    if is_forward:
        return now
    return LinearFlow(-now.mol_s, now.by_b, now.by_a)


@entry
def crack(square: float, linear: float, a: GasAt, b: GasAt) -> LinearFlow:
    """Laminar flow with slip, as `orifice`; scaled from the reference by gas and temperature."""
    up = a if a.pressure_pa >= b.pressure_pa else b
    warm = up.warm_k / _REFERENCE_K
    # mass flow goes by M / T where friction rules, by sqrt(M / T) where molecules fly free
    c2 = square / (_REFERENCE_KG * warm)
    c1 = linear / math.sqrt(_REFERENCE_KG * up.molar_kg * warm)
    flow = (a.pressure_pa - b.pressure_pa) * (c2 * (a.pressure_pa + b.pressure_pa) + c1)
    return LinearFlow(flow, 2.0 * c2 * a.pressure_pa + c1, 2.0 * c2 * b.pressure_pa + c1)


@entry
def power(factor: float, exponent: float, a: GasAt, b: GasAt) -> LinearFlow:
    """``factor (p_u^n - p_d^n)``, n from 1 to 2: between free molecules and friction, scaled between them."""
    up = a if a.pressure_pa >= b.pressure_pa else b
    heavy = up.molar_kg / _REFERENCE_KG * _REFERENCE_K / up.warm_k
    c = factor * heavy ** (0.5 * exponent) / up.molar_kg
    flow = c * (a.pressure_pa**exponent - b.pressure_pa**exponent)
    by_a = c * exponent * a.pressure_pa ** (exponent - 1.0)
    return LinearFlow(flow, by_a, c * exponent * b.pressure_pa ** (exponent - 1.0))


@entry
def fan(flow_m3_s: float, stall_pa: float, a: GasAt, b: GasAt) -> LinearFlow:
    """What a fan blows whose volume flow falls in a straight line to nothing at the pressure rise `stall_pa`."""
    volume = flow_m3_s * (1.0 - (b.pressure_pa - a.pressure_pa) / stall_pa)
    if volume <= 0.0:
        return LinearFlow(0.0, 0.0, 0.0)
    moles_m3 = a.pressure_pa / (_R * a.warm_k)
    steep = flow_m3_s / stall_pa * moles_m3
    return LinearFlow(volume * moles_m3, volume / (_R * a.warm_k) + steep, steep)


@kernel
def forced(flow_m3_s: float, a: GasAt) -> LinearFlow:
    """What a fan blows of the gas upstream."""
    slope = flow_m3_s / (_R * a.warm_k)
    return LinearFlow(slope * a.pressure_pa, slope, 0.0)


@kernel
def relief(rate_kg_s: float, low_pa: float, high_pa: float, a: GasAt, b: GasAt) -> LinearFlow:
    """A valve that opens in proportion from a difference of `low_pa` to one of `high_pa`, from a to b alone."""
    full, over_pa = rate_kg_s / a.molar_kg, a.pressure_pa - b.pressure_pa
    if over_pa <= low_pa:
        return LinearFlow(0.0, 0.0, 0.0)
    if over_pa >= high_pa:
        return LinearFlow(full, 0.0, 0.0)
    span_pa = high_pa - low_pa
    return LinearFlow(full * (over_pa - low_pa) / span_pa, full / span_pa, full / span_pa)
