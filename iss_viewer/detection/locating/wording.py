"""Advice in plain words: what to do, what it will tell, and why this and not another."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from iss_viewer.detection.locating.advice import SearchOrder
from iss_viewer.detection.locating.hatch_graph import Part
from iss_viewer.detection.locating.location import Location
from iss_viewer.detection.locating.plan import Layout, Prospect
from iss_viewer.station import Station
from iss_viewer.units import KG_PER_LB, S_PER_DAY, duration_text

Words = tuple[str, str, str]


def watch_words(location: Location) -> Words:
    """When there is nothing to search for."""
    return (
        "Keep watching",
        "Nothing has to be closed.",
        f"A leak is {location.leak:.0%} probable, none {location.none:.0%}, "
        f"a seal {location.seal:.0%}, a sensor {location.sensor:.0%}.",
    )


def leave_words(reserve_s: float) -> Words:
    """When the reserve time does not allow a search."""
    return (
        "Go to the vehicles",
        "Shut the hatches of the vehicles behind you; what is left is time to leave.",
        f"The reserve time is {duration_text(reserve_s)}: too short to search.",
    )


def isolate_words(
    station: Station,
    location: Location,
    found: Sequence[str],
    shut: Sequence[str],
    opened: Sequence[str],
) -> Words:
    """When the leak was found."""
    names = _names(station, found)
    chance = min(location.modules[location.module_ids.index(m)] for m in found)
    steps = [f"close {_hatches(shut)}"] if shut else ["keep its hatches shut"]
    if opened:
        steps.append(f"open {_hatches(opened)} again")
    return (
        f"Isolate {names}",
        f"To do: {' and '.join(steps)}. Then look for the hole there.",
        f"The leak of {_rate(location)} is in {names} with {_percent(chance)}.",
    )


def wait_words(location: Location, parts: Collection[Part], wait_s: float) -> Words:
    """When the closed hatches only need time."""
    likeliest, chance = location.ranked()[0]
    return (
        f"Wait about {duration_text(wait_s)}",
        f"Which of the {len(parts)} parts loses air; the verdict may come sooner.",
        f"Every further closure would cost more time than it saves. "
        f"{likeliest} leads with {_percent(chance)}; the leak is {_rate(location)}.",
    )


def close_words(
    station: Station,
    location: Location,
    layout: Layout,
    prospect: Prospect,
    wait: Prospect,
    order: SearchOrder,
    moves: bool,
) -> Words:
    """When hatches are to be closed."""
    count = len(layout.hatches)
    what = f"Close {_hatches(layout.hatches)}" if count <= 4 else f"Close {count} hatches"
    tells = f"Which of {len(layout.parts)} parts leaks: {_shares(station, location, layout.parts)}."
    if order is SearchOrder.CLASSIC:
        return what, tells, "Next in the crew's order: own vehicle, segment, module."
    pace, idle = (3600.0 * p.pace / 0.6931 for p in (prospect, wait))
    reason = f"It tells {pace:.2g} bit an hour"
    reason += f", against {idle:.1g} by waiting." if idle > 1e-3 else "; waiting tells nothing."
    if moves:
        reason += " Those who would be cut off from their vehicle move first."
    return what, tells, reason


def _shares(station: Station, location: Location, parts: Collection[Part]) -> str:
    chance = dict(zip(location.module_ids, location.modules.tolist(), strict=True))
    ranked = sorted(parts, key=lambda part: -sum(chance[m] for m in part))[:3]
    shares = []
    for part in ranked:
        names = [m for m in station.module_ids if m in part]
        label = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
        shares.append(f"{label} {_percent(sum(chance[m] for m in part))}")
    return ", ".join(shares)


def _names(station: Station, modules: Sequence[str]) -> str:
    return " and ".join(station.module(m).name for m in modules)


def _hatches(hatches: Sequence[str]) -> str:
    return ", ".join(hatches)


def _percent(chance: float) -> str:
    return f"{chance:.1%}" if chance < 0.995 else f"{min(chance, 0.9999):.2%}"


def _rate(location: Location) -> str:
    kg_day = location.rate_kg_s * S_PER_DAY
    return f"{kg_day:.3g} kg/day ({kg_day / KG_PER_LB:.3g} lb/day)"
