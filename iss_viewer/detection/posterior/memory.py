"""All that is believed of leaks, module by module: what hatches, reports and gauges told is kept here."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.limits import Limits
from iss_viewer.detection.locating.priors import Priors
from iss_viewer.detection.posterior.accounts import joined, open_accounts, regroup_segments
from iss_viewer.detection.posterior.by_alarms import weigh_alarms
from iss_viewer.detection.posterior.candidates import CANDIDATE, Candidates, Prior
from iss_viewer.detection.posterior.courses import AccountBook
from iss_viewer.detection.posterior.evidence import SizeGrid, sizes_between
from iss_viewer.detection.posterior.layout import AirLayout, layout_of
from iss_viewer.detection.posterior.look import weigh_courses
from iss_viewer.detection.posterior.mixture import (
    BINS,
    Mixture,
    Now,
    empty_mixture,
    quantile,
)
from iss_viewer.detection.posterior.segment import flow_share
from iss_viewer.detection.posterior.unseen import most_unseen
from iss_viewer.detection.state.channel_map import Modules
from iss_viewer.detection.state.clock import YEAR_S
from iss_viewer.detection.state.leak_records import ACCOUNT, LEAK_LAWS, STEADY, Accounts
from iss_viewer.detection.state.records import DetectorState, Floats
from iss_viewer.physics import AIR_KG_MOL, STANDARD_PA, R
from iss_viewer.station.topology import Spaces
from iss_viewer.units import S_PER_DAY

ONE_SIGMA = (0.16, 0.5, 0.84)  # quantiles: one sigma below, median, one above
_LEAST_SHARE = 1e-6  # of a leak's flow in an air space that is empty


@dataclass(frozen=True)
class Look:
    """What was seen: a mixture over courses, and the atoms (modules never parted) it speaks of.

    atom_of: shape (modules,), each module's atom; shares: shape (modules,), of its atom's chance.
    """

    mixture: Mixture
    candidates: Candidates
    atom_of: NDArray[np.int64]
    number: NDArray[np.int64]  # shape (atoms,): of each atom's air space
    shares: Floats
    prior_weights: Floats
    log_span: float  # of the sizes that a leak may have
    unseen_kg_s: Floats  # shape (spaces,): what each may lose unseen at the most; NaN: not known

    def of(self, mixture: Mixture) -> Look:
        """The same with another mixture."""
        return replace(self, mixture=mixture)

    @property
    def onset_s(self) -> float:
        """When what leaks now began: as probably before as after, by the detector's clock; NaN: never."""
        found = self.candidates
        going = found[found["changed_to"] > 0.0]
        order = np.argsort(going["onset_s"], kind="stable")
        before = np.cumsum(going["chance"][order])
        if not len(before) or not before[-1] > 0.0:
            return math.nan
        return float(going["onset_s"][order[np.searchsorted(before, 0.5 * before[-1])]])

    @property
    def several(self) -> float:
        """The probability that two modules leak, or one did and another does."""
        return float(self.mixture.totals[2])

    @property
    def rates_kg_s(self) -> tuple[float, float, float]:
        """16, 50 and 84 % of the station's loss, if there is one; NaN: nothing is known."""
        least = math.log(BINS.least_kg_s)
        low, median, high = (quantile(self.mixture.station, least, 0.0, q) for q in ONE_SIGMA)
        return low, median, high

    @property
    def modules(self) -> Floats:
        """The probability of each module that it leaks now, shape (modules,)."""
        return np.minimum(self.mixture.atoms[self.atom_of] * self.shares, 1.0)

    @property
    def ended(self) -> Floats:
        """The probability of each module that it leaked and does no more, shape (modules,)."""
        return np.minimum(self.mixture.ended[self.atom_of] * self.shares, 1.0)


