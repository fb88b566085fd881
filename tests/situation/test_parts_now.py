"""The parts of the station between closed hatches: their names, their air, and whether they hold."""

from __future__ import annotations

import pytest

from iss_viewer.situation.parts_now import part_air_texts, part_name, parts_now, trend_text
from iss_viewer.units import UNIT_SYSTEMS
from tests.views import prepared
from tests.views.prepared import changed, moment_at

MMHG = UNIT_SYSTEMS[0]
REST = ("SM_RO", "FGB", "NODE1", "LAB", "SOYUZ", "DRAGON")


def late(**values: float):
    return changed(moment_at(prepared.LENGTH_S), **values)


def of_all(quantity: str, value: float) -> dict[str, float]:
    return {f"{module}__{quantity}": value for module in REST}


def test_a_part_is_named_after_the_module_with_most_people_else_the_largest():
    moment = late()
    prk, rest = parts_now(moment)
    assert part_name(moment, rest) == "Destiny and 5 more"  # two of three people are there
    assert part_name(moment, prk) == "PrK"
    assert rest.people == 3


def test_a_part_holds_where_a_loss_worth_watching_would_have_been_seen():
    _, rest = parts_now(late(**of_all("leak_rate_high_kg_s", 1e-9)))
    assert trend_text(rest, MMHG) == "holds"


@pytest.mark.parametrize(
    ("rate_pa_s", "said"),
    [
        (-6.2, "-2.79/min"),
        (-3.0, "-1.35/min"),
        (-0.5, "-13.5/h"),
        (0.5, "+13.5/h"),
        (-0.0015, "steady"),
    ],
)
def test_a_trend_is_told_a_minute_or_an_hour_and_not_within_noise(rate_pa_s, said):
    _, rest = parts_now(
        late(**of_all("dpdt_pa_s", rate_pa_s), **of_all("leak_rate_high_kg_s", 1.0))
    )
    assert trend_text(rest, MMHG) == said


def test_parts_that_a_valve_joins_each_have_the_pressure_of_their_own_gauges():
    """The air space of both is one then, and its pressure is that of neither."""
    values = {
        "H05__is_open": 0.0,
        "H05__valve_is_open": 1.0,
        "H01__is_open": 1.0,
        "SM_PRK__air_space": 1.0,
    }
    front = {f"{m}__pressure_pa": 95e3 for m in ("LAB", "DRAGON")}
    back = {f"{m}__pressure_pa": 97e3 for m in ("SM_PRK", "SM_RO", "FGB", "NODE1", "SOYUZ")}
    aft, fore = parts_now(late(**values, **front, **back))
    assert aft.pressure_pa == pytest.approx(97e3)
    assert fore.pressure_pa == pytest.approx(95e3)
    assert part_air_texts(fore, MMHG)[0].startswith("712.6 mmHg")


def test_only_what_is_closed_off_by_plan_and_as_planned_is_planned():
    assert not any(part.is_planned for part in parts_now(late()))
