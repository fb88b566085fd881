"""Where the leak is believed to be and what to do next: asks the locator in the run's own time, and
puts its answers as columns and events.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.advising import SearchConstraints, next_best_action, people_aboard
from iss_viewer.detection.advising.falls import Look, falls_of, falls_plainly, looked
from iss_viewer.detection.advising.hatch_orders import HatchOrder, HatchOrders
from iss_viewer.detection.advising.news import moved, says_the_same
from iss_viewer.detection.advising.scene import SEARCHES, WAITS
from iss_viewer.detection.advising.second_leak import emptied
from iss_viewer.detection.locating import Locator, Priors, readings_of
from iss_viewer.detection.locating.location import BelievedLeaks, Location
from iss_viewer.detection.locating.locator import STATE_CLASSES as LOCATOR_STATE
from iss_viewer.detection.state.estimate import SpaceEstimate
from iss_viewer.station import Station
from iss_viewer.station.actions import Action
from iss_viewer.station.safety import read_safety_rules
from iss_viewer.station.topology import cut_off
from iss_viewer.telemetry.events import (
    Advice,
    AdviceGiven,
    AdviceKind,
    Event,
    LocationEstimated,
    PriorChoice,
    SearchOrder,
)
from iss_viewer.telemetry.events.advice import (
    AirReserve,
    CrewStep,
    Grounds,
    NotAdvised,
    PartShare,
    Promise,
    WayOut,
    WhyNot,
)
from iss_viewer.telemetry.packing import give_back, kept

#: what its state is made of
STATE_CLASSES = (
    Advice,
    AdviceKind,
    AirReserve,
    CrewStep,
    Grounds,
    HatchOrder,
    HatchOrders,
    NotAdvised,
    PartShare,
    Promise,
    SearchOrder,
    WayOut,
    WhyNot,
    Location,
    *get_args(get_args(Action)[0]),
    *LOCATOR_STATE,
)
CALM_EVERY_S = 3600.0  # how often the locator is asked when nothing is detected
ALERT_FIRST_S = 60.0  # after news; then each time so many times as long, up to the calm pace
CALMING, AWAITING = 2.0, 1.25  # the latter while somebody waits for a verdict
PRESSING_S = (
    2.0 * 3600.0
)  # of the time that the air lasts where people are: less, and one looks all the time
ALERT_LEAST_S = 10.0  # after news, where a verdict is due within a minute or two
VERDICT_SHARE = 0.05  # of the time to a verdict: how often one looks whether it has come
NEWS_SHARE = 0.2  # of the time since the last news: looking sooner shows little new once a verdict is overdue
LESS_TIME = (
    0.8  # of the reserve time when the locator was asked: when so little is left, that is news
)
ADVICE_EVERY_S = 3600.0  # and when the advice is renewed though nothing new is believed
NEWS = 0.05  # so much probability that went elsewhere is news


class LocalisationSchedule:
    """The locator's latest location and advice. Deterministic in the run's own time.

    is_advising: False where nobody reads advice, which costs more than all else while a leak stands. harm_counts: False
        only in studies of what it costs that nobody may be harmed.
    """

    def __init__(
        self, station: Station, is_advising: bool = True, harm_counts: bool = True
    ) -> None:
        self._station = station
        self._is_advising, self._harm_counts = is_advising, harm_counts
        self._locator = Locator(station)
        self.probabilities: NDArray[np.float64] = np.zeros(len(station.modules))
        self.no_leak = 1.0
        self.seal = 0.0
        self.sensor = 0.0
        self._asked_s = -np.inf
        self._news_s = -np.inf  # when it was asked first after something new was known
        self._reserve_s = math.inf  # when it was asked last
        self._pause_s = ALERT_FIRST_S
        self._believed = math.nan  # when the locator was asked last
        self._advised_s = -np.inf
        self._order = SearchOrder.INFORMATION
        self._told: tuple[float, ...] = ()
        self._advised: tuple[Any, ...] = ()
        self._advice: Advice | None = None
        self._announced: Advice | None = None  # that people were told of last
        self._closed_since_s: dict[str, float] = {}
        self._closed: frozenset[str] = frozenset()
        self._places: dict[str, str] = {}
        self._air_until_s = math.inf  # where people are shut in
        self._looks: list[Look] = []
        self._believed_s = -math.inf  # when a leak was last believed in
        self._shut_for_search: set[str] = (
            set()
        )  # hatches that advice asked to shut, until they are open
        self._found: Location | None = None  # when a leak was last believed in
        self._last_wait: Advice | None = None  # since hatches moved
        self._orders = HatchOrders()
        self._gauge_at = ""  # where it was read last
        self.unfit_ships = frozenset[str]()  # that may not be used; said before each look, not kept

    @property
    def priors(self) -> Priors:
        """What is believed before the first reading."""
        return self._locator.priors

    @property
    def weights(self) -> NDArray[np.float64]:
        """The chance of each module, given that one leaks, by the prior that was chosen."""
        return self.priors.module_weights(self._station, self._locator.prior)

    def is_due(self, time_s: float, is_alert: bool, believed: float, reserve_s: float) -> bool:
        """Whether the locator should be asked now; believed: the probability that air is lost."""
        if abs(believed - self._believed) > NEWS or reserve_s < LESS_TIME * self._reserve_s:
            self.invalidate()
        since = time_s - self._asked_s
        is_alert = is_alert or self.no_leak < 0.5
        pause_s = CALM_EVERY_S
        if self._is_pressing:
            return bool(since >= ALERT_LEAST_S or since < 0.0)
        if is_alert:
            verdict_s = self._share_of_wait_s(ALERT_FIRST_S, CALM_EVERY_S)
            pause_s = min(self._pause_s, max(verdict_s, self._stale_s(time_s)))
        is_air_spent = self._asked_s < self._air_until_s <= time_s
        return bool(since >= pause_s or since < 0.0 or is_air_spent)

    def pause_s(self, time_s: float) -> float:
        """Until the next assessment: a minute, less where news are fresh and a verdict is near."""
        if self._is_pressing:
            return ALERT_LEAST_S
        return min(max(self.first_pause_s, self._stale_s(time_s)), ALERT_FIRST_S)

    def _stale_s(self, time_s: float) -> float:
        """How long nothing much is to be seen: a share of the time since the news, once the verdict that
        was told for it is overdue.
        """
        since_s, advice = time_s - self._news_s, self._advice
        is_awaited = advice is not None and since_s <= advice.closing_s + advice.wait_s
        return 0.0 if is_awaited else NEWS_SHARE * since_s

    @property
    def advice(self) -> Advice | None:
        """The latest advice."""
        return self._advice

    @property
    def must_leave(self) -> bool | None:
        """Whether the advice is to get out of where the leak may be; None: nothing is advised yet."""
        kind = None if self._advice is None else self._advice.kind
        if kind is None or kind is AdviceKind.WATCH:
            return None
        return kind is AdviceKind.LEAVE

    @property
    def _is_pressing(self) -> bool:
        """People have little time, or are on their way out of where the leak may be."""
        if self._advice is None:
            return False
        reserve = self._advice.grounds.reserve
        is_short = reserve is not None and reserve.first_s < PRESSING_S
        return is_short or self._advice.kind in (AdviceKind.RETREAT, AdviceKind.LEAVE)

    @property
    def first_pause_s(self) -> float:
        """How soon after news the locator is asked again: at once where a verdict is near."""
        return self._share_of_wait_s(ALERT_LEAST_S, ALERT_FIRST_S)

    def _share_of_wait_s(self, least_s: float, most_s: float) -> float:
        """A share of the time to the verdict, within limits; the most where none is awaited."""
        wait_s = self._verdict_after_s
        return most_s if wait_s is None else min(max(VERDICT_SHARE * wait_s, least_s), most_s)

    @property
    def _advice_holds_s(self) -> float:
        """How long the present advice stands though nothing new is believed: until its verdict."""
        wait_s, advice = self._verdict_after_s, self._advice
        if self._is_pressing:
            return ALERT_LEAST_S
        if wait_s is None or advice is None:
            return ADVICE_EVERY_S
        return min(max(advice.closing_s + wait_s, ALERT_FIRST_S), ADVICE_EVERY_S)

    @property
    def _verdict_after_s(self) -> float | None:
        """How long the present advice says to wait; None where it is no search."""
        advice = self._advice
        is_search = advice is not None and advice.kind in (AdviceKind.CLOSE, AdviceKind.WAIT)
        return advice.wait_s if advice is not None and is_search else None

    def invalidate(self) -> None:
        """Something new is known: ask at the next tick, and soon again."""
        self._asked_s, self._pause_s = -np.inf, self.first_pause_s

    def move_hatches(self, time_s: float, closed: frozenset[str]) -> None:
        """Learn which hatches are shut (with their valves)."""
        self._shut_for_search -= self._closed - closed
        if closed != self._closed:
            self._last_wait = None
            self._orders.act(time_s)
        kept = {h: t for h, t in self._closed_since_s.items() if h in closed}
        if self._told or self._closed:
            kept.update(dict.fromkeys(closed - self._closed, time_s))
        self._closed_since_s, self._closed = kept, closed

    def pass_air(self, time_s: float) -> None:
        """Learn that air passed a hatch that is shut again."""
        self._locator.pass_air(time_s)

    def read_gauge(self, time_s: float, module: str, pressure_pa: float) -> None:
        """Learn a reading of the hand-held gauge."""
        self._locator.read_gauge(time_s, module, pressure_pa)
        self._gauge_at = module
        self.invalidate()

    def choose(self, option: str, value: str) -> bool:
        """Set ``prior`` (history, uniform) or ``order`` (information, classic); False: no such."""
        if option == "prior" and value in {choice.value for choice in PriorChoice}:
            self._locator.choose_prior(PriorChoice(value))
        elif option == "order" and value in {order.value for order in SearchOrder}:
            self._order = SearchOrder(value)
        elif option == "forget" and value == "all":
            self._locator.forget()
        else:
            return False
        self._advised, self._told = (), ()
        self.invalidate()
        return True

    def update(
        self,
        time_s: float,
        estimates: Sequence[SpaceEstimate],
        crew_counts: Mapping[str, int] | None,
        reserve_s: float,
        running: frozenset[str] | None = None,
        silent: tuple[tuple[str, ...], ...] = (),
        leaks: BelievedLeaks | None = None,
    ) -> list[Event]:
        """Ask the locator; the events of what is newly believed and advised. silent: the modules of each
        air space that no valid pressure comes from.
        """
        if self._asked_s == -np.inf:
            self._news_s = time_s
        else:
            self._pause_s *= CALMING if self._verdict_after_s is None else AWAITING
        self._asked_s, self._reserve_s = time_s, reserve_s
        chances = [e.leak_probability for e in estimates]
        self._believed = loss_probability(chances) if leaks is None else leaks.leak
        readings = readings_of(estimates, self._locator.priors.noise)
        self._locator.observe(time_s, self._closed, readings, self._believed, leaks)
        self._looks = looked(self._looks, time_s, estimates)
        location = self._locator.location()
        given_up = read_safety_rules().choice.given_up_1
        is_announced = self._advice is not None and self._advice.kind in SEARCHES
        has_begun = is_announced or bool(self._shut_for_search & self._closed)
        if location.leak >= (given_up if has_begun else 0.5):
            self._believed_s = time_s
        empty = self._emptied(estimates)
        if empty is not None:
            self._found = empty
        elif location.leak >= 0.5 and math.isfinite(location.rate_kg_s):
            self._found = location
        self.probabilities = np.asarray(location.modules, dtype=np.float64)
        self.no_leak, self.seal, self.sensor = location.none, location.seal, location.sensor
        events: list[Event] = []
        told = (*self.probabilities.tolist(), self.no_leak, self.seal, self.sensor)
        is_news = not self._told or moved(told, self._told) > NEWS
        if is_news:
            self._told = told
            events.append(LocationEstimated(time_s, location.ranking()))
        found = location.found(self._locator.priors.procedure.confidence)
        situation = (self._closed, self._order, found, silent, *sorted(self.unfit_ships))
        is_new_situation = not self._advised or self._advised != situation
        is_old = time_s - self._advised_s >= self._advice_holds_s
        is_air_spent = self._advised_s < self._air_until_s <= time_s
        is_due = is_news or is_new_situation or is_old or is_air_spent
        if self._is_advising and is_due:
            self._advised, self._advised_s = situation, time_s
            events += self._advise(time_s, estimates, crew_counts, reserve_s, running, silent)
        return events

    def _advise(
        self,
        time_s: float,
        estimates: Sequence[SpaceEstimate],
        crew_counts: Mapping[str, int] | None,
        reserve_s: float,
        running: frozenset[str] | None = None,
        silent: tuple[tuple[str, ...], ...] = (),
    ) -> list[Event]:
        people = people_aboard(self._station, crew_counts, self._places)
        falls = falls_of(self._looks, time_s, estimates)
        situation = SearchConstraints(
            time_s,
            people,
            reserve_s if reserve_s == reserve_s else np.inf,
            self._closed_since_s,
            {m: e.pressure_pa for e in estimates for m in e.modules},
            self._order,
            running,
            {m: e.oxygen_pa for e in estimates for m in e.modules},
            silent,
            {m: e.carbon_dioxide_pa for e in estimates for m in e.modules},
            stiff=self._orders.stiff(time_s, self._closed),
            in_work=self._orders.begun(time_s, self._closed),
            is_under_way=self._orders.is_under_way(time_s),
            harm_counts=self._harm_counts,
            falls_pa_s=falls,
            last_found=self._still_found(time_s, estimates),
            calm_s=time_s - self._believed_s,
            shut_for_search=frozenset(self._shut_for_search & self._closed),
            last_wait=self._last_wait,
            gauge_at=self._gauge_at,
            unfit_ships=self.unfit_ships,
        )
        advice = next_best_action(self._locator, situation, self._advice)
        self._advice = advice
        self._last_wait = advice if advice.kind in WAITS else self._last_wait
        self._orders.give(time_s, advice, self._closed)
        self._shut_for_search.update(advice.hatches)
        self._air_until_s = time_s + advice.air_s
        before = self._announced
        if before is not None and says_the_same(before, advice):
            return []
        self._announced = advice
        return [AdviceGiven(advice)]

    def _still_found(self, time_s: float, estimates: Sequence[SpaceEstimate]) -> Location | None:
        """Where the leak was believed last, if that place has no air left to lose; or while nothing is believed and the
        air plainly falls all the same.
        """
        location = self._locator.location()
        is_doubted = location.leak < 0.5 or not math.isfinite(location.rate_kg_s)
        is_falling = is_doubted and falls_plainly(self._looks, time_s)
        return self._found if is_falling or self._emptied(estimates) is not None else None

    def _emptied(self, estimates: Sequence[SpaceEstimate]) -> Location | None:
        """What was found last, once it has lost its air: less than people may be in, and others have more."""
        known = {m: e.pressure_pa for e in estimates for m in e.modules}
        least_pa = read_safety_rules().limits.pressure_least_pa
        return None if self._found is None else emptied(self._found, known, least_pa)

    def move_crew(self, time_s: float, crew: Sequence[str], module: str) -> None:
        """Learn where people went."""
        self._orders.act(time_s)
        self._places.update(dict.fromkeys(crew, module))

    def places(self) -> tuple[tuple[str, str], ...]:
        """Where people were told to have gone."""
        return tuple(self._places.items())

    def cut_off(self, crew_counts: Mapping[str, int] | None) -> tuple[str, ...]:
        """The people whose way to their vehicle is shut."""
        people = people_aboard(self._station, crew_counts, self._places)
        return tuple(person.id for person in cut_off(self._station, self._closed, people))

    def state(self) -> dict[str, Any]:
        """All there is to keep."""
        own = kept(self, without=("_station", "_locator", "unfit_ships"))
        return {"own": own, "locator": self._locator.state()}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from `state`."""
        give_back(self, state["own"])
        self._locator.restore(state["locator"])


def loss_probability(chances: Sequence[float]) -> float:
    """The probability that any of several air spaces loses air; NaN when none was measured."""
    known = [chance for chance in chances if chance == chance]
    return 1.0 - math.prod(1.0 - chance for chance in known) if known else math.nan
