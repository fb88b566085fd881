"""The gas mixture and what is known of people as its source: numbers with their sources,
and the orifice law in closed form for those who want to check a flow by hand.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from iss_viewer.physics import (
    CO2_KG_MOL,
    EVAPORATION_J_KG,
    GAMMA,
    H2O_KG_MOL,
    N2_KG_MOL,
    O2_KG_MOL,
    R,
)
from iss_viewer.units import S_PER_DAY

SPECIES: Final = ("nitrogen", "oxygen", "carbon_dioxide", "water")
N2, O2, CO2, H2O = range(4)
#: kg/mol
MOLAR_KG: Final = np.array([N2_KG_MOL, O2_KG_MOL, CO2_KG_MOL, H2O_KG_MOL])
#: heat capacity at constant volume, J/mol/K, held constant: 5/2 R for the diatomic gases, so that
#: gamma is 1.4; CO2 and water vapour at 298 K (NIST WebBook: cp 37.13 and 33.59 J/mol/K)
CV: Final = np.array([2.5 * R, 2.5 * R, 37.13 - R, 33.59 - R])
CP: Final = CV + R

#: of the orifice law, with air's exponent: a cabin's mixture stays within 0.3 % of it
CRITICAL_RATIO: Final = (2.0 / (GAMMA + 1.0)) ** (GAMMA / (GAMMA - 1.0))
CHOKED: Final = math.sqrt(GAMMA) * (2.0 / (GAMMA + 1.0)) ** ((GAMMA + 1.0) / (2.0 * (GAMMA - 1.0)))
#: what goes to space fades below this pressure, so that the last trace of gas leaves ever slower
#: and its temperature keeps a meaning: far below all that matters, and about what stands around a
#: station that vents (assumed)
SPACE_PA: Final = 1e-4

#: sizes of cracks and of molecular leaks are given for air at this temperature
REFERENCE_K: Final = 293.15
#: a tank feeds its full rate while it is this far above the cabin; below, in proportion (assumed)
REGULATOR_PA: Final = 1e6

#: water that electrolysis takes for a kilogram of oxygen: 2 H2O -> O2 + 2 H2, the hydrogen vented or used elsewhere
WATER_PER_OXYGEN: Final = 2.0 * H2O_KG_MOL / O2_KG_MOL
#: below this much water left a generator makes less, in proportion (assumed): so none is drawn that is not there
LEAST_WATER_KG: Final = 0.05

#: one person, at rest and work averaged (NASA BVAD 2004): kg/s
OXYGEN_USED_KG_S: Final = 0.835 / S_PER_DAY
CARBON_DIOXIDE_MADE_KG_S: Final = 0.998 / S_PER_DAY
WATER_MADE_KG_S: Final = 2.28 / S_PER_DAY
#: what evaporates water comes back where vapour condenses
EVAPORATION_J_MOL: Final = EVAPORATION_J_KG * H2O_KG_MOL
#: 11.8 MJ a day less what evaporates the water: heat into the gas, W
SENSIBLE_HEAT_W: Final = (11.8e6 - 2.28 * EVAPORATION_J_KG) / S_PER_DAY
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
