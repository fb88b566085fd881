"""A decision's start with a hole of so many millimetres somewhere, and advice carried out at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from iss_viewer.detection.advising import people_aboard
from iss_viewer.detection.advising.air import orifice_m3_s
from iss_viewer.detection.advising.hatch_layout import layout_of
from iss_viewer.detection.advising.outset import AirReadings, Outset, air_of, hypotheses_of
from iss_viewer.detection.advising.rules import read_safety_rules
from iss_viewer.physics import AIR_KG_PA_M3, STANDARD_PA
from iss_viewer.station import Station, read_station
from iss_viewer.station.topology import Person

STATION = read_station("iss")
RULES = read_safety_rules()
NORMALLY_SHUT = frozenset(h.id for h in STATION.hatches if h.normally == "closed")


def outset_of(
    diameter_mm: float,
    closed: Collection[str] = (),
    chances: Mapping[str, float] | None = None,
    tested: Collection[str] = (),
    people: tuple[Person, ...] | None = None,
    station: Station = STATION,
) -> Outset:
    """Fresh air, hatches as usual and `closed` ones, a hole anywhere by `chances`, equally likely if left out."""
    layout = layout_of(station)
    kg_s = orifice_m3_s(diameter_mm * 1e-3, 0.6) * STANDARD_PA * AIR_KG_PA_M3
    likely = np.full(len(layout.modules), 1.0 / len(layout.modules))
    if chances is not None:
        likely = np.array([chances.get(module, 0.0) for module in layout.modules])
    shut = {h.id for h in station.hatches if h.normally == "closed"} | set(closed)
    return Outset(
        layout,
        layout.closed_mask(shut),
        people_aboard(station) if people is None else people,
        {layout.index[m.id]: m.crew_seats for m in station.modules if m.crew_seats},
        sum(1 << layout.index[ship] for ship in tested),
        air_of(station, AirReadings({}, {}, {}), (0.835 / 86400.0, 0.998 / 86400.0)),
        hypotheses_of(likely, np.array([0.95, 1.0, 1.05]) * kg_s, RULES),
        RULES,
        RULES.hands.hatch_s,
    )
