"""The next best action: the one that tells most a second of those that harm nobody wherever the leak is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from iss_viewer.detection.advising import needs
from iss_viewer.detection.advising.admissible import Review, review
from iss_viewer.detection.advising.announcement import announced, promise_of
from iss_viewer.detection.advising.breathing import Airing
from iss_viewer.detection.advising.constraints import SearchConstraints
from iss_viewer.detection.advising.isolating import isolate, open_after_search
from iss_viewer.detection.advising.scene import FOUND, SEARCHES, SECOND_LEAK, Scene
from iss_viewer.detection.advising.searching import search
from iss_viewer.detection.locating.locator import Locator
from iss_viewer.telemetry.events import Advice, AdviceKind, Grounds

_WORTH_SEARCHING = 0.5  # of the probability that anything leaks
_STILL_FOUND = 0.9  # what was found stays found until its probability falls below this


def next_best_action(
    locator: Locator, situation: SearchConstraints, previous: Advice | None = None
) -> Advice:
    """What to do now, by the locator's beliefs and what the situation allows.

    Deterministic. `previous` is the last advice, if any: what is under way is gone on with unless it is barred, or
    something else is worth the change.
    """
    any_ship = replace(situation, unfit_ships=frozenset()) if situation.unfit_ships else None
    scene = Scene(locator, situation.with_fit_ships(), previous, any_ship)
    airing = needs.airing_of(scene)
    advice = _next(scene, airing.in_s <= 0.0 or _is_letting_air_in(scene, airing))
    return replace(
        advice,
        hatch_s=scene.rules.hands.hatch_s,
        air_s=airing.in_s,
    )


def _is_letting_air_in(scene: Scene, airing: Airing) -> bool:
    """Whether hatches are being opened for people's breath: what was begun of that is ended."""
    previous, hatches = scene.previous, set(airing.hatches)
    if previous is None or previous.kind is not AdviceKind.AIR:
        return False
    return bool(hatches) and hatches <= set(previous.grounds.opened)


def _next(scene: Scene, is_air_spent: bool) -> Advice:
    location, previous = scene.location, scene.previous
    is_announced = previous is not None and previous.kind in SEARCHES
    has_begun = is_announced or bool(scene.situation.shut_for_search)
    least = scene.rules.choice.given_up_1 if has_begun else _WORTH_SEARCHING
    if location.leak < least or not np.isfinite(location.rate_kg_s):
        if is_air_spent:
            air = _let_air_in(scene)
            if air is not None:
                return air
        if needs.can_ask_gauge(scene):
            return needs.read_gauge(scene)
        return open_after_search(scene) or needs.watch(scene)
    wanted = scene.procedure.confidence
    if previous is not None and previous.kind in FOUND:
        wanted = min(wanted, _STILL_FOUND)
    found = location.found(wanted)
    if len(found) > 1 or (found and location.several < SECOND_LEAK):
        return isolate(scene, found)
    if is_air_spent:
        air = _let_air_in(scene)
        if air is not None:
            return air
    if needs.can_ask_gauge(scene):
        return needs.read_gauge(scene)
    return search(scene)


def _is_thin_beyond(scene: Scene, hatches: Sequence[str]) -> bool:
    """Whether any hatch that would be opened leads to thin air."""
    pressures, least_pa = scene.situation.pressures_pa, scene.rules.choice.reopen_above_pa
    ends = [
        end
        for name in hatches
        for hatch in [scene.station.hatch(name)]
        for end in (hatch.a, hatch.b)
    ]
    known = [pressures[end] for end in ends if end in pressures]
    return min(known, default=least_pa) < min(least_pa, max(known, default=least_pa))


def _lets_leak_in(scene: Scene, looked_at: Review) -> bool:
    """Whether people who are not with the leak now would be."""
    outset, table = scene.outset, looked_at.table
    if table is None:
        return True
    before = outset.manned(outset.places, outset.closed) & outset.hypotheses.suspects
    return bool(outset.manned(table.places, table.closed) & outset.hypotheses.suspects & ~before)


def _let_air_in(scene: Scene) -> Advice | None:
    """Open the way to more air for people who are shut in with little; None where that harms more."""
    airing = needs.airing_of(scene)
    inside = tuple(module for module in scene.station.module_ids if module in airing.part)
    grounds = Grounds(modules=inside)
    moves = needs.airing_moves(scene.outset, airing)
    if not moves or _is_thin_beyond(scene, airing.hatches):
        return None
    if scene.location.leak >= _WORTH_SEARCHING:
        looked_at = review(replace(scene.outset, may_be_foul=True), moves, 0.0)
        if not looked_at.is_safe or _lets_leak_in(scene, looked_at):
            return None
        grounds = replace(grounds, promise=promise_of(scene.outset, looked_at))
    return announced(scene, AdviceKind.AIR, moves, grounds)
