"""A decision's start: with a hole of so many millimetres somewhere, and at random."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from hypothesis import strategies as st

from iss_viewer.detection.advising import people_aboard
from iss_viewer.detection.advising.air import orifice_m3_s
from iss_viewer.detection.advising.hatch_layout import layout_of
from iss_viewer.detection.advising.outset import AirReadings, Outset, air_of, hypotheses_of
from iss_viewer.physics import AIR_KG_PA_M3, STANDARD_PA
from iss_viewer.station import Station, read_station
from iss_viewer.station.safety import read_safety_rules
from iss_viewer.station.topology import Person, inner_hatches

STATION = read_station("iss")
RULES = read_safety_rules()
INNER = [hatch.id for hatch in inner_hatches(STATION)]
#: kg/day: from pounds to some 50 mm
RATES = (0.5, 13.0, 320.0, 1300.0, 5200.0, 30000.0)
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
    )


_LOOP = STATION.hatch("H16").model_copy(update={"id": "HX", "a": "NODE1", "b": "NODE2"})
LOOPED = STATION.model_copy(update={"hatches": (*STATION.hatches, _LOOP)})
SHIPLESS = STATION.model_copy(
    update={
        "modules": tuple(m.model_copy(update={"crew_seats": 0}) for m in STATION.modules),
        "crew": tuple(p.model_copy(update={"vehicle": ""}) for p in STATION.crew),
    }
)
GAUGELESS = STATION.model_copy(update={"gauge": None})


@st.composite
def hands_on_hatches(draw):
    """Hatches that do not move, and hatches that somebody is moving."""
    of = st.sampled_from(INNER)
    return frozenset(draw(st.sets(of, max_size=3))), frozenset(draw(st.sets(of, max_size=2)))


@st.composite
def situations(draw):
    """A station as it is, with a loop of hatches, without ships or without a gauge; shut hatches, people anywhere, a leak,
    wrong readings.
    """
    station = draw(st.sampled_from((STATION, LOOPED, SHIPLESS, GAUGELESS)))
    closed = draw(st.sets(st.sampled_from(INNER), max_size=4)) | {
        h.id for h in STATION.hatches if h.normally == "closed" and draw(st.integers(0, 9)) > 0
    }
    ids = station.module_ids
    people = tuple(
        Person(c.id, draw(st.sampled_from(ids)), c.vehicle)
        for c in station.crew[: draw(st.integers(0, 7))]
    )
    rate = draw(st.sampled_from(RATES)) / 86400.0
    leak, wrong = draw(st.sampled_from(ids)), draw(st.sampled_from(ids))
    leaks = {leak: rate}
    if draw(st.booleans()):  # a sensor that lies, or a second leak
        leaks[wrong] = draw(st.sampled_from((-0.5, 0.5, 2.0))) * rate
    error = draw(st.sampled_from((0.05, 0.3, 2.0))) * rate
    return station, frozenset(closed), people, leaks, error, draw(st.integers(0, 999))
