"""What is kept of segments once a hatch has moved, and which segments begin."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from iss_viewer.detection.estimation.noise_scale import excess
from iss_viewer.detection.posterior.slots import drop_slot
from iss_viewer.detection.state.channel_map import Modules
from iss_viewer.detection.state.compiled import entry, inner
from iss_viewer.detection.state.leak_records import (
    ACCOUNT,
    KEPT_SLOTS,
    LEAK_LAWS,
    STEADY,
    Account,
    Accounts,
    Segment,
    Segments,
    accounts_of,
)
from iss_viewer.detection.state.records import DetectorState, Indices
from iss_viewer.detection.state.space_records import AirSpaces
from iss_viewer.station.topology import Spaces


class AccountSettings(NamedTuple):
    """How much is kept. Chosen: what is folded says as much of leaks that began before or after it."""

    most: int = 96  # accounts; then older ones of the same modules are added up
    recent: int = 48  # that are never folded
    most_modules: int = 62  # that fit into the bits of a number
    #: of a leak's rate, by which laws of flow and cooling gas may err together: no segment tells more
    #: surely of it. Fitted by `study coverage` to a room of 1 m3 that emptied in minutes
    rate_error_1: float = 0.03


KEEPING = AccountSettings()


def bits_of(modules: tuple[int, ...]) -> int:
    """A bit for each module."""
    bits = 0
    for module in modules:
        bits |= 1 << module
    return bits


def first_segments(state: DetectorState, spaces: Spaces) -> None:
    """The segments before anything was measured."""
    if len(spaces.space_of) > KEEPING.most_modules:
        raise ValueError(f"no more than {KEEPING.most_modules} modules can be followed")
    for first in spaces.firsts.tolist():
        state.segments[first]["modules"] = bits_of(spaces.modules(first))


def regroup_segments(state: DetectorState, modules: Modules, old: Spaces, new: Spaces) -> Accounts:
    """End the segments of air spaces that are no more and begin those of new ones; the accounts of
    what has ended. To be called before the air spaces themselves are regrouped.
    """
    was = {old.modules(first): first for first in old.firsts.tolist()}
    stays = {new.modules(first) for first in new.firsts.tolist()}
    ended = np.array([first for key, first in was.items() if key not in stays], dtype=np.int64)
    weigh_noise(state.segments, state.spaces, ended, float(state.clock[0]["now_s"]))
    before, spaces = state.segments.copy(), state.spaces
    for first in new.firsts.tolist():
        members = new.modules(first)
        if members not in was:
            state.segments[first] = np.zeros(1, state.segments.dtype)[0]
            state.segments[first]["modules"] = bits_of(members)
            uneven_pa = _unevenness_pa(spaces, modules, old, members)
            state.segments[first]["unevenness_pa"] = uneven_pa
    return _thinned(before, ended)


@entry
def weigh_noise(segments: Segments, spaces: AirSpaces, firsts: Indices, now_s: float) -> None:
    """How much noisier the air was than was assumed, while the segments of these air spaces stood; more, where
    so much is lost that the model of it errs by more than the noise.
    """
    for first in firsts:
        segment = segments[first]
        age_s = max(now_s - segment["start_s"], 1.0)
        seen = excess(spaces[first]["noise_scales"], age_s)
        misfit = (KEEPING.rate_error_1 * _sigmas(segment)) ** 2
        segment["excess_1"] = max(seen, misfit, 1.0)


@inner
def _sigmas(segment: Segment) -> float:
    """By how many sigmas a segment tells a leak from none, from its best onset on."""
    most = 0.0
    for law in range(LEAK_LAWS):
        score, information = segment["score"][law], segment["information"][law]
        for k in range(segment["count"]):
            if information[k, k] > 0.0:
                most = max(most, score[k] / math.sqrt(information[k, k]))
    return most


def open_accounts(state: DetectorState, spaces: Spaces) -> Accounts:
    """What the segments that stand say by now."""
    weigh_noise(state.segments, state.spaces, spaces.firsts, float(state.clock[0]["now_s"]))
    return accounts_of(state.segments, spaces.firsts)


def _unevenness_pa(
    spaces: AirSpaces, modules: Modules, old: Spaces, members: tuple[int, ...]
) -> float:
    """How unequal the pressures of air are that comes together: a mean by volume."""
    of, volumes = old.space_of[list(members)], modules["volume_m3"][list(members)]
    levels = spaces["level_pa"][of]
    known = np.isfinite(levels)
    if not known.any():
        return 0.0
    mean = np.average(levels[known], weights=volumes[known])
    return float(np.average(np.abs(levels[known] - mean), weights=volumes[known]))


def _thinned(segments: Segments, firsts: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Accounts:
    """The accounts of segments, with fewer onsets."""
    for first in firsts.tolist():
        while segments[first]["is_open"] == 1 and segments[first]["count"] > KEPT_SLOTS:
            drop_slot(segments[first], float(segments[first]["end_s"]) + 1.0)
    return accounts_of(segments, firsts)


def joined(accounts: Accounts, more: Accounts) -> Accounts:
    """All accounts in the order of time; if there are too many, older ones of the same modules are added."""
    every = np.concatenate([accounts, more])
    every = every[np.argsort(every["start_s"], kind="stable")]
    if len(every) <= KEEPING.most:
        return every
    folded: dict[int, Account] = {}
    for account in every[: -KEEPING.recent]:
        one = _folded(account)
        key = int(account["modules"])
        if key in folded:
            _add(folded[key], one)
        else:
            folded[key] = one
    kept = np.zeros(len(folded) + KEEPING.recent, ACCOUNT)
    for place, one in enumerate(folded.values()):
        kept[place] = one
    kept[len(folded) :] = every[-KEEPING.recent :]
    return kept[np.argsort(kept["start_s"], kind="stable")]


def _folded(account: Account) -> Account:
    """An account in which a leak was there all the time, or never."""
    one = account.copy()
    one["count"] = 1
    scale = one["excess_1"]
    one["score"] /= scale
    one["information"] /= scale
    one["excess_1"] = 1.0
    return one


def _add(one: Account, other: Account) -> None:
    """Add what an account of the same modules says, both folded."""
    one["end_s"] = max(one["end_s"], other["end_s"])
    for law in range(LEAK_LAWS):
        for place in (0, STEADY):
            one["score"][law, place] += other["score"][law, place]
            one["information"][law, place, place] += other["information"][law, place, place]
        one["information"][law, STEADY, 0] += other["information"][law, STEADY, 0]
