# mypy: disable-error-code="no-untyped-def, no-untyped-call"
"""Compiled: the flow of each law about the present pressures, linear in their changes."""

from __future__ import annotations

import math

from iss_viewer.simulation.air import gas
from iss_viewer.simulation.air.kernel_work import entry, kernel

_R = gas.R
_CHOKED = gas.CHOKED
_SPAN = 1.0 - gas.CRITICAL_RATIO
_SPACE_PA = gas.SPACE_PA
_NOTHING_PA = 1e-60  # squares of less may underflow
_REFERENCE_K = gas.REFERENCE_K
_REFERENCE_KG = gas.REFERENCE_KG_MOL
#: below this pressure difference, and this part of the pressure, an orifice turns laminar, so that
#: its flow has a slope at rest; both lie far below where the flow stops being the unknown. At ten
#: times as much it takes 0.25 % off the flow, at a hundred times 0.0025 %
_LAMINAR_PA, _LAMINAR_PART = 1.0, 1e-4
#: up to this part of the critical pressure difference the flow is taken as the unknown
_FLAT = 0.2
#: psi / psi* = sqrt(x (2 - x)) (1 + (1 - x)^2 poly(x)) with x = (1 - r) / (1 - r_c): a least-squares
#: fit to Saint-Venant's psi for gamma 1.4, within 5e-7 of it for every r
_C0, _C1, _C2, _C3, _C4 = (
    0.0030467257269458058,
    0.003354257225066125,
    0.002650610738190464,
    0.00022162163727793604,
    0.002412134029103798,
)


@kernel
def _bulge(x):
    """The factor that turns the ellipse into Saint-Venant's function, and its slope."""
    poly = _C0 + x * (_C1 + x * (_C2 + x * (_C3 + x * _C4)))
    slope = _C1 + x * (2.0 * _C2 + x * (3.0 * _C3 + x * 4.0 * _C4))
    off = 1.0 - x
    return 1.0 + off * off * poly, off * (off * slope - 2.0 * poly)


@kernel
def _orifice_steep(g, up, down):
    """Choked, or far from rest: flow, and its slopes to the pressures up and down."""
    x = (up - down) / (_SPAN * up)
    if x >= 1.0:
        return g * _CHOKED * up, g * _CHOKED, 0.0
    bulge, slope = _bulge(x)
    root = math.sqrt(x * (2.0 - x))
    s = root * bulge
    ds = (1.0 - x) / root * bulge + root * slope
    flow = g * _CHOKED * up * s
    return flow, g * _CHOKED * (s + ds * down / (_SPAN * up)), g * _CHOKED * ds / _SPAN


@kernel
def _orifice_flat(g, up, x, difference, flow):
    """Near rest, about the present flow (after the global gradient method of pipe networks).

    A flow that is not known yet (NaN) follows from the pressures.
    """
    laminar = min(_LAMINAR_PA, _LAMINAR_PART * up) ** 2
    bulge, _ = _bulge(x)
    k = g * _CHOKED * bulge * math.sqrt((2.0 - x) * up / _SPAN)
    if math.isnan(flow):
        flow = k * difference / math.sqrt(math.sqrt(difference * difference + laminar))
    most = k * math.sqrt(_FLAT * _SPAN * up)
    q = min(abs(flow), most) / k
    q4 = q * q * q * q
    square = 0.5 * (q4 + math.sqrt(q4 * q4 + 4.0 * q4 * laminar))
    drop = math.copysign(math.sqrt(square), flow)
    whole = square + laminar
    slope = k * (0.5 * square + laminar) / (whole * math.sqrt(math.sqrt(whole)))
    about = math.copysign(q * k, flow)
    return about + slope * (difference - drop), slope


@kernel
def hole(area, pa, ta, ma):
    """Flow into space (mol/s) and its slope; it fades smoothly: a kink would stop Newton's method."""
    g, part = area / math.sqrt(ma * _R * ta) * _CHOKED, pa / (pa + _SPACE_PA)
    return g * pa * part, g * part * (2.0 - part), 0.0


@entry
def orifice(area, pa, pb, ta, tb, ma, mb, flow):
    """Flow a to b (mol/s) at the present pressures, and its slopes to pa and, negated, to pb."""
    if pa >= pb:
        up, down, g = pa, pb, area / math.sqrt(ma * _R * ta)
    else:
        up, down, g = pb, pa, area / math.sqrt(mb * _R * tb)
    if up < _NOTHING_PA:
        return 0.0, g * _CHOKED, g * _CHOKED
    x = (up - down) / (_SPAN * up)
    if x < _FLAT:
        now, slope = _orifice_flat(g, up, x, pa - pb, flow)
        return now, slope, slope
    now, by_up, by_down = _orifice_steep(g, up, down)
    if pa >= pb:
        return now, by_up, by_down
    return -now, by_down, by_up


@entry
def crack(square, linear, pa, pb, ta, tb, ma, mb):
    """Laminar flow with slip, as `orifice`; scaled from the reference by gas and temperature."""
    if pa >= pb:
        warm, molar = ta / _REFERENCE_K, ma
    else:
        warm, molar = tb / _REFERENCE_K, mb
    # mass flow goes by M / T where friction rules, by sqrt(M / T) where molecules fly free
    c2 = square / (_REFERENCE_KG * warm)
    c1 = linear / math.sqrt(_REFERENCE_KG * molar * warm)
    flow = (pa - pb) * (c2 * (pa + pb) + c1)
    return flow, 2.0 * c2 * pa + c1, 2.0 * c2 * pb + c1


@kernel
def relief(rate, low, high, pa, ma):
    """A valve that opens in proportion from `low` to `high`."""
    full = rate / ma
    if pa <= low:
        return 0.0, 0.0, 0.0
    if pa >= high:
        return full, 0.0, 0.0
    return full * (pa - low) / (high - low), full / (high - low), 0.0
