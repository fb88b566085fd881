"""What a trainee wrote on the worksheet for T.res: two readings of a gauge, and what was worked out of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

_Number = Annotated[float, Field(allow_inf_nan=False)]


@dataclass(frozen=True, slots=True)
class ReserveSheet:
    """As it was written, right or wrong.

    place: the module where the gauge was read; *_s: seconds of the run; slope_pa_s: dP/dt, below zero where it falls;
    reserve_s: T.res from the second reading on.
    """

    place: str
    first_pa: _Number
    first_s: _Number
    second_pa: _Number
    second_s: _Number
    slope_pa_s: _Number
    reserve_s: _Number
