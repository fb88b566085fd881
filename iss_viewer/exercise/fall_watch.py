"""How fast true pressures have fallen over the last minute: what `fall` and `reserve` of sentences go by."""

from __future__ import annotations

from collections.abc import Callable

#: over which a fall is taken; a shorter past counts as it is
SPAN_S = 60.0


class FallWatch:
    """The pressures of some places over the last minute. past: time and pressure, by place."""

    def __init__(self) -> None:
        self.past: dict[str, tuple[tuple[float, float], ...]] = {}

    def follow(self, place: str) -> None:
        """Take the pressure of a place from now on."""
        self.past.setdefault(place, ())

    def see(self, time_s: float, pressure_pa: Callable[[str], float]) -> None:
        """Take the pressures of an instant; of the same instant the last."""
        for place, past in self.past.items():
            kept = tuple(p for p in past if p[0] < time_s)
            older = [p for p in kept if p[0] <= time_s - SPAN_S][-1:]
            newer = [p for p in kept if p[0] > time_s - SPAN_S]
            self.past[place] = (*older, *newer, (time_s, pressure_pa(place)))

    def fall_pa_s(self, place: str) -> float:
        """How fast the pressure falls, Pa/s; NaN before the second instant."""
        past = self.past.get(place, ())
        if len(past) < 2:
            return float("nan")
        (first_s, first_pa), (last_s, last_pa) = past[0], past[-1]
        return (first_pa - last_pa) / (last_s - first_s)

    def reserve_s(self, place: str, limit_pa: float) -> float:
        """Until the limit is reached if it goes on falling so; infinite where it does not fall."""
        fall_pa_s = self.fall_pa_s(place)
        if fall_pa_s != fall_pa_s:
            return fall_pa_s
        if fall_pa_s <= 0.0:
            return float("inf")
        return max(self.past[place][-1][1] - limit_pa, 0.0) / fall_pa_s
