"""How one instrument errs, as columns of its traits: noise, quantum, drift, bias, lag."""

from __future__ import annotations

#: columns of the traits of a module's sensors, see `wiring`
P_NOISE, P_QUANTUM, P_DRIFT, P_BIAS, P_LAG = range(5)
