"""How big a leak is when written in full: from a diameter, an area, a rate or a crack's geometry to
the two kinds of numbers by which the air network knows it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from iss_viewer.physics import AIR_KG_MOL, STANDARD_PA, R
from iss_viewer.scenario.scenario import Leak
from iss_viewer.simulation.air.gas import CHOKED, REFERENCE_K
from iss_viewer.simulation.starting_air import UpstreamAir
from iss_viewer.units import PA_PER_MMHG

#: viscosity of air at REFERENCE_K (Sutherland)
VISCOSITY_PA_S = 1.813e-5
#: mean free path times pressure of air near room temperature
FREE_PATH_M_PA = 5.0e-5 * PA_PER_MMHG


@dataclass(frozen=True, slots=True)
class LeakSize:
    """A way out of a module, to space or `into` another, or past the closed hatch `hatch`.

    An orifice has `orifice_m2`, its discharge coefficient times its area. A crack passes
    ``quadratic (p_u^2 - p_d^2) + linear (p_u - p_d)`` at REFERENCE_K, in kg/s, kg/s/Pa2, kg/s/Pa;
    a molecular leak has the linear part alone. One of the law of powers passes `power_kg_s` into vacuum
    from STANDARD_PA of air at REFERENCE_K, going with the pressures to the power of `exponent`.
    """

    id: str
    module: str = ""
    hatch: str = ""
    orifice_m2: float = 0.0
    linear: float = 0.0
    quadratic: float = 0.0
    power_kg_s: float = 0.0
    exponent: float = 1.0
    into: str = ""

    @classmethod
    def hole(cls, name: str, module: str, diameter_m: float, discharge: float) -> LeakSize:
        """A round hole."""
        area = math.pi / 4.0 * diameter_m**2
        return cls(name, module, orifice_m2=discharge * area)

    @classmethod
    def of(cls, leak: Leak, before: UpstreamAir) -> LeakSize:
        """The size that a scenario writes; a rate is told of the air `before` the leak, into vacuum."""
        if leak.law == "power" and leak.rate_kg_s is not None and leak.exponent is not None:
            power = _by_power(leak.rate_kg_s, leak.exponent, before)
            return cls(
                leak.id,
                leak.module,
                leak.hatch,
                power_kg_s=power,
                exponent=leak.exponent,
                into=leak.into,
            )
        orifice, linear, quadratic = _coefficients(leak, before)
        return cls(leak.id, leak.module, leak.hatch, orifice, linear, quadratic, into=leak.into)

    @property
    def wide_m(self) -> float:
        """The diameter of a round hole of discharge 0.8 that passes as much from STANDARD_PA of air into vacuum."""
        flux = CHOKED * STANDARD_PA / math.sqrt(R / AIR_KG_MOL * REFERENCE_K)
        by_law = self.quadratic * STANDARD_PA**2 + self.linear * STANDARD_PA + self.power_kg_s
        area_m2 = (self.orifice_m2 + by_law / flux) / 0.8
        return math.sqrt(4.0 * area_m2 / math.pi)


def _coefficients(leak: Leak, before: UpstreamAir) -> tuple[float, float, float]:
    if leak.diameter_m is not None:
        area = math.pi / 4.0 * leak.diameter_m**2
        return _by_area(leak, area)
    if leak.area_m2 is not None:
        return _by_area(leak, leak.area_m2)
    if leak.rate_kg_s is not None:
        return _by_rate(leak, leak.rate_kg_s, before)
    return _by_geometry(leak)


def _by_area(leak: Leak, area_m2: float) -> tuple[float, float, float]:
    if leak.law == "molecular":
        # free-molecular effusion, Knudsen: A p sqrt(M / (2 pi R T))
        flux = math.sqrt(AIR_KG_MOL / (2.0 * math.pi * R * REFERENCE_K))
        return 0.0, leak.discharge * area_m2 * flux, 0.0
    return leak.discharge * area_m2, 0.0, 0.0


def _by_rate(leak: Leak, rate_kg_s: float, before: UpstreamAir) -> tuple[float, float, float]:
    at_pa = before.pressure_pa
    if leak.law == "orifice":
        speed = math.sqrt(R / before.molar_kg * before.temperature_k)
        return rate_kg_s / (CHOKED * at_pa / speed), 0.0, 0.0
    # of air at REFERENCE_K more passes by so much: where friction rules, and where molecules fly free
    heavy = before.molar_kg / AIR_KG_MOL * REFERENCE_K / before.temperature_k
    if leak.law == "molecular":
        return 0.0, rate_kg_s / (math.sqrt(heavy) * at_pa), 0.0
    quadratic = rate_kg_s / (heavy * at_pa**2 + math.sqrt(heavy) * leak.slip_pa * at_pa)
    return 0.0, quadratic * leak.slip_pa, quadratic


def _by_power(rate_kg_s: float, exponent: float, before: UpstreamAir) -> float:
    """Of air at REFERENCE_K and STANDARD_PA so much more passes, by mass and warmth to half the exponent."""
    heavy = before.molar_kg / AIR_KG_MOL * REFERENCE_K / before.temperature_k
    return float(rate_kg_s * (STANDARD_PA / math.sqrt(heavy) / before.pressure_pa) ** exponent)


def _by_geometry(leak: Leak) -> tuple[float, float, float]:
    """Compressible laminar flow in a slit with slip at its walls (Poiseuille; Maxwell).

    ``h^3 w / (24 mu L Rs T) ((p_u^2 - p_d^2) + 12 l (p_u - p_d) / h)``, l = mean free path x pressure.
    Valid while the slit is much wider than high and friction rules (Mach number small).
    """
    assert leak.gap_m is not None and leak.width_m is not None and leak.wall_m is not None
    specific = R / AIR_KG_MOL
    shape = leak.gap_m**3 * leak.width_m / leak.wall_m
    quadratic = shape / (24.0 * VISCOSITY_PA_S * specific * REFERENCE_K)
    return 0.0, quadratic * 12.0 * FREE_PATH_M_PA / leak.gap_m, quadratic