class LeakMemory:
    """The accounts of all segments that have ended, what people reported, and the prior."""

    def __init__(self, modules: Modules, priors: Priors, limits: Limits, weights: Floats) -> None:
        self._modules = modules
        self._priors = priors
        self._limits = limits
        self._weights = weights
        sizes = priors.sizes
        self._sizes: SizeGrid = sizes_between(sizes.least_leak_kg_s, sizes.largest_leak_kg_s)
        self._accounts: Accounts = np.zeros(0, ACCOUNT)
        self._patched_s = np.full(len(modules), -np.inf)
        self._layout: AirLayout | None = None

    def regroup(self, state: DetectorState, old: Spaces, new: Spaces) -> None:
        """Keep what ended segments say; to be called before the air spaces are regrouped."""
        self._accounts = joined(self._accounts, regroup_segments(state, self._modules, old, new))

    def weigh_by(self, weights: Floats) -> None:
        """Take other prior weights of modules, shape (modules,), sum 1."""
        self._weights = weights

    def take_patch(self, now_s: float, module: int) -> None:
        """Learn that a leak in a module was patched, by the detector's clock."""
        self._patched_s[module] = now_s

    def forget(self) -> None:
        """Drop all that ended segments said."""
        self._accounts = self._accounts[:0]

    def look(self, state: DetectorState, spaces: Spaces) -> Look:
        """Weigh everything as it stands."""
        accounts = joined(self._accounts, open_accounts(state, spaces))
        keys, composition = np.unique(accounts["modules"], return_inverse=True)
        layout = self._laid_out(tuple(keys.tolist()), spaces)
        atom_of, atoms = layout.atom_of, len(layout.first_of)
        weights: Floats = np.bincount(atom_of, weights=self._weights, minlength=atoms).astype(float)
        mixture = empty_mixture(atoms, len(spaces.firsts))
        book, now = self._book(accounts, layout.sigma, composition), self._now(state, layout)
        now_s, sizes = float(state.clock[0]["now_s"]), self._sizes
        found = weigh_courses(
            book, layout.holds, self._prior(atom_of, weights), sizes, now, now_s, mixture
        )
        is_here = state.spaces["is_detected"][spaces.firsts] == 1
        is_apart = is_here.any() & ~is_here
        unseen = most_unseen(book, layout.holds, weights, sizes, now, now_s, is_apart)
        shares = self._weights / weights[atom_of]
        return Look(
            mixture, found, atom_of, now.space, shares, self._weights, sizes.log_span, unseen
        )

    def _laid_out(self, keys: tuple[int, ...], spaces: Spaces) -> AirLayout:
        """The layout as it was at the last look, if nothing has changed."""
        known = self._layout
        if known is None or known.spaces is not spaces or known.keys != keys:
            known = self._layout = layout_of(self._modules, keys, spaces)
        return known

    def look_by_alarms(self, state: DetectorState, spaces: Spaces) -> Look:
        """What the alarm tests alone say, where the accounts cannot be weighed: an atom for each space."""
        layout, assumed = layout_of(self._modules, (), spaces), self._limits.estimation
        atom_of, count = layout.atom_of, len(spaces.firsts)
        onsets, false = assumed.leak_onsets_per_year, assumed.false_alarms_per_year
        mixture = empty_mixture(count, count)
        weigh_alarms(
            state, layout.firsts, self._now(state, layout), onsets / (onsets + false), mixture
        )
        weights: Floats = np.bincount(atom_of, weights=self._weights, minlength=count).astype(float)
        shares, found = self._weights / weights[atom_of], np.zeros(0, CANDIDATE)
        log_span, unseen = self._sizes.log_span, np.full(count, np.nan)
        return Look(mixture, found, atom_of, layout.number, shares, self._weights, log_span, unseen)

    def _book(
        self, accounts: Accounts, sigma: Floats, composition: NDArray[np.intp]
    ) -> AccountBook:
        scale = accounts["excess_1"]
        lower = accounts["information"] / scale[:, None, None, None]
        diagonal = np.einsum("slii->sli", lower)
        whole = lower + np.swapaxes(lower, -1, -2)
        index = np.arange(whole.shape[-1])
        whole[:, :, index, index] = diagonal
        score = accounts["score"] / scale[:, None, None]
        count = len(sigma)
        steady = np.bincount(composition, weights=whole[:, 0, STEADY, STEADY], minlength=count)
        prior = np.full(count, np.inf)
        np.minimum.at(prior, composition, 1.0 / accounts["slope_variance"])
        return AccountBook(
            start_s=np.ascontiguousarray(accounts["start_s"]),
            end_s=np.ascontiguousarray(accounts["end_s"]),
            counts=np.ascontiguousarray(accounts["count"]),
            onset_s=np.ascontiguousarray(accounts["onset_s"]),
            score=np.ascontiguousarray(score),
            information=np.ascontiguousarray(whole),
            composition=composition.astype(np.int64).reshape(-1),
            steady_score=np.bincount(
                composition, weights=score[:, 0, STEADY], minlength=count
            ).astype(float),
            steady_share=1.0 / (steady + prior),
            sigma=sigma,
        )

    def _prior(self, atom_of: NDArray[np.int64], weights: Floats) -> Prior:
        assumed, laws, changes = self._limits.estimation, self._limits.laws, self._priors.changes
        crack = laws.crack_1 / (laws.orifice_1 + laws.crack_1 + laws.seal_inflow_1)
        patched = np.full(len(weights), -np.inf)
        np.maximum.at(patched, atom_of, self._patched_s)
        return Prior(
            atom_weights=weights,
            law_weights=np.array([1.0 - crack, crack]),
            at_start=assumed.leak_at_start_1,
            onsets_per_s=assumed.leak_onsets_per_year / YEAR_S,
            ends_per_s=changes.ends_per_day / S_PER_DAY,
            steps_per_s=changes.steps_per_day / S_PER_DAY,
            most_changed=changes.most_1,
            growing=changes.grows_1,
            second=self._priors.odds.second_leak,
            patched_s=patched,
            patch_held=changes.patch_holds_1,
            patch_sealed=changes.patch_seals_1,
        )

    def _now(self, state: DetectorState, layout: AirLayout) -> Now:
        air, firsts = state.spaces, layout.firsts
        level_pa, kelvin = air["level_pa"][firsts], air["temperature_k"][firsts]
        level_pa = np.where(np.isfinite(level_pa), level_pa, STANDARD_PA)
        level_pa = np.maximum(level_pa, _LEAST_SHARE * STANDARD_PA)
        shares = [[flow_share(law, pa) for law in range(LEAK_LAWS)] for pa in level_pa.tolist()]
        kelvin = np.where(kelvin > 0.0, kelvin, 1.0)
        return Now(
            space=layout.number,
            share=np.maximum(np.array(shares), _LEAST_SHARE),
            fall_1_s=R * kelvin / (AIR_KG_MOL * layout.volume_m3 * level_pa),
            composition=layout.composition,
        )

    def state(self) -> dict[str, Any]:
        """All there is to keep."""
        return {
            "accounts": self._accounts,
            "patched_s": self._patched_s,
            "weights": self._weights,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from `state`."""
        self._accounts = state["accounts"].view(ACCOUNT)
        self._patched_s, self._weights = state["patched_s"], state["weights"]
