"""Waiting: the closed hatches only need time. A wait says until what, at most how long and what then. Once over it is not
announced anew; a longer one is, where nothing else may be done and it harms nobody.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from iss_viewer.detection.advising.admissible import Review, review
from iss_viewer.detection.advising.announcement import announced, promise_of
from iss_viewer.detection.advising.candidates import HatchCandidate
from iss_viewer.detection.advising.holding import hold_s
from iss_viewer.detection.advising.scene import Scene
from iss_viewer.detection.advising.shares import shares_of
from iss_viewer.telemetry.events import Advice, AdviceKind, Grounds, NotAdvised

_ENOUGH = 0.9  # of all that a layout can tell: then it has told enough


def has_waited(scene: Scene) -> bool:
    """Whether the verdict was waited for as long as was said, and nothing has moved since: no more of the same, whatever
    was advised after it.
    """
    before = scene.last_wait
    if before is None or _has_moved(scene, before):
        return False
    if before.kind is AdviceKind.HOLD:
        return True
    return scene.situation.time_s >= before.time_s + before.most_s


def wait(
    scene: Scene, one: HatchCandidate, looked_at: Review, barred: Sequence[NotAdvised]
) -> Advice:
    """Wait for the verdict; what is left of a wait that was announced before."""
    before, wait_s = scene.last_wait, verdict_s(scene, one)
    if before is not None and before.kind is AdviceKind.WAIT and not _is_new(scene, before, wait_s):
        return replace(before, grounds=replace(before.grounds, reserve=scene.reserve()))
    return _announced(scene, one, looked_at, barred, wait_s)


def wait_on(scene: Scene, one: HatchCandidate, barred: Sequence[NotAdvised]) -> Advice | None:
    """Wait where nothing may be shut: longer than before if that wait is over, and no longer than all can still leave
    unharmed in as much time as is kept for leaving; who cannot leave anyway, as no hatch moves, waits as long as nobody
    is harmed. None: even the shortest harms somebody.
    """
    rules, wait_s = scene.rules.choice, verdict_s(scene, one)
    if has_waited(scene) and scene.last_wait is not None:
        longest_s = max(rules.longest_s, wait_s)
        wait_s = min(max(wait_s, rules.longer_1 * scene.last_wait.wait_s), longest_s)
    spare_s = scene.procedure.leave_before_s
    while wait_s >= rules.judge_least_s:
        looked_at = review(scene.outset, (), rules.wait_times * wait_s + spare_s, is_brief=True)
        if looked_at.is_safe or looked_at.is_without_way_out:
            return _announced(scene, one, looked_at, barred, wait_s, is_held=False)
        wait_s /= rules.longer_1
    return None


def verdict_s(scene: Scene, one: HatchCandidate) -> float:
    """After the last closure: when nine tenths of what a layout can tell are told, in expectation."""
    layout, outlook = one.layout, scene.outlook
    if not scene.is_size_known:  # then one waits for that
        return max(one.judge_s, scene.rules.choice.judge_least_s)
    gains, total_s = outlook.gains(layout)
    enough = np.flatnonzero(gains >= _ENOUGH * outlook.entropy(layout.parts))
    told_s = float(total_s[int(enough[0])]) - layout.closing_s if len(enough) else one.judge_s
    return max(told_s, scene.rules.choice.judge_least_s)


def most_s(scene: Scene, wait_s: float, hold: float) -> float:
    """How long is waited at most: some times as long as expected, no longer than a hatch may be held."""
    rules = scene.rules.choice
    longest_s = max(rules.wait_times * wait_s, rules.judge_least_s)
    return min(longest_s, max(hold, wait_s)) if math.isfinite(hold) else longest_s


def _announced(
    scene: Scene,
    one: HatchCandidate,
    looked_at: Review,
    barred: Sequence[NotAdvised],
    wait_s: float,
    is_held: bool = True,
) -> Advice:
    """A wait as it is announced. is_held: no longer than hatches may be held for the search."""
    likeliest, chance = scene.location.ranked()[0]
    hold, name = hold_s(scene, ())
    grounds = Grounds(
        (likeliest,),
        chance,
        promise=promise_of(scene.outset, looked_at),
        not_advised=tuple(barred),
        shares=shares_of(scene.station, scene.location, one.layout.parts),
    )
    return replace(
        announced(scene, AdviceKind.WAIT, (), grounds),
        wait_s=wait_s,
        most_s=most_s(scene, wait_s, hold if is_held else math.inf),
        next_kind=AdviceKind.CLOSE,
        gain_bits=one.prospect.gain / math.log(2.0),
        left_bits=scene.outlook.entropy(one.layout.parts) / math.log(2.0),
        hold_s=hold,
        hold_hatch=name,
    )


def _has_moved(scene: Scene, previous: Advice) -> bool:
    """Whether hatches moved since an advice."""
    moved = any(since > previous.time_s for since in scene.situation.closed_since_s.values())
    return moved or previous.parts != len(scene.locator.parts())


def _is_new(scene: Scene, previous: Advice, wait_s: float) -> bool:
    """Whether a wait is another one than that which was announced: hatches moved, it is half as long again, or it will be
    over, at the longest, before half of what is left of the other.
    """
    rules, gone_s = scene.rules.choice, scene.situation.time_s - previous.time_s
    is_longer = wait_s > 2.0 * max(previous.wait_s - gone_s, rules.judge_least_s)
    is_shorter = 2.0 * rules.wait_times * wait_s < previous.most_s - gone_s
    return _has_moved(scene, previous) or is_shorter or (is_longer and gone_s < previous.wait_s)
