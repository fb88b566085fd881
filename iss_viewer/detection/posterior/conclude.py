"""What follows from a look: whether a loss stands, how much each air space and the station lose, and how
long their air lasts.

A loss that was found once, by the alarm test or by the posterior, stands through all that hatches, people
and feeds do, until what is measured disproves it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.belief import Z95
from iss_viewer.detection.estimation.witnesses import WITNESSES, may_hide_loss
from iss_viewer.detection.limits import Limits
from iss_viewer.detection.posterior.by_alarms import measured_loss
from iss_viewer.detection.posterior.candidates import Candidates
from iss_viewer.detection.posterior.drift import kept_by_drifts, log_of_none
from iss_viewer.detection.posterior.memory import Look
from iss_viewer.detection.posterior.mixture import BINS, Mixture, quantile
from iss_viewer.detection.posterior.pace import interval_of, set_pace
from iss_viewer.detection.posterior.reserve import reserve_of
from iss_viewer.detection.state.records import DetectorState, Floats
from iss_viewer.detection.state.space_records import AirSpace
from iss_viewer.physics import AIR_KG_MOL, R
from iss_viewer.station.topology import Spaces


class StandingSettings(NamedTuple):
    """When a loss is found and when it is disproved. Chosen, where no source is given."""

    found_from: float = 0.95  # probability that something leaks, without an alarm
    disproved_below: float = 0.2  # and below which the loss is disproved
    here_from: float = 0.5  # that it is in an air space
    first_s: float = 600.0  # from the first sample on the alarm test alone is not believed,
    fresh_s: float = 3600.0  # nor after a hatch moved,
    sure_1: float = (
        2.0  # unless it is so many times past its threshold, or the posterior makes even odds of it
    )
    most_nats: float = 6.0  # by which it may be surer than the posterior
    grown: float = 2.0  # times what it was: then a loss that is told already is announced anew
    least_chance: float = 1e-12  # that is told from none
    tail: float = 0.025  # on each side of a 95 % interval


STANDING = StandingSettings()


def conclude(
    state: DetectorState,
    spaces: Spaces,
    look: Look,
    limits: Limits,
    all_settings: NDArray[np.void],
) -> Look:
    """Write what a look says into the state; the look as it is told, with what alarms know besides.

    all_settings: shape (1,).
    """
    before, look = interval_of(state), _with_drifts(state, spaces, look, all_settings)
    _take_up(state, spaces, look, limits)
    state.spaces["was_found"] = state.spaces["is_found"]
    told = _surer(look, nats_of_alarm(look.candidates, state.loss[0]))
    _stand(state, told)
    chances = told.mixture.rates.sum(axis=1)
    _detect(state, spaces, chances)
    for number, first in enumerate(spaces.firsts.tolist()):
        space = state.spaces[first]
        space["leak_probability"] = chances[number]
        _size(space, told.mixture.rates[number], float(told.unseen_kg_s[number]))
        _reserve(space, told.mixture.falls[number], limits)
        if space["is_detected"] == 0:
            space["leak_onset_s"] = math.nan
        elif space["leak_onset_s"] != space["leak_onset_s"]:
            space["leak_onset_s"] = state.loss[0]["onset_s"]
    _sum_up(state, told)
    set_pace(state, spaces, before)
    return told


def _with_drifts(
    state: DetectorState, spaces: Spaces, look: Look, all_settings: NDArray[np.void]
) -> Look:
    """A fall that one barometer alone shows may be its drift."""
    mixture, firsts, now_s = look.mixture, spaces.firsts, float(state.clock[0]["now_s"])
    chances, number = mixture.rates.sum(axis=1), look.number
    ended = np.bincount(number, weights=mixture.ended, minlength=len(firsts))
    kept = kept_by_drifts(
        state.segments, state.spaces, firsts, all_settings, now_s, chances,
        log_of_none(mixture, chances + ended),
    )  # fmt: skip
    state.spaces["drift_1"][firsts] = 1.0 - kept
    if (kept == 1.0).all():
        return look
    rates = mixture.rates * kept[:, None]
    station = np.maximum(mixture.station - (mixture.rates - rates).sum(axis=0), 0.0)
    falls, atoms = mixture.falls * kept[:, None, None], mixture.atoms * kept[number]
    return look.of(mixture._replace(atoms=atoms, rates=rates, station=station, falls=falls))


def _take_up(state: DetectorState, spaces: Spaces, look: Look, limits: Limits) -> None:
    """Take up what the alarm test has found anew, as far as it may be believed."""
    loss, now_s, assumed = state.loss[0], float(state.clock[0]["now_s"]), limits.estimation
    least = 1.0 / (1.0 + assumed.leak_onsets_per_year / assumed.false_alarms_per_year)
    chances, chance = look.mixture.rates.sum(axis=1), float(look.mixture.station.sum())
    for number, first in enumerate(spaces.firsts.tolist()):
        space = state.spaces[first]
        if space["is_found"] == 0:
            space["is_taken_up"] = 0
        if space["is_found"] == 0 or space["is_taken_up"] == 1 or spaces.is_vented[first]:
            continue
        fresh_s = STANDING.fresh_s if space["changed_s"] > 0.0 else STANDING.first_s
        is_fresh = now_s - float(space["changed_s"]) < fresh_s
        is_sure = space["evidence_1"] >= STANDING.sure_1 or chances[number] >= least
        if is_fresh and not is_sure and loss["is_established"] == 0:
            continue
        space["is_taken_up"] = 1
        if _has_grown(space):
            space["has_grown"], space["leak_onset_s"] = 1, space["anchor_s"]
        if math.isnan(float(space["leak_onset_s"])):
            space["leak_onset_s"] = space["anchor_s"]
        _establish(state, limits, chance)
        loss["onset_s"] = np.fmin(float(loss["onset_s"]), float(space["anchor_s"]))
    is_found = chance >= STANDING.found_from and loss["is_established"] == 0
    if is_found and _has_fallen(state, spaces, look):
        _establish(state, limits, chance)


def _has_fallen(state: DetectorState, spaces: Spaces, look: Look) -> bool:
    """Whether the pressure itself, where it likely leaks, shows enough of the loss: what one barometer has beside
    it may explain a fall and never makes one. Where the bank was begun anew, what fell before does not count.
    """
    space = state.spaces[spaces.firsts[int(np.argmax(look.mixture.rates.sum(axis=1)))]]
    bank = space["bank"][: int(space["onset_count"])]
    if space["sensor_count"] > 1 or not len(bank) or not math.isfinite(look.onset_s):
        return True
    onset = bank[int(np.argmin(np.abs(bank["onset_s"] - look.onset_s)))]
    pa_per_kg = R * float(space["temperature_k"]) / (float(space["volume_m3"]) * AIR_KG_MOL)
    age_s = float(state.clock[0]["now_s"]) - look.onset_s
    if may_hide_loss(space, age_s):
        return True
    taken_pa = look.rates_kg_s[1] * pa_per_kg * age_s
    fallen_pa = onset["level_pa"] - space["level_pa"] + space["fed_so_far_pa"]
    least_pa = WITNESSES.fallen_sigmas * math.sqrt(float(space["agreed_variance_pa2"]))
    return bool(fallen_pa >= max(WITNESSES.fallen * taken_pa, least_pa))


def _has_grown(space: AirSpace) -> bool:
    """Whether what the alarm test found is much more than the loss that is told there already."""
    rate, sd = measured_loss(space)
    return bool(space["is_detected"] == 1 and rate - sd > STANDING.grown * space["loss_kg_s"])


def _establish(state: DetectorState, limits: Limits, chance: float) -> None:
    """A loss stands from now on; surer by what an alarm is right more often than the posterior thinks."""
    loss, assumed = state.loss[0], limits.estimation
    if loss["is_established"] == 0:
        loss["is_established"], loss["established_s"] = 1, state.clock[0]["now_s"]
    alarms = math.log(assumed.leak_onsets_per_year / assumed.false_alarms_per_year)
    chance = min(max(chance, STANDING.least_chance), 1.0 - STANDING.least_chance)
    more = alarms - math.log(chance / (1.0 - chance))
    loss["alarm_nats"] = min(max(more, float(loss["alarm_nats"])), STANDING.most_nats)
    loss["alarm_s"] = state.clock[0]["now_s"]


def nats_of_alarm(found: Candidates, loss: np.void) -> float:
    """By how many nats any leak is surer for what the alarm test has heard: leaks that began before it did. Of one that
    would have begun later an alarm tells nothing, or no false alarm could be disproved. found: what may leak.
    """
    nats = float(loss["alarm_nats"])
    going = found[found["changed_to"] > 0.0]
    total = float(going["chance"].sum())
    if nats == 0.0 or total <= 0.0:
        return nats
    heard = float(going["chance"][going["onset_s"] <= loss["alarm_s"]].sum())
    return math.log1p(math.expm1(nats) * min(heard / total, 1.0))


def _surer(look: Look, nats: float) -> Look:
    """The same look, with so much more for any leak at all."""
    none = float(look.mixture.totals[0])
    scale = 1.0 / (none * math.exp(-nats) + 1.0 - none)
    mixture = look.mixture
    totals = mixture.totals * scale
    totals[0] *= math.exp(-nats)
    return look.of(
        Mixture(
            mixture.atoms * scale,
            mixture.ended * scale,
            mixture.rates * scale,
            mixture.station * scale,
            mixture.falls * scale,
            totals,
            mixture.log_none + math.log(scale) - nats,
        )
    )


def _stand(state: DetectorState, look: Look) -> None:
    """Whether the loss still stands."""
    loss, chance = state.loss[0], float(look.mixture.station.sum())
    loss["leak_probability"] = min(chance, 1.0)
    loss["ended_probability"] = 1.0 - min(chance + float(look.mixture.totals[0]), 1.0)
    if loss["is_established"] == 1 and chance < STANDING.disproved_below:
        loss["is_established"], loss["alarm_nats"] = 0, 0.0
        loss["onset_s"] = loss["established_s"] = loss["alarm_s"] = math.nan
    if loss["is_established"] == 1 and not math.isfinite(float(loss["onset_s"])):
        loss["onset_s"] = look.onset_s


def _detect(state: DetectorState, spaces: Spaces, chances: Floats) -> None:
    """In which air spaces the loss that stands is told: where it likely is, or else in the largest."""
    every, is_there = state.spaces, bool(state.loss[0]["is_established"] == 1)
    detected = []
    for number, first in enumerate(spaces.firsts.tolist()):
        least = STANDING.here_from
        if every[first]["is_detected"] == 1:
            least = STANDING.disproved_below
        is_here = is_there and chances[number] >= least and not spaces.is_vented[first]
        every[first]["is_detected"] = int(is_here)
        detected.append(is_here)
    if is_there and not any(detected):
        every[spaces.main]["is_detected"] = 1


def _size(space: AirSpace, rates: Floats, unseen_kg_s: float) -> None:
    """How much an air space loses: by what is detected, or what could be there unseen at the most."""
    low, median, high = _interval(rates, bool(space["is_detected"] == 1), unseen_kg_s)
    space["loss_kg_s"], space["loss_low_kg_s"], space["loss_high_kg_s"] = median, low, high
    kg_per_pa = space["volume_m3"] * AIR_KG_MOL / R / max(float(space["temperature_k"]), 1.0)
    space["leak_sd_pa_s"] = (high - low) / (2.0 * Z95) / kg_per_pa


def _interval(rates: Floats, is_detected: bool, unseen_kg_s: float) -> tuple[float, float, float]:
    """2.5 %, median and 97.5 % of a loss, kg/s. While none is detected the last one is that of a loss
    if there is one, also if it began while the air was watched.
    """
    least, none = math.log(BINS.least_kg_s), max(1.0 - float(rates.sum()), 0.0)
    low = quantile(rates, least, none, STANDING.tail)
    median = quantile(rates, least, none, 0.5)
    if is_detected:
        return low, median, quantile(rates, least, none, 1.0 - STANDING.tail)
    high = float(np.fmax(quantile(rates, least, 0.0, 1.0 - STANDING.tail), unseen_kg_s))
    return low, median, high


def _reserve(space: AirSpace, falls: Floats, limits: Limits) -> None:
    """How long the air of a space lasts, if it is here that it leaks."""
    none = 0.0 if space["is_detected"] == 1 else max(1.0 - float(falls.sum()), 0.0)
    laws = limits.laws
    space["reserve_s"], space["reserve_low_s"], space["reserve_high_s"] = reserve_of(
        falls,
        none,
        float(space["level_pa"]),
        limits.reserve.limit_pa,
        laws.seal_floor_pa,
        laws.seal_inflow_1 / (laws.orifice_1 + laws.seal_inflow_1),
    )


def _sum_up(state: DetectorState, look: Look) -> None:
    """How much the station loses, all air spaces together."""
    loss, unseen = state.loss[0], float(np.fmax.reduce(look.unseen_kg_s, initial=np.nan))
    low, median, high = _interval(look.mixture.station, bool(loss["is_established"] == 1), unseen)
    loss["rate_kg_s"], loss["rate_low_kg_s"], loss["rate_high_kg_s"] = median, low, high
