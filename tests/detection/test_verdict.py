"""The verdict: what each party is told, and why, as the situation changes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iss_viewer.detection.limits import read_limits
from iss_viewer.detection.verdict import ThreatInputs, judge
from iss_viewer.situation.words import Words
from iss_viewer.station import read_station
from iss_viewer.telemetry.events import Reason, Why
from iss_viewer.telemetry.status import Verdict

INF = float("inf")
DAY_S = 86400.0
LIMITS = read_limits()
WORDS = Words(read_station("trio"), LIMITS)
CALM = ThreatInputs(
    pressure_pa=98e3, reserve_s=INF, reserve_low_s=INF, is_leak_detected=False,
    leak_probability=0.02, anywhere_probability=0.02, is_rapid=False, leak_rate_kg_s=0.0,
    leaking=(), closed_off=(), cut_off=(), gas_reserve_s=INF,
)  # fmt: skip


def verdicts(**changes):
    return [told.verdict for told in judge(replace(CALM, **changes), LIMITS)]


def test_calm_station_threatens_nobody_and_says_so():
    told = judge(CALM, LIMITS)
    assert {one.verdict for one in told} == {Verdict.NONE}
    assert told[0].reasons == (Reason(Why.CALM),)
    assert WORDS.reasons(told[0].event(0.0)) == ("Nothing threatens the crew",)


def test_a_probable_loss_is_watched_before_it_is_detected():
    crew, operations, mission = verdicts(
        leak_probability=0.8, anywhere_probability=0.8, gas_reserve_s=32 * DAY_S
    )
    assert crew is operations is mission is Verdict.WATCH
    told = judge(replace(CALM, leak_probability=0.8, anywhere_probability=0.8), LIMITS)[0]
    said = WORDS.reasons(told.event(0.0))[0]
    assert said.startswith("Air is probably lost where people are (80 %)")


def test_a_ship_without_coolant_is_no_safe_way_home():
    loop = ("Soyuz MS-22 external loop",)
    assert verdicts(uncooled=loop, unfit=("Rubio",)) == [Verdict.ACT, Verdict.WATCH, Verdict.ACT]
    assert verdicts(uncooled=loop) == [Verdict.NONE, Verdict.WATCH, Verdict.WATCH]


def test_air_that_is_bad_to_breathe_is_no_calm_for_the_crew():
    low, stale = verdicts(stifling=("SM_RO",)), verdicts(stale=("SM_RO",))
    assert (low[0], stale[0]) == (Verdict.ACT, Verdict.WATCH)
    told = judge(replace(CALM, stifling=("SM_RO",)), LIMITS)[0]
    assert "bad to breathe" in WORDS.reasons(told.event(0.0))[0]


def test_a_verdict_eases_only_past_a_margin():
    act = LIMITS.verdict.act_gas_reserve_s
    near = replace(CALM, is_leak_detected=True, leak_rate_kg_s=1e-3, gas_reserve_s=1.05 * act)
    assert judge(near, LIMITS)[2].verdict is Verdict.WATCH
    assert judge(near, LIMITS, {"mission": Verdict.ACT})[2].verdict is Verdict.ACT
    doubtful = replace(CALM, anywhere_probability=0.5)
    assert judge(doubtful, LIMITS)[1].verdict is Verdict.NONE
    assert judge(doubtful, LIMITS, {"operations": Verdict.WATCH})[1].verdict is Verdict.WATCH


def test_a_loss_behind_closed_hatches_is_watched_by_operations_alone():
    crew, operations, _ = verdicts(anywhere_probability=0.97)
    assert (crew, operations) == (Verdict.NONE, Verdict.WATCH)


@pytest.mark.parametrize(
    ("low_s", "verdict"),
    [(90 * DAY_S, Verdict.WATCH), (0.9 * DAY_S, Verdict.ACT), (1700.0, Verdict.LEAVE)],
)
def test_crew_verdict_follows_the_reserve_time_that_is_sure(low_s, verdict):
    crew = verdicts(is_leak_detected=True, reserve_s=2 * low_s, reserve_low_s=low_s)[0]
    assert crew is verdict


@given(
    low_s=st.floats(1.0, 1e8), share=st.floats(0.05, 1.0), rate=st.floats(0.0, 1.0),
    chance=st.floats(0.0, 1.0), gas_s=st.floats(1.0, 1e9),
)  # fmt: skip
def test_a_verdict_never_eases_when_less_time_is_left(low_s, share, rate, chance, gas_s):
    now = replace(
        CALM, is_leak_detected=True, reserve_s=low_s, reserve_low_s=low_s, leak_rate_kg_s=rate,
        leak_probability=chance, anywhere_probability=chance, gas_reserve_s=gas_s,
    )  # fmt: skip
    later = replace(
        now, reserve_s=share * low_s, reserve_low_s=share * low_s, gas_reserve_s=share * gas_s
    )
    for before, after in zip(judge(now, LIMITS), judge(later, LIMITS), strict=True):
        assert after.verdict >= before.verdict
        assert after.reasons
