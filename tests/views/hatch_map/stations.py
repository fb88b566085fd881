"""Stations of any shape, for the tests of the hatch map."""

from __future__ import annotations

from hypothesis import strategies as st

from iss_viewer.station import Station
from tests.views import prepared

_HATCH = prepared.station().hatches[0]
_MODULE = prepared.station().modules[0]


def of(joins, places, outside=(), names=None) -> Station:
    """A station of modules at `places`, joined by pairs of their indices; outside: who has a hatch to vacuum."""
    modules = tuple(
        _MODULE.model_copy(
            update={
                "id": f"M{i}",
                "name": names[i] if names else f"Module {i}",
                "short": "",
                "end_a_m": (x - 1.0, y, z),
                "end_b_m": (x + 1.0, y, z),
            }
        )
        for i, (x, y, z) in enumerate(places)
    )
    ends = [(f"M{a}", f"M{b}") for a, b in joins] + [(f"M{i}", "VACUUM") for i in outside]
    hatches = tuple(
        _HATCH.model_copy(update={"id": f"H{i}", "a": a, "b": b}) for i, (a, b) in enumerate(ends)
    )
    none = dict.fromkeys(("ports", "docked", "fans", "sensors", "equipment", "tanks", "crew"), ())
    return prepared.station().model_copy(update={"modules": modules, "hatches": hatches, **none})


@st.composite
def stations(draw, most: int = 200) -> Station:
    """Of one module to many, in one piece or several, with and without ways round."""
    count = draw(st.integers(1, most))
    metres = st.integers(-40, 40).map(float)
    places = draw(st.lists(st.tuples(metres, metres, metres), min_size=count, max_size=count))
    reach = draw(st.sampled_from([1, 2, 5, 200]))
    joins = [
        (draw(st.integers(max(0, i - reach), i - 1)), i)
        for i in range(1, count)
        if draw(st.integers(0, 19))
    ]
    if count > 1:
        some = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
        joins += [pair for pair in draw(st.lists(some, max_size=4)) if pair[0] != pair[1]]
    outside = draw(st.lists(st.integers(0, count - 1), max_size=6))
    return of(joins, places, outside)
