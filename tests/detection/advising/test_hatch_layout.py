"""Parts and cuts as bits are those of the hatch graph, with loops too."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from iss_viewer.detection.advising.hatch_layout import HatchLayout, bits, mask_of
from iss_viewer.station.topology import inner_hatches, parts_of
from tests.detection.advising.decisions import STATION

LOOP = STATION.hatch("H16").model_copy(update={"id": "HX", "a": "NODE1", "b": "NODE2"})
LOOPED = STATION.model_copy(update={"hatches": (*STATION.hatches, LOOP)})
NAMES = [hatch.id for hatch in inner_hatches(LOOPED)]


@settings(max_examples=60)
@given(st.sets(st.sampled_from(NAMES)))
def test_parts_are_those_of_the_graph(closed):
    layout = HatchLayout(LOOPED)
    masks = layout.parts(layout.closed_mask(closed))
    assert [frozenset(layout.names(mask)) for mask in masks] == list(parts_of(LOOPED, closed))


@settings(max_examples=30)
@given(st.sets(st.sampled_from(NAMES)))
def test_a_cut_parts_its_part_in_two_and_nothing_else(closed):
    layout = HatchLayout(LOOPED)
    shut = layout.closed_mask(closed)
    for part in layout.parts(shut):
        for cut in layout.cuts(part, shut):
            after = set(layout.parts(shut | cut.hatches))
            assert {cut.side, cut.other} <= after
            assert cut.side | cut.other == part and not cut.side & cut.other
            assert after - {cut.side, cut.other} == set(layout.parts(shut)) - {part}


def test_a_way_passes_open_hatches_alone():
    layout = HatchLayout(LOOPED)
    start, end = layout.index["LAB"], layout.index["NODE2"]
    assert layout.names(mask_of(layout.way(start, end, 0))) == ("LAB", "NODE2")
    round_it = layout.way(start, end, layout.closed_mask({"H16"}))
    assert [layout.modules[m] for m in round_it] == ["LAB", "NODE1", "NODE2"]
    assert layout.way(start, end, layout.closed_mask({"H16", "HX"})) == ()


def test_a_volume_at_two_sigmas_is_less_by_the_root_of_the_sum_of_squares():
    layout = HatchLayout(STATION)
    two = layout.part(layout.index["COL"], layout.closed_mask(set(NAMES) - {"H17"}))
    spread = sum(layout.spreads_m3[m] ** 2 for m in bits(two)) ** 0.5
    assert layout.volume_m3(two, 2.0) == layout.volume_m3(two) - 2.0 * spread
