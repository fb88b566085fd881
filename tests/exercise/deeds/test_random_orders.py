"""Whatever is ordered in whatever station: nobody is in two places, each order ends, and a snapshot goes on alike."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from iss_viewer.exercise.deeds.order_queue import OrderQueue
from iss_viewer.station import Station
from iss_viewer.station.actions import (
    Action,
    ApplyRepair,
    CheckLeak,
    MoveCrew,
    MoveHatch,
    MoveValve,
    ReadGauge,
    SearchLeak,
    SwitchFans,
    TimeFall,
)
from iss_viewer.station.station import Crew, Hatch, Module
from iss_viewer.telemetry import ActionRefused
from iss_viewer.telemetry.events import OrderChanged
from tests.exercise.deeds.still_station import StillStation, Watched
from tests.simulation.stories import trio

PEOPLE = ("ANN", "BEN", "CAT", "DAN")
LONG_S = 400_000.0


@st.composite
def stations(draw: st.DrawFn) -> tuple[Station, dict[str, str], tuple[str, ...]]:
    """A tree of modules and some doors more, with people anywhere and some doors shut."""
    pattern, door = trio().modules[0], trio().hatches[0]
    count = draw(st.integers(2, 6))
    names = [f"M{number}" for number in range(count)]
    ends = [(draw(st.integers(0, k - 1)), k) for k in range(1, count)]
    ends += draw(
        st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=2)
    )
    modules: list[Module] = [pattern.model_copy(update={"id": name}) for name in names]
    hatches: list[Hatch] = [
        door.model_copy(
            update={
                "id": f"H{k}",
                "a": names[a],
                "b": names[b],
                "valve_diameter_m": draw(st.sampled_from([0.0, 0.02])),
            }
        )
        for k, (a, b) in enumerate(e for e in ends if e[0] != e[1])
    ]
    places = {person: draw(st.sampled_from(names)) for person in PEOPLE[: draw(st.integers(0, 4))]}
    crew = tuple(
        Crew(id=p, name=p, agency="Trio", module=m, vehicle=draw(st.sampled_from(["", *names])))
        for p, m in places.items()
    )
    station = trio().model_copy(
        update={
            "modules": tuple(modules), "hatches": tuple(hatches), "crew": crew, "fans": (), "sensors": (),
            "equipment": (), "tanks": (), "coolant_loops": (), "docked": (), "ports": (),
        }
    )  # fmt: skip
    shut = tuple(h.id for h in hatches if draw(st.booleans()))
    return station, places, shut


def actions(station: Station) -> st.SearchStrategy[Action]:
    modules = st.sampled_from([*station.module_ids, "NOWHERE"])
    hatches = st.sampled_from([h.id for h in station.hatches] or ["H9"])
    groups = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True).map(tuple)
    return st.one_of(
        st.builds(MoveHatch, hatches, st.booleans()),
        st.builds(MoveValve, hatches, st.booleans()),
        st.builds(MoveCrew, groups, modules),
        st.builds(ReadGauge, modules),
        st.builds(SearchLeak, modules),
        st.builds(CheckLeak, modules),
        st.builds(TimeFall, modules, st.floats(1.0, 1e4)),
        st.builds(ApplyRepair, modules, st.sampled_from(["tape", "patch", "sealant"])),
        st.just(SwitchFans(False)),
    )


def nobody_does_two_things(run: Watched) -> bool:
    hands = [person for job in run.queue.jobs for person in job.hands]
    return len(hands) == len(set(hands))


def give(run: Watched, action: Action, people: list[str]) -> None:
    try:
        run.order(action, *people)
    except ActionRefused as refused:
        assert refused.obstacle.hindrance


@settings(max_examples=25, deadline=None)
@given(data=st.data(), made=stations(), gap_s=st.sampled_from([1.0, 7.0, 45.0, 200.0]))
def test_nobody_is_in_two_places_and_each_order_ends(data, made, gap_s):
    station, places, shut = made
    run = Watched(StillStation(station, places, shut))
    run.plant.pressure_pa[station.module_ids[-1]] = data.draw(st.sampled_from([2e4, 9.8e4, 1e5]))
    for _ in range(data.draw(st.integers(1, 8))):
        give(
            run,
            data.draw(actions(station)),
            data.draw(st.lists(st.sampled_from(PEOPLE), max_size=2)),
        )
        assert nobody_does_two_things(run)
        run.go_to(run.plant.time_s + gap_s)
        assert nobody_does_two_things(run)
        if run.queue.jobs and data.draw(st.booleans()):
            run.withdraw(str(run.queue.jobs[0].number))
    kept = run.queue.snapshot()
    again = OrderQueue(run.plant)
    again.restore(kept)
    assert (again.jobs, again.snapshot()) == (run.queue.jobs, kept)
    run.go_to(run.plant.time_s + LONG_S)
    assert run.queue.jobs == ()
    changes = [e for e in run.events if isinstance(e, OrderChanged)]
    for order in {e.order for e in changes}:
        assert [e.state.is_over for e in run.changes(order)].count(True) == 1
        assert run.last(order).state.is_over
