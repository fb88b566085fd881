"""What air does in closed forms: out through a hole, through a valve, in people's breath. SI throughout.

A part of volume V with a hole of volume flow c: every gas follows dx/dt = s - (k + q/V) x with k = c/V, so
x(t) = x_inf + (x0 - x_inf) exp(-K t), exact for any t.
"""

from __future__ import annotations

import math

from iss_viewer.physics import AIR_KG_MOL, AIR_KG_PA_M3, CABIN_K, STANDARD_PA, R

#: choked flow of a diatomic gas over sqrt(density times pressure)
_CHOKED = 0.684731
_SUBSONIC = math.sqrt(2.0)


def hole_m3_s(loss_kg_s: float) -> float:
    """The volume flow of a hole, by what it loses at one atmosphere."""
    return loss_kg_s / (STANDARD_PA * AIR_KG_PA_M3)


def orifice_m3_s(diameter_m: float, discharge_1: float) -> float:
    """The volume flow of a choked round hole in cabin air."""
    return (
        discharge_1 * 0.25 * math.pi * diameter_m**2 * _CHOKED * math.sqrt(R / AIR_KG_MOL * CABIN_K)
    )


def time_to_s(volume_m3: float, hole: float, now_pa: float, limit_pa: float) -> float:
    """How long a gas of a part takes to fall to a limit through a hole (m3/s); 0: it is there, inf: never."""
    if now_pa <= limit_pa:
        return 0.0
    return math.inf if hole <= 0.0 else volume_m3 / hole * math.log(now_pa / limit_pa)


def equalising_s(
    volumes_m3: tuple[float, float], valve: float, off_pa: float, at_pa: float
) -> float:
    """How long two sound parts take to become equal through a valve of choked flow `valve`, m3/s.

    The flow of a small difference goes with its root, so that it ends after a time that goes with the root too:
    t = 2 V_e sqrt(dp0)/(C sqrt(2 R T p)), C the valve's area.
    """
    if off_pa <= 0.0:
        return 0.0
    if valve <= 0.0 or at_pa <= 0.0:
        return math.inf
    shared = volumes_m3[0] * volumes_m3[1] / (volumes_m3[0] + volumes_m3[1])
    return _SUBSONIC * _CHOKED * shared / valve * math.sqrt(min(off_pa / at_pa, 1.0))


def left_over_pa(
    sound_m3: float, leaking_m3: float, hole: float, valve: float, at_pa: float
) -> float:
    """The difference that a valve between two parts never closes while one of them leaks.

    Both fall together, so the valve has to pass what the sound part must lose: dp = p (s psi*)^2/2 with
    s = c_hole/c_valve V_sound/(V_sound + V_leaking); no more than all of the pressure.
    """
    if hole <= 0.0:
        return 0.0
    if valve <= 0.0:
        return at_pa
    share = hole / valve * sound_m3 / (sound_m3 + leaking_m3)
    return at_pa * min(0.5 * (_CHOKED * share) ** 2, 1.0)
