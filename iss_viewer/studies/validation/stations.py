"""Small stations whose answers are known in closed form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from iss_viewer.station import Station

_BY_DEFINITION = {"source": "by definition of the case", "confidence": "derived"}


def tanks(
    volumes_m3: Mapping[str, float],
    hatches: Sequence[tuple[str, str]] = (),
    *,
    film_w_m2_k: float = 0.0,
    valve_m: float = 0.0,
    size_m: float = 0.8,
    seal_leak_kg_s: float = 0.0,
    mixing_speed_m_s: float = 0.0,
    **parts: Sequence[Mapping[str, Any]],
) -> Station:
    """Volumes joined by closed round hatches ``H1``, ``H2``, ..., with nothing else in them.

    Walls have a huge heat capacity, so that with a film coefficient the gas stays at their
    temperature, and without one it exchanges no heat. `parts`: further lists of a station file, such
    as equipment, whose source may be left out.
    """
    modules = [
        {
            **_BY_DEFINITION, "id": name, "name": name, "operator": "-", "segment": "ROS",
            "free_volume_m3": volume, "length_m": 1.0, "diameter_m": 1.0,
            "end_a_m": (0.0, 0.0, 0.0), "end_b_m": (1.0, 0.0, 0.0),
        }
        for name, volume in volumes_m3.items()
    ]  # fmt: skip
    doors = [
        {
            **_BY_DEFINITION, "id": f"H{number}", "a": a, "b": b, "opening": "round",
            "size_m": size_m, "normally": "closed", "valve_diameter_m": valve_m,
            "seal_leak_kg_s": seal_leak_kg_s,
        }
        for number, (a, b) in enumerate(hatches, 1)
    ]  # fmt: skip
    return Station.model_validate(
        {
            "id": "tanks",
            "name": "tanks",
            "as_of": date(2000, 1, 1),
            "atmosphere": {
                **_BY_DEFINITION, "pressure_pa": 101325.0, "oxygen_pa": 21228.0,
                "carbon_dioxide_pa": 400.0, "water_pa": 1000.0, "temperature_k": 295.0,
            },
            "thermal": {
                **_BY_DEFINITION, "film_w_m2_k": film_w_m2_k, "area_per_volume_two_thirds": 6.0,
                "wall_heat_capacity_j_m2_k": 1e9, "control_w_m2_k": 0.0,
                "mixing_speed_m_s": mixing_speed_m_s,
            },
            "modules": tuple(modules),
            "hatches": tuple(doors),
            **{key: tuple(_sourced(key, item) for item in items) for key, items in parts.items()},
        }
    )  # fmt: skip


def _sourced(kind: str, item: Mapping[str, Any]) -> dict[str, Any]:
    return dict(item) if kind == "crew" else {**_BY_DEFINITION, **item}
