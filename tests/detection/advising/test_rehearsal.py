"""A course of action played through, against closed forms and bookkeeping."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from iss_viewer.detection.advising.course import Move, course_of, timetable
from iss_viewer.detection.advising.rehearsal import (
    CARBON_DIOXIDE,
    OXYGEN,
    WHOLE,
    rehearse,
)
from tests.detection.advising.decisions import RULES, outset_of

EXACT = {"volume_sigmas": 0.0}


def bounds(outset):
    return replace(outset, may_be_foul=True).bounds._replace(volume_sigmas=0.0, warmth_s_m=0.0)


def stay(outset, seconds):
    table = timetable(outset, (), outset.places, outset.closed)
    return course_of(outset, table, outset.places, outset.closed, seconds)


def test_each_gas_of_a_leaking_part_falls_by_its_closed_form():
    outset = outset_of(10.0, chances={"COL": 1.0}, people=())
    played = rehearse(
        outset.air, stay(outset, 3600.0), outset.hypotheses.holes_m3_s, bounds(outset)
    )
    col = outset.layout.index["COL"]
    volume = outset.layout.volume_m3(outset.layout.part(col, outset.closed))
    k = outset.hypotheses.holes_m3_s[0, col] / volume
    left = np.exp(-3600.0 * k)
    for gas in (WHOLE, OXYGEN, CARBON_DIOXIDE):
        absorbed = sum(outset.air.absorbed_m3_s) - sum(
            outset.air.absorbed_m3_s[m] for m in range(len(outset.layout.modules))
            if not outset.layout.part(col, outset.closed) >> m & 1
        )  # fmt: skip
        expected = left * (np.exp(-3600.0 * absorbed / volume) if gas == CARBON_DIOXIDE else 1.0)
        ratio = played.gases_pa[0, gas, col] / outset.air.gases_pa[gas, col]
        assert ratio == pytest.approx(expected, rel=1e-9)


def test_who_is_shut_in_is_harmed_by_their_own_breath_after_ten_minutes_of_it():
    outset = outset_of(1.0, closed={"H17"}, chances={"LAB": 1.0})
    at = tuple(outset.layout.index["CUPOLA"] for _ in outset.people)
    closed = outset.closed | outset.layout.closed_mask({"H23"})
    outset = outset_of(1e-3, closed={"H23"}, chances={"LAB": 1.0})
    table = timetable(outset, (), at, closed)
    seven, volume = 7.0, outset.layout.volumes_m3[outset.layout.index["CUPOLA"]]
    limit, start = RULES.limits.carbon_dioxide_most_pa, outset.air.gases_pa[CARBON_DIOXIDE, 0]
    above_s = (limit - start) * volume / (seven * outset.air.breath[1])
    harmed = []
    for seconds in (above_s + 590.0, above_s + 610.0):
        course = course_of(outset, table, at, closed, seconds)
        played = rehearse(outset.air, course, outset.hypotheses.holes_m3_s, bounds(outset))
        harmed.append(bool(played.harmed.any()))
    assert harmed == [False, True]


def test_opening_a_hatch_mixes_both_sides_and_keeps_all_of_the_air():
    outset = outset_of(1e-6, closed={"H17"}, chances={"LAB": 1.0})
    layout, who = outset.layout, (0, 1)
    gases = outset.air.gases_pa.copy()
    gases[:, layout.index["COL"]] *= 0.8
    node = layout.index["NODE2"]
    moves = [Move(who, node), Move(who, node, layout.hatch_index["H17"], True)]
    table = timetable(outset, moves, outset.places, outset.closed)
    course = course_of(outset, table, outset.places, outset.closed, 60.0)
    air = outset.air._replace(
        gases_pa=gases, breath=(0.0, 0.0), absorbed_m3_s=0.0 * outset.air.absorbed_m3_s
    )
    played = rehearse(air, course, outset.hypotheses.holes_m3_s, bounds(outset))
    volumes = np.array(layout.volumes_m3)
    for gas in (WHOLE, OXYGEN):
        assert volumes @ played.gases_pa[0, gas] == pytest.approx(volumes @ gases[gas], rel=1e-6)
    assert played.gases_pa[0, WHOLE, layout.index["COL"]] == pytest.approx(
        played.gases_pa[0, WHOLE, node]
    )
    assert played.ends_s[0] > table.lasts_s + 60.0  # the valve took its time
    assert not played.stuck.any()


@pytest.mark.parametrize(("diameter_mm", "is_stuck"), [(5.0, False), (20.0, True)])
def test_a_hatch_to_a_small_leaking_part_stays_shut_behind_a_large_hole(diameter_mm, is_stuck):
    outset = outset_of(diameter_mm, closed={"H10"}, chances={"MRM1": 1.0})
    fgb, who = outset.layout.index["FGB"], (4, 5)
    moves = [Move(who, fgb), Move(who, fgb, outset.layout.hatch_index["H10"], True)]
    table = timetable(outset, moves, outset.places, outset.closed)
    course = course_of(outset, table, outset.places, outset.closed, 0.0)
    played = rehearse(outset.air, course, outset.hypotheses.holes_m3_s, outset.bounds)
    assert bool(played.stuck[0]) is is_stuck
