"""What to do once it is known where the leak is: shut it off with nobody in it, then open the rest again."""

from __future__ import annotations

from dataclasses import replace

from iss_viewer.detection.advising.admissible import review
from iss_viewer.detection.advising.announcement import announced, promise_of
from iss_viewer.detection.advising.course import CannotBeDone, Move
from iss_viewer.detection.advising.errands import closing_moves
from iss_viewer.detection.advising.escaping import get_away
from iss_viewer.detection.advising.hatch_layout import mask_of
from iss_viewer.detection.advising.outset import NOWHERE
from iss_viewer.detection.advising.reopening import reopening_moves
from iss_viewer.detection.advising.scene import Scene
from iss_viewer.detection.advising.stands import stands
from iss_viewer.telemetry.events import Advice, AdviceKind, Grounds


def isolate(scene: Scene, found: tuple[str, ...]) -> Advice:
    """Shut off what was found, people out of it first; once it is, open what was shut only for the search."""
    outset, layout = scene.outset, scene.layout
    leaking = mask_of(layout.index[name] for name in found)
    around = [h for h in layout.border(leaking) if not outset.closed >> h & 1]
    grounds = _grounds(scene, found)
    if not around:
        return _open_again(scene, grounds, leaking)
    shut = mask_of(around)
    for homes in stands(outset, outset.closed | shut, outset.places, outset.closed):
        if any(leaking >> home & 1 for home in homes):
            continue
        moves = _closing(scene, shut, homes)
        if moves is None:
            continue
        looked_at = review(outset, moves, 0.0)
        if looked_at.is_safe:
            grounds = replace(grounds, promise=promise_of(outset, looked_at))
            return announced(scene, AdviceKind.ISOLATE, moves, grounds)
    if not outset.people:
        return announced(
            scene, AdviceKind.ISOLATE, closing_moves(outset, shut, (), (), outset.closed), grounds
        )
    return get_away(scene, grounds)


def open_after_search(scene: Scene) -> Advice | None:
    """Nothing has been believed to leak for a while: open what was shut for the search; None: nothing is, or not yet."""
    situation = scene.situation
    if not situation.shut_for_search or situation.calm_s < scene.rules.choice.calm_s:
        return None
    sound = replace(scene.outset, hypotheses=NOWHERE)
    moves = reopening_moves(sound, situation.shut_for_search)
    return announced(scene, AdviceKind.OPEN, moves, Grounds()) if moves else None


def _closing(scene: Scene, shut: int, homes: tuple[int, ...]) -> tuple[Move, ...] | None:
    try:
        return closing_moves(scene.outset, shut, homes, scene.outset.places, scene.outset.closed)
    except CannotBeDone:
        return None


def _open_again(scene: Scene, grounds: Grounds, leaking: int) -> Advice:
    """It is shut off. Who is in it gets out; then ways home, and what is reached soonest."""
    outset = scene.outset
    if any(leaking >> at & 1 for at in outset.places):
        return get_away(scene, grounds)
    moves = reopening_moves(outset) if outset.people else _by_anybody(scene, leaking)
    if not moves:
        return announced(scene, AdviceKind.ISOLATE, (), grounds)
    looked_at = review(outset, moves, 0.0)
    if outset.people and not looked_at.is_safe:
        return announced(scene, AdviceKind.ISOLATE, (), grounds)
    grounds = replace(grounds, promise=promise_of(outset, looked_at))
    return announced(scene, AdviceKind.OPEN, moves, grounds)


def _by_anybody(scene: Scene, leaking: int) -> tuple[Move, ...]:
    """Where nobody is known of: all hatches between sound rooms that are open as a rule."""
    outset, layout = scene.outset, scene.layout
    border = set(layout.border(leaking))
    normally = {h.id for h in scene.station.hatches if h.normally == "open"}
    return tuple(
        Move((), layout.ends[h][0], h, True)
        for h, name in enumerate(layout.hatches)
        if outset.closed >> h & 1 and name in normally and h not in border
        and abs(scene.differences_pa.get(name, 0.0)) < _EASY_PA
    )  # fmt: skip


_EASY_PA = 500.0  # a hatch with less between its sides is opened as usual


def _grounds(scene: Scene, found: tuple[str, ...]) -> Grounds:
    names = tuple(sorted(found))
    location = scene.location
    least = min(float(location.modules[location.module_ids.index(m)]) for m in names)
    return Grounds(names, least)
