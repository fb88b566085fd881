"""Constants of nature and of air, each once and with its source. Conversions of units are in `units`;
what people and machines do is in the room that knows them.
"""

from __future__ import annotations

import math
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from iss_viewer.units import PA_PER_ATM, ZERO_CELSIUS_K

Temperature = TypeVar("Temperature", float, NDArray[np.float64])

R: Final = 8.314462618  # J/mol/K, CODATA 2018

#: molar masses, kg/mol (IUPAC 2021, by the conventional atomic weights)
N2_KG_MOL: Final = 0.0280134
O2_KG_MOL: Final = 0.0319988
CO2_KG_MOL: Final = 0.0440095
H2O_KG_MOL: Final = 0.01801528
#: of dry air (CIPM 2007 has 0.02896546 with more carbon dioxide; US Standard Atmosphere 1976: 0.0289644)
AIR_KG_MOL: Final = 0.0289647
#: adiabatic exponent of diatomic gases, so of air
GAMMA: Final = 1.4

STANDARD_PA: Final = PA_PER_ATM  # the standard atmosphere, by definition
#: what evaporates water at the temperature of skin, about 30 C (steam tables); held constant
EVAPORATION_J_KG: Final = 2.43e6
#: kg of air in a cubic metre for each Pa, at the usual temperature of a cabin
CABIN_K: Final = 295.15
AIR_KG_PA_M3: Final = AIR_KG_MOL / (R * CABIN_K)

_MAGNUS_PA = 611.2  # over water and over ice at 0 C
_COLDEST_C = -272.0  # where the formula for ice still has a value


def saturation_over_water_pa(temperature_k: Temperature) -> Temperature:
    """Pressure of saturated vapour over liquid water, -45 to 60 C (Magnus; WMO No. 8, 2018, annex 4.B)."""
    celsius = temperature_k - ZERO_CELSIUS_K
    pressure: Temperature = _MAGNUS_PA * np.exp(17.62 * celsius / (243.12 + celsius))
    return pressure


def saturation_over_ice_pa(temperature_k: float) -> float:
    """Pressure of saturated vapour over ice, -65 to 0 C (Magnus; Sonntag 1990); of use down to 1 K."""
    celsius = max(temperature_k - ZERO_CELSIUS_K, _COLDEST_C)
    pressure: float = _MAGNUS_PA * np.exp(22.46 * celsius / (272.62 + celsius))
    return pressure


def nozzle_flow_kg_s(area_m2: float, high_pa: float, low_pa: float, temperature_k: float) -> float:
    """Air through an opening of an effective area, discharge included, from rest at `high_pa` to `low_pa`, kg/s.

    Isentropic flow of a perfect gas, choked below the critical ratio of 0.528 (Liepmann and Roshko, Elements of
    Gasdynamics, 1957, ch. 5). NaN where a pressure is not known; 0 where the sides are equal.
    """
    if not high_pa > low_pa:
        return 0.0 if high_pa == low_pa else math.nan
    critical = (2.0 / (GAMMA + 1.0)) ** (GAMMA / (GAMMA - 1.0))
    ratio = max(low_pa / high_pa, critical)
    expansion = ratio ** (2.0 / GAMMA) * (1.0 - ratio ** ((GAMMA - 1.0) / GAMMA))
    speed_m_s = math.sqrt(R / AIR_KG_MOL * temperature_k)
    return area_m2 * high_pa / speed_m_s * math.sqrt(2.0 * GAMMA / (GAMMA - 1.0) * expansion)
