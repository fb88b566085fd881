"""The gas mixture and what is known of people as its source: constants of nature with their sources,
and the orifice law in closed form for those who want to check a flow by hand.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

R: Final = 8.314462618  # J/mol/K, CODATA 2018
SPECIES: Final = ("nitrogen", "oxygen", "carbon_dioxide", "water")
N2, O2, CO2, H2O = range(4)
#: kg/mol (IUPAC)
MOLAR_KG: Final = np.array([0.0280134, 0.0319988, 0.0440095, 0.01801528])
#: heat capacity at constant volume, J/mol/K, held constant: 5/2 R for the diatomic gases, so that
#: gamma is 1.4; CO2 and water vapour at 298 K (NIST WebBook: cp 37.13 and 33.59 J/mol/K)
CV: Final = np.array([2.5 * R, 2.5 * R, 37.13 - R, 33.59 - R])
CP: Final = CV + R

#: adiabatic exponent of the orifice law; a cabin's mixture stays within 0.3 % of it
GAMMA: Final = 1.4
CRITICAL_RATIO: Final = (2.0 / (GAMMA + 1.0)) ** (GAMMA / (GAMMA - 1.0))
CHOKED: Final = math.sqrt(GAMMA) * (2.0 / (GAMMA + 1.0)) ** ((GAMMA + 1.0) / (2.0 * (GAMMA - 1.0)))
#: what goes to space fades below this pressure, so that the last trace of gas leaves ever slower
#: and its temperature keeps a meaning: far below all that matters, and about what stands around a
#: station that vents (assumed)
SPACE_PA: Final = 1e-4

#: discharge coefficient of an open hatch: large opening at small pressure difference (Idelchik: 0.6)
HATCH_DISCHARGE: Final = 0.6
#: discharge coefficient of an open equalisation valve, assumed
VALVE_DISCHARGE: Final = 0.8
#: sizes of cracks and of molecular leaks are given for air at this temperature
REFERENCE_K: Final = 293.15
REFERENCE_KG_MOL: Final = 0.0289647
#: a tank feeds its full rate while it is this far above the cabin; below, in proportion (assumed)
REGULATOR_PA: Final = 1e6

#: one person, at rest and work averaged (NASA BVAD 2004): kg/s
OXYGEN_USED_KG_S: Final = 0.835 / 86400.0
CARBON_DIOXIDE_MADE_KG_S: Final = 0.998 / 86400.0
WATER_MADE_KG_S: Final = 2.28 / 86400.0
#: what evaporates water at the temperature of skin, about 30 C (steam tables); held constant
LATENT_J_KG: Final = 2.43e6
#: the same per mole: it comes back where vapour condenses
EVAPORATION_J_MOL: Final = LATENT_J_KG * 0.01801528
#: 11.8 MJ a day less what evaporates the water: heat into the gas, W
SENSIBLE_HEAT_W: Final = (11.8e6 - 2.28 * LATENT_J_KG) / 86400.0
#: below this partial pressure of oxygen nobody breathes at the full rate (assumed)
LEAST_OXYGEN_PA: Final = 2000.0


def orifice_kg_s(
    effective_m2: float, up_pa: float, down_pa: float, up_k: float, molar_kg: float
) -> float:
    """Mass flow of an ideal gas of gamma 1.4 through an orifice, isentropic to the throat.

    `effective_m2` is the discharge coefficient times the area. Choked below the critical pressure
    ratio 0.528 (Saint-Venant and Wantzel 1839). Valid for any 0 <= down_pa <= up_pa.
    """
    ratio = max(down_pa / up_pa, CRITICAL_RATIO)
    psi = math.sqrt(
        2.0 * GAMMA / (GAMMA - 1.0) * (ratio ** (2.0 / GAMMA) - ratio ** ((GAMMA + 1.0) / GAMMA))
    )
    return effective_m2 * up_pa * psi / math.sqrt(R / molar_kg * up_k)


def mixture_pressure_pa(moles: Floats, temperature_k: Floats, volume_m3: Floats) -> Floats:
    """Total pressure of moles (..., n, 4) at temperature (..., n) in volumes (n,)."""
    pressure: Floats = moles.sum(axis=-1) * R * temperature_k / volume_m3
    return pressure
